"""The words in whose scope a statement stands, kept so that a reader can see why it was read as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from fingerpost.intake.assertion import Scopes, list_hypothesis_words, list_negators, list_past_words
from fingerpost.intake.tokens import Page, Sentence
from fingerpost.records import ScopeWords

# the name of a scope, with the tokens that open it
Scoped = tuple[str, tuple[int, ...]]


def gather_scope(
    page: Page, scopes: Scopes, start: int, end: int, sentence: Sentence, own: Collection[int] = ()
) -> tuple[Scoped, ...]:
    """The scopes that reach the words ``start`` to ``end``; the words' own tokens (``own``) do not negate."""
    negators, frames = list_negators(page, scopes, start, end, sentence, own)
    found = (
        ("negation", negators),
        ("double-negation", [i for first in frames for i in _follow(first, scopes.framed)]),
        ("past", list_past_words(page, scopes, start, end, sentence)),
        ("hypothesis", list_hypothesis_words(page, scopes, start, sentence)),
    )
    return tuple((name, tuple(sorted(set(tokens)))) for name, tokens in found if tokens)


def quote_scope(page: Page, scope: Iterable[Scoped], text: str) -> tuple[ScopeWords, ...]:
    """The scopes with their words as they stand in the text as given."""
    return tuple(ScopeWords(name, _quote(page, run, text)) for name, tokens in scope for run in _split(tokens))


def _follow(first: int, inside: frozenset[int]) -> list[int]:
    last = first
    while last + 1 in inside:
        last += 1
    return [*range(first, last + 1)]


def _split(tokens: Sequence[int]) -> list[list[int]]:
    """Runs of tokens that follow one another."""
    runs: list[list[int]] = []
    for i in tokens:
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _quote(page: Page, run: Sequence[int], text: str) -> str:
    start, end = page.tokens[run[0]].start, page.tokens[run[-1]].end
    # "n't" is quoted with the word that it is written to
    if run[0] and page.tokens[run[0] - 1].end == start and text[start:end][:1].isalpha():
        start = page.tokens[run[0] - 1].start
    return text[start:end]
