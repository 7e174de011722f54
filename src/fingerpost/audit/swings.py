"""Which rules swung first places: people who are alike are ranked once, without each rule that fired for them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyarrow as pa

from fingerpost.audit.codes import Numbers
from fingerpost.audit.coding import NO_SCORE
from fingerpost.audit.columns import Crowd, Marks, Words, number_alike, pack_bits
from fingerpost.audit.removing import NONE, Removals
from fingerpost.audit.store import Store
from fingerpost.inference.compiling import STRENGTHS, compile_rules
from fingerpost.knowledge import KnowledgeBase, Vocabulary

# people ranked in one go: the more, the more are alike in what bears on a path
_PEOPLE = 100_000
_SWING = pa.schema([("n", pa.int64()), ("rule", pa.string()), ("first", pa.string())])
_STRAY = pa.schema([("n", pa.int64())])


def find_swings(store: Store, knowledge: KnowledgeBase) -> None:
    """Make the tables ``swing`` and ``stray``.

    ``swing`` has a row for each respondent ``n`` and ``rule`` that fired and without which another path would be
    ``first`` (null: none would be recommended). ``stray`` has the respondents of whom the rules at hand say something
    else than the results: for them there are no swings.

    Args:
        store: The results.
        knowledge: The rules that they were made with.
    """
    removals = Removals(compile_rules(knowledge))
    sayings = pack_bits(
        [
            removals.encode_one((kind, topic), _read_value(knowledge.vocabulary, kind, topic, value), strength)
            if strength in STRENGTHS
            else 0
            for kind, topic, value, strength in store.ask("select kind, topic, value, strength from saying order by code")
        ]
    )
    paths = [path for (path,) in store.ask("select name from path order by code")]
    store.add("swing", _SWING.empty_table())
    store.add("stray", _STRAY.empty_table())
    with _keeping_all():
        for people in store.stream("select n, codes, scores, told[1] as first from person", _PEOPLE):
            _rank_people(store, removals, people, sayings, paths)


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


def _rank_people(store: Store, removals: Removals, people: Any, sayings: Words, paths: Sequence[str | None]) -> None:
    words = _join_sayings(people.column("codes"), sayings)
    one_of_each, kind = number_alike(words)
    removals.take_crowd(Crowd(words[one_of_each]))
    n = np.asarray(people.column("n"))
    agrees = _compare(removals, people, kind, paths)
    store.add("stray", pa.table([n[~agrees]], schema=_STRAY))
    # those who agree, sorted by kind: of each kind, a run of them
    places = np.flatnonzero(agrees)
    places = places[np.argsort(kind[places], kind="stable")]
    lengths = np.bincount(kind[places], minlength=len(one_of_each))
    starts = np.cumsum(lengths) - lengths
    names = pa.array([*removals.paths, None])
    found = []
    for swing in removals.find_swings():
        many = lengths[swing.people]
        total = int(many.sum())
        if not total:
            continue
        runs = np.repeat(starts[swing.people] - (np.cumsum(many) - many), many) + np.arange(total)
        # the place of no path is -1, the last
        first = names.take(pa.array(np.repeat(swing.first, many) % len(names)))
        found.append(pa.table([n[places[runs]], pa.repeat(swing.rule, total), first], schema=_SWING))
    store.add("swing", pa.concat_tables([_SWING.empty_table(), *found]))


def _compare(removals: Removals, people: Any, kind: Numbers, paths: Sequence[str | None]) -> Marks:
    """Mark the people whose scores and first place stand in the results as the rules make them."""
    places: dict[str | None, int] = {path: place for place, path in enumerate(removals.paths)}
    recorded = people.column("scores")
    width = np.asarray(recorded.value_lengths())
    owner = np.repeat(np.arange(len(width)), width)
    code = np.arange(len(owner)) - np.repeat(np.cumsum(width) - width, width)
    # paths that the rules at hand do not have come last
    place = np.array([places.get(path, len(places)) for path in paths], np.int64)[code]
    score = np.asarray(recorded.flatten()).astype(np.int64)
    scores = np.full((len(people), len(places) + 1), NO_SCORE, np.int64)
    scores[owner, place] = np.maximum(scores[owner, place], score)
    first = np.array([NONE if p is None else places.get(p, len(places)) for p in people.column("first").to_pylist()])
    agrees: Marks = (scores[:, :-1] == removals.scores[kind]).all(1) & (scores[:, -1] == NO_SCORE)
    agrees &= first == removals.first[kind]
    return agrees


def _join_sayings(codes: Any, sayings: Words) -> Words:
    """The bits of each person, given as a column of lists of codes."""
    lengths = np.asarray(codes.value_lengths())
    words = np.zeros((len(codes), sayings.shape[1]), np.uint64)
    said = np.flatnonzero(lengths)
    if len(said):
        starts = (np.cumsum(lengths) - lengths)[said]
        words[said] = np.bitwise_or.reduceat(sayings[np.asarray(codes.flatten())], starts, axis=0)
    return words


def _read_value(vocabulary: Vocabulary, kind: str, topic: str, value: str) -> str | int:
    """A value of a fact, which stands as text in the tables."""
    is_number = vocabulary.list_values(kind, topic) == () and value.isdecimal()
    return int(value) if is_number else value
