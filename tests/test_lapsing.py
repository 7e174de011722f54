"""What is told of a time that is over is not read as of today; what was truly done stays done."""

from __future__ import annotations

import pytest

from fingerpost.assess import Assessor, assess_many
from fingerpost.intake.reading import read_text

OVER = [
    ("When I was young, I loved CSS.", {("experience", "ui-work", "has")}),
    ("I loved CSS in 2010.", {("experience", "ui-work", "has")}),
    ("Back at the telco I loathed roadmaps.", {("experience", "planning-coordination", "has")}),
    ("I was afraid of layoffs then.", set()),
    ("In 2015 I wanted to become a manager.", set()),
    ("I was burned out until I changed jobs.", set()),
    ("My fear of layoffs is behind me.", set()),
    ("I wanted to be a CTO by thirty; the wish is gone.", set()),
]
OF_TODAY = [
    ("I lost interest in CSS in 2018.", {("preference", "ui-work", "dislikes")}),
    ("I have loved CSS since 2010.", {("preference", "ui-work", "likes")}),
    (
        "I gave a talk in 2019 and hated it.",
        {("experience", "public-speaking", "has"), ("preference", "public-speaking", "dislikes")},
    ),
]
DEEDS = [
    ("I had to give talks.", {("experience", "public-speaking", "has")}),
    ("I don't have to give talks.", set()),
    ("Nobody has ever trained me & I've never coached anybody.", {("experience", "mentoring", "lacks")}),
    ("Coding has yet to bore me.", {("preference", "coding", "likes")}),
    ("Tomorrow I run my first workshop.", set()),
    ("I almost gave a talk.", set()),
]


# the encoder, which knows no tenses, outvotes what the scopes say of these
OUTVOTED = [
    ("I didn't enjoy code review until I joined this team.", {("preference", "code-review", "likes")}),
    ("I never get to talk to customers.", {("experience", "customer-contact", "lacks")}),
]


@pytest.mark.parametrize(("text", "keys"), OUTVOTED)
def test_times_by_scope_alone(assessor: Assessor, text: str, keys: set[tuple[str, str, str]]) -> None:
    reading = read_text(text, assessor.lexicon.weigh_with(None, {}))
    assert {(f.kind, f.topic, str(f.value)) for f in reading.facts} == keys


@pytest.mark.parametrize(("text", "keys"), [*OVER, *OF_TODAY, *DEEDS])
def test_times(assessor: Assessor, text: str, keys: set[tuple[str, str, str]]) -> None:
    (record,) = assess_many(assessor, [(text, text)])
    assert {(f.kind, f.topic, str(f.value)) for f in record.facts} == keys
