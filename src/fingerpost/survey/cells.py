"""From Arrow tables to rows: every cell by itself, so that one that cannot be used costs no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

import pyarrow as pa

from fingerpost.survey.rows import MOST_LINE_BYTES, Reject, Row

# stands for a cell that Python has no value for: neither text nor nothing
_UNREADABLE = ()


def take_rows(names: Sequence[str], batch: Any, before: int = 0) -> Iterator[Row | Reject]:
    """The rows of an Arrow record batch; numbers and dates become text. Each is made when it is asked for.

    Args:
        names: What the columns are called.
        batch: A ``pyarrow.RecordBatch``.
        before: How many rows there were before these.
    """
    finders = [_find_cells(column) for column in batch.columns]
    for place in range(batch.num_rows):
        cells = [find(place) for find in finders]
        yield _take_row(before + place + 1, names, cells)


def _find_cells(column: Any) -> Callable[[int], Any]:
    """What finds the cell of a row; words that are written but once, and numbered, are found by their number."""
    if not pa.types.is_dictionary(column.type):
        return cast(Callable[[int], Any], column.__getitem__)
    numbers, words = column.indices, column.dictionary

    def find(place: int) -> Any:
        number = numbers[place].as_py()
        return pa.scalar(None) if number is None else words[number]

    return find


def _take_row(number: int, names: Sequence[str], cells: Sequence[Any]) -> Row | Reject:
    if sum(len(c.as_buffer() or b"") for c in cells if isinstance(c, pa.BinaryScalar)) > MOST_LINE_BYTES:
        return Reject(number, f"the row has over {MOST_LINE_BYTES:,} bytes")
    taken: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=True):
        try:
            taken[name] = _take_cell(cell)
        except UnicodeDecodeError:
            return Reject(number, f"column {name[:60]!r} is not UTF-8")
    return Row(number, taken)


def _take_cell(cell: Any) -> Any:
    """A cell as text where it is a number or a date; what else it may be stays as it is."""
    try:
        value = cell.as_py()
    except UnicodeDecodeError:
        raise
    except Exception:  # a date beyond Python's, an unknown zone: each in a way of its own
        return _spell(cell)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value) if isinstance(value, int | float | Decimal | timedelta | UUID) else value


def _spell(cell: Any) -> Any:
    """A date, a time or a duration of which Python has no value, as text."""
    kind = cell.type
    try:
        if pa.types.is_duration(kind):
            return f"{cell.value} {kind.unit}"
        if pa.types.is_timestamp(kind):
            # within a zone Arrow keeps the time of Greenwich
            zone = "" if kind.tz is None else "+00:00"
            return f"{cell.cast(pa.timestamp(kind.unit)).cast(pa.string()).as_py()}{zone}".replace(" ", "T")
        return cell.cast(pa.string()).as_py() if pa.types.is_temporal(kind) else _UNREADABLE
    except (pa.ArrowException, ValueError):
        return _UNREADABLE
