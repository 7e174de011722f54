"""Two rule sets on the same facts: who is told something else, and which rules did it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from fingerpost.advice import make_result
from fingerpost.inference import SHOWN
from fingerpost.inference.compiling import Program, compile_rules
from fingerpost.knowledge import KnowledgeBase, Rule
from fingerpost.plain import infer_plain
from fingerpost.ranking import Ranker
from fingerpost.records import Fact, Inference

Level = Literal["first", "recommendations", "words"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A respondent who is told something else.

    ``level`` says what: another ``first`` path, other ``recommendations`` after it, or only other ``words`` (reasons,
    points, cautions, gates, advice). ``causes`` are the rules that were added, removed or changed and each of which
    alone makes another path first; where it takes several together, or the first path stays, all that have a part in it.
    """

    id: str
    level: Level
    before: tuple[str, ...]
    after: tuple[str, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathShift:
    """How many respondents have a path (None: nothing) first, before and after; ``won`` and ``lost`` count changes."""

    path: str | None
    before: int
    after: int
    won: int
    lost: int


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule that was ``added``, ``removed`` or ``changed``, and for how many respondents it had a part."""

    rule: str
    change: str
    first: int
    respondents: int


@dataclass(frozen=True, slots=True)
class Report:
    """What becomes of a survey under another rule set."""

    respondents: int
    first: int
    recommendations: int
    words: int
    causes: tuple[Cause, ...]
    paths: tuple[PathShift, ...]
    people: tuple[Difference, ...]


class Comparison:
    """Two rule sets of the same vocabulary, held against each other.

    Args:
        old: The knowledge with the old rules.
        new: The same with the new ones.
    """

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase) -> None:
        self._old, self._new = _Side(old), _Side(new)
        self.changes = list_changes(old.rules, new.rules)
        self._alone: dict[tuple[str, bool], Ranker] = {}
        self._known: dict[tuple[tuple[object, ...], ...], tuple[Inference, Inference]] = {}

    def compare(self, identity: str, facts: Sequence[Fact]) -> tuple[Difference | None, str | None, str | None]:
        """Tell what differs for one person (None: nothing), and the first path before and after."""
        old, new = self._infer(facts)
        before, after = old.recommended, new.recommended
        first = (before[0] if before else None, after[0] if after else None)
        fired = {f.rule for f in (*old.firings, *new.firings)} | {g.rule for g in (*old.gates, *new.gates)}
        touched = [rule for rule in self.changes if rule in fired]
        if not touched:
            return None, *first
        level: Level
        causes: Sequence[str] = touched
        if first[0] != first[1]:
            level, causes = "first", self._find_causes(facts, touched, *first) or touched
        elif before != after:
            level = "recommendations"
        elif make_result(self._old.knowledge, facts, old) != make_result(self._new.knowledge, facts, new):
            level = "words"
        else:
            return None, *first
        return Difference(identity, level, before, after, tuple(causes)), *first

    def _infer(self, facts: Sequence[Fact]) -> tuple[Inference, Inference]:
        key = tuple((f.id, f.kind, f.topic, f.value, f.strength) for f in facts)
        known = self._known.get(key)
        if known is None:
            known = infer_plain(self._old.program, facts, SHOWN), infer_plain(self._new.program, facts, SHOWN)
            if len(self._known) < _KEPT:
                self._known[key] = known
        return known

    def _find_causes(
        self, facts: Sequence[Fact], touched: Iterable[str], before: str | None, after: str | None
    ) -> list[str]:
        """The rules each of which alone, put into the old set or taken back from the new one, makes another path first."""
        return [
            rule
            for rule in touched
            if _find_first(self._switch(rule, into_old=True), facts) != before
            or _find_first(self._switch(rule, into_old=False), facts) != after
        ]

    def _switch(self, rule: str, *, into_old: bool) -> Ranker:
        """One rule set with a single rule as the other one has it."""
        ranker = self._alone.get((rule, into_old))
        if ranker is None:
            base, other = (self._old, self._new) if into_old else (self._new, self._old)
            rules = {name: r for name, r in base.knowledge.rules.items() if name != rule}
            if rule in other.knowledge.rules:
                rules[rule] = other.knowledge.rules[rule]
            ranker = self._alone[rule, into_old] = Ranker(compile_rules(replace(base.knowledge, rules=rules)))
        return ranker


_KEPT = 50_000


@dataclass(frozen=True)
class _Side:
    knowledge: KnowledgeBase

    @cached_property
    def program(self) -> Program:
        return compile_rules(self.knowledge)


def list_changes(old: Mapping[str, Rule], new: Mapping[str, Rule]) -> dict[str, str]:
    """The rules that are ``added``, ``removed`` or ``changed``, by id; claim and examples tell nobody anything."""
    changes = {}
    for rule in sorted({*old, *new}):
        if rule not in old:
            changes[rule] = "added"
        elif rule not in new:
            changes[rule] = "removed"
        elif _strip(old[rule]) != _strip(new[rule]):
            changes[rule] = "changed"
    return changes


def compare_survey(old: KnowledgeBase, new: KnowledgeBase, people: Iterable[tuple[str, Sequence[Fact]]]) -> Report:
    """Compare two rule sets on the facts of a survey.

    Args:
        old: The knowledge with the old rules.
        new: The same with the new rules.
        people: The id and the facts of each respondent.
    """
    comparison = Comparison(old, new)
    differences = []
    number = 0
    firsts: list[tuple[str | None, str | None]] = []
    for identity, facts in people:
        number += 1
        difference, before, after = comparison.compare(identity, facts)
        firsts.append((before, after))
        if difference is not None:
            differences.append(difference)
    seen = {path for pair in firsts for path in pair}
    paths = [path for path in (*old.paths, None) if path in seen]
    return Report(
        respondents=number,
        first=sum(d.level == "first" for d in differences),
        recommendations=sum(d.level == "recommendations" for d in differences),
        words=sum(d.level == "words" for d in differences),
        causes=tuple(
            Cause(
                rule,
                change,
                sum(d.level == "first" and rule in d.causes for d in differences),
                sum(rule in d.causes for d in differences),
            )
            for rule, change in comparison.changes.items()
        ),
        paths=tuple(_count_shift(path, firsts) for path in paths),
        people=tuple(differences),
    )


def _count_shift(path: str | None, firsts: Sequence[tuple[str | None, str | None]]) -> PathShift:
    before = sum(b == path for b, _ in firsts)
    after = sum(a == path for _, a in firsts)
    won = sum(a == path != b for b, a in firsts)
    lost = sum(b == path != a for b, a in firsts)
    return PathShift(path, before, after, won, lost)


def _strip(rule: Rule) -> Rule:
    return replace(rule, claim="", ours="", fires=(), silent=())


def _find_first(ranker: Ranker, facts: Sequence[Fact]) -> str | None:
    told = ranker.recommend(ranker.encode(facts), 1)
    return told[0] if told else None
