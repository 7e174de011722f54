"""What rules give to a path, rule by rule, for one set of facts after another: what is needed to take one rule away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from fingerpost.inference.compiling import Pattern, Program
from fingerpost.ranking import Balance, Ranker

_UNKNOWN: Any = object()


class Vote(NamedTuple):
    """What a rule gives to a path; ``topics`` and ``support`` are bits, as in `fingerpost.ranking.Meeting`."""

    rule: str
    is_fit: bool
    points: int
    topics: int
    support: int
    is_named: bool


class Listing(NamedTuple):
    """The votes on a path, strongest first on either side, and what they come to.

    ``are_apart`` tells that no two rest on the same topic, so that all count, and each without the others as with them.
    """

    votes: tuple[Vote, ...]
    fit_score: int
    balance: Balance
    are_apart: bool


@dataclass(slots=True)
class _Sieve:
    """Which rules of a path may fire for some bits: sets of their numbers, for each bit of their first slot, and always."""

    always: int = 0
    mask: int = 0
    choosing: int = 0
    asking: dict[int, int] = field(default_factory=dict)
    found: list[dict[int, Vote | None]] = field(default_factory=list)


class Weigher(Ranker):
    """A ranker that tells the votes on each path. Paths are known by their place among all paths.

    Args:
        program: The compiled rules.
        without: A rule of a trait that is taken away; all bits stay what they are.
    """

    def __init__(self, program: Program, without: str = "") -> None:
        super().__init__(program)
        for trait, nodes in self._traits.items():
            self._traits[trait] = [node for node in nodes if node.compiled.rule.id != without]
        self._all = tuple(self._paths.values())
        self._sieves = [self._make_sieve(path) for path in self._all]
        self._listings: list[dict[int, Listing]] = [{} for _ in self._all]

    def forget(self) -> None:
        """Forget the listings of people met so far."""
        for listings in self._listings:
            listings.clear()

    def list_votes(self, place: int, key: int) -> Listing:
        """The votes on a path for some bits, those that tell of contenders among them."""
        listing = self._listings[place].get(key)
        if listing is None:
            path, sieve = self._all[place], self._sieves[place]
            asked = sieve.always
            left = key & sieve.mask
            while left:
                bit = left & -left
                asked |= sieve.asking[bit]
                left ^= bit
            fit = key & path.fit_mask
            if fit != key and not asked & sieve.choosing:
                listing = self.list_votes(place, fit)
            else:
                listing = weigh_votes(self._try_rules(place, key, asked))
            self._listings[place][key] = listing
        return listing

    def vote_again(self, place: int, vote: Vote, key: int) -> Vote | None:
        """What the rule of a vote gives to a path for other bits, or under other rules of traits."""
        number = next(n for n, node in enumerate(self._all[place].all) if node.compiled.rule.id == vote.rule)
        return next(iter(self._try_rules(place, key, 1 << number)), None)

    def _try_rules(self, place: int, key: int, asked: int) -> list[Vote]:
        nodes, found = self._all[place].all, self._sieves[place].found
        votes = []
        while asked:
            number = (asked & -asked).bit_length() - 1
            asked &= asked - 1
            node = nodes[number]
            bits = key & node.mask
            vote = found[number].get(bits, _UNKNOWN)
            if vote is _UNKNOWN:
                vote = found[number][bits] = self._make_vote(node, bits, self._all[place].naming)
            if vote is not None:
                votes.append(vote)
        return votes

    def _make_vote(self, node: Any, bits: int, naming: int) -> Vote | None:
        meeting = self._meet(node, bits)
        if meeting is None:
            return None
        rule, is_fit = node.compiled.rule.id, node.compiled.step == "fit"
        return Vote(rule, is_fit, node.points, meeting.topics, meeting.support, bool(meeting.wishes & naming))

    def _make_sieve(self, path: Any) -> _Sieve:
        sieve = _Sieve(found=[{} for _ in path.all])
        for number, node in enumerate(path.all):
            if node.compiled.step != "fit":
                sieve.choosing |= 1 << number
            slot = node.compiled.slots[0] if node.compiled.slots else ()
            if not slot or any(self._holds_of_nobody(p) for p in slot):
                sieve.always |= 1 << number
                continue
            for pattern in slot:
                mask = self._mask_of(pattern)
                sieve.mask |= mask
                while mask:
                    bit = mask & -mask
                    sieve.asking[bit] = sieve.asking.get(bit, 0) | 1 << number
                    mask ^= bit
        return sieve

    def _holds_of_nobody(self, pattern: Pattern) -> bool:
        """Whether a trait holds of those of whom nothing is said."""
        nodes = self._traits.get(pattern.subject, ()) if pattern.about == "trait" else ()
        return any(self._meet(node, 0) is not None for node in nodes)


def weigh_votes(votes: Iterable[Vote]) -> Listing:
    """Count votes as `fingerpost.scoring.count_votes` does; they stand strongest first on either side."""
    listed = tuple(votes)
    gained = lost = claimed = blamed = seen = support = fit = 0
    is_named = False
    are_apart = True
    fit_claimed = fit_blamed = 0
    for _, is_fit, points, topics, backing, names in listed:
        if topics & seen:
            are_apart = False
        seen |= topics
        if points > 0:
            support |= backing
            is_named = is_named or names
            if not topics or topics & ~claimed:
                claimed |= topics
                gained += points
            if is_fit and (not topics or topics & ~fit_claimed):
                fit_claimed |= topics
                fit += points
        else:
            if not topics or topics & ~blamed:
                blamed |= topics
                lost -= points
            if is_fit and (not topics or topics & ~fit_blamed):
                fit_blamed |= topics
                fit += points
    return Listing(listed, fit, Balance(gained - lost, lost, support, is_named), are_apart)


def drop_vote(listing: Listing, vote: Vote) -> Listing:
    """The listing without one of its votes."""
    if not listing.are_apart:
        return weigh_votes(v for v in listing.votes if v is not vote)
    score, against, support, is_named = listing.balance
    left = tuple(v for v in listing.votes if v is not vote)
    if vote.points < 0:
        balance = Balance(score - vote.points, against + vote.points, support, is_named)
    else:
        support = 0
        is_named = False
        for v in left:
            if v.points > 0:
                support |= v.support
                is_named = is_named or v.is_named
        balance = Balance(score - vote.points, against, support, is_named)
    return Listing(left, listing.fit_score - vote.points if vote.is_fit else listing.fit_score, balance, True)
