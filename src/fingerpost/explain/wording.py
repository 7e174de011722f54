"""How changes of facts are said after an "if", as the files of questions put it."""

from __future__ import annotations

from collections.abc import Sequence

from fingerpost.assess import Change
from fingerpost.explain.records import Step
from fingerpost.knowledge import KnowledgeBase
from fingerpost.phrasing import phrase_said
from fingerpost.records import Fact


def make_step(change: Change, facts: Sequence[Fact], knowledge: KnowledgeBase) -> Step:
    """Return a change with its words, given the facts to which it is made."""
    return Step(change, _phrase_change(change, facts, knowledge), is_chosen(change, knowledge))


def phrase_steps(steps: Sequence[Step]) -> str:
    """Return the changes of a way as one clause: "if you came to enjoy ... and wanted ..."."""
    clauses = [step.says for step in steps]
    if all(clause.startswith("you ") for clause in clauses):
        clauses[1:] = [clause.removeprefix("you ") for clause in clauses[1:]]
    return "if " + (", ".join(clauses[:-1]) + " and " if len(clauses) > 1 else "") + clauses[-1]


def _phrase_change(change: Change, facts: Sequence[Fact], knowledge: KnowledgeBase) -> str:
    kind, topic = change.kind, change.topic
    if change.suppose and change.value is not None:
        return _phrase_value(knowledge, kind, topic, change.value, denied=False)
    held = (f.value for f in facts if (f.kind, f.topic) == (kind, topic))
    gone = [v for v in held if change.value in (None, v)]
    return " and ".join(_phrase_value(knowledge, kind, topic, value, denied=True) for value in gone)


def _phrase_value(knowledge: KnowledgeBase, kind: str, topic: str, value: str | int, *, denied: bool) -> str:
    phrases = knowledge.questions.get(kind, {}).get("what_if", {})
    slot = "path" if topic in knowledge.paths else "activity" if topic in knowledge.vocabulary.activities else "goal"
    names = (f"{topic} {value}", topic, f"{slot} {value}", f"{value}")
    keys = (f"not {name}" if denied else name for name in names)
    template = next((str(phrases[key]) for key in keys if key in phrases), "")
    if not template:
        said = phrase_said(kind, topic, value, knowledge)
        return f"it were not so that {said}" if denied else f"it were so that {said}"
    said_phrases = knowledge.extras["phrases"]
    role = said_phrases["roles"].get(value, value)
    return template.format(
        title=knowledge.title_of(topic),
        path=said_phrases["paths"].get(topic, topic),
        value=role if topic == "current-role" else value,
    )


def is_chosen(change: Change, knowledge: KnowledgeBase) -> bool:
    """Whether a person can choose a change: not where they stand, nor to undo or unsay what they have done or not done."""
    if knowledge.questions.get(change.kind, {}).get("given", change.kind == "situation"):
        return False
    return change.kind != "experience" or (change.suppose and change.value == "has")
