"""The words in whose scope a statement stands, kept so that a reader can see why it was read as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from fingerpost.intake.assertion import Scopes, list_hypothesis_words, list_negators, list_past_words
from fingerpost.intake.tokens import Page, Sentence
from fingerpost.records import ScopeWords

# the name of a scope, with the tokens that open it
Scoped = tuple[str, tuple[int, ...]]
_APOSTROPHES = "'’"
# what a quotation neither begins nor ends with
_EDGES = " \t\n\r,;:.!?"


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


def quote_tokens(page: Page, tokens: Iterable[int], text: str) -> str:
    """Tokens as they stand in the text as given, in its order, in whole words; an ellipsis stands for what lies between."""
    runs = _split(sorted(set(tokens)))
    quotes = dict.fromkeys(_quote(page, run, text).strip(_EDGES) for run in runs)
    return " … ".join(q for q in quotes if any(map(str.isalnum, q)))


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
    return text[slice(*widen_to_words(start, end, text))]


def widen_to_words(start: int, end: int, text: str) -> tuple[int, int]:
    """A stretch of a text, widened to the words in which it begins and ends: "'m" becomes "I'm"."""
    while 0 < start < len(text) and text[start - 1].isalnum() and _is_of_word(text[start : start + 2]):
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and _is_of_word(text[end : end + 2]):
        end += 1
        if text[end - 1] in _APOSTROPHES:
            end += 1
    return start, end


def _is_of_word(characters: str) -> bool:
    return characters[:1].isalnum() or (characters[0] in _APOSTROPHES and characters[1:2].isalpha())
