"""Writing a drafted survey map as YAML, with comments that tell the person what to look at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from fingerpost.survey.drafting import Draft
from fingerpost.survey.looking import ColumnLook
from fingerpost.survey.mapping import ROLE, SIZE, YEARS
from fingerpost.survey.privacy import mask_identifiers
from fingerpost.survey.set_answers import guess_values, list_unread, looks_coded

FRAMES = "free, likes, dislikes, strengths, weaknesses, goals, concerns, experience"
_MOST_NAMED = 40
_MOST_UNREAD = 8
_LONGEST = 60
# what a choice says under the question it belongs to
_FACTS = {
    "likes": ("preference", "likes"),
    "dislikes": ("preference", "dislikes"),
    "strengths": ("skill", "strong"),
    "weaknesses": ("skill", "weak"),
    "goals": ("goal", "wants"),
    "concerns": ("concern", "worried"),
    "experience": ("experience", "has"),
}
_HINTS = {
    ROLE: "none of our roles; pick one, or leave it out",
    YEARS: "how many whole years?",
    SIZE: "tiny (to 10), small (to 100), medium (to 1000) or large?",
}


def write_map(draft: Draft, name: str) -> str:
    """The YAML of a drafted map for the survey file ``name``."""
    return "\n".join(_write_lines(draft, name)) + "\n"


def list_doubts(draft: Draft) -> list[str]:
    """What the person who runs the survey should look at first, one short sentence each."""
    unsure = sum(bool(look.asked.doubt) for look in draft.texts)
    columns = "1 question is" if unsure == 1 else f"{unsure} questions are"
    doubts = [f"{columns} drafted as free, because it is not clear what a short answer means: see 'not sure'."]
    return doubts * bool(unsure) + ["No column looks like answers in people's own words; name at least one under texts."] * (
        not draft.texts
    )


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
    for look in draft.texts:
        yield f"  - column: {_quote(look.name)}{_ask(look)}"
        if look.asked.doubt:
            yield f"    # not sure: {look.asked.doubt};"
            yield "    # free reads whole sentences, and gives a bare list no meaning"
        yield f"    frame: {look.asked.frame}"
    if draft.structured or draft.undecided or draft.choices:
        yield ""
        yield "# columns of set answers: what each answer means (kb/vocabulary.yaml); an answer left out says nothing"
        yield "structured:" if draft.structured else "# structured:"
    for look, topic in draft.structured:
        yield f"  - column: {_quote(look.name)}{_ask(look)}"
        yield f"    topic: {topic}"
        yield from _write_values(look, topic)
    for look, topic in draft.undecided:
        yield f"#  - column: {_quote(look.name)}  # no answer could be told; fill in, and take away the # signs"
        yield f"#    topic: {topic}"
        yield "#    values:"
        yield from (f"#      {_quote(answer)}:" for answer in look.choices[:_MOST_NAMED])
    yield from _write_choices(draft.choices)
    if draft.groups:
        yield ""
        yield "# columns kept for grouping; small groups can give people away"
        yield "groups:"
        yield from (f"  - {_quote(look.name)}" for look in draft.groups)
    if draft.skip_first or draft.skips:
        yield ""
        yield "# rows that hold no answers"
        yield "skip:"
        if draft.skip_first:
            rows = "row" if draft.skip_first == 1 else "rows"
            yield f"  first: {draft.skip_first}  # {rows} of further headers"
        if draft.skips:
            yield "  where:"
        for skip in draft.skips:
            words = ", ".join(map(_quote, skip.words))
            yield f"    - {{column: {_quote(skip.column)}, is: [{words}]}}  # {skip.why}"
    if draft.left_out:
        yield ""
        yield "# not read:"
        yield from (f"#   {_quote(look.name)}{_ask(look)}{_tell_choice(look)}" for look in draft.left_out[:_MOST_NAMED])
        if len(draft.left_out) > _MOST_NAMED:
            yield f"#   and {len(draft.left_out) - _MOST_NAMED} more"


def _write_choices(looks: Sequence[ColumnLook]) -> Iterator[str]:
    if looks:
        yield "# a yes to one of these is a fact once you name its topic (kb/vocabulary.yaml) and take away the # signs"
    for look in looks[:_MOST_NAMED]:
        kind, value = _FACTS[look.asked.frame]
        yield f"#  - column: {_quote(look.name)}{_ask(look)}"
        yield f"#    kind: {kind}"
        yield "#    topic: "
        yield f"#    values: {{{', '.join(f'{_quote(answer)}: {value}' for answer in look.affirmed)}}}"
    if len(looks) > _MOST_NAMED:
        yield f"#   and {len(looks) - _MOST_NAMED} more"


def _write_values(look: ColumnLook, topic: str) -> Iterator[str]:
    values = guess_values(look, topic)
    if isinstance(values, str):
        yield f"    values: {values}" + ("  # whole years" if topic == YEARS else "  # how many people")
        if looks_coded(look):
            yield "    # only small numbers: if they are the codes of set answers, write what each means in place of number"
        yield from _write_unread(list_unread(look, topic), topic)
        return
    # a masked answer would match none
    known = {answer: value for answer, value in values.items() if value != "" and mask_identifiers(answer) == answer}
    if topic == YEARS and any("-" in answer or "to" in answer for answer in known):
        yield "    # a range counts by its lower end"
    yield "    values:"
    yield from (f"      {_quote(answer)}: {value}" for answer, value in known.items())
    for answer in values:
        if answer not in known:
            dated = topic == YEARS and re.search(r"(?:19|20)\d\d", answer)
            hint = "they cannot be counted from a date" if dated else _HINTS[topic]
            yield f"      # {_quote(answer)}:   # {hint}"


def _write_unread(answers: Sequence[str], topic: str) -> Iterator[str]:
    if answers:
        shown = ", ".join(_quote(answer[:_LONGEST]) for answer in answers[:_MOST_UNREAD])
        more = f", and {len(answers) - _MOST_UNREAD} more" if len(answers) > _MOST_UNREAD else ""
        why = "years cannot be counted from a date, and over 60 cannot be right" if topic == YEARS else "no size for sure"
        yield f"    # these say nothing ({why}): {shown}{more}"


def _ask(look: ColumnLook) -> str:
    question = look.question.removeprefix(look.name).strip()
    return f"  # {mask_identifiers(question[:90])}" if question else ""


def _tell_choice(look: ColumnLook) -> str:
    if mask_identifiers(look.name) != look.name:
        return "  # its name looks like an address or a number of somebody; rename the column to have it read"
    repeated = [" ".join(look.name.split())] == [*look.choices]
    return "  # one choice of a question that is not named here; under texts, with its frame, it can be read" * repeated


def _quote(words: str) -> str:
    # a JSON string is a YAML string; control characters are escaped in it
    return json.dumps(mask_identifiers(words), ensure_ascii=False).replace("\x7f", "\\x7f").replace("\x85", "\\x85")
