"""Columns of numbers: who is alike, and what names and lists become."""

import numpy as np
import pyarrow as pa
import pytest

from fingerpost.audit import columns
from fingerpost.audit.codes import Codes, lay_out
from fingerpost.audit.coding import Coder
from fingerpost.audit.columns import Words, number_alike, pack_bits


def draw_rows(width: int) -> Words:
    dice = np.random.default_rng(3)
    bits = dice.integers(0, 64, (500, width))
    return (np.uint64(1) << bits.astype(np.uint64)) * dice.integers(0, 2, (500, width)).astype(np.uint64)


def check_numbers(rows: Words) -> None:
    one_of_each, number = number_alike(rows)
    known: dict[tuple[int, ...], int] = {}
    for row, kind in zip(rows.tolist(), number.tolist(), strict=True):
        assert known.setdefault(tuple(row), kind) == kind
    assert len(known) == len(one_of_each) == len(set(known.values()))
    assert np.array_equal(rows[one_of_each][number], rows)


@pytest.mark.parametrize("width", [0, 1, 2, 5])
def test_rows_are_alike_when_all_their_bits_are(width: int) -> None:
    check_numbers(draw_rows(width))


def test_rows_that_mix_to_one_number_are_still_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_MIX", (np.uint64(0),))
    check_numbers(draw_rows(2))


def test_bits_are_packed_lowest_first() -> None:
    assert pack_bits([1, 1 << 64, 0]).tolist() == [[1, 0], [0, 1], [0, 0]]
    assert pack_bits([]).shape == (0, 1)


def test_names_keep_their_numbers_from_batch_to_batch() -> None:
    codes = Codes()
    assert codes.number(pa.array(["b", "a", None, "b"])).tolist() == [0, 1, 2, 0]
    assert codes.number(pa.array(["c", None, "a"])).tolist() == [3, 2, 1]
    assert codes.names == ["b", "a", None, "c"]


def test_a_list_that_is_not_there_is_an_empty_one() -> None:
    laid = lay_out(pa.array([[1, 2], None, [], [3]]))
    assert (laid.items.to_pylist(), laid.lengths.tolist(), laid.owner.tolist()) == ([1, 2, 3], [2, 0, 0, 1], [0, 0, 3])


def test_the_roots_of_a_rule_are_facts_below_two_layers_of_traits() -> None:
    row = {
        "facts": [
            {
                "id": f"f{n}",
                "kind": "preference",
                "topic": t,
                "value": "likes",
                "strength": "plain",
                "evidence": [{"text": t}],
            }
            for n, t in enumerate("abc", 1)
        ],
        "derived": [{"id": "d1", "facts": ["f1", "f2"]}, {"id": "d2", "facts": ["d1", "f3"]}],
        "told": ["founder"],
        "standing": [{"path": "founder", "score": 3, "points": [{"rule": "r2", "points": 3}]}],
        "firings": [{"rule": "r1", "facts": ["f2"]}, {"rule": "r2", "facts": ["d2"]}, {"rule": "r3", "facts": []}],
        "unread": 0,
        "knowledge": "sha256:0",
    }
    coder = Coder()
    for first in (0, 6):
        tables = {name: table.to_pydict() for name, table in coder.code(pa.RecordBatch.from_pylist([row, row]))}
        pairs = sorted(zip(tables["root"]["n"], tables["root"]["rule"], tables["root"]["fact"], strict=True))
        n = first // 3 + 1
        rules = {name: code for code, name in enumerate(dict(coder.list_names())["rule"]["name"].to_pylist())}
        assert pairs == sorted(
            (n + more, rules[rule], first + 3 * more + fact)
            for more in (0, 1)
            for rule, facts in (("r1", (1,)), ("r2", (0, 1, 2)))
            for fact in facts
        )
    assert coder.missing is None
