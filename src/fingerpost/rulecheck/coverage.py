"""Whether the rules say what the articles say: every row encoded, by effects of its kind, and cited where it stands."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from fingerpost.knowledge import (
    AdviceEffect,
    CautionEffect,
    ChooseEffect,
    Effect,
    FitEffect,
    GateEffect,
    KnowledgeBase,
    LadderEffect,
    Rule,
    SourceRow,
    TraitEffect,
)
from fingerpost.loading import read_text
from fingerpost.rulecheck.faults import Findings, tell_fault


def check_rows(knowledge: KnowledgeBase) -> Findings:
    """Check that each row is encoded: for each of its kinds and each of its paths by a rule whose effect fits."""
    faults = []
    citing: dict[str, list[Rule]] = {row: [] for row in knowledge.rows}
    for rule in knowledge.rules.values():
        for name in rule.heuristics:
            citing[name].append(rule)
            faults.extend(_check_citing(rule, knowledge.rows[name]))
    covered = 0
    for row in knowledge.rows.values():
        missing = _list_missing(row, citing[row.row])
        faults.extend(f"{knowledge.folders['kb']}/sources.yaml (row {row.row}): {m}; write one in rules/" for m in missing)
        covered += not missing
    return faults, f"{covered} of {len(knowledge.rows)} rows are encoded by rules of their kinds"


def check_citations(knowledge: KnowledgeBase, sources_dir: Path | None) -> Findings:
    """Check that each row's paragraph stands in its article as cited: by digest, and by the words to find it by.

    Raises:
        KnowledgeError: An article's file is missing or unreadable.
    """
    if sources_dir is None:
        return [], "citations not verified: name the folder of the articles to verify them"
    faults: list[str] = []
    paragraphs = {a.id: split_paragraphs(read_text(sources_dir / a.file)) for a in knowledge.articles.values()}
    for row in knowledge.rows.values():
        blocks = paragraphs[row.article]
        if row.paragraph > len(blocks):
            fault = f"article {row.article} has only {len(blocks)} paragraphs"
        else:
            fault = _check_paragraph(row, blocks[row.paragraph - 1])
        if fault:
            where = f"{knowledge.folders['kb']}/sources.yaml (row {row.row})"
            faults.append(f"{where}: {fault}; cite the paragraph where the heuristic stands")
    return faults, f"{len(knowledge.rows) - len(faults)} of {len(knowledge.rows)} citations stand in the articles"


def split_paragraphs(text: str) -> list[str]:
    """Return the blocks between blank lines, each on one line with single spaces."""
    return [" ".join(block.split()) for block in re.split(r"\n[ \t\r]*\n", text) if block.strip()]


def digest_paragraph(paragraph: str) -> str:
    """Return the digest by which a paragraph with its white space collapsed is cited."""
    return f"sha256:{hashlib.sha256(paragraph.encode('utf-8')).hexdigest()[:16]}"


def _check_paragraph(row: SourceRow, paragraph: str) -> str:
    if digest_paragraph(paragraph) != row.digest:
        return f"paragraph {row.paragraph} of article {row.article} is another one (by its digest)"
    there = set(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", paragraph.lower()))
    lost = [w for w in row.words if w.lower() not in there and w.lower() not in paragraph.lower().split()]
    return f"{', '.join(lost)} not in paragraph {row.paragraph} of article {row.article}" if lost else ""


def _kind_of(effect: Effect) -> str:
    """The kind of row that an effect encodes; empty for traits, which only prepare."""
    match effect:
        case FitEffect():
            return "fit" if effect.points > 0 else "against"
        case GateEffect():
            return "gate"
        case ChooseEffect():
            return "choose"
        case CautionEffect():
            return "caution"
        case AdviceEffect():
            return "advice"
        case LadderEffect():
            return "next"
        case TraitEffect():
            return ""


def _paths_of(rule: Rule) -> tuple[str, ...]:
    over = rule.then.over if isinstance(rule.then, ChooseEffect) else ()
    return (rule.path, *over) if rule.path else ()


def _check_citing(rule: Rule, row: SourceRow) -> list[str]:
    """Check that a rule may cite a row: one of the row's kinds, and one of its paths."""
    kind = _kind_of(rule.then)
    if kind and kind not in row.kind:
        what = f"row {row.row} is {' and '.join(row.kind)}, but this rule is {kind}"
        return [tell_fault(rule, "heuristics", what, "cite another row, or none with `ours`")]
    known = (*row.paths, *row.over)
    if rule.path and known and rule.path not in known:
        what = f"row {row.row} does not speak of {rule.path}"
        return [tell_fault(rule, "heuristics", what, "cite another row, or none with `ours`")]
    return []


def _list_missing(row: SourceRow, rules: list[Rule]) -> list[str]:
    kinds = {_kind_of(r.then) for r in rules}
    missing = [f"no rule of kind {kind} encodes it" for kind in row.kind if kind not in kinds]
    if set(row.kind) != {"advice"}:
        spoken = {path for r in rules for path in _paths_of(r)}
        missing.extend(f"no rule encodes it for {path}" for path in row.paths if path not in spoken)
    return missing
