"""The only module that imports experta: the library made fit for use, and our rules as rules of its network.

Four faults of experta 1.9.4 are mended here, all through the hooks that it offers: it cannot be imported on Python 3.10
or later and configures logging when it is; cancelled activations still fire; a `reset` after an error leaves the last
person's activations behind; and rules of equal salience fire in an order that differs from process to process. Our
rules use literal patterns and single negations alone: joins, tests and nested negations of the library have faults too.
"""

from __future__ import annotations

import bisect
import collections
import collections.abc
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from math import prod
from typing import Any

from fingerpost.errors import InferenceError
from fingerpost.inference.compiling import STEPS, CompiledRule, Known, Pattern, Slot, compile_rules
from fingerpost.inference.ledger import BALANCED, Ledger
from fingerpost.knowledge import KnowledgeBase
from fingerpost.records import Fact, Inference


def _import_experta() -> Any:
    """Import experta and leave no trace of it: neither in ``collections``, whose old names its dependency frozendict
    needs while it is imported, nor in the root logger."""
    lacking = not hasattr(collections, "Mapping")
    handlers, level = logging.root.handlers[:], logging.root.level
    if lacking:
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        import experta
    finally:
        if lacking:
            del collections.Mapping  # type: ignore[attr-defined]
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)
    if not hasattr(experta, "KnowledgeEngine"):  # it swallows the ImportErrors of its parts
        raise InferenceError("experta is only half there", mend="install experta 1.9.4 with frozendict and schema")
    return experta


experta = _import_experta()

from experta.matchers import ReteMatcher  # noqa: E402
from experta.matchers.rete.nodes import ConflictSetNode  # noqa: E402
from experta.matchers.rete.token import Token  # noqa: E402
from experta.strategies import DepthStrategy  # noqa: E402


class _LightToken(Token):  # type: ignore[misc]
    """What travels through the network, without the library's checks of its parts at every node."""

    def __new__(cls, tag: Any, data: Any, context: Any = None) -> Any:
        facts = {data} if isinstance(data, experta.Fact) else set(data)
        return tuple.__new__(cls, (tag, facts, context or {}))

    def copy(self) -> Any:
        """The same token with parts of its own."""
        return tuple.__new__(_LightToken, (self.tag, set(self.data), dict(self.context)))


class FirmMatcher(ReteMatcher):  # type: ignore[misc]
    """The library's network, with facts sent only to the patterns of their type, and a reset that forgets everything.

    The stock reset visits a shared node once for each way to it, and keeps what rules had gained or lost when an error
    broke a run off. Here each node is visited once, and what is pending goes too.
    """

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._ways: dict[type, list[Callable[[Any], None]]] = {}
        self._pending: dict[int, Any] = {}
        self._reached: dict[int, Any] = {}
        self._memories: list[Any] = []
        for node in _walk_nodes(self.root_node):
            if hasattr(node, "left_memory"):
                self._memories.append(node)
            for place, child in enumerate(node.children):
                if isinstance(child.node, ConflictSetNode):
                    node.children[place] = child._replace(callback=self._watch(child.node))
        for child in self.root_node.children:  # each of them only tests the type
            self._ways.setdefault(child.node.matcher.fact_type, []).extend(c.callback for c in child.node.children)

    def changes(self, adding: Iterable[Any] = (), deleting: Iterable[Any] = ()) -> tuple[list[Any], list[Any]]:
        """Send facts through the network; return the activations that have come up and those that have gone."""
        for fact in deleting:
            self._send(_LightToken.invalid(fact), fact)
        for fact in adding:
            self._send(_LightToken.valid(fact), fact)
        added: list[Any] = []
        removed: list[Any] = []
        for node in self._pending.values():
            gained, lost = node.get_activations()
            added.extend(gained)
            removed.extend(lost)
        self._pending.clear()
        return added, removed

    def reset(self) -> None:
        """Forget all facts and everything that followed from them."""
        self._pending.clear()
        for node in self._memories:
            if node.left_memory or node.right_memory:
                node._reset()
        for node in self._reached.values():
            node._reset()
            node.get_activations()
        self._reached.clear()

    def _send(self, token: Any, fact: Any) -> None:
        for callback in self._ways.get(type(fact), ()):
            callback(token)

    def _watch(self, node: Any) -> Callable[[Any], None]:
        def activate(token: Any) -> None:
            self._pending[id(node)] = self._reached[id(node)] = node
            node.activate(token)

        return activate


def _walk_nodes(root: Any) -> Iterator[Any]:
    """Every node of a network, once."""
    seen = {id(root)}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        for child in node.children:
            if id(child.node) not in seen:
                seen.add(id(child.node))
                waiting.append(child.node)


class FirmStrategy(DepthStrategy):  # type: ignore[misc]
    """An agenda from which the cancelled activation itself is removed, in an order that never varies.

    The next to fire has the highest salience, then the smallest ``order`` or name of its rule, then the oldest facts.
    """

    def _update_agenda(self, agenda: Any, added: Iterable[Any], removed: Iterable[Any]) -> None:
        gone = {_identify(a) for a in removed}
        if gone:
            agenda.activations = [a for a in agenda.activations if _identify(a) not in gone]
        for activation in added:
            activation.key = _FiresLater(_precedence(activation))
            bisect.insort(agenda.activations, activation)


class _FiresLater:
    """A sort key that turns the order round: the agenda is emptied from its end."""

    __slots__ = ("precedence",)

    def __init__(self, precedence: tuple[Any, ...]) -> None:
        self.precedence = precedence

    def __lt__(self, other: _FiresLater) -> bool:
        return other.precedence < self.precedence


def _precedence(activation: Any) -> tuple[Any, ...]:
    rule = activation.rule
    return (-rule.salience, getattr(rule, "order", ()), rule.__name__, sorted(_fact_ids(activation)))


def _identify(activation: Any) -> tuple[int, frozenset[int]]:
    return (id(activation.rule), frozenset(_fact_ids(activation)))


def _fact_ids(activation: Any) -> list[int]:
    return [fact["__factid__"] for fact in activation.facts]


class FirmEngine(experta.KnowledgeEngine):  # type: ignore[misc, name-defined]
    """The library's engine with our matcher and strategy."""

    __matcher__ = FirmMatcher
    __strategy__ = FirmStrategy

    def get_deffacts(self) -> list[Any]:
        """The facts that every reset declares; looked up once, not at every reset."""
        if "_deffacts" not in self.__dict__:
            self._deffacts = super().get_deffacts()
        return list(self._deffacts)


class _Step(experta.Fact):  # type: ignore[misc, name-defined]
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
                self._types[pattern.key] = type(f"{about} {subject}", (experta.Fact,), {})
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


class _RuleMatcher(FirmMatcher):
    """A matcher for our own rules: they are plain already, so the library need not rewrite them, which takes long."""

    @staticmethod
    def prepare_ruleset(engine: Any) -> Any:
        """The rules of an engine, free of its instance."""
        return {rule.new_conditions(*rule) for rule in engine.get_rules()}


class _RuleEngine(FirmEngine):
    __matcher__ = _RuleMatcher


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
        made = self._choices[step, slot] = type(name, (experta.Fact,), {})

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
