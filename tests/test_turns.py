"""Sentences that take back, except or answer what stands before them."""

from __future__ import annotations

import pytest

from fingerpost.assess import Assessor
from tests.conftest import read_keys


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("I like everything save the meetings.", {"preference meetings dislikes"}),
        ("I love all bar the on-call.", {"preference reliability dislikes"}),
        ("Me, not a fan of meetings? I quite like them.", {"preference meetings likes"}),
        ("I hate meetings? Who told you that? I love them.", {"preference meetings likes"}),
        ("I'm bad at sales? Says who?", set()),
        ("Me, mentoring? Love it.", {"preference mentoring likes"}),
        (
            "Neither meetings nor CSS appeals to me, but mentoring does.",
            {"preference meetings dislikes", "preference ui-work dislikes", "preference mentoring likes"},
        ),
        ("Meetings bore me, but mentoring doesn't.", {"preference meetings dislikes", "preference mentoring likes"}),
        (
            "Have you ever given a talk? Never. Would I? Gladly.",
            {"experience public-speaking lacks", "goal public-speaking wants"},
        ),
        ("My boss hates code reviews. I don't.", {"preference code-review likes"}),
        ("My boss hates code reviews. So do I.", {"preference code-review dislikes"}),
        ("I used to review code and I don't miss it.", {"experience code-review has", "preference code-review dislikes"}),
        ("Reviewing code is my boss's job.", set()),
        ("I enjoy code reviews. Meetings too.", {"preference code-review likes", "preference meetings likes"}),
        ("I'd like to move from code reviews to system design.", {"goal system-design wants"}),
        ("I have a love-hate relationship with code reviews.", set()),
        ("I've heard that code reviews are fun.", set()),
        ("I love mentoring, but the pay is boring.", {"preference mentoring likes"}),
        ("I hate meetings, but the pay is rewarding.", {"preference meetings dislikes"}),
        ("I hate meetings, but the company is great.", {"preference meetings dislikes"}),
        (
            "I love mentoring, but the meetings are boring.",
            {"preference mentoring likes", "preference meetings dislikes"},
        ),
        ("I may have to do code reviews next year.", set()),
        ("I dream of being a product manager.", {"goal product-manager wants"}),
        ("My friend is a staff engineer and loves it.", set()),
        ("I was an architect at IBM.", {"experience system-design has"}),
        ("I'm one of the tech leads.", {"situation current-role tech-lead"}),
        ("I am one of two architects at a bank.", {"situation current-role architect"}),
        ("One of the tech leads here hates meetings.", set()),
        ("I work with one of the principals.", set()),
        ("I want to stop managing people and write code.", {"goal people-management avoids", "goal coding wants"}),
        ("I'd like to drop on-call and do system design.", {"goal reliability avoids", "goal system-design wants"}),
        ("I don't want to stop mentoring.", {"goal mentoring wants"}),
        ("I don't want a job without on-call.", {"goal reliability wants"}),
        ("I don't want meetings any more.", {"goal meetings avoids"}),
        ("I will never give up mentoring.", {"goal mentoring wants"}),
        ("Besides mentoring, there isn't much I enjoy.", {"preference mentoring likes"}),
        ("Besides mentoring, I also enjoy writing docs.", {"preference technical-writing likes"}),
        ("Other than mentoring I hate my job.", {"preference mentoring likes"}),
        ("I enjoy nothing except mentoring.", {"preference mentoring likes"}),
        ("I like nothing apart from code review.", {"preference code-review likes"}),
        ("I love everything besides meetings.", {"preference meetings dislikes"}),
        (
            "I find mentoring fun and meetings boring.",
            {"preference mentoring likes", "preference meetings dislikes"},
        ),
        (
            "I'd swap meetings for code reviews in a heartbeat.",
            {"preference meetings dislikes", "preference code-review likes"},
        ),
        ("I gave up mentoring juniors and I miss it.", {"preference mentoring likes"}),
        ("I'd love my job if it weren't for meetings.", {"preference meetings dislikes"}),
        (
            "I like mentoring juniors the most and meetings the least.",
            {"preference mentoring likes", "preference meetings dislikes"},
        ),
        ("My colleagues mentor juniors, I don't.", set()),
        ("My colleagues enjoy talks. I don't.", {"preference public-speaking dislikes"}),
        ("I love your podcast, keep it up!", set()),
        ("I'm looking to move away from mentoring juniors.", {"goal mentoring avoids"}),
        ("I want to say goodbye to frontend work.", {"goal ui-work avoids"}),
        ("I don't enjoy mentoring as much as I used to.", {"preference mentoring dislikes"}),
        ("I used to enjoy mentoring.", {"experience mentoring has"}),
        ("I never thought I'd enjoy mentoring, but I do.", {"preference mentoring likes"}),
        ("All my colleagues build some app of their own in the evenings. I don't.", {"experience side-projects lacks"}),
        ("I am, frankly, tired of meetings.", {"preference meetings dislikes"}),
        ("My wish: to stay with the design work, that is, working out the whole solution.", {"goal system-design wants"}),
        ("I have not had enough time to code.", {"goal coding wants"}),
        ("I don't have time for a side project.", set()),
    ],
)
def test_what_is_turned(assessor: Assessor, text: str, facts: set[str]) -> None:
    assert read_keys(assessor, text) == facts
