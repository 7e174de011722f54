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


# further than any two words of a text
_FAR = 1 << 30
# the number of a pattern, whether its rarest word stands before the next rarest, how far apart they may be, and for more
# words the third rarest set of forms, and all sets of which a text must hold one each, with how far each may stand from the
# one before
Required = tuple[int, bool, int, "tuple[frozenset[str], tuple[frozenset[str], ...], tuple[int, ...]] | None"]


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
        self._sets: list[frozenset[str]] = []
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
            by_rarity = sorted(range(len(sets)), key=lambda k: rarity[sets[k][0]])
            if not by_rarity:
                self._always.append(index)
            elif len(by_rarity) == 1:
                for word in sets[0][0]:
                    self._alone.setdefault(word, []).append(index)
            else:
                rarest, next_rarest = by_rarity[:2]
                first, last = sorted((rarest, next_rarest))
                span = sets[last][1] - sets[first][2]
                # a pattern of two words is known by their distance; of more, the whole chain must be looked at
                chain = None
                if len(sets) > 2:
                    reaches = tuple(b[1] - a[2] for a, b in pairwise(sets))
                    chain = (sets[by_rarity[2]][0], tuple(s for s, _, _ in sets), reaches)
                partner = numbers.setdefault(sets[next_rarest][0], len(numbers))
                for word in sets[rarest][0]:
                    by_partner = self._paired.setdefault(word, {})
                    by_partner.setdefault(partner, []).append((index, rarest < next_rarest, span, chain))
        self._sets = list(numbers)
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
        for form, mask in stretch.masks.items():
            found.update(self._alone.get(form, ()))
            paired = self._paired.get(form)
            if paired:
                for partner in there & paired.keys():
                    ahead, behind = _measure_gaps(mask, stretch.mark(self._sets[partner]))
                    for index, is_first, span, chain in paired[partner]:
                        near = (ahead if is_first else behind) <= span + stretch.quiet
                        if near and index not in found and (chain is None or _stand_in_order(*chain, stretch)):
                            found.add(index)
        return sorted(found)


def _measure_gaps(one: int, other: int) -> tuple[int, int]:
    """How far the nearest bit of the other stands behind one of the first, and how far before; very far if none does."""
    if not one & (one - 1) and not other & (other - 1):
        gap = other.bit_length() - one.bit_length()
        return (gap, _FAR) if gap > 0 else (_FAR, -gap) if gap else (_FAR, _FAR)
    ahead = behind = _FAR
    while one:
        place = (one & -one).bit_length()
        one &= one - 1
        left = other
        while left:
            gap = (left & -left).bit_length() - place
            left &= left - 1
            if 0 < gap < ahead:
                ahead = gap
            elif 0 < -gap < behind:
                behind = -gap
    return ahead, behind


def _stand_in_order(
    third: frozenset[str], sets: tuple[frozenset[str], ...], reaches: tuple[int, ...], stretch: Stretch
) -> bool:
    """Whether a word of each set can stand behind one of the set before, at most its reach from it; the third rarest set
    is looked for first."""
    if not stretch.mark(third):
        return False
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
