"""Fitting the weights: two models of words, then one that weighs them with what the lexicon found."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression, SGDClassifier

from fingerpost.intake.candidates import ENTRY, UNWEIGHED, Candidate, list_candidates, sign_of
from fingerpost.intake.doubting import hear_answers, open_doubt
from fingerpost.intake.encoding import Encoder
from fingerpost.intake.places import Place
from fingerpost.intake.weighing import describe_jointly
from fingerpost.intake.weights import NOTHING, Scale, Weights, WordWeights
from fingerpost.learning.corpus import Lesson, list_words_of
from fingerpost.records import Key

_SCALE = 100.0
_LEAST_SEEN = 3
_PASSES = 12
# the strength of the penalty on weights, tried between 5e-6 and 2e-4
_PENALTY = 5e-5
Labelled = tuple[list[str], str]
# what speaks for and against a reading, by name, and whether it is right
Example = tuple[Mapping[str, float], bool]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate of a lesson and whether it is right."""

    lesson: int
    candidate: Candidate
    right: bool

    @property
    def example(self) -> Example:
        """What speaks for and against it, and whether it is right."""
        return self.candidate.terms, self.right


def fit_weights(
    texts: Sequence[Lesson],
    sentences: Sequence[Lesson],
    known: Sequence[Labelled],
    kinds: Mapping[str, str],
    folds: int,
    keep: float,
    add: float,
) -> tuple[Weights, list[list[Weighed]]]:
    """Fit all weights.

    The weights that judge candidates are fitted on texts of ordinary wording, judged by models of words that have not seen
    them (cross fitting), so that they learn how far lexicon and words can be trusted on texts that are new.

    Args:
        texts: Texts of ordinary wording, to learn words and trust from.
        sentences: Further ones to learn words from alone: written to be rich in words, or known to the lexicon.
        known: Words with their topic, from the lexicon.
        kinds: The kind of each topic.
        folds: In how many parts the texts are split.
        keep: From which chance on what the lexicon said is kept.
        add: From which chance on what it did not say is added.

    Returns:
        The weights, and the candidates of each part as judged by models that have not seen it.
    """
    judged: list[list[Weighed]] = []
    for part in range(folds):
        topics, signs = _fit_both([*(x for i, x in enumerate(texts) if i % folds != part), *sentences], known)
        blank = Weights(topics, signs, Scale({}, 0.0, keep, add))
        chosen = [(i, x) for i, x in enumerate(texts) if i % folds == part]
        judged.append([w for i, x in chosen for w in _weigh_lesson(i, x, blank, kinds)])
    alone = fit_scale((w.example for part in judged for w in part), keep, add)
    topics, signs = _fit_both([*texts, *sentences], known)
    return Weights(topics, signs, alone), judged


def fit_scales(judged: Sequence[Sequence[Weighed]], keep: float, add: float) -> list[Scale]:
    """For each part of the candidates, the scale that was fitted to the others."""
    return [
        fit_scale((w.example for m, part in enumerate(judged) if m != n for w in part), keep, add)
        for n in range(len(judged))
    ]


def weigh_jointly(
    lessons: Sequence[Lesson],
    judged: Sequence[Sequence[Weighed]],
    scales: Sequence[Scale],
    encoders: Sequence[Encoder],
    kinds: Mapping[str, str],
) -> Iterable[tuple[Weighed, dict[str, float] | None, float]]:
    """The candidates of those lessons that the encoders have not seen: what words and the last encoder say of each (None
    where no encoder is asked), and the chance of it without the encoder.

    Args:
        lessons: The texts.
        judged: Their candidates, judged by models of words that have not seen them, in parts.
        scales: The scale for each part, which has not seen it either.
        encoders: The encoders in the order in which they are asked.
        kinds: The kind of each topic.
    """
    for part, scale in zip(judged, scales, strict=True):
        listed: dict[int, dict[int, list[Candidate]]] = {}
        for w in part:
            listed.setdefault(w.lesson, {}).setdefault(w.candidate.sentence.index, []).append(w.candidate)
        for number, candidates in listed.items():
            lesson = lessons[number]
            if not lesson.kept_aside:
                continue
            page, findings = lesson.page, lesson.findings
            for sentence in page.sentences:
                here = candidates.get(sentence.index, [])
                place = Place(page, findings, sentence)
                both: Iterable[tuple[Candidate, dict[str, float] | None]] = ((c, None) for c in here)
                doubt = open_doubt(place, here)
                told = None
                for encoder in encoders if doubt.asked is not None else ():
                    told = hear_answers(doubt, encoder.judge_sentences(doubt.list_asked(told)), told)
                if told is not None:
                    both = describe_jointly(place, here, scale, told, kinds)
                for candidate, terms in both:
                    right = candidate.key in lesson.facts
                    yield Weighed(number, candidate, right), terms, scale.weigh(candidate.terms)


def _weigh_lesson(number: int, lesson: Lesson, weights: Weights, kinds: Mapping[str, str]) -> Iterable[Weighed]:
    for sentence in lesson.page.sentences:
        place = Place(lesson.page, lesson.findings, sentence)
        for c in list_candidates(place, lesson.statements, weights, kinds):
            yield Weighed(number, c, c.key in lesson.facts)


def fit_scale(examples: Iterable[Example], keep: float, add: float) -> Scale:
    """The weight of each term of readings, and the base before any, rounded to three places."""
    known = list(examples)
    names = sorted({name for terms, _ in known for name in terms})
    place = {name: i for i, name in enumerate(names)}
    at = [(i, place[name], value) for i, (terms, _) in enumerate(known) for name, value in terms.items()]
    rows, columns, values = zip(*at, strict=True)
    table = csr_matrix((np.array(values, dtype=np.float64), (rows, columns)), shape=(len(known), len(names)))
    spread = np.sqrt(np.maximum(0.0, np.asarray(table.power(2).mean(axis=0))[0] - np.asarray(table.mean(axis=0))[0] ** 2))
    # an entry is trusted or doubted only as far as it was seen often: its weight stays in the unit that the penalty is in
    spread[(spread == 0) | [name.startswith(ENTRY) for name in names]] = 1.0
    model = LogisticRegression(C=1.0, max_iter=2000).fit(table.multiply(1.0 / spread).tocsr(), [right for _, right in known])
    fitted = model.coef_[0] / spread
    terms = {name: round(float(fitted[place[name]]), 3) for name in names}
    return Scale(terms, round(float(model.intercept_[0]), 3), keep, add)


def _fit_both(lessons: Iterable[Lesson], known: Sequence[Labelled]) -> tuple[WordWeights, WordWeights]:
    topics: list[Labelled] = list(known)
    signs: list[Labelled] = []
    for lesson in lessons:
        stretches: list[tuple[int, int, Iterable[Key]]] = [
            (s.start, s.end, told) for s, told in zip(lesson.page.sentences, lesson.told, strict=True) if told is not None
        ]
        stretches += [(start, end, (key,)) for start, end, key in lesson.evidence]
        for start, end, keys in stretches:
            words, signed = list_words_of(lesson, start, end)
            weighed = [k for k in keys if k[1] not in UNWEIGHED]
            topics += [(words, t) for t in sorted({k[1] for k in weighed}) or [NOTHING]]
            signs += [(signed, s) for s in sorted({sign_of(k) for k in weighed}) or [NOTHING]]
    return fit_words(topics), fit_words(signs)


def fit_words(labelled: Sequence[Labelled]) -> WordWeights:
    """Fit the weights of words for labels: one logistic regression a label, by averaged stochastic gradient descent."""
    seen = Counter(w for words, _ in labelled for w in words)
    vocabulary = sorted(w for w, n in seen.items() if n >= _LEAST_SEEN)
    rows: Mapping[str, int] = {w: i for i, w in enumerate(vocabulary)}
    at = [(i, rows[w]) for i, (words, _) in enumerate(labelled) for w in words if w in rows]
    table = csr_matrix(
        (np.ones(len(at), dtype=np.float64), ([i for i, _ in at], [j for _, j in at])), shape=(len(labelled), len(rows))
    )
    model: Any = SGDClassifier(loss="log_loss", alpha=_PENALTY, max_iter=_PASSES, tol=None, average=True, random_state=0)
    model.fit(table, [label for _, label in labelled])
    matrix = np.rint(model.coef_.T * _SCALE).astype(np.int16)
    spoken = np.flatnonzero(np.abs(matrix).max(axis=1) >= math.ceil(_SCALE / 25))
    return WordWeights(
        labels=tuple(str(c) for c in model.classes_),
        rows={vocabulary[i]: n for n, i in enumerate(spoken)},
        matrix=matrix[spoken],
        bias=np.rint(model.intercept_ * _SCALE).astype(np.int32),
        scale=_SCALE,
    )
