"""How the writer stands to what is named: glad of its end, at its other end, cross with a bad piece of it, or quoting."""

from __future__ import annotations

import pytest

from fingerpost.assess import Assessor
from fingerpost.intake.blockquotes import list_quoted
from tests.conftest import read_keys


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("I stepped down from management last year and have never been happier.", "preference people-management dislikes"),
        ("Now that I no longer manage anyone, I love my job.", "preference people-management dislikes"),
        ("Since I stopped managing people I enjoy work again.", "preference people-management dislikes"),
        ("What I like most is that nobody asks me to speak in public.", "preference public-speaking dislikes"),
        ("No meetings, I love that.", "preference meetings dislikes"),
        ("I hate everything except coding.", "preference coding likes"),
        ("I stopped enjoying code review.", "preference code-review dislikes"),
        ("I regret becoming a manager.", "goal engineering-manager avoids"),
    ],
)
def test_who_is_glad_of_an_end_does_not_like_the_thing(assessor: Assessor, text: str, fact: str) -> None:
    facts = read_keys(assessor, text)
    topic = fact.split()[1]
    assert {f for f in facts if topic in f and not f.startswith("experience")} == {fact}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("I love listening to podcasts.", "public-speaking"),
        ("I love getting feedback.", "giving-feedback"),
        ("I want a mentor.", "mentoring"),
        ("I love being mentored.", "mentoring"),
        ("I like having a good manager.", "engineering-manager"),
        ("I don't like reporting to anyone.", "people-management"),
        ("I hate flaky tests.", "automation-tooling"),
        ("I hate legacy code.", "coding"),
        ("I would hate to lose touch with code.", "coding"),
        ("I'm not a manager.", "engineering-manager"),
    ],
)
def test_what_is_received_or_a_bad_piece_says_nothing(assessor: Assessor, text: str, topic: str) -> None:
    assert not [f for f in read_keys(assessor, text) if f" {topic} " in f]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("No, I love mentoring.", "preference mentoring likes"),
        ("No, meetings bore me.", "preference meetings dislikes"),
        ("Nothing, I love mentoring.", "preference mentoring likes"),
        ("I have no interest in sales.", "preference sales dislikes"),
    ],
)
def test_an_answer_denies_nothing_of_what_follows(assessor: Assessor, text: str, fact: str) -> None:
    assert fact in read_keys(assessor, text)


def test_each_clause_keeps_its_own_wish(assessor: Assessor) -> None:
    text = "I dislike programming, I don't want to be a manager and I have no interest in product management."
    assert read_keys(assessor, text) == {
        "preference coding dislikes",
        "goal engineering-manager avoids",
        "goal product-manager avoids",
    }


def test_lines_quoted_from_others_are_not_the_writers(assessor: Assessor) -> None:
    assert read_keys(assessor, "> I love mentoring juniors.\n\nGood for you. I hate meetings.") == {
        "preference meetings dislikes"
    }
    # an answer to what is quoted is the writer's
    assert "preference sales dislikes" in read_keys(assessor, "Henrik wrote:\n> I love selling.\n\nI don't.")


@pytest.mark.parametrize("text", ["> I love mentoring\n> I hate meetings", "Things I like:\n> mentoring\n> docs", "1 > 0"])
def test_marked_lines_of_the_writers_own(text: str) -> None:
    assert list_quoted(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "People assume I love meetings.",
        "My boss says I love meetings.",
        "Someone wrote I do this because I want to be a manager.",
    ],
)
def test_what_others_suppose_of_the_writer_is_not_told(assessor: Assessor, text: str) -> None:
    assert read_keys(assessor, text) == set()


def test_what_others_know_or_praise_is_told(assessor: Assessor) -> None:
    assert read_keys(assessor, "My boss knows I hate meetings.") == {"preference meetings dislikes"}
    assert read_keys(assessor, "My manager says I'm good at mentoring.") == {"skill mentoring strong"}
    assert read_keys(assessor, "I think I love meetings.") == {"preference meetings likes"}
