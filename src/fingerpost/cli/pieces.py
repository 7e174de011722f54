"""Small pieces of which explanations are printed."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fingerpost.cli.printing import count_points


def sign_points(points: int) -> str:
    """Points with their sign: +3, −2, 0."""
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"


def name_place(number: int) -> str:
    """A rank in words: 1st, 2nd, 3rd, 4th."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def print_head(console: Console, title: str) -> None:
    """Print a heading with an empty line below it."""
    console.print(Text(title, style="bold underline"))
    console.print()


def lay_out(mark: Text, line: Text) -> Table:
    """A mark with a line beside it that wraps by itself."""
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", width=max(3, len(mark)))
    table.add_column(overflow="fold")
    table.add_row(mark, line)
    return table


def say_score(score: int) -> str:
    """A score in words, with a proper minus sign."""
    return "−1 point" if score == -1 else count_points(score).replace("-", "−")
