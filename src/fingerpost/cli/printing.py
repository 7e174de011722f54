"""Printing for people: what was read, the paths with their reasons, cautions, steps and advice.

Everything goes out as `rich.text.Text`, never as markup, and words of the person pass `show_text` first.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fingerpost.cli.options import give_output
from fingerpost.knowledge import KnowledgeBase
from fingerpost.phrasing import phrase_fact, show_text
from fingerpost.records import Fact, Line, Recommendation, Result, Span

# of a contradiction
KEPT_BOTH = "I keep both. If I misread one, leave it out with --without KIND:TOPIC=VALUE."
_WIDTH = 92
_QUOTE = 110
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
    for note in result.notes:
        if note.about == "help":
            console.print(Text(show_text(note.text), style="bold"))
            console.print()
    if result.facts:
        _print_reading(console, result.facts, knowledge)
    _print_unread(console, result.unread, text)
    for note in result.notes:
        if note.about not in ("help", "contradiction"):
            console.print(Text(show_text(note.text)))
            console.print()
    _print_contradictions(console, [n.text for n in result.notes if n.about == "contradiction"])
    if result.recommendations:
        _print_heading(console, "Where your words point")
    for item in result.recommendations:
        _print_recommendation(console, item, result, knowledge)
    if result.advice:
        _print_heading(console, "A word of advice")
        _print_lines(console, result.advice)
    print_stream(stream, output)


def print_facts(
    facts: Sequence[Fact], unread: Sequence[Span], text: str, knowledge: KnowledgeBase, output: Path | None
) -> None:
    """Print facts, each with the words it rests on."""
    console, stream = open_console(output)
    if facts:
        _print_reading(console, facts, knowledge)
    else:
        console.print(Text("Nothing was recognised in this text."))
        console.print()
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


def _print_reading(console: Console, facts: Sequence[Fact], knowledge: KnowledgeBase) -> None:
    _print_heading(console, "What I read in your words")
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(ratio=9)
    table.add_column(ratio=11)
    for kind, title in _KIND_TITLES.items():
        group = [f for f in facts if f.kind == kind]
        if not group:
            continue
        table.add_row(Text(title, style="bold"), Text(""))
        for fact in group:
            said = phrase_fact(fact, knowledge)
            quote = " … ".join(show_text(e.text) for e in fact.evidence)
            table.add_row(
                Padding(Text(said[:1].upper() + said[1:]), (0, 0, 0, 2)),
                Text(f"“{show_text(quote, _QUOTE)}”" if quote else "", style="dim"),
            )
    console.print(table)
    console.print()


def _print_contradictions(console: Console, texts: Sequence[str]) -> None:
    if not texts:
        return
    _print_heading(console, "What does not go together")
    table = Table.grid(padding=(0, 1))
    for text in texts:
        table.add_row(Text("•"), Text(show_text(text)))
    console.print(table)
    console.print(Padding(Text(KEPT_BOTH, style="dim"), (0, 0, 0, 2)))
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
    console.print(Text.assemble((f"{item.rank}. {path.title}", "bold cyan"), f"  {verdict}, {count_points(item.score)}"))
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
    table.add_column(justify="right", width=4)
    table.add_column()
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
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", width=4)
    table.add_column()
    for item in items:
        table.add_row(Text("•"), item)
    console.print(Padding(table, (0, 0, 0, 3)))


def _print_lines(console: Console, lines: Sequence[Line]) -> None:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column()
    for line in lines:
        table.add_row(Text("•"), _trace(line.text, line.heuristics))
    console.print(table)
