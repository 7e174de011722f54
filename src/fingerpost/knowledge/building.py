"""From checked plain data to the records of the knowledge base. Knows no files; expects data that met its schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from fingerpost.knowledge.parts import (
    AdviceEffect,
    Article,
    CareerPath,
    CautionEffect,
    ChooseEffect,
    Condition,
    Effect,
    FitEffect,
    GateEffect,
    LadderEffect,
    Rule,
    Scoring,
    SourceRow,
    TraitEffect,
    Vocabulary,
)
from fingerpost.records import KINDS, Fact

_ABOUTS = (*KINDS, "trait", "contender", "gate", "recommended", "first", "outcome")


def build_condition(data: Mapping[str, Any]) -> Condition:
    """Return the condition that a mapping of a rule file says."""
    if "any" in data:
        return Condition("any", options=tuple(build_condition(d) for d in data["any"]))
    about = next(a for a in _ABOUTS if a in data)
    return Condition(
        about,
        str(data[about]),
        values=_list_values(data.get("is")),
        strength=str(data.get("strength", "")),
        at_least=data.get("at_least"),
        at_most=data.get("at_most"),
    )


def build_person(data: Sequence[Mapping[str, Any]]) -> tuple[Fact, ...]:
    """Return the facts of an example person, numbered f1, f2 and so on."""
    facts = []
    for number, item in enumerate(data, 1):
        kind = next(k for k in KINDS if k in item)
        strength = str(item.get("strength", "plain"))
        facts.append(Fact(f"f{number}", kind, str(item[kind]), _list_values(item["is"])[0], strength))
    return tuple(facts)


def build_rule(data: Mapping[str, Any], file: str = "") -> Rule:
    """Return the rule that a rule file says; ``file`` is its name in messages."""
    examples = data["examples"]
    return Rule(
        id=str(data["id"]),
        stage=str(data["stage"]),
        claim=str(data["claim"]),
        when=tuple(build_condition(d) for d in data["when"]),
        unless=tuple(build_condition(d) for d in data.get("unless", ())),
        then=_build_effect(str(data["stage"]), data["then"]),
        heuristics=tuple(data["heuristics"]),
        ours=str(data.get("ours", "")),
        layer=int(data.get("layer", 1)),
        fires=tuple(build_person(d) for d in examples["fires"]),
        silent=tuple(build_person(d) for d in examples["silent"]),
        file=file or f"rules/{data['stage']}/{data['id']}.yaml",
    )


def build_path(data: Mapping[str, Any]) -> CareerPath:
    """Return the career path that a file of ``kb/paths`` says."""
    # what a path says stands in its file by the same names
    said: dict[str, Any] = {f.name: data[f.name] for f in fields(CareerPath) if f.name in data}
    said |= {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
    return CareerPath(**said)


def build_articles(data: Mapping[str, Any]) -> dict[str, Article]:
    """Return the articles of ``kb/sources.yaml`` by id."""
    names = ("title", "author", "publisher", "year", "file")
    return {str(i): Article(str(i), *(str(a.get(f, "")) for f in names)) for i, a in data["articles"].items()}


def build_rows(data: Mapping[str, Any]) -> list[SourceRow]:
    """Return the heuristic rows of ``kb/sources.yaml``, in their order."""
    return [
        SourceRow(
            row=str(r["row"]),
            article=str(r["article"]),
            section=str(r["section"]),
            kind=tuple(r["kind"]),
            paths=tuple(r.get("paths", ())),
            heuristic=str(r["heuristic"]),
            paragraph=int(r["paragraph"]),
            digest=str(r["digest"]),
            words=tuple(str(w) for w in r.get("words", ())),
            over=tuple(r.get("over", ())),
            when=str(r.get("when", "")),
        )
        for r in data["rows"]
    ]


def build_scoring(data: Mapping[str, Any]) -> Scoring:
    """Return the thresholds of ``kb/scoring.yaml``."""
    return Scoring(strong=int(data["strong"]), fair=int(data["fair"]), close=int(data["close"]))


def build_vocabulary(data: Mapping[str, Any], paths: Sequence[str]) -> Vocabulary:
    """Return the vocabulary of ``kb/vocabulary.yaml``, with the ids of the paths as further topics of goals."""
    situations = {
        topic: () if slot["values"] == "integer" else tuple(slot["values"]) for topic, slot in data["situations"].items()
    }
    return Vocabulary(
        data["activities"], data["goals"], data["concerns"], situations, tuple(paths), dict(data.get("names", {}))
    )


def _list_values(value: Any) -> tuple[str | int, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


def _build_effect(stage: str, then: Mapping[str, Any]) -> Effect:
    match stage:
        case "traits":
            return TraitEffect(then["trait"], then["meaning"])
        case "fit":
            return FitEffect(then["path"], then["points"], then["because"])
        case "gates":
            opened, closed = (tuple(build_condition(c) for c in then.get(k, ())) for k in ("open", "closed"))
            return GateEffect(then["gate"], opened, closed, then["text"], str(then.get("opens", "")))
        case "choose":
            return ChooseEffect(then["choose"], tuple(then["over"]), then["points"], then["because"])
        case "cautions":
            return CautionEffect(then["caution"], then["text"])
        case "advice":
            return AdviceEffect(then["advice"], int(then.get("weight", 1)), bool(then.get("closing", False)))
        case _:
            return LadderEffect(then["next"])
