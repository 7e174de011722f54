"""Slips of the keyboard: what was meant is named, on one line, with exit status 2 where the command line is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fingerpost.mending import suggest_names
from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("staff", "did you mean staff-engineer?"),
        ("Staff Engineer", "did you mean staff-engineer?"),
        ("staff-enginer", "did you mean staff-engineer?"),
        ("SRE", "see the list"),
        ("manager", "did you mean engineering-manager?"),
        ("", "see the list"),
    ],
)
def test_names_are_suggested(name: str, told: str) -> None:
    assert suggest_names(name, ["founder", "staff-engineer", "engineering-manager"], "see the list") == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("recomend x.txt", "No such command 'recomend'. Did you mean 'recommend'?"),
        ("help", "Did you mean '--help'?"),
        ("rules shwo x", "Did you mean 'show'?"),
        ("rules show em-mentoring", "did you mean em-mentoring-disliked or em-mentoring-natural-step?"),
        ("rules show EM-Wish", "did you mean em-wish?"),
        ("rules list --row a1.4", "did you mean A1.4?"),
        ("rules list --path staff", "did you mean staff-engineer?"),
        ("paths show enginering-manager", "did you mean engineering-manager?"),
        ("paths show poet", "see `fingerpost paths list`"),
        ("schema show results", "did you mean result?"),
        ("recommend --text hi --suppose goal:hgher-pay=wants", "(did you mean higher-pay?)"),
    ],
)
def test_what_was_meant_is_named(run: Run, line: str, told: str) -> None:
    ran = run(*line.split())
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err


def test_a_file_in_the_place_of_a_path_is_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "me.txt"
    file.write_text("I like coding.", encoding="utf-8")
    ran = run("explain", str(file))
    assert (ran.status, ran.out) == (2, "")
    assert "is a file; name a career path before it" in ran.err


@pytest.mark.parametrize("words", ["I love mentoring", "I love mentoring juniors. " * 400])
def test_words_in_the_place_of_a_file_are_told(run: Run, words: str) -> None:
    ran = run("recommend", words)
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "give your own words with --text" in ran.err
    assert len(ran.err) < 200
