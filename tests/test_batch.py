"""The first batch: rows in, results and rejects out, nothing lost."""

import json
from collections.abc import Callable
from pathlib import Path

from fingerpost.data import find_data
from fingerpost.loading import check_schema, read_json
from tests.conftest import SAMPLES, Ran

Run = Callable[..., Ran]


def write_lines(path: Path, rows: list[object]) -> Path:
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows) + "\n", encoding="utf-8")
    return path


def read_lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def test_results_come_in_order_and_fit_the_schema(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    ran = run("batch", str(SAMPLES / "survey.jsonl"), "--output", str(out))
    assert ran.status == 0
    records = read_lines(out)
    assert [r["id"] for r in records] == [r["id"] for r in read_lines(SAMPLES / "survey.jsonl")]
    for record in records:
        check_schema(record, find_data("schemas") / "result.schema.json", "out")
    manifest = read_json(tmp_path / "out.jsonl.manifest.json")
    check_schema(manifest, find_data("schemas") / "manifest.schema.json", "manifest")
    assert manifest["counts"]["rows"] == manifest["counts"]["results"] == len(records)


def test_bad_rows_are_rejected_by_number_and_reason_without_their_words(run: Run, tmp_path: Path) -> None:
    rows: list[object] = [
        {"id": 1, "text": "I love mentoring juniors."},
        "{broken secret",
        {"id": 3, "words": "secret"},
        {"text": "secret"},
        {"id": 5, "text": ["secret"]},
        {"id": 6, "text": None},
        "[1]",
        {"id": 8, "text": "secret " * 10_000},
    ]
    out = tmp_path / "out.jsonl"
    ran = run("batch", str(write_lines(tmp_path / "in.jsonl", rows)), "--output", str(out))
    assert ran.status == 3
    assert [r["id"] for r in read_lines(out)] == ["1", "6"]
    rejects = tmp_path / "out.jsonl.rejects.jsonl"
    assert [r["row"] for r in read_lines(rejects)] == [2, 3, 4, 5, 7, 8]
    assert "secret" not in rejects.read_text() + ran.err
    assert "8 rows in = 2 results + 6 rejects" in ran.err


def test_invalid_utf8_line_is_a_reject(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"id": "a", "text": "I love \xff"}\n{"id": "b", "text": ""}\n')
    ran = run("batch", str(path), "--output", str(tmp_path / "out.jsonl"))
    assert ran.status == 3
    assert [r["id"] for r in read_lines(tmp_path / "out.jsonl")] == ["b"]


def test_from_facts(run: Run, tmp_path: Path) -> None:
    fact = {"kind": "preference", "topic": "mentoring", "value": "likes", "evidence": "I love it"}
    rows: list[object] = [
        {"id": "a", "facts": [fact]},
        {"id": "b", "facts": [{**fact, "topic": "napping"}]},
        {"id": "c"},
    ]
    out = tmp_path / "out.jsonl"
    ran = run("batch", str(write_lines(tmp_path / "in.jsonl", rows)), "--from-facts", "--output", str(out))
    assert ran.status == 3
    [record] = read_lines(out)
    assert record["facts"][0]["evidence"][0]["text"] == "I love it"  # type: ignore[index]


def test_missing_input_and_unwritable_output(run: Run, tmp_path: Path) -> None:
    assert run("batch", str(tmp_path / "none.jsonl"), "--output", str(tmp_path / "o.jsonl")).status == 1
    source = str(SAMPLES / "survey.jsonl")
    assert run("batch", source, "--output", str(tmp_path / "no" / "o.jsonl")).status == 1
    assert run("batch", source).status == 2


def test_same_record_as_recommend(run: Run, tmp_path: Path) -> None:
    text = (SAMPLES / "pipelines.txt").read_text(encoding="utf-8")
    out = tmp_path / "out.jsonl"
    run("batch", str(write_lines(tmp_path / "in.jsonl", [{"id": "x", "text": text}])), "--output", str(out))
    [record] = read_lines(out)
    alone = json.loads(run("recommend", "-", "--format", "json", stdin=text).out)
    assert {**record, "id": None} == alone
