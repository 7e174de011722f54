"""Many people as columns of numbers, and what is alike among them worked out once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fingerpost.audit.codes import Numbers
from fingerpost.audit.weighing import Listing
from fingerpost.ranking import Balance

Marks = NDArray[np.bool_]
Words = NDArray[np.uint64]

# a path's worth is one number: open before closed, then score, then fewer points against, then its place
_OPEN = 1 << 50
_POINT = 1 << 24
_AGAINST = 1 << 8
_UNEARNED = -1
# odd numbers and a shift that mix the bits of words well (those of MurmurHash3)
_MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_HALF = np.uint64(33)


@dataclass(slots=True)
class Column:
    """One path for all people: the distinct sets of bits that bear on it, whose is which, and what the path comes to."""

    keys: list[int]
    key_of: Numbers
    listings: list[Listing]
    score: Numbers
    against: Numbers
    is_enough: Marks
    is_choosing: Marks
    is_closed: Marks


class Crowd:
    """People, each given as the bits of their facts.

    Args:
        words: A row for each person, of whole numbers of 64 bits, the lowest first; `pack_bits` makes them.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._width = words.shape[1]

    def __len__(self) -> int:
        return len(self._words)

    def mark(self, mask: int, tell: Callable[[int], bool]) -> Marks:
        """What is told of each person's bits under a mask, asked once for all who are alike in them."""
        used, bits = self._split(mask)
        masked = self._words[:, used] & bits
        touched = np.flatnonzero(masked.any(1))
        marks = np.full(len(self), tell(0), np.bool_)
        if len(touched):
            one_of_each, number = number_alike(masked[touched])
            told = [tell(key) for key in _join_words(masked[touched[one_of_each]], used)]
            marks[touched] = np.array(told, np.bool_)[number]
        return marks

    def number(self, mask: int, flags: Numbers, bits: Sequence[int]) -> tuple[list[int], Numbers]:
        """The distinct sets of bits under a mask, and the number of each person's.

        Args:
            mask: The bits that count.
            flags: Further bits that are set for each person, as a whole number with a binary digit for each.
            bits: What these digits stand for: bits that nobody has otherwise.
        """
        used, own = self._split(mask)
        masked = self._words[:, used] & own
        one_of_each, number = number_alike(np.column_stack([masked, flags.astype(np.uint64)]))
        keys = _join_words(masked[one_of_each], used)
        for place, flag in enumerate(flags[one_of_each].tolist()):
            digit = 0
            while flag:
                if flag & 1:
                    keys[place] |= bits[digit] & mask
                flag >>= 1
                digit += 1
        return keys, number

    def _split(self, mask: int) -> tuple[Numbers, Words]:
        """The words that have any bits of a mask, and these bits."""
        words = pack_bits([mask & ((1 << 64 * self._width) - 1)], self._width)[0]
        used = np.flatnonzero(words)
        return used, words[used]


def pack_bits(states: Sequence[int], width: int = 0) -> Words:
    """Sets of bits as rows of words, as many as it takes (or as are given)."""
    width = width or max((state.bit_length() for state in states), default=0) // 64 + 1
    data = b"".join(state.to_bytes(8 * width, "little") for state in states)
    return np.frombuffer(data, "<u8").reshape(-1, width)


def number_alike(rows: Words) -> tuple[Numbers, Numbers]:
    """Number the distinct rows: the place of one row of each kind, and the number of each row's kind."""
    mixed = np.zeros(len(rows), np.uint64)
    for column in rows.T:
        mixed ^= column
        for odd in _MIX:
            mixed ^= mixed >> _HALF
            mixed *= odd
        mixed ^= mixed >> _HALF
    coded = pa.array(mixed).dictionary_encode()
    number = np.asarray(coded.indices).astype(np.int64)
    one_of_each = np.zeros(len(coded.dictionary), np.int64)
    one_of_each[number] = np.arange(len(rows))
    if not np.array_equal(rows[one_of_each[number]], rows):
        # two kinds of rows came to one number: this may take its time, for it never happens
        _, one_of_each, number = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return one_of_each, number.reshape(-1)


def _join_words(rows: Words, places: Numbers) -> list[int]:
    """Rows of words as whole numbers; ``places`` tells which words they are."""
    joined = [0] * len(rows)
    for place, column in zip(places.tolist(), rows.T, strict=True):
        joined = [known | word << 64 * place for known, word in zip(joined, column.tolist(), strict=True)]
    return joined


def tabulate(balances: Sequence[Balance]) -> tuple[Numbers, Numbers, Marks]:
    """Scores, points against, and whether there is enough to go on, as columns."""
    return (
        np.array([b.score for b in balances], np.int64),
        np.array([b.against for b in balances], np.int64),
        np.array([b.is_enough for b in balances], np.bool_),
    )


def find_best(worth: Numbers, strong: int, fair: int) -> Numbers:
    """The place of the path that goes first for each person, of those that have earned it: the best one that is open,

    or the one with most points where that is closed and the open one may not go before it (`find_least_lead`).
    """
    best = np.argmax(worth, 1)
    points = np.where(worth >= _OPEN // 2, worth - _OPEN, worth)
    top = np.argmax(points, 1)
    rows = np.arange(len(worth))
    may_lead = points[rows, best] > (fair - 1) * _POINT
    needs_fair = points[rows, top] > (strong - 1) * _POINT
    first: Numbers = np.where(needs_fair & ~may_lead, top, best)
    return first


def value_path(place: int, score: Numbers, against: Numbers, is_closed: Marks) -> Numbers:
    """What a path is worth to each person: the greater goes first; negative where it has not earned a recommendation."""
    worth = score * _POINT - against * _AGAINST - place + _OPEN * ~is_closed
    return np.where(score > 0, worth, _UNEARNED)
