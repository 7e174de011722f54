"""The smallest change: that it does what it says, and that there is none smaller, by trying all there are."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from fingerpost.assess import Assessor, Change, apply_changes
from fingerpost.explain import Explainer
from fingerpost.explain.records import Smallest
from fingerpost.explain.smallest import find_smallest
from fingerpost.explain.wording import make_step, phrase_steps
from fingerpost.inference import infer
from fingerpost.inference.compiling import compile_rules
from fingerpost.knowledge import KnowledgeBase
from fingerpost.plain import infer_plain
from fingerpost.ranking import Ranker
from fingerpost.records import Fact, Inference
from tests.people import draw_people, list_samples, list_sayable, read_person
from tests.small_knowledge import load_small

SAMPLES = list_samples()
# trying all pairs of facts takes seconds a person: every other one here, all of them in the long run
SOME = [pytest.param(s, id=s.stem, marks=[pytest.mark.soak] if k % 2 else []) for k, s in enumerate(SAMPLES)]


@pytest.fixture(scope="module")
def explainer(assessor: Assessor) -> Explainer:
    return Explainer(assessor)


@pytest.fixture(scope="module")
def ranker(explainer: Explainer) -> Ranker:
    return explainer.ranker


def comes_first(inference: Inference, path: str) -> bool:
    return inference.standing[0].path == path and path in inference.recommended


# the ranker, which the search stands on


def assert_alike(ranker: Ranker, facts: Sequence[Fact], inference: Inference) -> None:
    state = ranker.encode(facts)
    assert ranker.rank(state) == tuple((s.path, s.score) for s in inference.standing)
    assert ranker.recommend(state, 3) == inference.recommended
    assert ranker.is_thin(state) == inference.too_thin
    closed = {g.path for g in inference.gates if g.state == "closed"}
    for path in ranker.paths:
        assert ranker.is_closed(path, state) == (path in closed)
        assert (ranker.find_obstacle(path, state) is None) == comes_first(inference, path)


def test_ranker_agrees_with_the_plain_evaluator_on_ten_thousand_people(explainer: Explainer) -> None:
    for facts in draw_people(explainer.program.knowledge, 10_000, seed=1):
        assert_alike(explainer.ranker, facts, infer_plain(explainer.program, facts))


def test_ranker_agrees_with_the_engine(explainer: Explainer) -> None:
    for facts in draw_people(explainer.program.knowledge, 300, seed=2):
        assert_alike(explainer.ranker, facts, infer(explainer.assessor.engine, facts))


@pytest.mark.soak
def test_engine_plain_evaluator_and_ranker_agree_on_ten_thousand_people(explainer: Explainer) -> None:
    for facts in draw_people(explainer.program.knowledge, 10_000, seed=3):
        inference = infer(explainer.assessor.engine, facts)
        assert infer_plain(explainer.program, facts) == inference
        assert_alike(explainer.ranker, facts, inference)


def test_ranker_agrees_on_rules_with_strengths_and_numbers(tmp_path: Path) -> None:
    program = compile_rules(load_small(tmp_path))
    ranker = Ranker(program)
    for facts in draw_people(program.knowledge, 2_000, seed=4):
        assert_alike(ranker, facts, infer_plain(program, facts))


def test_scores_move_no_more_than_their_levers(ranker: Ranker, knowledge: KnowledgeBase) -> None:
    dice = random.Random(5)  # noqa: S311
    people = [ranker.encode(facts) for facts in draw_people(knowledge, 400, seed=5)]
    for state in people:
        other = state
        for key in dice.sample(ranker.keys, dice.choice([1, 2, 3, 8])):
            values = [0, *(ranker.encode_one(key, value) for value in ranker.list_values(key))]
            other = other & ~ranker.mask_of(key) | dice.choice(values)
        for path in ranker.paths:
            moved = ranker.balance(path, other).score - ranker.balance(path, state).score
            for upward, by in ((True, moved), (False, -moved)):
                levers = ranker.list_levers(path, state, upward=upward)
                assert by <= sum(v.points for v in levers if all(need & (state ^ other) for need in v.needs))


# the search


def list_changes(knowledge: KnowledgeBase, facts: Sequence[Fact]) -> Iterator[Change]:
    """Every change of one fact: supposing whatever can be said, and dropping what was said."""
    for kind, topic, value in list_sayable(knowledge):
        yield Change(kind, topic, value, suppose=True)
    for fact in facts:
        yield Change(fact.kind, fact.topic, fact.value, suppose=False)
        yield Change(fact.kind, fact.topic, None, suppose=False)


def find_first(explainer: Explainer, facts: Sequence[Fact]) -> str | None:
    inference = infer_plain(explainer.program, facts)
    path = inference.standing[0].path
    return path if path in inference.recommended else None


def exhaust_one(explainer: Explainer, facts: Sequence[Fact]) -> set[str | None]:
    """The paths that some change of one fact puts first, by the rules themselves."""
    changes = list_changes(explainer.program.knowledge, facts)
    return {find_first(explainer, apply_changes(explainer.assessor, facts, [change])) for change in changes}


def list_tellable(explainer: Explainer, facts: Sequence[Fact]) -> list[tuple[int, int]]:
    """Every change of one fact that some rule can tell, as the bits of its kind and topic and those it leaves there."""
    ranker = explainer.ranker
    state = ranker.encode(facts)
    found = set()
    for change in list_changes(explainer.program.knowledge, facts):
        after = ranker.encode(apply_changes(explainer.assessor, facts, [change]))
        mask = ranker.mask_of((change.kind, change.topic))
        if after != state:
            found.add((mask, after & mask))
    return sorted(found)


def exhaust(explainer: Explainer, facts: Sequence[Fact], size: int, paths: Iterable[str] | None = None) -> set[str | None]:
    """The paths that some change of so many facts puts first, each set of changes tried."""
    ranker = explainer.ranker
    wanted = set(ranker.paths if paths is None else paths)
    reached: set[str | None] = set()
    for *others, last in _split(list_tellable(explainer, facts), size):
        state, used = ranker.encode(facts), 0
        for mask, bits in others:
            clashes = bool(used & mask)
            used |= mask
            state = state & ~mask | bits
            if clashes:
                break
        else:
            # what is in the way before the last change is looked at first after it, which only saves time
            obstacles = {path: ranker.find_obstacle(path, state) for path in wanted - reached}
            for mask, bits in last:
                if used & mask:
                    continue
                after = state & ~mask | bits
                for path in wanted - reached:
                    other = obstacles[path]
                    if other in ranker.paths and other != path and ranker.is_better(other, path, after):
                        continue
                    if ranker.find_obstacle(path, after) is None:
                        reached.add(path)
    return reached


def _split(changes: Sequence[tuple[int, int]], size: int) -> Iterator[list[Any]]:
    """All sets of so many changes: the first of each set, and all that may be its last."""
    for places in combinations(range(len(changes)), size - 1):
        after = places[-1] + 1 if places else 0
        yield [*(changes[i] for i in places), changes[after:]]


def assert_ways_hold(explainer: Explainer, facts: Sequence[Fact], path: str, smallest: Smallest) -> None:
    """Applying a way puts the path first, by the engine; leaving out any one of its changes does not.

    Facts that nobody chooses stand apart: if there is a way without them, it is among those shown.
    """
    if smallest.own and smallest.size:
        assert smallest.size <= smallest.own
        assert any(way.chosen and len(way.steps) == smallest.own for way in smallest.ways)
    for way in smallest.ways:
        changes = [step.change for step in way.steps]
        assert way.chosen == all(step.chosen for step in way.steps)
        assert all(not step.chosen for step in way.steps if step.change.kind == "situation")
        after = infer(explainer.assessor.engine, apply_changes(explainer.assessor, facts, changes))
        assert comes_first(after, path)
        assert after.standing[0].score == way.score
        assert len(way.steps) in (smallest.size, smallest.own)
        if len(way.steps) == smallest.size:
            for number in range(len(changes)):
                fewer = changes[:number] + changes[number + 1 :]
                before = infer(explainer.assessor.engine, apply_changes(explainer.assessor, facts, fewer))
                assert not comes_first(before, path)


@pytest.mark.parametrize("sample", SOME)
def test_no_smaller_change_puts_a_path_first(explainer: Explainer, sample: Path) -> None:
    facts = read_person(sample)
    knowledge = explainer.program.knowledge
    found = {path: find_smallest(explainer.ranker, facts, path, knowledge) for path in knowledge.paths}
    first = find_first(explainer, facts)
    ones = exhaust_one(explainer, facts)
    twos = exhaust(explainer, facts, 2)
    for path, smallest in found.items():
        least = 0 if path == first else 1 if path in ones else 2 if path in twos else None
        assert least == smallest.size or (least is None and smallest.size in (3, None)), path
        assert (smallest.size is None) == (not smallest.ways) or smallest.size == 0
        assert_ways_hold(explainer, facts, path, smallest)


@pytest.mark.soak
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_three_facts_are_found_and_none_are_missed(explainer: Explainer, sample: Path) -> None:
    facts = read_person(sample)
    knowledge = explainer.program.knowledge
    found = {path: find_smallest(explainer.ranker, facts, path, knowledge).size for path in knowledge.paths}
    far = [path for path, size in found.items() if size in (3, None)]
    if far:
        reached = exhaust(explainer, facts, 3, far)
        assert {path for path in far if found[path] == 3} == reached


@pytest.mark.parametrize("seed", range(2))
def test_one_fact_for_anybody(explainer: Explainer, seed: int) -> None:
    knowledge = explainer.program.knowledge
    for facts in draw_people(knowledge, 3, seed=100 + seed):
        ones = exhaust_one(explainer, facts) - {None}
        first = find_first(explainer, facts)
        for path in knowledge.paths:
            smallest = find_smallest(explainer.ranker, facts, path, knowledge, most=2)
            assert (smallest.size in (0, 1)) == (path in ones or path == first)
            assert_ways_hold(explainer, facts, path, smallest)


def test_small_rules_exhausted_to_three_facts(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    # the small one has no words of its own
    words = {"extras": knowledge.extras, "questions": knowledge.questions, "titles": knowledge.titles}
    knowledge = replace(load_small(tmp_path), **words)
    explainer = Explainer(Assessor(knowledge))
    for facts in draw_people(knowledge, 12, seed=7):
        first = find_first(explainer, facts)
        sizes: dict[str | None, int] = {}
        for size in (3, 2, 1):
            sizes |= dict.fromkeys(exhaust(explainer, facts, size), size)
        sizes |= {first: 0}
        for path in knowledge.paths:
            smallest = find_smallest(explainer.ranker, facts, path, knowledge)
            assert smallest.size == sizes.get(path), (facts, path)
            assert_ways_hold(explainer, facts, path, smallest)


@pytest.mark.parametrize(
    ("change", "says", "chosen"),
    [
        (Change("preference", "public-speaking", "likes", True), "you came to enjoy speaking in public", True),
        (Change("goal", "staff-engineer", "wants", True), "you wanted to become a staff or principal engineer", True),
        (Change("goal", "mentoring", "wants", True), "you wanted your next role to bring mentoring people", True),
        (Change("goal", "start-company", "wants", True), "you wanted to found something of your own", True),
        (Change("experience", "sales", "has", True), "you had some experience of selling", True),
        (Change("experience", "mentoring", "has", False), "you had not said that you have experience of mentoring", False),
        (Change("experience", "sales", "lacks", False), "you had not said that you lack experience of selling", False),
        (Change("preference", "mentoring", None, False), "you did not much care for mentoring", True),
        (Change("situation", "years-experience", 9, True), "you had 9 years of experience", False),
        (Change("situation", "current-role", "cto", True), "you worked as a CTO", False),
        (Change("situation", "stuck", "yes", False), "you did not feel stuck", False),
    ],
)
def test_changes_are_said_as_what_ifs(knowledge: KnowledgeBase, change: Change, says: str, chosen: bool) -> None:
    facts = [
        Fact("f1", "preference", "mentoring", "likes"),
        Fact("f2", "experience", "mentoring", "has"),
        Fact("f3", "situation", "stuck", "yes"),
        Fact("f4", "experience", "sales", "lacks"),
    ]
    step = make_step(change, facts, knowledge)
    assert step.says.startswith(says)
    assert step.chosen is chosen


def test_every_change_can_be_said(knowledge: KnowledgeBase) -> None:
    for kind, topic, value in list_sayable(knowledge):
        facts = [Fact("f1", kind, topic, value)]
        for change in (Change(kind, topic, value, suppose=True), Change(kind, topic, value, suppose=False)):
            step = make_step(change, facts, knowledge)
            assert step.says
            assert "it were" not in step.says
            assert "{" not in step.says
            assert "  " not in step.says


def test_a_way_is_one_clause(knowledge: KnowledgeBase) -> None:
    changes = [
        Change("preference", "sales", "likes", suppose=True),
        Change("experience", "sales", "has", suppose=True),
        Change("goal", "founder", "wants", suppose=True),
    ]
    steps = [make_step(change, (), knowledge) for change in changes]
    said = "if you came to enjoy selling, had some experience of selling and wanted to become a founder"
    assert phrase_steps(steps) == said
