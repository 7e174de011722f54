"""The interview itself, without a word on how it is shown: questions, answers, going back, and what each answer did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fingerpost.assess import Assessor, assess_reading
from fingerpost.contradictions import Contradiction, find_contradictions
from fingerpost.inference.compiling import Program, compile_rules
from fingerpost.interview.questions import Answer, Question, read_catalogue
from fingerpost.interview.value import Heard, Valuer
from fingerpost.knowledge import ChooseEffect, FitEffect, Rule
from fingerpost.plain import infer_plain
from fingerpost.ranking import Key, Ranker
from fingerpost.records import Fact, Inference, Reading, Result

# so many questions are asked unless the person wants more
MOST_QUESTIONS = 7
# how an answer from which nothing follows is recorded
NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what was answered; ``answer`` is None where it was skipped."""

    question: Question
    answer: Answer | None = None

    @property
    def topic(self) -> str | None:
        """The topic that was answered on; of a choice without an answer, none."""
        if self.answer is not None and self.answer.topic:
            return self.answer.topic
        return None if self.question.is_choice else self.question.topics[0]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A rule that waits for an answer, and what that answer would do to it."""

    answer: Answer
    rule: Rule
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Deed:
    """What an answer did: the points that paths gained or lost by it, and the first three before and after it.

    ``thin`` tells that there was still too little to recommend them.
    """

    turn: Turn
    moved: tuple[tuple[str, int], ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    thin: bool


class Interviewer:
    """The questions and rules of a knowledge base, ready for one interview after another."""

    def __init__(self, assessor: Assessor) -> None:
        self.assessor = assessor
        self.program: Program = compile_rules(assessor.knowledge)
        self.ranker = Ranker(self.program)
        self.catalogue = read_catalogue(assessor.knowledge)
        self.valuer = Valuer(self.ranker, self.catalogue)

    def begin(self, reading: Reading | None = None, limit: int = MOST_QUESTIONS) -> Interview:
        """Begin an interview, from what was read of a text or from nothing."""
        return Interview(self, reading or Reading((), ()), limit)


class Interview:
    """One interview. Whoever leads it asks `next_question`, then answers, skips or goes back."""

    def __init__(self, interviewer: Interviewer, reading: Reading, limit: int) -> None:
        self._interviewer = interviewer
        self._reading = reading
        self._turns: list[Turn] = []
        self._place = 0
        self.limit = limit
        knowledge = interviewer.assessor.knowledge
        self.contradictions: tuple[Contradiction, ...] = find_contradictions(reading.facts, knowledge)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The questions so far."""
        return tuple(self._turns)

    @property
    def number(self) -> int:
        """The number of the question at hand, from 1."""
        return self._place + 1

    @property
    def given(self) -> Turn | None:
        """What was said before to the question at hand, after going back to it."""
        return self._turns[self._place] if self._place < len(self._turns) else None

    def next_question(self) -> Question | None:
        """The question at hand; None where the limit is reached or no answer could change the first three."""
        if self.given is not None:
            return self.given.question
        if len(self._turns) >= self.limit:
            return None
        return self._settle() or self._interviewer.valuer.choose(self._listen())

    def find_contradiction(self, question: Question) -> Contradiction | None:
        """The contradiction that a question is to settle."""
        return next((c for c in self.contradictions if not question.is_choice and c.asks in question.keys), None)

    def answer(self, question: Question, answer: Answer) -> None:
        """Take an answer; one from which nothing follows has no value."""
        self._put(Turn(question, answer))

    def skip(self, question: Question) -> None:
        """Leave a question, or keep what was said to it before."""
        self._put(self.given or Turn(question))

    def retract(self, question: Question) -> None:
        """Leave a question, and take back what was said to it before."""
        self._put(Turn(question))

    def back(self) -> bool:
        """Go back by one question, keeping all answers; False at the first."""
        if self._place == 0:
            return False
        self._place -= 1
        return True

    def facts(self) -> tuple[Fact, ...]:
        """The facts of the text with those of the answers, which replace what was said on the same kind and topic."""
        return _add_answers(self._reading.facts, self._turns)

    def list_waiting(self, question: Question) -> tuple[Waiting, ...]:
        """The rules that wait for the answer: those that each answer would make speak, or fall silent."""
        now = self._infer(self.facts())
        waiting = []
        for answer in self._interviewer_answers(question):
            then = self._infer(_add_answers(self.facts(), [Turn(question, answer)]))
            waiting += [Waiting(answer, *shift) for shift in self._list_shifts(now, then)]
        return tuple(waiting)

    def finish(self) -> Result:
        """The result from everything that was said."""
        reading = replace(self._reading, facts=self.facts())
        return assess_reading(self._interviewer.assessor, reading)

    def list_deeds(self) -> tuple[Deed, ...]:
        """What each answer did, in their order."""
        ranker = self._interviewer.ranker
        deeds = []
        state = ranker.encode(self._reading.facts)
        for number, turn in enumerate(self._turns, 1):
            after = ranker.encode(_add_answers(self._reading.facts, self._turns[:number]))
            old, new = dict(ranker.rank(state)), dict(ranker.rank(after))
            moved = sorted(((p, new[p] - old[p]) for p in ranker.paths if new[p] != old[p]), key=lambda m: -abs(m[1]))
            first = [self._interviewer.valuer.list_first(s)[1] for s in (state, after)]
            deeds.append(Deed(turn, tuple(moved), first[0], first[1], ranker.is_thin(after)))
            state = after
        return tuple(deeds)

    def _put(self, turn: Turn) -> None:
        self._turns[self._place : self._place + 1] = [turn]
        # after a correction the interview goes on where it was
        self._place = len(self._turns)

    def _settle(self) -> Question | None:
        """A question about a contradiction of the text that was not asked yet."""
        asked = {turn.question.id for turn in self._turns}
        singles = self._interviewer.catalogue.singles
        questions = (singles[c.asks] for c in self.contradictions if c.asks in singles)
        return next((q for q in questions if q.id not in asked), None)

    def _listen(self) -> Heard:
        passed: set[Key] = set()
        for turn in self._turns:
            if turn.answer is None or turn.answer.value is None:
                passed.update(turn.question.keys)
        return Heard(self.facts(), frozenset(passed), frozenset(t.question.id for t in self._turns))

    def _interviewer_answers(self, question: Question) -> Iterator[Answer]:
        if not question.takes_number:
            yield from question.answers
            return
        for value in self._interviewer.ranker.list_values(question.keys[0]):
            answer = question.find_answer(question.topics[0], value)
            if answer is not None:
                yield answer

    def _infer(self, facts: Sequence[Fact]) -> Inference:
        return infer_plain(self._interviewer.program, facts)

    def _list_shifts(self, now: Inference, then: Inference) -> Iterator[tuple[Rule, int | None, int | None]]:
        """The rules for paths and the gates that did one thing and would do another."""
        given = []
        for inference in (now, then):
            points: dict[str, int | None] = {f.rule: 0 for f in inference.firings}
            points |= {p.rule: p.points for s in inference.standing for p in s.points}
            given.append(points)
        for rule in self._interviewer.assessor.knowledge.rules.values():
            before, after = (g.get(rule.id) for g in given)
            if rule.stage in ("fit", "choose", "gates") and before != after:
                yield rule, before, after


def weigh_rule(rule: Rule) -> int:
    """How many points a rule states, whichever way."""
    return abs(rule.then.points) if isinstance(rule.then, FitEffect | ChooseEffect) else 1


def play(interview: Interview, facts: Sequence[Fact]) -> None:
    """Play a person of whom these facts hold: a question about one of them is answered by it, else it is skipped.

    Of the topics that a choice offers the person picks the one that stands first among the facts.
    """
    while (question := interview.next_question()) is not None:
        answers = (question.find_answer(f.topic, f.value) for f in facts if f.kind == question.kind)
        answer = next((a for a in answers if a is not None), None)
        if answer is None:
            interview.skip(question)
        else:
            interview.answer(question, answer)


def _add_answers(facts: Sequence[Fact], turns: Sequence[Turn]) -> tuple[Fact, ...]:
    kept = list(facts)
    for turn in turns:
        answer = turn.answer
        if answer is None or (answer.value is None and turn.question.is_choice):
            continue
        # an answer, and be it that neither holds, takes the place of what was read
        key = (turn.question.kind, answer.topic if answer.value is not None else turn.question.topics[0])
        kept = [f for f in kept if (f.kind, f.topic) != key]
        if answer.value is None:
            continue
        # it rests on no words of the person: the label of an answer is ours
        kept.append(Fact("", *key, answer.value))
    return tuple(replace(fact, id=f"f{number}") for number, fact in enumerate(kept, 1))
