"""Survey maps: drafted, checked, and what they make of the sample surveys."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fingerpost.assess import Assessor, read_self_descriptions
from fingerpost.survey.drafting import guess_frame
from fingerpost.survey.mapping import read_map
from tests.conftest import SAMPLES, Ran
from tests.golden import EXPECTED, list_surveys, make_expected_survey
from tests.surveys import read_lines

Run = Callable[..., Ran]
SURVEYS = list_surveys()


@pytest.mark.parametrize("path", SURVEYS, ids=lambda p: p.stem)
@pytest.mark.parametrize("workers", [1, 2])
def test_expected_results(path: Path, workers: int) -> None:
    expected = (EXPECTED / "surveys" / f"{path.stem}.jsonl").read_text(encoding="utf-8")
    assert make_expected_survey(path, workers) == expected, "if this is meant, run `make golden` and read the difference"


def test_there_are_three_surveys_with_masked_answers() -> None:
    assert [p.stem for p in SURVEYS] == ["google-forms", "limesurvey", "qualtrics"]
    for path in SURVEYS:
        written = (EXPECTED / "surveys" / f"{path.stem}.jsonl").read_text(encoding="utf-8")
        assert not any(secret in written for secret in ("kim.berg", "7946", "night_owl", "203.0.113"))


@pytest.mark.parametrize("path", SURVEYS, ids=lambda p: p.stem)
def test_a_drafted_map_can_be_used(run: Run, tmp_path: Path, path: Path) -> None:
    draft = tmp_path / "map.yaml"
    survey = path.with_suffix(".csv")
    assert run("survey", "map", str(survey), "--output", str(draft)).status == 0
    drafted, given = read_map(draft), read_map(path)
    assert drafted.identity == given.identity
    assert drafted.skip_first == given.skip_first
    assert {t.column for t in drafted.texts} == {t.column for t in given.texts}
    assert run("batch", str(survey), "--survey", str(draft), "-o", str(tmp_path / "out.jsonl")).status in (0, 3)


@pytest.mark.parametrize(
    ("frame", "text", "facts"),
    [
        ("likes", "mentoring, docs, no meetings", {"mentoring likes", "technical-writing likes", "meetings dislikes"}),
        ("dislikes", "on-call, sprint planning", {"reliability dislikes", "planning-coordination dislikes"}),
        ("strengths", "system design; code review", {"system-design strong", "code-review strong"}),
        ("weaknesses", "public speaking", {"public-speaking weak"}),
        ("goals", "more money, staff engineer", {"higher-pay wants", "staff-engineer wants"}),
        ("concerns", "getting rusty, layoffs", {"losing-technical-skills worried", "job-security worried"}),
        ("experience", "mentoring, open source", {"mentoring has", "open-source has"}),
        ("likes", "I hate meetings", {"meetings dislikes"}),
        ("likes", "less meetings, more coding", {"meetings dislikes", "coding likes"}),
        ("dislikes", "lack of mentoring", {"mentoring likes"}),
        ("dislikes", "Nothing, I love mentoring", {"mentoring likes"}),
        ("goals", "stop being a manager", {"engineering-manager avoids"}),
        ("goals", "no goals", set()),
        ("concerns", "managing people", {"people-management dislikes"}),
        ("concerns", "burnout", {"burnout worried"}),
        ("strengths", "mentoring rather than public speaking", {"mentoring strong"}),
        ("likes", "My manager loves roadmaps", set()),
        ("free", "mentoring, docs, no meetings", set()),
    ],
)
def test_frames(assessor: Assessor, frame: str, text: str, facts: set[str]) -> None:
    [reading] = read_self_descriptions(assessor, [text], [frame])
    assert {f"{f.topic} {f.value}" for f in reading.facts} == facts


@pytest.mark.parametrize(
    ("question", "frame"),
    [
        ("What parts of your work give you energy?", "likes"),
        ("What parts of your work drain your energy?", "dislikes"),
        ("What don't you enjoy?", "dislikes"),
        ("What do you not like about your job?", "dislikes"),
        ("What are you best at?", "strengths"),
        ("Which skills would you like to improve?", "weaknesses"),
        ("Where do you see yourself in three years?", "goals"),
        ("What have you led that you are proud of?", "experience"),
        ("Which experience are you proud of?", "experience"),
        ("Is there anything else you would like to tell us?", "free"),
        ("Any final comments?", "free"),
        ("What worries you about your next role?", "concerns"),
    ],
)
def test_frames_of_questions(question: str, frame: str) -> None:
    assert guess_frame(question) == frame


def test_a_wide_export_is_drafted(run: Run, tmp_path: Path) -> None:
    columns = {
        "Timestamp": "2026/01/02 9:14:07 AM GMT+1",
        "What is your job title?": "Senior Engineer",
        "How many years of experience do you have?": "less than 1",
        "How many people work at your company?": "501-1000",
        "What do you like about your job?": "I like code review and docs, row {}",
        "What don't you enjoy?": "Meetings about meetings, row {}",
        **{f"How satisfied are you? [Item {n}]": "Somewhat satisfied" for n in range(100)},
    }
    source, draft = tmp_path / "in.csv", tmp_path / "map.yaml"
    with source.open("w", newline="") as stream:
        csv.writer(stream).writerows([columns, *([c.format(n) for c in columns.values()] for n in range(9))])
    assert run("survey", "map", str(source), "-o", str(draft)).status == 0
    drafted = read_map(draft)
    assert {t.column: t.frame for t in drafted.texts} == {
        "What do you like about your job?": "likes",
        "What don't you enjoy?": "dislikes",
    }
    assert [dict(f.values or {}) for f in drafted.facts] == [
        {"senior engineer": "senior-engineer"},
        {"less than 1": 0},
        {"501-1000": "medium"},
    ]


def test_evidence_names_its_column(run: Run, tmp_path: Path) -> None:
    source, mapped = tmp_path / "in.jsonl", tmp_path / "map.yaml"
    row = {"k": "a", "good": "mentoring", "bad": "meetings, mentoring", "role": " senior  ENGINEER", "dept": "x"}
    source.write_text(json.dumps(row) + "\n" + json.dumps({**row, "k": "b", "role": "Wizard"}))
    mapped.write_text(
        "id: k\ntexts:\n  - {column: good, frame: likes}\n  - {column: bad, frame: dislikes}\n"
        "structured:\n  - {column: role, topic: current-role, values: {Senior Engineer: senior-engineer}}\ngroups: [dept]\n"
    )
    out = tmp_path / "out.jsonl"
    ran = run("batch", str(source), "--survey", str(mapped), "-o", str(out))
    assert ran.status == 0
    first, second = read_lines(out)
    assert first["groups"] == {"dept": "x"}
    for fact in first["facts"]:
        for e in fact["evidence"]:
            assert row[e["field"]][e["start"] : e["end"]] == e["text"]
    assert [f["value"] for f in first["facts"]] == ["senior-engineer", "likes", "dislikes", "dislikes"]
    assert "senior-engineer" not in {f["value"] for f in second["facts"]}
    assert "Column 'role': 1 answer is not in the map" in ran.err


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("id: k\n", "texts"),
        ("texts: [{column: good, frame: hopes}]\n", "frame"),
        ("texts: [{column: nowhere}]\n", "no column"),
        ("texts: [{column: good}]\nstructured: [{column: good, topic: shoe-size, values: number}]\n", "shoe-size"),
        ("texts: [", "line"),
    ],
)
def test_bad_maps(run: Run, tmp_path: Path, source: str, reason: str) -> None:
    survey, mapped = tmp_path / "in.csv", tmp_path / "map.yaml"
    survey.write_text("k,good\na,b\n")
    mapped.write_text(source)
    ran = run("batch", str(survey), "--survey", str(mapped), "-o", str(tmp_path / "out.jsonl"))
    assert ran.status == 1
    assert reason in ran.err
    assert ran.err.strip().count("\n") == 0


def test_no_map_file(run: Run, tmp_path: Path) -> None:
    source = str(SAMPLES / "surveys" / "qualtrics.csv")
    assert run("batch", source, "--survey", str(tmp_path / "none.yaml"), "-o", str(tmp_path / "o.jsonl")).status == 1
