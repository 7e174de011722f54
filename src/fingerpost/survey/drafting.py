"""Drafting a survey map from headers and first rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fingerpost.survey.answers import names_person
from fingerpost.survey.asking import guess_frame
from fingerpost.survey.headers import SkippedRows, load_headers
from fingerpost.survey.looking import ColumnLook, look_at_columns
from fingerpost.survey.mapping import ROLE
from fingerpost.survey.phrases import plain_header
from fingerpost.survey.privacy import mask_identifiers
from fingerpost.survey.rows import Glance
from fingerpost.survey.set_answers import MOST_CHOICES, guess_topic, guess_values

__all__ = ["Draft", "SkipDraft", "draft_map", "draft_skips", "find_identity", "guess_frame"]

_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class SkipDraft:
    """Rows to leave out: those whose cell in ``column`` is one of ``words``; ``why`` says what they are."""

    column: str
    words: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A survey map as it is proposed.

    ``texts`` are the columns in people's own words (each knows what its question asks for), ``structured`` those of set
    answers with their topics, ``undecided`` those whose topic is known and none of whose answers is, ``choices`` those that
    are each one choice of a question, for a yes; ``skip_first`` counts the rows of further headers.
    """

    identity: str
    texts: tuple[ColumnLook, ...]
    structured: tuple[tuple[ColumnLook, str], ...]
    undecided: tuple[tuple[ColumnLook, str], ...]
    choices: tuple[ColumnLook, ...]
    groups: tuple[ColumnLook, ...]
    left_out: tuple[ColumnLook, ...]
    skip_first: int
    skips: tuple[SkipDraft, ...]


def draft_map(glance: Glance) -> Draft:
    """Draft a survey map from headers and first rows.

    Raises:
        KnowledgeError: ``kb/columns.yaml``, by which it is drafted, is broken.
    """
    looks, skip = look_at_columns(glance)
    skips = draft_skips(looks)
    looks = _without_skipped(looks, skips)
    identity = find_identity([look for look in looks if mask_identifiers(look.name) == look.name])
    texts: list[ColumnLook] = []
    structured: list[tuple[ColumnLook, str]] = []
    undecided: list[tuple[ColumnLook, str]] = []
    choices: list[ColumnLook] = []
    groups: list[ColumnLook] = []
    left: list[ColumnLook] = []
    for look in looks:
        if look.name == identity:
            continue
        if mask_identifiers(look.name) != look.name:
            # a map shows no identifier, and a name that is masked is the name of no column
            left.append(look)
            continue
        topic = guess_topic(look)
        if topic and (topic != ROLE or len(look.choices) <= MOST_CHOICES):
            values = guess_values(look, topic)
            known = isinstance(values, str) or any(value != "" for value in values.values())
            (structured if known else undecided).append((look, topic))
        elif look.is_free:
            texts.append(look)
        elif look.affirmed:
            choices.append(look)
        elif _is_group(look):
            groups.append(look)
        else:
            left.append(look)
    return Draft(
        identity=identity,
        texts=tuple(texts),
        structured=tuple(structured),
        undecided=tuple(undecided),
        choices=tuple(choices),
        groups=tuple(groups),
        left_out=tuple(left),
        skip_first=skip,
        skips=skips,
    )


def draft_skips(looks: Sequence[ColumnLook]) -> tuple[SkipDraft, ...]:
    """Which rows are answers of nobody, as far as a column tells: previews, spam, what was never submitted."""
    return tuple(
        SkipDraft(look.name, rows.words, rows.why)
        for rows in load_headers().skips
        for look in looks
        if _tells_of(look, rows)
    )


def _tells_of(look: ColumnLook, rows: SkippedRows) -> bool:
    names = (plain_header(look.name), plain_header(look.name.partition(".")[0]), plain_header(look.question))
    if not any(rows.column.fullmatch(name) for name in names):
        return False
    # a column of dates that is filled for nobody tells nothing
    return bool(look.filled) if rows.words == ("",) else bool(set(look.choices) & {*rows.words, *rows.beside})


def _without_skipped(looks: Sequence[ColumnLook], skips: Sequence[SkipDraft]) -> list[ColumnLook]:
    """The columns without the cells of rows that are left out: a preview is no one's answer to guess from."""
    by_name = {look.name: look.cells for look in looks}
    rows = range(max((len(look.cells) for look in looks), default=0))
    kept = [n for n in rows if not any(by_name[s.column][n].strip() in s.words for s in skips)]
    return [ColumnLook(look.name, look.question, tuple(look.cells[n] for n in kept)) for look in looks]


def _is_group(look: ColumnLook) -> bool:
    headers = load_headers()
    if not 1 < len(look.choices) <= MOST_CHOICES or look.is_rating:
        return False
    if not headers.finds("groups", look.question) or headers.finds("groups_not", look.question):
        return False
    return len(look.question.split()) <= _LONGEST_NAME or headers.finds("group_questions", look.question)


def find_identity(looks: Sequence[ColumnLook]) -> str:
    """The column of the respondents' ids; empty where none looks like one."""
    headers = load_headers()

    def is_named(look: ColumnLook, wording: str) -> bool:
        names = (look.name.partition(".")[0], look.name, look.question)
        return any(headers.finds(wording, name) for name in names) or (wording == "ids" and look.name.strip() == "#")

    short = [look for look in looks if look.words < 3 and not is_named(look, "ids_not") and look.filled]
    short = [look for look in short if len(plain_header(look.question).split()) <= 2 * _LONGEST_NAME]
    for wording, whole in (("ids", True), ("ids", False), ("ids_perhaps", True)):
        for look in short:
            if is_named(look, wording) and (look.is_unique or not whole):
                return look.name
    first = looks[0] if looks else None
    if first and first in short and len(first.cells) > 2 and first.is_unique and first.words <= 1 and first.is_coded:
        plain = not (first.is_left_out or guess_topic(first) or first.is_free)
        return first.name if plain and not any(map(names_person, first.filled[:20])) else ""
    return ""
