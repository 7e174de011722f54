"""Pieces of words: how the encoder sees a text, so that it can make something of words that it has never met.

Words are cut greedily into the longest pieces known (Wu et al., 2016, "Google's Neural Machine Translation System").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from curated_tokenizers import WordPieceProcessor  # type: ignore[attr-defined]

from fingerpost.recent import Recent

UNKNOWN, OPENS, PARTS = "[UNK]", "[CLS]", "[SEP]"
# pieces that are read of a sentence, and of the one before it
MOST_PIECES, MOST_BEFORE = 80, 40
_MOST_KNOWN = 20_000
_WORDS = re.compile(r"[^\W_]+|[^\w\s]|_")


class Pieces:
    """The pieces that a network knows; each is known to it by its place among them.

    Args:
        pieces: All pieces; those that continue a word begin with ``##``.
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = tuple(pieces)
        self._processor = WordPieceProcessor(list(pieces))
        self._unknown, self._opens, self._parts = (self.pieces.index(p) for p in (UNKNOWN, OPENS, PARTS))
        self._words: Recent[str, list[int]] = Recent(_MOST_KNOWN)

    def join_sentences(self, before: str, sentence: str) -> tuple[list[int], list[int]]:
        """A sentence behind the one before it (which may be empty): the pieces by number, and 1 for each that is of the
        sentence itself, 0 for the others."""
        first = self.split_words(before)[-MOST_BEFORE:]
        second = self.split_words(sentence)[:MOST_PIECES]
        numbers = [self._opens, *first, self._parts, *second, self._parts]
        return numbers, [0] * (len(first) + 2) + [1] * (len(second) + 1)

    def split_words(self, text: str) -> list[int]:
        """The pieces of a text in small letters, by number; accents are dropped."""
        if not text.isascii():
            text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
        return [number for word in _WORDS.findall(text) for number in self._split_word(word)]

    def _split_word(self, word: str) -> list[int]:
        if word not in self._words:
            numbers = self._processor.encode(word)[0]
            self._words[word] = [self._unknown] if -1 in numbers else [int(n) for n in numbers]
            self._words.trim()
        return self._words[word]
