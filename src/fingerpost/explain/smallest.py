"""The smallest change of facts that puts a path first: exact, by branch and bound.

Candidates are the changes of one fact that some rule can tell. What keeps the path from the first place (a better path,
a gate) must be touched by one of the changes: that is where the search branches. It goes no further where the points
that the chosen changes can move at most are not enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from fingerpost.assess import Change
from fingerpost.explain.records import Smallest, Way
from fingerpost.explain.wording import is_chosen, make_step
from fingerpost.knowledge import KnowledgeBase
from fingerpost.ranking import EVERYTHING, Key, Ranker
from fingerpost.records import Fact

# as many facts change at the most
MOST_CHANGES = 3
# so many ways are shown; so many of one change, of two and of three are found before the plainest are taken
SHOWN_WAYS = 3
_FOUND_WAYS = (100, 40, 12)
# of a sum of shares, so that rounding never cuts off what is just enough
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change of one fact; ``cost`` is the higher the less a person could do with it as a hint."""

    change: Change
    mask: int
    bits: int
    cost: int
    chosen: bool


def find_smallest(
    ranker: Ranker, facts: Sequence[Fact], path: str, knowledge: KnowledgeBase, most: int = MOST_CHANGES
) -> Smallest:
    """Find the least number of facts to add or drop for a path to come first, and the plainest ways to do it.

    A fact that is supposed takes the place of other values of its kind and topic.
    """
    state = ranker.encode(facts)
    if ranker.find_obstacle(path, state) is None:
        return Smallest(0, 0, most, ())
    candidates = list_candidates(ranker, facts, path, knowledge)
    search = _Search(ranker, state, path, candidates)
    own_ones = frozenset(i for i, c in enumerate(candidates) if c.chosen)
    plain_ones = frozenset(i for i in own_ones if candidates[i].cost == 0)
    all_ones = frozenset(range(len(candidates)))
    size = own = None
    found: list[tuple[Candidate, ...]] = []
    for number in range(1, most + 1):
        ways: list[tuple[Candidate, ...]] = []
        # of three changes there are too many to look for the plainest first
        levels = ([plain_ones] if number < MOST_CHANGES else []) + [own_ones] + ([] if size else [all_ones])
        for allowed in levels:
            ways = search.find(number, allowed, _FOUND_WAYS[number - 1])
            if ways:
                break
        if ways:
            size = size or number
            found += _take_plainest(ranker, state, path, ways)
            if all(c.chosen for c in ways[0]):
                own = number
                break
    return Smallest(size, own, most, tuple(_make_way(ranker, state, path, way, facts, knowledge) for way in found))


def list_candidates(ranker: Ranker, facts: Sequence[Fact], path: str, knowledge: KnowledgeBase) -> list[Candidate]:
    """Every change of one fact that rules can tell, each once: dropping what was said, or supposing a value."""
    held: dict[Key, list[Fact]] = {}
    for fact in facts:
        held.setdefault((fact.kind, fact.topic), []).append(fact)
    candidates = []
    for key in ranker.keys:
        mask = ranker.mask_of(key)
        said = held.get(key, [])
        seen = {ranker.encode(said)}
        for change, bits in _list_changes(ranker, key, said):
            if bits not in seen:
                seen.add(bits)
                cost = _cost(change, said, path, knowledge)
                candidates.append(Candidate(change, mask, bits, cost, is_chosen(change, knowledge)))
    return candidates


def _list_changes(ranker: Ranker, key: Key, said: Sequence[Fact]) -> Iterator[tuple[Change, int]]:
    for fact in said:
        others = [f for f in said if f is not fact]
        yield Change(*key, fact.value, suppose=False), ranker.encode(others)
    if len(said) > 1:
        yield Change(*key, None, suppose=False), 0
    numbers = [f.value for f in said if isinstance(f.value, int)]

    def nearness(value: str | int) -> int:
        return abs(value - numbers[0]) if numbers and isinstance(value, int) else 0

    for value in sorted(ranker.list_values(key), key=nearness):
        yield Change(*key, value, suppose=True), ranker.encode_one(key, value)


def _cost(change: Change, said: Sequence[Fact], path: str, knowledge: KnowledgeBase) -> int:
    """Cheapest is what could be added to what was said; the wish for the path itself tells a person little."""
    if change.kind == "goal" and knowledge.vocabulary.path_named_by(change.topic) == path:
        return 1
    if change.suppose and change.value in ("dislikes", "lacks", "weak", "avoids", "worried"):
        return 3
    if said:
        return 2
    return 0 if change.kind != "situation" else 1


def _take_plainest(
    ranker: Ranker, state: int, path: str, ways: Iterable[tuple[Candidate, ...]]
) -> list[tuple[Candidate, ...]]:
    """Take a few ways, the plainest first, and such as have little in common with those taken."""
    rated = [(sum(c.cost for c in way), -ranker.balance(path, _apply(state, way)).score, way) for way in ways]
    taken: list[tuple[Candidate, ...]] = []
    while rated and len(taken) < SHOWN_WAYS:
        topics = {c.change.topic for way in taken for c in way}

        def rate(item: tuple[int, int, tuple[Candidate, ...]], topics: set[str] = topics) -> tuple[int, int]:
            cost, score, way = item
            return cost + 2 * sum(c.change.topic in topics for c in way), score

        best = min(rated, key=rate)
        rated.remove(best)
        taken.append(best[2])
    return taken


def _apply(state: int, way: Iterable[Candidate]) -> int:
    for candidate in way:
        state = state & ~candidate.mask | candidate.bits
    return state


def _make_way(
    ranker: Ranker, state: int, path: str, way: Sequence[Candidate], facts: Sequence[Fact], knowledge: KnowledgeBase
) -> Way:
    steps = tuple(make_step(c.change, facts, knowledge) for c in way)
    return Way(steps, ranker.balance(path, _apply(state, way)).score)


class _Search:
    """A search among some candidates for the changes that put one path first."""

    def __init__(self, ranker: Ranker, state: int, path: str, candidates: Sequence[Candidate]) -> None:
        self._ranker = ranker
        self._state = state
        self._path = path
        self._candidates = candidates
        self._touched = [(state & c.mask) ^ c.bits for c in candidates]
        self._gains: dict[str, list[float]] = {}
        self._needs: dict[str, int] = {}
        self._best: dict[str, float] = {}
        self._orders: dict[str, list[int]] = {}
        self._gates: dict[str, frozenset[int]] = {}
        self._rivals: list[str] = []
        self._allowed: frozenset[int] = frozenset()

    def find(self, size: int, allowed: frozenset[int], most: int) -> list[tuple[Candidate, ...]]:
        """Find sets of ``size`` allowed changes that put the path first where no smaller ones do; ``most`` of them."""
        if size > 1 and not self._orders:
            self._prepare()
        if size == 1:
            singles = (i for i in sorted(allowed) if not self._obstruct(_apply(self._state, [self._candidates[i]])))
            return [(self._candidates[i],) for i in islice(singles, most)]
        self._allowed = allowed
        self._best = {p: max((gains[i] for i in allowed), default=0.0) for p, gains in self._gains.items()}
        found: list[tuple[Candidate, ...]] = []
        for chosen in self._extend(self._state, (), 0, size):
            found.append(tuple(self._candidates[i] for i in chosen))
            if len(found) == most:
                break
        return found

    def _prepare(self) -> None:
        """Work out how many points each candidate can move at most between the path and each other."""
        rises = self._share(self._path, upward=True)
        own = self._ranker.balance(self._path, self._state).score
        for path in self._ranker.paths:
            if path == self._path:
                self._gains[path], self._needs[path] = rises, 1 - own
            else:
                falls = self._share(path, upward=False)
                self._gains[path] = [rise + fall for rise, fall in zip(rises, falls, strict=True)]
                self._needs[path] = self._ranker.balance(path, self._state).score - own
            gains = self._gains[path]
            self._orders[path] = sorted(range(len(gains)), key=lambda i, gains=gains: -gains[i])  # type: ignore[misc]
            gate = self._ranker.gate_mask(path)
            self._gates[path] = frozenset(i for i, bits in enumerate(self._touched) if bits & gate)
        ahead = (p for p in self._ranker.paths if p != self._path and self._needs[p] >= 0)
        open_ones = (p for p in ahead if not self._ranker.is_closed(p, self._state))
        self._rivals = [self._path, *sorted(open_ones, key=lambda p: -self._needs[p])]

    def _share(self, path: str, *, upward: bool) -> list[float]:
        """Share out each lever among the candidates that could move it.

        Each need of a lever must be met, so a candidate is given the fraction of the needs that it meets: those that
        move the lever together are then given all of it, and a sum of shares is never less than what is moved.
        """
        shares = [0.0] * len(self._candidates)
        for lever in self._ranker.list_levers(path, self._state, upward=upward):
            met = [sum(1 for need in lever.needs if bits & need) for bits in self._touched]
            if all(any(bits & need for bits in self._touched) for need in lever.needs):
                for i, number in enumerate(met):
                    shares[i] += lever.points * number / len(lever.needs)
        return shares

    def _extend(
        self, state: int, chosen: tuple[int, ...], banned: int, left: int, last: str = ""
    ) -> Iterator[tuple[int, ...]]:
        """Complete the chosen changes by ``left`` more, none of them banned; ``last`` was in the way one change before."""
        if not left and last in self._gains and self._ranker.is_better(last, self._path, state):
            return
        obstacle = self._obstruct(state)
        if obstacle is None:
            yield chosen
            return
        if not left:
            return
        used = 0
        for i in chosen:
            used |= self._candidates[i].mask
        for i in self._list_next(obstacle, chosen, left, state):
            candidate = self._candidates[i]
            if i not in self._allowed or banned >> i & 1 or used & candidate.mask:
                continue
            longer = (*chosen, i)
            if self._can_do(longer, left - 1):
                yield from self._extend(state & ~candidate.mask | candidate.bits, longer, banned, left - 1, obstacle)
            # all sets with this one have been tried
            banned |= 1 << i

    def _obstruct(self, state: int) -> str | None:
        return self._ranker.find_obstacle(self._path, state)

    def _list_next(self, obstacle: str, chosen: Sequence[int], left: int, state: int) -> Iterable[int]:
        """Changes of which any solution that completes the chosen ones has at least one."""
        if obstacle == EVERYTHING:
            return range(len(self._candidates))
        touching = self._ranker.score_mask(self._path) | self._ranker.score_mask(obstacle)
        gains = self._gains[obstacle]
        least = self._needs[obstacle] - sum(gains[i] for i in chosen) - (left - 1) * self._best[obstacle] - _SLACK
        movers = [i for i in self._orders[obstacle] if gains[i] >= least and self._touched[i] & touching]
        if obstacle == self._path:
            return movers
        # one that goes before ours only because our gate is closed need not be passed, nor one whose own gate is closed
        stands_aside = not self._ranker.is_ahead(obstacle, self._path, state)
        was_closed = self._ranker.is_closed(obstacle, self._state) or any(i in self._gates[obstacle] for i in chosen)
        if stands_aside or was_closed:
            movers = [i for i in self._orders[obstacle] if self._touched[i] & touching]
        own_gates = self._gates[self._path] if stands_aside or was_closed else ()
        return dict.fromkeys((*movers, *sorted(self._gates[obstacle]), *sorted(own_gates)))

    def _can_do(self, chosen: Sequence[int], left: int) -> bool:
        """Whether the chosen changes and ``left`` more could move enough points past every better path."""
        for rival in self._rivals:
            gates = self._gates[rival]
            if rival != self._path and gates and (left or any(i in gates for i in chosen)):
                continue
            gains = self._gains[rival]
            if sum(gains[i] for i in chosen) + left * self._best[rival] < self._needs[rival] - _SLACK:
                return False
        return True
