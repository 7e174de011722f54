"""Lists below each other under a heading: what the heading says holds for each item, and offsets stay those of the text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.assess import Assessor, read_self_description
from fingerpost.intake.listing import join_lists


def read(assessor: Assessor, text: str) -> set[tuple[str, str, Any]]:
    return {(f.kind, f.topic, f.value) for f in read_self_description(assessor, text).facts}


LIKES = {("preference", t, "likes") for t in ("mentoring", "coding", "sales")}
DISLIKES = {("preference", t, "dislikes") for t in ("meetings", "reliability", "ui-work")}


@pytest.mark.parametrize(
    "text",
    [
        "Likes:\n- mentoring\n- coding\n- sales\n\nDislikes:\n- meetings\n- on-call\n- CSS",
        "## Likes\n\n* mentoring\n* coding\n* sales\n\n## Dislikes\n\n* meetings\n* on-call\n* CSS\n",
        "**Likes**\n1. mentoring,\n2. coding,\n3. sales.\n**Dislikes**\n1. meetings\n2. on-call\n3. CSS",
        "What I like:\r\n• mentoring\r\n• coding\r\n• sales\r\nWhat I don't like:\r\n• meetings\r\n• on-call\r\n• CSS",
    ],
)
def test_what_a_heading_says_holds_for_each_item(assessor: Assessor, text: str) -> None:
    assert read(assessor, text) == LIKES | DISLIKES


def test_lists_of_sentences_say_each_what_they_say(assessor: Assessor) -> None:
    text = "My week:\n- I love mentoring the juniors\n- I hate the meetings"
    assert read(assessor, text) == {("preference", "mentoring", "likes"), ("preference", "meetings", "dislikes")}
    assert join_lists(text) == text


def test_a_list_without_a_heading_and_a_line_without_a_list_stay() -> None:
    for text in ("- mentoring\n- coding", "Likes:\n\n\n- mentoring", "I like it.\n- mentoring", "a - b\nc", ""):
        assert join_lists(text) == text
    assert join_lists("Likes\n- a.\n- b;\n- c.") == "Likes:  a,   b,   c."


def test_evidence_stands_in_the_text_as_given(assessor: Assessor) -> None:
    text = "Likes:\n  - mentoring\n  - writing docs\n"
    for fact in read_self_description(assessor, text).facts:
        for evidence in fact.evidence:
            assert text[evidence.start : evidence.end] == evidence.text


@given(
    st.lists(
        st.sampled_from(["Likes:", "- a", "* b c.", "1. d,", "", " ", "I do", "x\ty", "#", "•", "- ", "**B**"]), max_size=9
    )
)
def test_nothing_moves_and_no_word_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    joined = join_lists(text)
    assert len(joined) == len(text)
    assert all(a == b for a, b in zip(text, joined, strict=True) if a.isalpha())
