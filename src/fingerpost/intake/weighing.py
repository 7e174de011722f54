"""The second reader: what was learned from annotated sentences judges what the lexicon found, and proposes what it missed.

The lexicon reads first. What it found stays unless the words around it speak clearly against it; a reading that it did not
find is added where they speak clearly for it. Two kinds of models are heard: weights of words, whose sums can be checked by
hand, and encoders, which know words in their setting: a quick one, and a deep one where the quick one is not sure. Combining
a first reading with learned ones is stacking (Wolpert, 1992, "Stacked generalization").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from fingerpost.intake.candidates import AGAINST, UNWEIGHED, Candidate, logit, sign_of
from fingerpost.intake.doubting import Doubt, Told, hear_answers
from fingerpost.intake.encoding import Stretch
from fingerpost.intake.features import list_signed_words, list_words
from fingerpost.intake.lexicon import Lexicon
from fingerpost.intake.places import Place
from fingerpost.intake.stating import Statement
from fingerpost.intake.weights import Scale, Weights
from fingerpost.records import OPPOSITE, Key

# the name under which a reading of the second reader stands in the trace
SOURCE = "weights"
# the number of no entry: a reading that rests on the words together
UNLISTED = 0
_MOST_ADDED = 3
# the least chance of what is added to a sentence, with a cue of the lexicon in it and without: a wrong word about a person
# weighs more than a missing one, and real posts are full of words that tell nothing
_WITH_CUE, _WITHOUT_CUE = 0.5, 0.6
# what only the encoder proposes must be likelier than this to be looked at
_LEAST_LIKELY = 0.05
# from this chance on a topic is liked and disliked in one sentence, where the lexicon finds both
_BOTH = 0.6
# the least chance of what is added to a sentence that does not name its writer
_OF_NOBODY = 0.8
# what the lexicon has read plainly stands unless the encoders are this sure of the contrary: of the readings below it in our
# annotated texts one was right and nine were wrong
_PLAINLY = 0.09
# the chances that stand for what a model does not speak of
_UNHEARD, _UNTOLD = 0.005, 0.003
# from this chance on a part of a sentence tells a fact by itself
_TELLS_ALONE = 0.5
# a chance no further than this below the least that is wanted, or above it, leaves a reading in doubt, and the next encoder
# is asked: what the lexicon has said is confirmed by less than what it has not; tried from .07 to .5
_BELOW, _ABOVE_SAID, _ABOVE_UNSAID = 0.1, 0.15, 0.35


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with the chance that it is right, and the least chance from which on it is taken."""

    candidate: Candidate
    chance: float
    least: float

    @property
    def is_open(self) -> bool:
        """Whether it could well be decided otherwise."""
        above = _ABOVE_SAID if self.candidate.said else _ABOVE_UNSAID
        return self.least - _BELOW < self.chance < self.least + above


@dataclass(frozen=True, slots=True)
class Judgement:
    """A sentence with what was read or could be read in it, judged, and what the last encoder asked told of it."""

    doubt: Doubt
    told: Told | None
    readings: Sequence[Judged]

    @property
    def is_open(self) -> bool:
        """Whether an encoder was asked and left one of the readings in doubt."""
        return self.told is not None and any(one.is_open for one in self.readings)


def judge_doubts(doubts: Sequence[Doubt], lexicon: Lexicon) -> list[Judgement]:
    """Judge sentences, of any number of texts. Each encoder is asked where the quicker one before it was not sure: a cascade
    (Viola and Jones, 2001, "Rapid object detection using a boosted cascade of simple features"). The first is asked of the
    parts of a sentence too; to the others the whole is enough.

    Args:
        doubts: The sentences.
        lexicon: The lexicon with its second reader.

    Raises:
        KnowledgeError: The file of an encoder is broken.
        ModelError: A library that it needs is not installed.
    """
    weights = lexicon.weights
    if weights is None:
        return []
    # an encoder's judgement takes the place of that of the words, which is only made where none is asked
    judgements = [
        Judgement(doubt, None, list(_judge_by_words(doubt, weights.alone)) if doubt.asked is None else ())
        for doubt in doubts
    ]
    open_yet = [place for place, doubt in enumerate(doubts) if doubt.asked is not None]
    for encoder, joint in zip(lexicon.encoders, weights.joint, strict=False):
        asked = [doubts[place].list_asked(judgements[place].told) for place in open_yet]
        answers = encoder.judge_sentences(chain.from_iterable(asked))
        for place in open_yet:
            doubt = doubts[place]
            told = hear_answers(doubt, answers, judgements[place].told)
            readings = list(_judge_jointly(doubt, told, weights.alone, joint, lexicon.kinds))
            judgements[place] = Judgement(doubt, told, readings)
        open_yet = [place for place in open_yet if judgements[place].is_open]
    return judgements


def weigh_statements(statements: Sequence[Statement], judgements: Sequence[Judgement], lexicon: Lexicon) -> list[Statement]:
    """Drop the statements that are unlikely and add the readings that are likely.

    Args:
        statements: What was made of what the lexicon found.
        judgements: All sentences of the text, in order; where there is no second reader, all stays as it is.
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
    for judgement in judgements:
        taken: dict[tuple[str, str], Candidate] = {}
        # what the lexicon has read plainly comes first, so that nothing is added against it
        for one in sorted(judgement.readings, key=lambda j: (not j.candidate.plain, -j.chance, j.candidate.key)):
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
            elif sum(not c.said for c in taken.values()) < _MOST_ADDED:
                added.append(_state_added(judgement.doubt.place, candidate, judgement.told, weights))
            else:
                continue
            taken[candidate.key[:2]] = candidate
        last = frozenset(c.key for c in taken.values())
    stay = [s for s in statements if s.topic in UNWEIGHED or (s.kind, s.topic, str(s.value)) in kept]
    added = [a for a in added if not any(_contradicts(s, a) for s in stay)]
    return sorted([*stay, *added], key=lambda s: (s.start, s.end, s.topic, s.kind))


def _contradicts(said: Statement, added: Statement) -> bool:
    """Whether the lexicon says otherwise over a stretch that holds what was added: "Software architect? Yes please."."""
    apart = said.end <= added.start or said.start >= added.end
    return (said.kind, said.topic) == (added.kind, added.topic) and said.value != added.value and not apart


def _judge_by_words(doubt: Doubt, alone: Scale) -> Iterator[Judged]:
    for candidate in doubt.candidates:
        # the words alone say nothing against what the lexicon has read wholly
        least = 0.0 if candidate.certain or candidate.plain else _find_least(alone, candidate)
        yield Judged(candidate, alone.weigh(candidate.terms), least)


def _judge_jointly(doubt: Doubt, told: Told, alone: Scale, joint: Scale, kinds: Mapping[str, str]) -> Iterator[Judged]:
    for candidate, terms in describe_jointly(doubt.place, doubt.candidates, alone, told, kinds):
        least = _find_least(joint, candidate)
        of_others = "other" in candidate.terms and "self" not in candidate.terms
        if candidate.plain:
            least = _PLAINLY
        elif "not of writer" in terms or (of_others and not candidate.said):
            least = max(least, _OF_NOBODY)
        yield Judged(candidate, joint.weigh(terms), least)


def _find_least(scale: Scale, candidate: Candidate) -> float:
    """The chance that a candidate needs: more where the lexicon has found no cue that could carry it."""
    if candidate.said:
        return scale.keep
    return max(scale.add, _WITH_CUE if "cue" in candidate.terms else _WITHOUT_CUE)


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
            candidate = Candidate(key, place.sentence, False, False, False, place.terms)
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
    telling = {*named, *(w.removeprefix("not:") for w in signed)}
    # the later tokens first, so that of each word the first stays
    first = {page.tokens[i].lemma: i for i in reversed(range(start, end))}
    spoken = tuple(sorted(first[word] for word in telling))
    return Statement(kind, topic, value, start, end, f"{topic}#{UNLISTED}", SOURCE, spoken, "mild")


def _find_stretch(place: Place, key: Key, told: Told | None) -> Stretch:
    """The part of a sentence that tells a fact by itself; the whole of it where none does."""
    chance, part = (0.0, None) if told is None else told.find_part(key)
    if part is None or chance < _TELLS_ALONE:
        return place.sentence.start, place.sentence.end
    start, end = part
    return start + (place.page.tokens[start].pos == "CCONJ"), end
