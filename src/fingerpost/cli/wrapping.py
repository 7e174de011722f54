"""Plain lines on a terminal: wrapped at words, and lists laid out anew where a row has no room."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from textwrap import fill

import click

_WIDEST = 92


def echo_lines(lines: Iterable[str]) -> None:
    """Print lines; on a terminal they are wrapped at words, those of a list and indented ones under their own beginning."""
    width = _measure_terminal()
    for line in lines:
        if width is None:
            click.echo(line)
            continue
        hang = " " * (len(line) - len(line.lstrip())) + ("  " if line.startswith("- ") else "")
        wide = min(width, _WIDEST)
        click.echo(fill(line, wide, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False))


def echo_rows(rows: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Print a list, given as whole rows, each with the lines to print in its place where the terminal is too narrow."""
    width = _measure_terminal()
    is_narrow = width is not None and any(len(row) > width for row, _ in rows)
    for row, (first, *others) in rows:
        echo_lines([first, *(f"    {line}" for line in others)] if is_narrow else [row])


def _measure_terminal() -> int | None:
    """The columns of the terminal to which results go; None where they go elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
