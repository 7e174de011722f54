"""Finding the lexicon's patterns in a sentence: an index by their rarest words, then a walk of what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from fingerpost.intake.patterns import Choice, Element, Pattern, Word, list_required, list_starts, list_variants
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


# the number of a pattern, the sets of forms of which a text must hold one each, how far each may stand from the one before
Required = tuple[int, tuple[frozenset[str], ...], tuple[int, ...]]


class Matcher(Generic[T]):
    """All patterns of one layer of the lexicon, ready to be found in sentences.

    A pattern is tried only where its rarest word stands, with the others in order and within reach of each other: most
    patterns are out by then. The rest are walked, by steps that are built when a pattern is first tried.
    """

    def __init__(self, patterns: Sequence[tuple[Pattern, T]]) -> None:
        self._patterns = list(patterns)
        self._steps: list[Step | None] = [None] * len(self._patterns)
        self._starts = [list_starts(p.elements) for p, _ in self._patterns]
        self._alone: dict[str, list[int]] = {}
        self._paired: dict[str, dict[int, list[Required]]] = {}
        self._partners: dict[str, list[int]] = {}
        self._always: list[int] = []
        self.words: set[str] = set()
        self._index_patterns()
        for pattern, _ in self._patterns:
            self.words.update(_all_forms(pattern.elements))

    def _index_patterns(self) -> None:
        """Lead from a rare word of each way a pattern can be said, by the next rarest, to what must stand in a text."""
        variants = [(n, list_required(v)) for n, (p, _) in enumerate(self._patterns) for v in list_variants(p.elements)]
        counts: Counter[str] = Counter(w for _, sets in variants for s, _, _ in sets for w in s)
        numbers: dict[frozenset[str], int] = {}
        rarity: dict[frozenset[str], tuple[int, str]] = {}
        for index, sets in variants:
            for forms, _, _ in sets:
                if forms not in rarity:
                    rarity[forms] = (sum(map(counts.__getitem__, forms)), min(forms))
            by_rarity = sorted((s for s, _, _ in sets), key=rarity.__getitem__)
            if not by_rarity:
                self._always.append(index)
            elif len(by_rarity) == 1:
                for word in by_rarity[0]:
                    self._alone.setdefault(word, []).append(index)
            else:
                required = (index, tuple(s for s, _, _ in sets), tuple(b[1] - a[2] for a, b in pairwise(sets)))
                partner = numbers.setdefault(by_rarity[1], len(numbers))
                for word in by_rarity[0]:
                    self._paired.setdefault(word, {}).setdefault(partner, []).append(required)
        for forms, partner in numbers.items():
            for word in forms:
                self._partners.setdefault(word, []).append(partner)

    def find(self, stretch: Stretch) -> list[Match[T]]:
        """All matches within a stretch: for each pattern and start the first way in which it fits; in order of start."""
        out: list[Match[T]] = []
        places = stretch.places
        for index in self._list_candidates(stretch):
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

    def _list_candidates(self, stretch: Stretch) -> list[int]:
        """The patterns of which every required word is there, each behind the one before it and within reach of it."""
        forms = stretch.masks.keys()
        there: set[int] = set()
        for form in forms:
            there.update(self._partners.get(form, ()))
        found = set(self._always)
        for form in forms:
            found.update(self._alone.get(form, ()))
            paired = self._paired.get(form)
            if paired:
                for partner in there & paired.keys():
                    for index, sets, reaches in paired[partner]:
                        if index not in found and _stand_in_order(sets, reaches, stretch):
                            found.add(index)
        return sorted(found)


def _stand_in_order(sets: tuple[frozenset[str], ...], reaches: tuple[int, ...], stretch: Stretch) -> bool:
    """Whether a word of each set can stand behind one of the set before, at most its reach from it."""
    mask = stretch.mark(sets[0])
    for forms, reach in zip(sets[1:], reaches, strict=True):
        if not mask:
            return False
        near = mask << 1
        width, most = 1, reach + stretch.quiet
        while width < most:
            step = min(width, most - width)
            near |= near << step
            width += step
        mask = near & stretch.mark(forms)
    return mask != 0


def _all_forms(elements: Sequence[Element]) -> Iterator[str]:
    for element in elements:
        if isinstance(element, Word):
            yield from element.forms
        elif isinstance(element, Choice):
            for option in element.options:
                yield from _all_forms(option)
