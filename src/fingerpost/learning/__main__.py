"""``make weights``: learn the weights from ``kb/sentences`` and write ``kb/weights.npz``."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from fingerpost.assess import compile_knowledge
from fingerpost.intake.candidates import UNWEIGHED, Key
from fingerpost.intake.weighing import weigh_terms
from fingerpost.intake.weights import write_weights
from fingerpost.knowledge import load_knowledge
from fingerpost.learning.corpus import Lesson, digest_corpus, list_examples, list_pattern_words, read_corpus, read_lessons
from fingerpost.learning.fitting import Weighed, fit_terms, fit_weights

_FOLDS = 3
# the chances from which on a reading is kept or added: about the best F1 on texts that the weights have not seen; what the
# lexicon says has patterns and scope to stand on, so that the words must speak clearly against it
_KEEP, _ADD = 0.25, 0.45
_SHOWN = 60
KB = Path("kb")


def main() -> int:
    """Learn, tell how well it goes on sentences held out, and write."""
    knowledge = load_knowledge(None, KB)
    lexicon = compile_knowledge(replace(knowledge, weights=None))
    kinds = knowledge.vocabulary.list_kinds()
    files = [*knowledge.topics, *knowledge.cues]
    lessons = list(read_lessons(read_corpus(KB / "sentences" / "texts"), lexicon))
    sentences = list(read_lessons([*read_corpus(KB / "sentences"), *list_examples(files)], lexicon))
    known = list(list_pattern_words(knowledge.topics))
    weights, judged = fit_weights(lessons, sentences, known, kinds, _FOLDS, _KEEP, _ADD)
    print(f"{len(lessons)} texts; rules alone: {_score(lessons, [_list_said(x) for x in lessons])}")
    chances = _judge_apart(judged)
    for keep in (0.2, 0.25, 0.3, 0.35):
        for add in (0.3, 0.35, 0.45, 1.0):
            print(f"keep {keep:.2f} add {add:.2f}: {_score(lessons, _decide(lessons, chances, keep, add))}")
    write_weights(replace(weights, corpus=digest_corpus(KB / "sentences", files)), KB / "weights.npz")
    print(f"{len(weights.topics.rows)} words for topics, {len(weights.signs.rows)} for signs")
    for name, value in sorted(weights.terms.items(), key=lambda t: -abs(t[1]))[:_SHOWN]:
        print(f"  {value:+.3f}  {name}")
    return 0


def _list_said(lesson: Lesson) -> frozenset[Key]:
    return frozenset((s.kind, s.topic, str(s.value)) for s in lesson.statements)


def _judge_apart(judged: Sequence[Sequence[Weighed]]) -> list[tuple[Weighed, float]]:
    """Every candidate with its chance, by terms fitted on the other parts."""
    out: list[tuple[Weighed, float]] = []
    for n, part in enumerate(judged):
        terms, base = fit_terms([w for m, other in enumerate(judged) if m != n for w in other])
        out += [(w, weigh_terms(terms, base, w.candidate.terms)) for w in part]
    return out


def _decide(
    lessons: Sequence[Lesson], chances: Iterable[tuple[Weighed, float]], keep: float, add: float
) -> list[frozenset[Key]]:
    """What is read of each lesson where readings are kept and added from these chances on."""
    read: dict[int, set[Key]] = defaultdict(set)
    for weighed, chance in chances:
        if chance >= (keep if weighed.candidate.said else add):
            read[weighed.lesson].add(weighed.candidate.key)
    return [frozenset(read[i] | {k for k in _list_said(x) if k[1] in UNWEIGHED}) for i, x in enumerate(lessons)]


def _score(lessons: Sequence[Lesson], read: Iterable[frozenset[Key]]) -> str:
    right = wrong = missed = 0
    for lesson, keys in zip(lessons, read, strict=True):
        right += len(keys & lesson.facts)
        wrong += len(keys - lesson.facts)
        missed += len(lesson.facts - keys)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * right / max(1, 2 * right + wrong + missed):.3f}"


if __name__ == "__main__":
    sys.exit(main())
