"""Rules compiled to literal patterns: what the engine and the plain evaluator both run. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fingerpost.knowledge import (
    CautionEffect,
    ChooseEffect,
    Condition,
    GateEffect,
    KnowledgeBase,
    LadderEffect,
    Rule,
    TraitEffect,
)

# the steps of an inference: stages, with the two layers of traits apart
STEPS: tuple[str, ...] = ("traits-1", "traits-2", "fit", "gates", "choose", "cautions", "advice", "ladders")
STRENGTHS: tuple[str, ...] = ("mild", "plain", "strong")


@dataclass(frozen=True, slots=True)
class Known:
    """Something that holds of a person: a fact, a trait, or what an earlier step made known.

    ``about`` and ``subject`` are as in a `Condition`; ``ref`` is the id of the fact or trait, empty for anything else.
    """

    about: str
    subject: str
    value: str | int = ""
    strength: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A test on one known thing; ``value`` is None where any will do, ``strength`` empty where any will do."""

    about: str
    subject: str
    value: str | int | None = None
    strength: str = ""
    at_least: int | None = None
    at_most: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What it asks about."""
        return (self.about, self.subject)

    def is_met_by(self, known: Known) -> bool:
        """Whether the known thing meets it."""
        if (known.about, known.subject) != self.key or (self.value is not None and known.value != self.value):
            return False
        if self.strength and STRENGTHS.index(known.strength) < STRENGTHS.index(self.strength):
            return False
        if self.at_least is None and self.at_most is None:
            return True
        if not isinstance(known.value, int):
            return False
        above = self.at_least is None or known.value >= self.at_least
        return above and (self.at_most is None or known.value <= self.at_most)


# patterns of which one must hold; the first that does is the premise
Slot = tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule for one step: every slot must be met and no pattern of ``absent``.

    A gate becomes two of them, ``state`` closed and open, each with a last slot for what closes or opens it.
    """

    rule: Rule
    step: str
    order: int
    slots: tuple[Slot, ...]
    absent: tuple[Pattern, ...]
    state: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """All rules of a knowledge base, compiled, in the order in which they fire; ``gates`` are the rules of gates."""

    knowledge: KnowledgeBase
    rules: tuple[CompiledRule, ...]
    gates: tuple[Rule, ...]

    def without(self, rule_id: str) -> Program:
        """The same program with one rule taken out."""
        rules = tuple(r for r in self.rules if r.rule.id != rule_id)
        return replace(self, rules=rules, gates=tuple(r for r in self.gates if r.id != rule_id))


def compile_rules(knowledge: KnowledgeBase) -> Program:
    """Compile all rules of a knowledge base. Within a step they fire in the order of their ids."""
    compiled = [c for rule in knowledge.rules.values() for c in _compile_rule(rule)]
    compiled.sort(key=lambda c: (STEPS.index(c.step), c.rule.id, c.state))
    gates = {c.rule.id: c.rule for c in compiled if c.step == "gates"}
    return Program(knowledge, tuple(replace(c, order=n) for n, c in enumerate(compiled)), tuple(gates.values()))


def compile_condition(condition: Condition) -> Slot:
    """Return the patterns of which one must hold, in the order in which the condition names them."""
    return tuple(
        Pattern(leaf.about, leaf.subject, value, leaf.strength.replace("mild", ""), leaf.at_least, leaf.at_most)
        for leaf in condition.leaves()
        for value in leaf.values or (None,)
    )


def _compile_rule(rule: Rule) -> list[CompiledRule]:
    slots = [compile_condition(c) for c in rule.when]
    absent = tuple(p for c in rule.unless for p in compile_condition(c))
    effect = rule.then
    step = f"traits-{rule.layer}" if isinstance(effect, TraitEffect) else rule.stage
    if isinstance(effect, GateEffect):
        return [
            CompiledRule(rule, step, 0, (*slots, _join_slots(conditions)), absent, state)
            for state, conditions in (("closed", effect.closed), ("open", effect.open))
            if conditions
        ]
    if isinstance(effect, ChooseEffect):
        slots.append((Pattern("contender", effect.path),))
        slots.append(tuple(Pattern("contender", path) for path in effect.over))
    elif isinstance(effect, CautionEffect | LadderEffect):
        slots.append((Pattern("recommended", effect.path),))
    return [CompiledRule(rule, step, 0, tuple(slots), absent)]


def _join_slots(conditions: Iterable[Condition]) -> Slot:
    return tuple(pattern for condition in conditions for pattern in compile_condition(condition))
