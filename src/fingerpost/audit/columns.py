"""Many people as columns of numbers, and what is alike among them worked out once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.audit.weighing import Listing
from fingerpost.ranking import Balance

Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]

# a path's worth is one number: open before closed, then score, then fewer points against, then its place
_OPEN = 1 << 50
_POINT = 1 << 24
_AGAINST = 1 << 8
_UNEARNED = -1


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
    """People, each given as the bits of their facts."""

    def __init__(self, states: Sequence[int]) -> None:
        self.states = states
        width = max((state.bit_length() for state in states), default=0) // 64 + 1
        self._width = width
        data = b"".join(state.to_bytes(8 * width, "little") for state in states)
        self._words = np.frombuffer(data, np.uint64).reshape(-1, width)

    def mark(self, mask: int, tell: Callable[[int], bool]) -> Marks:
        """What is told of each person's bits under a mask, asked once for all who are alike in them."""
        marks = np.full(len(self.states), tell(0), np.bool_)
        touched = self._find_touched(mask)
        told: dict[int, bool] = {}
        found = []
        for place in touched.tolist():
            key = self.states[place] & mask
            known = told.get(key)
            if known is None:
                known = told[key] = tell(key)
            found.append(known)
        marks[touched] = found
        return marks

    def number(self, mask: int, flags: Numbers, bits: Sequence[int]) -> tuple[list[int], Numbers]:
        """The distinct sets of bits under a mask, and the number of each person's.

        Args:
            mask: The bits that count.
            flags: Further bits that are set for each person, as a whole number with a binary digit for each.
            bits: What these digits stand for.
        """
        joined = {}
        for flag in np.unique(flags).tolist():
            joined[flag] = 0
            for number, bit in enumerate(bits):
                joined[flag] |= bit if flag >> number & 1 else 0
        numbers: dict[int, int] = {0: 0}
        key_of = np.zeros(len(self.states), np.int64)
        touched = np.flatnonzero(self._is_touched(mask) | (flags != 0))
        key_of[touched] = [
            numbers.setdefault((self.states[place] | joined[flag]) & mask, len(numbers))
            for place, flag in zip(touched.tolist(), flags[touched].tolist(), strict=True)
        ]
        return list(numbers), key_of

    def _find_touched(self, mask: int) -> Numbers:
        return np.flatnonzero(self._is_touched(mask))

    def _is_touched(self, mask: int) -> Marks:
        """Which people have any of some bits."""
        words = np.frombuffer((mask & ((1 << 64 * self._width) - 1)).to_bytes(8 * self._width, "little"), np.uint64)
        used = np.flatnonzero(words)
        touched: Marks = np.any(self._words[:, used] & words[used], axis=1)
        return touched


def tabulate(balances: Sequence[Balance]) -> tuple[Numbers, Numbers, Marks]:
    """Scores, points against, and whether there is enough to go on, as columns."""
    return (
        np.array([b.score for b in balances], np.int64),
        np.array([b.against for b in balances], np.int64),
        np.array([b.is_enough for b in balances], np.bool_),
    )


def value_path(place: int, score: Numbers, against: Numbers, is_closed: Marks) -> Numbers:
    """What a path is worth to each person: the greater goes first; negative where it has not earned a recommendation."""
    worth = score * _POINT - against * _AGAINST - place + _OPEN * ~is_closed
    return np.where(score > 0, worth, _UNEARNED)
