"""Whether what rules say to a person are whole sentences, in the second person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fingerpost.knowledge import ChooseEffect, FitEffect, KnowledgeBase, Rule, TraitEffect
from fingerpost.rulecheck.faults import Findings, tell_fault
from fingerpost.rulecheck.structure import list_texts

# the person's own words, which may be in any person
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|\{[^{}]*\}')
_BEGINS = re.compile(r'["“{A-Z]')
_ENDS = re.compile(r'[.!?]["”)]?$')
_OTHERS = re.compile(
    r"(?<![\w/])(?:I(?:'\w+)?|me|my|mine|myself|we|us|our|ours|he|him|his|himself|she|her|hers|herself)(?![\w/])"
)
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)


def check_sentences(knowledge: KnowledgeBase) -> Findings:
    """Check that claims and texts are whole sentences, and that texts for the person speak to the person."""
    faults: list[str] = []
    count = 0
    for rule in knowledge.rules.values():
        for key, text in (("claim", rule.claim), *_list_said(rule)):
            count += 1
            flaw = _find_flaw(rule, key, " ".join(text.split()))
            if flaw:
                faults.append(tell_fault(rule, key, *flaw))
    return faults, f"{count - len(faults)} of {count} texts are whole sentences, and speak to the person"


def _list_said(rule: Rule) -> Iterator[tuple[str, str]]:
    """The sentences of a rule for the person; what a trait means and what opens a gate are parts of sentences."""
    if not isinstance(rule.then, TraitEffect):
        yield from ((key, text) for key, text, _ in list_texts(rule) if key != "then.opens")


def _find_flaw(rule: Rule, key: str, text: str) -> tuple[str, str] | None:
    """What is wrong with a sentence, and the mend."""
    if not _BEGINS.match(text):
        return "the sentence does not begin with a capital letter", "begin it with one, or with a quote"
    if not _ENDS.search(text):
        return "the sentence does not end with a full stop", "end it with one"
    if key == "claim":
        return None
    other = _OTHERS.search(_QUOTED.sub("…", text))
    if other:
        return f"{other[0]!r} does not speak to the person", "write the sentence in the second person"
    is_reason = isinstance(rule.then, FitEffect | ChooseEffect)
    if is_reason and not _YOU.search(text) and not _QUOTED.search(text):
        return "the sentence neither speaks to the person nor quotes them", "write it in the second person"
    return None
