"""Words of the person, quoted: in whole words, short, with the words for which they are quoted."""

import pytest

from fingerpost.phrasing import MAX_QUOTE, show_quotes, trim_quote
from fingerpost.records import Evidence, Fact

LONG = (
    "The days I remember are those in a truck yard, with dispatchers who fight our screens; "
    "I'd go every month if they let me"
)


@pytest.mark.parametrize(
    ("words", "trimmed"),
    [
        ("I love  mentoring\njuniors.", "I love mentoring juniors"),
        ('they call it "synergy";', "they call it 'synergy'"),
        ("really?", "really?"),
        ("...", "..."),
        ("", ""),
        ("word " * 40, ("word " * 22).rstrip() + "…"),
        ("x" * 200, "x" * MAX_QUOTE + "…"),
    ],
)
def test_quotations_are_trimmed(words: str, trimmed: str) -> None:
    assert trim_quote(words) == trimmed
    assert len(trim_quote(words)) <= MAX_QUOTE + 1


@pytest.mark.parametrize(
    ("cues", "trimmed"),
    [
        (
            (),
            "The days I remember are those in a truck yard, with dispatchers who fight our screens; I'd go every month if…",
        ),
        (
            ("days I remember",),
            "The days I remember are those in a truck yard, with dispatchers who fight our screens; I'd go every month if…",
        ),
        (("go … if they let me",), "…with dispatchers who fight our screens; I'd go every month if they let me"),
        (("go … if they let me", "not there"), "…with dispatchers who fight our screens; I'd go every month if they let me"),
    ],
)
def test_a_long_quotation_keeps_the_words_it_is_quoted_for(cues: tuple[str, ...], trimmed: str) -> None:
    assert trim_quote(LONG, cues) == trimmed


def test_of_a_long_quotation_the_cue_is_kept_where_there_is_no_clause() -> None:
    words = "word " * 40 + "I love it"
    quote = trim_quote(words, ["love"])
    assert quote.startswith("…word ")
    assert quote.endswith("I love it")
    assert len(quote) <= MAX_QUOTE + 2


@pytest.mark.parametrize(
    ("words", "trimmed"),
    [
        ("Love**: mentoring", "Love: mentoring"),
        ("I **love** it", "I **love** it"),
        ("so " * 36 + "s… well", "so " * 36 + "s…"),
    ],
)
def test_marks_that_the_cut_left_alone_are_dropped(words: str, trimmed: str) -> None:
    assert trim_quote(words) == trimmed


def test_several_stretches_are_quoted_while_they_are_quickly_read() -> None:
    quotes = [Evidence(0, 9, "I like it"), Evidence(20, 29, 'a "joy" it is.'), Evidence(40, 140, "x" * 100)]
    assert show_quotes(Fact("f1", "preference", "coding", "likes", evidence=tuple(quotes))) == '“I like it … a "joy" it is”'
    assert show_quotes(Fact("f1", "preference", "coding", "likes")) == ""
