"""Rules of a survey: which swing first places, and which give away what weighs on people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fingerpost.audit.removing import Removals
from fingerpost.knowledge import Condition, GateEffect, KnowledgeBase, Rule, TraitEffect
from fingerpost.page.tallying import BURDENS, Tally


def count_swings(tally: Tally, removals: Removals) -> Counter[str]:
    """The people whose first place each rule swings: another path would be first without it, or none.

    Those for whom the rules at hand put something else first than the results say are left out.
    """
    if not tally.states:
        return Counter()
    removals.take_people(tally.states)
    agrees = [
        (removals.paths[place] if place >= 0 else "") == first
        for place, first in zip(removals.first.tolist(), tally.firsts, strict=True)
    ]
    swung: dict[str, set[int]] = {}
    for swing in removals.find_swings():
        swung.setdefault(swing.rule, set()).update(n for n in swing.people.tolist() if agrees[n])
    return Counter({rule: len(people) for rule, people in swung.items() if people})


def find_telling(knowledge: KnowledgeBase) -> frozenset[str]:
    """The rules that ask for a concern or a burden, or for a trait that may rest on one."""
    telling: set[str] = set()
    traits: set[str] = set()
    while True:
        found = {
            rule.id for rule in knowledge.rules.values() if any(_is_telling(leaf, traits) for leaf in _list_leaves(rule))
        }
        if found == telling:
            return frozenset(found)
        telling = found
        effects = (knowledge.rules[rule].then for rule in found)
        traits = {effect.trait for effect in effects if isinstance(effect, TraitEffect)}


def _is_telling(leaf: Condition, traits: set[str]) -> bool:
    if leaf.about == "trait":
        return leaf.subject in traits
    return leaf.about == "concern" or (leaf.about == "situation" and leaf.subject in BURDENS)


def _list_leaves(rule: Rule) -> Iterator[Condition]:
    gate = (*rule.then.open, *rule.then.closed) if isinstance(rule.then, GateEffect) else ()
    for condition in (*rule.when, *rule.unless, *gate):
        yield from condition.leaves()
