"""The interview: from a text or from nothing, by the questions whose answers change most, to a result."""

from fingerpost.interview.questions import NUMBER, Answer, Catalogue, Question, read_catalogue
from fingerpost.interview.session import (
    MOST_QUESTIONS,
    Deed,
    Interview,
    Interviewer,
    Turn,
    Waiting,
    play,
    weigh_rule,
)

__all__ = [
    "MOST_QUESTIONS",
    "NUMBER",
    "Answer",
    "Catalogue",
    "Deed",
    "Interview",
    "Interviewer",
    "Question",
    "Turn",
    "Waiting",
    "play",
    "read_catalogue",
    "weigh_rule",
]
