"""Whose view it is: others' views give nothing, and the writer's echo of them gives what it says."""

from __future__ import annotations

import pytest

from fingerpost.assess import Assessor, assess_many

_ECHOES = [
    ("My sister loves public speaking, and so do I.", "likes"),
    ("My manager hates public speaking. Me too.", "dislikes"),
    ("Nobody on my team likes public speaking. I do.", "likes"),
    ("My colleagues love public speaking; I'm the exception.", "dislikes"),
    ("Unlike me, my brother loves public speaking.", "dislikes"),
    ("No one here enjoys public speaking more than I do.", "likes"),
    ("No one could accuse me of enjoying public speaking.", "dislikes"),
]
_OTHERS = [
    "Half of my colleagues love public speaking.",
    "The whole team dreads public speaking.",
    "My sister likes public speaking more than I do.",
    '"I hate public speaking," a colleague told me last week.',
    "My boss told me public speaking is fun.",
    "Write more documentation, that's my advice.",
    "My tech lead is afraid of becoming a dinosaur.",
]


@pytest.mark.parametrize(("text", "value"), _ECHOES)
def test_the_writer_shares_or_turns_what_others_hold(assessor: Assessor, text: str, value: str) -> None:
    (reading,) = assess_many(assessor, [("one", text)])
    assert [f.key for f in reading.facts] == [("preference", "public-speaking", value)]


@pytest.mark.parametrize("text", _OTHERS)
def test_what_others_hold_and_advise_tells_nothing(assessor: Assessor, text: str) -> None:
    (reading,) = assess_many(assessor, [("one", text)])
    assert [f.key for f in reading.facts] == []


def test_what_is_shared_or_turned_is_quoted_with_the_words_that_do_so(assessor: Assessor) -> None:
    (reading,) = assess_many(assessor, [("one", "My boss wants me to become a manager but I'd rather not.")])
    quoted = {f.key: f.evidence[0].text for f in reading.facts}
    assert quoted["goal", "engineering-manager", "avoids"] == "My boss wants me to become a manager but I'd rather not"
