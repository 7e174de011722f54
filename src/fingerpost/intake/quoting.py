"""What others say: quoted speech, and what they urge everybody to do."""

from __future__ import annotations

from fingerpost.intake.assertion import Scopes, classify_holder
from fingerpost.intake.tokens import Page, Sentence

_SAYING = frozenset(
    "say tell claim write reply answer ask shout sigh mutter joke insist preach repeat advise recommend urge suggest".split()
)
_QUOTE = '"'
# how far from a quotation its speaker is named
_NEAR = 7


def is_quoted_from_another(page: Page, scopes: Scopes, i: int, sentence: Sentence) -> bool:
    """Whether token ``i`` stands in quotation marks beside which another person is named as the speaker, or told off."""
    if any(start <= i < end for start, end in list_replies(page, sentence)):
        return True
    marks = [j for j in range(sentence.start, sentence.end) if page.tokens[j].low == _QUOTE]
    before = [j for j in marks if j < i]
    if len(before) % 2 == 0:
        return False
    close = next((j for j in marks if j > i), sentence.end - 1)
    around = [*range(max(sentence.start, before[-1] - _NEAR), before[-1]), *range(close, min(sentence.end, close + _NEAR))]
    return any(_is_said_by_another(page, scopes, j) for j in around)


# what others are asked not to say or always say, before a quotation of it: "please no 'just quit'", "top comment: '...'"
_REPLYING = frozenset("say tell suggest comment reply answer post type write go advise recommend".split())
_REPLIES = frozenset("comment comments reply replies answer answers advice take takes suggestion suggestions".split())
_LEAD = 6


def list_replies(page: Page, sentence: Sentence) -> list[tuple[int, int]]:
    """The quotations of a sentence in which others urge, whom the writer expects or turns down: "please no 'go to HR'".

    Returns:
        Start and end (exclusive) of what stands between the marks, in tokens.
    """
    marks = [j for j in range(sentence.start, sentence.end) if page.tokens[j].low == _QUOTE]
    return [(a + 1, b) for a, b in zip(marks[::2], marks[1::2], strict=False) if _leads_to_reply(page, sentence, a)]


def _leads_to_reply(page: Page, sentence: Sentence, mark: int) -> bool:
    lead = page.tokens[max(sentence.start, mark - _LEAD) : mark]
    if not lead or any(t.low in ("i", "we") for t in lead):
        return False
    if lead[-1].low in ("no", "just") and lead[-1].dep != "ROOT":
        return lead[-1].low == "no"
    told_off = any(t.dep == "neg" or t.low in ("dont", "never", "not") for t in lead)
    return any(t.low in _REPLIES or (t.lemma in _REPLYING and told_off) for t in lead)


_THANKS = (("thanks", "for"), ("thank", "you", "for"), ("thx", "for"), ("kudos", "for"))


def is_thanked_for(page: Page, start: int, sentence: Sentence) -> bool:
    """Whether what begins at token ``start`` is what another is thanked for: "thanks for doing the podcast"."""
    lows = [t.low for t in page.tokens[max(sentence.start, start - _LEAD) : start + 1]]
    return any(tuple(lows[k : k + len(words)]) == words for words in _THANKS for k in range(len(lows)))


_SUPPOSING = frozenset(
    "think assume believe guess suppose suspect imagine claim say write joke insist figure reckon".split()
)
# how a clause hangs under the verb by which another puts it
_HANGING = frozenset({"ccomp", "advcl", "xcomp", "aux", "acomp", "attr", "pcomp"})
_MOST_STEPS = 5


def is_ascribed(page: Page, scopes: Scopes, i: int) -> bool:
    """Whether another says or supposes of the writer what token ``i`` tells: "people assume I love meetings"."""
    node = page.tokens[i]
    for _ in range(_MOST_STEPS):
        if node.head == node.i or node.dep not in _HANGING:
            return False
        inner, node = node, page.tokens[node.head]
        if node.lemma in _SUPPOSING and inner.dep == "ccomp" and inner.i > node.i:
            subjects = [page.tokens[c] for c in node.children if page.tokens[c].dep == "nsubj"]
            return any(classify_holder(page, scopes, s) == "other" for s in subjects)
    return False


def is_urged(page: Page, scopes: Scopes, verb: int, sentence: Sentence) -> bool:
    """Whether a verb is an imperative that others speak or that the sentence calls advice: "write more, says my boss"."""
    token = page.tokens[verb]
    if not token.tag.startswith("VB") or token.tag in ("VBD", "VBZ", "VBG", "VBN"):
        return False
    if any(page.tokens[c].dep in ("nsubj", "nsubjpass", "aux") for c in token.children):
        return False
    behind = range(verb + 1, sentence.end)
    if any(page.tokens[j].low in ("i", "we") and page.tokens[j].dep == "nsubj" for j in range(sentence.start, verb)):
        return False
    return any(j in scopes.advice or _is_said_by_another(page, scopes, j) for j in behind)


def _is_said_by_another(page: Page, scopes: Scopes, i: int) -> bool:
    """Whether token ``i`` is a verb of saying whose subject is somebody else."""
    token = page.tokens[i]
    if token.lemma not in _SAYING:
        return False
    nodes = [token, page.tokens[token.head]] if token.dep in ("xcomp", "ccomp") else [token]
    subjects = (page.tokens[c] for node in nodes for c in node.children if page.tokens[c].dep == "nsubj")
    return any(classify_holder(page, scopes, s) == "other" for s in subjects)
