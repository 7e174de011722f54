"""What would be first without one rule, for very many people at once: exact, by the ranking code.

Taking a rule away can change little: the score of its own path, or of the paths whose rules rest on its trait, whether
these are in the running, and what rules of choice then give to others. Each of that hangs on a few facts only, so it is
worked out once for all people who are alike in them; what is left for each person is to compare one number a path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from fingerpost.audit.codes import Numbers
from fingerpost.audit.columns import Column, Crowd, Marks, find_best, pack_bits, tabulate, value_path
from fingerpost.audit.weighing import Listing, Weigher, drop_vote, weigh_votes
from fingerpost.inference.compiling import Program
from fingerpost.knowledge import Scoring
from fingerpost.ranking import Balance

# the place of no path
NONE = -1


class Swing(NamedTuple):
    """People for whom a rule swings the first place: another path would be first without it, or none.

    ``people`` are their places in what was given, ``first`` the place of the path that would be first for each among all
    paths, `NONE` where none would be recommended.
    """

    rule: str
    people: Numbers
    first: Numbers


class _Rest(NamedTuple):
    """What a path comes to without a rule, for those of its distinct sets of bits for which that may matter.

    ``is_flipped`` tells where that puts the path into the running, or out of it.
    """

    keys: Numbers
    score: Numbers
    against: Numbers
    is_enough: Marks
    is_flipped: Marks


@dataclass(slots=True)
class _Without:
    """What taking a rule away changes: what paths come to (by place), their gates, and how to list votes then."""

    list_votes: Callable[[int, int], Listing]
    rests: dict[int, _Rest] = field(default_factory=dict)
    closed: dict[int, Marks] = field(default_factory=dict)


class Removals(Weigher):
    """Ranks paths with and without each rule.

    Args:
        program: The compiled rules.
    """

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._others: dict[str, Weigher] = {}
        self._crowd = Crowd(pack_bits(()))
        self._columns: list[Column] = []
        self.first: Numbers = np.zeros(0, np.int64)

    def take_people(self, states: Sequence[int]) -> None:
        """Take people, given as the bits of their facts (`Ranker.encode`), and find who is ``first`` for each."""
        self.take_crowd(Crowd(pack_bits(states)))

    def take_crowd(self, crowd: Crowd) -> None:
        """Take people as a crowd, and find who is ``first`` for each."""
        for weigher in (self, *self._others.values()):
            weigher.forget()
        self._crowd = crowd
        contends = [crowd.mark(path.fit_mask, partial(self._contends, path.place)) for path in self._all]
        self._columns = [self._make_column(place, contends) for place in range(len(self._all))]
        self._worth = np.stack([value_path(n, c.score, c.against, c.is_closed) for n, c in enumerate(self._columns)], 1)
        self._enough = np.stack([c.is_enough for c in self._columns], 1)
        self._choosing = np.any([c.is_choosing for c in self._columns], axis=0)
        self.first = _find_first(self._worth, self._enough, self._scoring)

    @property
    def scores(self) -> Numbers:
        """The score of each person (rows) for each path (columns, in the order of ``paths``)."""
        return np.stack([c.score for c in self._columns], 1)

    def find_swings(self) -> Iterator[Swing]:
        """For each rule that bears on the ranking and fired for someone, the people whose first place it swings."""
        everyone = np.ones(len(self._crowd), np.bool_)
        for place, path in enumerate(self._all):
            for rule, rest in self._drop_votes(place).items():
                yield self._compare(rule, everyone, _Without(self.list_votes, {place: rest}))
            for node in path.gates:
                yield self._drop_gate(place, node)
        for nodes in self._traits.values():
            for node in nodes:
                yield self._drop_trait(node)

    def _contends(self, place: int, state: int) -> bool:
        return self.list_votes(place, state).fit_score > 0

    def _make_column(self, place: int, contends: Sequence[Marks]) -> Column:
        path = self._all[place]
        flags = np.zeros(len(self._crowd), np.int64)
        for number, (other, _) in enumerate(path.contenders):
            flags |= contends[other.place].astype(np.int64) << number
        keys, key_of = self._crowd.number(path.all_mask, flags, [bit for _, bit in path.contenders])
        listings = [self.list_votes(place, key) for key in keys]
        score, against, is_enough = tabulate([listing.balance for listing in listings])
        choosing = np.array([not all(v.is_fit for v in listing.votes) for listing in listings], np.bool_)
        closed = self._crowd.mark(path.gate_mask, partial(self._is_closed, path))
        return Column(keys, key_of, listings, score[key_of], against[key_of], is_enough[key_of], choosing[key_of], closed)

    def _drop_votes(self, place: int) -> dict[str, _Rest]:
        """What a path comes to without each of the rules that speak of it, where that may touch a first place."""
        column = self._columns[place]
        told, telling, choosing = (marks.tolist() for marks in self._mark_keys(place))
        rests: dict[str, list[tuple[int, Balance, bool]]] = {}
        for number, listing in enumerate(column.listings):
            is_plain = listing.are_apart
            contends = listing.fit_score > 0
            for vote in listing.votes:
                if is_plain and vote.points > 0:
                    if not told[number]:
                        continue
                    if not telling[number] and not (choosing[number] and vote.is_fit and listing.fit_score <= vote.points):
                        # a path that is not first and only loses points changes nothing, unless rules of choice count on it
                        continue
                left = drop_vote(listing, vote)
                still = left.fit_score > 0
                # those who are told nothing will be told something only if rules of choice then fire
                if not told[number] and (contends or not still):
                    continue
                if still != contends:
                    left = self._flip_own(self, place, column.keys[number], left, vote.rule)
                rests.setdefault(vote.rule, []).append((number, left.balance, still != contends))
        return {rule: _make_rest(items) for rule, items in rests.items()}

    def _mark_keys(self, place: int) -> tuple[Marks, Marks, Marks]:
        """Mark of a path's distinct sets of bits those of people who are told anything; among them those of people whose

        first place, or whose being told anything, rests on the path; and those for whom a rule of choice fires.
        """
        column = self._columns[place]
        told = self._enough.any(1)
        rests_on = (self.first == place) | (self._enough[:, place] & (self._enough.sum(1) == 1))
        marks = np.zeros((3, len(column.keys)), np.bool_)
        for mark, people in zip(marks, (told, told & rests_on, told & self._choosing), strict=True):
            mark[column.key_of[people]] = True
        return marks[0], marks[1], marks[2]

    def _flip_own(self, weigher: Weigher, place: int, key: int, left: Listing, without: str) -> Listing:
        """The votes on a path that gets into the running, or out of it: its rules of choice ask for that."""
        bit = next((bit for other, bit in self._all[place].contenders if other.place == place), 0)
        return weigh_votes(v for v in weigher.list_votes(place, key ^ bit).votes if v.rule != without) if bit else left

    def _drop_gate(self, place: int, gone: Any) -> Swing:
        others = [node for node in self._all[place].gates if node is not gone]
        fired = self._crowd.mark(gone.mask, partial(self._is_met, [gone]))
        still = self._crowd.mark(self._all[place].gate_mask, partial(self._is_met, others))
        return self._compare(gone.compiled.rule.id, fired, _Without(self.list_votes, closed={place: still}))

    def _is_met(self, nodes: Sequence[Any], state: int) -> bool:
        return any(self._meet(node, state) is not None for node in nodes)

    def _drop_trait(self, gone: Any) -> Swing:
        rule = gone.compiled.rule.id
        fired = self._crowd.mark(gone.mask, partial(self._is_met, [gone]))
        if not fired.any():
            return Swing(rule, np.zeros(0, np.int64), np.zeros(0, np.int64))
        other = self._others.get(rule)
        if other is None:
            other = self._others[rule] = Weigher(self._program, rule)
        resting, is_denied = _list_resting(self._program, gone.compiled.rule.then.trait)
        without = _Without(other.list_votes)
        for place, path in enumerate(self._all):
            if any(node.compiled.rule.id in resting for node in path.all):
                without.rests[place] = self._drop_resting(place, other, resting, is_denied, fired)
            if any(node.compiled.rule.id in resting for node in path.gates):
                without.closed[place] = self._crowd.mark(path.gate_mask, partial(other._is_closed, other._all[place]))
        return self._compare(rule, fired, without)

    def _drop_resting(self, place: int, other: Weigher, resting: set[str], is_denied: bool, fired: Marks) -> _Rest:
        """What a path comes to with the rules that rest on a trait tried anew; others can fire only where one denies it."""
        column = self._columns[place]
        items = []
        for number in np.unique(column.key_of[fired]).tolist():
            listing, key = column.listings[number], column.keys[number]
            if is_denied:
                left = other.list_votes(place, key)
            elif any(vote.rule in resting for vote in listing.votes):
                again = (other.vote_again(place, v, key) if v.rule in resting else v for v in listing.votes)
                left = weigh_votes(vote for vote in again if vote is not None)
            else:
                continue
            flips = (left.fit_score > 0) != (listing.fit_score > 0)
            if flips:
                left = self._flip_own(other, place, key, left, "")
            items.append((number, left.balance, flips))
        return _make_rest(items)

    def _compare(self, rule: str, fired: Marks, without: _Without) -> Swing:
        """Compare the first places with those where some paths come to what they come to without a rule."""
        changed = np.zeros(len(fired), np.bool_)
        places: dict[int, Numbers] = {}
        for place, rest in without.rests.items():
            column = self._columns[place]
            where = np.full(len(column.keys), NONE, np.int64)
            where[rest.keys] = np.arange(len(rest.keys))
            places[place] = where[column.key_of]
            changed |= places[place] != NONE
        for place, closed in without.closed.items():
            changed |= closed != self._columns[place].is_closed
        people = np.flatnonzero(changed & fired)
        worth, enough = self._worth[people], self._enough[people]
        flips = {}
        for place in {*without.closed, *without.rests}:
            column = self._columns[place]
            score, against = column.score[people], column.against[people]
            if place in places:
                rest, at = without.rests[place], places[place][people]
                hit = at != NONE
                at = at[hit]
                score[hit], against[hit], enough[hit, place] = rest.score[at], rest.against[at], rest.is_enough[at]
                flips[place] = np.zeros(len(people), np.bool_)
                flips[place][hit] = rest.is_flipped[at]
            worth[:, place] = value_path(place, score, against, without.closed.get(place, column.is_closed)[people])
        self._count_on_others(people, flips, without, worth, enough)
        first = _find_first(worth, enough, self._scoring)
        swung = first != self.first[people]
        return Swing(rule, people[swung], first[swung])

    def _count_on_others(
        self, people: Numbers, flips: Mapping[int, Marks], without: _Without, worth: Numbers, enough: Marks
    ) -> None:
        """Weigh anew the paths whose rules of choice count on a path that got into the running, or out of it."""
        for place, path in enumerate(self._all):
            bits = [(bit, flips[other.place]) for other, bit in path.contenders if other.place in flips]
            others = [flips[other.place] for other, _ in path.contenders if other.place in flips and other.place != place]
            rows = np.flatnonzero(np.any(others, axis=0)) if others else np.zeros(0, np.int64)
            if not len(rows):
                continue
            column, some = self._columns[place], people[rows]
            code = column.key_of[some] << len(bits)
            for number, (_, flipped) in enumerate(bits):
                code |= flipped[rows].astype(np.int64) << number
            codes, code_of = np.unique(code, return_inverse=True)
            balances = []
            for each in codes.tolist():
                key = column.keys[each >> len(bits)]
                for number, (bit, _) in enumerate(bits):
                    key ^= bit if each >> number & 1 else 0
                balances.append(without.list_votes(place, key).balance)
            score, against, is_enough = tabulate(balances)
            enough[rows, place] = is_enough[code_of]
            closed = without.closed.get(place, column.is_closed)[some]
            worth[rows, place] = value_path(place, score[code_of], against[code_of], closed)


def _make_rest(items: Sequence[tuple[int, Balance, bool]]) -> _Rest:
    score, against, is_enough = tabulate([balance for _, balance, _ in items])
    keys = np.array([number for number, _, _ in items], np.int64)
    return _Rest(keys, score, against, is_enough, np.array([flipped for _, _, flipped in items], np.bool_))


def _find_first(worth: Numbers, enough: Marks, scoring: Scoring) -> Numbers:
    """The place of the path that is recommended first for each person."""
    return np.where((worth.max(1) >= 0) & enough.any(1), find_best(worth, scoring.strong, scoring.fair), NONE)


def _list_resting(program: Program, trait: str) -> tuple[set[str], bool]:
    """The rules that ask for a trait, or for one that rests on it; and whether one of them denies it."""
    asked, rules, is_denied = {trait}, set(), False
    for compiled in program.rules:
        met = any(p.about == "trait" and p.subject in asked for slot in compiled.slots for p in slot)
        denied = any(p.about == "trait" and p.subject in asked for p in compiled.absent)
        if met or denied:
            rules.add(compiled.rule.id)
            asked |= {getattr(compiled.rule.then, "trait", trait)}
        is_denied = is_denied or denied
    return rules, is_denied
