"""What set answers may mean: roles by their titles, years and sizes by their figures."""

from __future__ import annotations

from fingerpost.survey.figures import read_size, read_years
from fingerpost.survey.headers import load_headers
from fingerpost.survey.looking import ColumnLook
from fingerpost.survey.mapping import NUMBER, ROLE, SIZE, YEARS
from fingerpost.survey.phrases import plain_header, plain_words

MOST_CHOICES = 25
_HIGHEST_CODE = 7


def guess_topic(look: ColumnLook) -> str:
    """The situation that a column of set answers tells of; empty where there is none."""
    if look.is_left_out or look.is_rating or not look.filled:
        return ""
    words = plain_header(look.question)
    topic = next((t for t, asks, denies in load_headers().topics if asks.search(words) and not denies.search(words)), "")
    if topic == ROLE:
        # "What do you like about your job?" asks for no role; a title is short
        asked = look.asked
        return topic if asked.frame in ("free", "experience") and not asked.doubt and look.words < 7 else ""
    in_figures = sum(any(c.isdigit() for c in cell) for cell in look.filled)
    return topic if 2 * in_figures >= len(look.filled) and look.words < 7 else ""


def guess_values(look: ColumnLook, topic: str) -> dict[str, str | int] | str:
    """What each set answer may mean: ``number`` where people gave figures of their own; an empty value is for the person
    who runs the survey to fill in."""
    choices = look.choices
    if topic == ROLE:
        return {choice: guess_role(choice) for choice in choices[:MOST_CHOICES]}
    read = read_years if topic == YEARS else read_size
    if topic == SIZE and looks_coded(look):
        return dict.fromkeys(choices, "")
    plain = [choice for choice in choices if choice.isdecimal() and read(choice) is not None]
    if 2 * len(plain) >= len(choices) or len(choices) > MOST_CHOICES:
        return NUMBER
    values = {choice: read(choice) for choice in choices}
    return {choice: "" if value is None else value for choice, value in values.items()}


def looks_coded(look: ColumnLook) -> bool:
    """Whether small whole numbers may be the codes of set answers, as an export of values in place of labels has them."""
    return all(c.isdecimal() for c in look.choices) and max(map(int, look.choices)) <= _HIGHEST_CODE


def list_unread(look: ColumnLook, topic: str) -> list[str]:
    """The answers of a column of figures that say nothing that can be counted."""
    read = read_years if topic == YEARS else read_size
    return [choice for choice in look.choices if read(choice) is None]


def guess_role(title: str) -> str:
    """The role that a title names; empty where it names none of ours."""
    headers = load_headers()
    words = plain_words(title)
    if headers.wordings["no_role"].search(words):
        return ""
    return next((role for role, pattern in headers.roles if pattern.search(words)), "")
