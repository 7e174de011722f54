"""The contract's table of bad inputs, row by row, through the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.mark.parametrize("text", ["", " \n\t ", "n/a", "N/A.", "none", "-"])
def test_blank_text_gets_a_friendly_word(run: Run, text: str) -> None:
    ran = run("recommend", "-", "--format", "json", stdin=text)
    record = json.loads(ran.out)
    assert ran.status == 0
    assert record["facts"] == []
    assert record["recommendations"] == []
    assert "enjoy" in record["notes"][0]["text"]


@pytest.mark.parametrize("text", ["I like programming I guess.", "senior dev, happy enough", "asdf asdf just testing"])
def test_text_too_thin_gets_no_recommendation(run: Run, text: str) -> None:
    ran = run("recommend", "--text", text, "--format", "json")
    record = json.loads(ran.out)
    assert ran.status == 0
    assert record["recommendations"] == []
    assert record["notes"][0]["about"] in ("thin", "none")


@pytest.mark.parametrize(
    "text",
    [
        "Ich betreue gern Junioren und schreibe gern Dokumentation, aber Besprechungen mag ich nicht.",
        "Me encanta programar y enseñar a los demás, pero no me gustan las reuniones largas.",
        "我喜欢编程和指导新人，但是我不喜欢开会。",
    ],
)
def test_another_language_is_told_that_we_read_english(run: Run, text: str) -> None:
    ran = run("recommend", "-", "--format", "json", stdin=text)
    record = json.loads(ran.out)
    assert ran.status == 0
    assert record["facts"] == []
    assert record["notes"][0]["about"] == "language"
    assert "English" in record["notes"][0]["text"]


def test_too_long(run: Run) -> None:
    ran = run("recommend", "-", stdin="I like code. " * 5000)
    assert ran.status == 1
    assert "limit is 50,000" in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out == ""


def test_invalid_utf8(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes("I like caf\xe9s".encode("latin-1"))
    ran = run("recommend", str(path))
    assert ran.status == 1
    assert "latin.txt:1: byte 10 is not UTF-8; save the text as UTF-8" in ran.err
    assert ran.err.count("\n") == 1


def test_missing_file_and_folder(run: Run, tmp_path: Path) -> None:
    missing, folder = run("recommend", str(tmp_path / "none.txt")), run("recommend", str(tmp_path))
    assert missing.status == folder.status == 1
    assert "there is no such file" in missing.err
    assert "this is a folder" in folder.err
    assert "Traceback" not in missing.err + folder.err


def test_broken_rule_file_names_file_key_and_mend(run: Run, tmp_path: Path) -> None:
    rules = tmp_path / "rules" / "fit"
    rules.mkdir(parents=True)
    (rules / "broken.yaml").write_text("id: broken\nstage: fit\nstage: fit\n")
    ran = run("recommend", "--text", "I like code", "--rules", str(tmp_path / "rules"))
    assert ran.status == 1
    assert "broken.yaml:3" in ran.err
    assert "'stage' stands twice" in ran.err
    assert ran.err.count("\n") == 1


def test_wrong_command_line(run: Run) -> None:
    for arguments in (
        ["recommend", "--format", "pdf"],
        ["recommend", "--suppose", "mentoring"],
        ["nonsense"],
        ["recommend", "a.txt", "--text", "b"],
    ):
        assert run(*arguments).status == 2, arguments


HOSTILE = (
    "I love mentoring\x00 juniors \x1b[31m[b]bold[/b]\x1b]0;title\x07 <script>alert(1)</script> "
    "and \ud800 I hate [/meetings]. &lt;b&gt; \u202etsegnol"
)


def test_hostile_characters_keep_offsets_and_show_harmlessly(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_bytes(HOSTILE.replace("\ud800", "\x00").encode())
    ran = run("recommend", str(path), "--format", "json")
    record = json.loads(ran.out)
    text = HOSTILE.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    found = {(f["topic"], f["value"]) for f in record["facts"]}
    assert ("mentoring", "likes") in found
    for fact in record["facts"]:
        for evidence in fact["evidence"]:
            assert text[evidence["start"] : evidence["end"]] == evidence["text"]
    for form in ("text", "markdown"):
        shown = run("recommend", str(path), "--format", form)
        assert shown.status == 0
        assert "\x1b" not in shown.out
        assert "\x07" not in shown.out
        assert "\u202e" not in shown.out
    assert "<script>" not in run("recommend", str(path), "--format", "markdown").out
    assert "\x1b" not in run("facts", str(path)).out


def test_markup_in_the_text_is_shown_as_text(run: Run) -> None:
    ran = run("facts", "--text", "I love [b]mentoring[/b] juniors [/red].")
    assert ran.status == 0
    assert "[b]mentoring[/b] juniors [/red" in ran.out.replace("\n", " ")


def test_lone_surrogate_on_the_command_line(run: Run) -> None:
    ran = run("facts", "--text", "I love mentoring juniors \udcff.", "--format", "json")
    assert ran.status == 0
    assert json.loads(ran.out)["facts"][0]["topic"] == "mentoring"


def test_newlines_are_not_translated_and_bom_is_no_part(run: Run) -> None:
    ran = run("facts", "-", "--format", "json", stdin="\ufeffHello.\r\n\r\nI love mentoring juniors.\r\n")
    fact = json.loads(ran.out)["facts"][0]
    assert fact["evidence"][0]["start"] == len("Hello.\r\n\r\n")


@pytest.mark.parametrize("data", ["{", "[1]", '[{"kind": "preference"}]', '"x"', "[" * 100_000])
def test_bad_facts_file(run: Run, tmp_path: Path, data: str) -> None:
    path = tmp_path / "facts.json"
    path.write_text(data)
    ran = run("recommend", "--facts", str(path))
    assert ran.status == 1
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err


def test_unknown_fact(run: Run) -> None:
    ran = run("recommend", "--text", "I love mentoring.", "--suppose", "preference:napping=likes")
    assert ran.status == 2
    assert "napping" in ran.err
