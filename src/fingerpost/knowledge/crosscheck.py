"""Checks across files that a schema cannot make: every id that one file names, another defines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from fingerpost.errors import KnowledgeError
from fingerpost.knowledge.parts import (
    OUTCOMES,
    ChooseEffect,
    Condition,
    GateEffect,
    KnowledgeBase,
    Rule,
    TraitEffect,
)
from fingerpost.knowledge.traitorder import check_trait_order
from fingerpost.records import VALUES

# which stages may ask about what is only known later than the person's facts
_ASKERS: Mapping[str, tuple[str, ...]] = {
    "trait": ("traits", "fit", "gates", "choose", "cautions", "advice", "ladders"),
    "contender": ("choose",),
    "gate": ("cautions", "advice", "ladders"),
    "recommended": ("cautions", "advice", "ladders"),
    "first": ("cautions", "advice", "ladders"),
    "outcome": ("cautions", "advice", "ladders"),
}
# under which key a rule of a stage names its path; `path` elsewhere
_PATH_KEYS = {"gates": "gate", "choose": "choose", "cautions": "caution", "ladders": "next"}
_GATE_STATES = ("open", "closed", "unsaid")
_TOPIC_KINDS = {"activity": "activities", "goal": "goals", "concern": "concerns", "situation": "situations"}


def check_paths(knowledge: KnowledgeBase, shown: Mapping[str, str], singles: Mapping[str, str]) -> None:
    """Check paths, vocabulary and source rows against each other.

    Args:
        knowledge: The knowledge base.
        shown: The name of each path's file.
        singles: The names of the files of ``kb`` that stand alone, by stem.

    Raises:
        KnowledgeError: Two paths share a place, or a row, path or article is named that does not exist.
    """
    if not knowledge.paths:
        raise KnowledgeError("there are no paths", where="kb/paths", mend="put a file for each path there")
    places: dict[int, str] = {}
    for path in knowledge.paths.values():
        where = shown[path.id]
        if path.order in places:
            other = places[path.order]
            what = f"order {path.order} is that of {shown[other]} too"
            raise KnowledgeError(what, where=f"{where} (order)", mend="number them apart")
        places[path.order] = path.id
        for row in path.heuristics:
            place = f"{where} (heuristics)"
            _demand(row in knowledge.rows, f"row {row} is not in the sources", place, "name a row of kb/sources.yaml")
    vocabulary = knowledge.vocabulary
    for goal, named in vocabulary.names.items():
        where = f"{singles['vocabulary']} (names.{goal})"
        _demand(goal in vocabulary.goals, f"unknown goal {goal!r}", where, "name one of `goals`")
        _demand_path(knowledge, named, where)
    for source in knowledge.rows.values():
        where = f"{singles['sources']} (row {source.row})"
        known = source.article in knowledge.articles
        _demand(known, f"article {source.article} is not listed", where, "name one of `articles`")
        for name in (*source.paths, *source.over):
            _demand_path(knowledge, name, where)


def check_rules(knowledge: KnowledgeBase, shown: Mapping[str, str]) -> None:
    """Check that all topics, values, traits, paths, gates and rows that rules name exist where they name them.

    Raises:
        KnowledgeError: The first name that nothing defines, by file and key.
    """
    traits = {r.then.trait for r in knowledge.rules.values() if isinstance(r.then, TraitEffect)}
    gated = {r.path for r in knowledge.rules.values() if isinstance(r.then, GateEffect)}
    for rule in knowledge.rules.values():
        where = shown[rule.id]
        for row in rule.heuristics:
            place = f"{where} (heuristics)"
            _demand(row in knowledge.rows, f"row {row} is not in the sources", place, "name a row of kb/sources.yaml")
        if rule.path:
            _demand_path(knowledge, rule.path, f"{where} (then.{_PATH_KEYS.get(rule.stage, 'path')})")
        if isinstance(rule.then, ChooseEffect):
            for number, other in enumerate(rule.then.over):
                place = f"{where} (then.over.{number})"
                _demand_path(knowledge, other, place)
                _demand(other != rule.path, f"{other} is the chosen path itself", place, "remove it")
        for key, condition in _list_conditions(rule):
            _check_condition(knowledge, rule, condition, f"{where} ({key})", traits, gated)
        for key, people in (("fires", rule.fires), ("silent", rule.silent)):
            for number, person in enumerate(people):
                for fact in person:
                    fault = knowledge.vocabulary.find_fault(fact.kind, fact.topic, fact.value)
                    _demand(not fault, fault, f"{where} (examples.{key}.{number})", "see kb/vocabulary.yaml")
    check_trait_order(knowledge.rules, shown)


def check_lexicon(knowledge: KnowledgeBase, shown: Mapping[str, str]) -> None:
    """Check that topics, values, paths and entry names in the lexicon exist and stand once.

    Raises:
        KnowledgeError: The first that does not, by file and entry.
    """
    for topic in knowledge.topics:
        name = str(topic["topic"])
        where = shown[f"kb/topics/{name}.yaml"]
        slot = getattr(knowledge.vocabulary, _TOPIC_KINDS[topic["kind"]])
        known = name in slot
        _demand(known, f"topic {name!r} is not among the vocabulary's {_TOPIC_KINDS[topic['kind']]}", where, "add it")
        _check_names(topic["entries"], where)
        for entry in topic["entries"]:
            _check_entry(knowledge, name, str(topic["kind"]), entry, f"{where} (entry {entry['name']})")
    for cue in knowledge.cues:
        _check_names(cue["entries"], shown[f"kb/cues/{cue['family']}.yaml"])


def check_questions(knowledge: KnowledgeBase, shown: Mapping[str, str]) -> None:
    """Check that the interview asks of topics that exist, once each, and offers values that they can have.

    Raises:
        KnowledgeError: The first question that does not, by file and topic.
    """
    vocabulary = knowledge.vocabulary
    for kind, data in knowledge.questions.items():
        asked: set[str] = set()
        for question in data["questions"]:
            topic = str(question["topic"])
            where = f"{shown[kind]} (topic {topic})"
            _demand(
                vocabulary.has_topic(kind, topic), f"unknown topic {topic!r} of kind {kind}", where, "see kb/vocabulary.yaml"
            )
            _demand(topic not in asked, "there is another question about it", where, "remove one")
            asked.add(topic)
            values = vocabulary.list_values(kind, topic) or ("number",)
            for value in question["answers"]:
                known = value in values
                _demand(known, f"{kind} {topic} cannot be {value!r}", where, f"use one of {', '.join(values)}")
        for choice in data.get("choices", ()):
            where = f"{shown[kind]} (choice {choice['id']})"
            for topic in choice["topics"]:
                _demand(topic in asked, f"there is no question about {topic!r}", where, "write one")
                known = choice["value"] in (vocabulary.list_values(kind, topic) or ())
                _demand(known, f"{kind} {topic} cannot be {choice['value']!r}", where, "see kb/vocabulary.yaml")


def _check_condition(
    knowledge: KnowledgeBase,
    rule: Rule,
    condition: Condition,
    where: str,
    traits: Iterable[str],
    gated: Iterable[str],
) -> None:
    about, subject = condition.about, condition.subject
    if condition.is_fact:
        vocabulary = knowledge.vocabulary
        known = vocabulary.has_topic(about, subject)
        _demand(known, f"unknown topic {subject!r} of kind {about}", where, "see kb/vocabulary.yaml")
        for value in condition.values:
            fault = vocabulary.find_fault(about, subject, value)
            _demand(not fault, fault, where, "see kb/vocabulary.yaml")
        counted = condition.at_least is not None or condition.at_most is not None
        if counted:
            numeric = not vocabulary.list_values(about, subject)
            _demand(numeric, f"{about} {subject} is no number", where, "test it with `is`")
        _demand(counted or bool(condition.values), f"{about} {subject} has no test", where, "add `is` or `at_least`")
        return
    _demand(rule.stage in _ASKERS[about], f"{about} is not yet known in stage {rule.stage}", where, "move the rule")
    if about == "trait":
        _demand(subject in traits, f"no rule concludes trait {subject!r}", where, "write one in rules/traits")
    elif about == "outcome":
        _demand(subject in OUTCOMES, f"unknown outcome {subject!r}", where, f"use one of {', '.join(OUTCOMES)}")
    else:
        _demand_path(knowledge, subject, where)
    if about == "gate":
        _demand(subject in gated, f"no rule makes a gate of {subject}", where, "write one in rules/gates")
        valid = condition.values and all(v in _GATE_STATES for v in condition.values)
        _demand(bool(valid), "a gate is open, closed or unsaid", where, "say so with `is`")


def _list_conditions(rule: Rule) -> Iterator[tuple[str, Condition]]:
    """All plain conditions of a rule, with the key under which each stands."""
    groups = [("when", rule.when), ("unless", rule.unless)]
    if isinstance(rule.then, GateEffect):
        groups += [("then.open", rule.then.open), ("then.closed", rule.then.closed)]
    for key, conditions in groups:
        for number, condition in enumerate(conditions):
            for leaf in condition.leaves():
                yield f"{key}.{number}", leaf


def _check_names(entries: Iterable[Mapping[str, Any]], where: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = str(entry["name"])
        _demand(name not in seen, f"entry {name!r} stands twice", where, "rename or merge them")
        seen.add(name)


def _check_entry(knowledge: KnowledgeBase, topic: str, kind: str, entry: Mapping[str, Any], where: str) -> None:
    for key in ("says", "negated"):
        if key in entry:
            said_kind, _, value = str(entry[key]).partition(" ")
            said = VALUES.get(said_kind) or knowledge.vocabulary.situations.get(topic, ()) or ("number",)
            of = str(entry.get("path") or entry.get("wished") or topic) if said_kind == "goal" else topic
            known = knowledge.vocabulary.has_topic(said_kind, of) and (not value or value in said)
            _demand(known, f"{key}: {entry[key]!r} cannot be said of {topic}", where, "see kb/vocabulary.yaml")
    if "value" in entry and kind == "situation":
        values = (*knowledge.vocabulary.situations[topic], "number")
        known = str(entry["value"]) in values
        _demand(known, f"value: {topic} cannot be {entry['value']!r}", where, f"use one of {', '.join(values)}")
    if entry.get("path"):
        known = knowledge.vocabulary.has_topic("goal", str(entry["path"]))
        _demand(known, f"path: {entry['path']!r} is neither a path nor another goal", where, "see kb/vocabulary.yaml")
    if entry.get("core"):
        known = entry["core"] in knowledge.vocabulary.activities
        _demand(known, f"core: {entry['core']!r} is no activity", where, "see kb/vocabulary.yaml")


def _demand_path(knowledge: KnowledgeBase, path: str, where: str) -> None:
    if path in knowledge.paths:
        return
    near = get_close_matches(path, knowledge.paths, n=1)
    mend = f"did you mean {near[0]}?" if near else "name one of kb/paths"
    raise KnowledgeError(f"unknown path {path!r}", where=where, mend=mend)


def _demand(holds: bool, what: str, where: str, mend: str) -> None:
    if not holds:
        raise KnowledgeError(what, where=where, mend=mend)
