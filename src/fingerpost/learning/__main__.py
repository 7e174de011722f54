"""``make weights``: learn the weights from ``kb/sentences`` and write ``kb/weights.npz``."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fingerpost.assess import compile_knowledge
from fingerpost.intake.candidates import UNWEIGHED
from fingerpost.intake.encoding import Encoder
from fingerpost.intake.weights import write_weights
from fingerpost.knowledge import load_knowledge
from fingerpost.learning.corpus import (
    KB,
    Lesson,
    digest_corpus,
    list_examples,
    list_pattern_words,
    read_corpus,
    read_lessons,
)
from fingerpost.learning.fitting import Weighed, fit_scale, fit_scales, fit_weights, weigh_jointly
from fingerpost.records import Key

_FOLDS = 3
# the chances from which on a reading is kept or added: about the best F1 on texts that the weights have not seen; what the
# lexicon says has patterns and scope to stand on, so that the words must speak clearly against it
_KEEP, _ADD = 0.25, 0.45
# with an encoder both readings are judged better, and the words alone may add more
_KEEP_JOINTLY, _ADD_JOINTLY = 0.3, 0.4
_SHOWN = 60


def main() -> int:
    """Learn, tell how well it goes on texts held out, and write."""
    knowledge = load_knowledge(None, KB)
    lexicon = compile_knowledge(replace(knowledge, weights=None))
    kinds = knowledge.vocabulary.list_kinds()
    files = [*knowledge.topics, *knowledge.cues]
    lessons = list(read_lessons(read_corpus(KB / "sentences" / "texts"), lexicon))
    sentences = list(read_lessons([*read_corpus(KB / "sentences"), *list_examples(files)], lexicon))
    known = list(list_pattern_words(knowledge.topics))
    weights, judged = fit_weights(lessons, sentences, known, kinds, _FOLDS, _KEEP, _ADD)
    print(f"{len(lessons)} texts; rules alone: {_score(lessons, [_list_said(x) for x in lessons])}")
    scales = fit_scales(judged, _KEEP, _ADD)
    chances = [
        (w, _weigh_alone(w, scale.weigh(w.candidate.terms)))
        for part, scale in zip(judged, scales, strict=True)
        for w in part
    ]
    _print_scores(lessons, chances)
    encoders = [Encoder(path) for path in knowledge.encoders]
    for number, path in enumerate(knowledge.encoders, 1):
        both = list(weigh_jointly(lessons, judged, scales, encoders[:number], kinds))
        examples = ((terms, w.right) for w, terms, _ in both if terms is not None)
        joint = fit_scale(examples, _KEEP_JOINTLY, _ADD_JOINTLY)
        weights = replace(weights, joint=(*weights.joint, joint))
        # a handful of weights for thousands of readings: what they were fitted to shows well enough how they do
        print(f"with {path.name}, on texts kept aside")
        jointly = [(w, _weigh_alone(w, alone) if terms is None else joint.weigh(terms)) for w, terms, alone in both]
        _print_scores([x if x.kept_aside else None for x in lessons], jointly)
    write_weights(replace(weights, corpus=digest_corpus(KB / "sentences", files)), KB / "weights.npz")
    print(f"{len(weights.topics.rows)} words for topics, {len(weights.signs.rows)} for signs")
    for scale in (weights.alone, *weights.joint):
        for name, value in sorted(scale.terms.items(), key=lambda t: -abs(t[1]))[:_SHOWN]:
            print(f"  {value:+.3f}  {name}")
    return 0


def _weigh_alone(weighed: Weighed, chance: float) -> float:
    """The chance by lexicon and words: these say nothing against what the lexicon has read wholly."""
    return 1.0 if weighed.candidate.certain else chance


def _print_scores(lessons: Sequence[Lesson | None], chances: Sequence[tuple[Weighed, float]]) -> None:
    for keep in (0.2, 0.25, 0.3, 0.35, 0.4):
        for add in (0.3, 0.35, 0.4, 0.45, 0.5):
            print(f"keep {keep:.2f} add {add:.2f}: {_score(lessons, _decide(lessons, chances, keep, add))}")


def _list_said(lesson: Lesson) -> frozenset[Key]:
    return frozenset((s.kind, s.topic, str(s.value)) for s in lesson.statements)


def _decide(
    lessons: Sequence[Lesson | None], chances: Iterable[tuple[Weighed, float]], keep: float, add: float
) -> list[frozenset[Key]]:
    """What is read of each lesson where readings are kept and added from these chances on."""
    read: dict[int, set[Key]] = defaultdict(set)
    for weighed, chance in chances:
        if chance >= (keep if weighed.candidate.said else add):
            read[weighed.lesson].add(weighed.candidate.key)
    return [
        frozenset(read[i] | {k for k in _list_said(x) if k[1] in UNWEIGHED}) if x is not None else frozenset()
        for i, x in enumerate(lessons)
    ]


def _score(lessons: Sequence[Lesson | None], read: Iterable[frozenset[Key]]) -> str:
    right = wrong = missed = 0
    for lesson, keys in zip(lessons, read, strict=True):
        if lesson is None:
            continue
        right += len(keys & lesson.facts)
        wrong += len(keys - lesson.facts)
        missed += len(lesson.facts - keys)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * right / max(1, 2 * right + wrong + missed):.3f}"


if __name__ == "__main__":
    sys.exit(main())
