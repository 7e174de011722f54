"""Checking the rule base as a whole: coverage, structure, reach, fairness, citations, and every rule's own examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fingerpost.inference import Engine, build_engine, infer
from fingerpost.inference.compiling import compile_rules
from fingerpost.knowledge import KnowledgeBase, Rule
from fingerpost.rulecheck.coverage import check_citations, check_rows
from fingerpost.rulecheck.faults import tell_fault
from fingerpost.rulecheck.reach import check_effects, check_fairness, check_reach
from fingerpost.rulecheck.structure import check_placeholders, check_structure
from fingerpost.rulecheck.texts import check_sentences

__all__ = ["Proof", "Report", "check_rules", "prove_rules"]

_MENDS = {
    "fires": "give the person every fact that `when` asks for and none that `unless` names, or mend the rule",
    "silent": "take away a fact that `when` asks for, or name in `unless` what keeps the rule silent",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of the rule base found: ``faults``, one a line with file, key and mend, and ``lines`` to sum up."""

    faults: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """One example of a rule, run: ``kind`` is ``fires`` or ``silent``; ``fault`` names file, key and mend if it fails."""

    rule: str
    kind: str
    number: int
    fault: str


def check_rules(knowledge: KnowledgeBase, sources_dir: Path | None = None) -> Report:
    """Check a rule base that has loaded, and so already meets its schemas and names nothing unknown.

    Args:
        knowledge: The knowledge base.
        sources_dir: The folder with the articles' files, to verify citations against; None to leave that out.

    Raises:
        KnowledgeError: An article's file is missing or unreadable.
    """
    program = compile_rules(knowledge)
    faults: list[str] = []
    ours = sum(1 for rule in knowledge.rules.values() if not rule.heuristics)
    lines = [f"{len(knowledge.rules)} rules: {len(knowledge.rules) - ours} of the articles, {ours} of our own"]
    checks = [
        check_rows(knowledge),
        check_structure(knowledge, program),
        check_placeholders(knowledge),
        check_sentences(knowledge),
        check_effects(program),
        check_reach(program),
        check_fairness(program),
        check_citations(knowledge, sources_dir),
    ]
    for found, summary in checks:
        faults.extend(found)
        lines.append(summary)
    return Report(tuple(faults), tuple(lines))


def prove_rules(knowledge: KnowledgeBase, engine: Engine | None = None) -> Iterator[Proof]:
    """Run every rule's own examples on the engine, one proof for each.

    Args:
        knowledge: The knowledge base.
        engine: An engine built from it, if there is one already.
    """
    engine = engine or build_engine(knowledge)
    for rule in knowledge.rules.values():
        yield from _prove_rule(rule, engine)


def _prove_rule(rule: Rule, engine: Engine) -> Iterator[Proof]:
    for kind, people in (("fires", rule.fires), ("silent", rule.silent)):
        for number, person in enumerate(people):
            fired = any(f.rule == rule.id for f in infer(engine, person).firings)
            fault = ""
            if fired != (kind == "fires"):
                what = "this person makes the rule fire" if fired else "this person does not make the rule fire"
                fault = tell_fault(rule, f"examples.{kind}.{number}", what, _MENDS[kind])
            yield Proof(rule.id, kind, number, fault)
