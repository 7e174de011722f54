"""``fingerpost audit``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from fingerpost.cli.options import give_output, knowledge_options, open_knowledge, output_option

_SIDES = ("--rule", "--row", "--path", "--respondent", "--by")


@click.command()
@click.argument("results", metavar="RESULTS", type=click.Path(path_type=Path))
@click.option("--rule", metavar="ID", help="One rule: for whom it fired, and on what words.")
@click.option("--row", metavar="ROW", help="One heuristic row of the articles, for example A1.4.")
@click.option("--path", metavar="ID", help="One career path: the rules that speak for it and against it.")
@click.option("--respondent", metavar="ID", help="One respondent: from words to fact to rule to path.")
@click.option("--by", metavar="COLUMN", help="Side by side by a group column of the survey.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option(
    "--limit",
    type=click.IntRange(0),
    metavar="N",
    help="List at most N rules or respondents; 0 lists all.  [default: 20 in text, else all]",
)
@output_option
@knowledge_options
def audit(
    results: Path,
    rule: str | None,
    row: str | None,
    path: str | None,
    respondent: str | None,
    by: str | None,
    form: str,
    limit: int | None,
    output: Path | None,
    rules_dir: Path | None,
    kb_dir: Path | None,
) -> None:
    """Ask results which rules fired, how often, for whom and on what words.

    RESULTS is what `fingerpost batch` wrote: JSONL (also as .gz) or Parquet. A rule swings a first place where another
    path, or none, would be recommended first without it. That is worked out with the rules at hand; if the results were
    made with others, name them with --rules and --kb.
    """
    chosen = [name for name, value in zip(_SIDES, (rule, row, path, respondent, by), strict=True) if value is not None]
    if len(chosen) > 1:
        raise click.UsageError(f"Give only one of {' and '.join(chosen)}.")
    from fingerpost.audit.counting import count_totals, summarise
    from fingerpost.audit.store import open_results
    from fingerpost.audit.swings import find_swings
    from fingerpost.audit.tables import Finding, write_csv
    from fingerpost.audit.tracing import trace_respondent, view_rule
    from fingerpost.audit.viewing import view_groups, view_path, view_row

    most = (20 if form == "text" else None) if limit is None else limit or None
    knowledge = open_knowledge(rules_dir, kb_dir)
    finding: Finding
    with open_results(results) as store:
        find_swings(store, knowledge)
        totals = count_totals(store)
        if rule is not None:
            finding = view_rule(store, knowledge, rule, most)
        elif row is not None:
            finding = view_row(store, knowledge, row)
        elif path is not None:
            finding = view_path(store, knowledge, path)
        elif respondent is not None:
            finding = trace_respondent(store, respondent)
        elif by is not None:
            finding = view_groups(store, by)
        else:
            finding = summarise(store, knowledge)
    _warn(results, totals, knowledge.digest)
    if form == "json":
        from fingerpost.serialising import dump_json

        give_output(dump_json(asdict(finding), indent=2), output)
    elif form == "csv":
        give_output(write_csv(finding, knowledge), output)
    else:
        from fingerpost.cli.auditing import print_finding

        print_finding(finding, totals.respondents, knowledge, most, output)


def _warn(results: Path, totals: object, digest: str) -> None:
    from fingerpost.audit.records import Totals
    from fingerpost.phrasing import show_text

    assert isinstance(totals, Totals)  # noqa: S101 - imported late, so that help is instant
    name = show_text(results.name)
    others = [k for k in totals.knowledge if k != digest]
    if others:
        made = ", ".join(show_text(k.removeprefix("sha256:"))[:12] for k in others[:3])
        here = digest.removeprefix("sha256:")[:12]
        click.echo(
            f"{name} was made with other knowledge ({made}) than is at hand ({here}); "
            "name that with --rules and --kb, or run the batch again.",
            err=True,
        )
    if totals.strays:
        click.echo(
            f"{totals.strays:,} of {totals.respondents:,} respondents would be told something else by the rules at hand; "
            "no swings are counted for them.",
            err=True,
        )
