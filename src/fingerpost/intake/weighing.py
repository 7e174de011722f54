"""The second reader: what was learned from annotated sentences judges what the lexicon found, and proposes what it missed.

The lexicon reads first. What it found stays unless the words around it speak clearly against it; a reading that it did not
find is added where they speak clearly for it. Two models are heard: weights of words, whose sums can be checked by hand, and
the encoder, which knows words in their setting. Combining a first reading with learned ones is stacking (Wolpert, 1992,
"Stacked generalization").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fingerpost.intake.candidates import AGAINST, UNWEIGHED, Candidate, list_candidates, logit, sign_of
from fingerpost.intake.encoding import Spelt, Stretch, list_parts, spell_sentence, spell_stretch
from fingerpost.intake.features import list_signed_words, list_words
from fingerpost.intake.found import Findings
from fingerpost.intake.lexicon import Lexicon
from fingerpost.intake.places import Place
from fingerpost.intake.stating import Statement
from fingerpost.intake.tokens import Page
from fingerpost.intake.weights import Scale, Weights
from fingerpost.records import OPPOSITE, Key

# the name under which a reading of the second reader stands in the trace
SOURCE = "weights"
# the number of no entry: a reading that rests on the words together
UNLISTED = 0
_MOST_ADDED = 3
# tokens of a sentence that is plain where the lexicon has read it wholly
_PLAIN = 9
# the least chance of what is added to a sentence in which the lexicon has found no cue
_WITHOUT_CUE = 0.6
# what only the encoder proposes must be likelier than this to be looked at
_LEAST_LIKELY = 0.05
# from this chance on a topic is liked and disliked in one sentence, where the lexicon finds both
_BOTH = 0.6
# the least chance of what is added to a sentence that does not name its writer
_OF_NOBODY = 0.8
# the chances that stand for what a model does not speak of
_UNHEARD, _UNTOLD = 0.005, 0.003
# from this chance on a part of a sentence tells a fact by itself
_TELLS_ALONE = 0.5


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence with its candidates; ``asked`` is how the encoder is asked of it (None where it need not be) and ``parts``
    how it is asked of the parts that could stand alone, where there are several."""

    place: Place
    candidates: Sequence[Candidate]
    asked: Spelt | None = None
    parts: Mapping[Stretch, Spelt] = field(default_factory=dict)

    def list_asked(self) -> list[Spelt]:
        """All that the encoder is asked."""
        return [] if self.asked is None else [self.asked, *self.parts.values()]


@dataclass(frozen=True, slots=True)
class Told:
    """What the encoder tells of a sentence as a whole, and of each of its parts."""

    whole: Mapping[Key, float]
    parts: Mapping[Stretch, Mapping[Key, float]]

    def find_part(self, key: Key) -> tuple[float, Stretch | None]:
        """The greatest chance of a fact by a part alone, and the part; by the whole where there is but one."""
        if not self.parts:
            return self.whole.get(key, 0.0), None
        best = max(self.parts, key=lambda part: (self.parts[part].get(key, 0.0), -part[0]))
        return self.parts[best].get(key, 0.0), best


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with the chance that it is right, and the least chance from which on it is taken."""

    candidate: Candidate
    chance: float
    least: float


def list_doubts(page: Page, findings: Findings, statements: Sequence[Statement], lexicon: Lexicon) -> Iterator[Doubt]:
    """The sentences of a text, each with what could be read in it; nothing where there is no second reader.

    Args:
        page: The parsed text.
        findings: What the lexicon found in it.
        statements: What was made of that.
        lexicon: The lexicon with its second reader.
    """
    weights = lexicon.weights
    if weights is None:
        return
    for sentence in page.sentences:
        place = Place(page, findings, sentence)
        candidates = list(list_candidates(place, statements, weights, lexicon.kinds))
        can_ask = weights.joint is not None and lexicon.encoder is not None
        yield open_doubt(place, candidates) if can_ask else Doubt(place, candidates)


def open_doubt(place: Place, candidates: Sequence[Candidate]) -> Doubt:
    """A sentence with what the encoder is asked of it: nothing where a plain sentence is wholly read, or where nothing can
    be added, since it asks or tells of others."""
    page, sentence = place.page, place.sentence
    said = [c for c in candidates if c.said]
    if (place.is_closed and not said) or (said and all(map(_is_plain, said))):
        return Doubt(place, candidates)
    parts = list_parts(page, sentence)
    spelt = {part: ("", spell_stretch(page, *part)) for part in parts} if len(parts) > 1 else {}
    return Doubt(place, candidates, spell_sentence(page, sentence), spelt)


def hear_answers(doubt: Doubt, answers: Mapping[Spelt, Mapping[Key, float]]) -> Told | None:
    """What the encoder tells of a sentence; None where it was not asked."""
    if doubt.asked is None:
        return None
    return Told(answers[doubt.asked], {part: answers[spelt] for part, spelt in doubt.parts.items()})


def weigh_statements(
    statements: Sequence[Statement],
    doubts: Sequence[Doubt],
    answers: Mapping[Spelt, Mapping[Key, float]],
    lexicon: Lexicon,
) -> list[Statement]:
    """Drop the statements that are unlikely and add the readings that are likely.

    Args:
        statements: What was made of what the lexicon found.
        doubts: All sentences of the text, in order; where there is no second reader, all stays as it is.
        answers: What the encoder says of all that it was asked.
        lexicon: The lexicon with its second reader.

    Returns:
        Statements in order of the text.
    """
    weights = lexicon.weights
    if weights is None:
        return list(statements)
    kept: set[Key] = set()
    added: list[Statement] = []
    last: frozenset[Key] = frozenset()
    for doubt in doubts:
        told = hear_answers(doubt, answers)
        judged = _judge_candidates(doubt, told, weights, lexicon.kinds)
        taken: dict[tuple[str, str], Candidate] = {}
        for one in sorted(judged, key=lambda j: (-j.chance, j.candidate.key)):
            candidate = one.candidate
            if one.chance < one.least:
                continue
            # the lexicon may find both signs ("short talks, yes; keynotes, never"); nothing is added against what is read
            other = taken.get(candidate.key[:2])
            if other is not None and not (candidate.said and other.said and one.chance >= _BOTH):
                continue
            # a sentence that leans on the one before ("Call me.") tells it no second time
            if not candidate.said and candidate.key in last:
                continue
            if candidate.said:
                kept.add(candidate.key)
            elif len(taken) < _MOST_ADDED:
                added.append(_state_added(doubt.place, candidate, told, weights))
            else:
                continue
            taken[candidate.key[:2]] = candidate
        last = frozenset(c.key for c in taken.values())
    stay = [s for s in statements if s.topic in UNWEIGHED or (s.kind, s.topic, str(s.value)) in kept]
    return sorted([*stay, *added], key=lambda s: (s.start, s.end, s.topic, s.kind))


def _judge_candidates(doubt: Doubt, told: Told | None, weights: Weights, kinds: Mapping[str, str]) -> Iterator[Judged]:
    if told is None or weights.joint is None:
        for candidate in doubt.candidates:
            # the words alone say nothing against what the lexicon has read wholly
            least = 0.0 if candidate.certain else _find_least(weights.alone, candidate)
            yield Judged(candidate, weights.alone.weigh(candidate.terms), least)
        return
    for candidate, terms in describe_jointly(doubt.place, doubt.candidates, weights.alone, told, kinds):
        least = _find_least(weights.joint, candidate)
        of_others = "other" in candidate.terms and "self" not in candidate.terms
        if "not of writer" in terms or (of_others and not candidate.said):
            least = max(least, _OF_NOBODY)
        yield Judged(candidate, weights.joint.weigh(terms), least)


def _is_plain(candidate: Candidate) -> bool:
    """Whether a short sentence is wholly read: "I'm bad at small talk." means what it says."""
    return candidate.certain and candidate.sentence.end - candidate.sentence.start <= _PLAIN


def _find_least(scale: Scale, candidate: Candidate) -> float:
    """The chance that a candidate needs: more where the lexicon has found no cue that could carry it."""
    if candidate.said:
        return scale.keep
    return scale.add if "cue" in candidate.terms else max(scale.add, _WITHOUT_CUE)


def describe_jointly(
    place: Place, candidates: Sequence[Candidate], alone: Scale, told: Told, kinds: Mapping[str, str]
) -> Iterator[tuple[Candidate, dict[str, float]]]:
    """The candidates of a sentence and what the encoder proposes beside them, each with what both models say of it by name.

    Args:
        place: The sentence.
        candidates: Its candidates by the lexicon and the words.
        alone: How the terms of these weigh together.
        told: What the encoder tells of it.
        kinds: The kind of each topic.
    """
    listed = {c.key: c for c in candidates}
    heard_of = (k for one in (told.whole, *told.parts.values()) for k, p in one.items() if p >= _LEAST_LIKELY)
    for key in dict.fromkeys([*listed, *(k for k in heard_of if k[1] not in UNWEIGHED)]):
        candidate = listed.get(key)
        heard = alone.weigh(candidate.terms) if candidate is not None else _UNHEARD
        if (candidate is None or not candidate.said) and place.is_closed:
            continue
        if candidate is None:
            # whether something was ever done, the lexicon tells better: "I have a lot of experience with ..."
            denied = listed.get((key[0], key[1], OPPOSITE.get(key[2], ""))) if key[0] == "experience" else None
            if place.bars.bar(key, kinds) or (denied is not None and denied.said):
                continue
            candidate = Candidate(key, place.sentence, False, False, place.terms)
        yield candidate, _describe_both(candidate, key in listed, heard, told)


# what of a sentence weighs for or against a reading that the lexicon has not said
_SETTING = ("supposed", "past", "negated", "advised", "another named", "cue", "cue bound", "self", "not of writer")


def _describe_both(candidate: Candidate, listed: bool, heard: float, told: Told) -> dict[str, float]:
    key = candidate.key
    words, encoder = logit(heard), logit(told.whole.get(key, _UNTOLD))
    alike = [(k, p) for k, p in told.whole.items() if k != key and k[1] == key[1]]
    rivals = [p for k, p in alike if k[0] == key[0] or (k[2] in AGAINST) != (key[2] in AGAINST)]
    said = "said" if candidate.said else "unsaid"
    terms = {
        f"{said}": 1.0,
        f"{said}, words": words,
        f"{said}, encoder": encoder,
        f"{said}, part": logit(max(_UNTOLD, told.find_part(key)[0])),
        f"{said}, rival": logit(max(rivals, default=_UNTOLD)),
        f"{said}, topic": logit(max((p for _, p in alike), default=_UNTOLD)),
        f"{said}, kind {key[0]}": 1.0,
    }
    if not listed:
        terms["unheard"] = 1.0
    if candidate.certain:
        terms["certain"] = 1.0
    if not candidate.said:
        terms |= {name: candidate.terms[name] for name in _SETTING if name in candidate.terms}
    return terms


def _state_added(place: Place, candidate: Candidate, told: Told | None, weights: Weights) -> Statement:
    kind, topic, value = candidate.key
    page = place.page
    start, end = _find_stretch(place, candidate.key, told)
    named = weights.topics.name_words(list_words(page, start, end), topic)
    signed = weights.signs.name_words(list_signed_words(page, place.findings.scopes, start, end), sign_of(candidate.key))
    words = " ".join(dict.fromkeys([*named, *(w.removeprefix("not:") for w in signed)]))
    return Statement(kind, topic, value, start, end, f"{topic}#{UNLISTED}", SOURCE, words, "mild")


def _find_stretch(place: Place, key: Key, told: Told | None) -> Stretch:
    """The part of a sentence that tells a fact by itself; the whole of it where none does."""
    chance, part = (0.0, None) if told is None else told.find_part(key)
    if part is None or chance < _TELLS_ALONE:
        return place.sentence.start, place.sentence.end
    start, end = part
    return start + (place.page.tokens[start].pos == "CCONJ"), end
