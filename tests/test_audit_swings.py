"""Swings: what would be first without a rule, held to running all rules without it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.audit.removing import NONE, Removals
from fingerpost.inference.compiling import Program, compile_rules
from fingerpost.knowledge import KnowledgeBase
from fingerpost.plain import infer_plain
from fingerpost.records import Fact
from tests.people import draw_people, list_samples, list_sayable, read_person, read_personas


@pytest.fixture(scope="module")
def program(knowledge: KnowledgeBase) -> Program:
    return compile_rules(knowledge)


@pytest.fixture(scope="module")
def removals(program: Program) -> Removals:
    return Removals(program)


def list_swings(removals: Removals, people: list[tuple[Fact, ...]]) -> dict[tuple[int, str], str | None]:
    removals.take_people([removals.encode(facts) for facts in people])
    return {
        (person, swing.rule): None if first == NONE else removals.paths[first]
        for swing in removals.find_swings()
        for person, first in zip(swing.people.tolist(), swing.first.tolist(), strict=True)
    }


def rerun_without(program: Program, facts: tuple[Fact, ...]) -> dict[str, str | None]:
    """What would be first without each rule that fired, where that is another path, by running all rules again."""
    whole = infer_plain(program, facts)
    first = whole.recommended[:1]
    found = {}
    for firing in whole.firings:
        other = infer_plain(program.without(firing.rule), facts).recommended[:1]
        if other != first:
            found[firing.rule] = other[0] if other else None
    return found


def check_swings(program: Program, removals: Removals, people: list[tuple[Fact, ...]]) -> int:
    rerun = {(n, rule): first for n, facts in enumerate(people) for rule, first in rerun_without(program, facts).items()}
    assert list_swings(removals, people) == rerun
    return len(rerun)


def test_swings_are_those_of_a_rerun_without_the_rule(
    knowledge: KnowledgeBase, program: Program, removals: Removals
) -> None:
    samples = [read_person(path) for path in list_samples()] + [facts for _, facts in read_personas()[:40]]
    assert check_swings(program, removals, samples + list(draw_people(knowledge, 200, 23))) > 100


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_person_is_swung_as_by_a_rerun(
    knowledge: KnowledgeBase, program: Program, removals: Removals, data: st.DataObject
) -> None:
    said = data.draw(st.lists(st.sampled_from(list_sayable(knowledge)), max_size=25, unique=True))
    check_swings(program, removals, [tuple(Fact(f"f{n}", *key) for n, key in enumerate(said, 1))])


def test_the_scores_are_those_of_the_rules(knowledge: KnowledgeBase, program: Program, removals: Removals) -> None:
    people = list(draw_people(knowledge, 100, 5))
    removals.take_people([removals.encode(facts) for facts in people])
    for facts, scores, first in zip(people, removals.scores.tolist(), removals.first.tolist(), strict=True):
        inference = infer_plain(program, facts)
        assert {s.path: s.score for s in inference.standing} == dict(zip(removals.paths, scores, strict=True))
        assert inference.recommended[:1] == (() if first == NONE else (removals.paths[first],))
