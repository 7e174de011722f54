"""Writing a drafted survey map as YAML, with comments that tell the person what to look at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from fingerpost.survey.drafting import ColumnLook, Draft, guess_values
from fingerpost.survey.privacy import mask_identifiers

FRAMES = "free, likes, dislikes, strengths, weaknesses, goals, concerns, experience"
_MOST_NAMED = 40


def write_map(draft: Draft, name: str) -> str:
    """The YAML of a drafted map for the survey file ``name``."""
    return "\n".join(_write_lines(draft, name)) + "\n"


def _write_lines(draft: Draft, name: str) -> Iterator[str]:
    yield f"# A draft for {_quote(name)}: read it through, correct it, then run"
    yield "#   fingerpost batch INPUT --survey THIS_FILE --output results.jsonl"
    if draft.identity:
        yield f"id: {_quote(draft.identity)}"
    else:
        yield "# no column looks like an id; row numbers serve as ids"
    yield ""
    yield "# columns in people's own words, each with the question behind it; a frame is one of"
    yield f"# {FRAMES}"
    yield "texts:" if draft.texts else "texts: []  # none was found: name at least one"
    for look, frame in draft.texts:
        yield f"  - column: {_quote(look.name)}{_ask(look)}"
        yield f"    frame: {frame}"
    if draft.structured:
        yield ""
        yield "# columns of set answers: what each answer means (kb/vocabulary.yaml); an answer left out says nothing"
        yield "structured:"
        for look, topic in draft.structured:
            yield f"  - column: {_quote(look.name)}{_ask(look)}"
            yield f"    topic: {topic}"
            yield from _write_values(guess_values(look, topic))
    if draft.groups:
        yield ""
        yield "# columns kept for grouping; small groups can give people away"
        yield "groups:"
        yield from (f"  - {_quote(look.name)}" for look in draft.groups)
    if draft.skip_first:
        yield ""
        yield "# rows under the header that hold no answers"
        yield "skip:"
        yield f"  first: {draft.skip_first}"
    if draft.left_out:
        yield ""
        yield "# not read:"
        yield from (f"#   {_quote(look.name)}{_ask(look)}" for look in draft.left_out[:_MOST_NAMED])
        if len(draft.left_out) > _MOST_NAMED:
            yield f"#   and {len(draft.left_out) - _MOST_NAMED} more"


def _write_values(values: Mapping[str, str | int] | str) -> Iterator[str]:
    if isinstance(values, str):
        yield f"    values: {values}"
        return
    # a masked answer would match none
    known = {answer: value for answer, value in values.items() if value != "" and mask_identifiers(answer) == answer}
    yield "    values:" if known else '    values: {"": ""}  # fill in'
    yield from (f"      {_quote(answer)}: {value}" for answer, value in known.items())
    yield from (f"      # {_quote(answer)}: " for answer in values if answer not in known)


def _ask(look: ColumnLook) -> str:
    question = look.question.removeprefix(look.name).strip()
    return f"  # {mask_identifiers(question[:90])}" if question else ""


def _quote(words: str) -> str:
    # a JSON string is a YAML string; control characters are escaped in it
    return json.dumps(mask_identifiers(words), ensure_ascii=False).replace("\x7f", "\\x7f").replace("\x85", "\\x85")
