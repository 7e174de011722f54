"""What rules say to a person: each in a sentence of its own, and no fact dressed up as more than it is."""

from __future__ import annotations

from collections import defaultdict

import pytest

from fingerpost.advice import make_result
from fingerpost.inference.compiling import compile_rules
from fingerpost.knowledge import AdviceEffect, CautionEffect, ChooseEffect, FitEffect, KnowledgeBase
from fingerpost.plain import infer_plain
from fingerpost.records import Fact, Result


def tell(knowledge: KnowledgeBase, *said: str) -> Result:
    facts = [Fact(f"f{n}", *words.split()) for n, words in enumerate(said, 1)]  # type: ignore[arg-type]
    return make_result(knowledge, facts, infer_plain(compile_rules(knowledge), facts, top=16))


def test_no_two_rules_say_the_same(knowledge: KnowledgeBase) -> None:
    said = defaultdict(list)
    for rule in knowledge.rules.values():
        if isinstance(rule.then, FitEffect | ChooseEffect):
            said[rule.then.because].append(rule.id)
        elif isinstance(rule.then, CautionEffect | AdviceEffect):
            said[rule.then.text].append(rule.id)
    assert [ids for ids in said.values() if len(ids) > 1] == []


# "you have led", "you are at ease": only a deed told, or ease itself, may be said so
DEEDS = ("You have ", "You are at ease")


@pytest.mark.parametrize("kind", ["preference {} likes", "goal {} wants", "skill {} strong"])
def test_no_taste_wish_or_skill_is_told_as_a_deed(knowledge: KnowledgeBase, kind: str) -> None:
    for topic in knowledge.vocabulary.activities:
        for item in tell(knowledge, kind.format(topic), "goal executive-role wants", "goal founder wants").recommendations:
            for reason in item.reasons:
                assert not reason.text.startswith(DEEDS), reason


def test_a_caution_names_the_fear_of_the_stage(knowledge: KnowledgeBase) -> None:
    said = ("preference public-speaking dislikes", "experience public-speaking has", "goal developer-relations wants")
    result = tell(knowledge, *said, "preference technical-writing likes")
    cautions = {c.rule for r in result.recommendations if r.path == "developer-relations" for c in r.cautions}
    assert "caution-devrel-stage-feared" in cautions
    assert next(g.state for g in result.gates if g.path == "developer-relations") == "unsaid"


def test_what_is_disliked_alone_makes_no_specialist(knowledge: KnowledgeBase) -> None:
    dislikes = (
        f"preference {t} dislikes" for t in ("meetings", "customer-contact", "firefighting", "planning-coordination")
    )
    result = tell(knowledge, *dislikes, "goal stability wants", "goal remote-work wants")
    assert next(s.score for s in result.standing if s.path == "specialist-engineer") == 0


def test_any_contradiction_of_tastes_is_answered(knowledge: KnowledgeBase) -> None:
    mixed = tell(knowledge, "preference sales likes", "preference sales dislikes", "goal solutions-engineer wants")
    assert "advice-mixed" in {line.rule for line in mixed.advice}
    plain = tell(knowledge, "preference sales likes", "goal solutions-engineer wants")
    assert "advice-mixed" not in {line.rule for line in plain.advice}


def test_managing_engineers_is_within_engineering(knowledge: KnowledgeBase) -> None:
    lead = tell(knowledge, "goal engineering-manager wants", "preference mentoring likes")
    field = {r.path: knowledge.paths[r.path].category for r in lead.recommendations}
    told = "advice-change-of-field" in {f.rule for f in lead.firings}
    assert told == bool({"product-and-process", "business-and-sales"} & set(field.values()))
