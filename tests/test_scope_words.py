"""The words that turn what a cue says are kept with the fact, as they stand in the text."""

import pytest

from fingerpost.assess import Assessor, read_self_description
from fingerpost.records import Fact, ScopeWords
from fingerpost.serialising import plain_fact, read_facts
from fingerpost.survey.privacy import forget_words


def read_one(assessor: Assessor, text: str, topic: str) -> Fact:
    [fact] = [f for f in read_self_description(assessor, text).facts if f.topic == topic]
    return fact


@pytest.mark.parametrize(
    ("text", "topic", "value", "scope"),
    [
        ("I enjoy meetings.", "meetings", "likes", []),
        ("I don't enjoy meetings.", "meetings", "dislikes", [("negation", "don't")]),
        ("I have never liked sales.", "sales", "dislikes", [("negation", "never")]),
        ("I haven't managed people.", "people-management", "lacks", [("negation", "haven't")]),
        ("I like mentoring, but not code review.", "code-review", "dislikes", [("negation", "not")]),
        ("I used to run the local meetup.", "community-building", "has", [("past", "used to")]),
        ("If you made me sell I would hate it.", "sales", "dislikes", [("hypothesis", "If you made")]),
        ("What if my skills become obsolete?", "skill-obsolescence", "worried", [("hypothesis", "What if")]),
    ],
)
def test_scope_words_are_kept(assessor: Assessor, text: str, topic: str, value: str, scope: list[tuple[str, str]]) -> None:
    fact = read_one(assessor, text, topic)
    assert fact.value == value
    assert [(s.scope, s.text) for s in fact.scope] == scope
    assert all(s.text in text for s in fact.scope)


def test_a_cue_is_quoted_with_whole_words(assessor: Assessor) -> None:
    assert read_one(assessor, "I don't want anybody reporting to me.", "people-management").cues == ("don't want",)


@pytest.mark.parametrize(
    ("text", "topic", "cue"),
    [
        ("What I can't stand is being on call.", "reliability", "What I can't stand is"),
        ("I don't mind meetings.", "meetings", "don't mind"),
        ("I'm afraid of layoffs.", "job-security", "I'm afraid of"),
        ("Clients I'd rather leave to others.", "customer-contact", "I'd … leave to others"),
        ("Start something purely mine? No, thank you.", "start-company", "No, thank you"),
    ],
)
def test_cues_are_words_of_the_text_in_its_order(assessor: Assessor, text: str, topic: str, cue: str) -> None:
    assert read_one(assessor, text, topic).cues == (cue,)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("I'm a tech lead at a bank.", "I'm a tech lead"),
        ("CTO of a startup.", "CTO of a startup"),
        ("Ten years in fintech.", "Ten years"),
    ],
)
def test_situations_are_quoted_in_whole_words(assessor: Assessor, text: str, quote: str) -> None:
    facts = read_self_description(assessor, text).facts
    assert quote in [e.text for f in facts for e in f.evidence]


def test_what_the_second_reader_weighed_stands_in_the_text(assessor: Assessor) -> None:
    text = "The days I remember are those I spent in a truck yard, watching dispatchers fight our screens."
    for fact in read_self_description(assessor, text).facts:
        assert all(words in text for cue in fact.cues for words in cue.split(" … "))


def test_scope_words_travel_with_the_record(assessor: Assessor) -> None:
    fact = read_one(assessor, "I don't enjoy meetings.", "meetings")
    data = plain_fact(fact)
    assert data["scope"] == [{"scope": "negation", "text": "don't"}]
    assert read_facts([data], "here") == (fact,)
    assert "scope" not in plain_fact(read_one(assessor, "I enjoy meetings.", "meetings"))


def test_scope_words_are_words_of_the_person_and_are_forgotten_with_them() -> None:
    fact = Fact("f1", "preference", "meetings", "dislikes", cues=("enjoy",), scope=(ScopeWords("negation", "don't"),))
    assert forget_words(fact) == Fact("f1", "preference", "meetings", "dislikes")


@pytest.mark.parametrize(
    ("text", "topic", "quote"),
    [
        (
            "What I enjoy most is getting to the bottom of an ugly bug, and lately, sitting down with the two juniors on my "
            "team until something clicks for them.",
            "deep-technical-problems",
            "What I enjoy most is getting to the bottom of an ugly bug",
        ),
        ("I love mentoring juniors every week.", "mentoring", "I love mentoring juniors every week"),
        ("I want more pay, and I don't want to travel much.", "travel", "I don't want to travel much"),
    ],
)
def test_a_long_clause_is_quoted_as_far_as_it_tells_the_fact(assessor: Assessor, text: str, topic: str, quote: str) -> None:
    assert [e.text for e in read_one(assessor, text, topic).evidence] == [quote]
