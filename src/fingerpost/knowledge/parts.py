"""The parts of a knowledge base: frozen records, as the YAML files say them. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fingerpost.mending import suggest_names
from fingerpost.records import KINDS, VALUES, Fact

STAGES: tuple[str, ...] = ("traits", "fit", "gates", "choose", "cautions", "advice", "ladders")
OUTCOMES: tuple[str, ...] = ("no-strong-verdict", "two-close", "change-of-field", "contradiction", "any-recommended")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a rule.

    ``about`` is a kind of fact, ``trait``, ``contender``, ``gate``, ``recommended``, ``first``, ``outcome`` or ``any``.
    ``subject`` is the topic, trait, path or outcome; ``values`` are those that will do (none given: any of them, as for
    traits); ``strength`` is the least strength; ``options`` are the conditions of an ``any``, in the order written.
    """

    about: str
    subject: str = ""
    values: tuple[str | int, ...] = ()
    strength: str = ""
    at_least: int | None = None
    at_most: int | None = None
    options: tuple[Condition, ...] = ()

    @property
    def is_fact(self) -> bool:
        """Whether it asks about something the person said."""
        return self.about in KINDS

    @property
    def has_premise(self) -> bool:
        """Whether what meets it is a fact or a trait of the person, so that words can be quoted for it."""
        if self.about == "any":
            return all(o.has_premise for o in self.options)
        return self.is_fact or self.about == "trait"

    def is_met_by(self, about: str, subject: str, value: str | int = "") -> bool:
        """Whether a fact or trait of some strength meets it, or meets one of its options."""
        for leaf in self.leaves():
            if (leaf.about, leaf.subject) == (about, subject) and (not leaf.values or value in leaf.values):
                return True
        return False

    def leaves(self) -> tuple[Condition, ...]:
        """The plain conditions in it: itself, or the options of an ``any``."""
        return self.options if self.about == "any" else (self,)


@dataclass(frozen=True, slots=True)
class TraitEffect:
    """The person has a disposition; ``meaning`` says it in the second person."""

    trait: str
    meaning: str


@dataclass(frozen=True, slots=True)
class FitEffect:
    """Points for a path (negative ones against it), with the reason to show."""

    path: str
    points: int
    because: str


@dataclass(frozen=True, slots=True)
class GateEffect:
    """A gate of a path: what opens it, what closes it (which wins), the text for each state, and what would open it."""

    path: str
    open: tuple[Condition, ...]
    closed: tuple[Condition, ...]
    text: Mapping[str, str]
    opens: str


@dataclass(frozen=True, slots=True)
class ChooseEffect:
    """Points for one path where it and one of ``over`` are both in the running."""

    path: str
    over: tuple[str, ...]
    points: int
    because: str


@dataclass(frozen=True, slots=True)
class CautionEffect:
    """A trade-off to be told with a recommended path."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class AdviceEffect:
    """A line of advice; the heaviest come first, and ``closing`` ones after all others."""

    text: str
    weight: int
    closing: bool = False


@dataclass(frozen=True, slots=True)
class LadderEffect:
    """The next steps of a recommended path are shown."""

    path: str


Effect = TraitEffect | FitEffect | GateEffect | ChooseEffect | CautionEffect | AdviceEffect | LadderEffect


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file: all of ``when`` must hold, none of ``unless``; ``fires`` and ``silent`` are persons as facts.

    ``file`` is the name of the file in messages; it is no part of what the rule says.
    """

    id: str
    stage: str
    claim: str
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    then: Effect
    heuristics: tuple[str, ...] = ()
    ours: str = ""
    layer: int = 1
    fires: tuple[tuple[Fact, ...], ...] = ()
    silent: tuple[tuple[Fact, ...], ...] = ()
    file: str = field(default="", compare=False)

    @property
    def path(self) -> str:
        """The path that it speaks of; empty for traits and advice."""
        return getattr(self.then, "path", "")


@dataclass(frozen=True, slots=True)
class CareerPath:
    """One career path, as ``kb/paths/<id>.yaml`` tells it; ``order`` is its place in the list of paths, from 1."""

    id: str
    title: str
    category: str
    order: int
    day: str
    gives: tuple[str, ...]
    costs: tuple[str, ...]
    ladder: tuple[str, ...]
    first_steps: tuple[str, ...]
    heuristics: tuple[str, ...]
    ladder_ours: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """One of the articles that the rules rest on; ``year`` is empty where it is not known."""

    id: str
    title: str
    author: str
    publisher: str
    year: str
    file: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One heuristic of an article: where it stands, and what kinds of effect it calls for.

    ``paragraph`` counts the blocks between blank lines from 1; ``digest`` is of that paragraph with its white space
    collapsed; ``words`` are single words that occur there.
    """

    row: str
    article: str
    section: str
    kind: tuple[str, ...]
    paths: tuple[str, ...]
    heuristic: str
    paragraph: int
    digest: str
    words: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True)
class Scoring:
    """The thresholds: least scores of the verdicts, and how near two scores are to be called close."""

    strong: int
    fair: int
    close: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What can be said of a person.

    Topics map to their meaning, ``situations`` to their values (none: whole numbers), and ``names`` maps a goal to the
    path that it names, as the goal to found something names the founder's path.
    """

    activities: Mapping[str, str]
    goals: Mapping[str, str]
    concerns: Mapping[str, str]
    situations: Mapping[str, tuple[str, ...]]
    paths: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def topics_of(self, kind: str) -> tuple[str, ...]:
        """The topics that a kind of fact may have, in the order of the vocabulary; none for an unknown kind."""
        if kind in ("preference", "experience", "skill"):
            return tuple(self.activities)
        if kind == "goal":
            return (*self.goals, *self.activities, *self.paths)
        if kind == "concern":
            return tuple(self.concerns)
        return tuple(self.situations) if kind == "situation" else ()

    def list_kinds(self) -> dict[str, str]:
        """What each topic is: activity, goal, concern, situation, or state (a situation that one is in or not)."""
        groups = (("activity", self.activities), ("goal", self.goals), ("goal", self.paths), ("concern", self.concerns))
        kinds = {topic: kind for kind, topics in groups for topic in topics}
        kinds.update({t: "state" if values == ("yes",) else "situation" for t, values in self.situations.items()})
        return kinds

    def list_values(self, kind: str, topic: str) -> tuple[str, ...] | None:
        """The values that a topic may have under a kind; empty for whole numbers, None for what cannot be said."""
        if not self.has_topic(kind, topic):
            return None
        return self.situations[topic] if kind == "situation" else VALUES[kind]

    def find_topic_fault(self, kind: str, topic: str) -> str:
        """Say what is wrong with a kind and a topic by themselves; empty where the one may be said of the other."""
        if kind not in KINDS:
            return f"unknown kind {kind!r} (one of {', '.join(KINDS)})"
        if self.has_topic(kind, topic):
            return ""
        near = suggest_names(topic, self.topics_of(kind), "")
        return f"unknown topic {topic!r} of kind {kind}" + (f" ({near})" if near else "")

    def find_fault(self, kind: str, topic: str, value: str | int) -> str:
        """Say what is wrong with (kind, topic, value) as a fact; empty where it is in the vocabulary."""
        values = self.list_values(kind, topic)
        if values is None:
            return self.find_topic_fault(kind, topic)
        if not values:
            is_whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
            return "" if is_whole else f"{kind} {topic} takes a whole number, not {value!r}"
        return "" if value in values else f"{kind} {topic} cannot be {value!r} (one of {', '.join(values)})"

    def path_named_by(self, goal: str) -> str:
        """The path that a goal names; empty where it names none."""
        return goal if goal in self.paths else self.names.get(goal, "")

    def has_topic(self, kind: str, topic: str) -> bool:
        """Whether the kind may be said of the topic."""
        if kind in ("preference", "experience", "skill"):
            return topic in self.activities
        if kind == "goal":
            return topic in self.goals or topic in self.activities or topic in self.paths
        if kind == "concern":
            return topic in self.concerns
        return kind == "situation" and topic in self.situations


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Everything that is known, cross-checked.

    ``rules`` by id stand in the order in which they are tried (stage, layer, id), ``paths`` in their own order. The
    lexicon (``topics``, ``cues``, ``scopes``, ``classes``, ``spelling``) and the ``questions`` of the interview, by kind
    of fact, are kept as the files say them, checked by their schemas; ``extras`` holds the other files of ``kb/`` by
    their stem, ``titles`` the noun phrases of the topics, ``weights`` the file of what was learned of words, and
    ``encoders`` those of the encoders in the order in which they are asked, if there are such. ``folders`` tells how the
    folders of the rules and of ``kb`` are named in messages. ``digest`` is ``sha256:`` over the names and bytes of all
    files.
    """

    rules: Mapping[str, Rule]
    paths: Mapping[str, CareerPath]
    articles: Mapping[str, Article]
    rows: Mapping[str, SourceRow]
    scoring: Scoring
    vocabulary: Vocabulary
    digest: str
    topics: tuple[Mapping[str, Any], ...] = ()
    cues: tuple[Mapping[str, Any], ...] = ()
    scopes: tuple[Mapping[str, Any], ...] = ()
    classes: tuple[Mapping[str, Any], ...] = ()
    spelling: Mapping[str, Any] = field(default_factory=dict)
    questions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    extras: Mapping[str, Any] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    weights: Path | None = None
    encoders: tuple[Path, ...] = ()
    folders: Mapping[str, str] = field(default_factory=lambda: {"rules": "rules", "kb": "kb"})

    def title_of(self, topic: str) -> str:
        """A noun phrase for a topic or a path, as it is said to people."""
        if topic in self.titles:
            return self.titles[topic]
        return self.paths[topic].title if topic in self.paths else topic.replace("-", " ")
