"""Whether traits that build on traits can be concluded in order: in two layers, and never in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fingerpost.errors import KnowledgeError
from fingerpost.knowledge.parts import Rule, TraitEffect

_INSTEAD = "ask for the facts themselves in place of the trait"


def check_trait_order(rules: Mapping[str, Rule], shown: Mapping[str, str]) -> None:
    """Check that each trait that a rule of stage traits reads is concluded before; ``shown`` names each rule's file.

    Raises:
        KnowledgeError: Traits rest on each other, or a layer is not the one that the rule needs.
    """
    makers: dict[str, list[Rule]] = {}
    for rule in rules.values():
        if isinstance(rule.then, TraitEffect):
            makers.setdefault(rule.then.trait, []).append(rule)
    for rule in rules.values():
        if not isinstance(rule.then, TraitEffect):
            continue
        for key, trait in _list_read(rule):
            where = f"{shown[rule.id]} ({key})"
            circle = _find_circle(trait, rule.then.trait, makers)
            if circle is not None:
                raise KnowledgeError(_tell_circle(rule, circle, shown), where=where, mend=_INSTEAD)
            _check_layer(rule, trait, makers[trait], where, shown)


def _check_layer(rule: Rule, trait: str, makers: list[Rule], where: str, shown: Mapping[str, str]) -> None:
    late = next((m for m in makers if m.layer > 1), None)
    if late is not None:
        needed = any(True for _ in _list_read(late))
        what = f"trait {trait!r} is concluded in layer 2 ({shown[late.id]}), after all that could build on it"
        raise KnowledgeError(what, where=where, mend=_INSTEAD if needed else "take `layer: 2` out of that file")
    if rule.layer == 1:
        raise KnowledgeError(f"trait {trait!r} is not yet known in layer 1", where=where, mend="set `layer: 2` in this file")


def _list_read(rule: Rule) -> Iterator[tuple[str, str]]:
    """The traits that a rule asks for, with the key of each."""
    for name, conditions in (("when", rule.when), ("unless", rule.unless)):
        for number, condition in enumerate(conditions):
            yield from ((f"{name}.{number}", leaf.subject) for leaf in condition.leaves() if leaf.about == "trait")


def _find_circle(start: str, goal: str, makers: Mapping[str, list[Rule]]) -> tuple[Rule, ...] | None:
    """The rules by which one trait comes to rest on another; None where it does not, and none where they are the same."""
    waiting: list[tuple[str, tuple[Rule, ...]]] = [(start, ())]
    seen: set[str] = set()
    while waiting:
        trait, through = waiting.pop()
        if trait == goal:
            return through
        if trait in seen:
            continue
        seen.add(trait)
        waiting += [(read, (*through, maker)) for maker in makers.get(trait, ()) for _, read in _list_read(maker)]
    return None


def _tell_circle(rule: Rule, circle: tuple[Rule, ...], shown: Mapping[str, str]) -> str:
    traits = [r.then.trait for r in (rule, *circle) if isinstance(r.then, TraitEffect)]
    others = ", ".join(shown[r.id] for r in circle)
    return (
        f"traits {' and '.join(traits)} rest on each other (with {others})"
        if others
        else f"trait {traits[0]} rests on itself"
    )
