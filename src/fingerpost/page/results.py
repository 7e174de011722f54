"""Reading the results of a survey, JSONL or Parquet, one respondent after another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fingerpost.errors import FingerpostError, InputError
from fingerpost.records import Derived, Firing, GateLine, Line, Note, Points, Recommendation, Result, Span, Standing
from fingerpost.serialising import read_facts

_MEND = "name a file that `fingerpost batch` wrote"


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
    records = _read_parquet(path) if path.suffix.lower() in (".parquet", ".pq") else _read_lines(path)
    for where, record in records:
        try:
            yield _read_respondent(record, where)
        except (KeyError, TypeError, ValueError, AttributeError, FingerpostError):
            raise InputError("this is no result record", where=where, mend=_MEND) from None


def _read_lines(path: Path) -> Iterator[tuple[str, Any]]:
    from fingerpost.survey.opening import reading

    with reading(path), path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            try:
                yield where, json.loads(line.removeprefix(b"\xef\xbb\xbf"))
            except (ValueError, RecursionError):
                raise InputError("this line is no JSON", where=where, mend=_MEND) from None


def _read_parquet(path: Path) -> Iterator[tuple[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from fingerpost.survey.opening import reading

    with reading(path), path.open("rb") as stream:
        try:
            number = 0
            for batch in pq.ParquetFile(stream, pre_buffer=False).iter_batches(batch_size=64, use_threads=False):
                for record in batch.to_pylist():
                    number += 1
                    yield f"{path} (row {number})", _shape(record)
        except (pa.ArrowException, UnicodeDecodeError):
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
        facts=read_facts(record["facts"], where),
        derived=tuple(Derived(d["id"], d["trait"], d["rule"], tuple(d["facts"])) for d in record["derived"]),
        recommendations=tuple(_read_recommendation(r) for r in record["recommendations"]),
        standing=tuple(
            Standing(s["path"], s["score"], n, tuple(Points(p["rule"], p["points"], tuple(p["facts"])) for p in s["points"]))
            for n, s in enumerate(record["standing"], 1)
        ),
        gates=tuple(GateLine(g["rule"], g["path"], g["state"], tuple(g["facts"]), g["text"]) for g in record["gates"]),
        advice=_read_lines_of(record["advice"]),
        firings=tuple(Firing(f["order"], f["rule"], tuple(f["facts"]), f["concludes"]) for f in record["firings"]),
        unread=tuple(Span(s["start"], s["end"], s.get("field")) for s in record["unread"]),
        provenance={str(k): str(v) for k, v in record["provenance"].items()},
        groups={str(k): " ".join(str(v or "").split()) for k, v in record["groups"].items()},
        notes=tuple(Note(n["about"], n["text"]) for n in record["notes"]),
    )
    return Respondent(result, {"": text} if isinstance(text, str) else {str(k): str(v) for k, v in text.items()})


def _read_recommendation(item: Mapping[str, Any]) -> Recommendation:
    return Recommendation(
        path=item["path"],
        rank=int(item["rank"]),
        score=int(item["score"]),
        verdict=item["verdict"],
        reasons=_read_lines_of(item["reasons"]),
        cautions=_read_lines_of(item["cautions"]),
        first_steps=tuple(item["first_steps"]),
        next=tuple(item["next"]),
    )


def _read_lines_of(items: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(Line(i["rule"], i["text"], tuple(i["facts"]), tuple(i["heuristics"]), i.get("points")) for i in items)
