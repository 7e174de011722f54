"""Records to and from plain JSON data, as ``schemas/result.schema.json`` describes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from fingerpost.errors import InputError
from fingerpost.records import STRENGTHS, Evidence, Fact, Line, Note, Recommendation, Result, ScopeWords, Span


def dump_json(data: Any, *, indent: int | None = None) -> str:
    """The JSON of plain data, keys in the order given, non-ASCII characters as they are but never a lone surrogate."""
    text = json.dumps(data, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")


def plain_result(result: Result) -> dict[str, Any]:
    """A result as plain data, the same for ``recommend --format json`` and for a line of a batch."""
    return {
        "id": result.id,
        "facts": [plain_fact(f) for f in result.facts],
        "derived": [{"id": d.id, "trait": d.trait, "rule": d.rule, "facts": list(d.facts)} for d in result.derived],
        "recommendations": [_plain_recommendation(r) for r in result.recommendations],
        "standing": [
            {
                "path": s.path,
                "score": s.score,
                "points": [{"rule": p.rule, "points": p.points, "facts": list(p.facts)} for p in s.points],
            }
            for s in result.standing
        ],
        "gates": [
            {"rule": g.rule, "path": g.path, "state": g.state, "facts": list(g.facts), "text": g.text} for g in result.gates
        ],
        "advice": [_plain_line(line) for line in result.advice],
        "firings": [
            {"order": f.order, "rule": f.rule, "facts": list(f.facts), "concludes": f.concludes} for f in result.firings
        ],
        "unread": [plain_span(s) for s in result.unread],
        "notes": [plain_note(n) for n in result.notes],
        "groups": dict(result.groups),
        "provenance": dict(result.provenance),
    }


def plain_fact(fact: Fact) -> dict[str, Any]:
    """A fact as plain data; ``scope`` only where words turned what its cues say."""
    data: dict[str, Any] = {
        "id": fact.id,
        "kind": fact.kind,
        "topic": fact.topic,
        "value": fact.value,
        "strength": fact.strength,
        "evidence": [_plain_evidence(e) for e in fact.evidence],
        "lexicon": list(fact.lexicon),
        "cues": list(fact.cues),
    }
    return {**data, "scope": [{"scope": s.scope, "text": s.text} for s in fact.scope]} if fact.scope else data


def plain_span(span: Span) -> dict[str, int | str]:
    """A stretch of the text as plain data, in code points."""
    data: dict[str, int | str] = {"start": span.start, "end": span.end}
    return data if span.field is None else {**data, "field": span.field}


def plain_note(note: Note) -> dict[str, str]:
    """A note as plain data."""
    return {"about": note.about, "text": note.text}


def _plain_evidence(evidence: Evidence) -> dict[str, Any]:
    data: dict[str, Any] = {"start": evidence.start, "end": evidence.end, "text": evidence.text}
    if evidence.field is not None:
        data["field"] = evidence.field
    return data


def _plain_line(line: Line) -> dict[str, Any]:
    return {"rule": line.rule, "facts": list(line.facts), "text": line.text, "heuristics": list(line.heuristics)}


def _plain_recommendation(item: Recommendation) -> dict[str, Any]:
    return {
        "path": item.path,
        "rank": item.rank,
        "score": item.score,
        "verdict": item.verdict,
        "reasons": [
            {
                "rule": r.rule,
                "points": r.points,
                "facts": list(r.facts),
                "text": r.text,
                "heuristics": list(r.heuristics),
            }
            for r in item.reasons
        ],
        "cautions": [_plain_line(c) for c in item.cautions],
        "first_steps": list(item.first_steps),
        "next": list(item.next),
    }


def parse_json(source: str, where: str, mend: str) -> Any:
    """The data of a JSON source.

    Raises:
        InputError: It is no JSON; the error tells what is wrong on which line.
    """
    try:
        return json.loads(source)
    except json.JSONDecodeError as error:
        problem = f"{error.msg[:1].lower()}{error.msg[1:]}, column {error.colno}"
        raise InputError(f"this is no JSON ({problem})", where=f"{where}:{error.lineno}", mend=mend) from None
    except RecursionError:
        raise InputError("the JSON is nested too deeply", where=where, mend=mend) from None
    except ValueError:
        raise InputError("a number has thousands of digits", where=where, mend="write the number that is meant") from None


def read_facts(data: Any, where: str, find_fault: Callable[[str, str, str | int], str] | None = None) -> tuple[Fact, ...]:
    """The facts of a JSON list of facts, or of a result record; numbered anew f1, f2, ...

    Evidence may be a list of objects, one object, a plain string, or absent.

    Args:
        data: What was read.
        where: The name of the input, for errors.
        find_fault: What the vocabulary has against (kind, topic, value), empty where it has nothing; facts are not held
            against it where there is none.

    Raises:
        InputError: The data is of neither form, a fact lacks kind, topic or value, or it is not in the vocabulary.
    """
    if isinstance(data, Mapping):
        data = data.get("facts")
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise InputError("this is neither a list of facts nor a result record", where=where, mend='give [{"kind": ...}]')
    facts: dict[tuple[str, str, str | int], Fact] = {}
    for number, item in enumerate(data, 1):
        place = f"{where} (fact {number})"
        if not isinstance(item, Mapping):
            raise InputError("a fact must be an object", where=place, mend='write {"kind", "topic", "value"}')
        for key in ("kind", "topic", "value"):
            if key not in item:
                raise InputError(f"the fact has no {key}", where=place, mend=f"add {key}")
        value = _read_value(item["value"], place)
        fault = find_fault(str(item["kind"]), str(item["topic"]), value) if find_fault is not None else ""
        if fault:
            raise InputError(fault, where=place, mend="see kb/vocabulary.yaml for the kinds, topics and values")
        fact = Fact(
            id=f"f{len(facts) + 1}",
            kind=str(item["kind"]),
            topic=str(item["topic"]),
            value=value,
            strength=_read_strength(item.get("strength", "plain"), place),
            evidence=tuple(_read_evidence(item.get("evidence"), place)),
            lexicon=_read_words(item, "lexicon", place),
            cues=_read_words(item, "cues", place),
            scope=tuple(_read_scope(item.get("scope") or (), place)),
        )
        facts.setdefault(fact.key, fact)
    return tuple(facts.values())


def _read_value(value: Any, where: str) -> str | int:
    if value is True:
        return "yes"
    if isinstance(value, int | str) and not isinstance(value, bool):
        return value
    raise InputError(
        f"value {value!r} is neither a word nor a whole number", where=where, mend="use an id of the vocabulary"
    )


def _read_strength(value: Any, where: str) -> str:
    if value not in STRENGTHS:
        raise InputError(
            f"unknown strength {value!r}", where=where, mend=f"use one of {', '.join(STRENGTHS)}, or leave it out"
        )
    return str(value)


def _read_words(item: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    data = item.get(key) or ()
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise InputError(f"{key} must be a list of words", where=where, mend='write ["..."] or leave it out')
    return tuple(map(str, data))


def _read_scope(data: Any, where: str) -> Iterable[ScopeWords]:
    for item in data if isinstance(data, Sequence) else (data,):
        if not isinstance(item, Mapping) or not {"scope", "text"} <= item.keys():
            raise InputError("scope must be a list of words", where=where, mend='write [{"scope", "text"}] or leave it out')
        yield ScopeWords(str(item["scope"]), str(item["text"]))


def _read_evidence(data: Any, where: str) -> Iterable[Evidence]:
    if data is None:
        return
    items = [data] if isinstance(data, str | Mapping) else data
    if not isinstance(items, Sequence):
        raise InputError("evidence must be words or a list", where=where, mend="give a string or a list of objects")
    for item in items:
        if isinstance(item, str):
            yield Evidence(-1, -1, item)
        elif isinstance(item, Mapping) and isinstance(item.get("text"), str):
            start, end = item.get("start", -1), item.get("end", -1)
            if not isinstance(start, int) or not isinstance(end, int):
                raise InputError("start and end of evidence must be whole numbers", where=where, mend="mend or remove them")
            yield Evidence(start, end, str(item["text"]), str(item["field"]) if item.get("field") else None)
        else:
            raise InputError("a piece of evidence has no text", where=where, mend='write {"start", "end", "text"}')
