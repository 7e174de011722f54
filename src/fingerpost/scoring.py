"""From points to standing: which votes count, how the paths rank, when there is too little to go on. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from fingerpost.records import Fact, Points, Standing, Verdict

# facts that place a person: alone they support no path, beside another fact they count as one together
PLACING_TOPICS = frozenset({"current-role", "years-experience", "company-size"})


@dataclass(frozen=True, slots=True)
class Vote:
    """What one rule gives to one path.

    ``facts`` are its premises by id, ``topics`` the vocabulary topics at their root, ``support`` what `name_support` makes
    of the facts at their root and of those that would have done in the place of one, and ``names_path`` tells that one of
    them is the goal that names this path.
    """

    path: str
    rule: str
    points: int
    facts: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    support: frozenset[str] = frozenset()
    names_path: bool = False


def name_support(facts: Iterable[Fact]) -> frozenset[str]:
    """Return the ids of the facts that support a path; role, years and company size share one name."""
    return frozenset("" if f.topic in PLACING_TOPICS else f.id for f in facts)


def count_votes(votes: Iterable[Vote]) -> tuple[Points, ...]:
    """Return the points of one path's votes as they count: those for it first, then those against, strongest first.

    A vote counts if at least one of its topics is not yet claimed by a stronger one on its side (ties go to the smaller
    rule id), and then claims all its topics; a vote that rests on no topic always counts. Others are listed with 0.
    """
    ordered = sorted(votes, key=lambda v: (v.points < 0, -abs(v.points), v.rule))
    claimed: dict[bool, set[str]] = {True: set(), False: set()}
    counted = []
    for vote in ordered:
        taken = claimed[vote.points > 0]
        counts = not vote.topics or not vote.topics <= taken
        if counts:
            taken |= vote.topics
        counted.append(Points(vote.rule, vote.points if counts else 0, vote.facts, vote.points))
    return tuple(counted)


def sum_points(points: Iterable[Points]) -> int:
    """Return the score that the counted points make."""
    return sum(p.points for p in points)


def rank_paths(
    order: Sequence[str], points: Mapping[str, tuple[Points, ...]], closed: Collection[str], strong: int, fair: int
) -> tuple[Standing, ...]:
    """Return the standing of all paths, best first.

    Args:
        order: All path ids in their own order, which breaks the last ties.
        points: The counted points of each path; a path may be missing.
        closed: The paths with a closed gate; should one lead, the best path without one goes before it, if it may.
        strong: The least score of a strong verdict, see `find_least_lead`.
        fair: The least score of a fair one.
    """
    scores = {path: sum_points(points.get(path, ())) for path in order}
    against = {path: -sum(p.points for p in points.get(path, ()) if p.points < 0) for path in order}
    places = {path: place for place, path in enumerate(order)}
    ranked = sorted(order, key=lambda path: (-scores[path], against[path], places[path]))
    least = find_least_lead(scores[ranked[0]], strong, fair) if ranked else 0
    leader = next((path for path in ranked if path not in closed), None)
    if leader is not None and scores[leader] >= least:
        ranked.remove(leader)
        ranked.insert(0, leader)
    return tuple(Standing(path, scores[path], rank, points.get(path, ())) for rank, path in enumerate(ranked, 1))


def find_least_lead(score: int, strong: int, fair: int) -> int:
    """Return the least score with which a path may go before one of this score whose gate is closed.

    It must have earned a point, and before a strong match it must be a fair one: a weak match is no way to go instead.
    """
    return fair if score >= strong else 1


def is_too_thin(votes: Iterable[Vote]) -> bool:
    """Tell whether no path has two separate facts for it, or the one goal that names it.

    Role, years and company size are nothing alone, since they share one name (see `name_support`).
    """
    support: dict[str, set[str]] = {}
    for vote in votes:
        if vote.points > 0:
            if vote.names_path:
                return False
            support.setdefault(vote.path, set()).update(vote.support)
    return all(len(facts) < 2 for facts in support.values())


def judge_score(score: int, strong: int, fair: int) -> Verdict:
    """Return the verdict on a score, given the least scores of a strong and of a fair one."""
    return "strong" if score >= strong else "fair" if score >= fair else "weak"
