"""Reading the results of a survey, JSONL (also packed) or Parquet, one respondent after another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fingerpost.errors import FingerpostError, InputError
from fingerpost.records import (
    KINDS,
    VALUES,
    Derived,
    Fact,
    Firing,
    GateLine,
    Line,
    Note,
    Points,
    Recommendation,
    Result,
    Span,
    Standing,
)
from fingerpost.serialising import read_facts
from fingerpost.survey.opening import reading
from fingerpost.survey.results import check_empty, find_kind, open_lines

_MEND = "name a file that `fingerpost batch` wrote"
_OPTIONAL = ("text",)
_PARTS = (
    "id",
    "facts",
    "derived",
    "recommendations",
    "standing",
    "gates",
    "advice",
    "firings",
    "unread",
    "notes",
    "groups",
    "provenance",
    *_OPTIONAL,
)


@dataclass(frozen=True, slots=True)
class Respondent:
    """One result with the answers it was read from, by column (empty for the only one); none unless they were kept."""

    result: Result
    texts: Mapping[str, str]


def read_results(path: Path) -> Iterator[Respondent]:
    """Read the respondents of a file of results, in order.

    Raises:
        InputError: The file cannot be read, or holds something else than results.
    """
    is_empty = True
    with reading(path):
        is_table = find_kind(path) == "parquet"
        for where, record in _read_parquet(path) if is_table else _read_lines(path):
            try:
                respondent = _read_respondent(_shape(record) if is_table else record, where)
            except (KeyError, TypeError, ValueError, AttributeError, FingerpostError):
                raise InputError("this is no result record", where=where, mend=_MEND) from None
            is_empty = False
            yield respondent
    if is_empty and not is_table:
        check_empty(path)


def _read_lines(path: Path) -> Iterator[tuple[str, Any]]:
    with open_lines(path) as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            try:
                record = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
            except (ValueError, RecursionError):
                raise InputError("this line is no JSON", where=where, mend=_MEND) from None
            yield where, record


def _read_parquet(path: Path) -> Iterator[tuple[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    with path.open("rb") as stream:
        try:
            table = pq.ParquetFile(stream, pre_buffer=False)
            columns = [name for name in table.schema_arrow.names if name in _PARTS]
            if not {*_PARTS} - {*_OPTIONAL} <= {*columns}:
                raise InputError("these are no result records", where=str(path), mend=_MEND)
            for batch in table.iter_batches(batch_size=64, columns=columns, use_threads=False):
                for record in batch.to_pylist():
                    number += 1
                    yield f"{path} (row {number})", record
        except (pa.ArrowException, ValueError, OverflowError):
            raise InputError("the Parquet file is cut short or broken", where=str(path), mend=_MEND) from None


def _shape(record: dict[str, Any]) -> dict[str, Any]:
    """A row of a Parquet file in the shape of a line: maps are pairs there, and numbers of facts are text."""
    facts = [{**f, "value": int(v) if (v := str(f["value"])).isdecimal() else v} for f in record.get("facts") or ()]
    return {**record, "facts": facts, "groups": dict(record.get("groups") or ()), "text": dict(record.get("text") or ())}


def _read_respondent(record: Any, where: str) -> Respondent:
    if not isinstance(record, Mapping):
        raise TypeError
    text = record.get("text") or {}
    result = Result(
        id=None if record["id"] is None else str(record["id"]),
        facts=_read_facts(record["facts"], where),
        derived=tuple(
            Derived(_word(d["id"]), _word(d["trait"]), _word(d["rule"]), _words(d["facts"])) for d in record["derived"]
        ),
        recommendations=tuple(_read_recommendation(r) for r in record["recommendations"]),
        standing=tuple(
            Standing(_word(s["path"]), _whole(s["score"]), n, tuple(_read_points(p) for p in s["points"]))
            for n, s in enumerate(record["standing"], 1)
        ),
        gates=tuple(
            GateLine(_word(g["rule"]), _word(g["path"]), _word(g["state"]), _words(g["facts"]), _word(g["text"]))
            for g in record["gates"]
        ),
        advice=_read_lines_of(record["advice"]),
        firings=tuple(
            Firing(_whole(f["order"]), _word(f["rule"]), _words(f["facts"]), _word(f["concludes"]))
            for f in record["firings"]
        ),
        unread=tuple(Span(_whole(s["start"]), _whole(s["end"]), s.get("field")) for s in record["unread"]),
        provenance={key: _word(record["provenance"][key]) for key in ("fingerpost", "model", "knowledge")},
        groups={_word(k): " ".join(_word(v or "").split()) for k, v in record["groups"].items()},
        notes=tuple(Note(_word(n["about"]), _word(n["text"])) for n in record["notes"]),
    )
    return Respondent(result, {"": text} if isinstance(text, str) else {_word(k): _word(v) for k, v in text.items()})


def _read_facts(data: Any, where: str) -> tuple[Fact, ...]:
    facts = read_facts(data, where)
    if any(f.kind not in KINDS or f.value not in VALUES.get(f.kind, (f.value,)) for f in facts):
        raise ValueError
    return facts


def _read_points(item: Mapping[str, Any]) -> Points:
    return Points(_word(item["rule"]), _whole(item["points"]), _words(item["facts"]))


def _read_recommendation(item: Mapping[str, Any]) -> Recommendation:
    return Recommendation(
        path=_word(item["path"]),
        rank=_whole(item["rank"]),
        score=_whole(item["score"]),
        verdict=_word(item["verdict"]),
        reasons=_read_lines_of(item["reasons"]),
        cautions=_read_lines_of(item["cautions"]),
        first_steps=_words(item["first_steps"]),
        next=_words(item["next"]),
    )


def _read_lines_of(items: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(
        Line(
            _word(item["rule"]),
            _word(item["text"]),
            _words(item["facts"]),
            _words(item["heuristics"]),
            None if item.get("points") is None else _whole(item["points"]),
        )
        for item in items
    )


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _words(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError
    return tuple(map(_word, values))
