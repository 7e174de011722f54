"""`fingerpost ask`: the interview as it is held on a terminal, line by line, and played from a file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fingerpost.assess import Assessor
from fingerpost.data import find_data
from fingerpost.loading import check_schema
from tests.conftest import Ran

Run = Callable[..., Ran]
TORN = "I love giving talks at conferences. Honestly, giving talks drains me."
COACH: list[dict[str, Any]] = [
    {"kind": "preference", "topic": "mentoring", "value": "likes"},
    {"kind": "goal", "topic": "people-management", "value": "wants"},
    {"kind": "preference", "topic": "people-management", "value": "likes"},
    {"kind": "skill", "topic": "communication", "value": "strong"},
    {"kind": "situation", "topic": "years-experience", "value": 9},
]


@pytest.fixture(autouse=True)
def open_once(monkeypatch: pytest.MonkeyPatch, assessor: Assessor) -> None:
    monkeypatch.setattr("fingerpost.cli.ask.open_assessor", lambda *_: assessor)


def hold(run: Run, *lines: str, arguments: tuple[str, ...] = ()) -> Ran:
    """Hold an interview in which the person types these lines and then Ctrl-D."""
    ran = run("ask", *arguments, stdin="".join(f"{line}\n" for line in lines))
    assert ran.status == 0, ran.err
    assert "Traceback" not in ran.err
    return ran


def hold_json(run: Run, *lines: str, arguments: tuple[str, ...] = ()) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(hold(run, *lines, arguments=(*arguments, "--format", "json")).out)
    asked = record.pop("asked")
    check_schema(record, find_data("schemas") / "result.schema.json", "ask")
    return {**record, "asked": asked}


def list_answers(record: dict[str, Any]) -> list[Any]:
    return [turn["answer"] for turn in record["asked"]]


def test_ctrl_d_at_once_ends_kindly(run: Run) -> None:
    ran = hold(run)
    assert "Question 1 of at most 7" in ran.err
    assert "Thank you. I go by what you have said so far." in ran.err
    assert "What do you enjoy at work" in " ".join(ran.out.split())
    assert hold_json(run)["asked"] == []


def test_ctrl_d_keeps_what_was_said(run: Run) -> None:
    ran = hold(run, "1", "1", "1")
    assert "Thank you" in ran.err
    assert "What your answers did" in ran.out
    assert len(hold_json(run, "1", "1", "1")["facts"]) == 3


def test_ctrl_c_keeps_what_was_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from fingerpost.cli import ask

    hear = ask._Conversation._hear
    heard: list[str] = []

    def interrupt(conversation: Any) -> str:
        if heard:
            raise KeyboardInterrupt
        heard.append(hear(conversation))
        return heard[0]

    monkeypatch.setattr(ask._Conversation, "_hear", interrupt)
    assert " 1. “" in (out := hold(run, "1").out)
    assert " 2. “" not in out


def test_back_changes_one_answer_and_keeps_the_others(run: Run) -> None:
    plain = hold_json(run, "1", "1", "1")
    back = hold_json(run, "1", "1", "1", "b", "b", "2")
    assert [t["question"] for t in back["asked"]] == [t["question"] for t in plain["asked"]]
    changed = [old["topic"] != new["topic"] for old, new in zip(plain["asked"], back["asked"], strict=True)]
    assert changed == [False, True, False]
    again = hold(run, "1", "1", "b", "", arguments=("--format", "json"))
    assert "(as you said)" in again.err
    assert json.loads(again.out)["asked"] == plain["asked"][:2]
    assert "there is nothing before it" in hold(run, "b").err


def test_skip_and_skip_again(run: Run) -> None:
    ran = hold(run, "s", "b", "")
    assert "Enter skips it again." in ran.err
    assert list_answers(hold_json(run, "s", "b", "", "1"))[0] is None
    assert list_answers(hold_json(run, "1", "b", "s")) == [None]


def test_why_names_rules_and_rows(run: Run) -> None:
    err = " ".join(hold(run, "w").err.split())
    assert "These rules wait for your answer:" in err
    assert "should you say “" in err
    assert "and 10 more" in err or " [A" in err


def test_what_is_no_answer_is_asked_for_again(run: Run) -> None:
    ran = hold(run, "99", "banana", "", "\x1b[31m", "1")
    assert ran.err.count("I did not get that.") == 4
    assert "\x1b" not in ran.out
    assert len(hold_json(run, "99", "1")["asked"]) == 1


def test_q_ends_it_and_no_more_than_the_limit_is_asked(run: Run) -> None:
    assert len(hold_json(run, "1", "q", "1")["asked"]) == 1
    ran = hold(run, *["0"] * 3, "", arguments=("--limit", "3"))
    assert "That was all I meant to ask." in ran.err
    assert "Question 4" not in ran.err
    assert "Question 4" in hold(run, *["0"] * 3, "m", arguments=("--limit", "3")).err
    back = hold_json(run, *["0"] * 3, "b", "s", arguments=("--limit", "3"))
    assert list_answers(back) == ["neither", "neither", None]


def test_a_contradiction_is_shown_and_asked_about_first(run: Run) -> None:
    ran = hold(run, arguments=("--text", TORN))
    said = " ".join(ran.err.split())
    assert said.index("giving talks drains me") < said.index("How do you feel about")
    for line, values in (("1", ["likes"]), ("2", ["dislikes"]), ("0", []), ("s", ["likes", "dislikes"])):
        record = hold_json(run, line, arguments=("--text", TORN))
        assert [f["value"] for f in record["facts"]] == values
        told = any(note["about"] == "contradiction" for note in record["notes"])
        assert told == (len(values) > 1)


def test_answers_are_quoted_as_said_and_not_as_written(run: Run) -> None:
    out = " ".join(hold(run, "1", arguments=("--text", f"{TORN} I like mentoring juniors.")).out.split())
    assert 'You said "I enjoy speaking in public"' in out
    assert 'You wrote "I enjoy' not in out
    assert "You like speaking in public" in out


def test_a_person_played_from_a_file(run: Run, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(COACH), encoding="utf-8")
    ran = run("ask", "--answers", str(answers), "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    record = json.loads(ran.out)
    assert len(record["asked"]) == 7
    for turn in record["asked"]:
        assert turn.keys() - {"offered"} == {"question", "kind", "topic", "answer"}
    said = {(t["kind"], t["topic"], t["answer"]) for t in record["asked"] if t["answer"] is not None}
    assert said <= {(f["kind"], f["topic"], f["value"]) for f in COACH}
    assert said == {(f["kind"], f["topic"], f["value"]) for f in record["facts"]}
    assert all(f["evidence"] == [] for f in record["facts"])
    assert run("ask", "--answers", str(answers), "--format", "json").out == ran.out
    assert len(json.loads(run("ask", "--answers", str(answers), "--limit", "2", "--format", "json").out)["asked"]) == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('[{"kind": "preference", "topic": "juggling", "value": "likes"}]', "juggling"),
        ('[{"kind": "preference", "topic": "sales"}]', "no value"),
        ("{", "this is no JSON"),
    ],
)
def test_broken_answers_are_told_on_one_line(run: Run, tmp_path: Path, content: str, says: str) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(content, encoding="utf-8")
    ran = run("ask", "--answers", str(answers))
    assert (ran.status, ran.out) == (1, "")
    assert says in ran.err
    assert ran.err.count("\n") == 1
