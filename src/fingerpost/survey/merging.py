"""From the readings of several columns to one reading of the person: equal facts are one, with all their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from fingerpost.records import Evidence, Fact, Reading, Span

# a person has one of each; what a set answer says outweighs what is read from words
_SINGLE = frozenset({"current-role", "years-experience", "company-size"})
_STRENGTHS = ("mild", "plain", "strong")


def merge_readings(parts: Sequence[tuple[str | None, Reading]], given: Iterable[Fact] = ()) -> Reading:
    """One reading of all columns of a person.

    Args:
        parts: The column (None where evidence names none) and what was read in it, in order.
        given: The facts of set answers, which come first.
    """
    facts: dict[tuple[str, str, str | int], Fact] = {}
    single: set[str] = set()
    unread: list[Span] = []
    for fact in given:
        _add_fact(facts, single, fact)
    for column, reading in parts:
        for fact in reading.facts:
            _add_fact(facts, single, _name_column(fact, column))
        unread += [replace(span, field=column) for span in reading.unread]
    numbered = tuple(replace(f, id=f"f{n}") for n, f in enumerate(facts.values(), 1))
    foreign = [r.language != "en" for _, r in parts]
    return Reading(
        numbered,
        tuple(unread),
        language="other" if any(foreign) and not numbered else "en",
        distress=any(r.distress for _, r in parts),
    )


def _name_column(fact: Fact, column: str | None) -> Fact:
    return replace(fact, evidence=tuple(Evidence(e.start, e.end, e.text, column) for e in fact.evidence))


def _add_fact(facts: dict[tuple[str, str, str | int], Fact], single: set[str], fact: Fact) -> None:
    known = facts.get(fact.key)
    if known is None:
        if fact.kind == "situation" and fact.topic in _SINGLE:
            if fact.topic in single:
                return
            single.add(fact.topic)
        facts[fact.key] = fact
        return
    facts[fact.key] = replace(
        known,
        strength=max(known.strength, fact.strength, key=_STRENGTHS.index),
        evidence=(*known.evidence, *fact.evidence),
        lexicon=tuple(dict.fromkeys((*known.lexicon, *fact.lexicon))),
        cues=tuple(dict.fromkeys((*known.cues, *fact.cues))),
        scope=tuple(dict.fromkeys((*known.scope, *fact.scope))),
    )
