"""Two rule sets on one survey: who is told something else, and which rules did it."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from fingerpost.audit.differing import compare_survey, list_changes
from fingerpost.data import find_data
from fingerpost.inference.compiling import compile_rules
from fingerpost.knowledge import KnowledgeBase, load_knowledge
from fingerpost.plain import infer_plain
from fingerpost.records import Fact
from tests.conftest import SAMPLES, Ran
from tests.people import draw_people

Run = Callable[..., Ran]
DROPPED = "fit/devrel-likes-stage.yaml"
CHANGED = "fit/founder-wish.yaml"


@pytest.fixture(scope="module", autouse=True)
def _read_knowledge_once() -> Iterator[None]:
    """Reading all knowledge twice for each run would take most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fingerpost.cli.options.load_knowledge", lru_cache(load_knowledge))
        yield


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rules without one, with another that gives fewer points, and with one more."""
    folder = tmp_path_factory.mktemp("edited") / "rules"
    shutil.copytree(find_data("rules"), folder)
    (folder / DROPPED).unlink()
    wish = (folder / CHANGED).read_text(encoding="utf-8")
    (folder / CHANGED).write_text(wish.replace("points: ", "points: -", 1), encoding="utf-8")
    more = wish.replace("id: founder-wish", "id: founder-more", 1)
    (folder / "fit" / "founder-more.yaml").write_text(more, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def new(edited: Path) -> KnowledgeBase:
    return load_knowledge(edited)


@pytest.fixture(scope="module")
def people(knowledge: KnowledgeBase) -> list[tuple[str, tuple[Fact, ...]]]:
    return [(f"r-{n}", facts) for n, facts in enumerate(draw_people(knowledge, 150, 41), 1)]


def test_changes_are_listed(knowledge: KnowledgeBase, new: KnowledgeBase) -> None:
    assert list_changes(knowledge.rules, new.rules) == {
        "devrel-likes-stage": "removed",
        "founder-more": "added",
        "founder-wish": "changed",
    }


def test_first_paths_are_those_of_both_rule_sets(
    knowledge: KnowledgeBase, new: KnowledgeBase, people: list[tuple[str, tuple[Fact, ...]]]
) -> None:
    report = compare_survey(knowledge, new, people)
    old_program, new_program = compile_rules(knowledge), compile_rules(new)
    expected = {}
    for identity, facts in people:
        before, after = (infer_plain(program, facts).recommended for program in (old_program, new_program))
        if before != after:
            expected[identity] = (before, after)
    found = {d.id: (d.before, d.after) for d in report.people if d.level != "words"}
    assert found == expected
    assert report.first == sum(before[:1] != after[:1] for before, after in expected.values())
    assert report.first
    assert report.words
    assert sum(p.after - p.before for p in report.paths) == 0
    for difference in report.people:
        assert difference.causes
        assert set(difference.causes) <= {"devrel-likes-stage", "founder-more", "founder-wish"}


def test_a_cause_alone_changes_the_first_path(knowledge: KnowledgeBase, people: list[tuple[str, tuple[Fact, ...]]]) -> None:
    facts = (Fact("f1", "goal", "founder", "wants"),)
    without = dict(knowledge.rules)
    del without["founder-wish"]
    report = compare_survey(knowledge, replace(knowledge, rules=without), [("a", facts), *people[:5]])
    mine = report.people[0]
    assert (mine.id, mine.level, mine.before[0], mine.causes) == ("a", "first", "founder", ("founder-wish",))


def test_the_same_rules_tell_nobody_anything_else(run: Run, tmp_path: Path) -> None:
    rules = str(find_data("rules"))
    results = write_facts(tmp_path)
    ran = run("rules", "diff", rules, rules, "--on", str(results))
    assert ran.status == 0
    assert "Nobody of 3 respondents" in ran.out


def test_differences_are_told_and_end_with_status_4(run: Run, edited: Path, tmp_path: Path) -> None:
    rules, source = str(find_data("rules")), str(write_facts(tmp_path))
    ran = run("rules", "diff", rules, str(edited), "--on", source)
    assert ran.status == 4
    assert "Rules: 1 added, 1 removed, 1 changed." in ran.out
    assert "devrel-likes-stage (removed)" in ran.out
    assert "\x1b" not in ran.out
    out = tmp_path / "diff.json"
    ran = run("rules", "diff", rules, str(edited), "--on", source, "--format", "json", "--output", str(out))
    assert (ran.status, ran.out) == (4, "")
    report = json.loads(out.read_text(encoding="utf-8"))
    assert report["respondents"] == 3
    assert {c["rule"]: c["change"] for c in report["causes"]}["founder-more"] == "added"


def write_facts(folder: Path) -> Path:
    said = [
        [("preference", "public-speaking", "likes"), ("preference", "technical-writing", "likes")],
        [("goal", "founder", "wants"), ("situation", "years-experience", 9)],
        [],
    ]
    path = folder / "facts.jsonl"
    rows = (
        {"id": f"\x1b{n}", "facts": [dict(zip(("kind", "topic", "value"), f, strict=True)) for f in fs]}
        for n, fs in enumerate(said)
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_survey_and_its_results_differ_alike(run: Run, edited: Path, tmp_path: Path) -> None:
    rules, survey = str(find_data("rules")), str(SAMPLES / "survey.jsonl")
    for name in ("results.jsonl", "results.parquet"):
        assert run("batch", survey, "--output", str(tmp_path / name)).status == 0
    outputs = {
        run("rules", "diff", rules, str(edited), "--on", str(on)).out
        for on in (survey, tmp_path / "results.jsonl", tmp_path / "results.parquet")
    }
    assert len(outputs) == 1


def test_what_cannot_be_compared_is_told_on_one_line(run: Run, tmp_path: Path) -> None:
    rules = str(find_data("rules"))
    for arguments in (
        (rules, str(tmp_path / "none"), "--on", str(SAMPLES / "survey.jsonl")),
        (rules, rules, "--on", "nothing.csv"),
    ):
        ran = run("rules", "diff", *arguments)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.count("\n") == 1
    assert run("rules", "diff", rules, rules).status == 2
