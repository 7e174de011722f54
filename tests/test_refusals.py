"""A path that the person rules out is never recommended, however much else speaks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from fingerpost.inference.compiling import Program, compile_rules
from fingerpost.knowledge import ChooseEffect, FitEffect, KnowledgeBase
from fingerpost.plain import infer_plain
from fingerpost.records import Fact

PATHS = tuple(
    "staff-engineer specialist-engineer technical-architect platform-engineer site-reliability-engineer engineering-manager"
    " engineering-director startup-cto product-manager technical-program-manager developer-relations devrel-manager"
    " solutions-architect solutions-engineer sales-engineer founder".split()
)
# goals that rule out a path without its name
UNNAMED = (
    ("start-company", "founder"),
    ("executive-role", "engineering-director"),
    ("executive-role", "startup-cto"),
)


@pytest.fixture(scope="module")
def program(knowledge: KnowledgeBase) -> Program:
    return compile_rules(knowledge)


def gather_support(knowledge: KnowledgeBase, path: str) -> Iterator[tuple[str, str, str | int]]:
    """Everything that the examples of the rules for a path say, but no other refusal."""
    for rule in knowledge.rules.values():
        if isinstance(rule.then, FitEffect | ChooseEffect) and rule.path == path and rule.then.points > 0:
            yield from (f.key for person in rule.fires for f in person if f.value != "avoids")


def is_recommended(program: Program, path: str, said: Sequence[tuple[str, str, str | int]]) -> bool:
    facts = [Fact(f"f{n}", *key) for n, key in enumerate(dict.fromkeys(said), 1)]
    return path in infer_plain(program, facts, top=16).recommended


def test_all_paths_are_tried(knowledge: KnowledgeBase) -> None:
    assert set(PATHS) == set(knowledge.paths)


@pytest.mark.parametrize(("goal", "path"), [*((p, p) for p in PATHS), *UNNAMED])
def test_what_is_ruled_out_is_not_recommended(program: Program, goal: str, path: str) -> None:
    support = [key for key in gather_support(program.knowledge, path) if path == goal or key[1] != path]
    refusal = ("goal", goal, "avoids")
    assert is_recommended(program, path, support)
    assert not is_recommended(program, path, [*support, refusal])


def test_a_startup_named_as_a_wish_is_no_seat_refused(program: Program) -> None:
    wish = [("goal", "startup-cto", "wants"), ("preference", "coding", "likes"), ("goal", "autonomy", "wants")]
    assert is_recommended(program, "startup-cto", [*wish, ("goal", "executive-role", "avoids")])
