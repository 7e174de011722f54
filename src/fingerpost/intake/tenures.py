"""Years told one after the other, which add up: "nine years as a developer, before that six as a tester"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fingerpost.intake.numbers import read_number
from fingerpost.intake.stating import Statement
from fingerpost.intake.tokens import Page, Token

_UNITS = frozenset({"year", "years", "yr", "yrs", "y"})
# what leads from one stretch of years to another beside it
_BEFORE = (("before", "that"), ("before", "then"), ("prior", "to", "that"), ("previously",))
_AFTER = (("and", "then"), ("then",), ("followed", "by"), ("after", "that"), ("plus",), ("and",))
_FILLERS = frozenset(
    "i was have had 've spent did about around roughly nearly almost some another a further good over as been worked".split()
)
# what the years were spent at
_AT = frozenset({"as", "of", "in", "doing", "writing", "at", "with", "on"})
# "ten years, four of them as a lead" is ten
_PART_OF = frozenset({"them", "those", "these", "which", "that", "it", "this"})
_WHOLE = frozenset({"experience", "exp", "total", "overall"})
_TOTAL = frozenset({"total", "told", "altogether", "overall", "combined"})
_REACH = 28
_MOST_FILLERS = 5
_SAME_TALE = 14
_LONGEST = 45


def add_tenures(page: Page, statements: Sequence[Statement]) -> list[Statement]:
    """Years with those added that the text tells beside them; where it names a total, that stays the longest.

    Args:
        page: The text.
        statements: What was read in it.

    Returns:
        The statements, each of years widened to the sum where one is plainly told.
    """
    return [_add_next(page, s) if s.topic == "years-experience" and isinstance(s.value, int) else s for s in statements]


def _add_next(page: Page, statement: Statement) -> Statement:
    tokens, stop = page.tokens, min(statement.end + _REACH, len(page.tokens))
    spent_at = {t.low for t in tokens[statement.start : statement.end + 2]}
    if spent_at & _WHOLE or not isinstance(statement.value, int):
        return statement
    opens_first = any(t.low == "first" for t in tokens[max(0, statement.start - 3) : statement.start + 2])
    for i in range(statement.end, stop):
        if opens_first and tokens[i].low == "last":
            number = _read_years(tokens[i + 1 : i + 3], bare=True)
        else:
            number = next(_list_following(tokens, i, spent_at), None)
        if number is not None:
            years, end = number
            total = statement.value + years
            return replace(statement, value=total, end=max(statement.end, end)) if total <= _LONGEST else statement
        if tokens[i].low == "\n" or (tokens[i].low in _UNITS and read_number(tokens[i - 1].low) is not None):
            return statement
    return statement


def _list_following(tokens: Sequence[Token], i: int, spent_at: set[str]) -> Iterator[tuple[int, int]]:
    """The years behind a word at ``i`` that leads to more of them, at most once."""
    lows = [t.low for t in tokens[i : i + 3]]
    earlier = next((lead for lead in _BEFORE if tuple(lows[: len(lead)]) == lead), None)
    later = next((lead for lead in _AFTER if tuple(lows[: len(lead)]) == lead), None)
    lead = earlier or later
    if lead is None or (lead == ("and",) and not spent_at & _AT):
        return
    start = i + len(lead)
    while start < len(tokens) and tokens[start].low in _FILLERS and start - i - len(lead) < _MOST_FILLERS:
        start += 1
    number = _read_years(tokens[start : start + 4], bare=False)
    if number is not None and not (earlier and tokens[start + 1].low == "of"):
        # "before that six of repairing bikes" may be another trade
        yield number
    elif earlier is not None:
        # "before that I was at a bank for five years"
        for k in range(start, min(start + _SAME_TALE, len(tokens) - 1)):
            if tokens[k].low in (".", ";", "\n"):
                return
            if tokens[k + 1].low in _UNITS and (number := _read_years(tokens[k : k + 4], bare=True)) is not None:
                if not any(t.low in _TOTAL for t in tokens[k : k + 8]):
                    yield number
                return


def _read_years(tokens: Sequence[Token], *, bare: bool) -> tuple[int, int] | None:
    """A number of years that opens some tokens, and where it ends; without its unit only where what they were spent at
    follows, or where ``bare`` will do."""
    value = read_number(tokens[0].low) if tokens else None
    if value is None or not 0 < value <= _LONGEST:
        return None
    unit = len(tokens) > 1 and tokens[1].low in _UNITS
    behind = [t.low for t in tokens[1 + unit : 3 + unit]]
    spent = bool(behind) and behind[0] in _AT and not (len(behind) > 1 and behind[1] in _PART_OF)
    if not (spent or (bare and (unit or not behind or behind[0] not in ("months", "weeks", "days")))):
        return None
    return int(value), tokens[unit].i + 1
