"""Results held against the survey that they were made of, byte by byte."""

import gzip
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fingerpost.data import find_data
from fingerpost.knowledge import KnowledgeBase
from fingerpost.loading import check_schema
from fingerpost.survey.running import Job, run_survey
from tests.conftest import ROOT, SAMPLES, Ran
from tests.people import draw_people
from tests.surveys import command

Run = Callable[..., Ran]
PEOPLE = 30


@pytest.fixture(autouse=True)
def _read_knowledge_once(monkeypatch: pytest.MonkeyPatch, knowledge: KnowledgeBase) -> None:
    monkeypatch.setattr("fingerpost.cli.audit.open_knowledge", lambda _rules, _kb: knowledge)


@pytest.fixture(scope="module")
def survey(knowledge: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verify") / "in.jsonl"
    people = enumerate(draw_people(knowledge, PEOPLE, 8), 1)
    rows = (
        {"id": f"r-{n}", "facts": [{"kind": f.kind, "topic": f.topic, "value": f.value} for f in fs]} for n, fs in people
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def lines(survey: Path) -> list[str]:
    results = survey.with_name("results.jsonl")
    run_survey(Job(survey, results, from_facts=True))
    return results.read_text(encoding="utf-8").splitlines()


def verify(run: Run, results: Path, survey: Path, *more: str) -> Ran:
    return run("audit", str(results), "--verify", "--input", str(survey), "--from-facts", *more)


def write_results(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_untouched_results_are_the_same(run: Run, survey: Path, lines: list[str]) -> None:
    results = survey.with_name("results.jsonl")
    ran = verify(run, results, survey, "--sample", "0")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == f"{PEOPLE} of {PEOPLE} rows made anew: the same, byte by byte.\n"
    assert verify(run, results, survey, "--sample", "7").out.startswith(f"7 of {PEOPLE} rows")
    told = json.loads(verify(run, results, survey, "--sample", "7", "--format", "json").out)
    assert told == {"checked": 7, "rows": PEOPLE}
    check_schema(told, find_data("schemas") / "audit.schema.json", "audit")
    parquet = survey.with_name("results.parquet")
    run_survey(Job(survey, parquet, from_facts=True))
    assert verify(run, parquet, survey, "--sample", "0").status == 0


def change(record: dict[str, Any], key: str) -> None:
    if key == "score":
        record["standing"][0]["score"] += 1
    elif key == "facts":
        record["facts"] = record["facts"][:-1]
    elif key == "advice":
        record["advice"][0]["text"] = "Do as you please."
    else:
        record["provenance"]["model"] = "other"


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("score", "standing[0].score is "),
        ("facts", "facts has "),
        ("advice", 'advice[0].text is "Do as you please." in the results'),
        ("model", 'provenance.model is "other" in the results'),
    ],
)
def test_a_changed_row_is_named_with_what_differs(
    run: Run, survey: Path, lines: list[str], tmp_path: Path, key: str, told: str
) -> None:
    row = next(n for n, line in enumerate(lines, 1) if json.loads(line)["advice"])
    record = json.loads(lines[row - 1])
    change(record, key)
    changed = [*lines[: row - 1], json.dumps(record, ensure_ascii=False, separators=(",", ":")), *lines[row:]]
    ran = verify(run, write_results(tmp_path / "results.jsonl", changed), survey, "--sample", "0")
    assert (ran.status, ran.out) == (1, "")
    assert f"(row {row}, id r-{row})" in ran.err
    assert told in ran.err
    assert ran.err.count("\n") == 1


def copy_results(survey: Path, folder: Path, change_line: Callable[[str], str] = lambda line: line) -> Path:
    """The results with their manifest; the last line is changed."""
    results = survey.with_name("results.jsonl")
    *lines, last = results.read_text(encoding="utf-8").splitlines()
    manifest = results.with_name("results.jsonl.manifest.json")
    (folder / manifest.name).write_bytes(manifest.read_bytes())
    return write_results(folder / "results.jsonl", [*lines, change_line(last)])


def test_a_changed_row_beyond_the_sample_is_told(run: Run, survey: Path, lines: list[str], tmp_path: Path) -> None:
    results = copy_results(survey, tmp_path, lambda line: line.replace('"score":', '"score":1', 1))
    for sample in range(1, PEOPLE + 1):
        ran = verify(run, results, survey, "--sample", str(sample))
        assert ran.status == 1
        if "the manifest names another digest" in ran.err:
            break
    assert sample < PEOPLE
    assert "with --sample 0" in ran.err
    assert f"(row {PEOPLE}, id r-{PEOPLE})" in verify(run, results, survey, "--sample", "0").err


def test_results_that_were_packed_since_are_the_same(run: Run, survey: Path, lines: list[str], tmp_path: Path) -> None:
    results = copy_results(survey, tmp_path)
    packed = tmp_path / "results.jsonl.gz"
    packed.write_bytes(gzip.compress(results.read_bytes()))
    results.unlink()
    ran = verify(run, packed, survey)
    assert (ran.status, ran.err) == (0, "")
    packed.write_bytes(gzip.compress(gzip.decompress(packed.read_bytes()) + b"\n"))
    assert "the manifest names another digest" in verify(run, packed, survey).err


def test_other_bytes_of_the_same_data_are_told(run: Run, survey: Path, lines: list[str], tmp_path: Path) -> None:
    spaced = [json.dumps(json.loads(lines[0])), *lines[1:]]
    ran = verify(run, write_results(tmp_path / "results.jsonl", spaced), survey, "--sample", "0")
    assert ran.status == 1
    assert "the same data in other bytes" in ran.err


@pytest.mark.parametrize(
    ("change_lines", "told"),
    [
        (lambda lines: lines[:4] + lines[5:], "in.jsonl (row 5): this answer has no result"),
        (lambda lines: [*lines, lines[0].replace('"r-1"', '"r-99"', 1)], "id r-99): the survey has no such answer"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "(row 1, id r-2): the survey has another row in this place"),
    ],
)
def test_missing_added_and_moved_rows_are_named(
    run: Run, survey: Path, lines: list[str], tmp_path: Path, change_lines: Callable[[list[str]], list[str]], told: str
) -> None:
    ran = verify(run, write_results(tmp_path / "results.jsonl", change_lines(lines)), survey)
    assert ran.status == 1
    assert told in ran.err


def test_another_survey_than_the_manifest_names_is_told(run: Run, survey: Path, lines: list[str], tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text(survey.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    ran = verify(run, survey.with_name("results.jsonl"), other)
    assert ran.status == 0
    assert "other.jsonl is not the file that the manifest names" in ran.err


@pytest.mark.parametrize("privacy", [(), ("--keep-text",), ("--no-text",)])
def test_a_survey_with_a_map_is_read_again(run: Run, tmp_path: Path, privacy: tuple[str, ...]) -> None:
    source, map_file = (str(SAMPLES / "surveys" / f"qualtrics.{ending}") for ending in ("csv", "yaml"))
    out = tmp_path / "out.jsonl"
    assert run("batch", source, "--survey", map_file, "--output", str(out), *privacy).status == 3
    ran = run("audit", str(out), "--verify", "--input", source, "--survey", map_file)
    assert (ran.status, ran.err) == (0, "")
    assert run("audit", str(out), "--verify", "--input", source).status == 1


def test_nothing_but_the_answer_is_told(tmp_path: Path) -> None:
    # in a process of its own: what is said at its end is part of what a person sees
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "a", "text": "I love mentoring juniors."}\n', encoding="utf-8")
    run_survey(Job(source, out, identity="id", text="text"))
    line = command("audit", out, "--verify", "--input", source, "--id", "id", "--text", "text")
    ran = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "1 of 1 rows made anew: the same, byte by byte.\n"
