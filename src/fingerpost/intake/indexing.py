"""Which patterns may be found in which sentences: all of a page at once, as whole columns of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np

from fingerpost.intake.patterns import Pattern, list_required, list_variants
from fingerpost.intake.tokens import Token
from fingerpost.intake.walking import Stretch

# how many of the rarest words of a pattern are looked for before their order is
_ASKED = 4
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
        numbers: dict[frozenset[str], int] = {}
        for _, required in variants:
            for forms, _, _ in required:
                numbers.setdefault(forms, len(numbers))
        counts = Counter(chain.from_iterable(forms for _, required in variants for forms, _, _ in required))
        rarity = [sum(map(counts.__getitem__, forms)) for forms in numbers]
        orders = [[numbers[forms] for forms, _, _ in required] for _, required in variants]
        by_rarity = [sorted(order, key=rarity.__getitem__) for order in orders]
        # the last column of the table of sets holds for every sentence
        self._width = len(numbers) + 1
        asked = [(order[1:_ASKED] + [len(numbers)] * _ASKED)[: _ASKED - 1] for order in by_rarity]
        self._asked: Any = np.array(asked, dtype=np.int32).reshape(-1, _ASKED - 1).T.copy()
        self._patterns: Any = np.array([n for n, _ in variants], dtype=np.int64)
        self._forms = {form: n for n, form in enumerate(counts)}
        self._known: dict[tuple[frozenset[str], bool], list[int]] = {}
        self._sets_of = _Lists(len(counts), ((self._forms[f], n) for forms, n in numbers.items() for f in forms))
        sets = list(numbers)
        self._variants_of = _Lists(
            len(counts), ((self._forms[f], n) for n, order in enumerate(by_rarity) for f in sets[order[0]])
        )
        # the sets of each variant in order, end to end, with how far each may stand from the one before
        self._lengths: Any = np.array([len(order) for order in orders], dtype=np.int32)
        self._starts: Any = np.cumsum(self._lengths) - self._lengths
        self._orders: Any = np.fromiter(chain.from_iterable(orders), dtype=np.int32)
        reaches = ((0, *(b[1] - a[2] for a, b in pairwise(required))) for _, required in variants)
        self._reaches: Any = np.fromiter(chain.from_iterable(reaches), dtype=np.int32)

    def list_candidates(self, stretches: Sequence[Stretch]) -> Iterator[list[int]]:
        """For each stretch the patterns of which every required word is there, each behind the one before it and within
        reach of it; in order. In a stretch of more than 64 tokens, order and reach are told but roughly."""
        for first in range(0, len(stretches), _MOST_ROWS):
            part = stretches[first : first + _MOST_ROWS]
            found: list[list[int]] = [self._always[:] for _ in part]
            for row, pattern in self._list_pairs(part):
                found[row].append(pattern)
            yield from found

    def _list_pairs(self, stretches: Sequence[Stretch]) -> Iterable[tuple[int, int]]:
        """Stretches, by their places, with the patterns that may stand in them; in order."""
        forms: list[int] = []
        counts: list[int] = []
        for stretch in stretches:
            for token in stretch.tokens[stretch.start : stretch.end]:
                numbers = self._number_forms(token)
                forms += numbers
                counts.append(len(numbers))
        lengths: Any = np.array([s.end - s.start for s in stretches], dtype=np.int32)
        scales = (lengths - 1) // _BITS + 1
        row_of = np.repeat(np.repeat(np.arange(len(stretches), dtype=np.int32), lengths), counts)
        place_of = np.arange(len(counts)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        bits = np.uint64(1) << (place_of // np.repeat(scales, lengths)).astype(np.uint64)
        masks = np.repeat(bits, counts)
        ids: Any = np.array(forms, dtype=np.int32)
        # where the masks of a set in a sentence are; none at 0, all at 1
        offsets = row_of * self._width
        sets, of = self._sets_of.expand(ids)
        keys = offsets[of] + sets
        table = np.zeros(len(stretches) * self._width, dtype=np.int32)
        table[self._width - 1 :: self._width] = 1
        table[keys] = np.arange(2, len(keys) + 2)
        places: Any = np.zeros(len(keys) + 2, dtype=np.uint64)
        np.bitwise_or.at(places, table[keys], masks[of])
        variants, of = self._variants_of.expand(ids)
        at = offsets[of]
        for column in self._asked:
            kept = table[at + column[variants]] > 0
            variants, at = variants[kept], at[kept]
        quiet = np.array([s.quiet for s in stretches], dtype=np.int32)
        rows_left = at // self._width
        left = self._stand_in_order(variants, at, places, table, quiet[rows_left], scales[rows_left])
        pairs = np.unique(rows_left[left] * np.int64(1 << 32) + self._patterns[variants[left]])
        return zip((pairs >> 32).tolist(), (pairs & 0xFFFFFFFF).tolist(), strict=True)

    def _number_forms(self, token: Token) -> list[int]:
        """The numbers of those of a token's forms that stand in patterns."""
        key = (token.forms, token.number is not None)
        numbers = self._known.get(key)
        if numbers is None:
            forms = [*token.forms, "#"] if key[1] else token.forms
            numbers = [self._forms[form] for form in forms if form in self._forms]
            if len(self._known) < _MOST_KNOWN:
                self._known[key] = numbers
        return numbers

    def _stand_in_order(self, variants: Any, at: Any, places: Any, table: Any, quiet: Any, scale: Any) -> Any:
        """Of which variants a word of each set can stand behind one of the set before, at most its reach from it."""
        left = np.arange(len(variants))
        starts, lengths = self._starts[variants], self._lengths[variants]
        here = places[table[at + self._orders[starts]]]
        fitting = []
        for k in range(1, int(lengths.max(initial=0)) + 1):
            fitting.append(left[lengths[left] == k])
            going = lengths[left] > k
            left, here = left[going], here[going]
            nth = starts[left] + k
            most = np.minimum((self._reaches[nth] + quiet[left]) // scale[left] + (scale[left] > 1), _BITS - 1)
            near = here << np.uint64(1)
            for leap in _LEAP[:, most]:
                near |= near << leap
            near |= np.where(scale[left] > 1, here, np.uint64(0))
            here = near & places[table[at[left] + self._orders[nth]]]
            standing = here > 0
            left, here = left[standing], here[standing]
        return np.concatenate(fitting) if fitting else left


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
