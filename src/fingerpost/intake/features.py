"""The words of a sentence as a model of weights sees them: lemmas and pairs of neighbouring lemmas."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from fingerpost.intake.assertion import Scopes
from fingerpost.intake.tokens import Page, Token

# code points from here on are signs of feeling rather than letters: hearts, thumbs, faces
_FIRST_SIGN = 0x2000
_NEGATED = "not:"


def list_words(page: Page, start: int, end: int) -> list[str]:
    """The lemmas of the tokens ``start`` to ``end``, then the pairs of neighbours; each once, in order."""
    return pair_words(t.lemma for t in page.tokens[start:end] if _speaks(t))


def list_signed_words(page: Page, scopes: Scopes, start: int, end: int) -> list[str]:
    """As `list_words`, but a word between a negator and the next comma is another word than by itself ("not:enjoy").

    The idea is that of Das and Chen, 2001, "Yahoo! for Amazon", who so marked the words of messages on shares.
    """
    out: list[str] = []
    negated = False
    for token in page.tokens[start:end]:
        if not _speaks(token):
            negated = negated and token.low not in (",", ";")
            continue
        out.append(_NEGATED + token.lemma if negated else token.lemma)
        negated = negated or token.i in scopes.negators
    return pair_words(out)


def _speaks(token: Token) -> bool:
    low = token.low
    return low[0].isalnum() or ord(low[0]) >= _FIRST_SIGN or any(c.isalnum() for c in low)


def pair_words(words: Iterable[str]) -> list[str]:
    """The words, then the pairs of neighbours; each once, in order."""
    kept = list(words)
    return list(dict.fromkeys([*kept, *(f"{a} {b}" for a, b in pairwise(kept))]))
