"""The faults of experta that we mend: each test shows the fault on the stock engine, and that ours is without it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from fingerpost.inference.rete import FirmEngine, FirmMatcher, experta

StockEngine = experta.KnowledgeEngine
ENGINES = 20


class Person(experta.Fact):  # type: ignore[misc, name-defined]
    """Somebody, by number."""


class Ban(experta.Fact):  # type: ignore[misc, name-defined]
    """What a rule may deny."""


def make_engine(base: type, rules: dict[str, tuple[list[Any], int, Callable[..., None]]]) -> Any:
    """An engine with rules of the given conditions, salience and action."""
    body = {}
    for name, (conditions, salience, act) in rules.items():

        def action(engine: Any, _act: Callable[..., None] = act, **bound: Any) -> None:
            _act(engine, **bound)

        action.__name__ = name
        body[name] = experta.Rule(*conditions, salience=salience)(action)
    return type("Rules", (base,), body)()


def count_wrongly_fired(base: type) -> int:
    """Over many engines, how many rules fire that deny what a rule before them has declared."""
    wrong = 0
    for _ in range(ENGINES):
        fired: list[str] = []
        rules = {"ban": ([Person(n=1)], 10, lambda engine, **_: engine.declare(Ban(of="all")))}
        for n in range(10):
            rules[f"plain{n}"] = ([Person(n=1)], 0, lambda *_, **__: None)
            denies = [Person(n=1), experta.NOT(Ban(of="all"))]
            rules[f"denies{n}"] = (denies, 0, lambda *_, _n=n, _fired=fired, **__: _fired.append(f"denies{_n}"))
        engine = make_engine(base, rules)
        engine.reset()
        engine.declare(Person(n=1))
        engine.run()
        wrong += len(fired)
    return wrong


def test_cancelled_activations_do_not_fire() -> None:
    assert count_wrongly_fired(StockEngine) > 0
    assert count_wrongly_fired(FirmEngine) == 0


def list_left_over(base: type) -> set[int]:
    """After an error with person 99 and a reset for person 1: the persons that the agenda is about."""

    def fail(n: int) -> bool:
        if n == 99:
            raise ValueError("no such person")
        return True

    rules = {f"rule{n}": ([Person(n=experta.MATCH.n)], 0, lambda *_, **__: None) for n in range(30)}
    rules["test"] = ([Person(n=experta.MATCH.n), experta.TEST(fail)], 0, lambda *_, **__: None)
    engine = make_engine(base, rules)
    engine.reset()
    with pytest.raises(ValueError, match="no such person"):
        engine.declare(Person(n=99))
    engine.reset()
    engine.declare(Person(n=1))
    return {fact["n"] for activation in engine.agenda.activations for fact in activation.facts}


def test_nothing_is_left_of_a_person_after_an_error() -> None:
    assert 99 in set().union(*(list_left_over(StockEngine) for _ in range(ENGINES)))
    assert set().union(*(list_left_over(FirmEngine) for _ in range(ENGINES))) == {1}


def list_order(base: type) -> list[str]:
    """The order in which rules of equal salience fire."""
    fired: list[str] = []
    names = [f"rule{n:02}" for n in range(20)]
    rules = {name: ([Person(n=1)], 0, lambda *_, _name=name, **__: fired.append(_name)) for name in reversed(names)}
    engine = make_engine(base, rules)
    engine.reset()
    engine.declare(Person(n=1))
    engine.run()
    return fired


def test_rules_of_equal_salience_fire_by_name() -> None:
    expected = [f"rule{n:02}" for n in range(20)]
    assert any(list_order(StockEngine) != expected for _ in range(ENGINES))
    assert all(list_order(FirmEngine) == expected for _ in range(ENGINES))


def test_older_facts_come_first_for_the_same_rule() -> None:
    fired: list[int] = []
    rule = ([Person(n=experta.MATCH.n)], 0, lambda *_, n, **__: fired.append(n))
    engine = make_engine(FirmEngine, {"rule": rule})
    engine.reset()
    engine.declare(Person(n=3), Person(n=1), Person(n=2))
    engine.run()
    assert fired == [3, 1, 2]


def test_retracted_fact_takes_its_activations_along() -> None:
    fired: list[int] = []
    rules = {f"rule{n}": ([Person(n=1)], 0, lambda *_, _n=n, **__: fired.append(_n)) for n in range(10)}
    engine = make_engine(FirmEngine, rules)
    engine.reset()
    engine.retract(engine.declare(Person(n=1)))
    engine.run()
    assert fired == []


def test_reset_visits_each_node_at_most_once(monkeypatch: pytest.MonkeyPatch) -> None:
    conditions = [Person(n=n) for n in range(6)]
    engine = make_engine(FirmEngine, {"rule": (conditions, 0, lambda *_, **__: None)})
    engine.reset()
    engine.declare(*(Person(n=n) for n in range(6)))
    visited: list[int] = []
    kinds = {type(node) for node in engine.matcher._memories}
    for kind in kinds:
        reset = kind._reset
        monkeypatch.setattr(kind, "_reset", lambda node, _reset=reset: (visited.append(id(node)), _reset(node))[1])
    engine.reset()
    assert isinstance(engine.matcher, FirmMatcher)
    assert len(visited) == len(set(visited)) == 5


def test_import_leaves_no_trace() -> None:
    code = (
        "import collections, logging; import fingerpost.inference.rete; "
        "assert not hasattr(collections, 'Mapping'); assert not logging.root.handlers; "
        "assert logging.root.level == logging.WARNING"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
