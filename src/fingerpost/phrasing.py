"""Saying facts back to a person in plain words, and making any text harmless to show."""

from __future__ import annotations

from typing import Any

from fingerpost.knowledge import KnowledgeBase
from fingerpost.records import Fact

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


def show_quote(text: str, most: int | None = None) -> str:
    """Words of the person as they are quoted: harmless, and without marks of emphasis that lost their other half."""
    return show_text(drop_stray_marks(text), most)


def drop_stray_marks(words: str) -> str:
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
