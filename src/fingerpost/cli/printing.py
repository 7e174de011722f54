"""Printing for people: what was read, the paths with their reasons, cautions, steps and advice.

Everything goes out as `rich.text.Text`, never as markup, and words of the person pass `show_text` first.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fingerpost.cli.options import give_output
from fingerpost.contradictions import Contradiction, find_contradictions
from fingerpost.knowledge import KnowledgeBase
from fingerpost.phrasing import name_fact, phrase_fact, show_quotes, show_text
from fingerpost.records import Fact, Line, Note, Recommendation, Result, Span

_WIDTH = 92
# narrower consoles have no room for two columns
_TWO_COLUMNS = 56
_KIND_TITLES = {
    "preference": "What you like and don't",
    "experience": "What you have done",
    "skill": "What you are good at, and not",
    "goal": "What you want next",
    "concern": "What worries you",
    "situation": "Where you stand",
}


def print_result(result: Result, text: str | None, knowledge: KnowledgeBase, output: Path | None) -> None:
    """Print a result for the person it is about."""
    console, stream = open_console(output)
    show_result(console, result, text, knowledge)
    print_stream(stream, output)


def show_result(console: Console, result: Result, text: str | None, knowledge: KnowledgeBase) -> None:
    """Print a result on a console that is open."""
    show_notes(console, [n for n in result.notes if n.about == "help"])
    if result.facts:
        _print_reading(console, result.facts, knowledge)
        _print_correction(console, result.facts)
    _print_unread(console, result.unread, text)
    show_notes(console, [n for n in result.notes if n.about not in ("help", "contradiction")])
    _print_contradictions(console, find_contradictions(result.facts, knowledge))
    if result.recommendations:
        _print_heading(console, "Where your words point")
    for item in result.recommendations:
        _print_recommendation(console, item, result, knowledge)
    if result.advice:
        _print_heading(console, "A word of advice")
        print_items(console, [_trace(line.text, line.heuristics) for line in result.advice])


def show_notes(console: Console, notes: Iterable[Note]) -> None:
    """Print what is said of the text itself; a word of help stands out."""
    for note in notes:
        console.print(Text(show_text(note.text), style="bold" if note.about == "help" else ""))
        console.print()


def name_reading(facts: Iterable[Fact]) -> str:
    """The heading over facts: what was read in words, or what was told without any."""
    return "What I read in your words" if any(map(show_quotes, facts)) else "What you told me"


def say_correction(facts: Iterable[Fact]) -> tuple[str, str] | None:
    """How to take out a fact that was misread, and the option that does so; None where nothing was read in words."""
    read = next((f for f in facts if show_quotes(f)), None)
    if read is None:
        return None
    said = "If I misread something, leave it out by its name (`fingerpost facts` shows all names), for example:"
    return said, f"--without {name_fact(read)}"


def say_kept(contradiction: Contradiction) -> str:
    """How a contradiction is dealt with, and how to take out either of its sides."""
    first, second = (f"--without {name_fact(f)}" for f in (contradiction.first, contradiction.second))
    return f"I keep both. If I misread one, leave it out with {first} or {second}."


def print_facts(
    facts: Sequence[Fact],
    unread: Sequence[Span],
    notes: Sequence[Note],
    text: str | None,
    knowledge: KnowledgeBase,
    output: Path | None,
) -> None:
    """Print facts, each with the words it rests on and the name by which it can be left out."""
    console, stream = open_console(output)
    show_notes(console, notes)
    if facts:
        _print_reading(console, facts, knowledge, names=True)
    elif all(note.about == "help" for note in notes):
        console.print(Text("Nothing was recognised in this text."))
        console.print()
    if not any(note.about == "language" for note in notes):
        _print_unread(console, unread, text)
    print_stream(stream, output)


def open_console(output: Path | None = None) -> tuple[Console, io.StringIO | None]:
    """A console on standard output, or on a buffer for a file; colour only on a terminal and without NO_COLOR."""
    if output is not None:
        stream = io.StringIO()
        return Console(file=stream, width=_WIDTH, markup=False, highlight=False, emoji=False, no_color=True), stream
    if sys.stdout.isatty():
        plain = bool(os.environ.get("NO_COLOR"))
        console = Console(markup=False, highlight=False, emoji=False, no_color=plain)
        if console.width > _WIDTH:
            console.width = _WIDTH
        return console, None
    stream = io.StringIO()
    return Console(file=stream, width=_WIDTH, markup=False, highlight=False, emoji=False, no_color=True), stream


def print_stream(stream: io.StringIO | None, output: Path | None = None) -> None:
    """Give out what a buffered console holds, without trailing blanks; a console on a terminal has done so already."""
    if stream is not None:
        give_output("\n".join(line.rstrip() for line in stream.getvalue().split("\n")), output)


def count_points(score: int) -> str:
    """A score in words: ``1 point``, ``3 points``."""
    return f"{score} point{'' if score == 1 else 's'}"


def _print_heading(console: Console, title: str) -> None:
    console.print(Text(title, style="bold underline"))
    console.print()


def _print_correction(console: Console, facts: Sequence[Fact]) -> None:
    correction = say_correction(facts)
    if correction is not None:
        said, option = correction
        console.print(Text(said, style="dim"))
        console.print(Padding(Text(option, style="dim"), (0, 0, 0, 2)))
        console.print()


def _print_reading(console: Console, facts: Sequence[Fact], knowledge: KnowledgeBase, *, names: bool = False) -> None:
    _print_heading(console, name_reading(facts))
    for kind, title in _KIND_TITLES.items():
        group = [f for f in facts if f.kind == kind]
        if group:
            console.print(Text(title, style="bold"))
        for fact in group:
            _print_fact(console, fact, knowledge)
            if names:
                console.print(Padding(Text(name_fact(fact), style="dim"), (0, 0, 0, 4)))
    console.print()


def _print_fact(console: Console, fact: Fact, knowledge: KnowledgeBase) -> None:
    """Print a fact with its words beside it; below it where there is no room for two columns."""
    said = phrase_fact(fact, knowledge)
    line, quotes = Text(said[:1].upper() + said[1:]), Text(show_quotes(fact), style="dim")
    if not quotes or console.width < _TWO_COLUMNS:
        console.print(Padding(line, (0, 0, 0, 2)))
        if quotes:
            console.print(Padding(quotes, (0, 0, 0, 4)))
        return
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(ratio=9, overflow="fold")
    table.add_column(ratio=11, overflow="fold")
    table.add_row(line, quotes)
    console.print(Padding(table, (0, 0, 0, 2)))


def _print_contradictions(console: Console, contradictions: Sequence[Contradiction]) -> None:
    if not contradictions:
        return
    _print_heading(console, "What does not go together")
    said = [Text.assemble(show_text(c.text), "\n", (say_kept(c), "dim")) for c in contradictions]
    print_items(console, said)
    console.print()


def _print_unread(console: Console, unread: Sequence[Span], text: str | None) -> None:
    if not unread or text is None:
        return
    quotes = [show_text(text[s.start : s.end], 70) for s in unread]
    quotes = [q for q in quotes if any(c.isalnum() for c in q)]
    if not quotes:
        return
    console.print(Text("Passed over, because nothing in it was recognised:", style="dim"))
    for quote in quotes[:6]:
        console.print(Padding(Text(f"“{quote}”", style="dim"), (0, 0, 0, 2)))
    if len(quotes) > 6:
        more = len(quotes) - 6
        console.print(Padding(Text(f"and {more} more sentence{'s' if more > 1 else ''}", style="dim"), (0, 0, 0, 2)))
    console.print()


def _print_recommendation(console: Console, item: Recommendation, result: Result, knowledge: KnowledgeBase) -> None:
    path = knowledge.paths[item.path]
    verdict = str(knowledge.extras["phrases"]["verdicts"][item.verdict])
    head = Table.grid(padding=(0, 1))
    head.add_column(overflow="fold")
    head.add_column(overflow="fold")
    said = Text.assemble((path.title, "bold cyan"), f"  {verdict}, {count_points(item.score)}")
    head.add_row(Text(f"{item.rank}.", style="bold cyan"), said)
    console.print(head)
    console.print(Padding(Text(path.day), (0, 0, 0, 3)))
    gates = [g for g in result.gates if g.path == item.path and g.state == "closed"]
    _print_points(console, "Why", item.reasons)
    if gates:
        in_the_way = [_trace(g.text, knowledge.rules[g.rule].heuristics) for g in gates]
        _print_items(console, "What stands in the way", in_the_way)
    if item.cautions:
        _print_items(console, "Before you decide", [_trace(c.text, c.heuristics) for c in item.cautions])
    _print_items(console, "First small steps", [Text(step) for step in item.first_steps])
    if item.next:
        console.print(Padding(Text.assemble(("Later: ", "bold"), " → ".join(item.next)), (0, 0, 0, 3)))
    console.print()


def _print_points(console: Console, title: str, reasons: Sequence[Line]) -> None:
    console.print(Padding(Text(title, style="bold"), (0, 0, 0, 3)))
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", width=4, overflow="fold")
    table.add_column(overflow="fold")
    for reason in reasons:
        points = reason.points or 0
        sign = f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"
        style = "green" if points > 0 else "red" if points < 0 else "dim"
        table.add_row(Text(sign, style=style), _trace(reason.text, reason.heuristics))
    console.print(Padding(table, (0, 0, 0, 3)))


def _trace(text: str, rows: Sequence[str]) -> Text:
    """A sentence with the rows that it rests on."""
    return Text.assemble(show_text(text), (f"  [{', '.join(rows) or 'our own judgement'}]", "dim"))


def _print_items(console: Console, title: str, items: Sequence[Text]) -> None:
    console.print(Padding(Text(title, style="bold"), (0, 0, 0, 3)))
    print_items(console, items, indent=6)


def print_items(console: Console, items: Iterable[Text], indent: int = 0) -> None:
    """Print a list with bullets, indented by so many columns."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1, overflow="fold")
    table.add_column(overflow="fold")
    for item in items:
        table.add_row(Text("•"), item)
    console.print(Padding(table, (0, 0, 0, indent)))
