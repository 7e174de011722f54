"""``fingerpost ask``: the interview on a terminal, or played from a file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fingerpost.cli.options import (
    Asked,
    asked_options,
    give_output,
    open_assessor,
    take_changes,
    take_facts,
    take_reading,
    tell_idle,
)
from fingerpost.cli.pieces import sign_points
from fingerpost.cli.printing import open_console, print_stream, show_notes, show_result
from fingerpost.interview import Answer, Deed, Interview, Interviewer, Question, Turn, play
from fingerpost.interview.session import MOST_QUESTIONS, NEITHER, Waiting, weigh_rule
from fingerpost.knowledge import KnowledgeBase
from fingerpost.phrasing import show_text
from fingerpost.records import Note, Reading, Result
from fingerpost.serialising import dump_json, plain_result

# so many more questions are offered at the end, and so many rules are named where the person asks why
_MORE = 3
_WAITING = 6
_HELP = "Type a number, or s to skip, b to go back, w for why I ask, q to finish."
# more answers than these stand in two columns, on a console that has room for them
_COLUMNS = 9
_TWO_COLUMNS = 72


@click.command()
@asked_options
@click.option("--answers", metavar="FILE", help="Play a person: answer from this JSON list of facts, else skip.")
@click.option("--limit", type=click.IntRange(0, 100), default=MOST_QUESTIONS, show_default=True, help="Most questions.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def ask(
    asked: Asked,
    answers: str | None,
    limit: int,
    form: str,
) -> None:
    """Hold an interview: few questions, the most telling first, each with its own answers.

    It begins from the text in FILE (or - for standard input), or from nothing. Only such questions are asked whose answers
    could still change your first three paths. Ctrl-C or Ctrl-D ends it and keeps what you have said.
    """
    from fingerpost.assess import apply_changes, list_reading_notes

    changes = take_changes(asked)
    assessor = open_assessor(asked.rules_dir, asked.kb_dir)
    person = take_facts(answers, assessor.knowledge) if answers is not None else None
    reading, words = Reading((), ()), None
    if asked.is_given:
        reading, words = take_reading(assessor, asked)
    facts = apply_changes(assessor, reading.facts, changes)
    tell_idle(changes, reading.facts)
    reading = Reading(facts, reading.unread, reading.language, reading.distress)
    interview = Interviewer(assessor).begin(reading, limit)
    if person is not None:
        play(interview, person)
    else:
        _Conversation(interview, assessor.knowledge).hold(tuple(list_reading_notes(assessor.knowledge, reading, words)))
    result = interview.finish()
    if form == "json":
        give_output(dump_json({**plain_result(result), "asked": plain_turns(interview.turns)}, indent=2), asked.output)
    else:
        _print_end(result, words, interview, assessor.knowledge, asked.output)


def plain_turns(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """The questions of an interview as plain data."""
    data = []
    for turn in turns:
        value = None if turn.answer is None else NEITHER if turn.answer.value is None else turn.answer.value
        item = {"question": turn.question.ask, "kind": turn.question.kind, "topic": turn.topic, "answer": value}
        data.append({**item, "offered": list(turn.question.topics)} if turn.question.is_choice else item)
    return data


class _Conversation:
    """The interview as it is held on a terminal. Everything goes to standard error: standard output is for the result."""

    def __init__(self, interview: Interview, knowledge: KnowledgeBase) -> None:
        self._interview = interview
        self._knowledge = knowledge
        self._console = Console(stderr=True, markup=False, highlight=False, emoji=False)
        if self._console.width > 92:
            self._console.width = 92

    def hold(self, notes: Sequence[Note]) -> None:
        """Ask until there is nothing left to ask, or the person has had enough; first say what is to be said of the text."""
        interview = self._interview
        show_notes(self._console, notes)
        self._say(f"A few questions, {interview.limit} at the most, to find where you might go next. {_HELP}\n")
        try:
            while True:
                question = interview.next_question()
                if question is not None:
                    self._ask(question)
                elif len(interview.turns) < interview.limit or not self._wants_more():
                    self._say_end()
                    return
        except (EOFError, KeyboardInterrupt, _Enough):
            self._say("\nThank you. I go by what you have said so far.\n")

    def _ask(self, question: Question) -> None:
        interview = self._interview
        self._say(f"Question {interview.number} of at most {max(interview.limit, interview.number)}", "dim")
        contradiction = interview.find_contradiction(question)
        if contradiction is not None:
            self._say(show_text(contradiction.text))
        self._say(question.ask, "bold")
        options = self._list_options(question)
        given = interview.given
        kept = given.answer if given is not None else None
        self._print_options(options, question, kept)
        while True:
            said = self._hear()
            if said in ("b", "back"):
                if interview.back():
                    self._say("")
                    return
                self._say("This is the first question; there is nothing before it.", "dim")
            elif said in ("w", "why"):
                self._print_waiting(interview.list_waiting(question))
            elif said in ("q", "quit", "exit", "end", "done"):
                raise _Enough
            elif said in ("s", "skip") or (said == "" and given is not None):
                if said:
                    interview.retract(question)
                else:
                    interview.skip(question)
                self._say("")
                return
            else:
                answer = _find_option(said, question, options)
                if answer is not None:
                    interview.answer(question, answer)
                    self._say("")
                    return
                number = " For the years, type a whole number." if question.takes_number else ""
                self._say(f"I did not get that. {_HELP}{number}", "dim")

    def _list_options(self, question: Question) -> list[Answer]:
        if question.takes_number:
            return []
        return list(question.answers)

    def _print_options(self, options: Sequence[Answer], question: Question, kept: Answer | None) -> None:
        table = Table.grid(padding=(0, 2))
        lines = [(str(n), _upper_first(a.label), kept is not None and a == kept) for n, a in enumerate(options, 1)]
        if options:
            neither = kept is not None and kept.value is None
            lines.append(("0", question.neither, neither))
        is_wide = self._console.width >= _TWO_COLUMNS
        rows = -(-len(lines) // 2) if is_wide and len(lines) > _COLUMNS + 1 else len(lines)
        for _ in range(4 if rows < len(lines) else 2):
            table.add_column(overflow="fold")
        for left in range(rows):
            cells: list[Text] = []
            for number, label, is_kept in lines[left::rows]:
                cells += [Text(number, style="cyan"), Text(label + (" (as you said)" if is_kept else ""))]
            table.add_row(*cells)
        self._console.print(Padding(table, (0, 0, 0, 2)))
        if question.takes_number:
            before = f" (you said {kept.value})" if kept is not None and kept.value is not None else ""
            self._say(f"  Type a whole number.{before}", "dim")
        if self._interview.given is not None:
            self._say("  Enter keeps what you said." if kept is not None else "  Enter skips it again.", "dim")

    def _print_waiting(self, waiting: Sequence[Waiting]) -> None:
        if not waiting:
            self._say("No rule waits for it alone, but together with other answers it could count.", "dim")
            return
        self._say("These rules wait for your answer:")
        table = Table.grid(padding=(0, 1))
        table.add_column(justify="right", width=5, overflow="fold")
        table.add_column(overflow="fold")
        # a rule that waits for several answers is named once
        once = {w.rule.id: w for w in sorted(waiting, key=lambda w: weigh_rule(w.rule))}
        ordered = sorted(once.values(), key=lambda w: -weigh_rule(w.rule))
        for item in ordered[:_WAITING]:
            rule = item.rule
            rows = ", ".join(rule.heuristics) or "our own judgement"
            sign = "gate" if rule.stage == "gates" else sign_points((item.after or 0) - (item.before or 0))
            path = self._knowledge.title_of(rule.path)
            line = Text.assemble(f"{path}, should you say “{show_text(item.answer.words)}”", "\n")
            line.append(f"{show_text(rule.claim)}  {rule.id} [{rows}]", style="dim")
            table.add_row(Text(sign, style="cyan"), line)
        self._console.print(table)
        if len(once) > _WAITING:
            self._say(f"      and {len(once) - _WAITING} more", "dim")
        self._say("")

    def _wants_more(self) -> bool:
        """Offer some more questions, where there are any, or to go back."""
        self._interview.limit += _MORE
        if self._interview.next_question() is None:
            self._interview.limit -= _MORE
            return False
        self._say("That was all I meant to ask.")
        self._say(f"Press Enter to see where you stand, m for {_MORE} more questions, or b to go back.")
        said = self._hear()
        if said not in ("m", "more", "y", "yes"):
            self._interview.limit -= _MORE
        self._say("")
        return said in ("m", "more", "y", "yes") or (said in ("b", "back") and self._interview.back())

    def _say_end(self) -> None:
        if len(self._interview.turns) < self._interview.limit:
            self._say("Nothing else that you could answer would change your first three.\n", "dim")

    def _hear(self) -> str:
        self._console.print(Text("> ", style="cyan"), end="")
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            raise EOFError
        return " ".join(line.split()).lower()

    def _say(self, line: str, style: str = "") -> None:
        self._console.print(Text(line, style=style))


class _Enough(Exception):  # noqa: N818 - not an error
    """The person has had enough."""


def _find_option(said: str, question: Question, options: Sequence[Answer]) -> Answer | None:
    """The answer that was meant by a number or by its own words."""
    if question.takes_number:
        digits = said.split(" ")[0] if said else ""
        return question.find_answer(question.topics[0], int(digits)) if digits.isdecimal() and len(digits) < 3 else None
    if said.isdecimal():
        number = int(said)
        if number == 0:
            return Answer("", None, question.neither, question.neither)
        return options[number - 1] if number <= len(options) else None
    meant = [a for a in options if said and said in (a.label.lower(), a.words.lower(), str(a.value), a.topic)]
    return meant[0] if len(meant) == 1 else None


def _upper_first(label: str) -> str:
    return label[:1].upper() + label[1:]


def _print_end(
    result: Result, words: str | None, interview: Interview, knowledge: KnowledgeBase, output: Path | None
) -> None:
    """Print the result and what each answer did."""
    console, stream = open_console(output)
    show_result(console, result, words, knowledge)
    deeds = [deed for deed in interview.list_deeds() if deed.turn.answer is not None]
    if deeds:
        console.print()
        console.print(Text("What your answers did", style="bold underline"))
        console.print()
    for number, deed in enumerate(deeds, 1):
        _print_deed(console, number, deed, knowledge)
    print_stream(stream, output)


def _print_deed(console: Console, number: int, deed: Deed, knowledge: KnowledgeBase) -> None:
    assert deed.turn.answer is not None  # noqa: S101 - only such deeds are printed
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", width=3, overflow="fold")
    table.add_column(overflow="fold")
    table.add_row(Text(f"{number}."), Text(f"“{deed.turn.answer.words}”"))
    moves = [f"{sign_points(points)} {knowledge.title_of(path)}" for path, points in deed.moved]
    table.add_row("", Text("; ".join(moves) or "moved nothing", style="dim"))
    if deed.after != deed.before and deed.after:
        names = ", ".join(knowledge.title_of(path) for path in deed.after)
        thin = " (too little yet to recommend any)" if deed.thin else ""
        table.add_row("", Text(f"First then: {names}{thin}", style="dim"))
    console.print(table)
