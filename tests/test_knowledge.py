"""Loading a knowledge base: what it holds, how it is digested, and how a broken file is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from fingerpost.data import find_data
from fingerpost.errors import KnowledgeError
from fingerpost.knowledge import Condition, FitEffect, GateEffect, load_knowledge
from tests.small_knowledge import (
    LIKES_CODING,
    SOURCES,
    VOCABULARY,
    load_small,
    make_fit,
    make_rule,
    small_rules,
    write_knowledge,
)

TOPIC: dict[str, Any] = {
    "topic": "mentoring",
    "kind": "activity",
    "title": "helping people grow",
    "entries": [
        {
            "name": "verb",
            "use": "deed",
            "patterns": ["mentor/v"],
            "examples": [{"say": "I [mentor] two people.", "is": "experience has"}],
            "near_misses": ["My lead mentors me."],
        }
    ],
}


def write_yaml(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")


def test_a_small_knowledge_base(tmp_path: Path) -> None:
    rules, kb = write_knowledge(tmp_path, small_rules())
    write_yaml(kb / "topics" / "mentoring.yaml", TOPIC)
    write_yaml(kb / "classes" / "junior.yaml", {"class": "junior", "means": "beginners", "words": ["junior", "trainee"]})
    write_yaml(kb / "cues" / "negation.yaml", {"scope": "negation", "words": ["not"]})
    knowledge = load_knowledge(rules, kb)
    stages = [r.stage for r in knowledge.rules.values()]
    assert stages == sorted(stages, key=["traits", "fit", "gates", "choose", "cautions", "advice", "ladders"].index)
    rule = knowledge.rules["devrel-mild"]
    assert rule.when == (Condition("preference", "public-speaking", ("likes",)),)
    assert rule.unless == (Condition("trait", "leads"),)
    assert isinstance(rule.then, FitEffect)
    assert (rule.then.path, rule.then.points, rule.path) == ("developer-relations", 2, "developer-relations")
    assert [f.key for f in rule.fires[0]] == [("preference", "public-speaking", "likes")]
    assert list(knowledge.paths) == ["staff-engineer", "engineering-manager", "developer-relations"]
    assert knowledge.rows["A1.1"].words == ("code", "love")
    assert (knowledge.scoring.strong, knowledge.scoring.fair, knowledge.scoring.close) == (5, 3, 1)
    assert knowledge.title_of("mentoring") == "helping people grow"
    assert knowledge.title_of("staff-engineer") == "Staff engineer"
    assert knowledge.title_of("public-speaking") == "public speaking"
    assert [s["scope"] for s in knowledge.scopes] == ["negation"]
    assert knowledge.cues == ()
    assert [c["words"] for c in knowledge.classes] == [["junior", "trainee"]]


def test_vocabulary_answers(tmp_path: Path) -> None:
    vocabulary = load_small(tmp_path).vocabulary
    assert vocabulary.list_values("preference", "coding") == ("likes", "dislikes")
    assert vocabulary.list_values("goal", "staff-engineer") == ("wants", "avoids")
    assert vocabulary.list_values("situation", "years-experience") == ()
    assert vocabulary.list_values("situation", "stuck") == ("yes",)
    assert vocabulary.list_values("concern", "coding") is None
    assert vocabulary.list_values("mood", "coding") is None
    assert vocabulary.find_fault("preference", "coding", "likes") == ""
    assert vocabulary.find_fault("situation", "years-experience", 3) == ""
    assert "takes a whole number" in vocabulary.find_fault("situation", "years-experience", -1)
    assert vocabulary.path_named_by("staff-engineer") == "staff-engineer"
    assert vocabulary.path_named_by("promotion") == ""


def test_digest_is_of_names_and_bytes(tmp_path: Path) -> None:
    one, two = load_small(tmp_path / "one"), load_small(tmp_path / "two")
    assert one.digest == two.digest
    assert one.digest.startswith("sha256:")
    assert len(one.digest) == len("sha256:") + 64
    path = tmp_path / "two" / "rules" / "fit" / "staff-coding.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert load_knowledge(tmp_path / "two" / "rules", tmp_path / "two" / "kb").digest != one.digest


def test_folders_come_from_the_argument_then_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules, kb = write_knowledge(tmp_path, small_rules())
    packaged = find_data("rules")
    assert packaged.name == "rules"
    monkeypatch.setenv("FINGERPOST_RULES", str(rules))
    monkeypatch.setenv("FINGERPOST_KB", str(kb))
    assert find_data("rules") == rules
    assert find_data("rules", packaged) == packaged
    assert find_data("schemas").name == "schemas"
    assert list(load_knowledge().paths) == ["staff-engineer", "engineering-manager", "developer-relations"]
    monkeypatch.setenv("FINGERPOST_KB", str(tmp_path / "nowhere"))
    with pytest.raises(KnowledgeError, match=r"there is no such folder.*FINGERPOST_KB"):
        find_data("kb")
    with pytest.raises(KnowledgeError, match="this is no folder"):
        find_data("kb", kb / "scoring.yaml")


def fit(**changes: Any) -> dict[str, Any]:
    return make_fit("x", "staff-engineer", 1, LIKES_CODING) | changes


def with_effect(**changes: Any) -> dict[str, Any]:
    rule = fit()
    return rule | {"then": rule["then"] | changes}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (fit(when=[{"preference": "knitting", "is": "likes"}]), r"when\.0.*unknown topic 'knitting'"),
        (fit(when=[{"preference": "promotion", "is": "likes"}]), r"unknown topic 'promotion' of kind preference"),
        (fit(when=[{"preference": "coding", "is": "wants"}]), r"when\.0"),
        (fit(when=[{"situation": "stuck", "is": "maybe"}]), "stuck cannot be 'maybe'"),
        (fit(when=[{"situation": "stuck", "at_least": 3}]), r"when\.0"),
        (fit(when=[{"trait": "unheard-of"}]), "no rule concludes trait 'unheard-of'"),
        (fit(unless=[{"trait": "unheard-of"}]), r"unless\.0.*no rule concludes trait"),
        (fit(when=[{"any": [LIKES_CODING, {"trait": "unheard-of"}]}]), r"when\.0.*no rule concludes trait"),
        (fit(when=[{"recommended": "staff-engineer"}]), "recommended is not yet known in stage fit"),
        (fit(when=[{"contender": "staff-engineer"}]), "contender is not yet known in stage fit"),
        (fit(unless=[{"gate": "staff-engineer", "is": "closed"}]), "gate is not yet known in stage fit"),
        (with_effect(path="astronaut"), r"\(then\.path\): unknown path 'astronaut'; name one of"),
        (with_effect(path="staff-enginer"), r"unknown path 'staff-enginer'; did you mean staff-engineer\?"),
        (fit(when=[{"is": "likes"}]), r"when\.0: no key says what it is about; a condition is one of"),
        (with_effect(points=0), r"then\.points"),
        (with_effect(points=9), r"then\.points"),
        (fit(heuristics=["A9.9"], ours=None), "ours"),
        (make_fit("x", "staff-engineer", 1, LIKES_CODING, heuristics=["A9.9"]), "row A9.9 is not in the sources"),
        (fit(examples={"fires": [[{"preference": "knitting", "is": "likes"}]], "silent": [[]]}), r"examples\.fires\.0"),
        (fit(examples={"fires": [[]], "silent": [[{"goal": "coding", "is": "likes"}]]}), r"examples\.silent\.0"),
        (fit(examples={"fires": []}), "examples"),
        (fit(claim=""), "claim"),
        (fit(colour="red"), "'colour' was unexpected"),
        (fit(id="y"), "id: 'y' is not the name of the file"),
        (fit(stage="advice"), "then"),
        (
            make_rule(
                "x",
                "cautions",
                [{"gate": "staff-engineer", "is": "open"}],
                {"caution": "staff-engineer", "text": "This is a caution."},
            ),
            "no rule makes a gate of staff-engineer",
        ),
        (
            make_rule(
                "x",
                "choose",
                [LIKES_CODING],
                {"choose": "staff-engineer", "over": ["staff-engineer"], "points": 1, "because": "Because of itself."},
            ),
            "is the chosen path itself",
        ),
        (
            make_rule("x", "traits", [{"trait": "x"}], {"trait": "x", "meaning": "you are yourself"}),
            r"x\.yaml \(when\.0\): trait x rests on itself; ask for the facts",
        ),
        (
            make_rule("x", "traits", [{"trait": "x"}], {"trait": "x", "meaning": "you are yourself"}, layer=2),
            r"x\.yaml \(when\.0\): trait x rests on itself; ask for the facts",
        ),
    ],
)
def test_broken_rules_are_told_by_file_and_mend(tmp_path: Path, rule: dict[str, Any], told: str) -> None:
    folder = tmp_path / "rules"
    _, kb = write_knowledge(tmp_path, [])
    write_yaml(folder / "fit" / "other.yaml", make_fit("other", "staff-engineer", 1, LIKES_CODING))
    stage = rule["stage"] if rule["stage"] != "advice" else "fit"
    write_yaml(folder / stage / "x.yaml", rule)
    with pytest.raises(KnowledgeError, match=told) as caught:
        load_knowledge(folder, kb)
    assert caught.value.where.startswith(f"{folder}/{stage}/x.yaml")
    assert caught.value.mend
    assert "\n" not in str(caught.value)


def trait(name: str, *when: Any, layer: int | None = None) -> dict[str, Any]:
    """A rule that concludes a trait of its own name."""
    more = {"layer": layer} if layer else {}
    return make_rule(name, "traits", when, {"trait": name, "meaning": "you are so"}, **more)


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (
            (trait("a", LIKES_CODING), trait("b", {"trait": "a"})),
            "/b.yaml (when.0): trait 'a' is not yet known in layer 1; set `layer: 2` in this file",
        ),
        (
            (trait("a", {"trait": "b"}, layer=2), trait("b", LIKES_CODING, {"trait": "a"}, layer=2)),
            "/a.yaml (when.0): traits a and b rest on each other (with {folder}/b.yaml); ask for the facts themselves",
        ),
        (
            (trait("a", LIKES_CODING), trait("b", {"trait": "a"}, layer=2), trait("c", {"trait": "b"}, layer=2)),
            "/c.yaml (when.0): trait 'b' is concluded in layer 2 ({folder}/b.yaml), after all that could build on it; ask",
        ),
        (
            (trait("a", LIKES_CODING, layer=2), trait("b", {"trait": "a"}, layer=2)),
            "/b.yaml (when.0): trait 'a' is concluded in layer 2 ({folder}/a.yaml), after all that could build on it; take",
        ),
    ],
)
def test_traits_out_of_order_are_told_with_both_files(tmp_path: Path, rules: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_small(tmp_path, rules)
    folder = f"{tmp_path}/rules/traits"
    assert told.format(folder=folder) in str(caught.value)
    assert str(caught.value).startswith(folder)


Spoil = Callable[[Path, Path], Any]


def put(name: str, data: Any) -> Spoil:
    """Write a file of ``kb``."""
    return lambda _rules, kb: write_yaml(kb / name, data)


def move(name: str, other: str) -> Spoil:
    """Move a file of the rules."""
    return lambda rules, _kb: (rules / name).rename(rules / other)


ADVICE = make_rule("em-leads", "advice", [LIKES_CODING], {"advice": "Some advice here.", "weight": 1})


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda _, kb: (kb / "scoring.yaml").unlink(), r"kb/scoring\.yaml: there is no such file"),
        (lambda _, kb: (kb / "vocabulary.yaml").unlink(), r"vocabulary\.yaml: there is no such file"),
        (lambda _, kb: (kb / "scoring.yaml").write_bytes(b"\xff"), "is not UTF-8"),
        (put("scoring.yaml", {"strong": 5, "fair": "x", "close": 1}), r"scoring\.yaml:2: fair"),
        (put("jokes/a.yaml", {}), "no such folder is known in kb"),
        (put("jokes.yaml", {}), "there is no schema jokes"),
        (put("topics/b.yml", {}), r"does not end in \.yaml"),
        (put("topics/knitting.yaml", TOPIC | {"topic": "knitting"}), "'knitting'"),
        (put("topics/coding.yaml", TOPIC), "is not the name of the file"),
        (put("topics/mentoring.yaml", TOPIC | {"kind": "goal"}), "vocabulary's goals"),
        (put("topics/mentoring.yaml", TOPIC | {"entries": TOPIC["entries"] * 2}), "entry 'verb' stands twice"),
        (put("sources.yaml", SOURCES | {"rows": SOURCES["rows"] * 2}), r"row A1\.1 stands twice"),
        (put("vocabulary.yaml", VOCABULARY | {"names": {"promotion": "astronaut"}}), "unknown path 'astronaut'"),
        (move("fit/staff-coding.yaml", "gates/staff-coding.yaml"), "stage fit stands in folder gates"),
        (move("fit/staff-coding.yaml", "staff-coding.yaml"), "stage fit stands in folder rules"),
        (
            lambda rules, _: write_yaml(rules / "advice/em-leads.yaml", ADVICE),
            r"fit/em-leads\.yaml \(id\): id em-leads stands in another stage too \(.*advice/em-leads\.yaml\)",
        ),
    ],
)
def test_broken_folders_are_told(tmp_path: Path, spoil: Spoil, told: str) -> None:
    rules, kb = write_knowledge(tmp_path, small_rules())
    load_knowledge(rules, kb)
    spoil(rules, kb)
    with pytest.raises(KnowledgeError, match=told):
        load_knowledge(rules, kb)


def test_no_rules_at_all(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    _, kb = write_knowledge(tmp_path, [])
    with pytest.raises(KnowledgeError, match="there are no rules"):
        load_knowledge(tmp_path / "rules", kb)


def test_gate_conditions_are_checked(tmp_path: Path) -> None:
    gate = next(r for r in small_rules() if r["stage"] == "gates")
    gate["then"]["open"] = [{"experience": "knitting", "is": "has"}]
    with pytest.raises(KnowledgeError, match=r"then\.open\.0.*knitting"):
        load_small(tmp_path, [gate])


def test_the_real_knowledge_loads_fast() -> None:
    load_knowledge()
    start = time.process_time()
    knowledge = load_knowledge()
    assert time.process_time() - start < 3.0
    assert len(knowledge.paths) == 16
    assert len(knowledge.rows) == 109
    assert {r.path for r in knowledge.rules.values() if isinstance(r.then, GateEffect)} <= set(knowledge.paths)
