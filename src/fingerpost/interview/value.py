"""What a question is worth: how much its answers are expected to change.

Before each question every path is given a share of belief: how well it goes with what was answered, and skipped, so far.
How likely a person for a path gives an answer follows from the points that the rules give the path for it. A question is
worth what its answers tell about the paths (the expected gain of information), and what they move among the first
three. Questions none of whose answers can change the first three are never asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log

from fingerpost.interview.questions import NUMBER, Answer, Catalogue, Question
from fingerpost.ranking import Key, Ranker
from fingerpost.records import Fact

FIRST = 3
# how much the points so far, and how much the points that an answer moves, weigh beside the likelihoods
_SCORE_WEIGHT = 0.3
_MOVE_WEIGHT = 0.05
# no more than this of all persons has an answer to a question
_MOST_ANSWER = 0.97

# for each path, in the order of the ranker
Shares = tuple[float, ...]
# for each answer, whether it changes the first three, and what it gives to each path
_Moves = Mapping[str | int, tuple[bool, Sequence[int]]]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the interview knows: the facts, the topics that were asked without an answer, and those asked at all."""

    facts: tuple[Fact, ...]
    passed: frozenset[Key] = frozenset()
    asked: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Rows:
    """For each value of a kind and topic, and for no answer, how likely it is for each path."""

    values: dict[str | int, Shares]
    silence: Shares
    bits: dict[str | int, int] = field(default_factory=dict)


class Valuer:
    """Values questions for one knowledge base."""

    def __init__(self, ranker: Ranker, catalogue: Catalogue) -> None:
        self._ranker = ranker
        self._catalogue = catalogue
        self._rows = {key: self._make_rows(key) for key in catalogue.singles if key in ranker.keys}

    def choose(self, heard: Heard) -> Question | None:
        """The question most worth asking; None where no answer could change the first three."""
        rated = self.rate(heard)
        return max(rated, key=lambda item: item[0])[1] if rated else None

    def rate(self, heard: Heard) -> list[tuple[float, Question]]:
        """All questions that may still change the first three, with what each is worth."""
        state = self._ranker.encode(heard.facts)
        known = {(f.kind, f.topic) for f in heard.facts} | heard.passed
        belief = self._believe(heard, state)
        open_keys = {key for key in self._rows if key not in known}
        moves = {key: self._list_moves(key, state) for key in open_keys}
        live = {key for key in open_keys if any(changes for changes, _ in moves[key].values())}
        rated = []
        for choice in self._catalogue.choices:
            keys = [(choice.kind, a.topic) for a in choice.answers if self._would_change(moves, choice.kind, a)]
            if choice.id not in heard.asked and len(keys) > 2:
                question = choice.only(keys)
                options = [(key, a.value) for key, a in zip(keys, question.answers, strict=True) if a.value is not None]
                rated.append((self._rate_choice(options, belief, moves), question))
        for key, question in self._catalogue.singles.items():
            if key in live:
                rated.append((self._rate_single(key, belief, moves[key]), question))
        return rated

    def _would_change(self, moves: Mapping[Key, _Moves], kind: str, answer: Answer) -> bool:
        """Whether picking this very answer would change the first three."""
        answers = moves.get((kind, answer.topic), {})
        return answer.value is not None and answer.value in answers and answers[answer.value][0]

    def can_tell(self, key: Key) -> bool:
        """Whether answers about a kind and topic can bear on the ranking at all."""
        return key in self._rows

    def _make_rows(self, key: Key) -> _Rows:
        likelihood = self._catalogue.likelihood_of(key, self._ranker.paths)
        values = self._list_values(key)
        at_first = [self._ranker.balance(path, 0).score for path in self._ranker.paths]
        rows = {}
        bits = {}
        for value in values:
            bits[value] = self._ranker.encode_one(key, value)
            scores = (self._ranker.balance(path, bits[value]).score for path in self._ranker.paths)
            rows[value] = [likelihood.of(score - before) for score, before in zip(scores, at_first, strict=True)]
        sums = [sum(column) for column in zip(*rows.values(), strict=True)]
        scale = [min(1.0, _MOST_ANSWER / total) for total in sums]
        scaled = {v: tuple(x * f for x, f in zip(row, scale, strict=True)) for v, row in rows.items()}
        return _Rows(scaled, tuple(1 - total * f for total, f in zip(sums, scale, strict=True)), bits)

    def _list_values(self, key: Key) -> tuple[str | int, ...]:
        """The answers to tell apart: those of the question, and of numbers those about the thresholds of rules."""
        offered = [a.value for a in self._catalogue.singles[key].answers if a.value is not None]
        return self._ranker.list_values(key) if NUMBER in offered else tuple(offered)

    def _believe(self, heard: Heard, state: int) -> Shares:
        logs = [_SCORE_WEIGHT * self._ranker.balance(path, state).score for path in self._ranker.paths]
        for fact in heard.facts:
            rows = self._rows.get((fact.kind, fact.topic))
            row = rows.values.get(fact.value) if rows else None
            if row:
                logs = [total + log(x) for total, x in zip(logs, row, strict=True)]
        for key in sorted(heard.passed & self._rows.keys()):
            logs = [total + log(x) for total, x in zip(logs, self._rows[key].silence, strict=True)]
        most = max(logs)
        shares = [exp(x - most) for x in logs]
        return tuple(x / sum(shares) for x in shares)

    def _list_moves(self, key: Key, state: int) -> dict[str | int, tuple[bool, Sequence[int]]]:
        """For each answer, whether it changes the first three, and what it gives to each path."""
        rest = state & ~self._ranker.mask_of(key)
        before = [self._ranker.balance(path, state).score for path in self._ranker.paths]
        first = self.list_first(state)
        moves: dict[str | int, tuple[bool, Sequence[int]]] = {}
        for value, bits in self._rows[key].bits.items():
            after = [self._ranker.balance(path, rest | bits).score for path in self._ranker.paths]
            given = [new - old for new, old in zip(after, before, strict=True)]
            moves[value] = (any(given) and self.list_first(rest | bits) != first, given)
        return moves

    def list_first(self, state: int) -> tuple[bool, tuple[str, ...]]:
        """The first three paths that have earned points, and whether there is too little to recommend them."""
        ranked = tuple(path for path, score in self._ranker.rank(state) if score > 0)
        return self._ranker.is_thin(state), ranked[:FIRST]

    def _rate_single(self, key: Key, belief: Shares, moves: Mapping[str | int, tuple[bool, Sequence[int]]]) -> float:
        rows = self._rows[key]
        outcomes = [(row, moves[value][1]) for value, row in rows.values.items()]
        return _rate([*outcomes, (rows.silence, ())], belief)

    def _rate_choice(
        self,
        options: Sequence[tuple[Key, str | int]],
        belief: Shares,
        moves: Mapping[Key, Mapping[str | int, tuple[bool, Sequence[int]]]],
    ) -> float:
        """A person picks one of the options that hold for them, each as likely as it holds."""
        rows = [self._rows[key].values[value] for key, value in options]
        silence = [1.0] * len(belief)
        for row in rows:
            silence = [x * (1 - y) for x, y in zip(silence, row, strict=True)]
        sums = [sum(column) for column in zip(*rows, strict=True)]
        outcomes: list[tuple[Shares, Sequence[int]]] = []
        for (key, value), row in zip(options, rows, strict=True):
            picked = tuple(x / total * (1 - none) for x, total, none in zip(row, sums, silence, strict=True))
            outcomes.append((picked, moves[key][value][1]))
        return _rate([*outcomes, (tuple(silence), ())], belief)


def _rate(outcomes: Iterable[tuple[Shares, Sequence[int]]], belief: Shares) -> float:
    """The expected gain of information about the paths, and the points that are expected to come to the right one."""
    worth = 0.0
    for row, given in outcomes:
        joint = [x * share for x, share in zip(row, belief, strict=True)]
        chance = sum(joint)
        worth += sum(both * log(x / chance) for both, x in zip(joint, row, strict=True) if both > 0)
        worth += _MOVE_WEIGHT * sum(both * max(points, 0) for both, points in zip(joint, given, strict=False))
    return worth
