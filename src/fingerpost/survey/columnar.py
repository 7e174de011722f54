"""Parquet: reading the rows of a survey, and writing results for analysts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from fingerpost.errors import InputError
from fingerpost.survey.cells import take_rows
from fingerpost.survey.delimited import tell_apart
from fingerpost.survey.opening import BOMB_BYTES, BOMB_RATIO, Source
from fingerpost.survey.rows import Reject, Row

# each time, all words that are numbered are read anew
_READ_ROWS = 1024
_READ_WORDY_ROWS = 64
_READ_BYTES = 16_000_000
_WORD_TYPES = (pa.string(), pa.large_string(), pa.binary(), pa.large_binary())
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


def read_parquet(source: Source) -> Iterator[Row | Reject]:
    """Read the rows of a Parquet file; numbers and dates become text.

    The file is opened here and handed over open, so that its name is never taken for a pattern or a URL.

    Raises:
        InputError: The file is cut short or broken, or unpacks to far more than its size.
    """
    number = 0
    with source.path.open("rb") as stream:
        parquet = _open_parquet(stream, source)
        _refuse_bomb(parquet.metadata, source)
        # what is written but once and stands in many rows is kept but once
        coded = _list_words(parquet)
        parquet = pq.ParquetFile(stream, metadata=parquet.metadata, read_dictionary=coded, pre_buffer=False)
        names, _ = tell_apart(parquet.schema_arrow.names)
        batches = parquet.iter_batches(batch_size=_count_rows(parquet, coded), use_threads=False)
        while True:
            try:
                batch = next(batches, None)
            except (pa.ArrowException, OSError):
                raise _broken(source, f"the file is broken after row {number}") from None
            if batch is None:
                return
            yield from take_rows(names, batch, number)
            number += batch.num_rows


def _open_parquet(stream: IO[bytes], source: Source) -> Any:
    try:
        return pq.ParquetFile(stream, pre_buffer=False)
    except (pa.ArrowException, OSError):
        raise _broken(source, "the Parquet file is cut short or broken") from None


def _refuse_bomb(footer: Any, source: Source) -> None:
    unpacked = _measure_unpacked(footer)
    if unpacked >= BOMB_BYTES and unpacked > BOMB_RATIO * source.path.stat().st_size:
        raise InputError(
            f"the Parquet file unpacks to over {BOMB_RATIO} times its size",
            where=str(source.path),
            mend="write it anew without compression",
        )


def _measure_unpacked(footer: Any) -> int:
    return sum(int(footer.row_group(n).total_byte_size) for n in range(footer.num_row_groups))


def _list_words(parquet: Any) -> list[str]:
    """The columns of text, apart from lists and structs of it and from those that share a name."""
    fields = Counter(parquet.schema_arrow.names)
    return [name for name, count in fields.items() if count == 1 and parquet.schema_arrow.field(name).type in _WORD_TYPES]


def _count_rows(parquet: Any, coded: Sequence[str]) -> int:
    """How many rows to unpack at a time, so that they are few bytes."""
    columns = [parquet.schema.column(n) for n in range(len(parquet.schema))]
    row: int = _measure_unpacked(parquet.metadata) // max(int(parquet.metadata.num_rows), 1)
    row += sum(int(c.length) for c in columns if c.physical_type == "FIXED_LEN_BYTE_ARRAY")
    # other words stand in every row anew, however seldom they are in the file
    is_small = all(c.physical_type != "BYTE_ARRAY" or c.path in coded for c in columns)
    return min(max(_READ_BYTES // max(row, 1), 1), _READ_ROWS if is_small else _READ_WORDY_ROWS)


def _broken(source: Source, what: str) -> InputError:
    return InputError(what, where=str(source.path), mend="write or copy it again")


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
