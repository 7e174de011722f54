"""Faults seen without running a rule: twins, rules that another makes needless, unused traits, texts left gaping."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from fingerpost.advice import PLACEHOLDER
from fingerpost.inference.compiling import (
    STRENGTHS,
    CompiledRule,
    Known,
    Pattern,
    Program,
    Slot,
    compile_condition,
)
from fingerpost.knowledge import (
    AdviceEffect,
    CautionEffect,
    ChooseEffect,
    FitEffect,
    GateEffect,
    KnowledgeBase,
    Rule,
    TraitEffect,
)
from fingerpost.rulecheck.faults import Findings, tell_fault

_BRACES = re.compile(r"\{[^{}]*\}|[{}]")


def check_structure(knowledge: KnowledgeBase, program: Program) -> Findings:
    """Check for needless rules, conditions that one fact meets twice, idle traits, and rules that rest on nothing."""
    faults: list[str] = []
    for rule in knowledge.rules.values():
        faults.extend(_check_conditions(rule))
    faults.extend(_check_traits(knowledge))
    needless = list(_find_needless(program))
    for rule, other, is_twin in needless:
        what = f"is the same as {other.id}" if is_twin else f"never adds to {other.id}, which fires whenever it does"
        faults.append(tell_fault(rule, "when", what, "merge them, or sharpen one"))
    return faults, f"{len(knowledge.rules) - len(needless)} of {len(knowledge.rules)} rules say something of their own"


def check_placeholders(knowledge: KnowledgeBase) -> Findings:
    """Check that every placeholder of every text can be filled whenever the rule fires."""
    faults = []
    count = 0
    for rule in knowledge.rules.values():
        for key, text, places in list_texts(rule):
            for braces in _BRACES.findall(text):
                count += 1
                match = PLACEHOLDER.fullmatch(braces)
                if match is None:
                    what = f"{braces} is no placeholder"
                    mend = "write {f1.evidence}, {f1.topic} or {f1.value}"
                    faults.append(tell_fault(rule, key, what, mend))
                elif int(match[1]) not in places:
                    what = f"{braces} has no premise to be filled from"
                    faults.append(tell_fault(rule, key, what, "count the conditions that ask for a fact or trait"))
    return faults, f"{count - len(faults)} of {count} placeholders can be filled"


def list_texts(rule: Rule) -> Iterator[tuple[str, str, frozenset[int]]]:
    """Yield the texts of a rule: key, text, and the numbers of the premises that it may quote."""
    places = frozenset(n for n, condition in enumerate(rule.when, 1) if condition.has_premise)
    match rule.then:
        case TraitEffect():
            yield "then.meaning", rule.then.meaning, frozenset()
        case FitEffect() | ChooseEffect():
            yield "then.because", rule.then.because, places
        case GateEffect():
            for state, conditions in (("open", rule.then.open), ("closed", rule.then.closed), ("unsaid", ())):
                deciding = conditions and all(c.has_premise for c in conditions)
                yield f"then.text.{state}", rule.then.text[state], frozenset({1} if deciding else ())
            yield "then.opens", rule.then.opens, frozenset()
        case CautionEffect():
            yield "then.text", rule.then.text, places
        case AdviceEffect():
            yield "then.advice", rule.then.text, places
        case _:
            return


def _check_conditions(rule: Rule) -> Iterator[str]:
    slots = [compile_condition(c) for c in rule.when]
    for later, slot in enumerate(slots):
        for earlier in range(later):
            if any(_overlap(p, q) for p in slots[earlier] for q in slot):
                what = f"one and the same fact can meet this and when.{earlier}"
                yield tell_fault(rule, f"when.{later}", what, "make one condition of them, or tell them apart")
    for n, condition in enumerate(rule.unless):
        for slot in slots:
            if all(any(_implies(p, q) for q in compile_condition(condition)) for p in slot):
                yield tell_fault(rule, f"unless.{n}", "denies what `when` demands", "remove one of the two")
    speaks = isinstance(rule.then, TraitEffect | FitEffect | ChooseEffect)
    if speaks and not any(c.has_premise for c in rule.when):
        yield tell_fault(rule, "when", "rests on nothing the person said", "add a condition on a fact or a trait")


def _check_traits(knowledge: KnowledgeBase) -> Iterator[str]:
    read = set()
    for rule in knowledge.rules.values():
        conditions = [*rule.when, *rule.unless]
        if isinstance(rule.then, GateEffect):
            conditions += [*rule.then.open, *rule.then.closed]
        read |= {leaf.subject for c in conditions for leaf in c.leaves() if leaf.about == "trait"}
    for rule in knowledge.rules.values():
        if isinstance(rule.then, TraitEffect) and rule.then.trait not in read:
            yield tell_fault(rule, "then.trait", f"no rule reads {rule.then.trait}", "remove it, or use it in a rule")


def _find_needless(program: Program) -> Iterator[tuple[Rule, Rule, bool]]:
    """Pairs of a needless rule and the one that makes it so; of twins, the one with the greater id is named."""
    counts = Counter(c.rule.id for c in program.rules)
    single = [c for c in program.rules if counts[c.rule.id] == 1 or c.state == "closed"]
    told = set()
    for one in single:
        for other in single:
            if one is other or one.rule.id in told or one.step != other.step or not _outdoes(other, one):
                continue
            is_twin = _outdoes(one, other)
            if not is_twin or one.rule.id > other.rule.id:
                told.add(one.rule.id)
                yield one.rule, other.rule, is_twin


def _outdoes(strong: CompiledRule, weak: CompiledRule) -> bool:
    """Whether the strong rule fires whenever the weak one does, and the weak one then adds nothing."""
    if not _says_as_much(strong.rule, weak.rule):
        return False
    if not all(any(_covers(slot, narrow) for narrow in weak.slots) for slot in strong.slots):
        return False
    return all(any(_implies(p, q) for q in weak.absent) for p in strong.absent)


def _says_as_much(strong: Rule, weak: Rule) -> bool:
    one, two = strong.then, weak.then
    if isinstance(one, FitEffect | ChooseEffect) and isinstance(two, FitEffect | ChooseEffect):
        same = one.path == two.path and (one.points > 0) == (two.points > 0)
        return same and abs(one.points) >= abs(two.points) and _roots_of(weak) <= _roots_of(strong)
    if isinstance(one, TraitEffect) and isinstance(two, TraitEffect):
        return one.trait == two.trait
    if isinstance(one, AdviceEffect) and isinstance(two, AdviceEffect):
        return one.text == two.text
    if isinstance(one, GateEffect) and isinstance(two, GateEffect):
        return (one.path, one.open, one.closed) == (two.path, two.open, two.closed)
    return one == two


def _roots_of(rule: Rule) -> set[str]:
    """What a rule claims: the topics and traits that it asks for."""
    return {leaf.subject for c in rule.when for leaf in c.leaves() if leaf.has_premise}


def _covers(wide: Slot, narrow: Slot) -> bool:
    """Whether whatever meets the narrow slot meets the wide one."""
    return all(any(_implies(p, q) for q in wide) for p in narrow)


def _implies(narrow: Pattern, wide: Pattern) -> bool:
    """Whether whatever meets the narrow pattern meets the wide one."""
    if narrow.key != wide.key:
        return False
    if narrow.value is not None:
        return wide.is_met_by(Known(*narrow.key, narrow.value, narrow.strength or STRENGTHS[0]))
    return (
        wide.value is None
        and (not wide.strength or narrow.strength == "strong" or narrow.strength == wide.strength)
        and (wide.at_least is None or (narrow.at_least is not None and narrow.at_least >= wide.at_least))
        and (wide.at_most is None or (narrow.at_most is not None and narrow.at_most <= wide.at_most))
    )


def _overlap(one: Pattern, two: Pattern) -> bool:
    """Whether one fact can meet both patterns."""
    return one.key == two.key and (one.value is None or two.value is None or one.value == two.value)
