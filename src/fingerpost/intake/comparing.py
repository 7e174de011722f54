"""Comparison and choice: the word that sets one mention against another, and the ordinal that stands for one of two."""

from __future__ import annotations

from collections.abc import Sequence

from fingerpost.intake.found import Cue, Mention
from fingerpost.intake.tokens import Page

# verbs by which one thing is given away for another
BARTERING = frozenset({"swap", "trade", "exchange"})
_LOW_DEGREE = frozenset({"less", "lesser"})
_ORDINALS = {"former": 0, "first": 0, "latter": -1, "second": -1}
_STOPS = frozenset({";", ".", "?", "!"})


def find_comparator(page: Page, cue: Cue, first: Mention) -> int | None:
    """The token behind which stands what a cue sets against its first mention: ``over``, ``to``, ``than``, ``for``."""
    inner = find_inner(page, cue)
    if inner is not None:
        return inner
    begin = cue.end if first.start >= cue.end else max(first.end, cue.end)
    for i in range(begin, cue.sentence.end):
        if first.start <= i < first.end:
            continue
        low = page.tokens[i].low
        if low in _STOPS or low == "but":
            return None
        if _sets_apart(page, cue, i) or _stands_for_to(page, cue, first, i):
            return i
    return None


def find_inner(page: Page, cue: Cue) -> int | None:
    """The comparator among the words of a cue: the "over" of what is preferred, or the "less" of "more code reviews and less
    paperwork"."""
    if cue.entry.family == "preferring":
        return next((i for i in cue.named if page.tokens[i].low == "over"), None)
    degrees = [i for i in cue.named if page.tokens[i].low in _DEGREES]
    return degrees[-1] if len(degrees) > 1 else None


_DEGREES = frozenset({"more", "less", "fewer"})


def _stands_for_to(page: Page, cue: Cue, first: Mention, i: int) -> bool:
    """Whether "to" compares though the tagger takes it for that of an infinitive: "I prefer backend to frontend"."""
    token = page.tokens[i]
    if token.low != "to" or first.start != i + 1 or cue.entry.family != "preferring" or first.entry.use == "deed":
        return False
    verb = page.tokens[first.start].tag == "VB" and page.tokens[first.start].lemma != page.tokens[first.start].low
    named = any(page.tokens[j].pos in ("NOUN", "PROPN", "ADJ") for j in range(cue.end, i))
    return named and not verb


def _sets_apart(page: Page, cue: Cue, i: int) -> bool:
    """Whether token ``i`` turns what a cue says of one thing into its opposite for the next."""
    low, before = page.tokens[i].low, page.tokens[i - 1].low
    if (low == "than" and before == "rather") or (low == "of" and before == "instead"):
        return cue.says in ("likes", "dislikes", "wants", "avoids")
    words = {page.tokens[j].low for j in range(cue.start, cue.end)} | {page.tokens[j].lemma for j in cue.named}
    if low == "for":
        return bool(words & BARTERING) and cue.says == "dislikes"
    if cue.entry.family == "preferring":
        return low in ("over", "than") or (low == "to" and page.tokens[i].tag != "TO" and "prefer" in words)
    if low == "than":
        return bool(words & _LOW_DEGREE) and cue.says == "dislikes"
    return is_equative(page, i) and (cue.negations % 2 == 1 or bool(words & {"not", "n't"}))


def is_equative(page: Page, i: int) -> bool:
    """Whether token ``i`` is the second ``as`` of "as much as"."""
    return page.tokens[i].low == "as" and i > 1 and page.tokens[i - 2].low == "as"


def choose_between(page: Page, cue: Cue, mentions: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Which of the alternatives of "between a and b I choose a" are taken and which are left: taken is what the choice
    names again, or points at as the former or the latter."""
    options = [m for m in mentions if cue.start < m.start < cue.end]
    after = [page.tokens[i] for i in range(cue.end, cue.sentence.end)]
    pointed = next((_ORDINALS[t.low] for t in after if t.low in _ORDINALS), None)
    if pointed is not None and len(options) > 1:
        taken = [options[pointed]]
    else:
        lemmas = {t.lemma for t in after}
        taken = [m for m in options if any(page.tokens[i].lemma in lemmas for i in m.named)]
    return taken, [m for m in options if m not in taken]


def is_choice(page: Page, cue: Cue) -> bool:
    """Whether a cue tells a choice between two things, both of which stand inside its words."""
    return cue.entry.family == "preferring" and any(page.tokens[i].low == "between" for i in cue.named)


def find_ordinal(page: Page, cue: Cue) -> tuple[int, int] | None:
    """The ordinal that stands in a topic's place next to a cue ("the latter bores me", "the first I like") and which of
    the things named before it means: the first (0) or the last (-1)."""
    behind = range(cue.start - 1, max(cue.start - 5, cue.sentence.start), -1)
    ahead = range(cue.end, min(cue.end + 3, cue.sentence.end))
    for stretch in (behind, ahead):
        for i in stretch:
            token = page.tokens[i]
            if token.low in (",", ":", "and", "but") or token.low in _STOPS:
                break
            if token.low in _ORDINALS and page.tokens[i - 1].low == "the" and _stands_alone(page, i):
                return i, _ORDINALS[token.low]
    return None


def _stands_alone(page: Page, i: int) -> bool:
    """Whether an ordinal qualifies no noun: "the second" but not "the second keynote"."""
    if page.tokens[i].low in ("former", "latter"):
        return True
    following = page.tokens[i + 1] if i + 1 < len(page.tokens) else page.tokens[i]
    return following.low == "one" or following.pos in ("PRON", "VERB", "AUX", "PUNCT")


def points_right(page: Page, cue: Cue, mentions: Sequence[Mention]) -> bool:
    """Whether a cue governs what follows it by a preposition, wherever its topic stands as a rule: "hopeless at talks"."""
    ending = cue.end - 1
    if page.tokens[ending].pos != "ADP":
        ending = cue.end
        label = page.tokens[cue.start].low in (",", "less") or cue.entry.says in ("strong", "weak")
        if not label or ending >= cue.sentence.end or page.tokens[ending].low not in ("at", "with"):
            return False
    following = next((m for m in mentions if m.start > ending and m.sentence.index == cue.sentence.index), None)
    return following is not None and all(
        page.tokens[i].pos in ("DET", "ADJ", "PRON", "ADV", "NUM") and page.tokens[i].low not in ("it", "that", "them", "i")
        for i in range(ending + 1, following.start)
    )


def find_denial(page: Page, mention: Mention, stop: int) -> int | None:
    """The ``not`` of "not a but b is what I like", before the cue that starts at ``stop``."""
    if not any(page.tokens[i].low == "but" for i in range(mention.end, stop)):
        return None
    for i in range(mention.start - 1, max(mention.start - 3, mention.sentence.start) - 1, -1):
        if page.tokens[i].low == "not":
            return i
        if page.tokens[i].pos not in ("DET", "ADJ", "PRON"):
            return None
    return None


def leads(page: Page, i: int, begin: int) -> bool:
    """Whether token ``i`` ends a fronted "instead of" or "rather than" that opens a clause."""
    pair = (page.tokens[i - 1].low, page.tokens[i].low) if i > begin else ("", "")
    opens = i - 1 == begin or (i - 2 >= begin and page.tokens[i - 2].low in (",", ";", ":"))
    return pair in (("instead", "of"), ("rather", "than")) and opens
