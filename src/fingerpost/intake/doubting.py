"""What the second reader is asked: the sentences in which something may be read beside what the lexicon found."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fingerpost.intake.candidates import Candidate, list_candidates
from fingerpost.intake.encoding import Spelt, Stretch, spell_parts, spell_sentence
from fingerpost.intake.found import Findings
from fingerpost.intake.lexicon import Lexicon
from fingerpost.intake.places import Place
from fingerpost.intake.stating import Statement
from fingerpost.intake.tokens import Page
from fingerpost.records import Key


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence with its candidates; ``asked`` is how an encoder is asked of it (None where it need not be) and ``parts``
    how it is asked of the parts that could stand alone, where there are several."""

    place: Place
    candidates: Sequence[Candidate]
    asked: Spelt | None = None
    parts: Mapping[Stretch, Spelt] = field(default_factory=dict)

    def list_asked(self, told: Told | None = None) -> list[Spelt]:
        """All that an encoder is asked: the whole alone where another has ``told`` of the parts."""
        if self.asked is None:
            return []
        return [self.asked] if told is not None else [self.asked, *self.parts.values()]


@dataclass(frozen=True, slots=True)
class Told:
    """What an encoder tells of a sentence as a whole, and of each of its parts."""

    whole: Mapping[Key, float]
    parts: Mapping[Stretch, Mapping[Key, float]]

    def find_part(self, key: Key) -> tuple[float, Stretch | None]:
        """The greatest chance of a fact by a part alone, and the part; by the whole where there is but one."""
        if not self.parts:
            return self.whole.get(key, 0.0), None
        best = max(self.parts, key=lambda part: (self.parts[part].get(key, 0.0), -part[0]))
        return self.parts[best].get(key, 0.0), best


def list_doubts(
    page: Page,
    findings: Findings,
    statements: Sequence[Statement],
    lexicon: Lexicon,
    quoted: Collection[int] = (),
) -> Iterator[Doubt]:
    """The sentences of a text, each with what could be read in it; nothing where there is no second reader.

    Args:
        page: The parsed text.
        findings: What the lexicon found in it.
        statements: What was made of that.
        lexicon: The lexicon with its second reader.
        quoted: The sentences that are somebody else's; nothing is read in them.
    """
    weights = lexicon.weights
    if weights is None:
        return
    for sentence in page.sentences:
        place = Place(page, findings, sentence)
        if sentence.index in quoted:
            yield Doubt(place, ())
            continue
        candidates = list(list_candidates(place, statements, weights, lexicon.kinds))
        can_ask = weights.joint and lexicon.encoders
        yield open_doubt(place, candidates) if can_ask else Doubt(place, candidates)


def open_doubt(place: Place, candidates: Sequence[Candidate]) -> Doubt:
    """A sentence with what an encoder is asked of it: nothing where a plain sentence is wholly read, or where nothing can
    be added, since it asks or tells of others."""
    page, sentence = place.page, place.sentence
    said = [c for c in candidates if c.said]
    parts = spell_parts(page, sentence)
    if (place.is_closed and not said) or (said and not parts and all(c.plain for c in said)):
        return Doubt(place, candidates)
    return Doubt(place, candidates, spell_sentence(page, sentence, bool(place.found)), parts)


def hear_answers(doubt: Doubt, answers: Mapping[Spelt, Mapping[Key, float]], told: Told | None = None) -> Told:
    """What an encoder tells of a sentence.

    Args:
        doubt: The sentence, of which the encoder is to be asked.
        answers: What the encoder says of all that it was asked.
        told: What another has told of it, if one has; its word on the parts stands.
    """
    whole = {} if doubt.asked is None else answers[doubt.asked]
    parts = {part: answers[spelt] for part, spelt in doubt.parts.items()} if told is None else told.parts
    return Told(whole, parts)
