"""The second reader: what was learned from annotated sentences judges what the lexicon found, and proposes what it missed.

The lexicon reads first. What it found stays unless the words around it speak clearly against it; a reading that it did not
find is added where they speak clearly for it. Two models are heard: weights of words, whose sums can be checked by hand, and
the encoder, which knows words in their setting. Combining a first reading with learned ones is stacking (Wolpert, 1992,
"Stacked generalization").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fingerpost.intake.candidates import (
    AGAINST,
    UNWEIGHED,
    Bars,
    Candidate,
    Key,
    describe_sentence,
    find_bars,
    list_candidates,
    logit,
    sign_of,
)
from fingerpost.intake.encoding import Encoder, list_parts, spell_sentence, spell_stretch
from fingerpost.intake.features import list_signed_words, list_words
from fingerpost.intake.found import Findings
from fingerpost.intake.lexicon import Lexicon
from fingerpost.intake.stating import Statement
from fingerpost.intake.tokens import Page, Sentence
from fingerpost.intake.weights import Scale

# the name under which a reading of the second reader stands in the trace
SOURCE = "weights"
# the number of no entry: a reading that rests on the words together
UNLISTED = 0
_MOST_ADDED = 3
_WITHOUT_CUE = 0.55
# what only the encoder proposes must be likelier than this to be looked at
_LEAST_LIKELY = 0.05
# words and lexicon agree where the words give such a chance to all that is said, and less to all that is not
_AGREED, _DENIED = 0.8, 0.2
# words that are likelier than this to say nothing are believed
_NOTHING_LIKELY = 0.5
# the least chance of what is added to a sentence that does not name its writer
_OF_NOBODY = 0.8
# the chances that stand for what a model does not speak of
_UNHEARD, _UNTOLD = 0.005, 0.003
# from this chance on a part of a sentence tells a fact by itself
_TELLS_ALONE = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with the chance that it is right, and the least chance from which on it is taken."""

    candidate: Candidate
    chance: float
    least: float


def weigh_statements(page: Page, findings: Findings, statements: Sequence[Statement], lexicon: Lexicon) -> list[Statement]:
    """Drop the statements that are unlikely and add the readings that are likely.

    Args:
        page: The parsed text.
        findings: What the lexicon found in it.
        statements: What was made of that.
        lexicon: The lexicon with its second reader; without one all stays as it is.

    Returns:
        Statements in order of the text.

    Raises:
        KnowledgeError: The encoder is broken.
    """
    if lexicon.weights is None:
        return list(statements)
    kept: set[Key] = set()
    added: list[Statement] = []
    last: frozenset[Key] = frozenset()
    for sentence in page.sentences:
        candidates = list(list_candidates(page, findings, statements, sentence, lexicon.weights, lexicon.kinds))
        judged = _judge_candidates(page, findings, sentence, candidates, lexicon)
        taken: dict[tuple[str, str], Key] = {}
        for one in sorted(judged, key=lambda j: (-j.chance, j.candidate.key)):
            candidate = one.candidate
            if (one.chance < one.least and not candidate.certain) or candidate.key[:2] in taken:
                continue
            # a sentence that leans on the one before ("Call me.") tells it no second time
            if not candidate.said and candidate.key in last:
                continue
            if candidate.said:
                kept.add(candidate.key)
            elif len(taken) < _MOST_ADDED:
                added.append(_state_added(page, findings, candidate, lexicon))
            else:
                continue
            taken[candidate.key[:2]] = candidate.key
        last = frozenset(taken.values())
    stay = [s for s in statements if s.topic in UNWEIGHED or (s.kind, s.topic, str(s.value)) in kept]
    return sorted([*stay, *added], key=lambda s: (s.start, s.end, s.topic, s.kind))


def _judge_candidates(
    page: Page, findings: Findings, sentence: Sentence, candidates: Sequence[Candidate], lexicon: Lexicon
) -> Iterator[Judged]:
    weights = lexicon.weights
    assert weights is not None  # noqa: S101 - seen to by the caller
    told = None
    if lexicon.encoder is not None and weights.joint is not None:
        told = hear_encoder(page, findings, sentence, candidates, weights.alone, lexicon.encoder)
    if told is None or weights.joint is None:
        for candidate in candidates:
            yield Judged(candidate, weights.alone.weigh(candidate.terms), _find_least(weights.alone, candidate))
        return
    for candidate, terms in describe_jointly(page, findings, sentence, candidates, weights.alone, told, lexicon.kinds):
        least = _find_least(weights.joint, candidate)
        if "not of writer" in terms:
            least = max(least, _OF_NOBODY)
        yield Judged(candidate, weights.joint.weigh(terms), least)


def hear_encoder(
    page: Page,
    findings: Findings,
    sentence: Sentence,
    candidates: Sequence[Candidate],
    alone: Scale,
    encoder: Encoder,
) -> Mapping[Key, float] | None:
    """The chances of facts by the encoder; None where it need not be asked: lexicon and words agree on what is said, the
    words say nothing of the writer, or nothing can be added, since the sentence asks or tells of others."""
    if any(c.said for c in candidates):
        asked = not _is_agreed(candidates, alone)
    elif candidates:
        asked = candidates[0].terms["topic nothing"] <= _NOTHING_LIKELY and not _is_anothers(candidates[0].terms)
    else:
        asked = not _is_anothers(describe_sentence(page, findings, sentence))
    return encoder.judge_sentence(spell_sentence(page, sentence)) if asked else None


def _is_agreed(candidates: Sequence[Candidate], alone: Scale) -> bool:
    if all(c.certain for c in candidates):
        return True
    chances = [(c.said, alone.weigh(c.terms)) for c in candidates]
    return all(p >= _AGREED if said else p < _DENIED for said, p in chances)


def _find_least(scale: Scale, candidate: Candidate) -> float:
    """The chance that a candidate needs: more where the lexicon has found no cue that could carry it."""
    if candidate.said:
        return scale.keep
    return scale.add if "cue" in candidate.terms else max(scale.add, _WITHOUT_CUE)


def describe_jointly(
    page: Page,
    findings: Findings,
    sentence: Sentence,
    candidates: Sequence[Candidate],
    alone: Scale,
    told: Mapping[Key, float],
    kinds: Mapping[str, str],
) -> Iterator[tuple[Candidate, dict[str, float]]]:
    """The candidates of a sentence and what the encoder proposes beside them, each with what both models say of it by name.

    Args:
        page: The parsed text.
        findings: What the lexicon found in it.
        sentence: The sentence.
        candidates: Its candidates by the lexicon and the words.
        alone: How the terms of these weigh together.
        told: The chance of each fact by the encoder.
        kinds: The kind of each topic.
    """
    listed = {c.key: c for c in candidates}
    bars: Bars | None = None
    common: dict[str, float] = {}
    for key in dict.fromkeys([*listed, *(k for k, p in told.items() if p >= _LEAST_LIKELY and k[1] not in UNWEIGHED)]):
        candidate = listed.get(key)
        heard = alone.weigh(candidate.terms) if candidate is not None else _UNHEARD
        if candidate is None:
            if bars is None:
                bars, common = find_bars(page, findings, sentence), describe_sentence(page, findings, sentence)
            if bars.bar(key, kinds):
                continue
            candidate = Candidate(key, sentence, False, False, common)
        if not candidate.said and _is_anothers(candidate.terms):
            continue
        yield candidate, _describe_both(candidate, key in listed, heard, told)


def _is_anothers(terms: Mapping[str, float]) -> bool:
    """Whether a sentence only asks, or tells only of others, so that nothing is added to it."""
    return "asked" in terms or ("other" in terms and "self" not in terms and "cue" not in terms)


# what of a sentence weighs for or against a reading that the lexicon has not said
_SETTING = ("supposed", "past", "negated", "advised", "another named", "cue", "cue bound", "self", "not of writer")


def _describe_both(candidate: Candidate, listed: bool, heard: float, told: Mapping[Key, float]) -> dict[str, float]:
    key = candidate.key
    words, encoder = logit(heard), logit(told.get(key, _UNTOLD))
    alike = [(k, p) for k, p in told.items() if k != key and k[1] == key[1]]
    rivals = [p for k, p in alike if k[0] == key[0] or (k[2] in AGAINST) != (key[2] in AGAINST)]
    said = "said" if candidate.said else "unsaid"
    terms = {
        f"{said}": 1.0,
        f"{said}, words": words,
        f"{said}, encoder": encoder,
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


def _state_added(page: Page, findings: Findings, candidate: Candidate, lexicon: Lexicon) -> Statement:
    weights = lexicon.weights
    assert weights is not None  # noqa: S101 - seen to by the caller
    kind, topic, value = candidate.key
    start, end = _find_part(page, candidate, lexicon.encoder)
    named = weights.topics.name_words(list_words(page, start, end), topic)
    signed = weights.signs.name_words(list_signed_words(page, findings.scopes, start, end), sign_of(candidate.key))
    words = " ".join(dict.fromkeys([*named, *(w.removeprefix("not:") for w in signed)]))
    return Statement(kind, topic, value, start, end, f"{topic}#{UNLISTED}", SOURCE, words, "mild")


def _find_part(page: Page, candidate: Candidate, encoder: Encoder | None) -> tuple[int, int]:
    """The part of a sentence that tells a fact by itself, as tokens; the whole of it where none does."""
    sentence = candidate.sentence
    parts = list_parts(page, sentence) if encoder is not None else []
    if encoder is None or len(parts) < 2:
        return sentence.start, sentence.end
    chances = [encoder.judge_sentence(("", spell_stretch(page, *part))).get(candidate.key, 0.0) for part in parts]
    best = max(chances)
    if best < _TELLS_ALONE:
        return sentence.start, sentence.end
    start, end = parts[chances.index(best)]
    return start + (page.tokens[start].pos == "CCONJ"), end
