"""Counting what respondents said and were told: one pass over the results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from fingerpost.errors import InputError
from fingerpost.records import Fact, Result

# situations that weigh on a person; like concerns they are only ever told of many together
BURDENS = frozenset({"burned-out", "stuck"})
# the class of those to whom no path is recommended
NO_PATH = ""


@dataclass(slots=True)
class Tally:
    """People by what was read of them and what they were told; every person counts once in each number.

    ``first`` has the paths in the first place (`NO_PATH` for none), ``top`` those among the recommended, ``facts`` the
    facts by kind, topic and value, ``fired`` the rules, ``spoke`` those that gave points to the first path, ``against``
    the rules that took points and ``closed`` the gates that were closed, by rule and path. ``groups`` has the people by
    their groups, in the order of ``columns``, and their first path. ``states`` and ``firsts`` have what was encoded of
    each, and their first path.
    """

    people: int = 0
    silent: int = 0
    first: Counter[str] = field(default_factory=Counter)
    top: Counter[str] = field(default_factory=Counter)
    facts: Counter[tuple[str, str, str | int]] = field(default_factory=Counter)
    fired: Counter[str] = field(default_factory=Counter)
    against: Counter[tuple[str, str]] = field(default_factory=Counter)
    closed: Counter[tuple[str, str]] = field(default_factory=Counter)
    spoke: Counter[str] = field(default_factory=Counter)
    columns: list[str] = field(default_factory=list)
    groups: Counter[tuple[tuple[str, ...], str]] = field(default_factory=Counter)
    provenance: list[dict[str, str]] = field(default_factory=list)
    states: list[int] = field(default_factory=list)
    firsts: list[str] = field(default_factory=list)


def tally_results(results: Iterable[Result], encode: Callable[[Iterable[Fact]], int], by: str | None = None) -> Tally:
    """Count results; people without a column of groups that others have belong to the empty group there.

    Args:
        results: The results.
        encode: What to keep of the facts of each.
        by: The column of groups that comes first.

    Raises:
        InputError: The results have no such column.
    """
    tally = Tally()
    memberships: list[dict[str, str]] = []
    for result in results:
        paths = [r.path for r in result.recommendations]
        first = paths[0] if paths else NO_PATH
        tally.people += 1
        tally.silent += not result.facts
        tally.first[first] += 1
        tally.top.update(set(paths[:3]))
        tally.facts.update({f.key for f in result.facts})
        tally.fired.update({f.rule for f in result.firings})
        tally.against.update({(p.rule, s.path) for s in result.standing for p in s.points if p.points < 0})
        tally.closed.update({(g.rule, g.path) for g in result.gates if g.state == "closed"})
        tally.spoke.update({p.rule for s in result.standing if s.path == first for p in s.points if p.points > 0})
        provenance = dict(result.provenance)
        if provenance not in tally.provenance:
            tally.provenance.append(provenance)
        memberships.append(dict(result.groups))
        tally.states.append(encode(result.facts))
        tally.firsts.append(first)
    tally.columns = list(dict.fromkeys(column for groups in memberships for column in groups))
    if by is not None:
        if by not in tally.columns:
            known = f"use one of {', '.join(tally.columns)}" if tally.columns else "keep groups with a survey map"
            raise InputError(f"the results have no column of groups {by!r}", where="--by", mend=known)
        tally.columns.sort(key=lambda column: column != by)
    for groups, first in zip(memberships, tally.firsts, strict=True):
        tally.groups[tuple(groups.get(column, "") for column in tally.columns), first] += 1
    return tally
