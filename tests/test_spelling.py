"""Typos become the words that were meant; correct words, names and code stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.assess import Assessor
from fingerpost.intake.normalising import normalise_text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("mentring", "mentoring"), ("documantation", "documentation"), ("architecure", "architecture"), ("docss", "docs")],
)
def test_typo(assessor: Assessor, typed: str, meant: str) -> None:
    assert assessor.lexicon.speller.correct(typed) == meant


@pytest.mark.parametrize("word", ["mentoring", "kubernetes", "grafana", "squads", "refactorings", "xyzzyq", "ab", "naïve"])
def test_known_and_hopeless_words_stay(assessor: Assessor, word: str) -> None:
    assert assessor.lexicon.speller.correct(word) == word


def test_names_paths_and_addresses_stay(assessor: Assessor) -> None:
    lexicon = assessor.lexicon
    text = "Lasha wrote to me@mentring.org about src/mentring/docss and Mentring."
    assert normalise_text(text, lexicon.spelling, lexicon.words, lexicon.speller.correct).text == text


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_correcting_twice_changes_nothing_more(assessor: Assessor, word: str) -> None:
    once = assessor.lexicon.speller.correct(word)
    assert assessor.lexicon.speller.correct(once) == once
