"""The audit of results: counts, swings and traces, held to the records themselves."""

import csv
import gzip
import io
import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from fingerpost.audit.tables import defuse
from fingerpost.data import find_data
from fingerpost.errors import KnowledgeError
from fingerpost.inference.compiling import compile_rules
from fingerpost.knowledge import KnowledgeBase
from fingerpost.loading import check_schema
from fingerpost.plain import infer_plain
from fingerpost.serialising import read_facts
from fingerpost.survey.running import Job, run_survey
from tests.conftest import ROOT, SAMPLES, Ran
from tests.people import draw_people
from tests.surveys import command, read_lines

Run = Callable[..., Ran]
NASTY = ("=1+1", "+cmd|'/c calc'!A1", "-2", "\t=x", "plain", "\x1b[31mred", "[bold]x[/bold]", 'a,b\n"c"')
PEOPLE = 60
SCHEMA = find_data("schemas") / "audit.schema.json"


@pytest.fixture(autouse=True)
def _read_knowledge_once(monkeypatch: pytest.MonkeyPatch, knowledge: KnowledgeBase) -> None:
    """Reading all knowledge for each of very many runs would take a minute."""
    monkeypatch.setattr("fingerpost.cli.audit.open_knowledge", lambda _rules, _kb: knowledge)


@pytest.fixture(scope="module")
def results(knowledge: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of people drawn at random, with the words of a mischievous few."""
    folder = tmp_path_factory.mktemp("audit")
    rows = [
        {
            "id": NASTY[0] if n == 3 else f"r-{n}",
            "facts": [
                {
                    "kind": f.kind,
                    "topic": f.topic,
                    "value": f.value,
                    "strength": f.strength,
                    "evidence": NASTY[n % len(NASTY)],
                }
                for f in facts
            ],
        }
        for n, facts in enumerate(draw_people(knowledge, PEOPLE, 31), 1)
    ]
    source = folder / "in.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    for name in ("results.jsonl", "results.parquet"):
        run_survey(Job(source, folder / name, from_facts=True))
    return folder / "results.jsonl"


def audit(run: Run, *arguments: object, form: str = "json") -> Any:
    ran = run("audit", *map(str, arguments), "--format", form)
    assert ran.status == 0, ran.err
    if form != "json":
        return ran.out
    found = json.loads(ran.out)
    check_schema(found, SCHEMA, "audit")
    return found


def list_fired(records: list[dict[str, Any]]) -> dict[str, set[int]]:
    fired: dict[str, set[int]] = {}
    for n, record in enumerate(records):
        for firing in record["firings"]:
            fired.setdefault(firing["rule"], set()).add(n)
    return fired


def test_counts_are_those_of_the_records(run: Run, results: Path, knowledge: KnowledgeBase) -> None:
    found, records = audit(run, results), read_lines(results)
    fired = list_fired(records)
    assert {r["rule"]: r["respondents"] for r in found["rules"]} == {rule: len(who) for rule, who in fired.items()}
    assert found["silent"] == [rule for rule in knowledge.rules if rule not in fired]
    points: Counter[str] = Counter()
    for record in records:
        for standing in record["standing"]:
            points.update({p["rule"]: p["points"] for p in standing["points"]})
    assert {r["rule"]: r["points"] for r in found["rules"]} == {rule: points[rule] for rule in fired}
    assert found["totals"] == {
        "respondents": PEOPLE,
        "unread": 0,
        "without_facts": sum(not r["facts"] for r in records),
        "without_recommendation": sum(not r["recommendations"] for r in records),
        "strays": 0,
        "knowledge": [knowledge.digest],
    }
    told = Counter(r["path"] for record in records for r in record["recommendations"])
    first = Counter(record["recommendations"][0]["path"] for record in records if record["recommendations"])
    assert {p["path"]: (p["recommended"], p["first"]) for p in found["paths"]} == {
        p: (told[p], first[p]) for p in knowledge.paths
    }
    assert found["never_recommended"] == [p for p in knowledge.paths if not told[p]]


def test_rules_that_always_fire_together(run: Run, results: Path) -> None:
    fired = list_fired(read_lines(results))
    alike: dict[frozenset[int], list[str]] = {}
    for rule, who in fired.items():
        alike.setdefault(frozenset(who), []).append(rule)
    expected = {tuple(sorted(rules)) for who, rules in alike.items() if len(who) > 1 and len(rules) > 1}
    assert {tuple(group["rules"]) for group in audit(run, results)["together"]} == expected


def test_facts_on_which_no_rule_fired(run: Run, results: Path) -> None:
    used, said = set(), set()
    for record in read_lines(results):
        things = {f["id"]: {(f["kind"], f["topic"])} for f in record["facts"]}
        said |= {key for keys in things.values() for key in keys}
        for derived in record["derived"]:
            things[derived["id"]] = set().union(*(things[ref] for ref in derived["facts"]))
        used |= {key for firing in record["firings"] for ref in firing["facts"] for key in things[ref]}
    found = audit(run, results)["unused"]
    assert {(u["kind"], u["topic"]) for u in found} == said - used
    assert found


def test_swings_are_those_of_a_rerun(run: Run, results: Path, knowledge: KnowledgeBase) -> None:
    program = compile_rules(knowledge)
    swung: Counter[str] = Counter()
    instead: Counter[tuple[str, str | None]] = Counter()
    for record in read_lines(results):
        facts = read_facts(record, "record")
        first = [r["path"] for r in record["recommendations"]][:1]
        for firing in record["firings"]:
            other = list(infer_plain(program.without(firing["rule"]), facts).recommended[:1])
            if other != first:
                swung[firing["rule"]] += 1
                instead[firing["rule"], other[0] if other else None] += 1
    found = audit(run, results)["rules"]
    assert {r["rule"]: r["swung"] for r in found if r["swung"]} == swung
    assert {(r["rule"], c["name"]): c["respondents"] for r in found for c in r["instead"]} == instead
    assert swung


def test_one_rule_its_respondents_and_their_words(run: Run, results: Path) -> None:
    rule = audit(run, results)["rules"][0]["rule"]
    view = audit(run, results, "--rule", rule)
    records = [r for r in read_lines(results) if any(f["rule"] == rule for f in r["firings"])]
    assert [c["id"] for c in view["cases"]] == [r["id"] for r in records]
    assert view["count"]["respondents"] == len(records)
    assert [c["firing"]["order"] for c in view["cases"]] == [
        next(f["order"] for f in r["firings"] if f["rule"] == rule) for r in records
    ]
    assert "and" in audit(run, results, "--rule", rule, "--limit", 1, form="text")


def test_the_trace_of_a_respondent(run: Run, results: Path) -> None:
    record = max(read_lines(results), key=lambda r: len(r["derived"]))
    trace = audit(run, results, "--respondent", record["id"])
    assert [f["rule"] for f in trace["firings"]] == [f["rule"] for f in record["firings"]]
    assert trace["told"] == [r["path"] for r in record["recommendations"]]
    points = {p["rule"]: p["points"] for s in record["standing"] for p in s["points"]}
    assert {f["rule"]: f["points"] for f in trace["firings"]} == {
        f["rule"]: points.get(f["rule"]) for f in record["firings"]
    }
    assert any(p["through"] for f in trace["firings"] for p in f["premises"])
    facts = {(f["kind"], f["topic"], str(f["value"])) for f in record["facts"]}
    seen = {(p["kind"], p["topic"], p["value"]) for f in trace["firings"] for p in f["premises"]}
    assert seen | {(p["kind"], p["topic"], p["value"]) for p in trace["unused"]} == facts


def test_one_row_and_one_path(run: Run, results: Path, knowledge: KnowledgeBase) -> None:
    row = audit(run, results, "--row", "A1.4")
    assert {r["rule"] for r in row["rules"]} == {r.id for r in knowledge.rules.values() if "A1.4" in r.heuristics}
    path = audit(run, results, "--path", "developer-relations")
    records = read_lines(results)
    assert path["recommended"] == sum(
        any(r["path"] == "developer-relations" for r in record["recommendations"]) for record in records
    )
    about = {r.id for r in knowledge.rules.values() if r.path == "developer-relations" and r.stage in ("fit", "choose")}
    fired = {rule for rule in list_fired(records) if rule in about}
    assert {r["rule"] for r in path["rules"]} >= fired
    assert set(path["silent"]) == about - fired


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_every_form_of_results_is_audited_alike(run: Run, results: Path, tmp_path: Path, form: str) -> None:
    packed = tmp_path / "results.jsonl.gz"
    packed.write_bytes(gzip.compress(results.read_bytes()))
    expected = audit(run, results, form=form)
    assert audit(run, packed, form=form) == expected
    assert audit(run, results.with_suffix(".parquet"), form=form) == expected
    target = tmp_path / "out"
    assert run("audit", str(results), "--format", form, "--output", str(target)).out == ""
    assert target.read_bytes().decode() == run("audit", str(results), "--format", form).out


@pytest.mark.parametrize(
    "side",
    [
        (),
        ("--rule", "devrel-likes-stage"),
        ("--row", "A1.4"),
        ("--path", "developer-relations"),
        ("--respondent", "r-1"),
    ],
)
def test_what_is_written_is_described_key_by_key(run: Run, results: Path, side: tuple[str, ...]) -> None:
    found = audit(run, results, *side)
    for key in found:
        less = {name: value for name, value in found.items() if name != key}
        with pytest.raises(KnowledgeError):
            check_schema(less, SCHEMA, "audit")
    with pytest.raises(KnowledgeError):
        check_schema({**found, "more": 1}, SCHEMA, "audit")


def test_two_processes_give_the_same_bytes(results: Path) -> None:
    outputs = {
        subprocess.run(
            command("audit", results, "--format", "json"),
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
        ).stdout
        for seed in ("0", "12345")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    "name", ["a[1].jsonl", "a*.jsonl", "a?.jsonl", "it's.jsonl", "x=1.jsonl", "{a,b}.jsonl", "a b%20.jsonl"]
)
def test_names_are_taken_literally(run: Run, results: Path, tmp_path: Path, name: str) -> None:
    shutil.copy(results, tmp_path / name)
    for other in ("a1.jsonl", "ab.jsonl", "a.jsonl"):
        (tmp_path / other).write_text(results.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    assert audit(run, tmp_path / name)["totals"]["respondents"] == PEOPLE


def test_cells_become_no_formulas(run: Run, results: Path) -> None:
    rules = [r["rule"] for r in audit(run, results)["rules"]]
    cells = []
    for arguments in ([], *(["--rule", rule] for rule in rules[:2]), ["--respondent", NASTY[0]], ["--path", "founder"]):
        cells += [cell for row in csv.reader(io.StringIO(audit(run, results, *arguments, form="csv"))) for cell in row]
    assert any(cell.startswith("'=") for cell in cells)
    for cell in cells:
        assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
        assert not cell.startswith("-") or cell[1:].isdecimal(), cell


def test_formulas_are_defused_and_numbers_kept() -> None:
    assert [defuse(c) for c in ("=a", "+a", "-a", "@a", "\ta", "\ra", "a=b", -3, "")] == [
        "'=a",
        "'+a",
        "'-a",
        "'@a",
        "'a",
        "'a",
        "a=b",
        -3,
        "",
    ]


def test_words_are_shown_harmlessly(run: Run, results: Path) -> None:
    identities = [r["id"] for r in read_lines(results)]
    shown = audit(run, results, form="text") + "".join(
        audit(run, results, "--respondent", i, form="text") for i in identities[4:7]
    )
    assert "\x1b" not in shown
    assert "[bold]x[/bold]" in shown


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--rule", "no-such"), "no-such"),
        (("--row", "Z9"), "Z9"),
        (("--path", "no-such"), "no-such"),
        (("--respondent", "nobody"), "nobody"),
        (("--by", "Team"), "Team"),
    ],
)
def test_what_is_not_there_is_told_on_one_line(run: Run, results: Path, arguments: tuple[str, ...], named: str) -> None:
    ran = run("audit", str(results), *arguments)
    # rules, rows and paths are those of the knowledge; respondents and groups those of the results
    wrong_line = arguments[0] in ("--rule", "--row", "--path")
    assert (ran.status, ran.out) == (2 if wrong_line else 1, "")
    assert named in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [("--rule", "a", "--path", "b"), ("--verify",), ("--input", "x.csv"), ("--verify", "--input", "x", "--by", "y")],
)
def test_options_that_do_not_go_together(run: Run, results: Path, arguments: tuple[str, ...]) -> None:
    assert run("audit", str(results), *arguments).status == 2


def put_column(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, column)


def test_files_that_are_no_results(run: Run, results: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(results.read_bytes()[:20_000])
    line = cut.read_bytes().count(b"\n") + 1
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "a", "text": "b"}\n', encoding="utf-8")
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(results.with_suffix(".parquet").read_bytes()[:5000])
    short = tmp_path / "short.jsonl.gz"
    short.write_bytes(gzip.compress(results.read_bytes())[:500])
    flat, partial = tmp_path / "flat.parquet", tmp_path / "partial.parquet"
    table = parquet.read_table(results.with_suffix(".parquet"))
    parquet.write_table(put_column(table, "facts", pa.array([1] * len(table))), flat)
    parquet.write_table(put_column(table, "derived", pa.array([[{"id": "d1"}]] * len(table))), partial)
    files = (cut, other, broken, short, flat, partial, tmp_path, tmp_path / "none.jsonl")
    for path, side in product((*files, SAMPLES / "surveys" / "google-forms.csv"), ([], ["--path", "founder"])):
        ran = run("audit", str(path), *side)
        assert (ran.status, ran.out) == (1, ""), path
        assert path.name in ran.err
        assert ran.err.count("\n") == 1
    assert f"cut.jsonl:{line}:" in run("audit", str(cut)).err
    assert "nothing is fetched" in run("audit", "https://example.org/results.jsonl").err


def test_no_respondents(run: Run, tmp_path: Path, knowledge: KnowledgeBase) -> None:
    survey, results = tmp_path / "in.csv", tmp_path / "results.jsonl"
    survey.write_text("id,text\n", encoding="utf-8")
    assert run("batch", str(survey), "-o", str(results)).status == 0
    found = audit(run, results)
    assert found["totals"]["respondents"] == 0
    assert found["silent"] == list(knowledge.rules)
    assert "0 respondents" in audit(run, results, form="text")
    assert run("report", str(results)).status == 0


def test_results_are_not_written_over(run: Run, results: Path, tmp_path: Path) -> None:
    copy = tmp_path / "results.jsonl"
    copy.write_bytes(results.read_bytes())
    for asked in ("audit", "report"):
        ran = run(asked, str(copy), "-o", str(copy))
        assert ran.status == 2
        assert "--output" in ran.err
    assert copy.read_bytes() == results.read_bytes()


@pytest.mark.parametrize("content", [b"", b"\n\n", gzip.compress(b"", mtime=0)])
def test_a_file_that_lost_its_results_is_told(run: Run, tmp_path: Path, content: bytes) -> None:
    survey, results = tmp_path / "in.csv", tmp_path / "results.jsonl"
    survey.write_text("id,text\n1,I love mentoring juniors.\n", encoding="utf-8")
    assert run("batch", str(survey), "-o", str(results)).status == 0
    for path in (results, tmp_path / "alone.jsonl"):
        path.write_bytes(content)
        for asked in ("audit", "report"):
            ran = run(asked, str(path))
            assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
            assert f"{path.name}: there are no results in it" in ran.err


def test_results_of_other_knowledge_are_told(run: Run, results: Path, tmp_path: Path) -> None:
    records = read_lines(results)
    for record in records:
        record["provenance"]["knowledge"] = "sha256:" + "0" * 64
    changed = next(r for r in records if r["recommendations"])
    changed["standing"][0]["score"] += 1
    path = tmp_path / "old.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    ran = run("audit", str(path), "--format", "json")
    assert "other knowledge (000000000000)" in ran.err
    assert "1 of 60 respondents would be told something else" in ran.err
    assert json.loads(ran.out)["totals"]["strays"] == 1
    trace = audit(run, path, "--respondent", changed["id"])
    assert not any(f["swung"] for f in trace["firings"])


def test_groups_side_by_side(run: Run, tmp_path: Path) -> None:
    survey = SAMPLES / "surveys"
    out = tmp_path / "out.jsonl"
    assert (
        run("batch", str(survey / "google-forms.csv"), "--survey", str(survey / "google-forms.yaml"), "-o", str(out)).status
        == 0
    )
    view = audit(run, out, "--by", "Department")
    records = read_lines(out)
    departments = Counter(r["groups"]["Department"] for r in records)
    assert {g["group"]: g["respondents"] for g in view["groups"]} == departments
    for group in view["groups"]:
        fired = Counter(f["rule"] for r in records if r["groups"]["Department"] == group["group"] for f in r["firings"])
        assert {c["name"]: c["respondents"] for c in group["rules"]} == fired
    assert all(name in audit(run, out, "--by", "Department", form="text") for name in departments if name)
    assert audit(run, out, "--by", "Department", form="csv").startswith("group,respondents")
