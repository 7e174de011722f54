"""Wishes and suppositions: whose wish it is, what lessens it before it reaches its topic, and what is left open."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from fingerpost.intake.found import Cue, Mention
from fingerpost.intake.tokens import Page, Sentence, Token

_WISHING = frozenset({"want", "wish", "hope", "like", "love", "prefer", "expect", "dream", "long", "insist", "ask"})
_GIVING = frozenset({"give", "hand", "send", "find", "show", "offer", "grant"})
# what of the writer may do the wishing
_PARTS = frozenset("part half side heart soul gut ego head brain stomach self voice i me we who".split())
_LESS = frozenset({"less", "fewer"})
_SEPARATORS = frozenset({"and", "or", "but", ",", ";", ":", "than", "more"})
_BREAKS = frozenset({"-", "--", "—", ":", ";", "/"})
_KEEPING = frozenset({"keep", "stay", "remain", "leave"})
_MIGHT = frozenset({"might", "may", "could"})
_STEPS = 5


def has_other_wisher(page: Page, cue: Cue) -> bool:
    """Whether the verb of a wish has somebody else for its subject, or nobody: "the directors want me", "is wanted"."""
    for i in cue.named:
        verb = page.tokens[i]
        if verb.lemma in _GIVING and i == cue.named[0]:
            # "give me a chance" is a wish, "they offered me the chance" is none
            return verb.tag in ("VBD", "VBZ", "VBN")
        if verb.lemma not in _WISHING or verb.pos != "VERB":
            continue
        children = [page.tokens[c] for c in verb.children]
        if any(c.dep == "auxpass" and c.lemma == "be" for c in children):
            return True
        return any(c.dep == "nsubj" and c.i < i and _is_somebody(page, c) and _agrees(page, c, verb) for c in children)
    return False


def _agrees(page: Page, subject: Token, verb: Token) -> bool:
    """Whether a verb can have the subject that the parse gives it: "a director seat - want to" is no seat that wants."""
    if any(page.tokens[j].low in _BREAKS for j in range(subject.i, verb.i)):
        return False
    helped = any(page.tokens[c].dep == "aux" for c in verb.children)
    return helped or verb.tag not in ("VBP", "VB") or subject.tag in ("NNS", "NNPS")


def _is_somebody(page: Page, subject: Token) -> bool:
    """Whether a subject is a person or body with a name of its own, not a part of the writer."""
    if subject.pos not in ("NOUN", "PROPN") or subject.lemma in _PARTS:
        return False
    return any(page.tokens[c].dep in ("det", "poss", "compound") for c in subject.children) or subject.tag in ("NNS", "NNP")


def is_left_open(page: Page, cue: Cue) -> bool:
    """Whether a cue stands under ``whether``, or under a mere possibility: "it might be that I'd enjoy it"."""
    node = page.tokens[cue.head]
    for _ in range(_STEPS):
        if any(page.tokens[c].low == "whether" and c < cue.end for c in node.children):
            return True
        if node.head == node.i:
            break
        node = page.tokens[node.head]
    return _is_only_possible(page, cue)


def _is_only_possible(page: Page, cue: Cue) -> bool:
    # "I may not like it, but" grants it
    children = (page.tokens[c] for c in page.tokens[cue.head].children if c not in cue.named)
    helpers = {c.low for c in children if c.dep == "aux"}
    if not cue.negations and (helpers & {"may", "might"} or {"would", "have"} <= helpers or {"'d", "have"} <= helpers):
        return True
    lows = [page.tokens[i].low for i in range(cue.sentence.start, cue.start)]
    return any(low in _MIGHT and "be" in lows[k + 1 : k + 3] and "that" in lows[k + 2 : k + 4] for k, low in enumerate(lows))


def is_torn(page: Page, sentence: Sentence) -> bool:
    """Whether the writer is of two minds in a sentence: "part of me loves it, part of me hates it"."""
    lows = [page.tokens[i].low for i in range(sentence.start, sentence.end)]
    parts = sum(a in ("part", "half", "side") and b == "of" for a, b in pairwise(lows))
    return parts > 1 and "me" in lows


def find_lessening(page: Page, cue: Cue, mention: Mention) -> int | None:
    """The token that makes a wish for something a wish for less of it: "asked less often to speak", "and less coding"."""
    if cue.entry.says not in ("wants", "avoids") or mention.end <= cue.end or not cue.bound:
        return None
    first = cue.bound[0] if cue.bound[0].end > cue.end and cue.bound[0].end <= mention.end else mention
    for i in range(mention.start - 1, first.end - 1, -1):
        low = page.tokens[i].low
        # each item of a list may have a measure of its own
        if low in ("more", *_LESS):
            return i if (low == "more") == _names_less(page, cue) else None
    return _find_less(page, cue, first)


def _names_less(page: Page, cue: Cue) -> bool:
    return any(page.tokens[i].low in _LESS for i in cue.named)


def _find_less(page: Page, cue: Cue, first: Mention) -> int | None:
    found: int | None = None
    for i in range(cue.end, first.end):
        low = page.tokens[i].low
        lessens = low in _LESS and page.tokens[i - 1].low not in ("no", "or", "not")
        if i in first.named:
            continue
        if lessens or [t.low for t in page.tokens[i : i + 4]] == ["nothing", "to", "do", "with"]:
            found = i
        elif low in _SEPARATORS:
            found = None
    return found


def is_wished_for(page: Page, cue: Cue, others: tuple[Cue, ...]) -> bool:
    """Whether what a cue tells is only wished: "I'd like to" right before the infinitive "have nothing to do with"."""
    if page.tokens[cue.start].tag != "VB":
        return False
    return any(
        o.entry.says == "wants" and o.says and o.end - 1 <= cue.start <= o.end + 1 and o.start < cue.start for o in others
    )


def looks_back(cue: Cue, mention: Mention) -> bool:
    """Whether a wish comes after what it is for and points back to it: "I gave one, and would like to do more of that"."""
    behind = cue.entry.side == "left" or cue.pronoun is not None
    return behind and cue.entry.says == "wants" and cue.start >= mention.end


def find_kept(page: Page, cue: Cue) -> int | None:
    """The pronoun for what a wish wants to stay as it was told: "and that is how I want to keep it"."""
    for i in range(cue.start, min(cue.end + 3, cue.sentence.end - 1)):
        if page.tokens[i].low in _KEEPING and page.tokens[i + 1].low in ("it", "this", "that"):
            return i + 1 if cue.entry.says == "wants" else None
    return None


def is_belittled(page: Page, cue: Cue) -> bool:
    """Whether something is said to weigh less than something harmless: "worries me less than rain"."""
    lows = [t.low for t in page.tokens[cue.end : min(cue.end + 5, cue.sentence.end)]]
    return any(a == "less" and "than" in lows[k + 1 : k + 4] for k, a in enumerate(lows[:3]))


def is_set_apart(page: Page, mention: Mention) -> bool:
    """Whether a mention is said not to belong to those spoken of: "being laid off isn't one of them"."""
    lows = [t.low for t in page.tokens[mention.end : min(mention.end + 7, mention.sentence.end)]]
    negated = any(a in ("is", "are", "was") and b in ("n't", "not") for a, b in pairwise(lows))
    return negated and any(a in ("of", "among") and b in ("them", "those", "these") for a, b in pairwise(lows))


def asks_of_future(page: Page, sentence: Sentence) -> bool:
    """Whether a question is about what the writer would do: "Would I go back?"."""
    lows = [
        t.low for t in page.tokens[sentence.start : sentence.end] if t.pos != "PUNCT" and t.low not in ("and", "but", "so")
    ]
    return lows[:2] in (["would", "i"], ["will", "i"], ["shall", "i"], ["would", "you"], ["will", "you"])


def asks_of_the_same(page: Page, sentence: Sentence) -> bool:
    """Whether a question about the future asks of what was named before it: "Would I do it again?", "Would you like to?"."""
    lows = [t.low for t in page.tokens[sentence.start : sentence.end]]
    left_open = lows[-2:-1] in (["to"], ["you"], ["i"])
    return asks_of_future(page, sentence) and (left_open or not {"it", "that", "this", "again"}.isdisjoint(lows))


def find_left_role(page: Page, mentions: Sequence[Mention], cue: Cue) -> Mention | None:
    """The role that an answer is about after "Would I go back?": the last one named before the question."""
    if cue.entry.family != "answer":
        return None
    asked = page.sentences[cue.sentence.index - 1]
    lows = {t.low for t in page.tokens[asked.start : asked.end]}
    if not asks_of_future(page, asked) or not lows & {"back", "return"}:
        return None
    before = [m for m in mentions if m.end <= asked.end]
    if any(m.start >= asked.start for m in before):
        return None
    return next((m for m in reversed(before) if m.entry.use == "role" and m.entry.path), None)
