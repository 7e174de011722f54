"""Role titles: the present role, a former one, somebody else's, or one wished for."""

from __future__ import annotations

from collections.abc import Iterator

from fingerpost.intake.assertion import count_negations, find_clause, find_holder, is_past, is_question, is_supposed
from fingerpost.intake.found import Findings, Mention
from fingerpost.intake.tokens import Page

_BE = frozenset({"be", "am", "'m", "is", "are", "been", "being", "'ve"})
_TITLE_NOUNS = frozenset(
    {
        "card",
        "title",
        "contract",
        "badge",
        "role",
        "position",
        "job",
        "cards",
        "payslip",
        "door",
        "signature",
        "lanyard",
        "profile",
    }
)
_FORMER = frozenset({"ex", "former", "formerly", "previously", "once", "retired", "recovering", "before"})
_HOLDING = frozenset({"work", "serve", "act", "start", "employ", "begin", "program", "code", "develop"})
_AT = frozenset(
    {
        "at",
        "for",
        "in",
        "with",
        "on",
        "@",
        ",",
        ".",
        "(",
        ";",
        "-",
        "/",
        "&",
        "and",
        "of",
        "here",
        "by",
        "turned",
        "since",
        "from",
        ":",
        "now",
        "these",
        "currently",
        "at the moment",
        "working",
        "w",
    }
)


def read_role(page: Page, findings: Findings, mention: Mention, governed: bool) -> Iterator[tuple[str, str, str]]:
    """What a role title says: ``situation current-role`` when held now, experience of its core when held before.

    Args:
        page: The text.
        findings: What was found in it.
        mention: The title.
        governed: Whether a wish or a taste governs the title; then it says nothing by itself.

    Yields:
        (kind, topic, value), at most one.
    """
    if governed:
        return
    entry, scopes, sentence = mention.entry, findings.scopes, mention.sentence
    if is_question(page, sentence) or is_supposed(page, scopes, mention.start, sentence):
        return
    if count_negations(page, scopes, mention.start, mention.end, sentence, mention.named) % 2:
        return
    standing = _find_standing(page, findings, mention)
    if standing == "former" and entry.core:
        yield ("experience", entry.core, "has")
    elif standing == "present" and entry.value:
        yield ("situation", "current-role", entry.value)


def _find_standing(page: Page, findings: Findings, mention: Mention) -> str:
    """``present``, ``former``, or empty where the title is not the writer's."""
    scopes, sentence, tokens = findings.scopes, mention.sentence, page.tokens
    before = [tokens[i].low for i in range(max(sentence.start, mention.start - 4), mention.start)]
    begin, stop = find_clause(page, sentence, mention.start)
    clause = [tokens[i] for i in range(begin, mention.start)]
    lows = [t.low for t in clause]
    if _FORMER.intersection(before):
        return "former" if not _is_others(page, findings, mention) else ""
    if any(low in ("my", "our", "your", "his", "her", "their", "the") for low in before[-3:]) and not (
        _BE.intersection(lows) and "i" in [w[:1] for w in lows]
    ):
        return "present" if _names_title(page, mention) else ""
    own_be = _find_copula(page, mention, begin)
    if own_be is not None:
        subject = find_holder(page, scopes, own_be, sentence)
        if subject == "other" or any(tokens[c].tag == "MD" for c in tokens[own_be].children):
            return ""
        if tokens[own_be].low == "became" and subject == "self":
            return "present"
        if tokens[own_be].low in ("was", "were") or is_past(page, scopes, mention.start, mention.end, sentence):
            return "former" if subject in ("self", "none") and _speaks_of_self(lows) else ""
        if _speaks_of_self(lows) or _names_title(page, mention):
            return "present"
        return ""
    holder = find_holder(page, scopes, mention.start, sentence)
    if holder in ("other", "we"):
        return ""
    if is_past(page, scopes, mention.start, mention.end, sentence):
        return "former"
    if _names_title(page, mention):
        return "present"
    if any(low in ("as",) for low in before[-2:]) and not any(low in ("same", "such", "well", "much") for low in before):
        # "afraid of failing as a manager" tells of no seat that is held
        verb = next((t for t in reversed(clause) if t.pos == "VERB"), None)
        if verb is not None and verb.tag == "VBG" and verb.lemma not in _HOLDING:
            return ""
        past = any(t.tag == "VBD" for t in clause)
        return "former" if past else "present"
    if _opens_fragment(page, mention, begin):
        return "present"
    del stop
    return ""


def _is_others(page: Page, findings: Findings, mention: Mention) -> bool:
    return find_holder(page, findings.scopes, mention.start, mention.sentence) == "other"


def _speaks_of_self(lows: list[str]) -> bool:
    return bool({"i", "i'm", "me"}.intersection(lows)) or not {"he", "she", "they", "you", "we", "who"}.intersection(lows)


def _find_copula(page: Page, mention: Mention, begin: int) -> int | None:
    for i in range(mention.start - 1, begin - 1, -1):
        token = page.tokens[i]
        if token.lemma == "be" or token.low in ("'m", "been", "became", "become"):
            return i
        if token.pos == "VERB":
            return i if token.lemma in ("work", "remain", "stay", "serve") else None
        if token.low in (",", ";", "."):
            return None
    return None


def _names_title(page: Page, mention: Mention) -> bool:
    """Whether a noun for a title stands before it: "my card says senior engineer", "contract: junior developer"."""
    lows = [page.tokens[i] for i in range(max(mention.sentence.start, mention.start - 6), mention.start)]
    return any(t.lemma in _TITLE_NOUNS or t.low in _TITLE_NOUNS for t in lows) and not any(
        t.low in ("next", "dream", "ideal") for t in lows
    )


def _opens_fragment(page: Page, mention: Mention, begin: int) -> bool:
    """Whether the title opens a sentence or fragment that tells where the writer works: "Tech lead at a bank, 9 yrs"."""
    tokens, sentence = page.tokens, mention.sentence
    leading = tokens[sentence.start : mention.start]
    if any(t.pos in ("VERB", "AUX") or t.low in ("my", "our", "the", "a", "his", "her", "every") for t in leading):
        return False
    if sum(t.pos in ("NOUN", "PROPN") for t in leading) > 3 and mention.start != begin:
        return False
    if mention.end >= sentence.end:
        return True
    after = tokens[mention.end]
    if after.low in ("'s", "who", "says", "is", "was", "are", "were"):
        return False
    return (
        after.low in _AT
        or after.pos in ("ADP", "PUNCT", "NUM", "CCONJ", "SYM", "ADV")
        or not any(
            t.dep in ("nsubj", "nsubjpass") and t.i in range(mention.start, mention.end) and tokens[t.head].pos == "VERB"
            for t in tokens[mention.start : mention.end]
        )
    )
