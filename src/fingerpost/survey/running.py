"""Running a survey: rows in, results and rejects out, in order; files appear only whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from fingerpost.assess import Assessor, assess_facts, assess_many, list_provenance
from fingerpost.decoding import check_text
from fingerpost.errors import InputError
from fingerpost.records import Fact, Result
from fingerpost.serialising import dump_json, plain_result, read_facts
from fingerpost.survey.rows import Reject, Row, read_rows

_CHUNK = 256


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold the id and the text (or, with ``from_facts``, the facts)."""

    identity: str
    text: str
    from_facts: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a survey's rows: ``rows`` is always ``results`` + ``rejects``."""

    rows: int
    results: int
    rejects: int
    unread: int
    unrecommended: int


@dataclass(frozen=True, slots=True)
class _Person:
    number: int
    identity: str
    text: str
    facts: tuple[Fact, ...] | None


def run_survey(assessor: Assessor, source: Path, target: Path, columns: Columns) -> Tally:
    """Assess every row of a JSONL survey and write results, rejects and manifest beside each other.

    Args:
        assessor: Knowledge, lexicon and engine.
        source: The survey, one JSON object a line.
        target: The results, one record a line; ``<target>.rejects.jsonl`` and ``<target>.manifest.json`` lie beside it.
        columns: Which columns to read.

    Raises:
        InputError: The survey cannot be read or the results cannot be written.
    """
    part, rejects_part = _part_of(target), _part_of(_rejects_of(target))
    digest = hash_file(source)
    try:
        with part.open("w", encoding="utf-8", newline="\n") as out, rejects_part.open("w", encoding="utf-8") as bad:
            tally = _write_rows(assessor, source, columns, out, bad)
        manifest = {
            "results": target.name,
            "input": {"name": source.name, "digest": digest},
            "provenance": list_provenance(assessor.knowledge),
            "counts": {
                "rows": tally.rows,
                "results": tally.results,
                "rejects": tally.rejects,
                "without_facts": tally.unread,
                "without_recommendation": tally.unrecommended,
            },
        }
        _part_of(_manifest_of(target)).write_text(dump_json(manifest, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        problem = (error.strerror or "unknown error").lower()
        raise InputError(f"cannot be written ({problem})", where=str(target), mend="name another --output") from None
    if tally.rejects:
        rejects_part.replace(_rejects_of(target))
    else:
        rejects_part.unlink()
        _rejects_of(target).unlink(missing_ok=True)
    part.replace(target)
    _part_of(_manifest_of(target)).replace(_manifest_of(target))
    return tally


def hash_file(path: Path) -> str:
    """``sha256:`` and the hex digest of a file's bytes.

    Raises:
        InputError: The file is missing, a folder or unreadable.
    """
    if path.is_dir():
        raise InputError("this is a folder", where=str(path), mend="name a file in it")
    try:
        with path.open("rb") as stream:
            return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
    except FileNotFoundError:
        raise InputError("there is no such file", where=str(path), mend="check the name") from None
    except OSError as error:
        problem = (error.strerror or "unknown error").lower()
        raise InputError(f"cannot be read ({problem})", where=str(path), mend="check its name and mode") from None


def _part_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _rejects_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.rejects.jsonl")


def _manifest_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.manifest.json")


def _write_rows(assessor: Assessor, source: Path, columns: Columns, out: IO[str], bad: IO[str]) -> Tally:
    rows = results = rejects = unread = unrecommended = 0
    stream = read_rows(source)
    while chunk := list(islice(stream, _CHUNK)):
        rows += len(chunk)
        people: list[_Person] = []
        for row in chunk:
            item = row if isinstance(row, Reject) else take_person(row, columns)
            if isinstance(item, Reject):
                rejects += 1
                bad.write(dump_json({"row": item.number, "reason": item.reason}) + "\n")
            else:
                people.append(item)
        for result in _assess_people(assessor, people):
            if isinstance(result, Reject):
                rejects += 1
                bad.write(dump_json({"row": result.number, "reason": result.reason}) + "\n")
                continue
            results += 1
            unread += not result.facts
            unrecommended += not result.recommendations
            out.write(dump_json(plain_result(result)) + "\n")
    return Tally(rows, results, rejects, unread, unrecommended)


def _assess_people(assessor: Assessor, people: list[_Person]) -> Iterator[Result | Reject]:
    texts = assess_many(assessor, [(p.identity, p.text) for p in people if p.facts is None])
    for person in people:
        if person.facts is None:
            yield next(texts)
            continue
        try:
            yield assess_facts(assessor, person.facts, identity=person.identity)
        except InputError as error:
            yield Reject(person.number, error.what)


def take_person(row: Row, columns: Columns) -> _Person | Reject:
    """The person that a row tells of, or the reason why it tells of none."""
    cells = row.cells
    identity = cells.get(columns.identity)
    if identity is None:
        return Reject(row.number, f"there is no {columns.identity!r} in the row")
    if isinstance(identity, bool) or not isinstance(identity, str | int | float):
        return Reject(row.number, f"{columns.identity!r} is neither a word nor a number")
    if columns.from_facts:
        return _take_facts(row, str(identity), cells.get("facts"))
    if columns.text not in cells:
        return Reject(row.number, f"there is no {columns.text!r} in the row")
    text = cells[columns.text]
    if text is None:
        text = ""
    if not isinstance(text, str):
        return Reject(row.number, f"{columns.text!r} is no text")
    try:
        return _Person(row.number, str(identity), check_text(text, "row"), None)
    except InputError as error:
        return Reject(row.number, error.what)


def _take_facts(row: Row, identity: str, data: Any) -> _Person | Reject:
    if data is None:
        return Reject(row.number, "there is no 'facts' in the row")
    try:
        return _Person(row.number, identity, "", read_facts(data, "facts"))
    except (InputError, TypeError, ValueError) as error:
        return Reject(row.number, error.what if isinstance(error, InputError) else "the facts cannot be read")
