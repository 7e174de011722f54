"""A matcher for plain rules: the library's network, through which facts pass as tuples instead of its tokens.

Our rules are literal patterns, each with a name of its own, and single negations. So no two facts that meet in a node can
disagree, and a node need only remember what came from its left and from its right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from fingerpost.inference.rete import (
    Activation,
    ConflictSetNode,
    FactCapture,
    FeatureCheck,
    FirmMatcher,
    NotNode,
    OrdinaryMatchNode,
    experta,
)

# what meets the patterns of a rule so far: the names of the patterns, each with its fact
Met = tuple[tuple[str, Any], ...]
# takes a fact, or what is met, that has come up (True) or gone (False)
Port = Callable[[Any, bool], None]
_LACKING = object()


class PlainFact(experta.Fact):  # type: ignore[misc]
    """A fact with plain words and numbers for values, which need not be frozen one by one."""

    def update(self, mapping: Any) -> None:
        """Take over all values."""
        dict.update(self, mapping)


class _Memory:
    """What has reached a node from either side."""

    __slots__ = ("left", "right")

    def __init__(self) -> None:
        self.left: list[Met] = []
        self.right: list[Met] = []


class LinkedMatcher(FirmMatcher):
    """The library's network for plain rules, its nodes linked to one another directly."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._added: dict[tuple[int, Met], Any] = {}
        self._removed: list[Any] = []
        self._live: dict[tuple[int, Met], Any] = {}
        self._used: list[_Memory] = []
        self._nodes: dict[int, tuple[Port, Port]] = {}
        self._ports: dict[type, list[Port]] = {}
        for child in self.root_node.children:  # each of them only tests the type
            kind = child.node.matcher.fact_type
            self._ports.setdefault(kind, []).extend(self._link_test(c.node) for c in child.node.children)

    @staticmethod
    def prepare_ruleset(engine: Any) -> Any:
        """The rules of an engine, free of its instance; plain rules need not be rewritten, which takes long."""
        return {rule.new_conditions(*rule) for rule in engine.get_rules()}

    def changes(self, adding: Iterable[Any] = (), deleting: Iterable[Any] = ()) -> tuple[list[Any], list[Any]]:
        """Send facts through the network; return the activations that have come up and those that have gone."""
        for facts, holds in ((deleting, False), (adding, True)):
            for fact in facts:
                for port in self._ports.get(type(fact), ()):
                    port(fact, holds)
        added, removed = list(self._added.values()), self._removed
        self._added, self._removed = {}, []
        return added, removed

    def reset(self) -> None:
        """Forget all facts and everything that followed from them."""
        for memory in self._used:
            memory.left.clear()
            memory.right.clear()
        self._used.clear()
        self._live.clear()
        self._added, self._removed = {}, []

    def _link_test(self, node: Any) -> Port:
        """A test of one field, or behind all tests the capture of the fact under the name that its pattern gives it."""
        check = node.matcher
        if isinstance(check, FactCapture):
            name, targets = check.bind, self._link_children(node)

            def capture(fact: Any, holds: bool) -> None:
                met = ((name, fact),)
                for target in targets:
                    target(met, holds)

            return capture
        assert isinstance(check, FeatureCheck)  # noqa: S101 - plain rules have no other tests
        field, value = check.what, check.expected.value
        following = [self._link_test(child.node) for child in node.children]

        def test(fact: Any, holds: bool) -> None:
            if fact.get(field, _LACKING) == value:
                for port in following:
                    port(fact, holds)

        return test

    def _link_children(self, node: Any) -> list[Port]:
        return [self._link_port(child) for child in node.children]

    def _link_port(self, child: Any) -> Port:
        """The side of a node at which a child arrives."""
        node = child.node
        if isinstance(node, ConflictSetNode):
            return self._link_rule(node.rule)
        if id(node) not in self._nodes:
            link = {OrdinaryMatchNode: self._link_meeting, NotNode: self._link_denial}[type(node)]
            self._nodes[id(node)] = link(self._link_children(node))
        left, right = self._nodes[id(node)]
        return left if child.callback == node.activate_left else right

    def _link_meeting(self, targets: list[Port]) -> tuple[Port, Port]:
        """A node that passes on whatever of its left meets anything of its right."""
        memory = _Memory()

        def arrive_left(met: Met, holds: bool) -> None:
            self._remember(memory, memory.left, met, holds)
            for other in memory.right:
                for target in targets:
                    target(met + other, holds)

        def arrive_right(met: Met, holds: bool) -> None:
            self._remember(memory, memory.right, met, holds)
            for other in memory.left:
                for target in targets:
                    target(other + met, holds)

        return arrive_left, arrive_right

    def _link_denial(self, targets: list[Port]) -> tuple[Port, Port]:
        """A node that passes on what its left brings, as long as its right has brought nothing."""
        memory = _Memory()

        def arrive_left(met: Met, holds: bool) -> None:
            self._remember(memory, memory.left, met, holds)
            if not memory.right:
                for target in targets:
                    target(met, holds)

        def arrive_right(met: Met, holds: bool) -> None:
            denied = bool(memory.right)
            self._remember(memory, memory.right, met, holds)
            if denied != bool(memory.right):
                for other in memory.left:
                    for target in targets:
                        target(other, denied)

        return arrive_left, arrive_right

    def _link_rule(self, rule: Any) -> Port:
        """The end of the network: an activation of a rule comes up or goes."""

        def arrive(met: Met, holds: bool) -> None:
            key = (id(rule), met)
            if holds:
                self._live[key] = self._added[key] = Activation(rule, [fact for _, fact in met], dict(met))
            else:
                activation = self._live.pop(key)
                if self._added.pop(key, None) is None:
                    self._removed.append(activation)

        return arrive

    def _remember(self, memory: _Memory, side: list[Met], met: Met, holds: bool) -> None:
        if not memory.left and not memory.right:
            self._used.append(memory)
        if holds:
            side.append(met)
        else:
            side.remove(met)
