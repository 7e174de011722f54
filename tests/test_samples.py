"""The samples: their expected results, their schema, and the same bytes in every process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fingerpost.assess import Assessor, assess
from fingerpost.data import find_data
from fingerpost.decoding import read_file
from fingerpost.loading import check_schema
from fingerpost.records import Result
from fingerpost.serialising import plain_result
from tests.conftest import ROOT
from tests.golden import EXPECTED, list_samples, make_expected

SAMPLES = list_samples()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_expected_result(assessor: Assessor, path: Path) -> None:
    expected = (EXPECTED / f"{path.stem}.json").read_text(encoding="utf-8")
    assert make_expected(assessor, path) == expected, "if this is meant, run `make golden` and read the difference"


def test_there_are_enough_and_no_leftovers() -> None:
    assert len(SAMPLES) >= 12
    assert {p.stem for p in EXPECTED.glob("*.json")} == {p.stem for p in SAMPLES}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_result_holds_together(assessor: Assessor, path: Path) -> None:
    text = read_file(path)
    result = assess(assessor, text)
    check_schema(plain_result(result), find_data("schemas") / "result.schema.json", path.name)
    for fact in result.facts:
        for evidence in fact.evidence:
            assert text[evidence.start : evidence.end] == evidence.text
    check_chain(result)


def check_chain(result: Result) -> None:
    """Scores add up by hand, and every reason leads by ids to facts of the person."""
    known = {f.id for f in result.facts}
    for derived in result.derived:
        assert set(derived.facts) <= known
        known.add(derived.id)
    for standing in result.standing:
        assert standing.score == sum(p.points for p in standing.points)
    by_path = {s.path: s for s in result.standing}
    for item in result.recommendations:
        assert item.score == by_path[item.path].score == sum(r.points or 0 for r in item.reasons)
        assert item.score > 0
    for line in [line for r in result.recommendations for line in (*r.reasons, *r.cautions)] + list(result.advice):
        assert set(line.facts) <= known
        assert "{" not in line.text
    assert [f.order for f in result.firings] == list(range(1, len(result.firings) + 1))


def test_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [{"id": p.stem, "text": p.read_text(encoding="utf-8")} for p in SAMPLES]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    outputs = []
    for seed in ("0", "12345"):
        out = tmp_path / f"out-{seed}.jsonl"
        subprocess.run(
            [sys.executable, "-m", "fingerpost", "batch", str(source), "--output", str(out)],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
        )
        outputs.append(out.read_bytes())
    assert outputs[0] == outputs[1]
