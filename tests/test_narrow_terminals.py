"""A narrow terminal: lines wrap at words, headings run the whole width, and columns make room for one another."""

import io
import sys
from collections.abc import Callable

import pytest
from rich.console import Console
from rich.text import Text

from fingerpost.assess import Assessor, Change, assess
from fingerpost.cli.argument import print_explanation
from fingerpost.cli.printing import show_result
from fingerpost.cli.wrapping import echo_lines, echo_rows
from fingerpost.explain import Explainer

TEXT = (
    "I love mentoring juniors and I love giving talks. Meetings wear me out. I'm not good at selling. "
    "I have led projects. I am a senior engineer with eleven years of experience at a company of 400 people."
)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


Show = Callable[[int, Callable[[], None]], str]


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Show:
    """What is printed on a terminal of so many columns."""

    def call(width: int, act: Callable[[], None]) -> str:
        with monkeypatch.context() as patch:
            out = _Terminal()
            patch.setattr(sys, "stdout", out)
            patch.setenv("COLUMNS", str(width))
            patch.setenv("LINES", "24")
            act()
        return Text.from_ansi(out.getvalue()).plain

    return call


def list_words(text: str) -> set[str]:
    return set(text.split())


@pytest.mark.parametrize("width", [80, 60, 40])
def test_a_result_breaks_no_word(assessor: Assessor, width: int) -> None:
    result = assess(assessor, TEXT)
    narrow, wide = (Console(file=io.StringIO(), width=w, markup=False, highlight=False) for w in (width, 300))
    for console in (narrow, wide):
        show_result(console, result, TEXT, assessor.knowledge)
    lines = narrow.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert max(map(len, lines)) <= width
    assert "What you are good at, and not" in [line.rstrip() for line in lines]
    whole = list_words(wide.file.getvalue())  # type: ignore[attr-defined]
    assert list_words("\n".join(lines)) <= whole


@pytest.mark.parametrize("width", [60, 40])
def test_what_if_stands_in_lines_where_columns_have_no_room(assessor: Assessor, show: Show, width: int) -> None:
    reading = next(assessor.read([TEXT], ["free"]))
    changes = [Change("goal", "founder", "wants", True)]
    made = Explainer(assessor).explain(reading, "founder", changes=changes, text=TEXT)
    words = show(width, lambda: print_explanation(made, assessor.knowledge, None))
    assert max(map(len, words.splitlines())) <= width
    assert "as it was" not in words
    assert " → 1st, " in words.split("What speaks for it")[0]


def test_rows_without_room_are_laid_out_anew(show: Show) -> None:
    rows = [("short", ("short", "")), ("x" * 40 + " " + "y" * 40, ("x" * 40, "y" * 40))]
    assert show(60, lambda: echo_rows(rows)) == f"short\n\n{'x' * 40}\n    {'y' * 40}\n"
    assert show(90, lambda: echo_rows(rows)) == f"short\n{'x' * 40} {'y' * 40}\n"


def test_lines_of_a_list_hang(show: Show) -> None:
    lines = show(60, lambda: echo_lines(["- " + "word " * 15, "", "plain"])).split("\n")
    assert lines[:4] == ["- " + "word " * 10 + "word", "  word word word word", "", "plain"]


def test_elsewhere_lines_stay_whole(capsys: pytest.CaptureFixture[str]) -> None:
    long = "word " * 40 + "end"
    echo_lines([long])
    echo_rows([(long, ("a", "b"))])
    assert capsys.readouterr().out == f"{long}\n{long}\n"
