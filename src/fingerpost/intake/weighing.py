"""The second reader: weights of words judge what the lexicon's patterns found, and propose what they missed.

The lexicon reads first. What it found stays unless the words around it speak clearly against it; a reading that it did not
find is added where the words speak clearly for it. Combining a first reading with a learned second one is stacking (Wolpert,
1992, "Stacked generalization").
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from fingerpost.intake.candidates import UNWEIGHED, Candidate, Key, list_candidates, sign_of
from fingerpost.intake.features import list_signed_words, list_words
from fingerpost.intake.found import Findings
from fingerpost.intake.stating import Statement
from fingerpost.intake.tokens import Page, Sentence
from fingerpost.intake.weights import Weights

# the name under which a reading of the second reader stands in the trace
SOURCE = "weights"
# the number of no entry: a reading that rests on the words together
UNLISTED = 0
_MOST_ADDED = 3
_WITHOUT_CUE = 0.55


def weigh_statements(
    page: Page, findings: Findings, statements: Sequence[Statement], weights: Weights, kinds: Mapping[str, str]
) -> list[Statement]:
    """Drop the statements that the weights find unlikely and add the readings that they find likely.

    Args:
        page: The parsed text.
        findings: What the lexicon found in it.
        statements: What was made of that.
        weights: The learned weights.
        kinds: The kind of each topic: activity, goal (a path is one too), concern, situation, or state for a situation that
            one is in or not.

    Returns:
        Statements in order of the text.
    """
    kept: set[Key] = set()
    added: list[Statement] = []
    for sentence in page.sentences:
        judged = sorted(
            (
                (weigh_terms(weights.terms, weights.base, c.terms), c)
                for c in list_candidates(page, findings, statements, sentence, weights, kinds)
            ),
            key=lambda j: (-j[0], j[1].key),
        )
        taken: set[tuple[str, str]] = set()
        for chance, candidate in judged:
            if (chance < _find_threshold(weights, candidate) and not candidate.certain) or candidate.key[:2] in taken:
                continue
            if candidate.said:
                kept.add(candidate.key)
            elif len(taken) < _MOST_ADDED:
                added.append(_state_added(page, findings, sentence, candidate, weights))
            else:
                continue
            taken.add(candidate.key[:2])
    stay = [s for s in statements if s.topic in UNWEIGHED or (s.kind, s.topic, str(s.value)) in kept]
    return sorted([*stay, *added], key=lambda s: (s.start, s.end, s.topic, s.kind))


def _find_threshold(weights: Weights, candidate: Candidate) -> float:
    """The chance that a candidate needs: more where the lexicon has found no cue that could carry it."""
    if candidate.said:
        return weights.keep
    return weights.add if "cue" in candidate.terms else max(weights.add, _WITHOUT_CUE)


def weigh_terms(weighed: Mapping[str, float], base: float, terms: Mapping[str, float]) -> float:
    """The chance that a candidate is right: the logistic of ``base`` and the sum of its terms, each as far as it weighs."""
    total = base + sum(weighed.get(name, 0.0) * value for name, value in terms.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def _state_added(page: Page, findings: Findings, sentence: Sentence, candidate: Candidate, weights: Weights) -> Statement:
    kind, topic, value = candidate.key
    start, end = sentence.start, sentence.end
    named = weights.topics.name_words(list_words(page, start, end), topic)
    signed = weights.signs.name_words(list_signed_words(page, findings.scopes, start, end), sign_of(candidate.key))
    words = " ".join(dict.fromkeys([*named, *(w.removeprefix("not:") for w in signed)]))
    return Statement(kind, topic, value, start, end, f"{topic}#{UNLISTED}", SOURCE, words, "mild")
