"""The pattern language: what it accepts, what it matches, and how it complains."""

import pytest

from fingerpost.errors import KnowledgeError
from fingerpost.intake.matching import Matcher
from fingerpost.intake.normalising import normalise_text
from fingerpost.intake.parsing import parse_pages
from fingerpost.intake.patterns import parse_pattern
from fingerpost.intake.walking import Stretch

CLASSES = {"junior": ["intern", "new grad", "trainee"]}


def find(pattern: str, text: str) -> list[str]:
    """The stretches of a one-sentence text that a pattern matches."""
    matcher = Matcher([(p, "x") for p in parse_pattern(pattern, CLASSES, "test")])
    words = frozenset(matcher.words)
    [page] = parse_pages([normalise_text(text, {}, words)], words, {})
    [found] = matcher.find([Stretch(page.tokens, 0, len(page.tokens))])
    return [text[page.tokens[m.start].start : page.tokens[m.end - 1].end] for m in found]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("give talk", "I gave two short talks.", ["gave two short talks"]),
        ("talks!", "I gave two talks.", ["talks"]),
        ("talk!", "I gave two talks.", []),
        ("talk/n", "We talk a lot.", []),
        ("(give|hold) & talk", "the talk that I gave", ["talk that I gave"]),
        ("mentor @junior", "I mentor two new grads.", ["mentor two new grads"]),
        ("=on call", "I am on call.", ["on call"]),
        ("=on call", "I am on the call.", []),
        ("# year", "For twenty-one years now.", ["one years"]),
        ("make ... week", "It makes my whole and entire week.", ["makes my whole and entire week"]),
        ("can't stand", "I can't stand it.", ["can't stand"]),
        ("on-call rota?", "the on-call rota", ["on-call rota"]),
        ("write doc", "I write really good API docs.", ["write really good API docs"]),
        ("write doc", "I write when the docs are out.", []),
        ("(yes please|heaven)", "Heaven!", ["Heaven"]),
        ("mentoring", "MENTORING is fun", ["MENTORING"]),
    ],
)
def test_pattern_matches(pattern: str, text: str, expected: list[str]) -> None:
    assert find(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("(give|hold talk", "lacks a"),
        ("give) talk", "too many"),
        ("a & b & c", "two `&`"),
        ("mentor @nobody", "unknown class"),
        ("give & ", "cannot be read|empty side"),
    ],
)
def test_broken_pattern_says_what_is_wrong(pattern: str, problem: str) -> None:
    with pytest.raises(KnowledgeError, match=problem):
        parse_pattern(pattern, CLASSES, "kb/topics/x.yaml (entry y)")
