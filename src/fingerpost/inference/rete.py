"""The library experta, made fit for use: no module but this one imports it.

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
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fingerpost.errors import InferenceError


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


__all__ = [
    "Activation",
    "ConflictSetNode",
    "FactCapture",
    "FeatureCheck",
    "FirmEngine",
    "FirmMatcher",
    "FirmStrategy",
    "NotNode",
    "OrdinaryMatchNode",
    "experta",
]

experta = _import_experta()

from experta.activation import Activation  # noqa: E402
from experta.matchers import ReteMatcher  # noqa: E402
from experta.matchers.rete.check import FactCapture, FeatureCheck  # noqa: E402
from experta.matchers.rete.nodes import ConflictSetNode, NotNode, OrdinaryMatchNode  # noqa: E402
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
