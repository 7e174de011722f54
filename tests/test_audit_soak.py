"""Long runs (``make soak``): an audit of very many respondents, no two alike, in a given time and memory."""

import json
import os
import random
import resource
import subprocess
import time
from pathlib import Path

import pytest

from fingerpost.advice import make_result
from fingerpost.assess import list_provenance
from fingerpost.inference.compiling import compile_rules
from fingerpost.knowledge import KnowledgeBase
from fingerpost.plain import infer_plain
from fingerpost.records import Evidence, Fact
from fingerpost.serialising import dump_json, plain_result
from tests.conftest import ROOT
from tests.people import list_sayable
from tests.surveys import command

pytestmark = pytest.mark.soak
ROWS = int(os.environ.get("FINGERPOST_SOAK_AUDIT_ROWS", "100000"))
MOST_SECONDS = 10
MOST_BYTES = 1_000_000_000


def write_results(path: Path, knowledge: KnowledgeBase, rows: int) -> None:
    """Results of people of whom three to nine things are said, drawn at random from the whole vocabulary."""
    dice = random.Random(17)  # noqa: S311 - no secret
    program, sayable, provenance = compile_rules(knowledge), list_sayable(knowledge), list_provenance(knowledge)
    with path.open("w", encoding="utf-8") as stream:
        for row in range(rows):
            said = dice.sample(sayable, dice.randint(3, 9))
            words = (Evidence(10 * n, 10 * n + 30, f"some words about {key[1]}") for n, key in enumerate(said))
            facts = [Fact(f"f{n}", *key, evidence=(next(words),)) for n, key in enumerate(said, 1)]
            result = make_result(knowledge, facts, infer_plain(program, facts), identity=f"r-{row}", provenance=provenance)
            stream.write(dump_json(plain_result(result)) + "\n")


def test_many_respondents_are_audited_in_time(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    write_results(results, knowledge, ROWS)
    begun = time.monotonic()
    ran = subprocess.run(command("audit", results, "--format", "json"), cwd=ROOT, check=True, capture_output=True)
    took = time.monotonic() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak, worked = used.ru_maxrss * 1024, used.ru_utime + used.ru_stime
    print(
        f"{ROWS:,} rows: {took:.1f} s ({worked:.1f} s of work, {ROWS / took:,.0f} rows/s), {peak / 1e6:,.0f} MB at the most"
    )
    found = json.loads(ran.stdout)
    assert found["totals"]["respondents"] == ROWS
    assert found["totals"]["strays"] == 0
    assert sum(rule["swung"] for rule in found["rules"]) > ROWS / 10
    assert took < MOST_SECONDS
    assert peak < MOST_BYTES
