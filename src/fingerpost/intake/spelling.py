"""Correcting typos, bounded so that correct words stay: an unknown word becomes the nearest word of the lexicon or of
common English, if that is very near. By symspellpy (Garbe's symmetric delete algorithm) and its frequency dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files
from typing import Any

_SHORTEST = 4
_SHORT = 5
_LONG = 8
# words rarer than this in the dictionary's corpus are known, but nobody's typo is taken for them
_COMMON = 20_000_000
_ENDINGS = ("s", "es", "ed", "ing", "er", "ers", "ly", "able", "ish", "'s")


class Speller:
    """Corrects single words; its dictionaries are read when the first unknown word comes."""

    def __init__(self, words: frozenset[str]) -> None:
        self._words = words
        self._kept: dict[str, str] = {}

    def correct(self, word: str) -> str:
        """The word that was meant, in lower case, or the word itself where it is known or nothing is near enough.

        Args:
            word: A single word, in any case.
        """
        low = word.lower()
        if low not in self._kept:
            self._kept[low] = self._find(low) if self._is_doubtful(low) else low
        found = self._kept[low]
        return word if found == low else found

    def _is_doubtful(self, low: str) -> bool:
        if len(low) < _SHORTEST or not low.isascii() or not low.isalpha() or low in self._words:
            return False
        if low.endswith("ss"):
            return low not in self._english
        stems = [low[: -len(e)] for e in _ENDINGS if low.endswith(e) and len(low) - len(e) > 2]
        if any(s in self._words or s + "e" in self._words for s in stems):
            return False
        return low not in self._english and not any(s in self._english for s in stems)

    def _find(self, low: str) -> str:
        from symspellpy import Verbosity

        most = 2 if len(low) >= _LONG else 1
        near = [
            s
            for s in self._index.lookup(low, Verbosity.CLOSEST, max_edit_distance=most, transfer_casing=False)
            if s.term[0] == low[0] or sorted(s.term[:2]) == sorted(low[:2])
        ]
        # a short word has many neighbours: it must become a word that the lexicon can use
        known = [s for s in near if s.term in self._words]
        good = known or (near if len(low) > _SHORT else [])
        # a letter struck twice is the likeliest slip
        twice = [
            s for s in good if any(low[:i] + low[i + 1 :] == s.term for i in range(1, len(low)) if low[i] == low[i - 1])
        ]
        return str((twice or good)[0].term) if good else low

    @cached_property
    def _english(self) -> Mapping[str, int]:
        source = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
        pairs = (line.split() for line in source.splitlines())
        return {word: int(count) for word, count in pairs}

    @cached_property
    def _index(self) -> Any:
        from symspellpy import SymSpell

        index = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        for word, count in self._english.items():
            if count >= _COMMON and len(word) >= _SHORTEST - 1:
                index.create_dictionary_entry(word, count)
        for word in sorted(self._words):
            if len(word) >= _SHORTEST and word.isascii() and word.isalpha():
                index.create_dictionary_entry(word, max(self._english.get(word, 0), _COMMON))
        return index
