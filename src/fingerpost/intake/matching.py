"""Finding the lexicon's patterns in sentences: an index tells which may be there, a walk whether they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fingerpost.intake.indexing import Index
from fingerpost.intake.patterns import Choice, Element, Pattern, Word, list_starts
from fingerpost.intake.walking import Step, Stretch, build_steps

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
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
        self._starts = [list_starts(p.elements) for p, _ in self._patterns]
        self._index = Index([p for p, _ in self._patterns])
        self.words: set[str] = set()
        for pattern, _ in self._patterns:
            self.words.update(_all_forms(pattern.elements))

    def find(self, stretches: Sequence[Stretch]) -> list[list[Match[T]]]:
        """All matches within each stretch: for each pattern and start the first way in which it fits; in order of start."""
        candidates = self._index.list_candidates(stretches)
        return [self._walk(stretch, indices) for stretch, indices in zip(stretches, candidates, strict=True)]

    def _walk(self, stretch: Stretch, candidates: Sequence[int]) -> list[Match[T]]:
        out: list[Match[T]] = []
        places = stretch.places
        for index in candidates:
            starts = self._starts[index]
            if starts is None:
                positions: Sequence[int] = range(stretch.start, stretch.end)
            else:
                positions = sorted({i for word in starts & places.keys() for i in places[word]})
            if not positions:
                continue
            pattern, entry = self._patterns[index]
            step = self._steps[index]
            if step is None:
                step = self._steps[index] = build_steps(pattern.elements, pattern.exact)
            for position in positions:
                named = step(stretch, position, True)
                if named:
                    out.append(Match(position, named[-1] + 1, named, entry, pattern))
        out.sort(key=lambda m: (m.start, -m.end, m.pattern.source))
        return out


def _all_forms(elements: Sequence[Element]) -> Iterator[str]:
    for element in elements:
        if isinstance(element, Word):
            yield from element.forms
        elif isinstance(element, Choice):
            for option in element.options:
                yield from _all_forms(option)
