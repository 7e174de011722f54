"""Choosing the one column of answers where there is no survey map."""

from __future__ import annotations

from collections.abc import Sequence

from fingerpost.errors import InputError
from fingerpost.survey.drafting import draft_skips, find_identity
from fingerpost.survey.looking import ColumnLook, look_at_columns
from fingerpost.survey.mapping import SurveyMap, TextColumn, make_skip
from fingerpost.survey.privacy import mask_name
from fingerpost.survey.rows import Glance


def choose_columns(glance: Glance, identity: str | None, text: str | None, where: str) -> tuple[SurveyMap, list[str]]:
    """The id and the text column where there is no map, with notes on what was taken and why.

    Raises:
        InputError: A column that was named is not there, or none can be taken for answers.
    """
    notes: list[str] = []
    columns = glance.columns
    for name in (identity, text):
        if name is not None and name not in columns and (columns or glance.rows):
            there = ", ".join(repr(mask_name(c)[:40]) for c in columns[:8]) + (", ..." if len(columns) > 8 else "")
            raise InputError(f"there is no column {name!r}", where=where, mend=f"name one that is there: {there or 'none'}")
    looks, skip = look_at_columns(glance)
    if text is None:
        text, note = _choose_text(looks, columns, where)
        notes.append(note)
    if identity is None:
        identity = "id" if "id" in columns or not columns else find_identity([k for k in looks if k.name != text])
        if identity != "id":
            notes.append(
                f"Took {mask_name(identity)[:60]!r} as the id."
                if identity
                else "Found no id column; row numbers serve as ids."
            )
    if skip:
        rows = "a row" if skip == 1 else f"{skip} rows"
        notes.append(f"Left out {rows} under the header that {'holds' if skip == 1 else 'hold'} no answers.")
    skips = draft_skips(looks)
    notes.extend(f"Leaving out {s.why}, by the column {mask_name(s.column)[:60]!r}." for s in skips)
    chosen = tuple(make_skip(s.column, s.words) for s in skips)
    return SurveyMap(identity, (TextColumn(text),), skip_first=skip, skips=chosen), notes


def _choose_text(looks: Sequence[ColumnLook], columns: Sequence[str], where: str) -> tuple[str, str]:
    if "text" in columns or not columns:
        return "text", "Took 'text' as the column of answers, by its name."
    free = sorted((look for look in looks if look.is_free), key=lambda look: -look.words * len(look.filled))
    if not free and len(looks) == 1:
        free = list(looks)
    if not free:
        raise InputError(
            "no column looks like answers in people's own words", where=where, mend="name it with --text COLUMN"
        )
    note = f"Took {mask_name(free[0].name)[:60]!r} as the column of answers: it holds the most words."
    if len(free) > 1:
        others = ", ".join(repr(mask_name(look.name)[:40]) for look in free[1:4]) + (", ..." if len(free) > 4 else "")
        note += f" Not read: {others}; `fingerpost survey map` drafts a map for several columns."
    return free[0].name, note
