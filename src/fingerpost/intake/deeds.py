"""Deeds: whether words that tell of doing something assert that the writer did it, or only name it."""

from __future__ import annotations

from fingerpost.intake.assertion import (
    Scopes,
    count_negations,
    find_clause,
    find_holder,
    is_question,
    is_supposed,
)
from fingerpost.intake.echoing import DENIED, find_echo
from fingerpost.intake.found import Cue, Findings, Mention
from fingerpost.intake.judging import group_of
from fingerpost.intake.moods import looks_back
from fingerpost.intake.quoting import is_urged
from fingerpost.intake.tokens import Page, Sentence, Token


def read_deed(page: Page, findings: Findings, mention: Mention, cues: list[Cue]) -> str:
    """``has`` or ``lacks`` where the words assert a deed of the writer; empty where they only name one."""
    scopes, sentence = findings.scopes, mention.sentence
    verb = _find_verb(page, mention)
    token = page.tokens[verb]
    # "the lead project engineer"
    if token.dep == "amod" and token.tag == "JJ" and verb in mention.named:
        return ""
    holder = "self" if _is_made_to(page, verb) else find_holder(page, scopes, verb, sentence)
    names_self = any(page.tokens[i].low in ("me", "myself", "mine") for i in range(mention.start, mention.end))
    if is_question(page, sentence):
        return ""
    if holder == "other" and (not names_self or _is_done_to_self(page, mention, verb)):
        return "" if names_self or cues else _read_denial(page, scopes, mention, verb)
    # "Run a meetup? Over my dead body."
    if holder == "none" and page.tokens[sentence.end - 1].low == "?":
        return ""
    if holder == "none" and not names_self and _is_done_by_a_thing(page, verb, mention):
        return ""
    if holder == "none" and _is_done_by_nobody(page, verb, sentence):
        return ""
    if holder not in ("self", "we") and not names_self and (token.tag == "VBZ" and token.low.endswith("s")):
        return ""
    if is_supposed(page, scopes, mention.start, sentence) or _is_unreal(page, verb, mention):
        return ""
    if is_still_to_come(page, verb):
        return ""
    if cues and token.lemma == "be" and not names_self and not _has_own_subject(page, verb):
        return ""
    begin, _ = find_clause(page, sentence, mention.start)
    if any(begin <= i < mention.start for i in scopes.advice) or is_urged(page, scopes, verb, sentence):
        return ""
    if _is_wished_by_others(page, findings, mention) or _is_who_acts(page, scopes, mention):
        return ""
    if any(group_of(c) in ("experience", "wish", "worry") and not looks_back(c, mention) for c in cues):
        return ""
    if any(set(c.named).intersection(mention.named) for c in cues):
        return ""
    own = [c for c in cues if (c.bound and c.bound[0] is mention) or c.sentence.index == sentence.index]
    finite = _is_finite(page, verb)
    if own and not _has_verb(page, mention) and any(c.sentence.index == sentence.index for c in own):
        return ""
    put_up_with = any(c.says == "likes" and c.entry.strength == "mild" for c in own)
    if own and not finite and not _is_definite(page, own) and (put_up_with or not _is_habit(page, verb)):
        return ""
    if _is_general_subject(page, verb) or is_not_yet_done(page, verb, sentence):
        return ""
    if (
        own
        and finite
        and any(c.entry.side == "right" and c.start < verb and c.pronoun is None and _governs(page, c, verb) for c in own)
    ):
        return ""
    if not own and not finite and token.tag == "VBG" and holder != "self" and not _opens(page, mention):
        return ""
    negations = count_negations(page, scopes, mention.start, mention.end, sentence)
    # "I have 0 reports"
    negations += any(page.tokens[i].number == 0 and i not in scopes.negators for i in range(mention.start, mention.end))
    return "lacks" if negations % 2 else "has"


def tells_own_deed(page: Page, mention: Mention) -> bool:
    """Whether a mention holds the finite verb of the writer: "I've [led two migrations]"."""
    return any(_is_own_verb(page, i) for i in mention.named)


def is_own_deed(page: Page, mention: Mention) -> bool:
    """Whether the writer does what a deed names, in a clause of their own: "I give [talks at meetups]"."""
    return mention.entry.use == "deed" and any(
        _is_own_verb(page, i) for i in (*mention.named, _find_governing_verb(page, mention.head))
    )


def _is_own_verb(page: Page, i: int) -> bool:
    token = page.tokens[i]
    subjects = (page.tokens[c] for c in token.children if page.tokens[c].dep == "nsubj")
    return token.tag in ("VBD", "VBP", "VBN") and any(t.low == "i" for t in subjects)


def _read_denial(page: Page, scopes: Scopes, mention: Mention, verb: int) -> str:
    """``lacks`` where the writer denies doing what others do: "my colleagues give talks; I don't"."""
    if is_supposed(page, scopes, mention.start, mention.sentence):
        return ""
    if count_negations(page, scopes, mention.start, mention.end, mention.sentence, mention.named):
        return ""
    echo = find_echo(page, scopes.echoes, scopes.others, verb, mention.sentence)
    return "lacks" if echo is not None and echo.kind == DENIED else ""


_MAKING = frozenset({"make", "have", "let", "force"})


def _is_made_to(page: Page, verb: int) -> bool:
    """Whether another has the writer do it, who then does: "my boss makes me review code"."""
    i = verb - 1 - (page.tokens[verb - 1].low == "to")
    if i < 1 or page.tokens[i].low != "me" or page.tokens[i - 1].lemma not in _MAKING:
        return False
    maker = page.tokens[i - 1]
    helpers = [page.tokens[c] for c in maker.children]
    return maker.tag in ("VBZ", "VBP", "VBD") and not any(h.tag == "MD" or h.dep == "neg" for h in helpers)


def counts_none(page: Page, mention: Mention) -> bool:
    """Whether what was done is counted as none: "I've led two teams and managed zero people"."""
    return any(page.tokens[i].number == 0 for i in range(max(mention.start - 1, mention.sentence.start), mention.end))


def _is_wished_by_others(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether a deed is only what others like or fear to see: "customers appreciate it when we write docs"."""
    return any(
        c.holder == "other" and c.end == begin and page.tokens[c.end - 1].low in ("when", "whenever", "if")
        for begin in (mention.start, mention.start - 1)
        for c in findings.cues
    )


def _is_who_acts(page: Page, scopes: Scopes, mention: Mention) -> bool:
    """Whether what could be a deed only names the persons who do something: "several people in my team want to"."""
    head = page.tokens[mention.head]
    if head.i not in scopes.mentioned_persons or head.dep != "nsubj" or _has_verb(page, mention):
        return False
    governor = page.tokens[head.head]
    return governor.pos == "VERB" and not any(page.tokens[c].low in ("me", "us") for c in governor.children)


def _is_done_to_self(page: Page, mention: Mention, verb: int) -> bool:
    """Whether the writer is only at the receiving end: "my manager gave me feedback"."""
    words = (page.tokens[i] for i in range(mention.start, mention.end))
    return any(t.low == "me" and t.dep in ("dative", "iobj") and t.head == verb for t in words)


def _is_done_by_nobody(page: Page, verb: int, sentence: Sentence) -> bool:
    """Whether a passive does not say that the writer did it: "feedback is given once a year"."""
    if not any(page.tokens[c].dep == "auxpass" for c in page.tokens[verb].children):
        return False
    lows = {page.tokens[i].low for i in range(sentence.start, sentence.end)}
    return not lows & {"i", "me", "my", "mine", "myself", "truly", "us", "we"}


def _is_done_by_a_thing(page: Page, verb: int, mention: Mention) -> bool:
    """Whether the verb of a deed has a subject of its own that is no person: "our backend is written in Python"."""
    if page.tokens[verb].pos not in ("VERB", "AUX"):
        return False
    subject = next(
        (page.tokens[c] for c in page.tokens[verb].children if page.tokens[c].dep in ("nsubj", "nsubjpass")), None
    )
    return subject is not None and subject.i not in range(mention.start, mention.end) and subject.i < verb


def _governs(page: Page, cue: Cue, verb: int) -> bool:
    node, inside = verb, set(cue.named)
    for _ in range(3):
        node = page.tokens[node].head
        if node in inside:
            return page.tokens[verb].dep in ("xcomp", "ccomp", "dobj", "pcomp")
    return False


def _find_verb(page: Page, mention: Mention) -> int:
    for i in mention.named:
        if page.tokens[i].tag.startswith("VB") or page.tokens[i].low.endswith("ing"):
            return i
    return mention.head


def _has_verb(page: Page, mention: Mention) -> bool:
    return any(page.tokens[i].pos in ("VERB", "AUX") or page.tokens[i].low.endswith("ing") for i in mention.named)


def _is_finite(page: Page, verb: int) -> bool:
    token = page.tokens[verb]
    helpers = [page.tokens[c].low for c in token.children if page.tokens[c].dep in ("aux", "auxpass")]
    if token.tag in ("VBD", "VBP", "VBZ"):
        return True
    if token.tag == "VBN":
        return True
    if token.tag == "VBG" or token.low.endswith("ing"):
        # "what I hate is giving talks" has a thing for its subject
        return not _has_foreign_subject(page, verb) and any(
            h in ("am", "'m", "are", "was", "been", "be", "'re", "'ve") for h in helpers
        )
    if token.tag == "VB":
        # a bare form asserts only at the head of a fragment ("run the meetup") or next to its subject
        before = page.tokens[verb - 1].low if verb else ""
        return "to" not in helpers and (
            token.opens or before in ("i", "also", "still", "now", "currently") or "do" in helpers
        )
    return not token.tag.startswith("VB")


def _list_subjects(page: Page, verb: int) -> list[str]:
    children = (page.tokens[c] for c in page.tokens[verb].children)
    return [t.low for t in children if t.dep in ("nsubj", "nsubjpass", "csubj")]


def _has_own_subject(page: Page, verb: int) -> bool:
    return bool({"i", "we", "who"}.intersection(_list_subjects(page, verb)))


def _has_foreign_subject(page: Page, verb: int) -> bool:
    return bool(_list_subjects(page, verb)) and not _has_own_subject(page, verb)


def _find_governing_verb(page: Page, i: int) -> int:
    """The verb that a noun is the object of, at once or by a preposition ("write [scripts for the team]"), else itself."""
    node = page.tokens[i]
    while node.pos in ("NOUN", "PROPN", "ADP") and node.dep in ("dobj", "pobj", "prep", "conj") and node.head != node.i:
        node = page.tokens[node.head]
    return node.i if node.pos == "VERB" else i


def _is_unreal(page: Page, verb: int, mention: Mention) -> bool:
    """Whether a modal or an infinitive keeps the deed from being asserted ("would give a talk", "to give a talk")."""
    token = page.tokens[verb]
    if _is_implied_done(page, token):
        return False
    if _is_only_thought_of(page, token):
        return True
    nodes = [token]
    # "I must say I review a lot" leaves no doubt that it is done
    told = token.dep == "ccomp" and token.tag in ("VBP", "VBD") and page.tokens[token.head].lemma in _OWNING_UP
    # "I'd like a remote job, and I lead a team"
    told |= token.dep == "conj" and token.tag in ("VBP", "VBD") and _has_own_subject(page, verb)
    if token.dep in ("conj", "xcomp", "ccomp") and token.head != verb and not told:
        nodes.append(page.tokens[token.head])
    for k, node in enumerate(nodes):
        for child in node.children:
            helper = page.tokens[child]
            if helper.dep in ("aux", "auxpass") and helper.i < mention.end:
                if helper.low in (
                    "would",
                    "'d",
                    "could",
                    "can",
                    "should",
                    "will",
                    "'ll",
                    "might",
                    "may",
                    "must",
                    "wo",
                    "shall",
                    "ca",
                ):
                    return True
                if helper.low == "to" and k == 0:
                    return True
    if token.tag == "VB" and any(
        page.tokens[i].low in ("than", "rather", "sooner", "let", "make", "made", "prefer")
        for i in range(mention.sentence.start, verb)
    ):
        return True
    before = page.tokens[mention.start - 1].low if mention.start > mention.sentence.start else ""
    return before in ("to", "would", "could", "should", "will", "might", "must", "let", "'d", "'ll")


def is_still_to_come(page: Page, i: int) -> bool:
    """Whether a verb, or the one that a noun hangs from, stands in the future: "we'll write bash scripts for the team"."""
    governor = page.tokens[_find_governing_verb(page, i)]
    return any(page.tokens[c].low in _FUTURE for c in governor.children)


# verbs under which a gerund is only a thought
_THINKING = frozenset(
    "think dream wonder fantasise fantasize daydream muse consider contemplate imagine picture ponder".split()
)


def _is_only_thought_of(page: Page, token: Token) -> bool:
    """Whether a gerund is what the writer only thinks of: "I think about opening a shop", "considering leading a team"."""
    if token.tag != "VBG" or token.dep not in ("pcomp", "xcomp", "ccomp"):
        return False
    governor = page.tokens[token.head]
    if token.dep == "pcomp":
        governor = page.tokens[governor.head]
    return governor.lemma in _THINKING


_OWNING_UP = frozenset({"say", "admit", "confess", "add", "mention", "stress"})
_FUTURE = frozenset({"will", "'ll", "wo", "shall"})
_IMPLICATIVE = frozenset({"have", "manage", "get", "bother", "dare", "use"})


def _is_implied_done(page: Page, token: Token) -> bool:
    """Whether an infinitive stands under a verb that implies that it was done: "I had to give a talk"."""
    governor = page.tokens[token.head]
    if token.tag != "VB" or token.dep != "xcomp" or governor.lemma not in _IMPLICATIVE:
        return False
    helpers = {page.tokens[c].low for c in governor.children if page.tokens[c].dep in ("aux", "neg")}
    told = governor.tag in ("VBD", "VBN") or (governor.tag == "VBP" and (governor.lemma == "have" or "never" in helpers))
    return told and not helpers & {"not", "n't", "would", "'d", "could", "should", "might", "to"}


def _is_definite(page: Page, cues: list[Cue]) -> bool:
    """Whether a cue in the past tells of one real deed: "explaining it to the cohort made my month"."""
    return any(page.tokens[c.head].tag == "VBD" and not c.negations for c in cues)


def _opens(page: Page, mention: Mention) -> bool:
    """Whether a mention begins its sentence, adverbs apart: "always putting out fires"."""
    return all(page.tokens[i].pos in ("ADV", "CCONJ") for i in range(mention.sentence.start, mention.start))


_TIMES = frozenset({"every", "each", "once", "twice", "thrice", "daily", "weekly", "monthly", "nightly"})
_PERIODS = frozenset(
    "day week month quarter year morning evening night weekend sprint hour monday tuesday wednesday thursday friday".split()
)


def _is_habit(page: Page, verb: int) -> bool:
    """Whether a gerund tells how often it is done: "fixing the build three times a day"."""
    token = page.tokens[verb]
    if token.tag != "VBG":
        return False
    last = min(verb + 10, len(page.tokens))
    for i in range(verb + 1, last):
        if page.tokens[i].pos == "PUNCT" or page.tokens[i].tag in ("VBZ", "VBP", "VBD", "MD"):
            return False
        if page.tokens[i].lemma in _PERIODS and any(
            t.low in _TIMES or t.low == "times" or t.low.rstrip("x").isdigit() for t in page.tokens[max(verb, i - 3) : i]
        ):
            return True
    return False


_TO_COME = frozenset({"tomorrow", "soon", "tonight"})
_ALMOST = frozenset({"almost", "nearly"})


def is_not_done(page: Page, mention: Mention) -> bool:
    """Whether a deed lies ahead, only nearly came about, or is only possible: "I don't have to give talks"."""
    verb = _find_verb(page, mention)
    return is_not_yet_done(page, verb, mention.sentence) or _is_unreal(page, verb, mention)


def is_all_but_done(page: Page, start: int, end: int) -> bool:
    """Whether the tokens ``start`` to ``end`` say that something only nearly came about: "I almost gave a talk"."""
    return any(page.tokens[i].low in _ALMOST for i in range(start, end))


def is_not_yet_done(page: Page, verb: int, sentence: Sentence) -> bool:
    """Whether the deed lies ahead or only nearly came about: "next month I give a talk", "I almost gave one"."""
    token = page.tokens[verb]
    adverbs = [c for c in token.children if page.tokens[c].dep == "advmod"]
    if any(is_all_but_done(page, c, c + 1) for c in adverbs):
        return token.tag in ("VBD", "VBN")
    if token.tag not in ("VBP", "VBG", "VB"):
        return False
    begin, stop = find_clause(page, sentence, verb)
    return any(
        page.tokens[i].low in _TO_COME
        or (page.tokens[i].low == "next" and i + 1 < stop and page.tokens[i + 1].lemma in _PERIODS | {"spring", "autumn"})
        for i in range(begin, stop)
    )


def _is_general_subject(page: Page, verb: int) -> bool:
    """Whether a gerund is only what something is said of, with no word of when or how often: "selling is left to others"."""
    token = page.tokens[verb]
    if token.tag != "VBG" or token.dep not in ("csubj", "csubjpass", "nsubj", "nsubjpass") or _is_habit(page, verb):
        return False
    governor = page.tokens[token.head]
    helpers = [page.tokens[c] for c in governor.children if page.tokens[c].dep in ("aux", "auxpass")]
    return governor.tag in ("VBZ", "VBP") or any(h.tag in ("VBZ", "VBP", "MD") for h in helpers)
