"""Taking the answers of a survey: which columns are read, and the rows one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, count

from fingerpost.survey.answers import Answer, SeenIds, take_answer
from fingerpost.survey.choosing import choose_columns
from fingerpost.survey.heading import lacks_header, tell_of_no_header
from fingerpost.survey.mapping import SurveyMap, check_columns, is_skipped
from fingerpost.survey.opening import Source
from fingerpost.survey.privacy import mask_identifiers
from fingerpost.survey.rows import Glance, Reject, glance_rows, read_rows

Item = Answer | Reject | None

_FACTS = "facts"
_NAME_THEM = "put the columns' names in a row above it"
_OR_TEXT = "or name the column of answers with --text if those are names"
_ROW = re.compile(r"row \d+(?: \(\d+\))?")


def settle_map(
    source: Source,
    survey: SurveyMap | None = None,
    identity: str | None = None,
    text: str | None = None,
    *,
    from_facts: bool | None = False,
    say: Callable[[str], None] = lambda _note: None,
) -> SurveyMap:
    """Settle which columns of a survey are read.

    Args:
        source: The survey.
        survey: Its map; None where ``identity`` and ``text`` name the columns, or they are to be found out.
        identity: The column of the ids.
        text: The column of the answers.
        from_facts: Whether rows hold facts in place of text; None: found out, where nothing else is named.
        say: Gets a note on how the file is read, and on columns found out.

    Raises:
        InputError: The survey cannot be read, or the map or the columns do not fit it.
    """
    glance = glance_rows(source)
    for note in glance.notes:
        say(f"{source.path.name}: {mask_identifiers(note)}.")
    if from_facts or (from_facts is None and survey is None and text is None and _hold_facts(glance)):
        return SurveyMap(identity or "id", (), from_facts=True)
    named = survey.list_columns() if survey else [name for name in (identity, text) if name is not None]
    # who names the column of answers, and it is there, knows what the first row is
    known = (survey is not None or text is not None) and all(name in glance.columns for name in named)
    if source.form == "delimited" and not known and lacks_header(glance):
        raise tell_of_no_header(str(source.path), _NAME_THEM if named else f"{_NAME_THEM}, {_OR_TEXT}")
    if survey is None:
        survey, notes = choose_columns(glance, identity, text, str(source.path))
        for note in notes:
            say(mask_identifiers(note))
    elif source.form != "lines" or glance.rows:
        check_columns(survey, glance.columns, str(source.path))
    return survey


def take_items(source: Source, survey: SurveyMap) -> Iterator[Item]:
    """The rows of a survey in order: answers, rejects, and None for a row that the map leaves out.

    Raises:
        InputError: The survey cannot be read.
    """
    seen, given_in_place = SeenIds(), SeenIds()
    for row in read_rows(source):
        if isinstance(row, Reject):
            yield row
        elif is_skipped(survey, row.number, row.cells):
            yield None
        else:
            item = take_answer(row, survey)
            if isinstance(item, Answer) and not seen.add(item.original):
                item = Reject(row.number, "an earlier row has the same id", row.line)
            elif isinstance(item, Answer) and _ROW.fullmatch(item.identity):
                item = _set_apart(item, given_in_place)
            yield item


def _set_apart(answer: Answer, taken: SeenIds) -> Answer:
    """The answer under an id that no other has: a survey may have ids such as "row 3" of its own."""
    own = f"row {answer.number}"
    names = chain((answer.identity, own), (f"{own} ({n})" for n in count(2)))
    identity = next(name for name in names if taken.add(name))
    return replace(answer, identity=identity, replaced=answer.replaced or identity != answer.identity)


def _hold_facts(glance: Glance) -> bool:
    return bool(glance.rows) and isinstance(glance.rows[0].cells.get(_FACTS), list)
