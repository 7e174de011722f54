"""From words to fact to rule to path: the firings of one respondent, or of one rule for all respondents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fingerpost.audit.counting import count_rules
from fingerpost.audit.records import Case, Firing, Premise, Respondent, RuleView
from fingerpost.audit.store import Store
from fingerpost.errors import CommandError, InputError
from fingerpost.knowledge import KnowledgeBase
from fingerpost.mending import suggest_names

_ONE = """
select n, id, facts, derived, firings, standing, told from record where coalesce(id, cast(n as varchar)) = $id"""
_FIRED_FOR = """
select n, id, facts, derived, firings, standing, told from record
where n in (select n from fired where rule = $rule) order by n limit $most"""
_SWUNG = "select n, rule, first from swing where n in (select unnest($people))"

Row = Mapping[str, Any]


def trace_respondent(store: Store, identity: str) -> Respondent:
    """Every firing of one respondent, in order.

    Raises:
        InputError: No respondent has that id.
    """
    rows = store.ask(_ONE, id=identity)
    if not rows:
        raise InputError(f"there is no respondent {identity!r}", where=str(store.path), mend="name an id of the results")
    n, name, facts, derived, firings, standing, told = rows[0]
    things = _Things(facts, derived)
    used = {ref for firing in firings for ref, _ in things.list_roots(firing["facts"])}
    return Respondent(
        id=name or str(n),
        row=n,
        told=tuple(told),
        facts=len(facts),
        unused=tuple(things.make_premise(f["id"]) for f in facts if f["id"] not in used),
        firings=tuple(_trace(things, firings, standing, told, _find_swung(store, [n]).get(n, {}))),
    )


def view_rule(store: Store, knowledge: KnowledgeBase, rule: str, most: int | None = None) -> RuleView:
    """What one rule did, and for whom it fired.

    Args:
        store: The results.
        knowledge: The rules.
        rule: The id of the rule.
        most: How many respondents to list; None for all.

    Raises:
        InputError: Neither the rules nor the results have it.
    """
    counts = count_rules(store, knowledge, {rule})
    if not counts:
        mend = suggest_names(rule, knowledge.rules, "see `fingerpost rules list`", most=3)
        raise CommandError(f"there is no rule {rule!r}", where="--rule", mend=mend)
    claim = knowledge.rules[rule].claim if rule in knowledge.rules else ""
    return RuleView(counts[0], claim, tuple(_list_cases(store, rule, most)))


def _list_cases(store: Store, rule: str, most: int | None) -> Iterator[Case]:
    rows = store.ask(_FIRED_FOR, rule=rule, most=most)
    swung = _find_swung(store, [row[0] for row in rows])
    for n, name, facts, derived, firings, standing, told in rows:
        for firing in _trace(_Things(facts, derived), firings, standing, told, swung.get(n, {}), rule):
            yield Case(name or str(n), firing)


def _find_swung(store: Store, people: Sequence[int]) -> dict[int, dict[str, str | None]]:
    swung: dict[int, dict[str, str | None]] = {}
    for n, rule, first in store.ask(_SWUNG, people=list(people)):
        swung.setdefault(n, {})[rule] = first
    return swung


def _trace(
    things: _Things,
    firings: Sequence[Row],
    standing: Sequence[Row],
    told: Sequence[str],
    swung: Mapping[str, str | None],
    only: str | None = None,
) -> Iterator[Firing]:
    points = {p["rule"]: p["points"] for s in standing for p in s["points"]}
    first = told[0] if told else None
    for order, firing in enumerate(firings, 1):
        rule = firing["rule"]
        if only in (None, rule):
            premises = tuple(things.make_premise(ref, through) for ref, through in things.list_roots(firing["facts"]))
            concludes = things.say_conclusion(firing["concludes"])
            yield Firing(order, rule, concludes, points.get(rule), premises, rule in swung, first, swung.get(rule, first))


class _Things:
    """The facts and traits of one respondent by id."""

    def __init__(self, facts: Sequence[Row], derived: Sequence[Row]) -> None:
        self._facts = {f["id"]: f for f in facts}
        self._derived = {d["id"]: d for d in derived}

    def list_roots(self, refs: Sequence[str], through: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The ids of the facts at the root of premises, each with the traits on the way to it."""
        for ref in refs:
            trait = self._derived.get(ref)
            if trait is None:
                yield ref, through
            else:
                yield from self.list_roots(trait["facts"], (*through, trait["trait"]))

    def make_premise(self, ref: str, through: tuple[str, ...] = ()) -> Premise:
        """A fact with its words."""
        fact = self._facts[ref]
        words = tuple(e["text"] for e in fact["evidence"] or () if e["text"])
        return Premise(fact["kind"], fact["topic"], fact["value"], words, through)

    def say_conclusion(self, concludes: str) -> str:
        """What a rule concluded, with a trait by its name."""
        trait = self._derived.get(concludes)
        return f"trait:{trait['trait']}" if trait else concludes
