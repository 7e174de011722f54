"""The answers of a survey, read once more: for checks of results, and for comparing rule sets. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from fingerpost.assess import Assessor
from fingerpost.errors import InputError
from fingerpost.knowledge import Vocabulary
from fingerpost.records import Fact
from fingerpost.serialising import read_facts
from fingerpost.survey.answers import Answer
from fingerpost.survey.assessing import Settings, make_records
from fingerpost.survey.mapping import SurveyMap, read_map
from fingerpost.survey.opening import Source, inspect_source
from fingerpost.survey.rows import Reject
from fingerpost.survey.taking import settle_map, take_items

# answers read in one go, as in a batch
_CHUNK = 128
_FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey file and how it is read; made by `open_survey`."""

    source: Source
    map: SurveyMap

    @property
    def digest(self) -> str:
        """The digest of the file."""
        return self.source.digest


def open_survey(
    path: Path,
    map_file: Path | None = None,
    identity: str | None = None,
    text: str | None = None,
    *,
    from_facts: bool | None = None,
    say: Callable[[str], None] = lambda _note: None,
) -> Survey:
    """Open a survey as ``fingerpost batch`` does.

    Args:
        path: The survey.
        map_file: A survey map; else ``identity`` and ``text`` name the columns, or they are found out.
        identity: The column of the ids.
        text: The column of the answers.
        from_facts: Whether rows hold facts in place of text; None: found out, so that results serve too.
        say: Gets a note on how the file is read, and on columns found out.

    Raises:
        InputError: The survey or the map cannot be read, or they do not fit.
    """
    source = inspect_source(path)
    survey = None if map_file is None else read_map(map_file)
    return Survey(source, settle_map(source, survey, identity, text, from_facts=from_facts, say=say))


def read_answers(survey: Survey) -> Iterator[Answer]:
    """The answers that can be used, in order; a row whose id was there before is none, as in a batch."""
    return (item for item in take_items(survey.source, survey.map) if isinstance(item, Answer))


def read_people(survey: Survey, assessor: Assessor) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """The id and the facts of each respondent, in order; those whose facts the vocabulary does not know are left out.

    Raises:
        InputError: There is no row that can be used.
    """
    answers = read_answers(survey)
    found = False
    while chunk := list(islice(answers, _CHUNK)):
        if survey.map.from_facts:
            people: Iterator[tuple[str, tuple[Fact, ...]]] = (_take_facts(a, assessor.knowledge.vocabulary) for a in chunk)
        else:
            people = _read_texts(chunk, assessor)
        for identity, facts in people:
            if all(not assessor.knowledge.vocabulary.find_fault(f.kind, f.topic, f.value) for f in facts):
                found = True
                yield identity, facts
    if not found:
        raise InputError("there is no row that can be used", where=str(survey.source.path), mend="check columns and map")


def _read_texts(chunk: list[Answer], assessor: Assessor) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    for record in make_records(assessor, chunk, Settings()):
        if not isinstance(record, Reject):
            yield record["id"], read_facts(record[_FACTS], "facts")


def _take_facts(answer: Answer, vocabulary: Vocabulary) -> tuple[str, tuple[Fact, ...]]:
    return answer.identity, tuple(_restore_number(fact, vocabulary) for fact in answer.facts)


def _restore_number(fact: Fact, vocabulary: Vocabulary) -> Fact:
    """A whole number that a Parquet column of text holds."""
    is_number = isinstance(fact.value, str) and fact.value.isdecimal()
    return replace(fact, value=int(fact.value)) if is_number and not vocabulary.list_values(fact.kind, fact.topic) else fact
