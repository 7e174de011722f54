"""The records that travel between the parts: frozen, standard library only.

Offsets are Unicode code points of the text as given; ``text[start:end] == evidence.text`` always.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["preference", "experience", "skill", "goal", "concern", "situation"]
Strength = Literal["mild", "plain", "strong"]
GateState = Literal["open", "closed", "unsaid"]
Verdict = Literal["strong", "fair", "weak"]
# kind, topic and value of a fact
Key = tuple[str, str, str]

KINDS: tuple[Kind, ...] = ("preference", "experience", "skill", "goal", "concern", "situation")
VALUES: Mapping[str, tuple[str, ...]] = {
    "preference": ("likes", "dislikes"),
    "experience": ("has", "lacks"),
    "skill": ("strong", "weak"),
    "goal": ("wants", "avoids"),
    "concern": ("worried",),
}
# from the weakest on
STRENGTHS: tuple[Strength, ...] = ("mild", "plain", "strong")
OPPOSITE: Mapping[str, str] = {
    "likes": "dislikes",
    "dislikes": "likes",
    "has": "lacks",
    "lacks": "has",
    "strong": "weak",
    "weak": "strong",
    "wants": "avoids",
    "avoids": "wants",
}
# the values of a wish and of a taste of the same topic that do not go together
_CROSSED = frozenset({("wants", "dislikes"), ("avoids", "likes")})


# in records of earlier versions the evidence of an answer to a question of ours begins so
ANSWERED = "answered: "


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text as given, ``start`` inclusive and ``end`` exclusive, in code points.

    ``field`` names the column of a survey, where a respondent has several.
    """

    start: int
    end: int
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The person's own words behind a fact.

    ``start`` is -1 (and ``end`` too) for words that stand in no text: answers in an interview, facts given directly.
    ``field`` names the column of a survey, where a respondent has several.
    """

    start: int
    end: int
    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class ScopeWords:
    """Words in whose scope a fact was read: ``scope`` is ``negation``, ``double-negation``, ``exception``, ``hypothesis``
    or ``past``."""

    scope: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing said about the person: (kind, topic, value), with the words and lexicon entries it rests on.

    ``cues`` are the words that say it of the topic, ``scope`` those that turned what they say.
    """

    id: str
    kind: str
    topic: str
    value: str | int
    strength: str = "plain"
    evidence: tuple[Evidence, ...] = ()
    lexicon: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    scope: tuple[ScopeWords, ...] = ()

    @property
    def key(self) -> tuple[str, str, str | int]:
        """What makes two facts the same fact."""
        return (self.kind, self.topic, self.value)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the intake made of a text: facts in order of appearance, and the sentences in which nothing was recognised.

    ``language`` is ``"en"`` or ``"other"``; ``distress`` tells that the words speak of collapse or self-harm.
    """

    facts: tuple[Fact, ...]
    unread: tuple[Span, ...]
    language: str = "en"
    distress: bool = False


@dataclass(frozen=True, slots=True)
class Derived:
    """A disposition that a rule of stage ``traits`` concluded; ``facts`` holds ids of facts or of other derived."""

    id: str
    trait: str
    rule: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Firing:
    """One rule that fired: its place in the order, its premises by id, and what it concluded.

    ``concludes`` is the id of the derived fact, or ``path:<id>``, ``gate:<path>=<state>``, ``caution:<path>``,
    ``advice``, ``next:<path>``.
    """

    order: int
    rule: str
    facts: tuple[str, ...]
    concludes: str


@dataclass(frozen=True, slots=True)
class Points:
    """What one rule gave to a path: ``points`` as counted (0 where a stronger rule spoke on the same topic)."""

    rule: str
    points: int
    facts: tuple[str, ...]
    stated: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a path stands: ``score`` is the sum of ``points``; ``rank`` counts from 1 over all paths."""

    path: str
    score: int
    rank: int
    points: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """The state of one gate rule, with the premises that decided it (none where nothing was said)."""

    rule: str
    path: str
    state: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inference:
    """What the engine concluded from a person's facts, before any words are made of it."""

    derived: tuple[Derived, ...]
    firings: tuple[Firing, ...]
    standing: tuple[Standing, ...]
    gates: tuple[Gate, ...]
    recommended: tuple[str, ...]
    too_thin: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence for the person, with the rule that says it, the premises and the heuristic rows it rests on."""

    rule: str
    text: str
    facts: tuple[str, ...]
    heuristics: tuple[str, ...]
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommended path with everything that the person is told about it."""

    path: str
    rank: int
    score: int
    verdict: str
    reasons: tuple[Line, ...]
    cautions: tuple[Line, ...]
    first_steps: tuple[str, ...]
    next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate as it is shown: state and the sentence that tells what it is or what would open it."""

    rule: str
    path: str
    state: str
    facts: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A word of the program about the text itself: ``about`` is ``help``, ``language``, ``thin`` or ``contradiction``."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """The whole answer to one self-description; see ``schemas/result.schema.json`` for its JSON form."""

    id: str | None
    facts: tuple[Fact, ...]
    derived: tuple[Derived, ...]
    recommendations: tuple[Recommendation, ...]
    standing: tuple[Standing, ...]
    gates: tuple[GateLine, ...]
    advice: tuple[Line, ...]
    firings: tuple[Firing, ...]
    unread: tuple[Span, ...]
    provenance: Mapping[str, str]
    groups: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def is_contradiction(first: Fact, second: Fact) -> bool:
    """Whether two facts of one topic do not go together: opposite values of one kind, or a wish against a taste."""
    if first.topic != second.topic:
        return False
    if first.kind == second.kind:
        opposite = OPPOSITE.get(str(first.value)) == second.value
        return opposite or (first.kind == "situation" and first.value != second.value)
    values = {f.kind: str(f.value) for f in (first, second)}
    return (values.get("goal"), values.get("preference")) in _CROSSED
