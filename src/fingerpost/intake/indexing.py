"""Which patterns may be found in which sentences: all of a page at once, as whole columns of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np

from fingerpost.intake.patterns import Pattern, list_required, list_variants
from fingerpost.intake.walking import Stretch

# how many of the rarest words of a pattern are looked for
_ASKED = 4
_NONE = -1
# a pattern, with the places of the stretch at which it may begin, as bits
Candidate = tuple[int, int]
ANYWHERE = (1 << 64) - 1
# sentences looked through at a time: the table of what stands in them has a row for each and a column for each set
_MOST_ROWS = 32
# the places of words are bits of one number; in a longer sentence several tokens share one
_BITS = 64
_LEAPS = 6
# kinds of tokens that are remembered
_MOST_KNOWN = 50_000


class Index:
    """From the words of sentences to the patterns that they may hold.

    Each way a pattern can be said is known by the sets of forms of which a text must hold one each. It is looked up by the
    rarest of them; most are out when the next rarest are looked for, and the rest when order and reach are.

    Args:
        patterns: The patterns; results name them by their places here.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        variants = [(n, list_required(v)) for n, p in enumerate(patterns) for v in list_variants(p.elements)]
        self._always = [n for n, required in variants if not required]
        variants = [(n, required) for n, required in variants if required]
        counts = Counter(chain.from_iterable(forms for _, required in variants for forms, _, _ in required))
        rarity: dict[frozenset[str], int] = {}
        for _, required in variants:
            for forms, _, _ in required:
                if forms not in rarity:
                    rarity[forms] = sum(map(counts.__getitem__, forms))
        numbers: dict[frozenset[str], int] = {}
        rarest: list[frozenset[str]] = []
        # of each variant, end to end: its sets from the rarest on and in order, and how far they may stand apart
        asked: list[int] = []
        orders: list[int] = []
        reaches: list[int] = []
        # whether the first of the sets is where a match begins
        is_first: list[bool] = []
        for _, required in variants:
            costs = [rarity[forms] for forms, _, _ in required]
            by_rarity = sorted(range(len(costs)), key=costs.__getitem__)[:_ASKED]
            kept = [required[k] for k in sorted(by_rarity)]
            blank = [_NONE] * (_ASKED - len(kept))
            rarest.append(required[by_rarity[0]][0])
            orders += [numbers.setdefault(forms, len(numbers)) for forms, _, _ in kept]
            orders += blank
            asked += [numbers[required[k][0]] for k in by_rarity[1:]]
            asked += blank
            is_first.append(kept[0] is required[0] and not kept[0][1])
            reaches += [b[1] - a[2] for a, b in pairwise(kept)]
            reaches += blank
        # the last column of the table of sets, which -1 names too, holds for every sentence
        self._width = len(numbers) + 1
        self._patterns: Any = np.array([n for n, _ in variants], dtype=np.int64)
        self._is_first: Any = np.array(is_first, dtype=np.bool_)
        self._orders = _make_columns(orders, _ASKED)
        self._asked, self._reaches = _make_columns(asked, _ASKED - 1), _make_columns(reaches, _ASKED - 1)
        self._forms = {form: n for n, form in enumerate(dict.fromkeys(chain.from_iterable(numbers)))}
        self._known: dict[frozenset[str], list[int]] = {}
        places = self._forms
        self._sets_of = _Lists(places, numbers)
        self._variants_of = _Lists(places, rarest)

    def list_candidates(self, stretches: Sequence[Stretch]) -> Iterator[list[Candidate]]:
        """For each stretch the patterns of which every required word is there, each behind the one before it and within
        reach of it; in order. In a stretch of more than 64 tokens, order and reach are told but roughly."""
        for first in range(0, len(stretches), _MOST_ROWS):
            part = stretches[first : first + _MOST_ROWS]
            found: list[list[Candidate]] = [[(n, ANYWHERE) for n in self._always] for _ in part]
            for row, pattern, starts in self._list_pairs(part):
                found[row].append((pattern, starts))
            yield from found

    def _list_pairs(self, stretches: Sequence[Stretch]) -> Iterable[tuple[int, int, int]]:
        """Stretches, by their places, with the patterns that may stand in them and where they may begin; in order."""
        forms: list[int] = []
        spots: list[int] = []
        counts: list[int] = []
        kinds: list[int] = []
        scales: Any = np.array([(s.end - s.start - 1) // _BITS + 1 for s in stretches])
        for stretch, scale in zip(stretches, scales.tolist(), strict=True):
            # the same word twice in a sentence is looked up once
            masks_of: dict[frozenset[str], int] = {}
            for place, here in enumerate(stretch.forms[stretch.start :]):
                masks_of[here] = masks_of.get(here, 0) | 1 << place // scale
            for here in masks_of:
                numbers = self._known.get(here)
                if numbers is None:
                    numbers = self._number_forms(here)
                forms += numbers
                counts.append(len(numbers))
            spots += masks_of.values()
            kinds.append(len(masks_of))
        row_of = np.repeat(np.repeat(np.arange(len(stretches)), kinds), counts)
        masks = np.repeat(np.array(spots, dtype=np.uint64), counts)
        ids: Any = np.array(forms, dtype=np.intp)
        offsets = row_of * self._width
        sets, of = self._sets_of.expand(ids)
        keys = offsets[of] + sets
        there = np.zeros(len(stretches) * self._width, dtype=np.bool_)
        there[self._width - 1 :: self._width] = True
        there[keys] = True
        variants, at_row = self._variants_of.expand(ids)
        at = offsets[at_row]
        for column in self._asked:
            kept = there[at + column[variants]]
            variants, at = variants[kept], at[kept]
        # where the words of the sets that are left stand
        wanted = at + self._orders[:, variants]
        there[:] = False
        there[wanted] = True
        known = there[keys]
        slots = np.empty(len(there), dtype=np.intp)
        slots[wanted.ravel()] = np.arange(wanted.size)
        places: Any = np.zeros(wanted.size, dtype=np.uint64)
        np.bitwise_or.at(places, slots[keys[known]], masks[of[known]])
        quiet = np.array([s.quiet for s in stretches], dtype=np.intp)
        row = at // self._width
        stand = places[slots[wanted]]
        left = self._stand_in_order(variants, stand, quiet[row], scales[row])
        begins = np.where(self._is_first[variants[left]] & (scales[row[left]] == 1), stand[0, left], ANYWHERE)
        # several ways to say a pattern are one candidate
        pairs = row[left] * np.int64(1 << 32) + self._patterns[variants[left]]
        order = np.argsort(pairs)
        pairs, begins = pairs[order], begins[order]
        heads = np.flatnonzero(np.diff(pairs, prepend=-1))
        pairs = pairs[heads]
        begins = np.bitwise_or.reduceat(begins, heads) if len(heads) else begins
        return zip((pairs >> 32).tolist(), (pairs & 0xFFFFFFFF).tolist(), begins.tolist(), strict=True)

    def _number_forms(self, forms: frozenset[str]) -> list[int]:
        """The numbers of those of a token's forms that stand in patterns."""
        numbers = [self._forms[form] for form in forms if form in self._forms]
        if len(self._known) < _MOST_KNOWN:
            self._known[forms] = numbers
        return numbers

    def _stand_in_order(self, variants: Any, places: Any, quiet: Any, scale: Any) -> Any:
        """Of which variants a word of each set can stand behind one of the set before, at most its reach from it."""
        left = np.arange(len(variants))
        here = places[0]
        fitting = []
        for order, reaches, behind in zip(self._orders[1:, variants], self._reaches[:, variants], places[1:], strict=True):
            going = order[left] != _NONE
            fitting.append(left[~going])
            left, here = left[going], here[going]
            wide = scale[left] > 1
            most = np.minimum((reaches[left] + quiet[left]) // scale[left] + wide, _BITS - 1)
            near = here << np.uint64(1)
            for leap in _LEAP[:, most]:
                near |= near << leap
            here = (near | np.where(wide, here, np.uint64(0))) & behind[left]
            standing = here > 0
            left, here = left[standing], here[standing]
        return np.concatenate([*fitting, left])


def _make_columns(rows: list[int], width: int) -> Any:
    return np.array(rows, dtype=np.intp).reshape(-1, width).T.copy()


def _list_leaps(most: int) -> list[int]:
    """By how many bits a bit must be shifted, again and again, for it to spread over ``most`` of them."""
    leaps = []
    width = 1
    for _ in range(_LEAPS):
        leaps.append(max(min(width, most - width), 0))
        width += leaps[-1]
    return leaps


_LEAP: Any = np.array([_list_leaps(most) for most in range(_BITS)], dtype=np.uint64).T.copy()


class _Lists:
    """For each form the places of the sets that hold it, end to end.

    Args:
        numbers: All forms, numbered.
        sets: The sets.
    """

    def __init__(self, numbers: Mapping[str, int], sets: Collection[frozenset[str]]) -> None:
        keys: Any = np.array(list(map(numbers.__getitem__, chain.from_iterable(sets))), dtype=np.intp)
        values = np.repeat(np.arange(len(sets)), np.array(list(map(len, sets)), dtype=np.intp))
        self._values: Any = values[np.argsort(keys, kind="stable")]
        self._lengths: Any = np.bincount(keys, minlength=len(numbers))
        self._starts: Any = np.cumsum(self._lengths) - self._lengths

    def expand(self, keys: Any) -> tuple[Any, Any]:
        """All values of some keys, one after another, and for each the place of its key among the keys."""
        lengths = self._lengths[keys]
        of = np.repeat(np.arange(len(keys)), lengths)
        shift = self._starts[keys] - np.cumsum(lengths) + lengths
        return self._values[np.arange(len(of)) + shift[of]], of
