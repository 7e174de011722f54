"""What each fact feeds: the rules that rest on it, directly or through a trait, and the paths of which they speak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fingerpost.knowledge import KnowledgeBase, TraitEffect
from fingerpost.records import Result

_ROLES = {"path": "points", "gate": "gate", "caution": "caution", "next": "ladder"}


@dataclass(frozen=True, slots=True)
class Feed:
    """A rule that rests on a fact.

    ``role`` is ``points``, ``gate``, ``caution``, ``ladder``, ``advice`` or ``trait``; ``path`` is the title of the path
    that it speaks of, empty where it speaks of none; ``points`` are those that count, None where it gives none;
    ``state`` is that of a gate.
    """

    rule: str
    role: str
    path: str
    claim: str
    points: int | None = None
    state: str = ""


def list_feeds(result: Result, knowledge: KnowledgeBase) -> Mapping[str, tuple[Feed, ...]]:
    """The feeds of each fact by its id: points first, best path first, then gates, cautions and advice."""
    roots = {f.id: frozenset({f.id}) for f in result.facts}
    for derived in result.derived:
        roots[derived.id] = frozenset().union(*(roots.get(ref, frozenset()) for ref in derived.facts))
    points = {(s.path, p.rule): p.points for s in result.standing for p in s.points}
    ranks = {s.path: rank for rank, s in enumerate(result.standing)}
    found: dict[str, list[tuple[tuple[int, int, str], Feed]]] = {f.id: [] for f in result.facts}
    for firing in result.firings:
        what, _, rest = firing.concludes.partition(":")
        path, _, state = rest.partition("=")
        rule = knowledge.rules.get(firing.rule)
        role = _ROLES.get(what, "advice" if what == "advice" else "trait")
        count = points.get((path, firing.rule)) if role == "points" else None
        claim = rule.claim if rule else ""
        if rule and isinstance(rule.then, TraitEffect):
            claim = rule.then.meaning
        feed = Feed(firing.rule, role, knowledge.title_of(path) if path else "", claim, count, state)
        order = (list(_ORDER).index(role), ranks.get(path, 99), firing.rule)
        for fact in _find_roots(firing.facts, roots):
            found[fact].append((order, feed))
    return {fact: tuple(f for _, f in sorted(feeds, key=lambda pair: pair[0])) for fact, feeds in found.items()}


_ORDER = ("points", "gate", "caution", "advice", "ladder", "trait")


def _find_roots(refs: Iterable[str], roots: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(roots.get(ref, frozenset()) for ref in refs))
