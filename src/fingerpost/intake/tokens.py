"""Tokens and sentences as the intake sees them, detached from spaCy's objects; offsets are those of the given text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Token:
    """One token of the normalised text.

    ``start`` and ``end`` are code points of the text as given; ``forms`` are all forms under which the lexicon may know
    it; ``head`` and ``children`` are indices in the document; ``number`` is the number that it says, if any; ``opens`` tells
    that it is the first word of a sentence or of a part after a comma, where the tagger is least to be trusted.
    """

    i: int
    text: str
    low: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    forms: frozenset[str]
    number: float | None
    space: bool
    entity: str = ""
    newline_before: bool = False
    opens: bool = False
    children: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Sentence:
    """A sentence: tokens ``start`` to ``end`` (exclusive) of the document."""

    index: int
    start: int
    end: int


@dataclass(slots=True)
class Page:
    """A whole text, read: its tokens and sentences; ``before`` and ``behind`` are the nearest clause boundaries of each
    token, once they were asked for."""

    tokens: list[Token]
    sentences: list[Sentence]
    sentence_of: list[int]
    before: list[int] = field(default_factory=list)
    behind: list[int] = field(default_factory=list)
