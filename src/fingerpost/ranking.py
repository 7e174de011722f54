"""How the paths rank for one set of facts after another, and nothing else: for searches that try very many.

A set of facts is written as one whole number with a bit for each thing that rules read. What a rule gives depends on a
few of those bits alone, so what was worked out once for them is kept. The tests hold this to what the engine says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from fingerpost.inference.compiling import CompiledRule, Known, Pattern, Program
from fingerpost.knowledge import ChooseEffect, FitEffect, TraitEffect
from fingerpost.records import KINDS, Fact
from fingerpost.scoring import PLACING_TOPICS, find_least_lead

# what facts are about: kind and topic
Key = tuple[str, str]
# what may keep a path from the first place, beside a path
EVERYTHING = "everything"


class Lever(NamedTuple):
    """Points that a path may gain or lose, and sets of bits: in each of them some bit must change for that."""

    points: int
    needs: tuple[int, ...]


class Balance(NamedTuple):
    """What a path comes to: its score, the points against it, a bit for each fact that supports it (one for all that
    place the person), and more.

    ``named`` tells that a wish names the path.
    """

    score: int
    against: int
    support: int
    named: bool

    @property
    def is_enough(self) -> bool:
        """Whether two separate facts support the path, or a wish names it: less is too thin."""
        return self.named or self.support.bit_count() > 1


class Meeting(NamedTuple):
    """What meets a rule, in bits: the topics at the root of its premises, the facts there that support, the wishes."""

    topics: int
    support: int
    wishes: int


_NOTHING = Meeting(0, 0, 0)


@dataclass(slots=True, eq=False)
class _Node:
    """A rule with the bits that it reads, and what meets it for those tried so far."""

    compiled: CompiledRule
    mask: int
    points: int
    topics: int
    memory: dict[int, Meeting | None] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class _Path:
    """A path with the rules that speak of it, strongest first, and what it came to for the bits tried so far."""

    place: int
    naming: int = 0
    fit: list[_Node] = field(default_factory=list)
    all: list[_Node] = field(default_factory=list)
    gates: list[_Node] = field(default_factory=list)
    fit_mask: int = 0
    all_mask: int = 0
    gate_mask: int = 0
    contenders: tuple[tuple[_Path, int], ...] = ()
    fit_memory: dict[int, Balance] = field(default_factory=dict)
    memory: dict[int, Balance] = field(default_factory=dict)
    gate_memory: dict[int, bool] = field(default_factory=dict)


class Ranker:
    """Ranks paths for sets of facts.

    Args:
        program: The compiled rules.
    """

    def __init__(self, program: Program) -> None:
        self.paths = tuple(program.knowledge.paths)
        self._scoring = program.knowledge.scoring
        self._paths = {path: _Path(place) for place, path in enumerate(self.paths)}
        self._bits: dict[Pattern, int] = {}
        self._patterns: dict[Key, list[Pattern]] = {}
        self._meetings: dict[Pattern, Meeting] = {}
        self._names: dict[tuple[str, ...], int] = {}
        self._traits: dict[str, list[_Node]] = {}
        for compiled in program.rules:
            self._enter(compiled)
        naming = program.knowledge.vocabulary.path_named_by
        for name, path in self._paths.items():
            path.naming = _join(bit for kind, bit in self._names.items() if kind[0] == "wish" and naming(kind[1]) == name)
            self._close(path)

    @property
    def keys(self) -> tuple[Key, ...]:
        """The kinds and topics of which a rule that bears on the ranking asks, in the order of the rules."""
        return tuple(key for key in self._patterns if key[0] in KINDS)

    def list_values(self, key: Key) -> tuple[str | int, ...]:
        """The values of a kind and topic that rules ask for; of numbers, those on both sides of each threshold."""
        found: dict[str | int, None] = {}
        for pattern in self._patterns.get(key, ()):
            if pattern.value is not None:
                found[pattern.value] = None
            if pattern.at_least is not None:
                found.update(dict.fromkeys((pattern.at_least, max(pattern.at_least - 1, 0))))
            if pattern.at_most is not None:
                found.update(dict.fromkeys((pattern.at_most, pattern.at_most + 1)))
        return tuple(found)

    def mask_of(self, key: Key) -> int:
        """All bits of one kind and topic."""
        return _join(self._bits[p] for p in self._patterns.get(key, ()))

    def encode(self, facts: Iterable[Fact]) -> int:
        """The bits of a set of facts."""
        return _join(self.encode_one((f.kind, f.topic), f.value, f.strength) for f in facts)

    def encode_one(self, key: Key, value: str | int, strength: str = "plain") -> int:
        """The bits of one fact."""
        known = Known(*key, value, strength)
        return _join(self._bits[p] for p in self._patterns.get(key, ()) if p.is_met_by(known))

    def score_mask(self, path: str) -> int:
        """The bits on which the score of a path depends."""
        it = self._paths[path]
        flags = _join(bit for _, bit in it.contenders)
        return (it.all_mask | _join(other.fit_mask for other, _ in it.contenders)) & ~flags

    def gate_mask(self, path: str) -> int:
        """The bits on which the gates of a path depend."""
        return self._paths[path].gate_mask

    def balance(self, path: str, state: int) -> Balance:
        """What a path comes to."""
        return self._balance(self._paths[path], state)

    def is_closed(self, path: str, state: int) -> bool:
        """Whether a gate keeps the path from the first rank."""
        return self._is_closed(self._paths[path], state)

    def is_thin(self, state: int) -> bool:
        """Whether there is too little to recommend anything from."""
        return not any(self._balance(path, state).is_enough for path in self._paths.values())

    def rank(self, state: int) -> tuple[tuple[str, int], ...]:
        """All paths with their scores, best first, recommended or not."""
        balances = {path: self.balance(path, state) for path in self.paths}
        ranked = sorted(self.paths, key=lambda p: (-balances[p].score, balances[p].against))
        least = self._find_least_lead(balances[ranked[0]].score) if ranked else 0
        leader = next((path for path in ranked if not self.is_closed(path, state)), None)
        if leader is not None and balances[leader].score >= least:
            ranked.remove(leader)
            ranked.insert(0, leader)
        return tuple((path, balances[path].score) for path in ranked)

    def recommend(self, state: int, top: int) -> tuple[str, ...]:
        """The paths that would be recommended, best first."""
        return () if self.is_thin(state) else tuple(p for p, score in self.rank(state) if score > 0)[:top]

    def is_better(self, one: str, other: str, state: int) -> bool:
        """Whether one path has no closed gate and goes before the other, which therefore cannot come first."""
        return self.is_ahead(one, other, state) and not self.is_closed(one, state)

    def find_obstacle(self, path: str, state: int) -> str | None:
        """What keeps a path from being recommended first; None where nothing does.

        It is a path that stands before it, else the path itself where its score does not earn it, else `EVERYTHING`
        where there is too little to go on. Whatever puts the path first changes a bit of that: of the score of either
        path, of the gates of the one before it, or of its own gates where one is closed; of its own score; of any.
        """
        it = self._paths[path]
        own = self._balance(it, state)
        mine = (-own.score, own.against, it.place)
        # the best of the better paths, and the best of those that are open
        top, best = (mine, ""), (mine, "")
        for name, other in self._paths.items():
            balance = self._balance(other, state)
            if -balance.score > mine[0]:
                continue
            place = (-balance.score, balance.against, other.place)
            if place < top[0]:
                top = (place, name)
            if place < best[0] and not self._is_closed(other, state):
                best = (place, name)
        is_closed = self._is_closed(it, state)
        before = top[1] if is_closed else best[1]
        if before:
            return before
        if own.score <= 0:
            return path
        if is_closed:
            before = self._find_leader(own, state)
        elif top[1] and own.score < self._find_least_lead(-top[0][0]):
            before = top[1]
        if before:
            return before
        return EVERYTHING if not own.is_enough and self.is_thin(state) else None

    def is_ahead(self, one: str, other: str, state: int) -> bool:
        """Whether one path goes before the other by their scores, whatever their gates."""
        it, than = self._paths[one], self._paths[other]
        its, own = self._balance(it, state), self._balance(than, state)
        return (-its.score, its.against, it.place) < (-own.score, own.against, than.place)

    def list_levers(self, path: str, state: int, *, upward: bool) -> list[Lever]:
        """All ways in which the score of a path may rise (or fall, if not ``upward``).

        However the facts change, the score rises by no more than the points of those levers of which all needs are met
        by bits that have changed.
        """
        it = self._paths[path]
        fit_masks = {}
        for other, bit in it.contenders:
            fit_masks[bit] = other.fit_mask
            if self._balance_fit(other, state).score > 0:
                state |= bit
        levers = []
        stronger: list[tuple[_Node, Meeting | None]] = []
        for node in it.all:
            meeting = self._meet(node, state)
            rivals = [(n, m) for n, m in stronger if (n.points > 0) == (node.points > 0) and n.topics & node.topics]
            taken = _join(m.topics for _, m in rivals if m is not None)
            counts = meeting is not None and (not meeting.topics or bool(meeting.topics & ~taken))
            stronger.append((node, meeting))
            needs: list[int] = []
            if (node.points > 0) == upward and not counts:
                blocking = _join(n.mask for n, m in rivals if m is not None)
                if meeting is None:
                    needs = self._list_lacks(node.compiled, state)
                    if node.topics and not node.topics & ~taken:
                        needs.append(blocking)
                else:
                    needs = [node.mask | blocking]
            elif (node.points > 0) != upward and counts:
                needs = [node.mask | _join(n.mask for n, _ in rivals)]
            if needs:
                levers.append(Lever(abs(node.points), tuple(_widen(mask, fit_masks) for mask in needs)))
        return levers

    def _find_leader(self, top: Balance, state: int) -> str:
        """The best path without a closed gate, if it may go before the top one, which has one; else an empty name."""
        least = self._find_least_lead(top.score)
        balances = ((name, path, self._balance(path, state)) for name, path in self._paths.items())
        worthy = [(-b.score, b.against, path.place, name) for name, path, b in balances if b.score >= least]
        return next((name for *_, name in sorted(worthy) if not self.is_closed(name, state)), "")

    def _find_least_lead(self, score: int) -> int:
        return find_least_lead(score, self._scoring.strong, self._scoring.fair)

    def _list_lacks(self, compiled: CompiledRule, state: int) -> list[int]:
        """For each slot that nothing meets, and each denied pattern that something meets, the bits on which it hangs."""
        lacks = [_join(self._mask_of(p) for p in slot) for slot in compiled.slots if self._meet_any(slot, state) is None]
        return lacks + [self._mask_of(p) for p in compiled.absent if self._meet_any((p,), state) is not None]

    def _mask_of(self, pattern: Pattern) -> int:
        if pattern.about == "trait":
            return _join(node.mask for node in self._traits.get(pattern.subject, ()))
        return self._bits[pattern]

    def _balance(self, path: _Path, state: int) -> Balance:
        if not path.contenders:
            return self._balance_fit(path, state)
        for other, bit in path.contenders:
            if self._balance_fit(other, state).score > 0:
                state |= bit
        key = state & path.all_mask
        known = path.memory.get(key)
        if known is None:
            known = path.memory[key] = self._weigh(path.all, key, path.naming)
        return known

    def _balance_fit(self, path: _Path, state: int) -> Balance:
        key = state & path.fit_mask
        known = path.fit_memory.get(key)
        if known is None:
            known = path.fit_memory[key] = self._weigh(path.fit, key, path.naming)
        return known

    def _is_closed(self, path: _Path, state: int) -> bool:
        key = state & path.gate_mask
        known = path.gate_memory.get(key)
        if known is None:
            known = path.gate_memory[key] = any(self._meet(node, key) is not None for node in path.gates)
        return known

    def _weigh(self, nodes: Sequence[_Node], state: int, naming: int) -> Balance:
        """Count votes as `fingerpost.scoring.count_votes` does; the rules stand strongest first on either side."""
        gained = lost = claimed = blamed = support = 0
        named = False
        for node in nodes:
            meeting = self._meet(node, state)
            if meeting is None:
                continue
            topics = meeting.topics
            if node.points > 0:
                support |= meeting.support
                named = named or bool(meeting.wishes & naming)
                if not topics or topics & ~claimed:
                    claimed |= topics
                    gained += node.points
            elif not topics or topics & ~blamed:
                blamed |= topics
                lost -= node.points
        return Balance(gained - lost, lost, support, named)

    def _meet(self, node: _Node, state: int) -> Meeting | None:
        key = state & node.mask
        try:
            return node.memory[key]
        except KeyError:
            found = node.memory[key] = self._try_slots(node.compiled, key)
            return found

    def _try_slots(self, compiled: CompiledRule, state: int) -> Meeting | None:
        topics = support = wishes = 0
        for slot in compiled.slots:
            meeting = self._meet_any(slot, state)
            if meeting is None:
                return None
            topics, support, wishes = topics | meeting.topics, support | meeting.support, wishes | meeting.wishes
        if self._meet_any(compiled.absent, state) is not None:
            return None
        return Meeting(topics, support, wishes)

    def _meet_any(self, slot: Sequence[Pattern], state: int) -> Meeting | None:
        """What the first pattern that holds rests on; further facts that would have done support as well."""
        found: Meeting | None = None
        for pattern in slot:
            if pattern.about != "trait":
                if state & self._bits[pattern]:
                    meeting = self._meetings[pattern]
                    found = meeting if found is None else found._replace(support=found.support | meeting.support)
            elif found is None:
                met = (self._meet(node, state) for node in self._traits.get(pattern.subject, ()))
                found = next((meeting for meeting in met if meeting is not None), None)
        return found

    def _enter(self, compiled: CompiledRule) -> None:
        effect = compiled.rule.then
        if compiled.step not in ("traits-1", "traits-2", "fit", "gates", "choose") or compiled.state == "open":
            return
        premises = [p for slot in compiled.slots for p in slot]
        for pattern in (*premises, *compiled.absent):
            if pattern.about != "trait":
                self._enter_pattern(pattern)
        mask = _join(self._mask_of(p) for p in (*premises, *compiled.absent))
        topics = _join(self._topics_of(p) for p in premises)
        node = _Node(compiled, mask, effect.points if isinstance(effect, FitEffect | ChooseEffect) else 0, topics)
        if isinstance(effect, TraitEffect):
            self._traits.setdefault(effect.trait, []).append(node)
        elif compiled.step == "gates":
            self._paths[compiled.rule.path].gates.append(node)
        else:
            self._paths[compiled.rule.path].all.append(node)

    def _enter_pattern(self, pattern: Pattern) -> None:
        if pattern not in self._bits:
            self._bits[pattern] = 1 << len(self._bits)
            self._patterns.setdefault(pattern.key, []).append(pattern)
            self._meetings[pattern] = self._root_of(pattern)

    def _topics_of(self, pattern: Pattern) -> int:
        """All topics that may be at the root of what meets a pattern."""
        if pattern.about == "trait":
            return _join(node.topics for node in self._traits.get(pattern.subject, ()))
        return self._meetings[pattern].topics

    def _root_of(self, pattern: Pattern) -> Meeting:
        if pattern.about not in KINDS:
            return _NOTHING
        topic = self._name("topic", pattern.subject)
        # of whole numbers one fact is enough: there are no two of one topic that support a path
        fact = self._name("fact", *pattern.key, str(pattern.value))
        wished = pattern.about == "goal" and pattern.value == "wants"
        wish = self._name("wish", pattern.subject) if wished else 0
        placed = pattern.subject in PLACING_TOPICS
        return Meeting(topic, self._name("placed") if placed else fact, wish)

    def _name(self, *name: str) -> int:
        return self._names.setdefault(name, 1 << len(self._names))

    def _close(self, path: _Path) -> None:
        """Put the rules of a path in the order in which they count, and join their bits."""
        path.all.sort(key=lambda n: (n.points < 0, -abs(n.points), n.compiled.rule.id))
        path.fit = [node for node in path.all if node.compiled.step == "fit"]
        path.fit_mask, path.all_mask, path.gate_mask = (_join(n.mask for n in ns) for ns in (path.fit, path.all, path.gates))
        asked = ((p.subject, bit) for p, bit in self._bits.items() if p.about == "contender" and path.all_mask & bit)
        path.contenders = tuple((self._paths[name], bit) for name, bit in asked)


def _widen(mask: int, fit_masks: dict[int, int]) -> int:
    """A mask with the bits that tell of contenders replaced by those on which it hangs who is one."""
    for bit, fit_mask in fit_masks.items():
        if mask & bit:
            mask = mask & ~bit | fit_mask
    return mask


def _join(bits: Iterable[int]) -> int:
    joined = 0
    for bit in bits:
        joined |= bit
    return joined
