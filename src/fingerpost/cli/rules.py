"""``fingerpost rules list|show|check|test|diff|graph``."""

from __future__ import annotations

from pathlib import Path

import click

from fingerpost.cli.options import knowledge_options, open_knowledge
from fingerpost.cli.rules_diff import diff_rules
from fingerpost.cli.rules_graph import graph
from fingerpost.cli.wrapping import echo_lines, echo_rows
from fingerpost.errors import CommandError
from fingerpost.knowledge import STAGES
from fingerpost.mending import suggest_names
from fingerpost.rulecheck import check_rules, prove_rules
from fingerpost.rulepage import describe_rule, describe_rule_briefly, describe_rule_line


@click.group()
def rules() -> None:
    """The rule base: every heuristic of the articles, one rule a file."""


rules.add_command(diff_rules)
rules.add_command(graph)


@rules.command("list")
@click.option("--stage", help="Only the rules of one stage.")
@click.option("--row", help="Only the rules that encode one heuristic row, for example A1.4.")
@click.option("--path", "path_id", help="Only the rules that speak of one path.")
@knowledge_options
def list_rules(stage: str | None, row: str | None, path_id: str | None, rules_dir: Path | None, kb_dir: Path | None) -> None:
    """List the rules: stage, id, heuristic rows, effect."""
    knowledge = open_knowledge(rules_dir, kb_dir)
    if path_id is not None and path_id not in knowledge.paths:
        mend = suggest_names(path_id, knowledge.paths, "see `fingerpost paths list`")
        raise CommandError(f"there is no path {path_id!r}", where="--path", mend=mend)
    if row is not None and row not in knowledge.rows:
        mend = suggest_names(row, knowledge.rows, "see kb/sources.yaml, for example A1.4")
        raise CommandError(f"there is no row {row!r}", where="--row", mend=mend)
    if stage is not None and stage not in STAGES:
        raise CommandError(f"there is no stage {stage!r}", where="--stage", mend=f"use one of {', '.join(STAGES)}")
    found = [
        rule
        for rule in knowledge.rules.values()
        if (stage is None or rule.stage == stage)
        and (row is None or row in rule.heuristics)
        and (path_id is None or rule.path == path_id)
    ]
    echo_rows([(describe_rule_line(r), (f"{r.stage}  {r.id}", describe_rule_briefly(r))) for r in found])
    if not found:
        click.echo("No rule is all of that.", err=True)


@rules.command("show", short_help="Show one rule in words, with its sources.")
@click.argument("rule_id", metavar="RULE")
@knowledge_options
def show_rule(rule_id: str, rules_dir: Path | None, kb_dir: Path | None) -> None:
    """Show one rule: claim, conditions in words, effect, source, examples."""
    knowledge = open_knowledge(rules_dir, kb_dir)
    rule = knowledge.rules.get(rule_id)
    if rule is None:
        mend = suggest_names(rule_id, knowledge.rules, "see `fingerpost rules list`", most=3)
        raise CommandError(f"there is no rule {rule_id!r}", where="rules show", mend=mend)
    echo_lines(describe_rule(rule, knowledge).rstrip("\n").split("\n"))


@rules.command("check")
@click.option("--sources", "sources_dir", type=click.Path(path_type=Path), help="The articles' files, to verify citations.")
@knowledge_options
def check(sources_dir: Path | None, rules_dir: Path | None, kb_dir: Path | None) -> None:
    """Lint the rule base: coverage, ids, reach, fairness, citations."""
    report = check_rules(open_knowledge(rules_dir, kb_dir), sources_dir=sources_dir)
    for fault in report.faults:
        click.echo(fault, err=True)
    for line in report.lines:
        click.echo(line)
    if report.faults:
        raise click.exceptions.Exit(1)


@rules.command("test")
@knowledge_options
def test(rules_dir: Path | None, kb_dir: Path | None) -> None:
    """Run every rule's own examples on the engine."""
    knowledge = open_knowledge(rules_dir, kb_dir)
    proofs = list(prove_rules(knowledge))
    failed = [p for p in proofs if p.fault]
    for proof in failed:
        click.echo(proof.fault, err=True)
    click.echo(f"{len(proofs) - len(failed)} of {len(proofs)} examples of {len(knowledge.rules)} rules hold")
    if failed:
        raise click.exceptions.Exit(1)
