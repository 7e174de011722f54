"""Annotated files are checked before anything is measured by them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fingerpost.evaluation import read_gold
from fingerpost.knowledge import KnowledgeBase
from tests.conftest import Ran

Run = Callable[..., Ran]
GOOD: dict[str, Any] = {
    "id": "a",
    "text": "I like coding.",
    "facts": [{"kind": "preference", "topic": "coding", "value": "likes", "evidence": "like coding"}],
    "paths": {"best": ["staff-engineer"], "good": [], "poor": []},
}
FACT = GOOD["facts"][0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"paths": {"best": ["nosuch"]}}, "gold.jsonl:2 (paths.best): there is no path 'nosuch'"),
        ({"paths": {"best": "staff-engineer"}}, "gold.jsonl:2 (paths.best): this is no list"),
        ({"paths": {"bets": []}}, "gold.jsonl:2 (paths.bets): unknown key 'bets'"),
        ({"paths": None}, "gold.jsonl:2 (paths): the paths are no object"),
        ({"facts": None}, "gold.jsonl:2: this is neither a list of facts"),
        ({"facts": [{**FACT, "kind": "pref"}]}, "gold.jsonl:2 (fact 1): unknown kind 'pref'"),
        ({"facts": [{**FACT, "evidence": "love coding"}]}, "preference:coding=likes): evidence 'love coding' is not in the"),
    ],
)
def test_broken_gold_is_told(run: Run, tmp_path: Path, change: dict[str, Any], says: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n{json.dumps({**GOOD, **change})}\n", encoding="utf-8")
    ran = run("evaluate", str(path))
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert says in ran.err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "there is no record in it"),
        ("\n \n", "there is no record in it"),
        ('{"id": "a", "text": "x"}', "the record has no facts"),
        ('{"id": "a", "facts": []}', "the record has no text"),
        ("{", "this is no JSON (expecting property name"),
        ("[]", "the record is no object"),
    ],
)
def test_files_that_are_no_gold_are_told(run: Run, tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    ran = run("evaluate", str(path))
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert says in ran.err


def test_annotated_files_of_ours_are_taken(knowledge: KnowledgeBase) -> None:
    for path in sorted((Path(__file__).parent / "annotated").glob("*.jsonl")):
        assert read_gold(path, knowledge)
