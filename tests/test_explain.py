"""Explanations: that each ends in the person's words, adds up, and tells truly why rules were silent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from fingerpost.assess import Assessor, Change, assess_facts
from fingerpost.contradictions import find_contradictions
from fingerpost.data import find_data
from fingerpost.errors import InputError
from fingerpost.explain import Explainer, Explanation
from fingerpost.explain.arguing import Arguer
from fingerpost.explain.records import Premise
from fingerpost.explain.serial import plain_explanation
from fingerpost.knowledge import KnowledgeBase
from fingerpost.loading import check_schema
from fingerpost.plain import infer_plain, trace_plain
from fingerpost.records import Derived, Evidence, Fact, Reading, Result
from tests.people import draw_people, list_samples, read_person

SAMPLES = list_samples()
SCHEMA = find_data("schemas") / "explanation.schema.json"


@pytest.fixture(scope="module")
def explainer(assessor: Assessor) -> Explainer:
    return Explainer(assessor)


def say(*facts: str) -> tuple[Fact, ...]:
    """Facts from "kind topic value", each with words of its own."""
    out = []
    for number, line in enumerate(facts, 1):
        kind, topic, value = line.split()
        words = Evidence(0, len(line), f"words of {topic}")
        out.append(Fact(f"f{number}", kind, topic, int(value) if value.isdecimal() else value, evidence=(words,)))
    return tuple(out)


SPEAKER = say(
    "preference public-speaking likes",
    "experience public-speaking has",
    "preference mentoring likes",
    "preference coding likes",
    "goal people-management avoids",
    "situation current-role senior-engineer",
)


def explain(explainer: Explainer, facts: Sequence[Fact], path: str, **more: object) -> Explanation:
    return explainer.explain(Reading(tuple(facts), ()), path, **more)  # type: ignore[arg-type]


# down to the words


def list_leaves(premises: Iterable[Premise]) -> list[Fact]:
    leaves = []
    for premise in premises:
        if isinstance(premise.thing, Derived):
            assert premise.rule
            assert premise.sources
            assert premise.premises
            leaves += list_leaves(premise.premises)
        else:
            assert not premise.premises
            leaves.append(premise.thing)
    return leaves


def test_every_ground_ends_in_words_and_adds_up(explainer: Explainer, knowledge: KnowledgeBase) -> None:
    for sample in SAMPLES:
        facts = read_person(sample)
        result = assess_facts(explainer.assessor, facts)
        for standing in result.standing[:5]:
            argument = explain(explainer, facts, standing.path).argument
            assert (argument.rank, argument.score) == (standing.rank, standing.score)
            assert sum(points for _, points in argument.terms) == standing.score
            grounds = [*argument.pros, *argument.cons]
            assert [(g.rule, g.points) for g in grounds] == [(p.rule, p.points) for p in standing.points]
            for ground in grounds:
                assert ground.sources
                assert (ground.points == ground.stated) == (not ground.outweighed_by)
                assert ground.rule not in ground.outweighed_by
                for leaf in list_leaves(ground.premises):
                    assert leaf in result.facts
                    assert leaf.evidence
            recommended = {r.path: r for r in result.recommendations}
            if standing.path in recommended:
                reasons = recommended[standing.path].reasons
                assert {(g.rule, g.text) for g in grounds} == {(r.rule, r.text) for r in reasons}


def assert_followed(result: Result) -> None:
    """From every reason, caution, gate, advice and firing, ids lead to facts with evidence."""
    facts = {f.id: f for f in result.facts}
    derived = {d.id: d for d in result.derived}
    assert not facts.keys() & derived.keys()

    def follow(refs: Iterable[str], seen: frozenset[str] = frozenset()) -> None:
        for ref in refs:
            assert ref not in seen, "a trait rests on itself"
            if ref in derived:
                assert derived[ref].facts
                follow(derived[ref].facts, seen | {ref})
            else:
                assert facts[ref].evidence

    for item in result.recommendations:
        for line in (*item.reasons, *item.cautions):
            follow(line.facts)
            assert "{" not in line.text
        for reason in item.reasons:
            assert reason.facts, f"{reason.rule} rests on nothing"
    for thing in (*result.gates, *result.advice, *result.firings):
        follow(thing.facts)


def test_every_reason_can_be_followed_to_evidence(assessor: Assessor, knowledge: KnowledgeBase) -> None:
    for sample in SAMPLES:
        assert_followed(assess_facts(assessor, read_person(sample)))
    for facts in draw_people(knowledge, 60, seed=21):
        worded = [Fact(f.id, *f.key, f.strength, (Evidence(0, 3, "so!"),)) for f in facts]
        assert_followed(assess_facts(assessor, worded))


def test_gates_and_their_reasons(explainer: Explainer) -> None:
    facts = say("skill public-speaking weak", "preference community-building likes")
    [gate] = explain(explainer, facts, "developer-relations").argument.gates
    assert gate.state == "closed"
    assert [leaf.topic for leaf in list_leaves(gate.premises)] == ["public-speaking"]
    [gate] = explain(explainer, facts[1:], "developer-relations").argument.gates
    assert gate.state == "open"
    [gate] = explain(explainer, (), "developer-relations").argument.gates
    assert (gate.state, gate.premises) == ("unsaid", ())


def test_choices_name_what_they_are_preferred_to(explainer: Explainer, knowledge: KnowledgeBase) -> None:
    seen = 0
    for facts in draw_people(knowledge, 200, seed=22):
        inference, silent = trace_plain(explainer.program, facts)
        arguer = Arguer(explainer.program, facts, inference, silent)
        for standing in inference.standing:
            if any(knowledge.rules[p.rule].stage == "choose" for p in standing.points):
                argument = arguer.argue(standing.path)
                chosen = [g for g in (*argument.pros, *argument.cons) if g.stage == "choose"]
                assert all(g.rivals for g in chosen)
                seen += len(chosen)
    assert seen > 3


# what did not speak


def test_silent_rules_lack_what_they_say(explainer: Explainer, knowledge: KnowledgeBase) -> None:
    for sample in SAMPLES[::3]:
        facts = read_person(sample)
        fired = {f.rule for f in infer_plain(explainer.program, facts).firings}
        for path in ("staff-engineer", "engineering-manager", "developer-relations"):
            silent = explain(explainer, facts, path).argument.silent
            assert {s.rule for s in silent} == {r.id for r in knowledge.rules.values() if r.path == path} - fired
            shown = [s for s in silent if s.stage in ("fit", "choose", "gates")]
            assert [s.distance for s in shown] == sorted(s.distance for s in shown)
            for rule in shown:
                assert rule.lacks or rule.denied
                assert rule.distance >= 1
                if len(rule.lacks) == 1 and not rule.denied and rule.lacks[0].facts and rule.stage != "gates":
                    kind, topic, value = rule.lacks[0].facts[0]
                    if value is not None:
                        more = [*facts, Fact("new", kind, topic, value)]
                        then = infer_plain(explainer.program, more)
                        # a choice falls away where what was lacking takes the points of all that it is between
                        over = getattr(knowledge.rules[rule.rule].then, "over", ())
                        gone = bool(over) and all(s.score <= 0 for s in then.standing if s.path in over)
                        assert rule.rule in {f.rule for f in then.firings} or gone


def test_a_lacking_trait_tells_how_it_would_come(explainer: Explainer) -> None:
    silent = explain(explainer, (), "engineering-manager").argument.silent
    traits = [lack for s in silent for lack in s.lacks if lack.trait]
    assert traits
    for lack in traits:
        assert lack.through
        assert all(lacks for _, lacks in lack.through)


# what if, and against another


def test_what_if_sets_two_rankings_side_by_side(explainer: Explainer) -> None:
    changes = [Change("preference", "public-speaking", "dislikes", suppose=True)]
    what_if = explain(explainer, SPEAKER, "developer-relations", changes=changes).what_if
    assert what_if is not None
    before, after = (infer_plain(explainer.program, facts) for facts in (SPEAKER, replace_speaking()))
    for places, inference in ((what_if.before, before), (what_if.after, after)):
        assert [(p.path, p.rank, p.score) for p in places] == [(s.path, s.rank, s.score) for s in inference.standing]
    given = [
        {f.rule: 0 for f in i.firings} | {p.rule: p.points for s in i.standing for p in s.points} for i in (before, after)
    ]
    rules = given[0].keys() | given[1].keys()
    assert {s.rule: (s.before, s.after) for s in what_if.shifts} == {
        rule: (given[0].get(rule), given[1].get(rule)) for rule in rules if given[0].get(rule) != given[1].get(rule)
    }
    assert [step.says for step in what_if.steps] == ["you no longer enjoyed speaking in public"]


def replace_speaking() -> tuple[Fact, ...]:
    return (*SPEAKER[1:], Fact("f9", "preference", "public-speaking", "dislikes"))


def test_contrast_tells_what_each_fact_does(explainer: Explainer) -> None:
    explanation = explain(explainer, SPEAKER, "developer-relations", versus="engineering-manager")
    contrast = explanation.contrast
    assert contrast is not None
    assert contrast.lead == explanation.argument.score - contrast.other.score
    for tip in contrast.tips:
        rest = [f for f in SPEAKER if f is not tip.fact]
        scores = {s.path: s.score for s in infer_plain(explainer.program, rest).standing}
        without = scores["developer-relations"] - scores["engineering-manager"]
        assert tip.moves == contrast.lead - without != 0
    assert [abs(t.moves) for t in contrast.tips] == sorted((abs(t.moves) for t in contrast.tips), reverse=True)
    assert contrast.tips[0].fact.topic in ("public-speaking", "people-management")


def test_an_unknown_path_is_told_with_the_nearest(explainer: Explainer) -> None:
    with pytest.raises(InputError, match="did you mean staff-engineer"):
        explain(explainer, (), "staff-enginer")
    with pytest.raises(InputError, match="no path 'poet'"):
        explain(explainer, (), "founder", versus="poet")


# contradictions


@pytest.mark.parametrize(
    ("facts", "asks"),
    [
        (("preference meetings likes", "preference meetings dislikes"), ("preference", "meetings")),
        (("goal meetings wants", "preference meetings dislikes"), ("goal", "meetings")),
        (("preference sales likes", "goal sales avoids"), ("goal", "sales")),
        (("situation staff-track available", "situation staff-track absent"), ("situation", "staff-track")),
        (("preference meetings likes", "goal meetings wants"), None),
        (("preference meetings likes", "experience meetings lacks"), None),
        (("preference meetings likes", "preference sales dislikes"), None),
        (("skill sales weak", "preference sales likes"), None),
    ],
)
def test_contradictions(knowledge: KnowledgeBase, facts: tuple[str, ...], asks: tuple[str, str] | None) -> None:
    found = find_contradictions(say(*facts), knowledge)
    assert [c.asks for c in found] == ([asks] if asks else [])
    for contradiction in found:
        assert contradiction.text.startswith('You wrote "words of ')


# as data


@pytest.mark.parametrize("sample", SAMPLES[::4], ids=lambda p: p.stem)
def test_data_meets_the_schema(explainer: Explainer, sample: Path) -> None:
    facts = read_person(sample)
    changes = [Change("preference", "sales", "likes", suppose=True), Change("preference", "coding", None, suppose=False)]
    for path in list(explainer.program.knowledge.paths)[::5]:
        explanation = explain(explainer, facts, path, changes=changes, versus="founder")
        check_schema(plain_explanation(explanation), SCHEMA, sample.name)
