"""Saying facts back to a person in plain words, and making any text harmless to show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from fingerpost.knowledge import KnowledgeBase
from fingerpost.records import ANSWERED, Fact

# quoted words beyond this many characters are cut at a space
MAX_QUOTE = 110
_SPACE = re.compile(" ")
_CLAUSE = re.compile(r"[,;:.!?–—] ")

# how a person would say what no question of the interview asks about
_OWN = {
    "likes": "I like {}",
    "dislikes": "I do not like {}",
    "has": "I have experience of {}",
    "lacks": "I have no experience of {}",
    "strong": "I am good at {}",
    "weak": "I am not good at {}",
    "wants": "I want {}",
    "avoids": "I do not want {}",
    "worried": "I worry about {}",
}


def phrase_fact(fact: Fact, knowledge: KnowledgeBase) -> str:
    """A fact as a sentence in the second person, without a full stop: "you like mentoring"."""
    return phrase_said(fact.kind, fact.topic, fact.value, knowledge)


def phrase_said(kind: str, topic: str, value: str | int, knowledge: KnowledgeBase) -> str:
    """What (kind, topic, value) says of a person, in the second person."""
    phrases: dict[str, Any] = knowledge.extras["phrases"]
    if kind == "situation":
        template = phrases["situations"].get(f"{topic} {value}") or phrases["situations"].get(topic, "")
        said = phrases["roles"].get(value, value) if topic == "current-role" else value
        sentence = str(template).format(value=said) or f"{topic}: {value}"
        return sentence.replace("1 years", "1 year") if value == 1 else sentence
    if kind == "goal" and topic in knowledge.paths:
        return str(phrases["goals"][f"path {value}"]).format(path=phrases["paths"].get(topic, topic))
    if kind == "goal" and f"{topic} {value}" in phrases["goals"]:
        return str(phrases["goals"][f"{topic} {value}"])
    slot = "activity" if kind == "goal" and topic in knowledge.vocabulary.activities else kind
    return str(phrases["facts"][f"{slot} {value}"]).format(title=knowledge.title_of(topic))


def phrase_own(fact: Fact, knowledge: KnowledgeBase) -> str:
    """A fact as the person would say it, without a full stop: the answer to the question that asks for it, if one does."""
    questions = knowledge.questions.get(fact.kind, {}).get("questions", ())
    answers: Any = next((q["answers"] for q in questions if q["topic"] == fact.topic), {})
    words = answers.get("number" if isinstance(fact.value, int) else fact.value)
    if words is None:
        return _phrase_plainly(fact, lower_first(knowledge.title_of(fact.topic)))
    said = str(words).format(value=fact.value)
    return said.replace("1 years", "1 year") if fact.value == 1 else said


def lower_first(title: str) -> str:
    """A title as it stands within a sentence; one that begins with an abbreviation stays as it is."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _phrase_plainly(fact: Fact, title: str) -> str:
    if fact.kind != "situation":
        return _OWN[str(fact.value)].format(title)
    value = str(fact.value).replace("-", " ")
    if fact.topic == "years-experience":
        return f"{value} {'year' if value == '1' else 'years'} of experience"
    return title if value == "yes" else f"{title}: {value}"


def name_fact(fact: Fact) -> str:
    """A fact as ``--suppose`` and ``--without`` name it: ``preference:mentoring=likes``."""
    return f"{fact.kind}:{fact.topic}={fact.value}"


def show_text(text: str, most: int | None = None) -> str:
    """A text made harmless to show on one line: control characters become visible, white space single.

    Args:
        text: Any text.
        most: The most characters to show; a longer text ends in an ellipsis at a word.
    """
    shown = "".join(_show_character(c) for c in " ".join(text.split()))
    if most is not None and len(shown) > most:
        cut = shown[: most - 1]
        shown = (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(" ,;:.…") + "…"
    return shown


def show_quotes(fact: Fact) -> str:
    """The words behind a fact, harmless and in quotation marks: of several stretches as many as are quickly read; empty
    where there are none."""
    shown: list[str] = []
    for evidence in fact.evidence:
        words = "" if evidence.text.startswith(ANSWERED) else show_quote(evidence.text, fact.cues)
        if shown and len(" … ".join((*shown, words))) > MAX_QUOTE:
            break
        shown += [words] if words else []
    return f"“{' … '.join(shown)}”" if shown else ""


def show_quote(words: str, cues: Sequence[str] = ()) -> str:
    """Words of the person as they are listed: trimmed and harmless, their own quotation marks kept."""
    return show_text(trim_quote(words, cues, marks=False))


def trim_quote(words: str, cues: Sequence[str] = (), *, marks: bool = True) -> str:
    """Return quoted words fit to stand in quotation marks within a sentence: one line, short, without an end stop.

    Args:
        words: The words as written.
        cues: The words among them that say what they are quoted for; a quotation is cut so that these stay.
        marks: Whether double quotation marks become single ones.
    """
    line = " ".join(_drop_stray_marks(words.removeprefix(ANSWERED)).split())
    line = line.replace('"', "'") if marks else line
    if len(line) <= MAX_QUOTE:
        return line.rstrip(" .,;:") or line
    first = _find_beginning(line, cues)
    tail = line[first:]
    if len(tail) > MAX_QUOTE:
        head, _, _ = tail[: MAX_QUOTE + 1].rpartition(" ")
        tail = (head or tail[:MAX_QUOTE]).rstrip(" .,;:-…") + "…"
    return ("…" if first else "") + (tail.rstrip(" .,;:") or tail)


def _find_beginning(line: str, cues: Sequence[str]) -> int:
    """Where a quotation begins that has no room for the whole line: at its beginning if some cue is found near it, else as
    early as leaves room for the cues, at a clause if there is one, else at a word."""
    found = [[(i, i + len(part)) for part in cue.split(" … ") if (i := line.find(part)) >= 0] for cue in cues]
    reaches = [(min(parts)[0], max(parts)[1]) for parts in found if parts]
    if not reaches or min(end for _, end in reaches) <= MAX_QUOTE:
        return 0
    first, last = min(start for start, _ in reaches), max(end for _, end in reaches)
    clauses, words = ([m.end() for m in p.finditer(line) if m.end() <= first] for p in (_CLAUSE, _SPACE))
    early = [i for i in (*clauses, *words) if last - i <= MAX_QUOTE]
    # a cue may be too far flung to be quoted whole
    return early[0] if early else first if first >= MAX_QUOTE else 0


def _drop_stray_marks(words: str) -> str:
    """Words without Markdown's marks of emphasis, where a quotation cut one of a pair away."""
    return words.replace("**", "") if words.count("**") % 2 else words


def _show_character(c: str) -> str:
    code = ord(c)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code < 0xA0 or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or code in (0x200E, 0x200F, 0x061C):
        return f"<U+{code:04X}>"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return c
