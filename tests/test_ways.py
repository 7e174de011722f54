"""Titles that the writer came to, came from, has, or only seeks; companies and years that are theirs, and others."""

from __future__ import annotations

import pytest

from fingerpost.assess import Assessor
from tests.conftest import read_keys


def _role(title: str) -> str:
    return f"situation current-role {title}"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "I've been promoted from Software Dev to Team Lead and then to Engineering Manager.",
            {"experience leading-projects has", _role("engineering-manager")},
        ),
        ("I was promoted from senior engineer to tech lead.", {_role("tech-lead")}),
        ("I went from developer to engineering manager.", {_role("engineering-manager")}),
        ("I moved from manager to individual contributor.", {"experience people-management has"}),
        ("I've wandered into a tech lead position.", {_role("tech-lead")}),
        ("I got pushed into management last spring.", {_role("engineering-manager")}),
        ('I\'ve advanced to a "Staff" role quickly.', {_role("staff-engineer")}),
        ("I recently made staff.", {_role("staff-engineer")}),
        ("I reached the senior level last year.", {_role("senior-engineer")}),
        ("I'm in a tech lead role.", {_role("tech-lead")}),
        ("I currently hold a staff engineer position.", {_role("staff-engineer")}),
        ("I just accepted a senior engineering position.", {_role("senior-engineer")}),
        ("I got hired in a devops role.", {_role("devops-engineer")}),
        ("I quit my tech lead position.", {"experience leading-projects has"}),
        ("I went into management and hated it.", {_role("engineering-manager"), "preference people-management dislikes"}),
        ("I want to move into management.", {"goal engineering-manager wants"}),
        ("I want my lead's job.", {"goal engineering-manager wants"}),
        ("He went from developer to CTO.", set()),
        ("My boss moved into management.", set()),
        ("I made the team lead laugh.", set()),
        ("I applied for the role of software engineer.", set()),
        ("I'm a senior in college.", set()),
        ("Best job ever: my manager is great.", set()),
        ("I don't want to hurt this manager's feelings.", set()),
    ],
)
def test_titles_on_the_way(assessor: Assessor, text: str, facts: set[str]) -> None:
    assert read_keys(assessor, text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("I work at a big tech company.", {"situation company-size large"}),
        ("I was hired at a medium sized company last May.", {"situation company-size medium"}),
        ("I was fired from a FAANG and now work at a tiny startup.", {"situation company-size tiny"}),
        ("I work at a small startup (fewer than 10 people).", {"situation company-size tiny"}),
        ("I work at a small startup in Lisbon.", {"situation company-size small"}),
        (
            "I am the founder of a little software company, there's eight of us.",
            {"situation current-role founder", "situation company-size tiny"},
        ),
        ("Next to her sits a guy with sixteen years behind him.", set()),
        ("I have sixteen years behind me.", {"situation years-experience 16"}),
        ("It was his baby for three years.", set()),
        ("I'm the eldest by eighteen years.", set()),
        ("In that group there are three people.", set()),
        ("Nine years of C++, all of them in Chicago.", {"situation years-experience 9"}),
        ("A startup of 30 people wants to hire me.", set()),
        ("A large bank hired me.", {"situation company-size large"}),
        ("I'd love to join a large company.", set()),
        ("I dream of working at a big bank.", set()),
        ("I was hired to work at a large bank.", {"situation company-size large"}),
        ("I recently interviewed at a large tech company.", set()),
        ("I got laid off from a big tech company 2 weeks ago.", set()),
        ("I applied to a role at Amazon.", set()),
        ("There are two kinds of engineers.", set()),
        ("One of the largest differences is the noise.", set()),
    ],
)
def test_companies_of_ones_own(assessor: Assessor, text: str, facts: set[str]) -> None:
    assert read_keys(assessor, text) == facts


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Four years of C++, then six of Kotlin.", 10),
        ("Eight years as a dev and three as a lead.", 11),
        ("I've been a tester for 3 years at a large bank, before that about 8 as a Java dev.", 11),
        ("I've been a dev for three years. Before that I was a tester for five years.", 8),
        ("For the first ten years of my career I shipped code, for the last eight I've made slides.", 18),
        ("I spent five years at a bank, followed by two years at a startup.", 7),
        ("I've been an SRE for five years, before that backend, eleven years of this trade all told.", 11),
        ("I have twelve years of experience, four of them as a lead.", 12),
        ("Twelve years as a dev, the last three as a lead.", 12),
        ("Ten years of experience and four years as a lead.", 10),
        ("Eleven years of programming behind me, and before that six of repairing bikes.", 11),
        ("Six years as an engineer and two kids.", 6),
        ("I've been a developer in finance for eleven years.", 11),
        ("Seven years as a backend dev for the police.", 7),
        ("I did a bootcamp in 2022 after nine years as a dental hygienist.", None),
        ("I was a ward nurse for six years.", None),
        ("I've been in finance for 11 years.", None),
        ("I've been a developer for a year and a half.", 1),
        ("I've been working as a developer for about a year.", 1),
        ("I have a year of experience.", 1),
        ("My old desk stays free for a year.", None),
        ("We meet twice a year.", None),
    ],
)
def test_years_that_add_up_and_years_of_other_trades(assessor: Assessor, text: str, years: int | None) -> None:
    read = {key for key in read_keys(assessor, text) if "years-experience" in key}
    assert read == (set() if years is None else {f"situation years-experience {years}"})


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("I want to get promoted to staff engineer.", {"goal staff-engineer wants"}),
        ("I want to get promoted.", {"goal promotion wants"}),
        ("I want to be CTO of a startup.", {"goal startup-cto wants"}),
        ("I don't want a staff engineer job.", {"goal staff-engineer avoids"}),
        ("No interest in becoming a staff engineer.", {"goal staff-engineer avoids"}),
        ("I'm a civil engineer by training.", set()),
        ("My dev environment is slow.", set()),
        ("I've never been a senior engineer.", set()),
        ("I want to be a senior engineer.", {"goal promotion wants"}),
        ("I was the architect of a billing platform.", {"experience system-design has"}),
        ("I was the manager's friend.", set()),
    ],
)
def test_titles_that_are_wished_for_tell_that_alone(assessor: Assessor, text: str, facts: set[str]) -> None:
    assert read_keys(assessor, text) == facts
