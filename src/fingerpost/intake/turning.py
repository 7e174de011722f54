"""What turns a cue on its way to a mention: ``but not``, ``except``, ``than``."""

from __future__ import annotations

from itertools import pairwise

from fingerpost.intake.assertion import (
    Scopes,
)
from fingerpost.intake.bearing import find_ending
from fingerpost.intake.comparing import (
    BARTERING,
    find_denial,
    leads,
)
from fingerpost.intake.found import Cue, Mention
from fingerpost.intake.moods import (
    find_lessening,
    is_set_apart,
)
from fingerpost.intake.tokens import Page
from fingerpost.records import OPPOSITE


def is_likewise(page: Page, mention: Mention) -> bool:
    """Whether ``so does`` or ``neither do`` stands right before a mention: what was said last holds for it too."""
    # the words of a deed may take in the "do" of "so do": "and so does CSS"
    lows = [t.low for t in page.tokens[max(mention.sentence.start, mention.start - 4) : mention.start + 1]]
    return any(a in ("so", "neither", "nor") and b in ("do", "does", "is", "are", "did", "was") for a, b in pairwise(lows))


_MOVING = frozenset("move switch go shift change transition pivot get migrate step cross grow".split())
_TOWARDS = frozenset({"to", "into", "towards", "toward", "for", "onto"})


def is_left_for(page: Page, cue: Cue, mention: Mention) -> bool:
    """Whether a mention is where a wished move begins: "I'd like to move from code reviews to system design", "to swap
    sales for coding"."""
    start, sentence = mention.start, mention.sentence
    if start < cue.start or not any(page.tokens[i].low in _TOWARDS for i in range(mention.end, sentence.end)):
        return False
    before = start if page.tokens[start].low == "from" else start - 1
    while before > cue.start and page.tokens[before].pos in ("DET", "ADJ", "PRON", "ADV"):
        before -= 1
    lemmas = [page.tokens[i].lemma for i in range(max(sentence.start, before - 4), before + 1)]
    if page.tokens[before].low == "from":
        return not _MOVING.isdisjoint(lemmas)
    return page.tokens[before].lemma in BARTERING


_LEAVING = frozenset("stop drop quit give leave cease ditch abandon shed dump hand scrap".split())
_JOINING = frozenset({"and", "then", "&"})


def is_taken_up(page: Page, cue: Cue, mention: Mention) -> bool:
    """Whether a mention is what a wish goes on with after what it ends: "I want to stop selling and write code"."""
    first = cue.bound[0]
    if cue.negations % 2 or mention.start <= first.start:
        return False
    left = next((i for i in range(cue.start, cue.end) if page.tokens[i].lemma in _LEAVING), None)
    if left is None or not any(page.tokens[i].low in ("to", "'d", "would", "let", "'ll") for i in range(cue.start, left)):
        return False
    joint = next((i for i in range(mention.start, first.end - 1, -1) if page.tokens[i].low in _JOINING), None)
    if joint is None:
        return False
    verb = next((t for t in page.tokens[joint + 1 : mention.end] if t.pos != "ADV" and t.low not in _JOINING), None)
    # "stop doing a and doing b" ends both
    return verb is not None and (verb.tag in ("VB", "VBP") or (verb.tag == "NN" and mention.entry.use == "deed"))


def is_bartered(page: Page, mention: Mention) -> bool:
    """Whether a mention is what the writer would give away for something else: "I'd swap planning for coding"."""
    before = page.tokens[mention.start - 1] if mention.start else page.tokens[mention.start]
    wished = any(
        t.low in ("would", "'d") for t in page.tokens[max(mention.sentence.start, mention.start - 5) : mention.start]
    )
    behind = page.tokens[mention.end : min(mention.end + 3, mention.sentence.end)]
    return wished and before.lemma in BARTERING and any(t.low == "for" for t in behind)


_SCANT = frozenset({"few", "fewer", "limited", "minimal", "less", "zero", "infrequent", "rare"})


def _is_scant(page: Page, cue: Cue, mention: Mention) -> bool:
    """Whether it is having little of a thing that pleases: "I love my limited meetings"."""
    before = page.tokens[mention.start - 1] if mention.start > mention.sentence.start else None
    return before is not None and before.low in _SCANT and before.i not in cue.named and page.tokens[before.i - 1].low != "a"


_SWITCHES = frozenset(
    {"but", "except", "not", "neither", "nor", "without", "unlike", "minus", "bar", "save", "than", "never"}
)


def find_switch(page: Page, mention: Mention) -> int | None:
    for i in range(mention.start - 1, max(mention.sentence.start - 1, mention.start - 7), -1):
        token = page.tokens[i]
        if token.low in _SWITCHES or (token.low == "from" and page.tokens[i - 1].low in ("apart", "aside")):
            return i
        if leads(page, i, mention.sentence.start):
            return i
        if token.low in (".", ";", "i") or token.tag in ("VBD", "VBZ", "VBP"):
            return None
    return None


def read_sign(page: Page, scopes: Scopes, cue: Cue, mention: Mention) -> str:
    """What a cue says of a mention bound to it, after switches between them: ``but not``, ``except``, ``than``.

    Empty where the mention is only the measure of a comparison ("more fun than x").
    """
    # who would hate to lose a thing does not hate the thing
    ending = find_ending(page, scopes, cue, mention) if cue.says == "dislikes" else None
    if ending is not None and any(t.lemma == "lose" for t in page.tokens[max(0, ending - 2) : ending + 1]):
        return ""
    if cue.says == "wants" and is_left_for(page, cue, mention):
        return ""
    # "I'd swap planning for coding in a heartbeat"
    if cue.says == "likes" and (is_bartered(page, mention) or _is_scant(page, cue, mention)):
        return "dislikes"
    if cue.says == "avoids" and (is_taken_up(page, cue, mention) or _is_less_by_itself(page, cue, mention)):
        return "wants"
    switch = find_reversal(page, scopes, cue, mention)
    if is_set_apart(page, mention) or _is_excepted(page, cue, mention):
        return OPPOSITE.get(cue.says, "")
    if switch is None:
        return cue.says
    return "" if switch == _MEASURED else OPPOSITE.get(cue.says, "")


def _is_less_by_itself(page: Page, cue: Cue, mention: Mention) -> bool:
    """Whether what a cue asks less of has that "less" in its own name: "I want fewer hours"."""
    return any(page.tokens[i].low in ("fewer", "less") and i in mention.named for i in cue.named)


_PROVERBS = frozenset({"do", "does", "did", "is", "are", "was", "were", "can", "will", "would"})
_CLOSING = frozenset({".", ",", ";", "!", ")", ":", "—", "-"})


def _is_excepted(page: Page, cue: Cue, mention: Mention) -> bool:
    """Whether ``but`` sets a mention against what was denied of others, the verb left to an auxiliary: "neither meetings nor
    travel appeals to me, but mentoring does"."""
    if cue.negations % 2 == 0 or cue.entry.family == "ellipsis" or mention.start < cue.start:
        return False
    end = mention.sentence.end
    lead = next((i for i in range(mention.start - 1, cue.end - 1, -1) if page.tokens[i].low in _CLAUSE_ENDS), None)
    if lead is None or page.tokens[lead].low not in _SETTING_AGAINST:
        return False
    verb = next((i for i in range(mention.end, min(mention.end + 9, end)) if page.tokens[i].low in _PROVERBS), None)
    return verb is not None and (verb + 1 >= end or page.tokens[verb + 1].low in _CLOSING)


_SETTING_AGAINST = frozenset({"but", "though", "while", "whereas"})
_CLAUSE_ENDS = _SETTING_AGAINST | {",", ";", ".", ":", "i"}
# stands for a switch where a mention is only measured by
_MEASURED = -1


def find_reversal(page: Page, scopes: Scopes, cue: Cue, mention: Mention) -> int | None:
    """The token that turns what a cue says before it reaches a mention; -1 where the mention is only a measure."""
    if mention.start in cue.turned:
        return cue.turned[mention.start]
    # who misses what they gave up likes it
    glad = (cue.says == "likes" and not _misses(page, cue)) or (cue.says == "avoids" and _refuses(page, cue))
    ending = find_ending(page, scopes, cue, mention) if glad or cue.says == "wants" else None
    if ending is not None and (cue.says == "likes" or (cue.end <= ending < mention.start and not _lasts(page, ending))):
        return ending
    if mention.start < cue.start:
        exception = find_exception(page, mention, denied=cue.negations % 2 == 1)
        return find_denial(page, mention, cue.start) if exception is None else exception
    first = cue.bound[0]
    begin = cue.end if mention is first or mention.start < first.start else max(cue.end, first.end)
    # the words of a deed may take in the "to" of "I prefer mentoring juniors to meetings"
    begin -= begin == first.end and first.named[-1] == begin - 1 and page.tokens[begin - 1].low in _MEASURES
    switch: int | None = None
    # a pattern may name the "nor" before its words, or the "from"
    for i in range(begin, mention.start + (page.tokens[mention.start].low in ("nor", "neither", "from"))):
        low = page.tokens[i].low
        if _excepts(page, i) or (cue.negations % 2 and low in _BESIDES):
            # "I enjoy nothing except reviews" turns twice
            switch = None if switch is not None and switch in scopes.negators else i
        elif low in _MEASURES and (cue.entry.family == "preferring" or page.tokens[i - 1].low in ("rather", "instead")):
            switch = i if low == "than" or _separates(page, i, cue) else None
        elif low == "than" and not _scorns(page, cue):
            return _MEASURED
        elif i in scopes.negators and not is_likewise(page, mention) and not (low in ("neither", "nor") and cue.negations):
            switch = i
        elif low in ("but", "only", "just") and switch is not None:
            switch = None
    return find_lessening(page, cue, mention) if switch is None else switch


def _misses(page: Page, cue: Cue) -> bool:
    return any(page.tokens[i].lemma == "miss" for i in cue.named)


def _lasts(page: Page, ending: int) -> bool:
    """Whether an end is the "any more" of a refusal, which ends nothing by itself."""
    return page.tokens[ending].low in ("any", "more", "anymore", "longer")


_REFUSING = frozenset({"not", "n't", "never"})


def _refuses(page: Page, cue: Cue) -> bool:
    """Whether a cue refuses by its own words, so that refusing an end is a wish: "I don't want to stop mentoring"."""
    return any(page.tokens[i].low in _REFUSING for i in cue.named)


def _scorns(page: Page, cue: Cue) -> bool:
    """Whether a cue prefers something dreadful to what follows: "I'd rather eat gravel than ..."."""
    return cue.entry.says == "dislikes" and any(page.tokens[i].low in ("rather", "sooner") for i in cue.named)


_EXCEPTIONS = frozenset({"except", "minus", "bar", "save", "unlike", "excepting", "excluding"})
# what is beside a thing is more of the same where that is told, and all there is where it is denied
_BESIDES = frozenset({"besides", "beside", "beyond"})
_WHOLES = frozenset({"everything", "anything", "all", "everyone", "anybody"})
_MEASURES = frozenset({"than", "over", "to", "of"})


def _separates(page: Page, i: int, cue: Cue) -> bool:
    """Whether ``over``, ``to`` or ``of`` at token ``i`` sets two things apart, not merely belonging to one of them."""
    token = page.tokens[i]
    if token.low == "of":
        return page.tokens[i - 1].low == "instead"
    following = page.tokens[i + 1] if i + 1 < len(page.tokens) else token
    if token.low == "to":
        prefers = any(page.tokens[j].lemma == "prefer" for j in cue.named)
        if prefers and cue.bound and cue.end <= cue.bound[0].start < cue.bound[0].end <= i:
            return True
        return prefers and token.tag != "TO" and following.tag not in ("VB",) and i > cue.end
    return True


def _excepts(page: Page, i: int) -> bool:
    """Whether token ``i`` takes what follows out of what was said; "bar" does not where it is a place."""
    token = page.tokens[i]
    if token.low == "from":
        return i > 0 and page.tokens[i - 1].low in ("apart", "aside")
    if token.low == "than":
        return i > 0 and page.tokens[i - 1].low == "other"
    if token.low in _BESIDES:
        return i > 0 and page.tokens[i - 1].low in _WHOLES
    if token.low in ("bar", "save") and i and page.tokens[i - 1].pos in ("DET", "ADJ", "NOUN", "PRON", "PART"):
        # "I like everything save the meetings"
        return page.tokens[i - 1].low in _WHOLES
    return token.low in _EXCEPTIONS


def find_exception(page: Page, mention: Mention, denied: bool = False) -> int | None:
    """The fronted exception under which a mention before its cue stands: "apart from the flights I like all of it".

    Args:
        page: The text.
        mention: The mention.
        denied: Whether the cue is denied, so that "besides" too takes out what follows: "besides reviews I enjoy nothing".
    """
    # a pattern may name the "from" before its words
    last = mention.start if page.tokens[mention.start].low == "from" else mention.start - 1
    for i in range(last, max(mention.sentence.start, mention.start - 6) - 1, -1):
        low = page.tokens[i].low
        if _excepts(page, i) or leads(page, i, mention.sentence.start) or (denied and low in _BESIDES):
            return i
        if low in (",", ";", ".", ":"):
            return None
    return None
