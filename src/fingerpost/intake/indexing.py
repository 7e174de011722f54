"""Which patterns may be found in which sentences: all of a page at once, as whole columns of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np

from fingerpost.intake.patterns import Pattern, list_required, list_variants
from fingerpost.intake.walking import Stretch

# how many of the rarest words of a pattern are looked for before their order is
_ASKED = 4
# sentences looked through at a time: the table of what stands in them has a row for each and a column for each set
_MOST_ROWS = 32
# the words of a pattern in order, as sets of forms of which one must stand there, with how far each may stand from the one
# before
Order = tuple[tuple[frozenset[str], ...], tuple[int, ...]]


class Index:
    """From the words of sentences to the patterns that they may hold.

    Each way a pattern can be said is known by the sets of forms of which a text must hold one each. It is looked up by the
    rarest of them; most are out when the next rarest are looked for, and the rest when order and reach are.

    Args:
        patterns: The patterns; results name them by their places here.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._always: list[int] = []
        self._patterns: list[int] = []
        self._orders: list[Order] = []
        variants = [(n, list_required(v)) for n, p in enumerate(patterns) for v in list_variants(p.elements)]
        numbers: dict[frozenset[str], int] = {}
        for _, required in variants:
            for forms, _, _ in required:
                numbers.setdefault(forms, len(numbers))
        counts = Counter(chain.from_iterable(forms for _, required in variants for forms, _, _ in required))
        rarity = {forms: (sum(map(counts.__getitem__, forms)), n) for forms, n in numbers.items()}
        self._width = len(numbers) + 1
        rarest: list[frozenset[str]] = []
        asked: list[list[int]] = []
        for n, required in variants:
            if not required:
                self._always.append(n)
                continue
            sets = tuple(forms for forms, _, _ in required)
            by_rarity = sorted(sets, key=rarity.__getitem__)
            rarest.append(by_rarity[0])
            # the last column holds for every sentence
            others = [numbers[forms] for forms in by_rarity[1:_ASKED]]
            asked.append(others + [len(numbers)] * (_ASKED - 1 - len(others)))
            self._patterns.append(n)
            self._orders.append((sets, tuple(b[1] - a[2] for a, b in pairwise(required))))
        self._asked = np.array(asked, dtype=np.int32).reshape(-1, _ASKED - 1).T.copy()
        self._forms = {form: n for n, form in enumerate(counts)}
        self._sets_of = _Lists(len(self._forms), ((self._forms[f], n) for forms, n in numbers.items() for f in forms))
        self._variants_of = _Lists(
            len(self._forms), ((self._forms[f], n) for n, forms in enumerate(rarest) for f in forms)
        )

    def list_candidates(self, stretches: Sequence[Stretch]) -> Iterator[list[int]]:
        """For each stretch the patterns of which every required word is there, each behind the one before it and within
        reach of it; in order."""
        for first in range(0, len(stretches), _MOST_ROWS):
            part = stretches[first : first + _MOST_ROWS]
            found: list[set[int]] = [set(self._always) for _ in part]
            for row, variant in self._list_present(part):
                pattern = self._patterns[variant]
                if pattern not in found[row] and _stand_in_order(*self._orders[variant], part[row]):
                    found[row].add(pattern)
            yield from map(sorted, found)

    def _list_present(self, stretches: Sequence[Stretch]) -> Iterable[tuple[int, int]]:
        """Stretches, by their places, with ways to say a pattern of which the rarest words stand there."""
        known = self._forms
        rows: list[int] = []
        forms: list[int] = []
        for row, stretch in enumerate(stretches):
            here = [known[form] for form in stretch.places if form in known]
            forms += here
            rows += [row * self._width] * len(here)
        ids = np.array(forms, dtype=np.int32)
        offsets = np.array(rows, dtype=np.int32)
        there = np.zeros(len(stretches) * self._width, dtype=np.bool_)
        there[self._width - 1 :: self._width] = True
        sets, of = self._sets_of.expand(ids)
        there[offsets[of] + sets] = True
        variants, of = self._variants_of.expand(ids)
        at = offsets[of]
        for column in self._asked:
            kept = there[at + column[variants]]
            variants, at = variants[kept], at[kept]
        return zip((at // self._width).tolist(), variants.tolist(), strict=True)


class _Lists:
    """Lists of numbers, one for each key, end to end.

    Args:
        count: How many keys there are.
        pairs: Keys with what they lead to.
    """

    def __init__(self, count: int, pairs: Iterable[tuple[int, int]]) -> None:
        flat = np.fromiter(chain.from_iterable(pairs), dtype=np.int32).reshape(-1, 2)
        order = np.argsort(flat[:, 0], kind="stable")
        self._values: Any = flat[order, 1]
        self._lengths: Any = np.bincount(flat[:, 0], minlength=count)
        self._starts: Any = np.cumsum(self._lengths) - self._lengths

    def expand(self, keys: Any) -> tuple[Any, Any]:
        """All values of some keys, one after another, and for each the place of its key among the keys."""
        lengths = self._lengths[keys]
        of = np.repeat(np.arange(len(keys)), lengths)
        shift = self._starts[keys] - np.cumsum(lengths) + lengths
        return self._values[np.arange(len(of)) + shift[of]], of


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
