"""Normalising: what people type becomes plain, and every character knows where it stands in the text as given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.intake.normalising import normalise_text

SPELLING = {"dont": "don't", "ppl": "people", "w/": "with", "im": "I'm", "r": "are"}
KNOWN = frozenset({"love", "docs", "meetings"})


@pytest.mark.parametrize(
    ("given_text", "plain"),
    [
        ("i dont like ppl", "I don't like people"),
        ("pairing w/ juniors", "pairing with juniors"),
        ("I LOVE docs", "I love docs"),
        ("I loooove docs", "I love docs"),
        ("R&amp;D", "R&D"),
        ("a<br/>b", "a\nb"),
        ("don’t", "don't"),
        ("I like it.But not that", "I like it. But not that"),
        ("the AWS bill", "the AWS bill"),
        ("id like that", "I'd like that"),
        ("the id column", "the id column"),
        ("- one\n- two", "one\ntwo"),
        ("one  two ", "one two"),
        ("I don't. Not I. Ana does", "I don't. Not I . Ana does"),
    ],
)
def test_plain(given_text: str, plain: str) -> None:
    assert normalise_text(given_text, SPELLING, KNOWN).text == plain


@given(st.text(max_size=200))
def test_every_character_maps_into_the_given_text(text: str) -> None:
    normalised = normalise_text(text, SPELLING, KNOWN)
    assert len(normalised.text) == len(normalised.starts) == len(normalised.ends)
    assert all(0 <= s <= e <= len(text) for s, e in zip(normalised.starts, normalised.ends, strict=True))
    assert list(normalised.starts) == sorted(normalised.starts)


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "Z"]), max_size=80))
def test_untouched_characters_stay_themselves(text: str) -> None:
    normalised = normalise_text(text, {}, frozenset())
    for i, c in enumerate(normalised.text):
        if normalised.ends[i] - normalised.starts[i] == 1 and c.islower():
            assert text[normalised.starts[i]].lower() == c


MARKS = {"❤": "likes: | = fun | love", "(+)": "likes: | = fun", "(-)": "dislikes: | = awful"}


@pytest.mark.parametrize(
    ("given_text", "plain"),
    [
        ("I ❤️ docs", "I love docs"),
        ("docs still ❤️.", "docs still = fun."),
        ("So: (+) docs (-) meetings", "So: likes: docs dislikes: meetings"),
        ("docs (+), meetings (-)", "docs = fun, meetings = awful"),
    ],
)
def test_marks_head_lists_or_follow_what_they_judge(given_text: str, plain: str) -> None:
    assert normalise_text(given_text, MARKS, KNOWN).text == plain
