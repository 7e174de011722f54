"""Checking results against the survey that they were made of: a sample of rows is made anew and compared, byte by byte."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from fingerpost.assess import Assessor
from fingerpost.audit.answers import Survey, read_answers
from fingerpost.audit.store import Store
from fingerpost.errors import InputError
from fingerpost.serialising import dump_json
from fingerpost.survey.answers import Answer
from fingerpost.survey.assessing import Settings, make_records
from fingerpost.survey.results import find_kind, name_beside, open_lines
from fingerpost.survey.rows import Reject

SAMPLE = 100
_CHUNK = 128
_SHOWN = 60
_IDS = "select id from record order by n"
# the same rows every time, spread over the survey
_CHOSEN = "select n from (select n, md5(coalesce(id, '')) as h from record order by h, n limit $most) order by n"
_LAST = "provenance"


@dataclass(frozen=True, slots=True)
class Verified:
    """How many rows were made anew, and of how many; all of them are as they stand in the results."""

    checked: int
    rows: int


def verify_results(
    store: Store, survey: Survey, assessor: Assessor, settings: Settings | None, sample: int | None = SAMPLE
) -> Verified:
    """Make a sample of rows anew and compare them with the results; and compare the ids of all rows, in order.

    Args:
        store: The results.
        survey: The survey that they were made of.
        assessor: The knowledge that they were made with.
        settings: How words were treated; None: as the results look.
        sample: How many rows to make anew; None for all.

    Raises:
        InputError: A row differs, is missing, or has no answer: the error names the row and what differs.
    """
    ids = [identity for (identity,) in store.ask(_IDS)]
    chosen = [n for (n,) in store.ask(_CHOSEN, most=sample)]
    answers = _pick_answers(store, survey, ids, {ids[n - 1] for n in chosen})
    found = _read_records(store.path, set(chosen))
    checked = 0
    while chunk := list(islice(zip(chosen, found, strict=False), _CHUNK)):
        treated = settings or _guess_settings([record.data for _, record in chunk])
        made = make_records(assessor, [answers[ids[n - 1]] for n, _ in chunk], treated)
        for (n, record), again in zip(chunk, made, strict=True):
            where = f"{store.path} (row {n}, id {ids[n - 1]})"
            if isinstance(again, Reject):
                raise InputError(f"this answer is now rejected: {again.reason}", where=where)
            difference = record.find_difference(again)
            if difference:
                raise InputError(
                    f"made anew, the row differs: {difference}",
                    where=where,
                    mend="see whether rules, survey and map are those",
                )
            checked += 1
    return Verified(checked, len(ids))


def _pick_answers(store: Store, survey: Survey, ids: Sequence[str], wanted: set[str]) -> dict[str, Answer]:
    """The answers of the ids wanted; on the way, all ids of the survey are held against those of the results."""
    known = set(ids)
    rejected = _list_rejected(store.path)
    picked: dict[str, Answer] = {}
    place = 0
    for answer in read_answers(survey):
        if answer.identity not in known:
            if answer.number not in rejected:
                raise _missing(f"{survey.source.path} (row {answer.number})", "this answer has no result")
            continue
        if ids[place] != answer.identity:
            raise _missing(f"{store.path} (row {place + 1}, id {ids[place]})", "the survey has another row in this place")
        place += 1
        if answer.identity in wanted:
            picked[answer.identity] = answer
    if place < len(ids):
        raise _missing(f"{store.path} (row {place + 1}, id {ids[place]})", "the survey has no such answer")
    return picked


def _missing(where: str, what: str) -> InputError:
    return InputError(what, where=where, mend="name the survey, map and columns that the results were made of")


def _list_rejected(results: Path) -> set[int]:
    path = name_beside(results, "rejects.jsonl")
    if not path.is_file():
        return set()
    try:
        return {json.loads(line)["row"] for line in path.read_text(encoding="utf-8").split("\n") if line}
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError("this is no list of rejects", where=str(path), mend="run the batch again") from None


@dataclass(frozen=True, slots=True)
class _Record:
    """A row of the results: its bytes in JSONL, its cells in Parquet."""

    data: Mapping[str, Any]
    line: str | None

    def find_difference(self, again: dict[str, Any]) -> str:
        """What differs from the row made anew; empty where nothing does."""
        if self.line is not None:
            if self.line == dump_json(again):
                return ""
            return _tell_difference(self.data, json.loads(dump_json(again))) or "the same data in other bytes"
        import pyarrow as pa

        from fingerpost.survey.columnar import RESULT_SCHEMA, shape_record

        shaped = pa.Table.from_pylist([shape_record(again)], schema=RESULT_SCHEMA).to_pylist()[0]
        return "" if shaped == self.data else _tell_difference(self.data, shaped)


def _read_records(path: Path, wanted: set[int]) -> Iterator[_Record]:
    """The rows of the results with these numbers, in order."""
    if find_kind(path) == "parquet":
        import pyarrow.parquet as pq

        with path.open("rb") as stream:
            number = 0
            for batch in pq.ParquetFile(stream).iter_batches(batch_size=512):
                places = [n for n in range(batch.num_rows) if number + n + 1 in wanted]
                yield from (_Record(cells, None) for cells in batch.take(places).to_pylist())
                number += batch.num_rows
        return
    with open_lines(path) as lines:
        number = 0
        for line in lines:
            if line.strip():
                number += 1
                if number in wanted:
                    text = line.decode("utf-8").removesuffix("\n")
                    yield _Record(json.loads(text), text)


def _guess_settings(records: Sequence[Mapping[str, Any]]) -> Settings:
    """How words were treated, where no manifest tells."""
    evidence = [e for record in records for fact in record["facts"] for e in fact["evidence"]]
    return Settings(
        keep_text=any(r.get("text") for r in records), no_text=bool(evidence) and not any(e["text"] for e in evidence)
    )


def _tell_difference(old: Any, new: Any, place: str = "") -> str:
    """The first place in which two plain values differ, with both; what a row was made with is looked at last."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        keys = sorted({**old, **new}, key=lambda k: (not place and k == _LAST, list({**old, **new}).index(k)))
        for key in keys:
            inner = f"{place}.{key}" if place else str(key)
            if key not in old or key not in new:
                return f"{inner} is {'not in the results' if key not in old else 'only in the results'}"
            if old[key] != new[key]:
                return _tell_difference(old[key], new[key], inner)
    if isinstance(old, Sequence) and isinstance(new, Sequence) and not isinstance(old, str) and not isinstance(new, str):
        for number, (one, other) in enumerate(zip(old, new, strict=False)):
            if one != other:
                return _tell_difference(one, other, f"{place}[{number}]")
        if len(old) != len(new):
            return f"{place} has {len(old)} items in the results, {len(new)} made anew"
    return f"{place} is {_show(old)} in the results, {_show(new)} made anew" if old != new else ""


def _show(value: Any) -> str:
    text = dump_json(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
