"""Judging cues: whose they are, when and in what mood they are said, and what they say after negation."""

from __future__ import annotations

from itertools import pairwise

from fingerpost.intake.assertion import (
    Scopes,
    count_negations,
    find_holder,
    find_subject,
    is_mentioned_person,
    is_nobody,
    is_question,
    is_supposed,
)
from fingerpost.intake.echoing import DENIED, LESS, MORE, OPPOSED, SAME, find_echo
from fingerpost.intake.found import Cue, Findings
from fingerpost.intake.lapsing import ends_refusal, has_lapsed, is_given_up
from fingerpost.intake.moods import (
    find_kept,
    has_other_wisher,
)
from fingerpost.intake.quoting import is_ascribed, is_quoted_from_another
from fingerpost.intake.tokens import Page
from fingerpost.records import OPPOSITE

_PRONOUNS = frozenset({"it", "that", "this", "them", "those", "these", "both", "all", "neither"})
# families of cues that speak of an end: a liking that is over is said in the present, whatever time it tells of
_BYGONE = frozenset({"gone", "gone-w6"})
# how far behind a cue its pronoun may stand: "enjoy working on them"
_REACH = 4
# verbs that say no more than that the thing is done
_LIGHT = frozenset("do work give make have write run fix use hold teach lead keep take spend get handle look be".split())
# nouns that say no more than that a thing was named before: "those hours", "that part"
_GENERAL = frozenset(
    "hour part bit side kind sort thing stuff work task job day moment time responsibility aspect business duty".split()
)
_GROUPS = {
    "likes": "attitude",
    "dislikes": "attitude",
    "neutral": "attitude",
    "strong": "ability",
    "weak": "ability",
    "wants": "wish",
    "avoids": "wish",
    "worried": "worry",
    "has": "experience",
    "lacks": "experience",
}


def group_of(cue: Cue) -> str:
    """Which question a cue answers: attitude, ability, wish, worry or experience."""
    return _GROUPS[cue.entry.says]


def judge_cues(page: Page, findings: Findings) -> None:
    """Set negation, holder, time and hypothesis of every cue."""
    scopes = findings.scopes
    for cue in findings.cues:
        # the "and" that a cue begins with belongs to the clause before it
        begin = cue.start + (page.tokens[cue.start].pos == "CCONJ" and cue.end > cue.start + 1)
        cue.negations = count_negations(page, scopes, begin, cue.end, cue.sentence)
        cue.negations += _is_denied_behind(page, cue)
        says = cue.entry.says
        cue.says = OPPOSITE.get(says, "" if says == "worried" else says) if cue.negations % 2 else says
        cue.holder = _find_cue_holder(page, scopes, cue)
        lapsed = has_lapsed(page, scopes, begin, cue.end, cue.sentence)
        cue.past = lapsed and cue.entry.family not in _BYGONE and not _comes_to_today(page, cue)
        _read_end(page, cue)
        cue.supposed = is_supposed(page, scopes, begin, cue.sentence) and not _opens_wish(page, cue)
        cue.asked = is_question(page, cue.sentence)
        kept = find_kept(page, cue)
        cue.pronoun = _find_pronoun(page, cue) if kept is None else kept
        if cue.pronoun is not None and cue.pronoun >= cue.end and _means_neither(page, cue.pronoun, cue):
            cue.says = OPPOSITE.get(cue.says, "")
        cue.announces = cue.pronoun is not None and _announces(page, cue.pronoun, cue)
        if cue.entry.family == "ellipsis":
            cue.says = _read_ellipsis(findings, cue)
        if group_of(cue) == "wish" and _is_measure(page, cue):
            cue.says = ""
    _yield_to_feelings(findings)
    if scopes.echoes:
        _hear_echoes(page, findings)


def _is_denied_behind(page: Page, cue: Cue) -> bool:
    """Whether it is denied that this is feared: "my fear isn't that I lose my job", but not "my fear is not being able"."""
    if group_of(cue) != "worry" or page.tokens[cue.end - 1].lemma != "be" or cue.end + 1 >= cue.sentence.end:
        return False
    return page.tokens[cue.end].low in ("not", "n't") and page.tokens[cue.end + 1].tag != "VBG"


def _comes_to_today(page: Page, cue: Cue) -> bool:
    """Whether the words of a cue end with what is so today: "I never thought I'd enjoy it, but I do"."""
    last = page.tokens[cue.named[-1]]
    return last.tag in ("VBP", "VBZ") and any(page.tokens[i].low == "but" for i in cue.named)


def _yield_to_feelings(findings: Findings) -> None:
    """A word of never having done that stands before a feeling negates it and no deed: "meetings have yet to bore me"."""
    for lacking, feeling in pairwise(findings.cues):
        apart = feeling.start - lacking.end
        if lacking.says == "lacks" and group_of(feeling) in ("attitude", "ability", "wish", "worry") and 0 <= apart <= 1:
            if feeling.negations % 2 == 0:
                feeling.says = OPPOSITE.get(feeling.says, "")
            lacking.says = ""


def _read_end(page: Page, cue: Cue) -> None:
    """What came to an end holds no more: a refusal that lasted until something happened is none today, nor is a wish or a
    fear that is said to be gone."""
    group = group_of(cue)
    if cue.past and group == "attitude" and ends_refusal(page, cue.start, cue.end):
        refused = cue.negations % 2 or any(page.tokens[i].low in ("never", "not", "n't") for i in cue.named)
        if refused:
            cue.says, cue.past = OPPOSITE.get(cue.says, ""), False
    if group in ("wish", "worry") and is_given_up(page, cue.start, cue.sentence):
        cue.past = True


_BARE_NEGATIONS = frozenset({"not", "n't", "never", "no", "cannot"})


def _hear_echoes(page: Page, findings: Findings) -> None:
    """Where the writer turns another's view ("not me", "I don't"), the cue says so of the writer, and the fragment that
    turns it says nothing by itself."""
    scopes = findings.scopes
    for cue in findings.cues:
        if group_of(cue) == "experience" or cue.entry.family in ("ellipsis", "answer"):
            continue
        echo = find_echo(page, scopes.echoes, scopes.others, cue.head, cue.sentence)
        if echo is None or (cue.holder != "other" and echo.kind != SAME):
            continue
        says = cue.says if echo.kind == SAME else _turn(page, cue, echo.kind)
        if not says or (cue.holder != "self" and echo.kind == SAME):
            continue
        cue.holder, cue.says = "self", says
        cue.echoed = (echo.start, echo.end)
        for fragment in findings.cues:
            if fragment is not cue and set(fragment.named) & set(range(echo.start, echo.end)):
                fragment.says, fragment.holder = "", "other"


def _turn(page: Page, cue: Cue, kind: str) -> str:
    """What another's cue says of the writer who turns it, denies it, or does what its verb says without a negation.

    "She likes it more than I do" tells nothing of the writer, "nobody likes it more than I do" does.
    """
    if kind == OPPOSED:
        return OPPOSITE.get(cue.says, "")
    denied_within = any(page.tokens[i].low in _BARE_NEGATIONS for i in cue.named)
    plain = OPPOSITE.get(cue.entry.says, "") if denied_within else cue.entry.says
    negated = denied_within or cue.negations % 2 == 1 or is_nobody(page, find_subject(page, cue.head))
    if kind == MORE and not negated:
        return ""
    return OPPOSITE.get(plain, "") if kind == DENIED or (kind == LESS and negated) else plain


def _find_cue_holder(page: Page, scopes: Scopes, cue: Cue) -> str:
    """Who holds what a cue says; a cue that names the writer ("people come to me for") is the writer's own."""
    before = page.tokens[cue.start - 1].low if cue.start > cue.sentence.start else ""
    if cue.entry.family == "heading":
        return "other" if before in ("her", "his", "their", "'s", "your") else "self"
    if cue.entry.family == "answer" and page.tokens[cue.start].low == "you":
        return "self"  # "You bet."
    if group_of(cue) == "wish" and has_other_wisher(page, cue):
        return "other"
    if group_of(cue) in ("attitude", "wish", "worry") and is_ascribed(page, scopes, cue.head):
        return "other"
    if any(page.tokens[i].low == "my" and _is_ones(page, scopes, i) for i in cue.named):
        return "other"
    if any(_names_writer(page, scopes, i) for i in cue.named):
        return "self"
    if any(page.tokens[i].low == "my" for i in cue.named):
        return "other"
    if _is_for_another(page, scopes, cue):
        return "other"
    holder = find_holder(page, scopes, cue.head, cue.sentence)
    if holder == "other" and _is_said_of_writer(page, cue):
        return "self"
    if holder != "other" and is_quoted_from_another(page, scopes, cue.head, cue.sentence):
        return "other"
    if holder == "none" and cue.entry.side == "right" and is_mentioned_person(page, scopes, cue.head, cue.sentence):
        return "other"
    return holder


def _names_writer(page: Page, scopes: Scopes, i: int) -> bool:
    """Whether a token is the writer or marks what is theirs; "my boss" is somebody else."""
    token = page.tokens[i]
    if token.low == "my":
        return not (token.dep == "poss" and token.head in scopes.others and page.tokens[token.head].dep == "nsubj")
    return token.low in ("i", "me", "myself", "mine")


def _is_said_of_writer(page: Page, cue: Cue) -> bool:
    """Whether others are only those who would say it of the writer: "nobody would call me a fan"."""
    node = page.tokens[cue.head]
    for _ in range(3):
        if node.dep not in ("oprd", "pcomp", "pobj", "prep", "xcomp", "acl", "advcl", "ccomp", "attr"):
            return False
        if any(page.tokens[c].dep in ("nsubj", "nsubjpass", "aux") for c in node.children):
            return False
        node = page.tokens[node.head]
        named = (page.tokens[c] for c in node.children if c < cue.start)
        if any(t.low == "me" and t.dep in ("dobj", "nsubj") for t in named):
            return True
    return False


def _is_for_another(page: Page, scopes: Scopes, cue: Cue) -> bool:
    """Whether a cue says at once to whom it is so, and that is somebody else: "fine for my boss"."""
    if cue.entry.side == "right" or cue.end >= cue.sentence.end or page.tokens[cue.end].low not in ("for", "to"):
        return False
    for i in range(cue.end + 1, min(cue.end + 4, cue.sentence.end)):
        if page.tokens[i].low in ("me", "myself", "us"):
            return False
        if page.tokens[i].low in _OTHERS and page.tokens[i].dep == "pobj":
            return True
        if i in scopes.others:
            return page.tokens[i].pos in ("NOUN", "PROPN", "PRON")
    return False


_OTHERS = frozenset("him her them others everyone everybody some many most plenty anyone".split())


def _find_pronoun(page: Page, cue: Cue) -> int | None:
    """The pronoun that stands in the topic's place, if one does ("love it", "that drains me")."""
    tokens = page.tokens
    inside = [i for i in range(cue.start, cue.end) if tokens[i].low in _PRONOUNS]
    if inside:
        return inside[-1]
    if cue.entry.side in ("right", "either"):
        for j in range(cue.end, min(cue.end + _REACH, cue.sentence.end)):
            if tokens[j].low in _PRONOUNS and (tokens[j].dep not in ("det", "mark", "nsubj") or _points_back(page, j)):
                return j
            if tokens[j].pos in ("NOUN", "PROPN", "PUNCT") or (tokens[j].pos == "VERB" and tokens[j].lemma not in _LIGHT):
                break
    if cue.entry.side in ("left", "either"):
        for j in range(cue.start - 1, max(cue.start - 4, cue.sentence.start - 1), -1):
            if tokens[j].low in _PRONOUNS | {"which"} and tokens[j].dep not in ("det", "mark"):
                return j
            if tokens[j].pos == "NOUN" and j and tokens[j - 1].low in ("that", "this", "those", "these", "such"):
                return j - 1
            if tokens[j].pos in ("NOUN", "PROPN") or tokens[j].low == ",":
                break
    return None


def _points_back(page: Page, i: int) -> bool:
    """Whether a demonstrative stands before a noun that only points back: "I look forward to those hours"."""
    following = page.tokens[i + 1] if i + 1 < len(page.tokens) else None
    return page.tokens[i].low != "it" and following is not None and following.lemma in _GENERAL


def _read_ellipsis(findings: Findings, cue: Cue) -> str:
    """What a clause without its verb says: the opposite of the taste told before it in the sentence, or in the last one
    where the clause is a sentence of its own."""
    before = [
        c
        for c in findings.cues
        if cue.sentence.index - c.sentence.index in (0, 1)
        and c.start < cue.start
        and group_of(c) in ("attitude", "ability")
        and c is not cue
    ]
    return OPPOSITE.get(before[-1].says, "") if before else ""


def _is_ones(page: Page, scopes: Scopes, i: int) -> bool:
    """Whether the "my" at token ``i`` leads to a person to whom something belongs: "that is my boss's job"."""
    person = i + 1 < len(page.tokens) and (i + 1 in scopes.others or i + 1 in scopes.mentioned_persons)
    return person and i + 2 < len(page.tokens) and page.tokens[i + 2].low in ("'s", "'")


def _is_measure(page: Page, cue: Cue) -> bool:
    """Whether a wish only measures something: "not as good as I'd like"."""
    begin = cue.start - (cue.start > cue.sentence.start and page.tokens[cue.start - 1].low == "i")
    return begin > cue.sentence.start and page.tokens[begin - 1].low in ("as", "than")


def _opens_wish(page: Page, cue: Cue) -> bool:
    """Whether an "if" is no condition but opens a wish: "if only I had"."""
    return [page.tokens[i].low for i in cue.named[:2]] == ["if", "only"]


def _means_neither(page: Page, i: int, cue: Cue) -> bool:
    """Whether the pronoun at ``i`` is a "neither" for two things named before: not that of "neither a nor b"."""
    behind = page.tokens[i + 1 : cue.sentence.end]
    return page.tokens[i].low == "neither" and all(t.low != "nor" for t in behind)


def _announces(page: Page, i: int, cue: Cue) -> bool:
    """Whether the pronoun at ``i`` points forward to a list after a colon ("I like all of it: the clients, ...")."""
    return any(page.tokens[j].low == ":" for j in range(i + 1, min(i + 4, cue.sentence.end)))


def is_live(cue: Cue) -> bool:
    """Whether a cue can say something of the writer: another's taste, or one that is over, is no rival of the writer's."""
    return cue.holder != "other" and not cue.past and not cue.asked and cue.says != ""
