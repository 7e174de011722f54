"""The facts at the root of firings, for all rows of a batch at once."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow.compute as pc

from fingerpost.audit.codes import Codes, Lists, Numbers, lay_out

# a premise rests on facts, or on a trait; a trait of the second layer rests on traits of the first, and these on facts
_LAYERS = 2
# above any number of ids in a batch
_IDS = 1 << 32


class _Traits(NamedTuple):
    """The traits of a batch by key, in rising order, and the keys of what they rest on, laid end to end."""

    keys: Numbers
    lengths: Numbers
    starts: Numbers
    premises: Numbers


def find_roots(batch: Any, facts: Lists, firings: Lists) -> tuple[Numbers, Numbers]:
    """The facts at the root of firings: numbers of firings and of facts, in pairs, both counted in the batch."""
    ids = Codes()
    by_fact = _key(ids, facts.owner, pc.struct_field(facts.items, "id"))
    derived = lay_out(batch.column("derived"))
    by_trait = _key(ids, derived.owner, pc.struct_field(derived.items, "id"))
    resting = lay_out(pc.struct_field(derived.items, "facts"))
    starts = np.cumsum(resting.lengths) - resting.lengths
    order = np.argsort(by_trait, kind="stable")
    premises = _key(ids, derived.owner[resting.owner], resting.items)
    traits = _Traits(by_trait[order], resting.lengths[order], starts[order], premises)
    asked = lay_out(pc.struct_field(firings.items, "facts"))
    firing, key = asked.owner, _key(ids, firings.owner[asked.owner], asked.items)
    for _ in range(_LAYERS):
        firing, key = _go_down(firing, key, traits)
    order = np.argsort(by_fact, kind="stable")
    place = _find(by_fact[order], key)
    there = place >= 0
    return firing[there], order[place[there]]


def _go_down(firing: Numbers, key: Numbers, traits: _Traits) -> tuple[Numbers, Numbers]:
    """Put in place of each trait what it rests on."""
    place = _find(traits.keys, key)
    is_trait = place >= 0
    trait = place[is_trait]
    lengths = traits.lengths[trait]
    ends = np.cumsum(lengths)
    within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    below = traits.premises[np.repeat(traits.starts[trait], lengths) + within]
    return (
        np.concatenate([firing[~is_trait], np.repeat(firing[is_trait], lengths)]),
        np.concatenate([key[~is_trait], below]),
    )


def _find(keys: Numbers, wanted: Numbers) -> Numbers:
    """The place of each wanted key among keys in rising order; -1 where it is not there."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)


def _key(ids: Codes, owner: Numbers, column: Any) -> Numbers:
    """One number for a row and an id in it."""
    return owner * _IDS + ids.number(column)
