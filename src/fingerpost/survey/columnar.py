"""Parquet: reading the rows of a survey, and writing results for analysts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from fingerpost.errors import InputError
from fingerpost.survey.delimited import tell_apart
from fingerpost.survey.opening import Source
from fingerpost.survey.rows import Reject, Row

_READ_ROWS = 64
_WRITE_ROWS = 512

_WORDS = pa.list_(pa.string())
_LINE = [("rule", pa.string()), ("facts", _WORDS), ("text", pa.string()), ("heuristics", _WORDS)]
_POINTS = pa.list_(pa.struct([("rule", pa.string()), ("points", pa.int64()), ("facts", _WORDS)]))
_SPAN = [("start", pa.int64()), ("end", pa.int64())]
# the result record; a fact's value is text here ("14"), since a column has one type
RESULT_SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        (
            "facts",
            pa.list_(
                pa.struct(
                    [
                        ("id", pa.string()),
                        ("kind", pa.string()),
                        ("topic", pa.string()),
                        ("value", pa.string()),
                        ("strength", pa.string()),
                        ("evidence", pa.list_(pa.struct([*_SPAN, ("text", pa.string()), ("field", pa.string())]))),
                        ("lexicon", _WORDS),
                        ("cues", _WORDS),
                        ("scope", pa.list_(pa.struct([("scope", pa.string()), ("text", pa.string())]))),
                    ]
                )
            ),
        ),
        (
            "derived",
            pa.list_(pa.struct([("id", pa.string()), ("trait", pa.string()), ("rule", pa.string()), ("facts", _WORDS)])),
        ),
        (
            "recommendations",
            pa.list_(
                pa.struct(
                    [
                        ("path", pa.string()),
                        ("rank", pa.int64()),
                        ("score", pa.int64()),
                        ("verdict", pa.string()),
                        (
                            "reasons",
                            pa.list_(
                                pa.struct(
                                    [
                                        ("rule", pa.string()),
                                        ("points", pa.int64()),
                                        ("facts", _WORDS),
                                        ("text", pa.string()),
                                        ("heuristics", _WORDS),
                                    ]
                                )
                            ),
                        ),
                        ("cautions", pa.list_(pa.struct(_LINE))),
                        ("first_steps", _WORDS),
                        ("next", _WORDS),
                    ]
                )
            ),
        ),
        ("standing", pa.list_(pa.struct([("path", pa.string()), ("score", pa.int64()), ("points", _POINTS)]))),
        (
            "gates",
            pa.list_(
                pa.struct(
                    [
                        ("rule", pa.string()),
                        ("path", pa.string()),
                        ("state", pa.string()),
                        ("facts", _WORDS),
                        ("text", pa.string()),
                    ]
                )
            ),
        ),
        ("advice", pa.list_(pa.struct(_LINE))),
        (
            "firings",
            pa.list_(
                pa.struct([("order", pa.int64()), ("rule", pa.string()), ("facts", _WORDS), ("concludes", pa.string())])
            ),
        ),
        ("unread", pa.list_(pa.struct([*_SPAN, ("field", pa.string())]))),
        ("notes", pa.list_(pa.struct([("about", pa.string()), ("text", pa.string())]))),
        ("groups", pa.map_(pa.string(), pa.string())),
        (
            "provenance",
            pa.struct([("fingerpost", pa.string()), ("model", pa.string()), ("knowledge", pa.string())]),
        ),
        ("text", pa.map_(pa.string(), pa.string())),
    ]
)


def read_columns(source: Source) -> tuple[str, ...]:
    """The columns of a Parquet file.

    Raises:
        InputError: The file is cut short or broken.
    """
    with source.path.open("rb") as stream:
        return tell_apart(_open_parquet(stream, source).schema_arrow.names)[0]


def count_rows(source: Source) -> int:
    """The number of rows that the Parquet file's footer states."""
    with source.path.open("rb") as stream:
        return int(_open_parquet(stream, source).metadata.num_rows)


def read_parquet(source: Source) -> Iterator[Row | Reject]:
    """Read the rows of a Parquet file; numbers and dates become text.

    The file is opened here and handed over open, so that its name is never taken for a pattern or a URL.

    Raises:
        InputError: The file is cut short or broken.
    """
    number = 0
    with source.path.open("rb") as stream:
        parquet = _open_parquet(stream, source)
        names, _ = tell_apart(parquet.schema_arrow.names)
        batches = parquet.iter_batches(batch_size=_READ_ROWS, use_threads=False)
        while True:
            try:
                batch = next(batches, None)
                rows = [] if batch is None else batch.rename_columns(list(names)).to_pylist()
            except UnicodeDecodeError:
                raise _broken(source, f"text after row {number} is not UTF-8") from None
            except (pa.ArrowException, OSError):
                raise _broken(source, f"the file is broken after row {number}") from None
            if batch is None:
                return
            for cells in rows:
                number += 1
                yield Row(number, {name: plain_cell(value) for name, value in cells.items()})


def _open_parquet(stream: IO[bytes], source: Source) -> Any:
    try:
        return pq.ParquetFile(stream, pre_buffer=False)
    except (pa.ArrowException, OSError):
        raise _broken(source, "the Parquet file is cut short or broken") from None


def _broken(source: Source, what: str) -> InputError:
    return InputError(what, where=str(source.path), mend="write or copy it again")


def plain_cell(value: Any) -> Any:
    """A cell as text where it is a number or a date; what else it may be stays as it is."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value) if isinstance(value, int | float | Decimal) else value


def shape_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """A result record in the shape of `RESULT_SCHEMA`."""
    text = record.get("text")
    return {
        **record,
        "facts": [{**fact, "value": str(fact["value"])} for fact in record["facts"]],
        "groups": list(record["groups"].items()),
        "text": [("", text)] if isinstance(text, str) else list((text or {}).items()),
    }


def write_parquet(lines: Path, target: Path) -> None:
    """Write a file of result records, one JSON a line, as Parquet, streaming."""
    with (
        lines.open(encoding="utf-8", newline="\n") as stream,
        pq.ParquetWriter(target, RESULT_SCHEMA, compression="zstd") as writer,
    ):
        while chunk := [shape_record(json.loads(line)) for line in islice(stream, _WRITE_ROWS)]:
            writer.write_table(pa.Table.from_pylist(chunk, schema=RESULT_SCHEMA))
