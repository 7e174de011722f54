"""Findings as CSV: one table each; words of respondents cannot become formulas of a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from fingerpost.audit.records import (
    Case,
    Count,
    Firing,
    GroupView,
    PathView,
    Premise,
    Respondent,
    RowView,
    RuleCount,
    RuleView,
    Summary,
)
from fingerpost.knowledge import KnowledgeBase
from fingerpost.phrasing import show_text

Finding = Summary | RuleView | RowView | PathView | Respondent | GroupView
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_RULE = ("rule", "stage", "rows", "path", "respondents", "share", "counted", "points", "swung", "instead", "topics", "words")
_FIRING = ("order", "rule", "concludes", "points", "facts", "words", "first", "swung", "instead")
_PATH = (
    "rule",
    "stage",
    "rows",
    "respondents",
    "recommending",
    "first",
    "points",
    "swung_to",
    "swung_from",
)
_GROUP = ("group", "respondents", "unread", "without_facts", "without_recommendation", "rule", "fired", "share")


def write_csv(finding: Finding, knowledge: KnowledgeBase) -> str:
    """A finding as CSV: of a summary or row its rules, of a rule its respondents, of a respondent the firings."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([defuse(cell) for cell in row] for row in _list_rows(finding, knowledge))
    return stream.getvalue()


def defuse(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula, and that shows on one line; numbers stay what they are."""
    if not isinstance(cell, str):
        return cell
    # what would be a formula is told by the cell as it is, and as it shows
    shown = show_text(cell)
    return f"'{shown}" if cell.startswith(_FORMULA) or shown.startswith(_FORMULA) else shown


def _list_rows(finding: Finding, knowledge: KnowledgeBase) -> Iterator[Sequence[object]]:
    match finding:
        case Summary():
            yield _RULE
            yield from map(_list_rule, finding.rules)
            for rule in finding.silent:
                found = knowledge.rules[rule]
                yield rule, found.stage, " ".join(found.heuristics), found.path, 0, "0", 0, 0, 0, "", "", ""
        case RowView():
            yield _RULE
            yield from map(_list_rule, finding.rules)
        case RuleView():
            yield ("id", *_FIRING)
            yield from (_list_case(case) for case in finding.cases)
        case Respondent():
            yield ("id", *_FIRING)
            yield from ((finding.id, *_list_firing(f)) for f in finding.firings)
        case PathView():
            yield _PATH
            for r in finding.rules:
                yield (
                    r.rule,
                    r.stage,
                    " ".join(r.rows),
                    r.respondents,
                    r.recommending,
                    r.first,
                    r.points,
                    r.swung_to,
                    r.swung_from,
                )
        case GroupView():
            yield _GROUP
            for g in finding.groups:
                totals = (g.group, g.respondents, g.unread, g.without_facts, g.without_recommendation)
                yield from ((*totals, c.name, c.respondents, _share(c.respondents, g.respondents)) for c in g.rules)


def _list_rule(count: RuleCount) -> Sequence[object]:
    return (
        count.rule,
        count.stage,
        " ".join(count.rows),
        count.path,
        count.respondents,
        f"{count.share:.4f}",
        count.counted,
        count.points,
        count.swung,
        _join(count.instead),
        _join(count.topics),
        _join(count.words),
    )


def _list_case(case: Case) -> Sequence[object]:
    return (case.id, *_list_firing(case.firing))


def _list_firing(firing: Firing) -> Sequence[object]:
    words = " | ".join(show_text(w) for p in firing.premises for w in p.words)
    return (
        firing.order,
        firing.rule,
        firing.concludes,
        "" if firing.points is None else firing.points,
        " | ".join(name_premise(p) for p in firing.premises),
        words,
        firing.first or "",
        "yes" if firing.swung else "no",
        firing.instead or "",
    )


def name_premise(premise: Premise) -> str:
    """A fact as the command line writes it, with the traits through which a rule rests on it."""
    through = "".join(f" > trait:{trait}" for trait in premise.through[::-1])
    return f"{premise.kind}:{premise.topic}={premise.value}{through}"


def _join(counts: Iterable[Count]) -> str:
    return " | ".join(f"{show_text(c.name) if c.name else 'nothing'} ({c.respondents})" for c in counts)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.4f}" if whole else "0"
