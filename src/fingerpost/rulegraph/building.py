"""From rules to a graph: edges between the same two nodes that say the same are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from fingerpost.errors import CommandError
from fingerpost.knowledge import ChooseEffect, Condition, FitEffect, GateEffect, KnowledgeBase, Rule, TraitEffect
from fingerpost.rulepage import describe_condition

Column = Literal["fact", "trait", "path"]
Effect = Literal["makes", "for", "against", "opens", "closes"]

# wishes that name a path are one node in the picture of all paths
WISH = "the wish for the path itself"


@dataclass(frozen=True, slots=True)
class Node:
    """Something that is said of a person, a disposition or a path; ``told`` says more of it than its label."""

    id: str
    column: Column
    label: str
    told: str


@dataclass(frozen=True, slots=True)
class Edge:
    """What one node does to another: the rules that say so, and the sum of the points that they state, without sign.

    Rules that make a disposition or move a gate state none.
    """

    source: str
    target: str
    effect: Effect
    points: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges in the order of the rules, and how many of these are drawn; ``path`` where only one path is."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    rules: int
    path: str = ""


def build_graph(knowledge: KnowledgeBase, path: str = "") -> Graph:
    """Build the graph of the rules that bear on the ranking; cautions, advice and ladders do not.

    Args:
        knowledge: The rules and what they speak of.
        path: Only the rules that speak of this path, and the dispositions they build on. The facts are then told apart
            by kind and value; else by topic alone.

    Raises:
        InputError: There is no such path.
    """
    if path and path not in knowledge.paths:
        raise CommandError(f"there is no path {path!r}", where="--path", mend="see `fingerpost paths list`")
    return _Builder(knowledge, path).build()


class _Builder:
    def __init__(self, knowledge: KnowledgeBase, path: str) -> None:
        self._knowledge = knowledge
        self._path = path
        self._nodes: dict[str, Node] = {}
        self._edges: dict[tuple[str, str, Effect], dict[str, int]] = {}

    def build(self) -> Graph:
        rules = self._choose_rules()
        for rule in rules:
            for condition, effect, points in _list_parts(rule):
                for leaf in condition.leaves():
                    if leaf.has_premise:
                        self._join(self._enter(leaf), self._enter_target(rule), effect, points, rule.id)
        edges = (
            Edge(source, target, effect, sum(points.values()), tuple(points))
            for (source, target, effect), points in self._edges.items()
        )
        return Graph(tuple(self._nodes.values()), tuple(edges), len(rules), self._path)

    def _choose_rules(self) -> list[Rule]:
        """The rules to draw; of one path's, also those of the dispositions that it builds on, however far back."""
        rules = [r for r in self._knowledge.rules.values() if r.stage in ("traits", "fit", "gates", "choose")]
        if not self._path:
            return rules
        chosen = {r.id for r in rules if r.path == self._path}
        while True:
            parts = (part for r in rules if r.id in chosen for part in _list_parts(r))
            wanted = {leaf.subject for condition, _, _ in parts for leaf in condition.leaves() if leaf.about == "trait"}
            more = {r.id for r in rules if isinstance(r.then, TraitEffect) and r.then.trait in wanted} - chosen
            if not more:
                return [r for r in rules if r.id in chosen]
            chosen |= more

    def _join(self, source: str, target: str, effect: Effect, points: int, rule: str) -> None:
        self._edges.setdefault((source, target, effect), {})[rule] = points

    def _enter(self, leaf: Condition) -> str:
        if leaf.about == "trait":
            return self._enter_trait(leaf.subject)
        if self._path:
            said = describe_condition(leaf, self._knowledge)
            return self._put(f"fact {leaf.about} {said}", "fact", said, f"{leaf.about}: {said}")
        if leaf.about == "goal" and leaf.subject in self._knowledge.paths:
            return self._put("fact wish", "fact", WISH, "goal: wanting or avoiding one path or another")
        title = self._knowledge.title_of(leaf.subject)
        return self._put(f"fact {leaf.subject}", "fact", title, _explain_topic(leaf.subject, self._knowledge))

    def _enter_target(self, rule: Rule) -> str:
        if isinstance(rule.then, TraitEffect):
            return self._enter_trait(rule.then.trait)
        title = self._knowledge.title_of(rule.path)
        return self._put(f"path {rule.path}", "path", title, f"{title} ({rule.path})")

    def _enter_trait(self, trait: str) -> str:
        effects = (r.then for r in self._knowledge.rules.values())
        meaning = next((e.meaning for e in effects if isinstance(e, TraitEffect) and e.trait == trait), trait).rstrip(".")
        return self._put(f"trait {trait}", "trait", meaning, f"{meaning} (disposition {trait})")

    def _put(self, name: str, column: Column, label: str, told: str) -> str:
        self._nodes.setdefault(name, Node(name, column, label, told))
        return name


def _list_parts(rule: Rule) -> Iterator[tuple[Condition, Effect, int]]:
    """The conditions of a rule, each with what it does where it holds."""
    effect = rule.then
    if isinstance(effect, GateEffect):
        yield from _list_all(effect.open, "opens")
        yield from _list_all(effect.closed, "closes")
    elif isinstance(effect, TraitEffect):
        yield from _list_all(rule.when, "makes")
    elif isinstance(effect, FitEffect | ChooseEffect):
        yield from _list_all(rule.when, "for" if effect.points > 0 else "against", abs(effect.points))


def _list_all(conditions: Iterable[Condition], effect: Effect, points: int = 0) -> Iterator[tuple[Condition, Effect, int]]:
    return ((condition, effect, points) for condition in conditions)


def _explain_topic(topic: str, knowledge: KnowledgeBase) -> str:
    vocabulary = knowledge.vocabulary
    for meanings in (vocabulary.activities, vocabulary.goals, vocabulary.concerns):
        if topic in meanings:
            return f"{topic}: {meanings[topic]}"
    return f"{topic}: {', '.join(vocabulary.situations.get(topic, ())) or 'a whole number'}"
