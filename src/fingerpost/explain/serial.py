"""An explanation as plain data, as ``schemas/explanation.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from fingerpost.assess import Change
from fingerpost.contradictions import Contradiction
from fingerpost.explain.records import (
    Argument,
    CautionGround,
    Contrast,
    Explanation,
    GateGround,
    Ground,
    Lack,
    Place,
    Premise,
    Silent,
    Smallest,
    Source,
    Step,
    Way,
    WhatIf,
)
from fingerpost.explain.wording import phrase_steps
from fingerpost.records import Derived
from fingerpost.serialising import plain_fact, plain_span


def plain_explanation(explanation: Explanation) -> dict[str, Any]:
    """An explanation as plain data."""
    result = explanation.result
    return {
        **_plain_argument(explanation.argument),
        "silent": [_plain_silent(s) for s in explanation.argument.silent],
        "smallest_change": _plain_smallest(explanation.smallest),
        "what_if": _plain_what_if(explanation.what_if) if explanation.what_if else None,
        "versus": _plain_contrast(explanation.contrast) if explanation.contrast else None,
        "contradictions": [_plain_contradiction(c) for c in explanation.contradictions],
        "facts": [plain_fact(f) for f in result.facts],
        "derived": [{"id": d.id, "trait": d.trait, "rule": d.rule, "facts": list(d.facts)} for d in result.derived],
        "unread": [plain_span(s) for s in result.unread],
        "notes": [{"about": n.about, "text": n.text} for n in result.notes],
        "provenance": dict(explanation.provenance),
    }


def write_option(change: Change) -> str:
    """A change as the option of the command line that makes it."""
    value = "" if change.value is None else f"={change.value}"
    return f"--{'suppose' if change.suppose else 'without'} {change.kind}:{change.topic}{value}"


def _plain_argument(argument: Argument) -> dict[str, Any]:
    return {
        "path": argument.path,
        "rank": argument.rank,
        "score": argument.score,
        "verdict": argument.verdict or None,
        "recommended": argument.recommended,
        "for": [_plain_ground(g) for g in argument.pros],
        "against": [_plain_ground(g) for g in argument.cons],
        "sum": [{"rule": rule, "points": points} for rule, points in argument.terms],
        "gates": [_plain_gate(g) for g in argument.gates],
        "cautions": [_plain_caution(c) for c in argument.cautions],
    }


def _plain_ground(ground: Ground) -> dict[str, Any]:
    return {
        "rule": ground.rule,
        "stage": ground.stage,
        "claim": ground.claim,
        "points": ground.points,
        "stated": ground.stated,
        "outweighed_by": list(ground.outweighed_by),
        "over": list(ground.rivals),
        "text": ground.text,
        "sources": [_plain_source(s) for s in ground.sources],
        "premises": [_plain_premise(p) for p in ground.premises],
    }


def _plain_gate(gate: GateGround) -> dict[str, Any]:
    return {
        "rule": gate.rule,
        "claim": gate.claim,
        "state": gate.state,
        "text": gate.text,
        "sources": [_plain_source(s) for s in gate.sources],
        "premises": [_plain_premise(p) for p in gate.premises],
    }


def _plain_caution(caution: CautionGround) -> dict[str, Any]:
    return {
        "rule": caution.rule,
        "claim": caution.claim,
        "text": caution.text,
        "sources": [_plain_source(s) for s in caution.sources],
        "premises": [_plain_premise(p) for p in caution.premises],
    }


def _plain_source(source: Source) -> dict[str, Any]:
    if not source.row:
        return {"ours": source.heuristic}
    return {
        "row": source.row,
        "article": source.article,
        "title": source.title,
        "section": source.section,
        "paragraph": source.paragraph,
        "heuristic": source.heuristic,
    }


def _plain_premise(premise: Premise) -> dict[str, Any]:
    thing = premise.thing
    if isinstance(thing, Derived):
        return {
            "id": thing.id,
            "trait": thing.trait,
            "says": premise.says,
            "rule": premise.rule,
            "sources": [_plain_source(s) for s in premise.sources],
            "premises": [_plain_premise(p) for p in premise.premises],
        }
    return {**plain_fact(thing), "says": premise.says}


def _plain_silent(silent: Silent) -> dict[str, Any]:
    return {
        "rule": silent.rule,
        "stage": silent.stage,
        "state": silent.state or None,
        "points": silent.points,
        "claim": silent.claim,
        "distance": silent.distance,
        "lacks": [_plain_lack(lack) for lack in silent.lacks],
        "denied": list(silent.denied),
        "sources": [_plain_source(s) for s in silent.sources],
    }


def _plain_lack(lack: Lack) -> dict[str, Any]:
    return {
        "says": lack.says,
        "facts": [{"kind": kind, "topic": topic, "value": value} for kind, topic, value in lack.facts],
        "trait": lack.trait or None,
        "through": [{"rule": rule, "lacks": list(lacks)} for rule, lacks in lack.through],
    }


def _plain_step(step: Step) -> dict[str, Any]:
    change = step.change
    return {
        "do": "suppose" if change.suppose else "without",
        "kind": change.kind,
        "topic": change.topic,
        "value": change.value,
        "says": step.says,
        "chosen": step.chosen,
        "option": write_option(change),
    }


def _plain_way(way: Way) -> dict[str, Any]:
    return {
        "size": len(way.steps),
        "chosen": way.chosen,
        "score": way.score,
        "says": phrase_steps(way.steps),
        "changes": [_plain_step(s) for s in way.steps],
    }


def _plain_smallest(smallest: Smallest) -> dict[str, Any]:
    return {
        "size": smallest.size,
        "chosen_size": smallest.own,
        "most": smallest.most,
        "ways": [_plain_way(w) for w in smallest.ways],
    }


def _plain_place(place: Place) -> dict[str, Any]:
    return {"path": place.path, "rank": place.rank, "score": place.score, "recommended": place.recommended}


def _plain_what_if(what_if: WhatIf) -> dict[str, Any]:
    return {
        "changes": [_plain_step(s) for s in what_if.steps],
        "before": [_plain_place(p) for p in what_if.before],
        "after": [_plain_place(p) for p in what_if.after],
        "rules": [
            {
                "rule": s.rule,
                "stage": s.stage,
                "path": s.path or None,
                "before": s.before,
                "after": s.after,
                "claim": s.claim,
            }
            for s in what_if.shifts
        ],
    }


def _plain_contrast(contrast: Contrast) -> dict[str, Any]:
    return {
        **_plain_argument(contrast.other),
        "lead": contrast.lead,
        "tips": [{"fact": t.fact.id, "says": t.says, "moves": t.moves} for t in contrast.tips],
        "choices": list(contrast.choices),
    }


def _plain_contradiction(contradiction: Contradiction) -> dict[str, Any]:
    return {"facts": [contradiction.first.id, contradiction.second.id], "text": contradiction.text}
