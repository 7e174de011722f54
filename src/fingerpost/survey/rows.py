"""Reading the rows of a survey, one at a time, each with its number; a bad row is a reject, never lost."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fingerpost.errors import InputError

MOST_LINE_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a survey: its number in the file (from 1) and its cells by column."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be used: its number (from 1) and why, without any word of the answer."""

    number: int
    reason: str


def read_rows(path: Path) -> Iterator[Row | Reject]:
    """Read the rows of a JSONL file, streaming; blank lines are skipped but counted.

    Raises:
        InputError: The file is missing, a folder or unreadable.
    """
    if path.is_dir():
        raise InputError("this is a folder", where=str(path), mend="name a file in it")
    try:
        with path.open("rb") as stream:
            yield from _read_lines(stream)
    except FileNotFoundError:
        raise InputError("there is no such file", where=str(path), mend="check the name") from None
    except OSError as error:
        problem = (error.strerror or "unknown error").lower()
        raise InputError(f"cannot be read ({problem})", where=str(path), mend="check its name and mode") from None


def _read_lines(stream: Any) -> Iterator[Row | Reject]:
    number = 0
    while line := stream.readline(MOST_LINE_BYTES):
        number += 1
        if len(line) >= MOST_LINE_BYTES and not line.endswith(b"\n"):
            while (rest := stream.readline(MOST_LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield Reject(number, f"the line has over {MOST_LINE_BYTES:,} bytes")
        elif line.strip():
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
    except RecursionError:
        return Reject(number, "the JSON is nested too deeply")
    if not isinstance(data, dict):
        return Reject(number, "the line is no JSON object")
    return Row(number, data)
