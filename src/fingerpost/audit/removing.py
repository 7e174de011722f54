"""What would be first without one rule, for very many people at once: exact, by the ranking code.

Taking a rule away can change little: the score of its own path, or of the paths whose rules rest on its trait, whether
these are in the running, and what rules of choice then give to others. Each of that hangs on a few facts only, so it is
worked out once for all people who are alike in them; what is left for each person is to compare one number a path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fingerpost.inference.compiling import Program
from fingerpost.ranking import Balance, Ranker

Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]

# the place of no path
NONE = -1
# a path's worth is one number: open before closed, then score, then fewer points against, then its place
_OPEN = 1 << 50
_POINT = 1 << 24
_AGAINST = 1 << 8
_UNEARNED = -1


class Swing(NamedTuple):
    """People for whom a rule swings the first place: another path would be first without it, or none.

    ``people`` are their places in what was given, ``first`` the place of the path that would be first for each among all
    paths, `NONE` where none would be recommended.
    """

    rule: str
    people: Numbers
    first: Numbers


class _Vote(NamedTuple):
    rule: str
    is_fit: bool
    points: int
    topics: int
    support: int
    is_named: bool


@dataclass(slots=True)
class _Sieve:
    """The rules of a path that may fire, as the bits of their numbers: for a bit of their first slot, and always."""

    nodes: dict[int, int]
    mask: int
    always: int


class _Rest(NamedTuple):
    """What a path comes to without a rule, for those of its distinct sets of bits for which the rule fires.

    ``is_flipped`` tells where that puts the path into the running, or out of it.
    """

    keys: Numbers
    score: Numbers
    against: Numbers
    is_enough: Marks
    is_flipped: Marks


@dataclass(slots=True)
class _Column:
    """One path for all people: the distinct sets of bits that bear on it, which is whose, and what the path comes to."""

    keys: list[int]
    key_of: Numbers
    votes: list[tuple[_Vote, ...]]
    score: Numbers
    against: Numbers
    is_enough: Marks
    is_choosing: Marks
    is_closed: Marks


class Removals(Ranker):
    """Ranks paths with and without each rule.

    Args:
        program: The compiled rules.
    """

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._all = tuple(self._paths.values())
        self._listed: dict[tuple[int, int], tuple[_Vote, ...]] = {}
        self._sieves = [self._make_sieve(path) for path in self._all]
        self._columns: list[_Column] = []
        self._states: Sequence[int] = ()
        self._others: dict[str, Removals] = {}
        self.first: Numbers = np.zeros(0, np.int64)

    def take_people(self, states: Sequence[int]) -> None:
        """Take people, given as the bits of their facts (`Ranker.encode`), and find who is ``first`` for each."""
        self._states = states
        self._listed.clear()
        contends = [_mark(states, path.fit_mask, partial(self._contends, path.place)) for path in self._all]
        self._columns = [self._weigh_column(path.place, contends) for path in self._all]
        self._worth = np.stack([_value(place, c.score, c.against, c.is_closed) for place, c in enumerate(self._columns)], 1)
        self._enough = np.stack([c.is_enough for c in self._columns], 1)
        self._choosing = np.any([c.is_choosing for c in self._columns], axis=0)
        self.first = _find_first(self._worth, self._enough)

    @property
    def scores(self) -> Numbers:
        """The score of each person (rows) for each path (columns, in the order of ``paths``)."""
        return np.stack([c.score for c in self._columns], 1)

    def find_swings(self) -> Iterator[Swing]:
        """For each rule that bears on the ranking and fired for someone, the people whose first place it swings."""
        everyone = np.ones(len(self._states), np.bool_)
        for place, path in enumerate(self._all):
            for rule, rest in self._drop_votes(place).items():
                yield self._swing(rule, {place: rest}, {}, everyone, self._list_votes)
            for node in path.gates:
                yield self._swing_gate(place, node.compiled.rule.id)
        for trait, nodes in self._traits.items():
            for node in nodes:
                yield self._swing_trait(trait, node)

    def _weigh_column(self, place: int, contends: Sequence[Marks]) -> _Column:
        path = self._all[place]
        flags = np.zeros(len(self._states), np.int64)
        for number, (other, _) in enumerate(path.contenders):
            flags |= contends[other.place].astype(np.int64) << number
        bits = {flag: _spread(flag, [bit for _, bit in path.contenders]) for flag in set(flags.tolist())}
        mask = path.all_mask
        keys, key_of = _number([(s | bits[flag]) & mask for s, flag in zip(self._states, flags.tolist(), strict=True)])
        votes = [self._list_votes(place, key) for key in keys]
        score, against, is_enough = _tabulate([_count_votes(v) for v in votes])
        closed = _mark(self._states, path.gate_mask, partial(self._is_closed, path))
        choosing = np.array([not all(v.is_fit for v in listed) for listed in votes], np.bool_)
        return _Column(keys, key_of, votes, score[key_of], against[key_of], is_enough[key_of], choosing[key_of], closed)

    def _contends(self, place: int, key: int) -> bool:
        return _count_votes(v for v in self._list_votes(place, key) if v.is_fit).score > 0

    def _list_votes(self, place: int, key: int) -> tuple[_Vote, ...]:
        """The rules that speak of a path, strongest first on either side."""
        votes = self._listed.get((place, key))
        if votes is None:
            path, sieve = self._all[place], self._sieves[place]
            asked = sieve.always
            left = key & sieve.mask
            while left:
                bit = left & -left
                asked |= sieve.nodes[bit]
                left ^= bit
            found = []
            while asked:
                node = path.all[(asked & -asked).bit_length() - 1]
                asked &= asked - 1
                meeting = self._meet(node, key)
                if meeting is not None:
                    is_named = bool(meeting.wishes & path.naming)
                    rule = node.compiled.rule.id
                    is_fit = node.compiled.step == "fit"
                    found.append(_Vote(rule, is_fit, node.points, meeting.topics, meeting.support, is_named))
            votes = self._listed[place, key] = tuple(found)
        return votes

    def _make_sieve(self, path: Any) -> _Sieve:
        sieve = _Sieve({}, 0, 0)
        for number, node in enumerate(path.all):
            slot = node.compiled.slots[0] if node.compiled.slots else ()
            mask = _join(self._mask_of(p) for p in slot)
            if not mask or any(p.about == "trait" for p in slot):
                # a trait may hold of those of whom nothing is said
                sieve.always |= 1 << number
                continue
            sieve.mask |= mask
            while mask:
                bit = mask & -mask
                sieve.nodes[bit] = sieve.nodes.get(bit, 0) | 1 << number
                mask ^= bit
        return sieve

    def _drop_votes(self, place: int) -> dict[str, _Rest]:
        """What a path comes to without each of the rules that speak of it, where that may touch a first place."""
        column = self._columns[place]
        told, telling, choosing = self._mark_keys(place)
        rests: dict[str, list[tuple[int, Balance, bool]]] = {}
        for number, votes in enumerate(column.votes):
            is_plain = _are_apart(votes)
            if is_plain and not told[number] and all(v.points > 0 for v in votes):
                continue
            fit = [v for v in votes if v.is_fit]
            contends = _count_votes(fit).score > 0
            for vote in votes:
                still = contends
                if vote.is_fit:
                    still = _count_votes([v for v in fit if v is not vote]).score > 0
                flips = still != contends
                # those who are told nothing will be told something only if rules of choice then fire
                if not told[number] and not (flips and still):
                    continue
                # a path that is not first and only loses points changes nothing, unless rules of choice count on it
                if is_plain and vote.points > 0 and not telling[number] and not (flips and choosing[number]):
                    continue
                left: Sequence[_Vote] = [v for v in votes if v is not vote]
                if flips:
                    left = self._flip_own(place, column.keys[number], left, vote.rule)
                rests.setdefault(vote.rule, []).append((number, _count_votes(left), flips))
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

    def _flip_own(self, place: int, key: int, votes: Sequence[_Vote], without: str) -> list[_Vote]:
        """The votes of a path that gets into the running, or out of it: rules of choice ask for that."""
        bit = next((bit for other, bit in self._all[place].contenders if other.place == place), 0)
        return [v for v in self._list_votes(place, key ^ bit) if v.rule != without] if bit else list(votes)

    def _swing_gate(self, place: int, rule: str) -> Swing:
        nodes = self._all[place].gates
        shut = [n for n in nodes if n.compiled.rule.id == rule]
        others = [n for n in nodes if n.compiled.rule.id != rule]
        fired = self._mark_met(shut) & ~self._mark_met(others)
        people = np.flatnonzero(fired)
        return self._compare(rule, people, {}, {place: np.zeros(len(people), np.bool_)}, self._list_votes)

    def _mark_met(self, nodes: Sequence[Any]) -> Marks:
        mask = _join(n.mask for n in nodes)
        return _mark(self._states, mask, lambda s: any(self._meet(n, s) is not None for n in nodes))

    def _swing_trait(self, trait: str, gone: Any) -> Swing:
        # the bits stay what they are, only the rule of the trait is gone
        other = self._others.get(gone.compiled.rule.id)
        if other is None:
            other = self._others[gone.compiled.rule.id] = Removals(self._program)
            other._traits[trait] = [n for n in other._traits[trait] if n.compiled.rule.id != gone.compiled.rule.id]
        other._listed.clear()
        resting, is_denied = self._list_resting(trait)
        fired = _mark(self._states, gone.mask, lambda s: self._meet(gone, s) is not None)
        rests: dict[int, _Rest] = {}
        closed: dict[int, Marks] = {}
        for place, path in enumerate(self._all):
            if any(n.compiled.rule.id in resting for n in path.all):
                rests[place] = self._drop_resting(place, other, resting, is_denied, fired)
            if any(n.compiled.rule.id in resting for n in path.gates):
                closed[place] = _mark(self._states, path.gate_mask, partial(other._is_closed, other._all[place]))
        return self._swing(gone.compiled.rule.id, rests, closed, fired, other._list_votes)

    def _drop_resting(self, place: int, other: Removals, resting: set[str], is_denied: bool, fired: Marks) -> _Rest:
        column = self._columns[place]
        items = []
        for number in np.unique(column.key_of[fired]).tolist():
            votes = column.votes[number]
            if not is_denied and not any(v.rule in resting for v in votes):
                continue
            key = column.keys[number]
            contends = _count_votes(v for v in votes if v.is_fit).score > 0
            left = other._list_votes(place, key)
            still = _count_votes(v for v in left if v.is_fit).score > 0
            if still != contends:
                left = tuple(other._flip_own(place, key, left, ""))
            items.append((number, _count_votes(left), still != contends))
        return _make_rest(items)

    def _list_resting(self, trait: str) -> tuple[set[str], bool]:
        """The rules that ask for a trait, or for one that rests on it; and whether one of them denies it."""
        asked, rules, is_denied = {trait}, set(), False
        for compiled in self._program.rules:
            met = any(p.about == "trait" and p.subject in asked for slot in compiled.slots for p in slot)
            denied = any(p.about == "trait" and p.subject in asked for p in compiled.absent)
            if met or denied:
                rules.add(compiled.rule.id)
                asked |= {getattr(compiled.rule.then, "trait", trait)}
            is_denied = is_denied or denied
        return rules, is_denied

    def _swing(
        self,
        rule: str,
        rests: Mapping[int, _Rest],
        closed: Mapping[int, Marks],
        fired: Marks,
        relist: Callable[[int, int], tuple[_Vote, ...]],
    ) -> Swing:
        """Compare the first places with those where some paths come to what they come to without a rule."""
        found: dict[int, Numbers] = {}
        changed = np.zeros(len(self._states), np.bool_)
        for place, rest in rests.items():
            column = self._columns[place]
            where = np.full(len(column.keys), -1, np.int64)
            where[rest.keys] = np.arange(len(rest.keys))
            found[place] = where[column.key_of]
            changed |= found[place] >= 0
        for place, marks in closed.items():
            changed |= marks != self._columns[place].is_closed
        people = np.flatnonzero(changed & fired)
        points = {place: (rests[place], at[people]) for place, at in found.items()}
        return self._compare(rule, people, points, {p: m[people] for p, m in closed.items()}, relist)

    def _compare(
        self,
        rule: str,
        people: Numbers,
        points: Mapping[int, tuple[_Rest, Numbers]],
        closed: Mapping[int, Marks],
        relist: Callable[[int, int], tuple[_Vote, ...]],
    ) -> Swing:
        worth, enough = self._worth[people], self._enough[people]
        flips: dict[int, Marks] = {}
        for place in {*closed, *points}:
            column = self._columns[place]
            score, against = column.score[people], column.against[people]
            if place in points:
                rest, at = points[place]
                hit = at >= 0
                at = at[hit]
                score[hit], against[hit], enough[hit, place] = rest.score[at], rest.against[at], rest.is_enough[at]
                flips[place] = np.zeros(len(people), np.bool_)
                flips[place][hit] = rest.is_flipped[at]
            worth[:, place] = _value(place, score, against, closed.get(place, column.is_closed[people]))
        for place, path in enumerate(self._all):
            bits = [(bit, flips[o.place]) for o, bit in path.contenders if o.place in flips]
            others = [flips[o.place] for o, _ in path.contenders if o.place in flips and o.place != place]
            rows = np.flatnonzero(np.any(others, axis=0)) if others else np.zeros(0, np.int64)
            if len(rows):
                score, against, enough[rows, place] = self._weigh_flipped(
                    place, people[rows], [(b, m[rows]) for b, m in bits], relist
                )
                shut = closed.get(place, self._columns[place].is_closed[people])[rows]
                worth[rows, place] = _value(place, score, against, shut)
        first = _find_first(worth, enough)
        swung = first != self.first[people]
        return Swing(rule, people[swung], first[swung])

    def _weigh_flipped(
        self,
        place: int,
        people: Numbers,
        bits: Sequence[tuple[int, Marks]],
        relist: Callable[[int, int], tuple[_Vote, ...]],
    ) -> tuple[Numbers, Numbers, Marks]:
        """Score, points against and whether it is enough, with some bits flipped for some people."""
        column = self._columns[place]
        code = column.key_of[people] << len(bits)
        for number, (_, flipped) in enumerate(bits):
            code |= flipped.astype(np.int64) << number
        codes, code_of = np.unique(code, return_inverse=True)
        flags = [bit for bit, _ in bits]
        keys = [column.keys[c >> len(bits)] ^ _spread(c & ((1 << len(bits)) - 1), flags) for c in codes.tolist()]
        score, against, enough = _tabulate([_count_votes(relist(place, key)) for key in keys])
        return score[code_of], against[code_of], enough[code_of]


def _count_votes(votes: Iterable[_Vote]) -> Balance:
    """Count as `fingerpost.scoring.count_votes` does."""
    gained = lost = claimed = blamed = support = 0
    is_named = False
    for vote in votes:
        topics = vote.topics
        if vote.points > 0:
            support |= vote.support
            is_named = is_named or vote.is_named
            if not topics or topics & ~claimed:
                claimed |= topics
                gained += vote.points
        elif not topics or topics & ~blamed:
            blamed |= topics
            lost -= vote.points
    return Balance(gained - lost, lost, support, is_named)


def _are_apart(votes: Sequence[_Vote]) -> bool:
    """Whether all votes rest on different topics, so that all count, and without one the others count as before."""
    seen = 0
    for vote in votes:
        if vote.topics & seen:
            return False
        seen |= vote.topics
    return True


def _make_rest(items: Sequence[tuple[int, Balance, bool]]) -> _Rest:
    score, against, is_enough = _tabulate([balance for _, balance, _ in items])
    keys = np.array([number for number, _, _ in items], np.int64)
    return _Rest(keys, score, against, is_enough, np.array([flipped for _, _, flipped in items], np.bool_))


def _tabulate(balances: Sequence[Balance]) -> tuple[Numbers, Numbers, Marks]:
    return (
        np.array([b.score for b in balances], np.int64),
        np.array([b.against for b in balances], np.int64),
        np.array([b.is_enough for b in balances], np.bool_),
    )


def _value(place: int, score: Numbers, against: Numbers, is_closed: Marks) -> Numbers:
    worth = score * _POINT - against * _AGAINST - place + _OPEN * ~is_closed
    return np.where(score > 0, worth, _UNEARNED)


def _find_first(worth: Numbers, enough: Marks) -> Numbers:
    """The place of the path that is recommended first for each person; the leader is an open one where one has points."""
    best = np.argmax(worth, 1)
    earned = worth.max(1) > _UNEARNED
    return np.where(earned & enough.any(1), best, NONE)


def _mark(states: Sequence[int], mask: int, tell: Callable[[int], bool]) -> Marks:
    """What is told of each person's bits under a mask, asked once for each that are alike."""
    told: dict[int, bool] = {}
    marks = []
    for state in states:
        key = state & mask
        known = told.get(key)
        if known is None:
            known = told[key] = tell(key)
        marks.append(known)
    return np.array(marks, np.bool_)


def _number(keys: Sequence[int]) -> tuple[list[int], Numbers]:
    """The distinct keys in order of appearance, and the number of each one's."""
    numbers: dict[int, int] = {}
    key_of = [numbers.setdefault(key, len(numbers)) for key in keys]
    return list(numbers), np.array(key_of, np.int64)


def _spread(flags: int, bits: Sequence[int]) -> int:
    """The bits whose flags are set."""
    joined = 0
    for number, bit in enumerate(bits):
        if flags >> number & 1:
            joined |= bit
    return joined


def _join(bits: Iterable[int]) -> int:
    joined = 0
    for bit in bits:
        joined |= bit
    return joined
