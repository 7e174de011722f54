"""The command line as a user meets it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLES, SHARED, Ran
from tests.small_knowledge import small_rules, write_knowledge

Run = Callable[..., Ran]
SAMPLE = str(SAMPLES / "staff-with-allies.txt")


def test_help_imports_neither_spacy_nor_experta() -> None:
    code = (
        "import sys\nfrom fingerpost.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'spacy', 'experta', 'numpy', 'jsonschema'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "recommend" in done.stdout


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("fingerpost 0.")


@pytest.mark.parametrize(
    "command",
    ["recommend", "facts", "batch", "rules", "paths", "evaluate", "schema", "rules list", "rules check", "paths show"],
)
def test_every_command_has_help(run: Run, command: str) -> None:
    ran = run(*command.split(), "--help")
    assert ran.status == 0
    assert "Usage: fingerpost" in ran.out


def test_recommend_says_what_it_read_and_why(run: Run) -> None:
    ran = run("recommend", SAMPLE)
    assert ran.status == 0
    words = " ".join(ran.out.split())
    assert words.startswith("What I read in your words")
    assert "1. Staff / principal engineer" in words
    for part in ("Why", "Before you decide", "First small steps", "A word of advice"):
        assert part in words
    assert "\x1b" not in ran.out


def test_json_and_output_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    ran = run("recommend", SAMPLE, "--format", "json", "--output", str(target))
    assert ran.status == 0
    assert ran.out == ""
    assert json.loads(target.read_text(encoding="utf-8"))["recommendations"][0]["path"] == "staff-engineer"
    assert list(tmp_path.iterdir()) == [target]


def test_top(run: Run) -> None:
    def count(top: str) -> int:
        return len(json.loads(run("recommend", SAMPLE, "--format", "json", "--top", top).out)["recommendations"])

    assert count("1") == 1
    assert count("2") == 2
    assert count("16") >= 3


def test_suppose_and_without(run: Run) -> None:
    def topics(*arguments: str) -> set[tuple[str, str, object]]:
        record = json.loads(run("recommend", SAMPLE, "--format", "json", *arguments).out)
        return {(f["kind"], f["topic"], f["value"]) for f in record["facts"]}

    plain = topics()
    assert ("preference", "coding", "likes") in plain
    assert ("preference", "coding", "likes") not in topics("--without", "preference:coding")
    assert topics("--suppose", "goal:travel=avoids") - plain == {("goal", "travel", "avoids")}
    changed = topics("--suppose", "preference:coding=dislikes")
    assert ("preference", "coding", "dislikes") in changed
    assert ("preference", "coding", "likes") not in changed


def test_facts_file_takes_a_list_or_a_result(run: Run, tmp_path: Path) -> None:
    record = run("recommend", SAMPLE, "--format", "json").out
    whole, bare = tmp_path / "record.json", tmp_path / "facts.json"
    whole.write_text(record, encoding="utf-8")
    bare.write_text(json.dumps(json.loads(record)["facts"]), encoding="utf-8")
    expected = json.loads(record)["recommendations"]
    for path in (whole, bare):
        again = json.loads(run("recommend", "--facts", str(path), "--format", "json").out)
        assert again["recommendations"] == expected


def test_markdown(run: Run) -> None:
    out = run("recommend", SAMPLE, "--format", "markdown").out
    assert out.startswith("## What I read")
    assert "### 1. Staff" in out
    assert "\\" not in out


def test_distress_is_answered_first(run: Run) -> None:
    out = run("recommend", "--text", "I love mentoring, but I can't go on like this and I think about ending my life.").out
    assert out.startswith("Some of what you wrote")
    assert "findahelpline" in out
    idiom = run("recommend", "--text", "Meetings kill me. My boss had a panic attack.").out
    assert "findahelpline" not in idiom


def test_rules_list_show_test_and_check(run: Run) -> None:
    listed = run("rules", "list").out
    assert "fit " in listed
    assert "A1.4" in listed
    some_rule = next(line.split()[1] for line in listed.splitlines() if "A1.4" in line)
    page = run("rules", "show", some_rule).out
    assert page.startswith(f"# {some_rule}")
    assert "10 New Jobs" in page
    assert run("rules", "show", "no-such-rule").status == 2
    assert run("rules", "list", "--row", "A1.4").out.count("\n") < listed.count("\n")


def test_paths(run: Run) -> None:
    assert run("paths", "list").out.count("\n") == 16
    shown = run("paths", "show", "founder").out
    assert "A9.1" in shown
    assert run("paths", "show", "astronaut").status == 2


def test_schema(run: Run) -> None:
    assert "result" in run("schema", "list").out
    assert json.loads(run("schema", "show", "result").out)["title"]
    assert run("schema", "show", "../pyproject").status == 2


def test_evaluate(run: Run, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    fact = {"kind": "preference", "topic": "mentoring", "value": "likes", "evidence": "I love mentoring juniors"}
    other = {"kind": "preference", "topic": "travel", "value": "likes", "evidence": "abroad"}
    rows = [
        {"id": "a", "text": "I love mentoring juniors.", "facts": [fact]},
        {"id": "b", "text": "Nothing about abroad.", "facts": [other]},
    ]
    gold.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    ran = run("evaluate", str(gold), "--errors", "5")
    assert "strict     P 1.000  R 0.500  F1 0.667" in ran.out
    assert "missed preference:travel=likes" in ran.out
    assert json.loads(run("evaluate", str(gold), "--format", "json").out)["strict"]["F1"] == 0.667
    assert run("evaluate", str(tmp_path / "none.jsonl")).status == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated texts lie outside the project and are not here")
@pytest.mark.parametrize(
    ("files", "strict", "from_text", "from_facts"), [("dev-*.jsonl", 0.92, 0.95, 0.99), ("more-*.jsonl", 0.88, 0.93, 0.98)]
)
def test_gold_is_read_and_ranked_well_enough(
    run: Run, files: str, strict: float, from_text: float, from_facts: float
) -> None:
    gold = sorted((SHARED / "gold").glob(files))
    figures = json.loads(run("evaluate", *map(str, gold), "--format", "json").out)
    # the figures reached are frozen a little below
    assert figures["strict"]["F1"] >= strict
    assert figures["paths"]["from_text"]["top3"] >= from_text
    assert figures["paths"]["from_facts"]["top3"] >= from_facts


def test_python_dash_m() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fingerpost", "--version"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.startswith("fingerpost")


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--row", "Z1.1", "--row: there is no row 'Z1.1'; see kb/sources.yaml, for example A1.4"),
        ("--stage", "foo", "--stage: there is no stage 'foo'; use one of traits, fit, gates"),
        ("--path", "foo", "--path: there is no path 'foo'; see `fingerpost paths list`"),
    ],
)
def test_rules_are_not_listed_by_what_does_not_exist(run: Run, option: str, value: str, told: str) -> None:
    ran = run("rules", "list", option, value)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err


def test_no_rule_to_list_is_said(run: Run) -> None:
    ran = run("rules", "list", "--stage", "ladders", "--row", "A1.4")
    assert (ran.status, ran.out, ran.err) == (0, "", "No rule is all of that.\n")


def test_faults_name_the_folder_that_was_given(run: Run, tmp_path: Path) -> None:
    rules = small_rules()
    staff = next(r for r in rules if r["id"] == "staff-coding")
    staff["then"]["because"] = "I think that {f1.evidence} shows that he is a founder"
    staff["examples"]["fires"] = [[]]
    folder, kb = write_knowledge(tmp_path, rules)
    where = f"{folder}/fit/staff-coding.yaml"
    checked = run("rules", "check", "--rules", str(folder), "--kb", str(kb))
    assert checked.status == 1
    assert f"{where} (then.because): the sentence does not end with a full stop; end it with one" in checked.err
    assert all(line.startswith(str(tmp_path)) for line in checked.err.splitlines())
    tested = run("rules", "test", "--rules", str(folder), "--kb", str(kb))
    assert tested.status == 1
    assert tested.err.startswith(f"{where} (examples.fires.0): this person does not make the rule fire; give the person")
