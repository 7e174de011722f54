"""Reading delimited files: CSV, TSV and their kin, whatever the delimiter, the line ends and the encoding."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from fingerpost.errors import InputError
from fingerpost.survey.opening import Source, open_bytes
from fingerpost.survey.privacy import mask_name
from fingerpost.survey.rows import Reject, Row

DELIMITERS = (",", ";", "\t", "|")
ONE_COLUMN = "\x1f"
# one record, all its cells together; a record beyond it is rejected, and a quote open for so long is an error
MOST_RECORD = 1_000_000
MOST_OPEN_QUOTE = 40_000_000
_SAMPLE = 65_536
_MOST_NOTES = 5
_STATEMENT = re.compile(r"\"?sep=([^\w\s\"]|\t)\"?(?=[\r\n])", re.IGNORECASE)


class _Lines:
    """The lines of a text stream, which knows its line number, whether it ended, and how long a record has grown."""

    def __init__(self, stream: io.TextIOBase, source: Source) -> None:
        self._stream, self._source = stream, source
        self.number, self.ended, self.taken = 0, False, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline()
        if not line:
            self.ended = True
            raise StopIteration
        self.number += 1
        self.taken += len(line)
        if self.taken > MOST_OPEN_QUOTE:
            raise InputError(
                f"a quoted cell does not end within {MOST_OPEN_QUOTE:,} characters",
                where=f"{self._source.path}:{self.number}",
                mend="close the quote, or double the quotes within cells",
            )
        return line


def read_delimited(source: Source) -> Iterator[Row | Reject]:
    """Read the rows under the header, each with its number and the line on which it ends.

    Raises:
        InputError: The file has no header, or a quote is opened and hardly ever closed.
    """
    with _open_records(source) as (lines, reader):
        columns, _ = _name_columns(_take_header(lines, reader, source))
        blanks = number = 0
        while (cells := _take_record(lines, reader)) is not None:
            if not cells:
                # a blank line is an empty answer where there is one column, and nothing elsewhere or at the end
                blanks += 1
                continue
            for _ in range(blanks if len(columns) == 1 else 0):
                number += 1
                yield Row(number, {columns[0]: ""}, lines.number)
            blanks = 0
            number += 1
            yield _make_row(columns, cells, number, lines)


def read_header(source: Source) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of a delimited file, and notes on how they are read.

    Raises:
        InputError: The file has no header.
    """
    with _open_records(source) as (lines, reader):
        columns, notes = _name_columns(_take_header(lines, reader, source))
    if source.encoding == "windows-1252":
        notes = (*notes, "the file is no UTF-8; it is read as Windows-1252")
    return columns, notes


@contextmanager
def _open_records(source: Source) -> Iterator[tuple[_Lines, Iterator[list[str]]]]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with open_bytes(source) as stream:
        text = io.TextIOWrapper(stream, encoding=source.encoding, errors=_errors_for(source.encoding), newline="")
        sample = text.read(_SAMPLE)
        text.seek(0)
        lines = _Lines(text, source)
        delimiter, stated = _read_statement(sample), True
        if not delimiter:
            delimiter, stated = _find_delimiter(sample, source.tabbed), False
        if stated:
            next(lines)
        yield lines, csv.reader(lines, delimiter=delimiter, skipinitialspace=_has_spaced_cells(sample, delimiter))


def _errors_for(encoding: str) -> str:
    return "surrogateescape" if encoding.startswith("utf-8") else "replace"


def _read_statement(sample: str) -> str:
    """The delimiter that a first line such as ``sep=;`` states, as spreadsheets write it; empty where there is none."""
    found = _STATEMENT.match(sample)
    return found[1] if found else ""


def _has_spaced_cells(sample: str, delimiter: str) -> bool:
    """Whether the header has a blank after each delimiter, which is then no part of the cells, and a quote may follow it."""
    header = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
    return len(header) > 1 and all(cell.startswith(" ") for cell in header[1:])


def _find_delimiter(sample: str, tabbed: bool) -> str:
    """The delimiter that splits most rows of the sample as it splits the header."""
    if tabbed:
        return "\t"
    # where nothing splits the header there is one column, whose commas part nothing
    best, best_score = ONE_COLUMN, (0.0, 0)
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        counts = [len(r) for r in islice(reader, 60) if r]
        if len(sample) >= _SAMPLE and len(counts) < 60:
            counts = counts[:-1] or counts
        if not counts or counts[0] < 2:
            continue
        score = (sum(c == counts[0] for c in counts) / len(counts), counts[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _take_header(lines: _Lines, reader: Iterator[list[str]], source: Source) -> list[str]:
    where = str(source.path)
    for cells in reader:
        if lines.ended:
            raise InputError(
                "a quote in the header is never closed", where=where, mend="close it, or double it within a name"
            )
        if sum(map(len, cells)) > MOST_RECORD:
            raise InputError(
                f"the header has over {MOST_RECORD:,} characters", where=where, mend="give the columns short names"
            )
        if any(c.strip() for c in cells):
            return cells
    raise InputError("there is no header", where=where, mend="name the columns in the first row")


def _name_columns(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns' names: on one line each, none empty, none twice; and notes on those that are called otherwise."""
    # columns beyond the last name are the trailing delimiters of a spreadsheet
    last = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=1)
    return tell_apart([" ".join(c.replace("\ufeff", "").split()) or f"column {n}" for n, c in enumerate(cells[:last], 1)])


def tell_apart(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Column names of which none stands twice, with notes on those that did."""
    taken: dict[str, int] = {}
    notes: list[str] = []
    for place, name in enumerate(names, 1):
        twin, count = name, taken.get(name, 0)
        while twin in taken:
            count += 1
            twin = f"{name} ({count})"
        if twin != name:
            taken[name] = count
            notes.append(f"a column name stands twice; column {place} is called {mask_name(twin)[:60]!r}")
        taken[twin] = 1
    if len(notes) > _MOST_NOTES:
        notes[_MOST_NOTES:] = [f"and so do {len(notes) - _MOST_NOTES:,} more"]
    return tuple(n for n in taken), tuple(notes)


def _take_record(lines: _Lines, reader: Iterator[list[str]]) -> list[str] | None:
    lines.taken = 0
    return next(reader, None)


def _make_row(columns: tuple[str, ...], cells: list[str], number: int, lines: _Lines) -> Row | Reject:
    if lines.ended:
        return Reject(number, "a quote is opened here and never closed: all lines to the end are one cell", lines.number)
    size = sum(map(len, cells))
    if size > MOST_RECORD:
        return Reject(number, f"the row has {size:,} characters, the limit is {MOST_RECORD:,}", lines.number)
    if len(cells) > len(columns) and not any(c.strip() for c in cells[len(columns) :]):
        cells = cells[: len(columns)]
    if len(cells) != len(columns):
        return Reject(number, f"the row has {len(cells)} cells, the header has {len(columns)}", lines.number)
    for name, cell in zip(columns, cells, strict=True):
        if not cell.isascii() and any("\udc80" <= c <= "\udcff" for c in cell):
            return Reject(number, f"column {mask_name(name)[:60]!r} is not UTF-8", lines.number)
    return Row(number, dict(zip(columns, cells, strict=True)), lines.number)
