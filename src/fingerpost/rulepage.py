"""A rule in words: its line in a list, and its page with claim, conditions, effect, source and examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fingerpost.knowledge import (
    AdviceEffect,
    CautionEffect,
    ChooseEffect,
    Condition,
    FitEffect,
    GateEffect,
    KnowledgeBase,
    Rule,
    TraitEffect,
)
from fingerpost.phrasing import phrase_said
from fingerpost.records import Fact

_OUTCOMES = {
    "no-strong-verdict": "no path is a strong match",
    "two-close": "the first two paths are close together",
    "change-of-field": "one of the first three paths leads out of engineering",
    "contradiction": "two things that were said do not go together",
    "any-recommended": "some path is recommended",
}


def describe_rule_line(rule: Rule) -> str:
    """Stage, id, rows and effect of a rule on one line."""
    return f"{rule.stage:<9} {rule.id:<48} {_name_rows(rule):<13} {_name_effect(rule)}"


def describe_rule_briefly(rule: Rule) -> str:
    """Effect and rows of a rule."""
    return f"{_name_effect(rule)}  [{_name_rows(rule)}]"


def _name_rows(rule: Rule) -> str:
    return ", ".join(rule.heuristics) or "ours"


def _name_effect(rule: Rule) -> str:
    effect = rule.then
    if isinstance(effect, TraitEffect):
        return f"trait {effect.trait}"
    if isinstance(effect, FitEffect):
        return f"{effect.points:+d} {effect.path}"
    if isinstance(effect, ChooseEffect):
        return f"{effect.points:+d} {effect.path} over {', '.join(effect.over)}"
    if isinstance(effect, GateEffect):
        return f"gate of {effect.path}"
    if isinstance(effect, CautionEffect):
        return f"caution for {effect.path}"
    if isinstance(effect, AdviceEffect):
        return "advice" + (" (closing)" if effect.closing else "")
    return f"ladder of {effect.path}"


def describe_rule(rule: Rule, knowledge: KnowledgeBase) -> str:
    """The page of a rule, as Markdown."""
    return "\n".join(_write_page(rule, knowledge)) + "\n"


def _write_page(rule: Rule, knowledge: KnowledgeBase) -> Iterator[str]:
    yield f"# {rule.id}"
    yield ""
    yield rule.claim
    yield ""
    yield f"- Stage: {rule.stage}" + (f", layer {rule.layer}" if rule.layer > 1 else "")
    yield f"- Effect: {_name_effect(rule)}"
    yield from _write_sources(rule, knowledge)
    yield ""
    yield from _write_conditions(rule, knowledge)
    yield from _write_text(rule)
    yield ""
    yield "Fires for a person of whom it is said:"
    yield from (f"- {_describe_person(p, knowledge)}" for p in rule.fires)
    yield ""
    yield "Stays silent for a person of whom it is said:"
    yield from (f"- {_describe_person(p, knowledge)}" for p in rule.silent)


def _write_sources(rule: Rule, knowledge: KnowledgeBase) -> Iterator[str]:
    if not rule.heuristics:
        yield f"- Source: our own judgement: {rule.ours}"
    for name in rule.heuristics:
        row = knowledge.rows[name]
        article = knowledge.articles[row.article]
        yield f"- Source: {name}, “{article.title}”, section “{row.section}”, paragraph {row.paragraph}: {row.heuristic}"


def _write_conditions(rule: Rule, knowledge: KnowledgeBase) -> Iterator[str]:
    if isinstance(rule.then, GateEffect):
        for state, conditions in (("Closed", rule.then.closed), ("Open", rule.then.open)):
            if conditions:
                yield f"{state} when any of these is said:"
                yield from (f"- {describe_condition(c, knowledge)}" for c in conditions)
    if rule.when:
        yield "Fires when all of this holds:"
        yield from (f"- {describe_condition(c, knowledge)}" for c in rule.when)
    elif not isinstance(rule.then, GateEffect):
        yield f"Fires whenever {rule.path or 'the program'} is at its place in the result."
    if rule.unless:
        yield "and none of this:"
        yield from (f"- {describe_condition(c, knowledge)}" for c in rule.unless)


def describe_condition(condition: Condition, knowledge: KnowledgeBase) -> str:
    """A condition in words, in the second person."""
    about, subject = condition.about, condition.subject
    if about == "any":
        return " or ".join(describe_condition(c, knowledge) for c in condition.options)
    if about == "trait":
        meanings = [
            r.then.meaning for r in knowledge.rules.values() if isinstance(r.then, TraitEffect) and r.then.trait == subject
        ]
        return f"{meanings[0].rstrip('.') if meanings else subject} (trait {subject})"
    if about in ("contender", "recommended", "first"):
        title = knowledge.title_of(subject)
        return {
            "contender": f"{title} has points",
            "recommended": f"{title} is recommended",
            "first": f"{title} comes first",
        }[about]
    if about == "gate":
        return f"the gate of {knowledge.title_of(subject)} is {' or '.join(map(str, condition.values))}"
    if about == "outcome":
        return _OUTCOMES.get(subject, subject)
    if condition.at_least is not None or condition.at_most is not None:
        least = f"at least {condition.at_least}" if condition.at_least is not None else ""
        most = f"at most {condition.at_most}" if condition.at_most is not None else ""
        return f"{subject.replace('-', ' ')} is {' and '.join(x for x in (least, most) if x)}"
    strength = f" ({condition.strength})" if condition.strength else ""
    return " or ".join(phrase_said(about, subject, v, knowledge) for v in condition.values) + strength


def _write_text(rule: Rule) -> Iterator[str]:
    effect = rule.then
    texts: Sequence[tuple[str, str]] = ()
    if isinstance(effect, FitEffect | ChooseEffect):
        texts = (("Says", effect.because),)
    elif isinstance(effect, CautionEffect | AdviceEffect):
        texts = (("Says", effect.text),)
    elif isinstance(effect, GateEffect):
        texts = (*((f"Says when {k}", v) for k, v in effect.text.items()), ("What would open it", effect.opens))
    elif isinstance(effect, TraitEffect):
        texts = (("Means", effect.meaning),)
    for title, text in texts:
        yield ""
        yield f"{title}: {' '.join(text.split())}"


def _describe_person(facts: Sequence[Fact], knowledge: KnowledgeBase) -> str:
    return "; ".join(phrase_said(f.kind, f.topic, f.value, knowledge) for f in facts) or "nothing"
