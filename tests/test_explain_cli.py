"""`fingerpost explain` on the command line, and contradictions wherever a result is shown."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fingerpost.assess import Assessor, assess_facts, read_self_description
from fingerpost.data import find_data
from fingerpost.loading import check_schema
from fingerpost.survey.privacy import forget_words
from tests.conftest import Ran

Run = Callable[..., Ran]
TEXT = "I love giving talks at conferences. I don't enjoy meetings. I am good at writing code."
TORN = "I love giving talks at conferences. Honestly, giving talks drains me."
SPEAKS = "preference:public-speaking=likes"


@pytest.fixture(autouse=True)
def open_once(monkeypatch: pytest.MonkeyPatch, assessor: Assessor) -> None:
    """The knowledge of the session for every run: loading it anew each time is what other tests are about."""
    for command in ("explain", "recommend"):
        monkeypatch.setattr(f"fingerpost.cli.{command}.open_assessor", lambda *_: assessor)


def explain_json(run: Run, *arguments: str, text: str = TEXT) -> dict[str, Any]:
    ran = run("explain", *arguments, "--text", text, "--format", "json")
    assert ran.status == 0, ran.err
    data: dict[str, Any] = json.loads(ran.out)
    check_schema(data, find_data("schemas") / "explanation.schema.json", "explain")
    return data


def words_of(ran: Ran) -> str:
    assert ran.status == 0, ran.err
    assert "\x1b" not in ran.out
    return " ".join(ran.out.split())


# text


def test_a_tree_from_the_path_to_the_words(run: Run) -> None:
    ran = run("explain", "developer-relations", "--text", TEXT)
    words = words_of(ran)
    assert "Developer relations / developer advocate 1st of 16, 4 points" in words
    tree = [line.strip(" │├└─") for line in ran.out.splitlines()]
    rule = next(n for n, line in enumerate(tree) if line.startswith("devrel-likes-stage"))
    assert "A1.2 (“1 DevRel”, paragraph 13)" in tree[rule]
    leaf = next(line for line in tree[rule:] if line.startswith("“"))
    assert leaf == "“I love giving talks at conferences” at 0  cue: love"
    for part in ("What speaks for it", "Sum: ", "Gates", "Rules that did not speak", "lacks:", "What would put it first"):
        assert part in words
    assert "it would come first with" in words


LEADS = "I love mentoring juniors. I have led projects. I love writing code. I enjoy one-on-ones."


def test_cautions_have_a_trace(run: Run) -> None:
    data = explain_json(run, "engineering-manager", text=LEADS)
    cautions = {c["rule"]: c for c in data["cautions"]}
    assert cautions["caution-em-little-code"]["sources"][0]["row"] == "A2.3"
    assert cautions["caution-em-little-code"]["premises"] == []
    own = cautions["caution-em-other-career"]
    assert own["premises"][0]["evidence"][0]["text"] in LEADS
    ran = run("explain", "engineering-manager", "--text", LEADS)
    words = " ".join(line.strip(" │├└─•") for line in ran.out.splitlines())
    assert "Before you decide" in words
    assert f"{own['rule']} {own['sources'][0]['row']}" in " ".join(words.split())
    assert "caution-em-little-code A2.3" in " ".join(words.split())
    assert "it goes with the path" in words
    assert explain_json(run, "sales-engineer", text=LEADS)["cautions"] == []


@pytest.mark.parametrize(("form", "row"), [("text", "[A2.3]"), ("markdown", "(A2.3)")])
def test_cautions_and_gates_name_their_rows(run: Run, form: str, row: str) -> None:
    ran = run("recommend", "--text", LEADS, "--format", form)
    said = " ".join(ran.out.split())
    before, _, after = said.partition("Before you decide")
    assert row not in before
    assert row in after.partition("First small steps")[0]


def test_scope_words_stand_beside_the_cue(run: Run) -> None:
    words = words_of(run("explain", "technical-program-manager", "--text", TEXT))
    assert "cue: enjoy scope: don't (negation)" in words


def test_smallest_changes_are_options_that_do_it(run: Run) -> None:
    data = explain_json(run, "engineering-manager")
    smallest = data["smallest_change"]
    assert smallest["size"] == min(len(way["changes"]) for way in smallest["ways"])
    for way in smallest["ways"]:
        options = [part for change in way["changes"] for part in change["option"].split(" ")]
        after = explain_json(run, "engineering-manager", *options)
        assert after["rank"] == 1
        assert after["recommended"]
        assert after["score"] == way["score"]
    words = words_of(run("explain", "engineering-manager", "--text", TEXT))
    assert smallest["ways"][0]["changes"][0]["option"] in words
    assert "what-ifs: they show what the ranking hangs on" in words


def test_suppose_and_without_set_the_rankings_side_by_side(run: Run) -> None:
    words = words_of(run("explain", "developer-relations", "--text", TEXT, "--without", SPEAKS))
    assert words.startswith("What if you did not")
    assert "as it was with the change" in words
    assert "Developer relations / developer advocate: +4 → silent. " in words
    assert "devrel-likes-stage" in words
    supposed = words_of(run("explain", "founder", "--text", TEXT, "--suppose", "goal:founder=wants"))
    assert "supposed or given, not read in words" in supposed
    assert "silent → +5. Who wants to become a founder" in supposed
    nothing = words_of(run("explain", "founder", "--text", TEXT, "--suppose", SPEAKS))
    assert "It changes nothing in the ranking." in nothing


def test_versus_tells_what_tips_the_balance(run: Run) -> None:
    words = words_of(run("explain", "developer-relations", "--text", TEXT, "--versus", "engineering-manager"))
    assert "Held against Engineering manager" in words
    assert "What tips the balance" in words
    assert "towards Developer relations" in words
    data = explain_json(run, "developer-relations", "--versus", "engineering-manager")
    assert data["versus"]["path"] == "engineering-manager"
    assert data["versus"]["lead"] == data["score"] - data["versus"]["score"]


def test_all_silent_rules_on_demand(run: Run) -> None:
    few = run("explain", "developer-relations", "--text", TEXT).out
    every = run("explain", "developer-relations", "--text", TEXT, "--all").out
    assert "(--all shows them)" in few
    assert "(--all shows them)" not in every
    assert every.count("lacks: ") > few.count("lacks: ")


def test_json_goes_to_a_file_whole(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "why.json"
    ran = run("explain", "founder", "--text", TEXT, "--format", "json", "--output", str(target))
    assert (ran.status, ran.out) == (0, "")
    data = json.loads(target.read_text(encoding="utf-8"))
    assert data["path"] == "founder"
    assert [fact["id"] for fact in data["facts"]] == ["f1", "f2", "f3"]
    assert list(tmp_path.iterdir()) == [target]


def test_the_same_from_facts_and_from_a_file(run: Run, tmp_path: Path) -> None:
    source, record = tmp_path / "me.txt", tmp_path / "record.json"
    source.write_text(TEXT, encoding="utf-8")
    record.write_text(run("recommend", str(source), "--format", "json").out, encoding="utf-8")
    from_text = json.loads(run("explain", "founder", str(source), "--format", "json").out)
    from_facts = json.loads(run("explain", "founder", "--facts", str(record), "--format", "json").out)
    for key in ("score", "rank", "for", "against", "silent", "smallest_change", "facts"):
        assert from_facts[key] == from_text[key]


@pytest.mark.parametrize(
    "text", ["", "n/a", "Ich liebe es, andere zu betreuen und Vorträge zu halten.", "Nothing much to say about me."]
)
def test_nothing_to_go_on_is_said_kindly(run: Run, text: str) -> None:
    ran = run("explain", "founder", "--text", text)
    words = words_of(ran)
    assert "there is nothing yet that speaks for or against" in words
    assert "points" not in words
    assert "Gates" not in words


def test_hostile_words_are_shown_harmlessly(run: Run) -> None:
    ran = run("explain", "developer-relations", "--text", "I love giving talks [/b]\x1b[31m <script> at conferences.")
    assert ran.status == 0
    assert "\x1b" not in ran.out
    assert "[/b]␛[31m <script>" in " ".join(ran.out.split())


# what is wrong is told on one line


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("poet",), 2, "there is no path 'poet'"),
        (("staff-enginer",), 2, "did you mean staff-engineer?"),
        (("founder", "--versus", "poet"), 2, "there is no path 'poet'"),
        (("founder", "--suppose", "preference:juggling=likes"), 2, "unknown topic 'juggling'"),
        (("founder", "--suppose", "preference:sales=adores"), 2, "adores"),
        (("founder", "--suppose", "preference:sales"), 2, "KIND:TOPIC=VALUE"),
        (("founder", "--without", "sales"), 2, "KIND:TOPIC[=VALUE]"),
        (("founder", "--without", "preference:juggling"), 2, "--without: unknown topic 'juggling' of kind preference"),
        (("founder", "--suppose", "preference:mentorng=likes"), 2, "(did you mean mentoring?)"),
        ((), 2, "Missing argument 'PATH'"),
    ],
)
def test_errors_are_one_line(run: Run, arguments: tuple[str, ...], status: int, says: str) -> None:
    ran = run("explain", *arguments, "--text", TEXT)
    assert (ran.status, ran.out) == (status, "")
    assert says in ran.err
    # a usage error of click's says how to get help as well
    assert len([line for line in ran.err.splitlines() if line.startswith(("fingerpost:", "Error:"))]) == 1
    assert "Traceback" not in ran.err
    if status == 1:
        assert ran.err.count("\n") == 1


def test_a_missing_file_and_two_inputs(run: Run, tmp_path: Path) -> None:
    assert run("explain", "founder", str(tmp_path / "none.txt")).status == 1
    assert run("explain", "founder", "x.txt", "--text", TEXT).status == 2
    assert run("explain", "founder", "--facts", "x.json", "--text", TEXT).status == 2


# contradictions


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_recommend_shows_what_does_not_go_together(run: Run, form: str) -> None:
    words = words_of(run("recommend", "--text", TORN, "--format", form)).replace("\\", "")
    assert "What does not go together" in words
    assert 'You wrote "I love giving talks at conferences" and "giving talks drains me".' in words
    assert "you like speaking in public and that you don't enjoy speaking in public" in words
    assert "--without" in words
    assert "go together" not in words_of(run("recommend", "--text", TEXT, "--format", form))


def test_contradictions_are_notes_of_the_record(run: Run) -> None:
    def list_notes(*arguments: str) -> list[str]:
        record = json.loads(run("recommend", "--text", TORN, "--format", "json", *arguments).out)
        check_schema(record, find_data("schemas") / "result.schema.json", "recommend")
        return [note["about"] for note in record["notes"]]

    assert "contradiction" in list_notes()
    assert "contradiction" not in list_notes("--without", SPEAKS)
    [found] = explain_json(run, "developer-relations", text=TORN)["contradictions"]
    assert found["facts"] == ["f1", "f2"]
    words = words_of(run("explain", "developer-relations", "--text", TORN))
    assert words.count("giving talks drains me. I read both") == 0
    assert words.count("I read both") == 1


def test_contradictions_without_words_quote_nothing(assessor: Assessor) -> None:
    facts = [forget_words(fact) for fact in read_self_description(assessor, TORN).facts]
    [note] = [n for n in assess_facts(assessor, facts).notes if n.about == "contradiction"]
    assert note.text.startswith("I read both that you like speaking in public")
