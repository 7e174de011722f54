"""The checks of the rule base: each finds its fault, planted in a small knowledge base that has none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fingerpost.inference.compiling import compile_rules
from fingerpost.knowledge import KnowledgeBase, load_knowledge
from fingerpost.rulecheck import check_rules, prove_rules
from fingerpost.rulecheck.coverage import check_citations, check_rows, digest_paragraph, split_paragraphs
from fingerpost.rulecheck.faults import Findings
from fingerpost.rulecheck.reach import check_effects, check_fairness, check_reach, find_follower, make_persons
from fingerpost.rulecheck.structure import check_placeholders, check_structure
from fingerpost.rulecheck.texts import check_sentences
from tests.small_knowledge import (
    HAS_LED,
    LIKES_CODING,
    LIKES_MENTORING,
    SOURCES,
    load_small,
    make_fit,
    make_rule,
    small_rules,
)

Change = Callable[[list[dict[str, Any]]], Any]


def structure(knowledge: KnowledgeBase) -> Findings:
    return check_structure(knowledge, compile_rules(knowledge))


def effects(knowledge: KnowledgeBase) -> Findings:
    return check_effects(compile_rules(knowledge))


def reach(knowledge: KnowledgeBase) -> Findings:
    return check_reach(compile_rules(knowledge))


def add(*rules: dict[str, Any]) -> Change:
    return lambda known: known.extend(rules)


def change(rule_id: str, key: str, value: Any) -> Change:
    def act(known: list[dict[str, Any]]) -> None:
        rule = next(r for r in known if r["id"] == rule_id)
        *path, last = key.split(".")
        for step in path:
            rule = rule[step]
        rule[last] = value

    return act


def remove(rule_id: str) -> Change:
    return lambda known: known.remove(next(r for r in known if r["id"] == rule_id))


def test_small_knowledge_has_no_fault_but_its_few_paths(tmp_path: Path) -> None:
    knowledge = load_small(tmp_path)
    report = check_rules(knowledge)
    assert all("of random persons" in fault for fault in report.faults)
    assert report.lines[:7] == (
        "24 rules: 1 of the articles, 23 of our own",
        "1 of 1 rows are encoded by rules of their kinds",
        "24 of 24 rules say something of their own",
        "13 of 13 placeholders can be filled",
        "45 of 45 texts are whole sentences, and speak to the person",
        "24 of 24 rules matter to one of their own examples",
        "3 of 3 paths can come first",
    )
    assert [p for p in prove_rules(knowledge) if p.fault] == []


STAFF_TWIN = make_fit("staff-coding-too", "staff-engineer", 3, LIKES_CODING, unless=[{"goal": "coding", "is": "avoids"}])
STAFF_LESS = make_fit(
    "staff-coding-less",
    "staff-engineer",
    1,
    {**LIKES_CODING, "strength": "strong"},
    unless=[{"goal": "coding", "is": "avoids"}, HAS_LED],
)
STAFF_MORE = make_fit("staff-coding-led", "staff-engineer", 1, LIKES_CODING, HAS_LED)
EITHER_WAY = {"any": [LIKES_CODING, LIKES_MENTORING]}


@pytest.mark.parametrize(
    ("check", "change", "told"),
    [
        (check_rows, change("staff-coding", "then.points", -3), "row A1.1 is fit, but this rule is against"),
        (
            check_rows,
            change("staff-coding", "then.path", "engineering-manager"),
            "does not speak of engineering-manager",
        ),
        (check_rows, remove("staff-coding"), "no rule of kind fit encodes it"),
        (check_rows, remove("staff-coding"), "no rule encodes it for staff-engineer"),
        (structure, add(STAFF_TWIN), "is the same as staff-coding"),
        (structure, add(STAFF_LESS), "never adds to staff-coding"),
        (structure, add(make_fit("x", "staff-engineer", 1, LIKES_CODING, EITHER_WAY)), "one and the same fact"),
        (
            structure,
            add(make_fit("x", "staff-engineer", 1, LIKES_CODING, unless=[LIKES_CODING])),
            "what `when` demands",
        ),
        (
            structure,
            add(make_rule("x", "traits", [LIKES_CODING], {"trait": "idle", "meaning": "you sit idle"})),
            "no rule reads idle",
        ),
        (check_placeholders, change("em-leads", "then.because", "You wrote {f2.evidence} here."), "has no premise"),
        (check_placeholders, change("em-leads", "then.because", "You wrote {f1.words} here."), "is no placeholder"),
        (check_placeholders, change("em-leads", "then.because", "You wrote {f1.evidence here."), "is no placeholder"),
        (check_placeholders, change("caution-em", "then.text", "You wrote {f1.evidence}."), "has no premise"),
        (check_placeholders, change("advice-field", "then.advice", "You wrote {f1.evidence}."), "has no premise"),
        (
            check_placeholders,
            change("em-must-have-led", "then.text.unsaid", "You wrote {f1.evidence}."),
            "then.text.unsaid",
        ),
        (effects, change("em-leads", "examples.fires", [[HAS_LED]]), "nobody makes it fire"),
        (effects, add(STAFF_TWIN), "nobody in its examples would be told anything else"),
        (effects, change("advice-stuck", "then.weight", 1), "^$"),
        (reach, remove("devrel-wish"), "kb/paths/developer-relations.yaml: nobody was found"),
    ],
)
def test_each_fault_is_found(tmp_path: Path, check: Callable[[KnowledgeBase], Findings], change: Change, told: str) -> None:
    rules = small_rules()
    assert check(load_small(tmp_path / "before", rules))[0] == []
    change(rules)
    faults, _ = check(load_small(tmp_path / "after", rules))
    if told == "^$":
        assert faults == []
    else:
        assert any(told in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("then.because", "I think that {f1.evidence} shows that he is a founder", "full stop; end it with one"),
        ("then.because", "I think that {f1.evidence} shows it.", "'I' does not speak to the person; write the sentence in"),
        ("then.because", "It shows ({f1.evidence}) that he is a founder.", "'he' does not speak to the person"),
        ("then.because", "Staff engineers write code.", "neither speaks to the person nor quotes them; write it in"),
        ("then.because", "you like it.", "does not begin with a capital letter; begin it with one"),
        ("claim", "A claim without a stop", "full stop; end it with one"),
        ("then.because", 'You wrote "{f1.evidence}", as in "I like code", and I/O.', ""),
        ("then.because", '"{f1.evidence}" counts here.', ""),
    ],
)
def test_texts_speak_to_the_person_in_whole_sentences(tmp_path: Path, key: str, text: str, told: str) -> None:
    rules = small_rules()
    change("staff-coding", key, text)(rules)
    faults, _ = check_sentences(load_small(tmp_path, rules))
    if told:
        (fault,) = faults
        assert fault.startswith(f"{tmp_path}/rules/fit/staff-coding.yaml ({key}): ")
        assert told in fault
    else:
        assert faults == []


def test_a_rule_that_adds_a_topic_is_not_needless(tmp_path: Path) -> None:
    assert structure(load_small(tmp_path, [*small_rules(), STAFF_MORE]))[0] == []


def test_examples_that_do_not_hold_are_told(tmp_path: Path) -> None:
    rules = small_rules()
    change("em-no-meetings", "examples", {"fires": [[LIKES_CODING]], "silent": [[], [LIKES_CODING]]})(rules)
    change("staff-wish", "examples.silent", [[{"goal": "staff-engineer", "is": "wants"}]])(rules)
    faults = {(p.rule, p.kind, p.number): p.fault for p in prove_rules(load_small(tmp_path, rules)) if p.fault}
    assert faults == {
        ("em-no-meetings", "fires", 0): (
            f"{tmp_path}/rules/fit/em-no-meetings.yaml (examples.fires.0): this person does not make the rule fire; "
            "give the person every fact that `when` asks for and none that `unless` names, or mend the rule"
        ),
        ("staff-wish", "silent", 0): (
            f"{tmp_path}/rules/fit/staff-wish.yaml (examples.silent.0): this person makes the rule fire; "
            "take away a fact that `when` asks for, or name in `unless` what keeps the rule silent"
        ),
    }


def test_unfair_ranking_is_told(tmp_path: Path) -> None:
    faults, line = check_fairness(compile_rules(load_small(tmp_path)))
    assert faults
    assert "staff-engineer comes first for" in faults[0]
    assert line.startswith("of 5000 random persons")


def test_random_persons_are_always_the_same(tmp_path: Path) -> None:
    program = compile_rules(load_small(tmp_path))
    persons = list(make_persons(program, 20))
    assert persons == list(make_persons(program, 20))
    assert all(len({(f.kind, f.topic) for f in person}) == 6 for person in persons)


def test_a_follower_is_somebody_for_whom_the_path_comes_first(tmp_path: Path) -> None:
    follower = find_follower(compile_rules(load_small(tmp_path)), "engineering-manager")
    assert follower is not None
    assert {f.topic for f in follower} == {"mentoring", "leading-projects"}


def test_paragraphs_are_counted_between_blank_lines() -> None:
    assert split_paragraphs("One\n  line\n\n\n \t\nTwo\r\n\r\nThree\n") == ["One line", "Two", "Three"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({}, ""),
        ({"paragraph": 1}, "is another one (by its digest)"),
        ({"paragraph": 9}, "has only 2 paragraphs"),
        ({"words": ["code", "knitting"]}, "knitting not in paragraph 2"),
    ],
)
def test_citations(tmp_path: Path, row: dict[str, Any], told: str) -> None:
    text = "A title\n\nMany who love\ncode stay with it.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    digest = digest_paragraph("Many who love code stay with it.")
    sources = SOURCES | {"rows": [SOURCES["rows"][0] | {"digest": digest} | row]}
    faults, line = check_citations(load_small(tmp_path, sources=sources), tmp_path)
    assert (told in faults[0]) if told else faults == []
    assert line == f"{0 if told else 1} of 1 citations stand in the articles"


@pytest.fixture(scope="module")
def real() -> KnowledgeBase:
    return load_knowledge()


def test_the_real_rules_have_no_fault(real: KnowledgeBase) -> None:
    report = check_rules(real)
    assert report.faults == ()
    assert "109 of 109 rows are encoded by rules of their kinds" in report.lines
    assert "16 of 16 paths can come first" in report.lines


def test_the_real_rules_prove_themselves(real: KnowledgeBase) -> None:
    proofs = list(prove_rules(real))
    assert [p for p in proofs if p.fault] == []
    assert {p.rule for p in proofs} == set(real.rules)
