"""What is made of an inference in words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from fingerpost.advice import make_result, place_premises
from fingerpost.inference.compiling import compile_rules
from fingerpost.knowledge import KnowledgeBase
from fingerpost.phrasing import phrase_own
from fingerpost.plain import infer_plain
from fingerpost.ranking import Ranker
from fingerpost.records import Evidence, Fact, Result
from tests.small_knowledge import load_small, small_rules, tell


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return load_small(tmp_path_factory.mktemp("small"))


def result_for(knowledge: KnowledgeBase, *facts: str | Fact) -> Result:
    person = [tell(f)[0] if isinstance(f, str) else f for f in facts]
    numbered = [replace(f, id=f"f{n}") for n, f in enumerate(person, 1)]
    return make_result(knowledge, numbered, infer_plain(compile_rules(knowledge), numbered))


def test_reasons_by_points_and_they_add_up(small: KnowledgeBase) -> None:
    result = result_for(
        small,
        "preference mentoring likes",
        "skill mentoring strong",
        "experience leading-projects has",
        "preference meetings dislikes",
    )
    first = result.recommendations[0]
    assert (first.path, first.rank, first.score, first.verdict) == ("engineering-manager", 1, 4, "fair")
    assert [(r.rule, r.points) for r in first.reasons] == [
        ("em-coach", 4),
        ("em-leads", 2),
        ("em-grows-people", 0),
        ("em-no-meetings", -2),
    ]
    assert sum(r.points or 0 for r in first.reasons) == first.score
    assert first.reasons[0].text == 'You wrote "I strong mentoring"; em-coach speaks.'
    assert first.reasons[1].text == 'You wrote "I likes mentoring"; em-leads speaks.'
    assert first.next == small.paths["engineering-manager"].ladder
    assert first.first_steps == small.paths["engineering-manager"].first_steps


def test_cautions_on_the_persons_own_words_come_first(small: KnowledgeBase) -> None:
    result = result_for(small, "preference mentoring likes", "experience leading-projects has", "preference coding likes")
    manager = next(r for r in result.recommendations if r.path == "engineering-manager")
    assert [c.text for c in manager.cautions] == [
        'You wrote "I likes coding", and little code remains.',
        "Little code remains.",
    ]
    assert next(r for r in result.recommendations if r.path == "staff-engineer").cautions == ()


def test_gates_say_what_would_open_them(small: KnowledgeBase) -> None:
    assert [g.text for g in result_for(small).gates] == ["You do not say whether you have led."]
    (closed,) = result_for(small, "experience leading-projects lacks").gates
    assert (closed.state, closed.path, closed.facts) == ("closed", "engineering-manager", ("f1",))
    assert closed.text == ('You have not led yet: "I lacks leading projects". What would open it: leading one project.')
    (opened,) = result_for(small, "experience leading-projects has").gates
    assert opened.text == 'You have led: "I has leading projects".'


def test_at_most_three_lines_of_advice_and_the_closing_line(small: KnowledgeBase) -> None:
    result = result_for(
        small,
        "preference public-speaking likes",
        "goal developer-relations wants",
        "preference coding likes",
        "situation stuck yes",
        "concern burnout worried",
    )
    assert [line.rule for line in result.advice] == ["advice-close", "advice-stuck", "advice-weak", "advice-closing"]
    assert {"advice-field", "advice-closing"} < {f.rule for f in result.firings}
    assert [line.rule for line in result_for(small, "situation stuck yes").advice] == ["advice-stuck"]


def test_an_empty_person_gets_an_empty_result(small: KnowledgeBase) -> None:
    result = result_for(small)
    assert (result.recommendations, result.advice, result.firings, result.derived) == ((), (), (), ())
    assert len(result.standing) == 3


def test_premises_are_placed_where_they_belong(tmp_path: Path) -> None:
    rules = small_rules()
    mixed = next(r for r in rules if r["id"] == "advice-field")
    mixed["when"].append({"situation": "stuck", "is": "yes"})
    mixed["then"]["advice"] = 'You wrote "{f2.evidence}".'
    mixed["examples"]["fires"] = [[{"situation": "stuck", "is": "yes"}, {"concern": "burnout", "is": "worried"}]]
    knowledge = load_small(tmp_path, rules)
    rule = knowledge.rules["advice-field"]
    stuck, burnout = Fact("f1", "situation", "stuck", "yes"), Fact("f2", "concern", "burnout", "worried")
    things = {"f1": stuck, "f2": burnout}
    assert place_premises(rule, ("f2", "f1"), things) == ("f2", "f1")
    assert place_premises(rule, ("f1",), things) == (None, "f1")
    said = result_for(knowledge, "situation stuck yes", "concern burnout worried").advice
    assert 'You wrote "I yes stuck".' in [line.text for line in said]


@pytest.mark.parametrize(
    ("fact", "quoted"),
    [
        (Fact("f1", "preference", "coding", "likes"), 'said "I like coding"'),
        (Fact("f1", "preference", "coding", "likes", evidence=(Evidence(-1, -1, " "),)), 'said "I like coding"'),
        (Fact("f1", "preference", "coding", "likes", evidence=(Evidence(-1, -1, "answered: I do"),)), 'said "I do"'),
        (Fact("f1", "preference", "coding", "likes", evidence=(Evidence(-1, -1, "{f1.topic}"),)), 'wrote "{f1.topic}"'),
    ],
)
def test_facts_without_words_are_said_for_the_person(small: KnowledgeBase, fact: Fact, quoted: str) -> None:
    result = result_for(small, fact, "goal staff-engineer wants")
    texts = [r.text for r in result.recommendations[0].reasons]
    assert f"You {quoted}; staff-coding speaks." in texts


def test_years_are_said_as_years(small: KnowledgeBase) -> None:
    fact = Fact("f1", "situation", "years-experience", 9)
    result = result_for(small, fact, "goal staff-engineer wants")
    assert 'You said "9 years of experience"; staff-years speaks.' in [r.text for r in result.recommendations[0].reasons]


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("goal start-company wants", "I want to found a company"),
        ("goal public-speaking avoids", "I do not want to give talks"),
        ("concern losing-technical-skills worried", "I worry about losing my technical skills"),
        ("situation staff-track absent", "My company has no staff-level roles"),
        ("situation has-idea yes", "I have an idea of my own"),
        ("situation current-role cto", "I am a CTO"),
        ("situation current-role devrel", "I am a developer advocate"),
        ("situation years-experience 1", "I have worked in software for 1 year"),
        ("goal engineering-manager wants", "I want to become an engineering manager"),
    ],
)
def test_the_person_is_quoted_as_the_interview_would(knowledge: KnowledgeBase, fact: str, said: str) -> None:
    assert phrase_own(replace(tell(fact)[0], evidence=()), knowledge) == said


def test_whatever_rules_read_can_be_said_by_the_person(knowledge: KnowledgeBase) -> None:
    ranker = Ranker(compile_rules(knowledge))
    said = [
        phrase_own(Fact("f1", kind, topic, value), knowledge)
        for kind, topic in ranker.keys
        for value in ranker.list_values((kind, topic))
    ]
    assert [words for words in said if re.search(r"\b(you|your)\b|[{}:]", words)] == []


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("goal coding avoids", "I do not want coding"),
        ("goal promotion wants", "I want promotion"),
        ("situation stuck yes", "stuck"),
        ("situation current-role tech-lead", "current role: tech lead"),
    ],
)
def test_what_no_question_asks_is_said_plainly(small: KnowledgeBase, fact: str, said: str) -> None:
    assert phrase_own(replace(tell(fact)[0], evidence=()), small) == said


def test_a_supposed_fact_is_quoted_in_the_first_person(knowledge: KnowledgeBase) -> None:
    result = result_for(knowledge, Fact("f1", "goal", "start-company", "wants"))
    assert 'You said "I want to found a company"' in " ".join(r.text for r in result.recommendations[0].reasons)
