"""A text cut into pieces at the borders of all evidence, so that pieces may belong to several facts at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fingerpost.page.letters import show_each
from fingerpost.records import VALUES, Fact, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text (code points) as it is shown, with the ids of the facts that rest on it.

    ``tone`` is that of its facts: ``for``, ``against``, ``place``, or ``mixed`` where they differ; empty without facts.
    ``passed`` tells that it stands in a sentence in which nothing was recognised.
    """

    start: int
    end: int
    text: str
    facts: tuple[str, ...] = ()
    tone: str = ""
    passed: bool = False


def cut_text(text: str, facts: Sequence[Fact], unread: Iterable[Span] = (), field: str | None = None) -> tuple[Piece, ...]:
    """Cut a text into pieces; joined in order, they are the text.

    Args:
        text: The text as given.
        facts: The facts read in it. Evidence of another field, or that is not what stands there, marks nothing.
        unread: The sentences in which nothing was recognised.
        field: The column of a survey that holds the text.
    """
    quoted = [
        (e.start, e.end, f)
        for f in facts
        for e in f.evidence
        if e.field == field and 0 <= e.start < e.end <= len(text) and text[e.start : e.end] == e.text
    ]
    passed = [(s.start, s.end) for s in unread if s.field == field and 0 <= s.start < s.end <= len(text)]
    borders = sorted({0, len(text), *(b for s, e, _ in quoted for b in (s, e)), *(b for span in passed for b in span)})
    marks: list[list[Fact]] = [[] for _ in borders]
    for start, end, fact in quoted:
        for place in range(bisect_left(borders, start), bisect_left(borders, end)):
            if fact not in marks[place]:
                marks[place].append(fact)
    over = {p for s, e in passed for p in range(bisect_left(borders, s), bisect_left(borders, e))}
    shown = show_each(text)
    pieces = []
    for place, (start, end) in enumerate(pairwise(borders)):
        here = marks[place]
        words = "".join(shown[start:end])
        pieces.append(Piece(start, end, words, tuple(f.id for f in here), _join_tones(here), place in over))
    return tuple(pieces)


def tone_of(fact: Fact) -> str:
    """Whether a fact speaks of what draws a person (``for``), what does not (``against``), or where they stand."""
    values = VALUES.get(fact.kind, ())
    if fact.value not in values:
        return "place"
    return "for" if len(values) > 1 and fact.value == values[0] else "against"


def _join_tones(facts: Sequence[Fact]) -> str:
    tones = {tone_of(fact) for fact in facts}
    return "mixed" if len(tones) > 1 else next(iter(tones), "")
