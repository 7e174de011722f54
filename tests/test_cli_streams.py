"""Where results go and where texts come from: files, links, devices, streams that are full or closed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]
TEXT = "I love mentoring juniors and I want to be an engineering manager."
FULL = Path("/dev/full")


def run_apart(command: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell, in which ``fingerpost`` is the program."""
    line = command.replace("fingerpost", f'"{sys.executable}" -m fingerpost', 1)
    return subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)


def test_a_link_is_followed(run: Run, tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("old")
    target.chmod(0o600)
    link.symlink_to(target)
    assert run("facts", "--text", TEXT, "--format", "json", "--output", str(link)).status == 0
    assert link.is_symlink()
    assert json.loads(target.read_text(encoding="utf-8"))["facts"]
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(tmp_path.iterdir()) == [link, target]


def test_what_is_no_regular_file_is_written_to(run: Run) -> None:
    assert run("facts", "--text", TEXT, "--output", os.devnull).status == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(not FULL.exists(), reason="there is no full device here")
def test_a_full_device_is_told(run: Run) -> None:
    ran = run("facts", "--text", TEXT, "--output", str(FULL))
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert "/dev/full: cannot be written (no space left on device)" in ran.err
    assert not FULL.is_file()


def test_nothing_is_left_behind_where_a_file_cannot_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    ran = run("facts", "--text", TEXT, "--output", str(tmp_path / "x.html"))
    assert ran.status == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not FULL.exists(), reason="there is no full device here")
@pytest.mark.parametrize("command", ["--help", "paths list", "paths show founder", "schema show result"])
def test_a_full_standard_output_is_told_on_one_line(command: str) -> None:
    done = run_apart(f"fingerpost {command} > /dev/full")
    assert done.returncode == 1
    assert done.stderr.startswith("fingerpost: standard output: cannot be written (no space left on device)")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("fingerpost paths show founder >&-", "standard output: cannot be written"),
        ("fingerpost recommend <&-", "standard input: it is closed"),
    ],
)
def test_a_closed_stream_is_told_on_one_line(command: str, says: str) -> None:
    done = run_apart(command)
    assert done.returncode == 1
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("recommend", "--text", TEXT, "--output", ""),
        ("recommend", ""),
        ("recommend", "--facts", ""),
        ("recommend", "--text", TEXT, "--suppose", "situation:years-experience=" + "9" * 5000),
        ("recommend", "--text", TEXT, "--suppose", "situation:years-experience=" + "9" * 20),
        ("explain", "founder", "--text", TEXT, "--versus", "founder"),
    ],
)
def test_a_wrong_command_line_is_told(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "Error: " in ran.err


def test_a_long_record_of_our_own_is_taken(run: Run, tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    record.write_text(json.dumps({"facts": [], "padding": "x" * 60_000}), encoding="utf-8")
    assert run("recommend", "--facts", str(record)).status == 0
    assert run("ask", "--answers", str(record)).status == 0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ('[{"kind": "pref", "topic": "coding", "value": "likes"}]', "facts.json (fact 1): unknown kind 'pref'"),
        ('[{"kind": "preference", "topic": "coding", "value": "adores"}]', "facts.json (fact 1): preference coding cannot"),
        (
            '[{"kind": "goal", "topic": "sales", "value": "wants"},\n'
            '{"kind": "goal", "topic": "sales", "value": "avoids", "strength": "huge"}]',
            "facts.json (fact 2): unknown strength 'huge'",
        ),
        ('[{"kind": "situation", "topic": "years-experience", "value": -4}]', "facts.json (fact 1): situation years-exp"),
        ('[{"kind": "situation", "topic": "years-experience", "value": ' + "9" * 5000 + "}]", "thousands of digits"),
        ('[{"kind": "preference", "topic": "coding", "value": "likes", "cues": 5}]', "(fact 1): cues must be a list"),
        (
            '[{"kind": "preference", "topic": "coding", "value": "likes", "evidence": {"text": "x", "start": "y"}}]',
            "(fact 1): start and end of evidence must be whole numbers",
        ),
        (
            '[{"kind": "preference"\n "topic": "coding"}]',
            "facts.json:2: this is no JSON (expecting ',' delimiter, column 2)",
        ),
    ],
)
def test_faults_in_facts_name_file_and_fact(run: Run, tmp_path: Path, data: str, says: str) -> None:
    path = tmp_path / "facts.json"
    path.write_text(data, encoding="utf-8")
    for command in ("recommend", "facts"):
        ran = run(command, "--facts", str(path))
        assert (ran.status, ran.err.count("\n")) == (1, 1)
        assert says in ran.err


def test_every_command_has_the_word_of_help(run: Run) -> None:
    heavy = "I want to kill myself, honestly. I like coding and I like mentoring juniors."
    for command in (("facts",), ("recommend",), ("explain", "founder"), ("ask",)):
        ran = run(*command, "--text", heavy)
        told = ran.err if command == ("ask",) else ran.out
        assert told.startswith("Some of what you wrote sounds very heavy"), command
        assert "Passed over" not in ran.out
    assert "findahelpline" in run("facts", "--text", heavy, "--format", "json").out


def test_facts_says_that_it_reads_english(run: Run) -> None:
    ran = run(
        "facts", "--text", "Ich betreue gern Junioren und schreibe gern Dokumentation, aber Besprechungen mag ich nicht."
    )
    assert ran.out.startswith("This does not look like English")
    assert "Nothing was recognised" not in ran.out


def test_facts_are_named_as_corrections_name_them(run: Run) -> None:
    name = "preference:mentoring=likes"
    assert name in run("facts", "--text", TEXT).out
    assert name in run("recommend", "--text", TEXT).out
    torn = " ".join(run("recommend", "--text", "I love giving talks. Honestly, giving talks drains me.").out.split())
    assert "leave it out with --without preference:public-speaking=likes or --without preference:public-speaking=dis" in torn
    idle = run("recommend", "--text", TEXT, "--without", "skill:sales")
    assert idle.status == 0
    assert idle.err == "fingerpost: nothing was read that --without skill:sales could leave out\n"
    assert run("recommend", "--text", TEXT, "--without", name).err == ""


def test_lines_with_emoji_are_wrapped_and_not_cut(run: Run) -> None:
    said = "I love mentoring 💜💜 juniors every single day of my week, and I want to be an engineering manager"
    out = " ".join(run("recommend", "--text", said).out.split())
    assert "every single day of" in out
    assert "for those who enjoy mentoring" in out
    assert "…" not in out
