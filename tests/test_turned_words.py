"""Frames and small words that turn what is said, or leave it to others: what they reach and where they end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fingerpost.assess import Assessor
from fingerpost.intake.reading import read_text

REVIEW_LIKED, REVIEW_DISLIKED = (("preference", "code-review", value) for value in ("likes", "dislikes"))
CALLS_LIKED, CALLS_DISLIKED = (("preference", "reliability", value) for value in ("likes", "dislikes"))
MENTORING_LIKED = ("preference", "mentoring", "likes")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Not that I object to code review, but mentoring is what I get up for.", {REVIEW_LIKED, MENTORING_LIKED}),
        ("I'd be lying if I said I enjoy code review, but mentoring I love.", {REVIEW_DISLIKED, MENTORING_LIKED}),
        ("To say that I hate code review would be a lie.", {REVIEW_LIKED}),
        ("I find it hard to be bored with mentoring.", {MENTORING_LIKED}),
        ("Code reviews sound grim to some, but I enjoy mentoring.", {MENTORING_LIKED}),
        ("On-call is a nightmare to some; I like it.", {CALLS_LIKED}),
        ("I dislike code review every bit as much as on-call.", {REVIEW_DISLIKED, CALLS_DISLIKED}),
        ("On-call or code reviews? I like neither.", {CALLS_DISLIKED, REVIEW_DISLIKED}),
        ("I'm not the kind of person who enjoys code review.", {REVIEW_DISLIKED}),
        ("I'm not a person who hates code review.", {REVIEW_LIKED}),
        ("I am not one of those people who love code review.", {REVIEW_DISLIKED}),
        ("I am one of those people who love code review.", {REVIEW_LIKED}),
        ("I share a desk with people who love code review.", set()),
        ("My colleagues love code review. I am not one of them.", {REVIEW_DISLIKED}),
        ("Far from being a nightmare, on-call is fun.", {CALLS_LIKED}),
        ("Far from enjoying on-call, I dread it.", {CALLS_DISLIKED}),
        ("Interview candidates? Over my dead body.", {("preference", "people-management", "dislikes")}),
    ],
)
def test_what_turns_a_cue_and_how_far(assessor: Assessor, text: str, keys: set[tuple[str, str, str]]) -> None:
    by_scope = replace(assessor.lexicon, weights=None)
    assert {f.key for f in read_text(text, by_scope).facts} == keys
