"""Markdown: what would be taken for markup is escaped, and nothing else."""

import pytest

from fingerpost.cli.markdown import escape


@pytest.mark.parametrize(
    "text", ["I like it. A ten-minute talk (short)!", "3 + 4 = 7", "snake_case", "~400 people", "R&D", "a > b", "C#", "-3"]
)
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("**loud**", r"\*\*loud\*\*"),
        ("_soft_", r"\_soft\_"),
        ("`code`", r"\`code\`"),
        ("[x](javascript:y)", r"\[x](javascript:y)"),
        ("<script>", r"\<script\>"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("~~gone~~", r"\~\~gone\~\~"),
        ("# head", r"\# head"),
        ("> quote", r"\> quote"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("2) item", r"2\) item"),
        ("---", r"\---"),
        ("a\\b", r"a\\b"),
    ],
)
def test_markup_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped
