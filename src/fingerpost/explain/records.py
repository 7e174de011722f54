"""What an explanation consists of: frozen records, without a word of how they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fingerpost.assess import Change
from fingerpost.contradictions import Contradiction
from fingerpost.records import Derived, Fact, Note, Result, Span


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule stands in the articles; for a rule of our own, ``row`` is empty and ``heuristic`` says why."""

    row: str
    article: str
    title: str
    section: str
    paragraph: int
    heuristic: str


@dataclass(frozen=True, slots=True)
class Premise:
    """A fact with what it says, or a trait with the rule that concluded it and the premises of that."""

    thing: Fact | Derived
    says: str
    rule: str = ""
    sources: tuple[Source, ...] = ()
    premises: tuple[Premise, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule that speaks for or against a path.

    ``points`` are those that count, ``stated`` those of the rule; where they differ, ``outweighed_by`` names the rules
    that have spoken on the same topics. A choice names the ``rivals`` over which it prefers the path.
    """

    rule: str
    stage: str
    claim: str
    points: int
    stated: int
    text: str
    sources: tuple[Source, ...]
    premises: tuple[Premise, ...]
    outweighed_by: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateGround:
    """A gate of the path, its state, and what decided it."""

    rule: str
    claim: str
    state: str
    text: str
    sources: tuple[Source, ...]
    premises: tuple[Premise, ...]


@dataclass(frozen=True, slots=True)
class CautionGround:
    """A trade-off that the person is told with the path, and what it rests on."""

    rule: str
    claim: str
    text: str
    sources: tuple[Source, ...]
    premises: tuple[Premise, ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """A premise that a silent rule lacks, in words; for a trait, ``through`` tells of each rule for it what that lacks."""

    says: str
    facts: tuple[tuple[str, str, str | int | None], ...] = ()
    trait: str = ""
    through: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Silent:
    """A rule that speaks of the path and did not fire.

    ``state`` is that of a gate which it would have taken. ``denied`` are things known that keep the rule silent.
    ``distance`` is the least number of facts that would have to change.
    """

    rule: str
    stage: str
    state: str
    points: int
    claim: str
    sources: tuple[Source, ...]
    lacks: tuple[Lack, ...]
    denied: tuple[str, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Argument:
    """Everything for and against a path; ``verdict`` is empty where it is not recommended."""

    path: str
    rank: int
    score: int
    verdict: str
    recommended: bool
    pros: tuple[Ground, ...]
    cons: tuple[Ground, ...]
    gates: tuple[GateGround, ...]
    cautions: tuple[CautionGround, ...] = ()
    silent: tuple[Silent, ...] = ()

    @property
    def terms(self) -> tuple[tuple[str, int], ...]:
        """The points as they are added up to the score."""
        return tuple((g.rule, g.points) for g in (*self.pros, *self.cons) if g.points)


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a way, in words that follow an "if"; ``chosen`` where it lies in the person's own hands."""

    change: Change
    says: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Way:
    """Changes that together put the path first, with the score that it then has."""

    steps: tuple[Step, ...]
    score: int

    @property
    def chosen(self) -> bool:
        """Whether all of it lies in the person's own hands."""
        return all(step.chosen for step in self.steps)


@dataclass(frozen=True, slots=True)
class Smallest:
    """The smallest changes that put a path first.

    ``size`` is the least number of facts, ``own`` the least where only facts change that one can choose; None where up
    to ``most`` facts do not do it. ``ways`` shows some of either.
    """

    size: int | None
    own: int | None
    most: int
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path stands."""

    path: str
    rank: int
    score: int
    recommended: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """What a rule gave to a path before and after; None where it did not fire. ``path`` is empty for other rules."""

    rule: str
    stage: str
    path: str
    before: int | None
    after: int | None
    claim: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Two rankings, before and after changes, and the rules that did something else."""

    steps: tuple[Step, ...]
    before: tuple[Place, ...]
    after: tuple[Place, ...]
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Tip:
    """What one fact does to the balance between two paths: without it the first would lead by that much less."""

    fact: Fact
    says: str
    moves: int


@dataclass(frozen=True, slots=True)
class Contrast:
    """What tips the balance between the path explained and another; ``lead`` is by how many points the first leads."""

    other: Argument
    lead: int
    tips: tuple[Tip, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a path stands where it stands, and what would change it."""

    result: Result
    argument: Argument
    smallest: Smallest
    what_if: WhatIf | None = None
    contrast: Contrast | None = None
    contradictions: tuple[Contradiction, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the program says of the text itself."""
        return self.result.notes

    @property
    def unread(self) -> tuple[Span, ...]:
        """The sentences in which nothing was recognised."""
        return self.result.unread
