"""The survey map: which columns hold the id, the answers with their questions, the situation, and the groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fingerpost.data import find_data
from fingerpost.errors import InputError, KnowledgeError
from fingerpost.loading import check_schema, parse_yaml, read_text
from fingerpost.records import Evidence, Fact
from fingerpost.survey.figures import MOST_YEARS, read_size, read_years
from fingerpost.survey.privacy import mask_name

NUMBER = "number"
ROLE, YEARS, SIZE = "current-role", "years-experience", "company-size"


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column of answers, and the question behind them (a frame of `fingerpost.intake.framing`)."""

    column: str
    frame: str = "free"


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A column of set answers: what each says of (kind, topic); ``values`` is None where the cell is a number."""

    column: str
    kind: str
    topic: str
    values: Mapping[str, str | int] | None


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows to leave out: those whose cell is, or is not, one of the words."""

    column: str
    words: tuple[str, ...]
    wanted: bool


@dataclass(frozen=True, slots=True)
class SurveyMap:
    """How a survey is read. ``identity`` is empty where rows are known by their number.

    ``named`` tells that evidence names its column: always with a map, never where one column is all there is.
    """

    identity: str
    texts: tuple[TextColumn, ...]
    facts: tuple[FactColumn, ...] = ()
    groups: tuple[str, ...] = ()
    skip_first: int = 0
    skips: tuple[Skip, ...] = ()
    named: bool = False
    from_facts: bool = False

    def list_columns(self) -> list[str]:
        """All columns that the map names."""
        columns = [self.identity] if self.identity else []
        columns += [t.column for t in self.texts] + [f.column for f in self.facts]
        return list(dict.fromkeys([*columns, *self.groups, *(s.column for s in self.skips)]))

    def name_columns(self) -> dict[str, Any]:
        """The columns as the manifest names them, with identifiers in their names masked."""
        return {
            "id": mask_name(self.identity) or None,
            "texts": [{"column": mask_name(t.column), "frame": t.frame} for t in self.texts],
            "structured": [mask_name(f.column) for f in self.facts],
            "groups": [mask_name(name) for name in self.groups],
        }


def read_map(path: Path) -> SurveyMap:
    """Read a survey map.

    Raises:
        InputError: The map is missing or is not as ``schemas/survey-map.schema.json`` says.
    """
    try:
        source = read_text(path)
        data = parse_yaml(source, str(path))
        check_schema(data, find_data("schemas") / "survey-map.schema.json", str(path), source)
    except KnowledgeError as error:
        raise InputError(error.what, where=error.where, mend=error.mend) from None
    _check_years(data, str(path))
    return _make_map(data)


def _check_years(data: Mapping[str, Any], where: str) -> None:
    for n, column in enumerate(data.get("structured", ())):
        values = column["values"] if column["topic"] == YEARS and column["values"] != NUMBER else {}
        for answer, years in values.items():
            if isinstance(years, int) and not 0 <= years <= MOST_YEARS:
                raise InputError(
                    f"structured.{n}.values: {answer[:40]!r} would be {years} years of experience",
                    where=where,
                    mend=f"give whole years from 0 to {MOST_YEARS}, or leave the answer out",
                )


def _make_map(data: Mapping[str, Any]) -> SurveyMap:
    skip = data.get("skip", {})
    return SurveyMap(
        identity=data.get("id", ""),
        texts=tuple(TextColumn(t["column"], t.get("frame", "free")) for t in data["texts"]),
        facts=tuple(
            FactColumn(
                s["column"],
                s.get("kind", "situation"),
                s["topic"],
                None if s["values"] == NUMBER else {_fold(k): v for k, v in s["values"].items()},
            )
            for s in data.get("structured", ())
        ),
        groups=tuple(data.get("groups", ())),
        skip_first=skip.get("first", 0),
        skips=tuple(
            make_skip(w["column"], w.get("is", w.get("is_not", ())), wanted="is" in w) for w in skip.get("where", ())
        ),
        named=True,
    )


def make_skip(column: str, words: Iterable[str], *, wanted: bool = True) -> Skip:
    """Rows to leave out by what their cell in a column is, or is not."""
    # in order, since what is read is told by the digest of the map
    return Skip(column, tuple(sorted(set(map(_fold, words)))), wanted)


def check_columns(survey: SurveyMap, columns: Iterable[str], where: str) -> None:
    """Check that the survey has every column that the map names.

    Raises:
        InputError: It lacks one; the error names what there is.
    """
    known = list(columns)
    for column in survey.list_columns():
        if column not in known:
            there = ", ".join(repr(mask_name(c)[:40]) for c in known[:8]) + (", ..." if len(known) > 8 else "")
            raise InputError(
                f"there is no column {column[:80]!r}", where=where, mend=f"name one that is there: {there or 'none'}"
            )


def is_skipped(survey: SurveyMap, number: int, cells: Mapping[str, Any]) -> bool:
    """Whether the map leaves a row out."""
    return number <= survey.skip_first or any((_fold(cells.get(s.column)) in s.words) == s.wanted for s in survey.skips)


def read_fact(column: FactColumn, cell: str) -> Fact | None:
    """What a set answer says; None where the map does not know the cell, or its number cannot be right."""
    value: str | int | None
    if column.values is None:
        value = read_size(cell) if column.topic == SIZE else read_years(cell)
    else:
        value = column.values.get(_fold(cell))
    if value is None:
        return None
    evidence = Evidence(0, len(cell), cell, column.column)
    return Fact("", column.kind, column.topic, value, evidence=(evidence,))


def _fold(cell: Any) -> str:
    """A cell as it is compared: without regard to case and to white space around it."""
    return " ".join(str("" if cell is None else cell).split()).casefold()
