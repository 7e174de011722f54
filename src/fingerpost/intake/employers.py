"""Whose company it is: the writer's own, one that they left or applied to, or companies in general."""

from __future__ import annotations

from fingerpost.intake.assertion import find_holder
from fingerpost.intake.found import Findings, Mention
from fingerpost.intake.lapsing import find_past_verb
from fingerpost.intake.tokens import Page, Token

_EMPLOYED = frozenset({"be", "work", "serve", "intern", "consult"})
# what one does at a company that one is not at, or no longer, and at one's own
_OUTSIDE = frozenset(
    (
        "interview apply application offer refer referral recruiter reject rejection opening candidate lay fire leave quit "
        "resign consider target"
    ).split()
)
_INSIDE = frozenset("work join be start hire employ stay engineer developer dev manager architect lead @ :".split())
_COURTING = frozenset("want offer court contact approach message poach try reach write like ask invite".split())
_WISHING = frozenset("want hope wish aim dream plan try long intend decide consider".split())
_FIRMS = frozenset("companies corporations firms businesses organisations organizations enterprises banks employers".split())


def is_of_other_company(page: Page, mention: Mention) -> bool:
    """Whether a company is one to which the writer applied or which they left ("I interviewed at a big bank", "laid off
    from a FAANG"), or companies in general."""
    tokens, sentence = page.tokens, mention.sentence
    if tokens[mention.end - 1].low in _FIRMS and tokens[mention.start].low != "one":
        return True
    if _courts(page, mention):
        return True
    for token in reversed(tokens[sentence.start : mention.end]):
        if token.lemma in _INSIDE and token.i < mention.start:
            return _is_wished(page, token)
        if token.lemma in _OUTSIDE:
            return True
    return False


def _courts(page: Page, mention: Mention) -> bool:
    """Whether a company would have the writer: "a small startup wants to hire me"."""
    subjects = (t for t in page.tokens[mention.start : mention.end] if t.dep == "nsubj")
    return any(page.tokens[t.head].lemma in _COURTING for t in subjects)


def _is_wished(page: Page, verb: Token) -> bool:
    """Whether what one does at a company is only wished for: "I'd love to join a large company", "I dream of working at"."""
    start = max(verb.i - 2, 0)
    lead = [t.low for t in page.tokens[start : verb.i]]
    head = page.tokens[verb.head]
    if head.pos == "ADP":
        return page.tokens[head.head].lemma in ("dream", "think", "fantasise", "fantasize")
    if verb.tag != "VB" or "to" not in lead:
        return False
    supposed = any(t.head == head.i and t.low in ("would", "'d", "’d") for t in page.tokens[max(head.i - 4, 0) : head.i])
    return head.lemma in _WISHING or (supposed and head.lemma in ("like", "love", "prefer"))


def is_joined(page: Page, mention: Mention) -> bool:
    """Whether a company is one that the writer came to: "a year ago I started at a big bank"."""
    lead = page.tokens[mention.sentence.start : mention.start]
    verb = next((t for t in reversed(lead) if t.pos == "VERB" and t.lemma != "work"), None)
    return verb is not None and verb.lemma in ("start", "join", "hire", "begin") and verb.tag in ("VBD", "VBN")


def is_of_former_job(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether a company is one where the writer once worked: "I was an architect at IBM"."""
    verb = find_past_verb(page, mention.start, mention.end)
    if verb is None or verb.lemma not in _EMPLOYED:
        return False
    return find_holder(page, findings.scopes, verb.i, mention.sentence) == "self"
