"""Our rules as rules of experta's engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from math import prod
from typing import Any

from fingerpost.inference.compiling import STEPS, CompiledRule, Known, Pattern, Slot, compile_rules
from fingerpost.inference.ledger import BALANCED, Ledger
from fingerpost.inference.linking import LinkedMatcher, PlainFact
from fingerpost.inference.rete import FirmEngine, experta
from fingerpost.knowledge import KnowledgeBase
from fingerpost.records import Fact, Inference


class _Step(PlainFact):
    """The fact that a step has begun: rules that deny something wait for it, as then that can no longer come up."""


# a rule with more ways to be met than this is built with choices
_MOST_VARIANTS = 12
# the steps, and within each the opening, the choices and the rules proper
_SALIENCE = {step: -3 * place for place, step in enumerate(STEPS)}


class _Types:
    """The fact types of the network, one for each thing that rules ask about, with the thresholds that they ask for.

    A pattern tests literal fields alone: thresholds and strengths are fields of the fact, true where they are reached.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._types: dict[tuple[str, str], Any] = {}
        self._flags: dict[tuple[str, str], dict[str, Pattern]] = {}
        for pattern in patterns:
            about, subject = pattern.key
            if pattern.key not in self._types:
                self._types[pattern.key] = type(f"{about} {subject}", (PlainFact,), {})
            if _flag_of(pattern):
                self._flags.setdefault(pattern.key, {})[_flag_of(pattern)] = replace(pattern, value=None)

    def make_test(self, pattern: Pattern) -> Any:
        """Return the library's pattern."""
        fields: dict[str, Any] = {} if pattern.value is None else {"value": pattern.value}
        if _flag_of(pattern):
            fields[_flag_of(pattern)] = True
        return self._types[pattern.key](**fields)

    def make_fact(self, known: Known, ref: int) -> Any:
        """Return the library's fact; None for what no rule asks about."""
        key = (known.about, known.subject)
        if key not in self._types:
            return None
        flags = {name: True for name, test in self._flags.get(key, {}).items() if test.is_met_by(known)}
        return self._types[key](value=known.value, ref=ref, **flags)


def _flag_of(pattern: Pattern) -> str:
    """The field that tells whether a fact reaches the thresholds of a pattern; empty for a pattern without any."""
    if not pattern.strength and pattern.at_least is None and pattern.at_most is None:
        return ""
    return f"reaches {pattern.strength or 'any'} {pattern.at_least} {pattern.at_most}"


class _RuleEngine(FirmEngine):
    __matcher__ = LinkedMatcher


class Network:
    """An `Engine`: the rules of a knowledge base as a network of experta.

    The steps follow each other by salience. The first rule to fire in a step opens it: it declares what the step before
    has made known, and the step. A rule of which a slot may be met by several patterns becomes several rules, of which
    only the first to fire counts. Where they would be too many, or each would have to deny something, the slot becomes
    a choice: a rule for each pattern, fired before the rules proper, of which the first declares the choice made.
    """

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self._program = compile_rules(knowledge)
        self._types = _Types(p for c in self._program.rules for slot in (*c.slots, c.absent) for p in slot)
        self._body: dict[str, Any] = {}
        self._choices: dict[tuple[str, Slot], Any] = {}
        for step, before in zip(STEPS, (None, *STEPS), strict=False):
            self._add_opening(step, before)
        for compiled in self._program.rules:
            self._add_rule(compiled)
        self._engine = type("Rules", (_RuleEngine,), self._body)()

    def run(self, facts: Sequence[Fact], top: int) -> Inference:
        """See `fingerpost.inference.infer`."""
        self._ledger = Ledger(self._program, facts, top)
        self._known: list[Known] = []
        self._chosen: set[str] = set()
        self._engine.reset()
        self._declare(self._ledger.known)
        self._engine.run()
        return self._ledger.finish()

    def _declare(self, known: Iterable[Known]) -> None:
        facts = []
        for thing in known:
            fact = self._types.make_fact(thing, len(self._known))
            if fact is not None:
                self._known.append(thing)
                facts.append(fact)
        if facts:
            self._engine.declare(*facts)

    def _add_rule(self, compiled: CompiledRule) -> None:
        names = tuple(f"p{n}" for n in range(len(compiled.slots)))

        def conclude(_engine: Any, **bound: Any) -> None:
            premises = [self._known[bound[name]["ref"]] for name in names]
            self._declare(self._ledger.conclude(compiled, premises))

        for n, variant in enumerate(product(*self._list_tests(compiled))):
            tests = [name << make() for name, make in zip(names, variant, strict=True)]
            if compiled.absent or not tests:
                tests.append("step" << _Step(name=compiled.step))
            tests.extend(experta.NOT(f"n{m}" << self._types.make_test(p)) for m, p in enumerate(compiled.absent))
            name = f"{compiled.rule.id} {compiled.state} {n}"
            self._add_action(conclude, tests, name, (compiled.order, n), _SALIENCE[compiled.step])

    def _add_opening(self, step: str, before: str | None) -> None:
        waited_for = any(c.step == step and (c.absent or not c.slots) for c in self._program.rules)
        if not waited_for and before not in BALANCED:
            return

        def open_step(engine: Any, **_bound: Any) -> None:
            if before in BALANCED:
                self._declare(self._ledger.close(before))
            if waited_for:
                engine.declare(_Step(name=step))

        tests = [experta.InitialFact()]
        self._add_action(open_step, tests, f"open {step}", (), _SALIENCE[step] + 2)

    def _list_tests(self, compiled: CompiledRule) -> list[list[Callable[[], Any]]]:
        """For each slot, makers of the tests that may meet it: one for each pattern, or one for a choice of them."""
        if prod(len(slot) for slot in compiled.slots) <= (1 if compiled.absent else _MOST_VARIANTS):
            return [[partial(self._types.make_test, pattern) for pattern in slot] for slot in compiled.slots]
        return [[self._make_choice(compiled.step, slot)] for slot in compiled.slots]

    def _make_choice(self, step: str, slot: Slot) -> Any:
        if len(slot) == 1:
            return partial(self._types.make_test, slot[0])
        if (step, slot) not in self._choices:
            self._add_choice(step, slot)
        return self._choices[step, slot]

    def _add_choice(self, step: str, slot: Slot) -> None:
        name = f"choice {len(self._choices)}"
        made = self._choices[step, slot] = type(name, (PlainFact,), {})

        def choose(engine: Any, p0: Any) -> None:
            if name not in self._chosen:
                self._chosen.add(name)
                engine.declare(made(ref=p0["ref"]))

        for n, pattern in enumerate(slot):
            tests = ["p0" << self._types.make_test(pattern)]
            self._add_action(choose, tests, f"{name} {n}", (n,), _SALIENCE[step] + 1)

    def _add_action(
        self, act: Callable[..., None], tests: list[Any], name: str, order: tuple[int, ...], salience: int
    ) -> None:
        def action(engine: Any, **bound: Any) -> None:
            act(engine, **bound)

        action.__name__ = name
        action.order = order  # type: ignore[attr-defined]
        self._body[name] = experta.Rule(*tests, salience=salience)(action)
