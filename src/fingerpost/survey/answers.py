"""From a row of a survey to the answer of one person, as its map says; ids that would name the person are replaced."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from fingerpost.decoding import check_text
from fingerpost.errors import InputError
from fingerpost.records import Fact
from fingerpost.serialising import read_facts
from fingerpost.survey.mapping import SurveyMap, read_fact
from fingerpost.survey.naming import names_person as names_person
from fingerpost.survey.privacy import mask_name
from fingerpost.survey.rows import Reject, Row

MOST_ID = 200
_NAMING_COLUMN = re.compile(r"\b(?:e-?mail|name|user ?name|surname|first ?name|last ?name|login|phone)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person answered: texts as (column, frame, text), facts of set answers, and the groups they belong to.

    ``unmapped`` names the columns whose cell the map does not know. ``replaced`` tells that ``identity`` is the row number
    ("row 3") in place of an id that would name the person; ``original`` is the id as given, by which duplicates are told,
    and which is never written. ``given`` tells that the facts came as facts, so that no word in them is ours. Names of
    columns are masked.
    """

    number: int
    identity: str
    texts: tuple[tuple[str | None, str, str], ...] = ()
    facts: tuple[Fact, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    replaced: bool = False
    line: int | None = None
    original: str = ""
    given: bool = False


class SeenIds:
    """Which ids were seen, 16 bytes or so for each: a table of 64-bit digests, open addressing."""

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 * 1024))
        self._count = 0

    def add(self, identity: str) -> bool:
        """Note an id; false where it was noted before."""
        key = int.from_bytes(blake2b(identity.encode("utf-8", "replace"), digest_size=8).digest(), "big") or 1
        if 2 * self._count >= len(self._table):
            old = self._table
            self._table = array("Q", bytes(16 * len(old)))
            for held in old:
                if held:
                    self._put(held)
        fresh = self._put(key)
        self._count += fresh
        return fresh

    def _put(self, key: int) -> bool:
        table = self._table
        mask = len(table) - 1
        place = key & mask
        while table[place]:
            if table[place] == key:
                return False
            place = (place + 1) & mask
        table[place] = key
        return True


def take_answer(row: Row, survey: SurveyMap) -> Answer | Reject:
    """The answer that a row holds, or the reason why it holds none."""
    try:
        return _take_answer(row, survey)
    except _UnusableError as error:
        return Reject(row.number, str(error), row.line)


class _UnusableError(Exception):
    """A row that cannot be used; the message holds no word of the answer."""


def _take_answer(row: Row, survey: SurveyMap) -> Answer:
    original = _take_identity(row, survey)
    replaced = bool(survey.identity) and (names_person(original) or bool(_NAMING_COLUMN.search(survey.identity)))
    # no number alone, which may be the id of somebody else
    identity = f"row {row.number}" if replaced else original
    if survey.from_facts:
        return Answer(row.number, identity, (), _take_facts(row), {}, (), replaced, row.line, original, given=True)
    texts = tuple((_name_field(t.column, survey), t.frame, _take_text(row, t.column)) for t in survey.texts)
    facts: list[Fact] = []
    unmapped: list[str] = []
    for column in survey.facts:
        cell = _take_text(row, column.column)
        fact = read_fact(column, cell) if cell.strip() else None
        if fact:
            facts.append(fact)
        elif cell.strip():
            unmapped.append(mask_name(column.column))
    groups = {mask_name(name): " ".join(_take_text(row, name).split()) for name in survey.groups}
    return Answer(row.number, identity, texts, tuple(facts), groups, tuple(unmapped), replaced, row.line, original)


def _name_field(column: str, survey: SurveyMap) -> str | None:
    return mask_name(column) if survey.named else None


def _take_identity(row: Row, survey: SurveyMap) -> str:
    if not survey.identity:
        return str(row.number)
    name = _quote(survey.identity)
    if survey.identity not in row.cells:
        raise _UnusableError(f"there is no {name} in the row")
    value = row.cells[survey.identity]
    if value is None or (isinstance(value, str) and not value.strip()):
        raise _UnusableError(f"there is no {name} in the row" if value is None else f"{name} is empty")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _UnusableError(f"{name} is neither a word nor a number")
    identity = check_text(str(value)[: MOST_ID + 1], "row").strip()
    if len(identity) > MOST_ID:
        raise _UnusableError(f"{name} has over {MOST_ID} characters")
    return identity


def _quote(column: str) -> str:
    """A column's name for a reason: masked before it is cut, since half an address is none to the mask."""
    return repr(mask_name(column)[:60])


def _take_text(row: Row, column: str) -> str:
    if column not in row.cells:
        raise _UnusableError(f"there is no {_quote(column)} in the row")
    value = row.cells[column]
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        value = str(value)
    if not isinstance(value, str):
        raise _UnusableError(f"{_quote(column)} is no text")
    try:
        return check_text(value, "row")
    except InputError as error:
        raise _UnusableError(f"{_quote(column)}: {error.what}") from None


def _take_facts(row: Row) -> tuple[Fact, ...]:
    data: Any = row.cells.get("facts")
    if data is None:
        raise _UnusableError("there is no 'facts' in the row")
    try:
        return read_facts(data, "facts")
    except (InputError, TypeError, ValueError, AttributeError):
        raise _UnusableError(
            "the facts cannot be read: each needs kind, topic and value, and a strength is mild, plain or strong"
        ) from None
