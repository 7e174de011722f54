"""What the first rows of a survey show of its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fingerpost.survey.asking import FREE, Asked, judge_question
from fingerpost.survey.headers import load_headers
from fingerpost.survey.rows import Glance

_UNNAMED = re.compile(r"column \d+|unnamed: ?\d+|_c?\d+", re.IGNORECASE)
_CODE = re.compile(r"(?=.*\d)[0-9A-Za-z]+(?:[-_][0-9A-Za-z]+)*|[0-9a-f-]{16,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """What the first rows show of a column; ``question`` is its header, with what stands under it."""

    name: str
    question: str
    cells: tuple[str, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that are not blank."""
        return tuple(c for c in self.cells if c.strip())

    @property
    def words(self) -> float:
        """The mean number of words of a filled cell."""
        return sum(len(c.split()) for c in self.filled) / max(len(self.filled), 1)

    @property
    def choices(self) -> tuple[str, ...]:
        """The different answers, in the order in which they come."""
        return tuple(dict.fromkeys(" ".join(c.split()) for c in self.filled))

    @property
    def distinct(self) -> float:
        """The share of filled cells that are unlike all others before them."""
        return len(set(self.filled)) / max(len(self.filled), 1)

    @property
    def is_unique(self) -> bool:
        """Whether no cell is blank and none stands twice."""
        return bool(self.filled) and len(self.filled) == len(self.cells) and self.distinct == 1

    @property
    def letters(self) -> float:
        """The share of letters in what is written."""
        written = "".join("".join(c.split()) for c in self.filled)
        return sum(c.isalpha() for c in written) / max(len(written), 1)

    @property
    def asked(self) -> Asked:
        """What the question asks for."""
        return judge_question(self.question)

    @property
    def is_left_out(self) -> bool:
        """Whether the header promises no answer, or somebody's name or address."""
        return load_headers().finds("left_out", self.name) or load_headers().finds("left_out", self.question)

    @property
    def is_rating(self) -> bool:
        """Whether the answers say how much, or yes or no, and not what."""
        ratings = load_headers().ratings
        plain = [" ".join(re.sub(r"[^\w'/ ]", " ", c.replace("’", "'")).split()).casefold() for c in self.filled]
        rated = sum(p in ratings or re.sub(r"^\d+ ", "", p) in ratings for p in plain)
        return bool(plain) and rated > 0.6 * len(plain)

    @property
    def affirmed(self) -> tuple[str, ...]:
        """The cells that say that this choice of a question was made, where the column is one of its choices."""
        headers = load_headers()
        plain = {choice: choice.casefold() for choice in self.choices}
        if self.asked.frame == FREE or not set(plain.values()) <= headers.affirmed | headers.denied:
            return ()
        return tuple(choice for choice, folded in plain.items() if folded in headers.affirmed)

    @property
    def is_coded(self) -> bool:
        """Whether every cell is a code or a number of some digits, or they count on from one to the next."""
        cells = [c.strip() for c in self.filled]
        if all(c.isdecimal() for c in cells):
            numbers = [int(c) for c in cells]
            counting = sorted(numbers) == list(range(min(numbers), max(numbers) + 1))
            return counting or min(map(len, cells)) >= 4
        return all(_CODE.fullmatch(c) and (any(map(str.isalpha, c)) or len(c) > 4) for c in cells)

    @property
    def is_free(self) -> bool:
        """Whether people wrote here in their own words, or chose among things that the question gives a meaning."""
        if not self.filled or self.is_rating or (self.letters < 0.5 and self.words < 4):
            return False
        asks = self.asked.frame != FREE or bool(self.asked.doubt)
        if self.is_left_out and not asks and (self.words < 8 or len(self.question.split()) < 4):
            return False
        if asks:
            return not self._is_linked
        return self.words >= 2.5 and (self.distinct > 0.5 or self.words >= 8)

    @property
    def _is_linked(self) -> bool:
        """Whether the cells are addresses of files or pages."""
        return sum("://" in c and len(c.split()) == 1 for c in self.filled) * 2 > len(self.filled)


def look_at_columns(glance: Glance) -> tuple[list[ColumnLook], int]:
    """What the first rows show of each column, and how many of them are more headers.

    Qualtrics has two more rows of headers, SurveyMonkey one, in which a choice stands under the question it belongs to.
    """
    rows = [row.cells for row in glance.rows]
    skip = _count_headers(rows)
    looks = []
    last = ""
    for name in glance.columns:
        under = " ".join(str(rows[0].get(name) or "").split()) if skip else ""
        # the choices of one question leave the header over all but the first empty
        head = last if skip == 1 and _UNNAMED.fullmatch(name) else name
        last = head
        if skip == 2:
            question = under or head
        else:
            question = head if under.casefold() in load_headers().second_headers else f"{head} {under}"
        cells = tuple("" if row.get(name) is None else str(row[name]) for row in rows[skip:])
        looks.append(ColumnLook(name, " ".join(question.split()), cells))
    return looks, skip


def _count_headers(rows: Sequence[Mapping[str, Any]]) -> int:
    if len(rows) >= 2 and any('{"ImportId"' in str(c) for c in rows[1].values()):
        return 2
    cells = [str(c or "").strip().casefold() for c in rows[0].values()] if len(rows) >= 2 else []
    if "" in cells and any(c in load_headers().second_headers for c in cells):
        return 1
    return 0
