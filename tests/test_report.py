"""The page of a survey: the numbers are right, and what would give few people away is not there."""

import gzip
import json
import re
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from fingerpost.assess import Assessor
from fingerpost.audit.removing import Removals
from fingerpost.errors import InputError
from fingerpost.inference.compiling import compile_rules
from fingerpost.page.choosing import view_survey
from fingerpost.page.deciding import count_swings, find_telling
from fingerpost.page.results import Respondent, read_results
from fingerpost.page.survey import write_survey
from fingerpost.page.tallying import BURDENS, Tally, tally_results
from fingerpost.page.templating import render_page
from fingerpost.page.views import view_person
from fingerpost.plain import trace_plain
from fingerpost.records import Result
from fingerpost.serialising import plain_result
from fingerpost.survey.columnar import RESULT_SCHEMA, write_parquet
from tests.pages import Page, make_results, write_results
from tests.test_report_disclosure import Attacker

TEAMS = ["platform"] * 40 + ["payments"] * 30 + ["mobile"] * 25 + ["outpost"] * 7 + ["skunkworks"] * 4


@pytest.fixture(scope="module")
def grouped(assessor: Assessor) -> list[Result]:
    return make_results(assessor, [{"Team": team} for team in TEAMS])


@pytest.fixture(scope="module")
def plain(assessor: Assessor) -> list[Result]:
    return make_results(assessor, [{}] * 30)


def make_page(assessor: Assessor, results: list[Result], **options) -> Page:
    return Page(write_survey((Respondent(r, {}) for r in results), assessor.knowledge, **options))


def find_table(page: Page, *heads: str) -> list[list[str]]:
    """The rows of the table with these heads."""
    return next(t[1:] for t in page.tables if t[0][: len(heads)] == list(heads))


def test_the_page_is_sound(assessor: Assessor, grouped: list[Result], plain: list[Result]) -> None:
    for results in (grouped, plain, []):
        for individuals in (False, True):
            page = make_page(assessor, results, individuals=individuals)
            assert page.list_faults() == []
            assert not re.search(r"https?://|url\(|@import", re.sub(r'xmlns\S*="\S*"', "", page.html))


def test_the_numbers_are_those_of_the_results(assessor: Assessor, plain: list[Result]) -> None:
    page = make_page(assessor, plain)
    title_of = assessor.knowledge.title_of
    first = Counter(title_of(r.recommendations[0].path) for r in plain if r.recommendations)
    top = Counter(title_of(p.path) for r in plain for p in r.recommendations)
    rows = find_table(page, "Path", "First place", "Top three")
    assert {row[0]: (int(row[1]), int(row[2])) for row in rows} == {path: (first[path], top[path]) for path in top}
    likes = Counter(title_of(f.topic) for r in plain for f in r.facts if (f.kind, f.value) == ("preference", "likes"))
    rows = find_table(page, "Topic", "Like")
    assert {row[0].lower(): int(row[1]) for row in rows if row[1] != "0"} == {t.lower(): n for t, n in likes.items()}
    fired = Counter(f.rule for r in plain for f in r.firings)
    rules = assessor.knowledge.rules
    rows = [t for t in page.tables if t[0] == ["Rule", "Path", "People"]][-1][1:]
    few = {rule for rule in find_telling(assessor.knowledge) if fired[rule] < 5}
    assert {row[0]: int(row[2]) for row in rows} == {rules[r].claim + r: n for r, n in fired.items() if r not in few}


def test_pictures_show_the_numbers_of_the_tables(assessor: Assessor, plain: list[Result]) -> None:
    page = make_page(assessor, plain)
    svg = next(part for part in page.html.split("<svg ") if 'aria-labelledby="paths-0-t' in part).split("</svg>")[0]
    drawn = re.findall(r">(\d+) / (\d+)</text>", svg)
    assert drawn == [(a, b) for _, a, b in find_table(page, "Path", "First place", "Top three")]


def test_no_ids_and_no_words_unless_asked_for(assessor: Assessor, grouped: list[Result]) -> None:
    html = make_page(assessor, grouped).html
    assert "secret words" not in html
    assert "id-0" not in html
    html = make_page(assessor, grouped, individuals=True).html
    assert all(f"secret words {n}" in html and f"id-{n:03}" in html for n in range(1, len(grouped) + 1))


def test_individuals_have_their_words_marked(assessor: Assessor, tmp_path: Path) -> None:
    record = {
        **json.loads(write_results(tmp_path / "r.jsonl", make_results(assessor, [{}])).read_text()),
        "facts": [
            {"id": "f1", "kind": "preference", "topic": "meetings", "value": "dislikes"}
            | {"evidence": [{"start": 3, "end": 13, "text": "<meetings>", "field": "Q1"}]}
        ],
        "derived": [], "firings": [], "standing": [], "recommendations": [], "gates": [], "advice": [],
        "text": {"Q1": "no <meetings>!", "Q2": "\x1b[0m"},
    }  # fmt: skip
    (tmp_path / "r.jsonl").write_text(json.dumps(record))
    html = write_survey(read_results(tmp_path / "r.jsonl"), assessor.knowledge, individuals=True)
    assert re.search(r'no <a class="mark against"[^>]*data-start="3" data-end="13"[^>]*>&lt;meetings&gt;</a>!', html)
    assert "␛[0m" in html
    assert Page(html).list_faults() == []


def test_a_planted_group_of_four_is_not_to_be_had(assessor: Assessor, grouped: list[Result]) -> None:
    page = make_page(assessor, grouped)
    assert "skunkworks" not in page.html
    # the next smallest goes with it
    assert "outpost" not in page.html
    rows = find_table(page, "Team", "First place", "People")
    sizes = {row[0]: int(row[2]) for row in rows if row[1] == "all together"}
    assert sizes == {"platform": 40, "payments": 30, "mobile": 25, "Smaller groups together": 11}
    numbers = [int(n) for t in page.tables for row in t for n in row if re.fullmatch(r"\d+", n)]
    assert all(n >= 5 for n in numbers)
    # everything that is said of a group, together with the totals of all classes, against the true numbers
    kinds = {p: path.category.replace("-", " ").capitalize() for p, path in assessor.knowledge.paths.items()}
    titles = {p: assessor.knowledge.title_of(p) for p in kinds}
    names = kinds if {row[1] for row in rows} & set(kinds.values()) else titles
    parts = Counter(
        (r.groups["Team"], names[r.recommendations[0].path] if r.recommendations else "No recommendation") for r in grouped
    )
    parts.update({(team, kind): 0 for team in set(TEAMS) for _, kind in list(parts)})
    known = [[p for p in parts if p[0] == name] for name in sizes if name in TEAMS]
    known += [[p for p in parts if p[1] == kind] for kind in {kind for _, kind in parts}]
    for team, kind, count in rows:
        if kind != "all together":
            assert parts[team, kind] == int(count)
            known.append([(team, kind)])
    attacker = Attacker(list(parts), known)
    assert not attacker.knows([p for p in parts if p[0] == "skunkworks"])
    assert not attacker.knows([p for p in parts if p[0] == "outpost"])
    few = [p for p in parts if 0 < parts[p] < 5]
    assert len(few) > 5
    for size in range(1, 5):
        for some in combinations(few, size):
            assert sum(parts[p] for p in some) >= 5 or not attacker.knows(some), some


def test_what_a_number_leaves_over_is_not_that_of_few(assessor: Assessor, grouped: list[Result]) -> None:
    people = len(grouped)
    topic, other = list(assessor.knowledge.vocabulary.activities)[:2]
    said = Counter({("preference", topic, "likes"): people - 4, ("preference", other, "likes"): people - 5})
    tally = Tally(people=people, facts=said, columns=["Team"])
    removals = Removals(compile_rules(assessor.knowledge))
    shown = view_survey(tally, assessor.knowledge, removals, 5).topics
    assert [(line.label.lower(), line.numbers[0]) for line in shown] == [
        (assessor.knowledge.title_of(other).lower(), people - 5)
    ]
    # where no groups are kept, nobody is given away
    tally.columns = []
    assert len(view_survey(tally, assessor.knowledge, removals, 5).topics) == 2


def test_what_is_planted_in_four_people_is_not_shown(assessor: Assessor) -> None:
    knowledge = assessor.knowledge
    results = make_results(assessor, [{"Team": team} for team in TEAMS])
    topic = next(iter(knowledge.vocabulary.activities))
    # nobody but the four says anything of the topic
    results = [r for r in results if all(f.topic != topic for f in r.facts)]
    four = [r for r in make_results(assessor, [{"Team": "skunkworks"}] * 400) if any(f.topic == topic for f in r.facts)][:4]
    page = make_page(assessor, [*results, *four])
    assert topic not in {row[0] for t in page.tables for row in t}
    assert knowledge.title_of(topic).lower() not in {row[0].lower() for row in find_table(page, "Topic", "Like")}


def test_worries_are_told_of_many_only(assessor: Assessor, plain: list[Result]) -> None:
    concerns = Counter(f.topic for r in plain for f in r.facts if f.kind == "concern")
    assert min(concerns.values()) < 3 <= max(concerns.values())
    page = make_page(assessor, plain, least=3)
    rows = find_table(page, "What they say", "People")
    title_of = assessor.knowledge.title_of
    assert {row[0].lower(): int(row[1]) for row in rows} == {title_of(c).lower(): n for c, n in concerns.items() if n >= 3}
    # nor do rules tell of those who worry
    telling = find_telling(assessor.knowledge)
    fired = Counter(f.rule for r in plain for f in r.firings)
    few = {rule for rule in telling if 0 < fired[rule] < 3}
    assert few
    assert all(f'<span class="rule">{rule}</span>' not in page.html for rule in few)


def test_rules_that_tell_of_worries_are_found_through_traits(assessor: Assessor) -> None:
    telling = find_telling(assessor.knowledge)
    rules = assessor.knowledge.rules
    for rule in rules.values():
        leaves = [leaf for c in (*rule.when, *rule.unless) for leaf in c.leaves()]
        if any(leaf.about == "concern" or leaf.subject in BURDENS for leaf in leaves):
            assert rule.id in telling
            trait = getattr(rule.then, "trait", None)
            users = [r for r in rules.values() if trait and any(c.is_met_by("trait", trait) for c in r.when)]
            assert all(user.id in telling for user in users)
    assert 0 < len(telling) < len(rules) / 2


def test_swings_are_first_places_that_would_change(assessor: Assessor, plain: list[Result]) -> None:
    program = compile_rules(assessor.knowledge)
    tally = tally_results(plain, Removals(program).encode)
    swings = count_swings(tally, Removals(program))
    rule = max(swings, key=lambda r: (swings[r], r))
    without = replace(program, rules=tuple(r for r in program.rules if r.rule.id != rule))
    changed = 0
    for result in plain:
        before, after = (trace_plain(p, result.facts)[0].recommended[:1] for p in (program, without))
        changed += bool(before) and before != after
    assert swings[rule] == changed > 0


def test_jsonl_and_parquet_give_the_same_page(assessor: Assessor, grouped: list[Result], run, tmp_path: Path) -> None:
    lines = write_results(tmp_path / "r.jsonl", grouped)
    write_parquet(lines, tmp_path / "r.parquet")
    ran = run("report", str(tmp_path / "r.parquet"))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == write_survey(read_results(lines), assessor.knowledge) == make_page(assessor, grouped).html
    with pytest.raises(InputError, match="no column of groups 'Site'; use one of Team"):
        make_page(assessor, grouped, by="Site")


def test_packed_results_give_the_same_page(assessor: Assessor, grouped: list[Result], tmp_path: Path) -> None:
    lines = write_results(tmp_path / "r.jsonl", grouped)
    packed = tmp_path / "r.jsonl.gz"
    packed.write_bytes(gzip.compress(lines.read_bytes()))
    assert list(read_results(packed)) == list(read_results(lines))
    packed.write_bytes(packed.read_bytes()[:-20])
    with pytest.raises(InputError, match="the gzip file is cut short or broken"):
        list(read_results(packed))


@pytest.mark.parametrize(
    "columns",
    [
        {"a": [1, 2]},
        {"a": pa.array([], pa.int64())},
        {"facts": ["x"]},
        {name: ["x"] for name in RESULT_SCHEMA.names},
        {name: pa.array([1 << 62], pa.timestamp("ns")) for name in RESULT_SCHEMA.names},
    ],
)
def test_a_parquet_file_that_holds_no_results_is_told(tmp_path: Path, columns: dict[str, object]) -> None:
    path = tmp_path / "r.parquet"
    parquet.write_table(pa.table(columns), path)
    with pytest.raises(InputError, match=r"r\.parquet"):
        list(read_results(path))


def list_leaves(data: object, place: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """The places of everything in JSON data, lists and objects too."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place, *(leaf for key, value in items for leaf in list_leaves(value, (*place, key)))]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 10**6),
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=3)
    | st.just([])
    | st.just({})
    | st.just([None])
    | st.floats(),
)
def test_a_spoilt_record_is_told_or_shown(assessor: Assessor, grouped: list[Result], tmp_path: Path, at: int, junk) -> None:
    record = plain_result(grouped[at % 20])
    places = list_leaves(record)
    place = places[at % len(places)]
    spoilt: object = record
    if place:
        for key in place[:-1]:
            spoilt = spoilt[key]
        spoilt[place[-1]] = junk
    else:
        record = junk
    (tmp_path / "r.jsonl").write_text(json.dumps(record), encoding="utf-8")
    try:
        [respondent] = read_results(tmp_path / "r.jsonl")
    except InputError:
        return
    person = view_person(respondent.result, respondent.texts, assessor.knowledge)
    render_page("recommend.html", person=person, made=respondent.result.provenance)
    assert tally_results([respondent.result], lambda _: 0).people == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{\n", ":1: this line is no JSON"),
        (b'{"id": "a"}\n', ":1: this is no result record"),
        (b"[1]\n", ":1: this is no result record"),
        (b'\xff\xfe{"a"}\n', ":1: this line is no JSON"),
        (None, "there is no such file"),
    ],
)
def test_files_that_hold_no_results(assessor: Assessor, tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "r.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Exception, match=re.escape(said)):
        list(read_results(path))
