"""What the engine concludes, on a small knowledge base; and that a plain loop concludes the same, on any persons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost.errors import InferenceError
from fingerpost.inference import Engine, build_engine, infer
from fingerpost.inference.compiling import compile_rules
from fingerpost.knowledge import KnowledgeBase, Vocabulary, load_knowledge
from fingerpost.plain import infer_plain, trace_plain
from fingerpost.records import KINDS, Fact, Inference
from tests.small_knowledge import (
    HAS_LED,
    LIKES_CODING,
    LIKES_MENTORING,
    load_small,
    make_fit,
    make_rule,
    small_rules,
    tell,
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return load_small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def engine(small: KnowledgeBase) -> Engine:
    return build_engine(small)


@pytest.fixture
def infer_with(tmp_path: Path) -> Callable[..., Inference]:
    """Infer with a few rules of one's own; both ways of inferring must agree."""

    def run(rules: list[dict[str, Any]], *facts: str) -> Inference:
        knowledge = load_small(tmp_path, rules)
        inference = infer(build_engine(knowledge), tell(*facts))
        assert infer_plain(compile_rules(knowledge), tell(*facts)) == inference
        return inference

    return run


def fired(inference: Inference) -> list[str]:
    return [f.rule for f in inference.firings]


def scores(inference: Inference) -> dict[str, int]:
    return {s.path: s.score for s in inference.standing}


def test_stages_follow_each_other(engine: Engine) -> None:
    person = tell(
        "preference coding likes",
        "experience leading-projects has",
        "preference mentoring likes",
        "goal stay-technical wants",
    )
    inference = infer(engine, person)
    assert [(f.order, f.rule, f.facts, f.concludes) for f in inference.firings] == [
        (1, "trait-grows-people", ("f3",), "d1"),
        (2, "trait-leads", ("d1", "f2"), "d2"),
        (3, "em-grows-people", ("d1",), "path:engineering-manager"),
        (4, "em-leads", ("d2",), "path:engineering-manager"),
        (5, "staff-coding", ("f1",), "path:staff-engineer"),
        (6, "em-must-have-led", ("f2",), "gate:engineering-manager=open"),
        (7, "choose-staff", ("f4",), "path:staff-engineer"),
        (8, "caution-em", (), "caution:engineering-manager"),
        (9, "caution-em-coder", ("f1",), "caution:engineering-manager"),
        (10, "advice-close", (), "advice"),
        (11, "advice-closing", (), "advice"),
        (12, "next-engineering-manager", (), "next:engineering-manager"),
        (13, "next-staff-engineer", (), "next:staff-engineer"),
    ]
    assert [(d.id, d.trait, d.rule, d.facts) for d in inference.derived] == [
        ("d1", "grows-people", "trait-grows-people", ("f3",)),
        ("d2", "leads", "trait-leads", ("d1", "f2")),
    ]
    assert scores(inference) == {"staff-engineer": 5, "engineering-manager": 5, "developer-relations": 0}
    assert inference.recommended == ("staff-engineer", "engineering-manager")


def test_first_option_that_holds_is_the_premise(engine: Engine) -> None:
    assert infer(engine, tell("skill mentoring strong", "preference mentoring likes")).derived[0].facts == ("f2",)
    assert infer(engine, tell("skill mentoring strong")).derived[0].facts == ("f1",)


def test_values_of_a_list_are_tried_in_the_order_written(infer_with: Callable[..., Inference]) -> None:
    either = make_fit("either", "staff-engineer", 1, {"preference": "coding", "is": ["dislikes", "likes"]})
    inference = infer_with([either], "preference coding likes", "preference coding dislikes")
    assert [f.facts for f in inference.firings] == [("f2",)]


def test_unless_looks_at_facts_and_traits(engine: Engine) -> None:
    assert "staff-coding" in fired(infer(engine, tell("preference coding likes")))
    assert "staff-coding" not in fired(infer(engine, tell("preference coding likes", "goal coding avoids")))
    leads = ("preference mentoring likes", "experience leading-projects has")
    assert "devrel-mild" in fired(infer(engine, tell("preference public-speaking likes", leads[0])))
    assert "devrel-mild" not in fired(infer(engine, tell("preference public-speaking likes", *leads)))


@pytest.mark.parametrize(("strength", "fires"), [("mild", False), ("plain", False), ("strong", True)])
def test_strength_is_a_least_strength(engine: Engine, strength: str, fires: bool) -> None:
    inference = infer(engine, tell(f"preference public-speaking likes {strength}"))
    assert ("devrel-stage" in fired(inference)) is fires
    assert "devrel-mild" in fired(inference)


@pytest.mark.parametrize(("years", "fires"), [(7, False), (8, True), (30, True)])
def test_thresholds(engine: Engine, years: int, fires: bool) -> None:
    assert ("staff-years" in fired(infer(engine, tell(f"situation years-experience {years}")))) is fires


def test_ranges_include_their_ends_and_zero(infer_with: Callable[..., Inference]) -> None:
    rules = [
        make_fit("some", "staff-engineer", 1, {"situation": "years-experience", "at_least": 3, "at_most": 5}),
        make_fit("none", "staff-engineer", 1, {"situation": "years-experience", "at_most": 0}),
    ]
    found = {years: fired(infer_with(rules, f"situation years-experience {years}")) for years in (0, 1, 2, 3, 5, 6)}
    assert found == {0: ["none"], 1: [], 2: [], 3: ["some"], 5: ["some"], 6: []}


def test_a_rule_fires_once_on_the_oldest_of_equal_premises(infer_with: Callable[..., Inference]) -> None:
    rule = make_fit("years", "staff-engineer", 1, {"situation": "years-experience", "at_least": 3})
    inference = infer_with([rule], "situation years-experience 9", "situation years-experience 5")
    assert [f.facts for f in inference.firings] == [("f1",)]


def test_two_rules_may_conclude_one_trait(infer_with: Callable[..., Inference]) -> None:
    then = {"trait": "maker", "meaning": "you make things"}
    rules = [
        make_rule("one", "traits", [LIKES_CODING], then),
        make_rule("two", "traits", [HAS_LED], then),
        make_fit("three", "staff-engineer", 1, {"trait": "maker"}),
    ]
    inference = infer_with(rules, "experience leading-projects has", "preference coding likes")
    assert [(d.id, d.rule) for d in inference.derived] == [("d1", "one"), ("d2", "two")]
    assert inference.firings[-1].facts == ("d1",)


def test_derived_ids_keep_clear_of_the_facts(small: KnowledgeBase, engine: Engine) -> None:
    person = [replace(f, id=f"d{n}") for n, f in enumerate(tell("preference mentoring likes"), 1)]
    inference = infer(engine, person)
    assert inference.derived[0].id == "d2"
    assert infer_plain(compile_rules(small), person) == inference


@pytest.mark.parametrize(
    ("facts", "state", "premises"),
    [
        ((), "unsaid", ()),
        (("experience leading-projects has",), "open", ("f1",)),
        (("experience leading-projects lacks",), "closed", ("f1",)),
        (("experience leading-projects has", "experience leading-projects lacks"), "closed", ("f2",)),
    ],
)
def test_gates(engine: Engine, facts: tuple[str, ...], state: str, premises: tuple[str, ...]) -> None:
    inference = infer(engine, tell(*facts))
    assert [(g.state, g.facts) for g in inference.gates] == [(state, premises)]
    assert ("em-must-have-led" in fired(inference)) is (state != "unsaid")


def test_closed_gate_keeps_from_the_first_rank_alone(engine: Engine) -> None:
    manager = ("skill mentoring strong", "preference mentoring likes", "experience leading-projects lacks")
    inference = infer(engine, tell(*manager, "preference coding likes"))
    assert inference.recommended == ("staff-engineer", "engineering-manager")
    assert scores(inference)["engineering-manager"] > scores(inference)["staff-engineer"]


def test_a_later_stage_can_read_a_gate(infer_with: Callable[..., Inference]) -> None:
    gate = next(r for r in small_rules() if r["stage"] == "gates")
    asked = {"any": [{"gate": "engineering-manager", "is": state} for state in ("unsaid", "closed")]}
    rules = [
        gate,
        make_fit("em", "engineering-manager", 3, LIKES_MENTORING, LIKES_CODING),
        make_rule("unclear", "cautions", [asked], {"caution": "engineering-manager", "text": "Have you led before?"}),
    ]
    both = ("preference mentoring likes", "preference coding likes")
    assert "unclear" in fired(infer_with(rules, *both))
    assert "unclear" not in fired(infer_with(rules, *both, "experience leading-projects has"))


def test_choice_needs_both_in_the_running(engine: Engine) -> None:
    wish = "goal stay-technical wants"
    assert "choose-staff" not in fired(infer(engine, tell("preference coding likes", wish)))
    assert "choose-staff" not in fired(infer(engine, tell("preference mentoring likes", wish)))
    assert "choose-staff" in fired(infer(engine, tell("preference mentoring likes", "preference coding likes", wish)))


def test_too_thin_recommends_nothing(engine: Engine) -> None:
    placing = ("situation current-role senior-engineer", "situation years-experience 9")
    for thin in ((), ("preference coding likes",), placing):
        inference = infer(engine, tell(*thin))
        assert inference.too_thin
        assert inference.recommended == ()
        assert "advice-closing" not in fired(inference)
    wish = infer(engine, tell("goal staff-engineer wants"))
    assert not wish.too_thin
    assert wish.recommended == ("staff-engineer",)


def test_what_would_have_done_in_the_place_of_a_premise_supports_too(infer_with: Callable[..., Inference]) -> None:
    either = {"any": [LIKES_CODING, {"skill": "coding", "is": "strong"}]}
    rules = [make_fit("codes", "staff-engineer", 3, either)]
    liked, skilled = "preference coding likes", "skill coding strong"
    assert infer_with(rules, liked).too_thin
    assert infer_with(rules, skilled).too_thin
    both = infer_with(rules, liked, skilled)
    assert not both.too_thin
    assert [(f.rule, f.facts) for f in both.firings] == [("codes", ("f1",))]
    assert scores(both)["staff-engineer"] == 3
    # so too where a disposition lies between
    then = {"trait": "maker", "meaning": "you make things"}
    through = [make_rule("makes", "traits", [either], then), make_fit("maker", "staff-engineer", 3, {"trait": "maker"})]
    assert infer_with(through, liked).too_thin
    assert not infer_with(through, liked, skilled).too_thin


def test_no_more_are_recommended_than_asked_for(engine: Engine) -> None:
    person = tell("preference coding likes", "preference mentoring likes", "experience leading-projects has")
    assert len(infer(engine, person).recommended) == 2
    inference = infer(engine, person, top=1)
    assert inference.recommended == ("engineering-manager",)
    assert "next-staff-engineer" not in fired(inference)


def test_paths_at_or_below_zero_are_not_recommended(engine: Engine) -> None:
    person = tell("preference coding likes", "goal staff-engineer wants", "preference meetings dislikes")
    inference = infer(engine, person)
    assert scores(inference)["engineering-manager"] == -2
    assert inference.recommended == ("staff-engineer",)
    assert [s.rank for s in inference.standing] == [1, 2, 3]


def test_of_facts_that_say_the_same_the_strongest_stands(engine: Engine) -> None:
    person = tell("preference public-speaking likes mild", "preference public-speaking likes strong")
    inference = infer(engine, person)
    assert [f.facts for f in inference.firings] == [("f2",), ("f2",)]


@pytest.mark.parametrize(
    "fact",
    [
        Fact("f1", "preference", "coding", "wants"),
        Fact("f1", "preference", "knitting", "likes"),
        Fact("f1", "mood", "coding", "likes"),
        Fact("f1", "situation", "years-experience", "many"),
        Fact("f1", "situation", "years-experience", True),
        Fact("f1", "preference", "coding", "likes", "huge"),
    ],
)
def test_unknown_facts_are_refused_and_leave_nothing_behind(engine: Engine, fact: Fact) -> None:
    expected = infer(engine, tell("preference mentoring likes"))
    with pytest.raises(InferenceError, match="fact f1: "):
        infer(engine, [fact])
    assert infer(engine, tell("preference mentoring likes")) == expected


def test_two_facts_of_one_id_are_refused(engine: Engine) -> None:
    with pytest.raises(InferenceError, match="two facts have the id"):
        infer(engine, [*tell("preference coding likes"), *tell("preference mentoring likes")])


def test_an_error_within_a_run_leaves_nothing_behind(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    person = tell("preference mentoring likes", "preference coding likes", "experience leading-projects has")
    expected, other = infer(engine, person), infer(engine, tell("preference coding likes"))

    def fail(*_: object) -> None:
        raise RuntimeError("in the middle")

    with monkeypatch.context() as patch:
        patch.setattr("fingerpost.inference.ledger.Ledger.conclude", fail)
        with pytest.raises(RuntimeError, match="in the middle"):
            infer(engine, person)
    assert infer(engine, tell("preference coding likes")) == other
    assert infer(engine, person) == expected


def test_two_engines_agree(small: KnowledgeBase, engine: Engine) -> None:
    person = tell("preference mentoring likes", "preference public-speaking likes", "goal stay-technical wants")
    assert infer(build_engine(small), person) == infer(engine, person)


def test_trace_tells_what_a_silent_rule_lacks(small: KnowledgeBase) -> None:
    person = tell("preference mentoring likes", "preference coding likes", "goal coding avoids")
    program = compile_rules(small)
    inference, unfired = trace_plain(program, person)
    by_rule = {u.compiled.rule.id: u for u in unfired}
    assert inference == infer_plain(program, person)
    assert set(by_rule) == set(small.rules) - set(fired(inference))
    assert [p.subject for slot in by_rule["trait-leads"].lacking for p in slot] == ["leading-projects"]
    assert [k.ref for k in by_rule["staff-coding"].denied] == ["f3"]


def persons(vocabulary: Vocabulary) -> st.SearchStrategy[tuple[Fact, ...]]:
    """Any persons: up to fourteen facts of any kind, contradictions and repetitions among them."""
    topics = [(kind, topic) for kind in KINDS for topic in vocabulary.topics_of(kind)]

    def make(chosen: list[tuple[tuple[str, str], int, str]]) -> tuple[Fact, ...]:
        facts = []
        for number, ((kind, topic), pick, strength) in enumerate(chosen, 1):
            values = vocabulary.list_values(kind, topic)
            value = values[pick % len(values)] if values else pick
            facts.append(Fact(f"f{number}", kind, topic, value, strength))
        return tuple(facts)

    strengths = st.sampled_from(["mild", "plain", "strong"])
    return st.lists(st.tuples(st.sampled_from(topics), st.integers(0, 20), strengths), max_size=14).map(make)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_engine_and_plain_loop_agree(small: KnowledgeBase, engine: Engine, data: st.DataObject) -> None:
    person = data.draw(persons(small.vocabulary))
    assert infer_plain(compile_rules(small), person) == infer(engine, person)


@pytest.fixture(scope="module")
def real() -> KnowledgeBase:
    return load_knowledge()


@pytest.fixture(scope="module")
def real_engine(real: KnowledgeBase) -> Engine:
    return build_engine(real)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_engine_and_plain_loop_agree_on_the_real_rules(
    real: KnowledgeBase, real_engine: Engine, data: st.DataObject
) -> None:
    person = data.draw(persons(real.vocabulary))
    assert infer_plain(compile_rules(real), person) == infer(real_engine, person)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_scores_add_up_and_closed_gates_lead_where_nothing_else_may(
    real: KnowledgeBase, real_engine: Engine, data: st.DataObject
) -> None:
    inference = infer(real_engine, data.draw(persons(real.vocabulary)))
    assert all(s.score == sum(p.points for p in s.points) for s in inference.standing)
    assert sorted(s.path for s in inference.standing) == sorted(real.paths)
    closed = {g.path for g in inference.gates if g.state == "closed"}
    first = inference.standing[0]
    if first.path in closed:
        least = real.scoring.fair if first.score >= real.scoring.strong else 1
        assert all(s.path in closed or s.score < least for s in inference.standing)
    assert all(scores(inference)[path] > 0 for path in inference.recommended)
