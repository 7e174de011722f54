"""What an audit finds: frozen records, which become JSON as they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """Something and the number of respondents of whom it holds; ``name`` is None for no path."""

    name: str | None
    respondents: int


@dataclass(frozen=True, slots=True)
class RuleCount:
    """What a rule did in a survey.

    ``respondents`` is for how many it fired, ``share`` that number by all; ``counted`` how often its points counted (a
    stronger rule on the same topic did not speak), ``points`` their sum. ``swung`` is how many first places it swung:
    ``instead`` lists what would be first without it. ``topics`` and ``words`` are what it fired on most often.
    """

    rule: str
    stage: str
    rows: tuple[str, ...]
    path: str
    respondents: int
    share: float
    counted: int
    points: int
    swung: int
    instead: tuple[Count, ...]
    topics: tuple[Count, ...]
    words: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Rules that fired for the same respondents, for all of them."""

    rules: tuple[str, ...]
    respondents: int


@dataclass(frozen=True, slots=True)
class Unused:
    """Facts of a kind and topic on which no rule fired; ``rules`` ask for that kind and topic all the same."""

    kind: str
    topic: str
    respondents: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathCount:
    """How many respondents have a path among their recommendations, and first."""

    path: str
    recommended: int
    first: int


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are, and how many of them went without.

    ``unread`` counts respondents with a sentence in which nothing was recognised, ``strays`` those of whom the rules at
    hand say something else than the results. ``knowledge`` are the digests that the results name.
    """

    respondents: int
    unread: int
    without_facts: int
    without_recommendation: int
    strays: int
    knowledge: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The respondents of one group: their totals, first places, and for how many each rule fired."""

    group: str
    respondents: int
    unread: int
    without_facts: int
    without_recommendation: int
    first: tuple[Count, ...]
    rules: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole audit: ``rules`` are those that fired, the most frequent first; ``silent`` all others."""

    totals: Totals
    paths: tuple[PathCount, ...]
    rules: tuple[RuleCount, ...]
    silent: tuple[str, ...]
    together: tuple[Together, ...]
    never_recommended: tuple[str, ...]
    unused: tuple[Unused, ...]


@dataclass(frozen=True, slots=True)
class Premise:
    """A fact that a rule fired on, with the words that it rests on; ``through`` are the traits between, if any."""

    kind: str
    topic: str
    value: str
    words: tuple[str, ...]
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule that fired for one respondent.

    ``points`` are those that counted; None where the rule gives none. ``first`` is the first recommendation, ``instead``
    what would be first without the rule (None: nothing); ``swung`` tells whether that is another.
    """

    order: int
    rule: str
    concludes: str
    points: int | None
    premises: tuple[Premise, ...]
    swung: bool
    first: str | None
    instead: str | None


@dataclass(frozen=True, slots=True)
class Respondent:
    """One respondent: what was told, and every firing in order."""

    id: str
    row: int
    told: tuple[str, ...]
    facts: int
    unused: tuple[Premise, ...]
    firings: tuple[Firing, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A respondent for whom a rule fired."""

    id: str
    firing: Firing


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule: its counts, and the respondents for whom it fired, in the order of the results."""

    count: RuleCount
    claim: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """One heuristic row: the rules that encode it, also those that never fired, and for how many any of them fired."""

    row: str
    heuristic: str
    article: str
    section: str
    paragraph: int
    respondents: int
    rules: tuple[RuleCount, ...]


@dataclass(frozen=True, slots=True)
class PathRule:
    """A rule that speaks of a path: ``recommending`` counts where it spoke for the path and the path was recommended,

    ``first`` where the path was first too; ``swung_to`` first places that the path has through the rule, ``swung_from``
    those that it lost through it.
    """

    rule: str
    stage: str
    rows: tuple[str, ...]
    respondents: int
    recommending: int
    first: int
    points: int
    swung_to: int
    swung_from: int


@dataclass(frozen=True, slots=True)
class PathView:
    """One path: for how many it was recommended, first, kept from the first place by a gate; and its rules."""

    path: str
    title: str
    respondents: int
    recommended: int
    first: int
    gates: tuple[Count, ...]
    rules: tuple[PathRule, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A survey by the values of one of its columns."""

    column: str
    groups: tuple[Group, ...]
