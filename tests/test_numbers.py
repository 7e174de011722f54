"""Numbers as people write them."""

import pytest

from fingerpost.intake.numbers import join_numbers, read_number


@pytest.mark.parametrize(
    ("word", "value"),
    [("11", 11), ("eleven", 11), ("2,600", 2600), ("30k", 30_000), ("~400", 400), ("10+", 10), ("1.5", 1.5), ("Forty", 40),
     ("two.", None), ("x2", None), ("k8s", None), ("v2", None), ("dozen", 12)],
)  # fmt: skip
def test_one_word(word: str, value: float | None) -> None:
    assert read_number(word) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [("two thousand six hundred", 2600), ("twenty one", 21), ("three hundred fifty", 350), ("nine thousand", 9000),
     ("two hundred", 200), ("30 thousand", 30_000), ("two dozen", 24),
     ("12 000", 12_000), ("1 250 000", 1_250_000), ("~2 600", 2600)],
)  # fmt: skip
def test_several_words(words: str, value: float) -> None:
    assert join_numbers([(w, read_number(w) or 0.0) for w in words.split()]) == value
