"""Assessing a chunk of answers: what one worker does. Everything that is written is masked here."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from fingerpost.assess import Assessor, assess_reading, is_blank
from fingerpost.errors import KnowledgeError, ModelError
from fingerpost.inference import Engine, build_engine
from fingerpost.inference.remembering import Remembering
from fingerpost.knowledge import Vocabulary, load_knowledge
from fingerpost.records import KINDS, Fact, Reading, Result
from fingerpost.serialising import dump_json, plain_result
from fingerpost.survey.answers import Answer
from fingerpost.survey.merging import merge_readings
from fingerpost.survey.privacy import (
    forget_given,
    forget_words,
    list_words,
    mask_fact,
    mask_identifiers,
    mask_name,
    mask_spans,
)
from fingerpost.survey.reading import Rereading
from fingerpost.survey.rows import Reject

# so many more objects made than given up begin a round of the collector
_ROUND = 50_000
_SEE = "see kb/vocabulary.yaml"
# the generations of the collector that what was made for one chunk can have reached
_YOUNG = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker needs to know; plain data, so that it travels to another process or machine.

    ``keep_text`` adds the masked texts to the results, ``no_text`` leaves out every string drawn from an answer.
    """

    rules: str | None = None
    kb: str | None = None
    keep_text: bool = False
    no_text: bool = False
    redact_names: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer: a line of the results, or a reject."""

    line: str
    reject: Reject | None = None
    unread: bool = False
    unrecommended: bool = False


class SurveyAssessor(Assessor):
    """An assessor for many people, some of whom say the same."""

    @cached_property
    def engine(self) -> Engine:
        """The rule engine, asked but once for the same facts."""
        return Remembering(self.knowledge, build_engine(self.knowledge).run)

    @cached_property
    def _rereading(self) -> Rereading:
        return Rereading(super().read)

    def read(self, texts: Sequence[str], frames: Sequence[str]) -> Iterator[Reading]:
        """As any assessor reads, but asked but once for the same answer to the same question."""
        return iter(self._rereading.read(texts, frames))

    def prepare(self, *, texts: bool) -> None:
        """Build the engine now, and the lexicon where there are texts to read."""
        _ = self.engine, self.lexicon if texts else None


@lru_cache(maxsize=2)
def open_assessor(rules: str | None, kb: str | None) -> SurveyAssessor:
    """The one assessor of this process, with its lexicon and engine built."""
    return SurveyAssessor(load_knowledge(Path(rules) if rules else None, Path(kb) if kb else None))


@lru_cache(maxsize=1)
def spare_knowledge() -> None:
    """Take what was built so far out of the collector's rounds, once a process: lexicon, rules and model are of many
    objects, none of which will ever be garbage. What comes for a chunk goes with it, so rounds can be few."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ROUND)


def assess_answers(assessor: Assessor, answers: Sequence[Answer], settings: Settings) -> list[Outcome]:
    """Assess a chunk of answers, in order; an answer on which the program itself fails becomes a reject."""
    try:
        outcomes = [_make_outcome(made) for made in make_records(assessor, answers, settings)]
        # parsed documents are few objects, in rings, that hold much memory: the collector would come too late by itself.
        # They are young; to look through what has long been kept would cost fifty times as much
        gc.collect(_YOUNG)
        return outcomes
    except (KnowledgeError, ModelError):
        raise
    except Exception as error:  # one answer must not cost the others; it is told, never lost
        if len(answers) == 1:
            reason = f"the program failed on this answer ({type(error).__name__}); please report it"
            return [Outcome("", Reject(answers[0].number, reason, answers[0].line))]
        return [outcome for answer in answers for outcome in assess_answers(assessor, [answer], settings)]


def _make_outcome(made: dict[str, Any] | Reject) -> Outcome:
    if isinstance(made, Reject):
        return Outcome("", made)
    return Outcome(dump_json(made) + "\n", None, not made["facts"], not made["recommendations"])


def make_records(assessor: Assessor, answers: Sequence[Answer], settings: Settings) -> Iterator[dict[str, Any] | Reject]:
    """The result records of a chunk of answers as plain data, in order; a reject where facts are not in the vocabulary."""
    mask = _make_mask(assessor, answers) if settings.redact_names else mask_identifiers
    masked = [tuple((c, f, mask(t)) for c, f, t in a.texts) for a in answers]
    flat = [text for texts in masked for text in texts]
    readings = assessor.read([t for _, _, t in flat], [f for _, f, _ in flat])
    for answer, texts in zip(answers, masked, strict=True):
        parts = [(column, next(readings)) for column, _, _ in texts]
        fault = _find_fault(assessor.knowledge.vocabulary, answer.facts)
        if fault:
            yield Reject(answer.number, fault, answer.line)
            continue
        facts = [mask_fact(f, mask, mask if answer.given else mask_name) for f in answer.facts]
        if settings.no_text and answer.given:
            topics = assessor.knowledge.vocabulary.list_kinds()
            facts = [forget_given(f, topics) for f in facts]
        groups = {name: mask(value) for name, value in answer.groups.items()}
        record = plain_result(replace(_assess_answer(assessor, answer, parts, facts, texts, settings), groups=groups))
        if settings.keep_text and not settings.no_text and texts:
            record["text"] = texts[0][2] if texts[0][0] is None else {str(c): t for c, _, t in texts}
        yield record


def _make_mask(assessor: Assessor, answers: Sequence[Answer]) -> Callable[[str], str]:
    """What masks identifiers and names of people in all words of these answers, which the model reads in one go."""
    from fingerpost.intake.people import find_people

    words = [t for a in answers for _, _, t in a.texts]
    words += [w for a in answers for w in (*a.groups.values(), *(w for f in a.facts for w in list_words(f)))]
    unlike = {w: mask_identifiers(w) for w in words}
    people = find_people(list(unlike.values()), assessor.lexicon.words)
    hidden = {
        w: mask_spans(t, [(s.start, s.end) for s in found]) for (w, t), found in zip(unlike.items(), people, strict=True)
    }
    return hidden.__getitem__


def _find_fault(vocabulary: Vocabulary, facts: Sequence[Fact]) -> str:
    """What is wrong with facts given directly, in no word of theirs; empty where nothing is."""
    for number, fact in enumerate(facts, 1):
        if not vocabulary.find_fault(fact.kind, fact.topic, fact.value):
            continue
        key = "value" if vocabulary.has_topic(fact.kind, fact.topic) else "topic" if fact.kind in KINDS else "kind"
        return f"fact {number}: its {key} is not in the vocabulary ({_SEE})"
    return ""


def _assess_answer(
    assessor: Assessor,
    answer: Answer,
    parts: Sequence[tuple[str | None, Reading]],
    facts: Sequence[Fact],
    texts: Sequence[tuple[str | None, str, str]],
    settings: Settings,
) -> Result:
    if not parts:
        reading = Reading(tuple(facts), ())
    elif len(parts) == 1 and parts[0][0] is None and not facts:
        reading = parts[0][1]
    else:
        reading = merge_readings(parts, facts)
    if settings.no_text:
        reading = replace(reading, facts=tuple(map(forget_words, reading.facts)))
    # notes ask only whether anything was written in any column
    words = next((t for _, _, t in texts if not is_blank(t)), "") if texts else None
    return assess_reading(assessor, reading, identity=answer.identity, text=words)
