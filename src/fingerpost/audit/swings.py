"""Which rules swung first places: the distinct cases of a survey, each ranked once without each rule that fired."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyarrow as pa

from fingerpost.audit.columns import Numbers
from fingerpost.audit.removing import NONE, Removals
from fingerpost.audit.store import Store
from fingerpost.inference.compiling import STRENGTHS, compile_rules
from fingerpost.knowledge import KnowledgeBase, Vocabulary

# people ranked in one go: the more, the more are alike in what bears on a path
_CASES = 100_000
_MAKE_CASES = (
    """create table saying as
       select row_number() over (order by kind, topic, value, strength) - 1 as code, *
       from (select distinct kind, topic, value, strength from fact)""",
    """create table alike as
       select row_number() over () as k, codes, scores, first, list(n) as people
       from (select r.n, coalesce(c.codes, []) as codes, r.scores, r.told[1] as first
             from record r
             left join (select n, list(distinct code order by code) as codes
                        from fact join saying using (kind, topic, value, strength) group by n) c on c.n = r.n)
       group by codes, scores, first""",
)
_SWING = pa.schema([("k", pa.int64()), ("rule", pa.string()), ("first", pa.string())])
_STRAY = pa.schema([("k", pa.int64())])


def find_swings(store: Store, knowledge: KnowledgeBase) -> None:
    """Make the tables ``swing`` and ``stray``.

    ``swing`` has a row for each respondent ``n`` and ``rule`` that fired and without which another path would be
    ``first`` (null: none would be recommended). ``stray`` has the respondents of whom the rules at hand say something
    else than the results: for them there are no swings.

    Args:
        store: The results.
        knowledge: The rules that they were made with.
    """
    for statement in _MAKE_CASES:
        store.run(statement)
    removals = Removals(compile_rules(knowledge))
    bits = [
        removals.encode_one((kind, topic), _read_value(knowledge.vocabulary, kind, topic, value), strength)
        if strength in STRENGTHS
        else 0
        for kind, topic, value, strength in store.ask("select kind, topic, value, strength from saying order by code")
    ]
    store.add("swing_case", _SWING.empty_table())
    store.add("stray_case", _STRAY.empty_table())
    with _keeping_all():
        for batch in store.stream("select k, codes, scores, first from alike", _CASES):
            _rank_batch(store, removals, batch, bits)
    for name, columns in (("swing", "rule, c.first"), ("stray", "k")):
        store.run(f"create table {name} as select unnest(people) as n, {columns} from {name}_case c join alike using (k)")  # noqa: S608


@contextmanager
def _keeping_all() -> Iterator[None]:
    """No search for cycles: there are none among the many small records, and it takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _rank_batch(store: Store, removals: Removals, batch: Any, bits: Sequence[int]) -> None:
    cases = np.asarray(batch.column("k"))
    removals.take_people(list(_encode(batch.column("codes"), bits)))
    agrees = _compare(removals, batch)
    store.add("stray_case", pa.table([cases[~agrees]], schema=_STRAY))
    paths = pa.array([*removals.paths, None])
    found = []
    for swing in removals.find_swings():
        kept = agrees[swing.people]
        # the place of no path is -1, the last
        first = paths.take(pa.array(swing.first[kept] % len(paths)))
        rules = pa.repeat(swing.rule, len(first))
        found.append(pa.table([cases[swing.people[kept]], rules, first], schema=_SWING))
    store.add("swing_case", pa.concat_tables([_SWING.empty_table(), *found]))


def _compare(removals: Removals, batch: Any) -> Any:
    """Mark the cases whose scores and first place stand in the results as the rules make them."""
    width = len(removals.paths)
    scores = batch.column("scores")
    recorded: Numbers = np.zeros((len(batch), width), np.int64)
    fits = np.asarray(scores.value_lengths()) == width
    by_name = np.argsort(np.array(removals.paths))
    recorded[fits] = np.asarray(scores.filter(pa.array(fits)).flatten()).reshape(-1, width)
    places = {path: place for place, path in enumerate(removals.paths)}
    first = np.array([NONE if p is None else places.get(p, width) for p in batch.column("first").to_pylist()])
    return fits & (recorded == removals.scores[:, by_name]).all(1) & (first == removals.first)


def _encode(codes: Any, bits: Sequence[int]) -> Iterator[int]:
    """The bits of each case, given as a column of lists of codes."""
    values = codes.flatten().to_pylist()
    start = 0
    for length in np.asarray(codes.value_lengths()).tolist():
        state = 0
        for code in values[start : start + length]:
            state |= bits[code]
        start += length
        yield state


def _read_value(vocabulary: Vocabulary, kind: str, topic: str, value: str) -> str | int:
    """A value of a fact, which stands as text in the tables."""
    is_number = vocabulary.list_values(kind, topic) == () and value.isdecimal()
    return int(value) if is_number else value
