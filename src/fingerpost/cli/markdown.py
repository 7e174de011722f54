"""A result as Markdown, for a note or a wiki; words of the person are escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fingerpost.cli.printing import count_points, name_reading, say_correction, say_kept
from fingerpost.contradictions import find_contradictions
from fingerpost.knowledge import KnowledgeBase
from fingerpost.phrasing import phrase_fact, show_quotes, show_text
from fingerpost.records import Recommendation, Result

# what is markup wherever it stands: marks of code, emphasis, links, tags and entities
_ANYWHERE = re.compile(r"[\\`*\[<]|(?<=[\w/\"'])>|(?<!\w)_|_(?!\w)|~(?!\d)|&(?=#?\w+;)")
# what is markup where a line begins: headings, quotations, lists, rules
_AT_THE_BEGINNING = re.compile(r"^(?:#{1,6}(?=\s|$)|>|[+-](?=\s|$)|-{3,}|={2,}|(?P<number>\d{1,9})(?P<stop>[.)])(?=\s|$))")
_OPTION = re.compile(r"--without [\w:=-]*\w")


def write_markdown(result: Result, text: str | None, knowledge: KnowledgeBase) -> str:
    """A result as a Markdown document."""
    return "\n".join(_write_lines(result, text, knowledge)).strip() + "\n"


def escape(text: str) -> str:
    """Text that Markdown and HTML show as it is, with no more escaped than would be taken for markup."""
    shown = _ANYWHERE.sub(r"\\\g<0>", show_text(text))
    return _AT_THE_BEGINNING.sub(_escape_beginning, shown)


def _mark_options(text: str) -> str:
    return _OPTION.sub(r"`\g<0>`", text)


def _escape_beginning(match: re.Match[str]) -> str:
    return f"{match['number']}\\{match['stop']}" if match["number"] else f"\\{match[0]}"


def _write_lines(result: Result, text: str | None, knowledge: KnowledgeBase) -> Iterator[str]:
    for note in result.notes:
        if note.about != "contradiction":
            yield f"> {escape(note.text)}"
            yield ""
    if result.facts:
        yield f"## {name_reading(result.facts)}"
        yield ""
        for fact in result.facts:
            said = phrase_fact(fact, knowledge)
            quotes = show_quotes(fact)
            yield f"- {escape(said[:1].upper() + said[1:])}" + (f": {escape(quotes)}" if quotes else "")
        yield ""
        correction = say_correction(result.facts)
        if correction is not None:
            yield f"{correction[0]} `{correction[1]}`"
            yield ""
    if result.unread and text is not None:
        yield "Passed over, because nothing in it was recognised: " + "; ".join(
            f"“{escape(show_text(text[s.start : s.end], 70))}”" for s in result.unread
        )
        yield ""
    contradictions = find_contradictions(result.facts, knowledge)
    if contradictions:
        yield "## What does not go together"
        yield ""
        yield from (f"- {escape(c.text)} {_mark_options(say_kept(c))}" for c in contradictions)
        yield ""
    if result.recommendations:
        yield "## Where your words point"
        yield ""
    for item in result.recommendations:
        yield from _write_recommendation(item, result, knowledge)
    if result.advice:
        yield "## A word of advice"
        yield ""
        for line in result.advice:
            yield f"- {_trace(line.text, line.heuristics)}"


def _write_recommendation(item: Recommendation, result: Result, knowledge: KnowledgeBase) -> Iterator[str]:
    path = knowledge.paths[item.path]
    verdict = knowledge.extras["phrases"]["verdicts"][item.verdict]
    yield f"### {item.rank}. {escape(path.title)}: {verdict}, {count_points(item.score)}"
    yield ""
    yield escape(path.day)
    yield ""
    yield "**Why**"
    yield ""
    for reason in item.reasons:
        yield f"- {reason.points or 0:+d}: {_trace(reason.text, reason.heuristics)}"
    closed = [g for g in result.gates if g.path == item.path and g.state == "closed"]
    for title, lines in (
        ("What stands in the way", [_trace(g.text, knowledge.rules[g.rule].heuristics) for g in closed]),
        ("Before you decide", [_trace(c.text, c.heuristics) for c in item.cautions]),
        ("First small steps", [escape(step) for step in item.first_steps]),
    ):
        if lines:
            yield ""
            yield f"**{title}**"
            yield ""
            yield from (f"- {line}" for line in lines)
    if item.next:
        yield ""
        yield f"**Later:** {escape(' → '.join(item.next))}"
    yield ""


def _trace(text: str, rows: Sequence[str]) -> str:
    """A sentence with the rows that it rests on."""
    return f"{escape(text)} ({', '.join(rows) or 'our own judgement'})"
