"""Reading the rows of a survey, one at a time, each with its number; a bad row is a reject, never lost."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from fingerpost.survey.opening import Source, open_bytes, reading

# one line of JSONL, one record of CSV; a single answer may have `fingerpost.decoding.MOST_CHARACTERS`
MOST_LINE_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a survey: its number (from 1; a header is not counted) and its cells by column."""

    number: int
    cells: Mapping[str, Any]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be used: its number (from 1) and why, without any word of the answer."""

    number: int
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Glance:
    """The columns of a survey and its first rows; ``notes`` tell how the file is read."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def read_rows(source: Source) -> Iterator[Row | Reject]:
    """Read the rows of a survey, streaming.

    Raises:
        InputError: The file cannot be read.
    """
    with reading(source.path):
        if source.form == "parquet":
            from fingerpost.survey.columnar import read_parquet

            yield from read_parquet(source)
        elif source.form == "delimited":
            from fingerpost.survey.delimited import read_delimited

            yield from read_delimited(source)
        else:
            with open_bytes(source) as stream:
                yield from _read_lines(stream, source.encoding)


def glance_rows(source: Source, most: int = 200) -> Glance:
    """The columns of a survey and up to ``most`` of its first rows.

    Raises:
        InputError: The file cannot be read.
    """
    rows = tuple(r for r in islice(read_rows(source), most) if isinstance(r, Row))
    if source.form == "delimited":
        from fingerpost.survey.delimited import read_header

        with reading(source.path):
            columns, notes = read_header(source)
        return Glance(columns, rows, notes)
    if source.form == "parquet":
        from fingerpost.survey.columnar import read_columns

        with reading(source.path):
            return Glance(read_columns(source), rows)
    return Glance(tuple(dict.fromkeys(key for row in rows for key in row.cells)), rows)


def _read_lines(stream: IO[bytes], encoding: str) -> Iterator[Row | Reject]:
    take: Callable[[int], bytes] = stream.readline
    if not encoding.startswith("utf-8"):
        # no line ends but \n: JSON may hold all others
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")

        def take(most: int) -> bytes:
            return text.readline(most).encode("utf-8", "surrogatepass")

    number = 0
    while line := take(MOST_LINE_BYTES):
        number += 1
        if len(line) >= MOST_LINE_BYTES and not line.endswith(b"\n"):
            while (rest := take(MOST_LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield Reject(number, f"the line has over {MOST_LINE_BYTES:,} bytes")
        elif line.removeprefix(codecs.BOM_UTF8).strip():
            yield _read_line(line, number)


def _read_line(line: bytes, number: int) -> Row | Reject:
    try:
        text = line.decode("utf-8").removeprefix("\ufeff") if number == 1 else line.decode("utf-8")
    except UnicodeDecodeError as error:
        return Reject(number, f"byte {error.start} of the line is not UTF-8")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        return Reject(number, f"no JSON at column {error.colno}: {error.msg}")
    except (RecursionError, ValueError):
        return Reject(number, "the JSON is nested too deeply, or a number in it is too long")
    if not isinstance(data, dict):
        return Reject(number, "the line is no JSON object")
    return Row(number, data)
