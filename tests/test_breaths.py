"""What is told in two breaths, what is held and what others urge: sentences that a reader takes together or leaves out."""

from __future__ import annotations

import pytest

from fingerpost.assess import Assessor
from fingerpost.intake.normalising import normalise_text
from fingerpost.intake.parsing import parse_pages
from tests.conftest import read_keys


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Last month I gave a workshop about accessibility. I drove home singing.", "preference knowledge-sharing likes"),
        ("I had to debug a deadlock last week. Most fun I've had all year.", "preference deep-technical-problems likes"),
        ("Then came the sales calls. My stomach turned every time.", "preference sales dislikes"),
        ("I organised the meetup last spring. Would do it again tomorrow.", "preference community-building likes"),
    ],
)
def test_a_feeling_is_heard_with_what_was_done_before_it(assessor: Assessor, text: str, fact: str) -> None:
    assert fact in read_keys(assessor, text)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "I tried being a manager. I hated it.",
            {"experience people-management has", "preference people-management dislikes"},
        ),
        ("I hated being a manager.", {"experience people-management has", "preference people-management dislikes"}),
        ("I love being a manager.", {"situation current-role engineering-manager", "preference people-management likes"}),
        ("I tried being an architect. Loved it.", {"experience system-design has", "preference system-design likes"}),
        ("I would hate being a manager.", {"goal engineering-manager avoids"}),
        ("I'm a good manager but I hate it.", {"skill people-management strong", "preference people-management dislikes"}),
    ],
)
def test_a_taste_for_a_role_that_is_held_is_of_its_work(assessor: Assessor, text: str, facts: set[str]) -> None:
    assert read_keys(assessor, text) == facts


@pytest.mark.parametrize(
    "text",
    [
        'Please no "go to HR".',
        'pls dont say "become a lead"',
        'Please don\'t tell me "just be a manager".',
        "My boss thinks I want to be a manager.",
    ],
)
def test_what_others_urge_or_suppose_is_not_told(assessor: Assessor, text: str) -> None:
    assert not read_keys(assessor, text)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Never did on-call, the ops team does that.", {"experience reliability lacks"}),
        ("I prefer backend to frontend.", {"preference ui-work dislikes"}),
        ("I wouldn't want to write docs all day.", set()),
        ("I don't want to manage people.", {"goal people-management avoids"}),
        ("I love it when a meeting gets cancelled.", {"preference meetings dislikes"}),
        ("I enjoy solving hard problems.", {"preference deep-technical-problems likes"}),
        ("We are 12 people in my team.", set()),
        ("People exhaust me.", {"preference socializing dislikes"}),
        ("I want to work for myself.", {"goal start-company wants"}),
    ],
)
def test_plain_sentences(assessor: Assessor, text: str, facts: set[str]) -> None:
    assert read_keys(assessor, text) == facts


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("I use Java. 9 YOE, on paper a senior.", ["I use Java .", "9 YOE , on paper a senior ."]),
        ("Principal, 13 YOE. Head of engineering or stay?", ["Principal , 13 YOE .", "Head of engineering or stay ?"]),
    ],
)
def test_where_sentences_begin(assessor: Assessor, text: str, sentences: list[str]) -> None:
    lexicon = assessor.lexicon
    page = next(parse_pages([normalise_text(text, lexicon.spelling, lexicon.words)], lexicon.words, lexicon.irregular))
    assert [" ".join(t.text for t in page.tokens[s.start : s.end]) for s in page.sentences] == sentences
