"""What-if and contrast: two rankings side by side, and what tips the balance between two paths."""

from __future__ import annotations

from collections.abc import Sequence

from fingerpost.assess import Change
from fingerpost.explain.records import Argument, Contrast, Place, Shift, Tip, WhatIf
from fingerpost.explain.wording import make_step
from fingerpost.knowledge import KnowledgeBase
from fingerpost.phrasing import phrase_fact
from fingerpost.ranking import Ranker
from fingerpost.records import Fact, Inference


def compare(
    changes: Sequence[Change], facts: Sequence[Fact], before: Inference, after: Inference, knowledge: KnowledgeBase
) -> WhatIf:
    """Compare what is concluded before and after changes."""
    steps = tuple(make_step(change, facts, knowledge) for change in changes)
    return WhatIf(steps, _list_places(before), _list_places(after), tuple(_list_shifts(before, after, knowledge)))


def _list_places(inference: Inference) -> tuple[Place, ...]:
    return tuple(Place(s.path, s.rank, s.score, s.path in inference.recommended) for s in inference.standing)


def _list_shifts(before: Inference, after: Inference, knowledge: KnowledgeBase) -> list[Shift]:
    """The rules that fire now and did not, or the other way round, or count otherwise; those about points first."""
    given = [_list_given(inference) for inference in (before, after)]
    shifts = []
    for rule in knowledge.rules.values():
        old, new = (g.get(rule.id) for g in given)
        if old != new:
            shifts.append(Shift(rule.id, rule.stage, rule.path, old, new, rule.claim))
    return sorted(shifts, key=lambda s: s.stage not in ("fit", "choose", "gates"))


def _list_given(inference: Inference) -> dict[str, int]:
    """What each rule that fired gave in points."""
    given = {f.rule: 0 for f in inference.firings}
    return given | {p.rule: p.points for s in inference.standing for p in s.points}


def contrast(ranker: Ranker, facts: Sequence[Fact], one: Argument, other: Argument, knowledge: KnowledgeBase) -> Contrast:
    """Tell what tips the balance between two paths: each fact by what the lead would be without it."""
    lead = one.score - other.score
    tips = []
    for fact in facts:
        state = ranker.encode(f for f in facts if f is not fact)
        without = ranker.balance(one.path, state).score - ranker.balance(other.path, state).score
        if without != lead:
            tips.append(Tip(fact, phrase_fact(fact, knowledge), lead - without))
    paths = {one.path, other.path}
    choices = [g.rule for a in (one, other) for g in a.pros if set(g.rivals) & (paths - {a.path})]
    return Contrast(other, lead, tuple(sorted(tips, key=lambda t: -abs(t.moves))), tuple(choices))
