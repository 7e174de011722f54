"""Telling whether the first row of a survey names its columns, or is itself somebody's answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fingerpost.errors import InputError
from fingerpost.survey.privacy import MASK, mask_identifiers
from fingerpost.survey.rows import Glance

_WORDS = 5
_LONG_ID = 12
_SELF = re.compile(r"\b(?:I|I['\u2019]\w+|my|me|we|our)\b")
_SENTENCE_END = re.compile(r"[^\s.][.!](?=\s+[A-Z]|\s*$)")
# what is asked, or is to be gone on with
_QUESTION = re.compile(r"[?:_\u2026]|\.\.\s*$|\b(?:you|your|please)\b", re.I)


def lacks_header(glance: Glance) -> bool:
    """Whether the row that should name the columns looks like an answer: an address, an id like those below, sentences."""
    columns = {name: [str(row.cells.get(name) or "").strip() for row in glance.rows] for name in glance.columns}
    return any(_is_address(name) or _is_one_of(name, cells) or _is_said(name, cells) for name, cells in columns.items())


def tell_of_no_header(where: str, mend: str) -> InputError:
    """The error that says so, in no word of the row."""
    return InputError("the first row looks like an answer, not like the names of the columns", where=where, mend=mend)


def _is_address(name: str) -> bool:
    return set(mask_identifiers(name)) - {" "} == {MASK}


def _is_one_of(name: str, cells: Sequence[str]) -> bool:
    """Whether a name is a code such as all below it: "r-1" over "r-2", 1 over 2."""
    filled = [cell for cell in cells if cell]
    coded = any(c.isdigit() for c in name) and len(set(filled)) == len(filled) and name not in filled
    return coded and len(filled) > 1 and all(_shape(cell) == _shape(name) for cell in filled)


def _shape(cell: str) -> str | int:
    """What ids of one kind share: all but the figures, or the length of a random one; "Q1" is not as "A1" is."""
    return len(cell) if len(cell) >= _LONG_ID and " " not in cell else re.sub(r"\d+", "9", cell)


def _is_said(name: str, cells: Sequence[str]) -> bool:
    """Whether a name is what people say of themselves, where what stands below it are such sentences too."""
    if len(name.split()) < _WORDS or _QUESTION.search(name) or not (_SELF.search(name) and _SENTENCE_END.search(name)):
        return False
    filled = [cell for cell in cells if cell]
    # "I am proud to work here." over "agree" and "disagree" is a question
    return not filled or sum(len(cell.split()) for cell in filled) / len(filled) >= _WORDS - 1
