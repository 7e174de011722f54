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
from fingerpost.survey.privacy import MASK, mask_identifiers
from fingerpost.survey.rows import Reject, Row

MOST_ID = 200
_CODE = re.compile(r"[0-9A-Za-z]*(?:[-_][0-9A-Za-z]+)*")
_NAMING_COLUMN = re.compile(r"\b(?:e-?mail|name|user ?name|surname|first ?name|last ?name|login|phone)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person answered: texts as (column, frame, text), facts of set answers, and the groups they belong to.

    ``unmapped`` names the columns whose cell the map does not know; ``replaced`` tells that the id is the row number.
    """

    number: int
    identity: str
    texts: tuple[tuple[str | None, str, str], ...] = ()
    facts: tuple[Fact, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    replaced: bool = False
    line: int | None = None


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
    identity, replaced = _take_identity(row, survey)
    if survey.from_facts:
        return Answer(row.number, identity, (), _take_facts(row), replaced=replaced, line=row.line)
    texts = tuple((t.column if survey.named else None, t.frame, _take_text(row, t.column)) for t in survey.texts)
    facts: list[Fact] = []
    unmapped: list[str] = []
    for column in survey.facts:
        cell = _take_text(row, column.column)
        fact = read_fact(column, cell) if cell.strip() else None
        if fact:
            facts.append(fact)
        elif cell.strip():
            unmapped.append(column.column)
    groups = {name: " ".join(_take_text(row, name).split()) for name in survey.groups}
    return Answer(row.number, identity, texts, tuple(facts), groups, tuple(unmapped), replaced, row.line)


def _take_identity(row: Row, survey: SurveyMap) -> tuple[str, bool]:
    if not survey.identity:
        return str(row.number), False
    name = survey.identity[:60]
    if survey.identity not in row.cells:
        raise _UnusableError(f"there is no {name!r} in the row")
    value = row.cells[survey.identity]
    if value is None or (isinstance(value, str) and not value.strip()):
        raise _UnusableError(f"there is no {name!r} in the row" if value is None else f"{name!r} is empty")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _UnusableError(f"{name!r} is neither a word nor a number")
    identity = check_text(str(value)[: MOST_ID + 1], "row").strip()
    if len(identity) > MOST_ID:
        raise _UnusableError(f"{name!r} has over {MOST_ID} characters")
    if names_person(identity) or _NAMING_COLUMN.search(survey.identity):
        return str(row.number), True
    return identity, False


def names_person(identity: str) -> bool:
    """Whether an id looks like an e-mail address, another identifier, or a name of a person."""
    if "@" in identity:
        return True
    # a long number or a UUID may well be an id, though a part of it looks like a phone number
    masked = mask_identifiers(identity)
    if not identity.isdecimal() and (set(masked) == {MASK} or (masked != identity and not _CODE.fullmatch(identity))):
        return True
    words = [w.strip(".") for w in re.split(r"[\s,]+", identity.strip()) if w.strip(".")]
    if 1 <= len(words) <= 4 and all(_is_name(w) for w in words) and len(max(words, key=len)) > 2:
        return True
    parts = re.split(r"[._]", identity)
    return len(parts) == 2 and all(len(p) > 1 and p.isalpha() and p.islower() for p in parts)


def _is_name(word: str) -> bool:
    pieces = re.split(r"['’-]", word)
    return all(p[:1].isupper() and (len(p) == 1 or not p.isupper()) and p.isalpha() for p in pieces)


def _take_text(row: Row, column: str) -> str:
    if column not in row.cells:
        raise _UnusableError(f"there is no {column[:60]!r} in the row")
    value = row.cells[column]
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        value = str(value)
    if not isinstance(value, str):
        raise _UnusableError(f"{column[:60]!r} is no text")
    try:
        return check_text(value, "row")
    except InputError as error:
        raise _UnusableError(f"{column[:60]!r}: {error.what}") from None


def _take_facts(row: Row) -> tuple[Fact, ...]:
    data: Any = row.cells.get("facts")
    if data is None:
        raise _UnusableError("there is no 'facts' in the row")
    try:
        return read_facts(data, "facts")
    except (InputError, TypeError, ValueError, AttributeError):
        raise _UnusableError("the facts cannot be read: each needs kind, topic and value") from None
