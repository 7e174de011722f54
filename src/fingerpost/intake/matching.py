"""Finding the lexicon's patterns in sentences: an index tells which may be there, a walk whether they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from fingerpost.intake.indexing import ANYWHERE, Candidate, Index
from fingerpost.intake.patterns import Choice, Element, Pattern, Word, list_starts
from fingerpost.intake.walking import Step, Stretch, build_steps

T = TypeVar("T")


class Match(NamedTuple, Generic[T]):
    """A pattern found: tokens ``start`` to ``end`` (exclusive), the tokens that it names, and the entry it is of."""

    start: int
    end: int
    named: tuple[int, ...]
    entry: T
    pattern: Pattern


class Matcher(Generic[T]):
    """All patterns of the lexicon, ready to be found in sentences; their steps are built when one is first tried."""

    def __init__(self, patterns: Sequence[tuple[Pattern, T]]) -> None:
        self._patterns = list(patterns)
        self._steps: list[Step | None] = [None] * len(self._patterns)
        # whether a token with certain forms is none with which a match may begin
        self._lacks: list[Callable[[frozenset[str]], bool] | None] = []
        for pattern, _ in self._patterns:
            starts = list_starts(pattern.elements)
            self._lacks.append(None if starts is None else starts.isdisjoint)
        self._index = Index([p for p, _ in self._patterns])
        self.words: set[str] = set()
        for pattern, _ in self._patterns:
            self.words.update(_all_forms(pattern.elements))

    def find(self, stretches: Sequence[Stretch]) -> list[list[Match[T]]]:
        """All matches within each stretch: for each pattern and start the first way in which it fits; in order of start."""
        candidates = self._index.list_candidates(stretches)
        return [self._walk(stretch, indices) for stretch, indices in zip(stretches, candidates, strict=True)]

    def _walk(self, stretch: Stretch, candidates: Sequence[Candidate]) -> list[Match[T]]:
        out: list[Match[T]] = []
        for index, begins in candidates:
            pattern, entry = self._patterns[index]
            step = self._steps[index]
            if step is None:
                step = self._steps[index] = build_steps(pattern.elements, pattern.exact)
            for position in self._list_starts(stretch, index) if begins == ANYWHERE else _list_bits(begins, stretch.start):
                named = step(stretch, position, True)
                if named:
                    out.append(Match(position, named[-1] + 1, named, entry, pattern))
        out.sort(key=lambda m: (m.start, -m.end, m.pattern.source))
        return out

    def _list_starts(self, stretch: Stretch, index: int) -> list[int]:
        lacks = self._lacks[index]
        forms = stretch.forms
        return [i for i in range(stretch.start, stretch.end) if lacks is None or not lacks(forms[i])]


def _list_bits(mask: int, first: int) -> list[int]:
    """The places of the bits of a mask, the lowest of which stands for ``first``."""
    places = []
    while mask:
        lowest = mask & -mask
        places.append(first + lowest.bit_length() - 1)
        mask ^= lowest
    return places


def _all_forms(elements: Sequence[Element]) -> Iterator[str]:
    for element in elements:
        if isinstance(element, Word):
            yield from element.forms
        elif isinstance(element, Choice):
            for option in element.options:
                yield from _all_forms(option)
