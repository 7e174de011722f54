"""What the encoders are shown: sentences and parts of sentences with the facts that they tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fingerpost.intake.encoding import spell_parts, spell_sentence, spell_stretch
from fingerpost.learning.corpus import Lesson
from fingerpost.records import Key

# what numbers say is read by rules alone
_NUMBERS = frozenset({"years-experience"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence to learn from: the one that it leans on (or nothing), itself, and the facts that it tells; None where no
    reader has said."""

    before: str
    sentence: str
    facts: tuple[Key, ...] | None


def list_shown(lessons: Iterable[Lesson]) -> list[Shown]:
    """The sentences of lessons, and the parts of sentences that are evidence, each with the facts that it tells."""
    found: dict[Shown, None] = {}
    for lesson in lessons:
        page = lesson.page
        parts: dict[str, set[Key]] = {}
        for place, told in zip(page.sentences, lesson.told, strict=True):
            if told is not None:
                before, sentence = spell_sentence(page, place)
                facts = sorted(f for f in told if f[1] not in _NUMBERS)
                found[Shown(before, sentence, tuple(facts))] = None
        for start, end, fact in lesson.evidence:
            if fact[1] not in _NUMBERS:
                parts.setdefault(spell_stretch(page, start, end), set()).add(fact)
        found.update((Shown("", part, tuple(sorted(facts))), None) for part, facts in parts.items())
    return sorted(found, key=lambda one: (one.sentence, one.before, one.facts or ()))


def list_unsaid(lessons: Iterable[Lesson], shown: Iterable[Shown]) -> list[Shown]:
    """The sentences of lessons and their parts, as an encoder is asked of them, that are not among those ``shown``."""
    known = {(one.before, one.sentence) for one in shown}
    found: dict[Shown, None] = {}
    for lesson in lessons:
        page = lesson.page
        for place in page.sentences:
            for before, sentence in (spell_sentence(page, place), *spell_parts(page, place).values()):
                if (before, sentence) not in known:
                    found[Shown(before, sentence, None)] = None
    return sorted(found, key=lambda one: (one.sentence, one.before))
