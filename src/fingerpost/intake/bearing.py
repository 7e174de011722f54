"""How the writer stands to what a mention names: glad to be rid of it, or cross with a bad piece of it alone."""

from __future__ import annotations

from fingerpost.intake.assertion import Scopes
from fingerpost.intake.found import Cue, Mention
from fingerpost.intake.tokens import Page

# what is made, so that a piece of it can be bad
_MADE = frozenset("coding automation-tooling technical-writing deep-technical-problems system-design infrastructure".split())
# words that may stand between an ending and what ends: "stopped doing the reviews"
_LIGHT = frozenset("do doing have having the a an my our any all of from work".split())
_NEAR = 3


def find_ending(page: Page, scopes: Scopes, cue: Cue, mention: Mention) -> int | None:
    """The word by which something ends of whose end the writer is glad: "stopped" in "since I stopped managing I enjoy work
    again"; None where the cue speaks of the thing itself."""
    if mention.entry.kind != "activity" or cue.sentence.index != mention.sentence.index:
        return None
    before = mention.start - 1
    while before > mention.start - 1 - _NEAR and page.tokens[before].low in _LIGHT and before not in scopes.ending:
        before -= 1
    # "No meetings, I love that"
    if cue.pronoun is not None and cue.start > mention.end and page.tokens[before].low in ("no", "zero"):
        return before
    places = (before, mention.start, mention.end, mention.end + 1)
    for i in places:
        if not mention.sentence.start <= i < mention.sentence.end or i not in scopes.ending:
            continue
        # "leaving a comment" is what it says
        if i in mention.named and page.tokens[i].lemma == "leave":
            continue
        denied = i - 1 in scopes.negators and i - 1 not in scopes.ending
        if not _touches(page, cue, i, mention) and i not in cue.named and not denied:
            return i
    return None


def _touches(page: Page, cue: Cue, ending: int, mention: Mention) -> bool:
    """Whether a cue stands between an ending and the mention, or is what ends: "I stopped enjoying reviews"."""
    low, high = sorted((ending, mention.start))
    token = page.tokens[cue.head]
    return low < cue.head < high or (token.head == ending and token.dep in ("xcomp", "pcomp", "ccomp", "dobj"))


def is_bad_piece(scopes: Scopes, mention: Mention, says: str) -> bool:
    """Whether what is disliked is a bad piece of what a mention names, not the thing itself: "I hate flaky tests"."""
    if says != "dislikes" or mention.entry.topic not in _MADE:
        return False
    return any(i in scopes.flawed for i in range(mention.start - 1, mention.end))
