"""Assessing a self-description: the one place where intake, inference and advice meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from fingerpost import __version__
from fingerpost.advice import make_result
from fingerpost.contradictions import find_contradictions
from fingerpost.errors import CommandError, InputError
from fingerpost.inference import SHOWN, Engine, build_engine, infer
from fingerpost.knowledge import KnowledgeBase
from fingerpost.language import is_english
from fingerpost.records import Fact, Note, Reading, Result, Span

if TYPE_CHECKING:
    from fingerpost.intake.lexicon import Lexicon

MODEL_NAME = "en_core_web_sm 3.8.0"
_SEE = "see kb/vocabulary.yaml for the kinds, topics and values"
_NOTHING = frozenset({"", "na", "n/a", "none", "nothing", "-", "--", "nil", "null", "no", "nope", "no comment", ".", "?"})


@dataclass(frozen=True, slots=True)
class Change:
    """A correction of what was read: with ``value`` to suppose a fact, without one to drop all values of the topic."""

    kind: str
    topic: str
    value: str | int | None
    suppose: bool


class Assessor:
    """Knowledge with the lexicon and the engine built from it: one a process, used again for each person."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge

    @cached_property
    def engine(self) -> Engine:
        """The rule engine, built when first needed."""
        return build_engine(self.knowledge)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The compiled lexicon, built when first needed: facts given directly need none."""
        return compile_knowledge(self.knowledge)

    def read(self, texts: Sequence[str], frames: Sequence[str]) -> Iterator[Reading]:
        """See `read_self_descriptions`."""
        return read_self_descriptions(self, texts, frames)


def compile_knowledge(knowledge: KnowledgeBase) -> Lexicon:
    """Compile the lexicon of a knowledge base, with its weights and its encoders if it has any.

    Raises:
        KnowledgeError: A pattern breaks the pattern language, or the weights are broken.
    """
    from fingerpost.intake.encoding import Encoder
    from fingerpost.intake.keeping import open_lexicon
    from fingerpost.intake.weights import read_weights

    k = knowledge
    lexicon = open_lexicon(k.topics, k.cues, k.scopes, k.classes, k.spelling)
    if k.weights is None:
        return lexicon
    return lexicon.weigh_with(read_weights(k.weights), k.vocabulary.list_kinds(), [Encoder(path) for path in k.encoders])


def read_self_description(assessor: Assessor, text: str) -> Reading:
    """Read one text into facts; a text that is blank or not English yields none."""
    return next(read_self_descriptions(assessor, [text]))


def read_self_descriptions(assessor: Assessor, texts: Iterable[str], frames: Sequence[str] = ()) -> Iterator[Reading]:
    """Read texts into facts, in order; ``frames`` names the question behind each.

    Raises:
        ModelError: The spaCy model is missing or has another version.
    """
    from fingerpost.intake.reading import read_texts

    kept = list(texts)
    foreign = [not is_blank(t) and not is_english(t) for t in kept]
    asked = list(frames) or ["free"] * len(kept)
    readable = [(t, a) for t, a, f in zip(kept, asked, foreign, strict=True) if not f and not is_blank(t)]
    readings = read_texts([t for t, _ in readable], assessor.lexicon, [a for _, a in readable]) if readable else iter(())
    for text, is_foreign in zip(kept, foreign, strict=True):
        if is_foreign:
            yield Reading((), (Span(0, len(text)),), language="other")
        elif is_blank(text):
            yield Reading((), ())
        else:
            yield next(readings)


def is_blank(text: str) -> bool:
    """Whether a text says nothing: empty, white space, or a word for nothing such as "n/a"."""
    return text.strip().strip("()[]<>\"'!. ").lower() in _NOTHING


def assess(
    assessor: Assessor, text: str, *, identity: str | None = None, changes: Sequence[Change] = (), top: int = SHOWN
) -> Result:
    """Assess one self-description.

    Args:
        assessor: Knowledge, lexicon and engine.
        text: The text as given.
        identity: The id of the respondent, for a survey.
        changes: Corrections of what was read.
        top: How many paths to recommend at the most.

    Raises:
        InputError: A change names a fact that the vocabulary does not know.
    """
    reading = read_self_description(assessor, text)
    return assess_reading(assessor, reading, identity=identity, changes=changes, text=text, top=top)


def assess_many(assessor: Assessor, people: Iterable[tuple[str | None, str]]) -> Iterator[Result]:
    """Assess the texts of many people, given as (id, text), in order."""
    kept = list(people)
    readings = read_self_descriptions(assessor, [t for _, t in kept])
    for (identity, text), reading in zip(kept, readings, strict=True):
        yield assess_reading(assessor, reading, identity=identity, text=text)


def assess_facts(
    assessor: Assessor,
    facts: Sequence[Fact],
    *,
    identity: str | None = None,
    changes: Sequence[Change] = (),
    top: int = SHOWN,
) -> Result:
    """Assess facts given directly, in place of a text.

    Raises:
        InputError: A fact or a change is not in the vocabulary.
    """
    for number, fact in enumerate(facts, 1):
        check_fact(assessor, fact.kind, fact.topic, fact.value, f"fact {number}")
    return assess_reading(assessor, Reading(tuple(facts), ()), identity=identity, changes=changes, top=top)


def assess_reading(
    assessor: Assessor,
    reading: Reading,
    *,
    identity: str | None = None,
    changes: Sequence[Change] = (),
    text: str | None = None,
    top: int = SHOWN,
) -> Result:
    """Assess what was read of a text (or, with no text, facts)."""
    changed = replace(reading, facts=apply_changes(assessor, reading.facts, changes))
    inference = infer(assessor.engine, changed.facts, top)
    result = make_result(
        assessor.knowledge,
        changed.facts,
        inference,
        identity=identity,
        unread=changed.unread,
        provenance=list_provenance(assessor.knowledge),
    )
    return replace(result, notes=tuple(_list_notes(assessor, reading, result, text)))


def list_provenance(knowledge: KnowledgeBase) -> dict[str, str]:
    """With what a result was made: version, model and digest of the knowledge."""
    return {"fingerpost": __version__, "model": MODEL_NAME, "knowledge": knowledge.digest}


def apply_changes(assessor: Assessor, facts: Sequence[Fact], changes: Sequence[Change]) -> tuple[Fact, ...]:
    """Facts after the person's corrections, numbered anew; a supposed fact replaces other values of its kind and topic."""
    kept = list(facts)
    for change in changes:
        if change.suppose and change.value is not None:
            _check_change(assessor, change)
            kept = [f for f in kept if (f.kind, f.topic) != (change.kind, change.topic)]
            # with no words behind it, the advice says the fact itself
            kept.append(Fact("", change.kind, change.topic, change.value))
        else:
            _check_change(assessor, change)
            kept = [f for f in kept if not takes_out(change, f)]
    return tuple(replace(f, id=f"f{n}") for n, f in enumerate(kept, 1)) if changes else tuple(kept)


def takes_out(change: Change, fact: Fact) -> bool:
    """Whether a change that supposes nothing takes out a fact."""
    return (fact.kind, fact.topic) == (change.kind, change.topic) and change.value in (None, fact.value)


def check_fact(assessor: Assessor, kind: str, topic: str, value: str | int | None, where: str) -> None:
    """Check that the vocabulary knows a fact; with no value, only kind and topic.

    Raises:
        InputError: It does not; the error names what there is.
    """
    fault = _find_fault(assessor, kind, topic, value)
    if fault:
        raise InputError(fault, where=where, mend=_SEE)


def _check_change(assessor: Assessor, change: Change) -> None:
    fault = _find_fault(assessor, change.kind, change.topic, change.value)
    if fault:
        raise CommandError(fault, where="--suppose" if change.suppose else "--without", mend=_SEE)


def _find_fault(assessor: Assessor, kind: str, topic: str, value: str | int | None) -> str:
    vocabulary = assessor.knowledge.vocabulary
    if value is None:
        return vocabulary.find_topic_fault(kind, topic)
    return vocabulary.find_fault(kind, topic, value)


def list_reading_notes(knowledge: KnowledgeBase, reading: Reading, text: str | None) -> Iterator[Note]:
    """What is to be said of a text before any path: a word of help, that it is not English, that it says nothing."""
    notes: dict[str, str] = knowledge.extras["notes"]["notes"]
    if reading.distress:
        yield Note("help", notes["help"].strip())
    if reading.language != "en":
        yield Note("language", notes["language"].strip())
    elif text is not None and is_blank(text) and not reading.facts:
        yield Note("empty", notes["empty"].strip())


def _list_notes(assessor: Assessor, reading: Reading, result: Result, text: str | None) -> Iterator[Note]:
    notes: dict[str, str] = assessor.knowledge.extras["notes"]["notes"]
    said = tuple(list_reading_notes(assessor.knowledge, replace(reading, facts=result.facts), text))
    yield from said
    if not result.recommendations and all(note.about == "help" for note in said):
        yield Note("thin", notes["thin" if len(result.facts) < 3 else "none"].strip())
    for contradiction in find_contradictions(result.facts, assessor.knowledge):
        yield Note("contradiction", contradiction.text)
