"""From bound cues, deeds, self-contained statements and roles to statements about the writer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from fingerpost.intake.assertion import (
    Scopes,
    count_negations,
    find_clause,
    find_holder,
    is_past,
    is_question,
    is_supposed,
)
from fingerpost.intake.binding import list_bindings
from fingerpost.intake.found import Cue, Findings, Mention
from fingerpost.intake.judging import group_of
from fingerpost.intake.lapsing import has_lapsed, is_given_up, list_lapse_words
from fingerpost.intake.moods import (
    asks_of_future,
    find_kept,
    is_belittled,
    is_left_open,
    is_torn,
    is_wished_for,
    looks_back,
)
from fingerpost.intake.private import is_private
from fingerpost.intake.quoting import is_urged
from fingerpost.intake.roles import read_role
from fingerpost.intake.scoping import Scoped, gather_scope
from fingerpost.intake.tokens import Page, Sentence, Token
from fingerpost.intake.turning import find_reversal, read_sign
from fingerpost.records import OPPOSITE

_KIND = {
    "likes": "preference",
    "dislikes": "preference",
    "strong": "skill",
    "weak": "skill",
    "wants": "goal",
    "avoids": "goal",
    "has": "experience",
    "lacks": "experience",
    "worried": "concern",
}
# wishing for an activity that has a goal of its own is that goal
GOAL_TOPICS = {"entrepreneurship": "start-company"}
_AS_GOAL = {"likes": "wants", "dislikes": "avoids", "wants": "wants", "avoids": "avoids"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the text says of its writer; ``start`` and ``end`` are tokens of the words that carry it, ``scope`` names
    the scopes that reach them, with the tokens that open these."""

    kind: str
    topic: str
    value: str | int
    start: int
    end: int
    lexicon: str
    cue: str = ""
    cue_text: str = ""
    strength: str = "plain"
    scope: tuple[Scoped, ...] = ()


def list_statements(page: Page, findings: Findings) -> list[Statement]:
    """All statements of a text about its writer, in order of the text."""
    out: list[Statement] = []
    governed: dict[int, list[Cue]] = {}
    kept = [m for m in findings.mentions if not is_private(page, findings.scopes, m.entry, m.named, m.sentence)]
    meant = {id(m) for m in kept}
    bindings = [
        (c, m)
        for c, m in list_bindings(findings)
        if id(m) in meant
        and not (c.says == "has" and is_private(page, findings.scopes, m.entry, m.named, m.sentence, done=True))
    ]
    for cue, mention in bindings:
        statement = _state_binding(page, findings, cue, mention)
        if cue.says and cue.entry.says != "neutral":
            governed.setdefault(id(mention), []).append(cue)
        if statement:
            out.append(statement)
    for cue, mention in bindings:
        out.extend(_state_former(page, findings, cue, mention, out))
    for mention in kept:
        out.extend(_state_alone(page, findings, mention, governed.get(id(mention), [])))
    out.sort(key=lambda s: (s.start, s.end, s.topic, s.kind))
    return out


def _state_former(page: Page, findings: Findings, cue: Cue, mention: Mention, told: list[Statement]) -> Iterator[Statement]:
    """A taste that is over, with no word of today, shows at least that it was done: "I used to enjoy on-call"."""
    entry = mention.entry
    over = cue.past and not cue.asked and not cue.supposed and cue.holder == "self" and group_of(cue) == "attitude"
    before = page.tokens[cue.start - 1].low if cue.start else ""
    if before in ("would", "'d") or not over or entry.kind != "activity" or any(s.topic == entry.topic for s in told):
        return
    start, end = min(cue.start, mention.start), max(cue.end, mention.end)
    text = " ".join(_spell(page, i) for i in cue.named)
    scope = _gather_binding_scope(page, findings, cue, mention)
    yield Statement("experience", entry.topic, "has", start, end, entry.id, cue.entry.id, text, scope=scope)


def _state_binding(page: Page, findings: Findings, cue: Cue, mention: Mention) -> Statement | None:
    if cue.holder == "other" or cue.entry.says == "neutral":
        return None
    says = read_sign(page, findings.scopes, cue, mention)
    group = group_of(cue)
    # a worry may well be put as a supposition: "what if my skills become obsolete?"
    what_if = group == "worry" and any(page.tokens[i].low == "if" for i in cue.named)
    supposed = cue.supposed and group != "attitude" and not what_if
    if says == "has" and _counts_none(page, mention):
        says = "lacks"
    if says == "has" and _is_not_yet_done(page, cue.head, cue.sentence):
        return None
    if not says or (cue.past and group != "experience") or supposed:
        return None
    if cue.supposed and not what_if and _stands_in_condition(page, cue):
        return None
    if group == "wish" and _is_advised(page, findings, cue):
        return None
    if _is_not_told(page, findings, cue, mention):
        return None
    if not what_if and is_question(page, cue.sentence) and mention.sentence.index == cue.sentence.index:
        return None
    if cue.entry.family == "answer":
        says = _read_answer(page, findings, says, mention, cue)
        if not says:
            return None
    entry = mention.entry
    if says == "wants" and find_kept(page, cue) is not None and _is_lacking(page, findings, mention):
        says = "avoids"
    kind, topic = _KIND[says], entry.topic
    if entry.use == "role":
        kind, topic, says = "goal", entry.path, _AS_GOAL.get(says, "")
    elif entry.kind == "goal":
        kind, says = "goal", _AS_GOAL.get(says, "")
    elif says == "worried" and entry.kind == "activity":
        # fear of an activity itself is a taste, not a concern about the next step
        kind, says = "preference", cue.entry.of_activity
    if not says:
        return None
    if kind == "goal":
        topic = GOAL_TOPICS.get(topic, topic)
    start, end = min(cue.start, mention.start), max(cue.end, mention.end)
    if mention is not cue.bound[0]:
        start, end = mention.start, mention.end
    spoken = list(cue.named)
    if cue.echoed is not None:
        # the words by which the writer shares or turns another's view are what makes it theirs
        spoken += range(*cue.echoed)
        start, end = min(start, cue.echoed[0]), max(end, cue.echoed[1])
    text = " ".join(_spell(page, i) for i in spoken)
    scope = _gather_binding_scope(page, findings, cue, mention)
    return Statement(kind, topic, says, start, end, entry.id, cue.entry.id, text, cue.entry.strength, scope)


def _counts_none(page: Page, mention: Mention) -> bool:
    """Whether what was done is counted as none: "I've led two teams and managed zero people"."""
    return any(page.tokens[i].number == 0 for i in range(max(mention.start - 1, mention.sentence.start), mention.end))


def _is_lacking(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether a mention is told as something that the writer does not do."""
    if mention.entry.use == "statement":
        return mention.entry.says == "experience lacks"
    told = [c.says for c in findings.cues if mention in c.bound and group_of(c) == "experience"]
    return "lacks" in told or _counts_none(page, mention)


def _is_not_told(page: Page, findings: Findings, cue: Cue, mention: Mention) -> bool:
    """Whether a cue is left open, only wished for, or one of two minds, so that nothing is told."""
    group = group_of(cue)
    if group == "worry":
        return is_belittled(page, cue)
    if group != "wish" and is_wished_for(page, cue, findings.cues):
        return True
    # what is to stay is what was told last
    if mention is not cue.bound[0] and find_kept(page, cue) is not None:
        return True
    return is_left_open(page, cue) or (group in ("attitude", "wish") and is_torn(page, cue.sentence))


def _read_answer(page: Page, findings: Findings, says: str, mention: Mention, cue: Cue) -> str:
    """What an answer says of the question's topic: yes or no to a question that has a cue or a deed of its own ("Do I like
    meetings? No."), else how the topic is taken ("Meetings? No.")."""
    if not is_question(page, mention.sentence):
        if mention.entry.use == "fear":
            return ""
        # "Would I do it again?" asks of what stands before the question
        return says if mention.sentence.index == cue.sentence.index - 1 else _AS_GOAL.get(says, "")
    assents = says == "likes"
    asked = next((c for c in findings.cues if c.asked and c.says and mention in c.bound), None)
    if asked is not None:
        return asked.says if assents else OPPOSITE.get(asked.says, "")
    if mention.entry.use == "deed" and page.tokens[mention.sentence.start].low in ("have", "did", "do", "am"):
        return "has" if assents else "lacks"
    if asks_of_future(page, mention.sentence):
        return "wants" if assents else "avoids"
    return "" if mention.entry.use == "fear" else says


def _spell(page: Page, i: int) -> str:
    """A token as it is written: "n't" with the word that it ends."""
    token = page.tokens[i]
    return page.tokens[i - 1].text + token.text if token.low == "n't" and i else token.text


def _gather_binding_scope(page: Page, findings: Findings, cue: Cue, mention: Mention) -> tuple[Scoped, ...]:
    """The scopes that reach a cue, and what turns it between the cue and the mention ("but not", "except")."""
    gathered = gather_scope(page, findings.scopes, cue.start, cue.end, cue.sentence)
    scope = [s for s in gathered if s[0] != "past" or cue.past]
    if cue.past and not any(name == "past" for name, _ in scope):
        lapse = tuple(list_lapse_words(page, findings.scopes, cue.start, cue.end, cue.sentence))
        scope += [("past", lapse)] if lapse else []
    reversal = find_reversal(page, findings.scopes, cue, mention)
    if reversal is not None:
        scope.append(("negation" if reversal in findings.scopes.negators else "exception", (reversal,)))
    return tuple(dict.fromkeys(scope))


def _is_advised(page: Page, findings: Findings, cue: Cue) -> bool:
    """Whether a wish is only advice that others give or ask for: "I should aim for architect"."""
    begin, _ = find_clause(page, cue.sentence, cue.start)
    return any(begin <= i < cue.start for i in findings.scopes.advice)


def _stands_in_condition(page: Page, cue: Cue) -> bool:
    begin, _ = find_clause(page, cue.sentence, cue.start)
    words = [page.tokens[i].low for i in range(max(cue.sentence.start, begin - 1), cue.end)]
    condition = max((k for k, w in enumerate(words) if w in ("if", "unless")), default=None)
    # "if you made me sell I'd hide": what would follow tells the taste, with or without a comma
    return condition is not None and not {"would", "'d"}.intersection(words[condition + 2 :])


def _state_alone(page: Page, findings: Findings, mention: Mention, cues: list[Cue]) -> Iterator[Statement]:
    """What a mention says with no cue: a deed is experience, a statement is what its entry says, a role a situation."""
    entry = mention.entry
    stated: Iterable[Statement] = ()
    if entry.use == "deed":
        value = _read_deed(page, findings, mention, cues)
        stated = [Statement("experience", entry.topic, value, mention.start, mention.end, entry.id)] if value else ()
    elif entry.use == "statement":
        stated = _state_statement(page, findings, mention)
    elif entry.use == "role":
        stated = (
            Statement(kind, topic, value, mention.start, mention.end, entry.id)
            for kind, topic, value in read_role(page, findings, mention, bool(cues))
        )
    # the words of a deed may be negated from within ("gave no talks"), those of a statement say so themselves
    own = () if entry.use == "deed" else mention.named
    for statement in stated:
        scope = gather_scope(page, findings.scopes, mention.start, mention.end, mention.sentence, own)
        yield replace(statement, scope=scope)


def _state_statement(page: Page, findings: Findings, mention: Mention) -> Iterator[Statement]:
    entry, scopes = mention.entry, findings.scopes
    if not entry.anyone and find_holder(page, scopes, mention.head, mention.sentence) == "other":
        return
    if entry.anyone and _is_felt_by_another(findings, mention):
        return
    # a worry may well be put as a question or a supposition: "what if I'm rusty?"
    feared = entry.kind == "concern"
    if not feared and (is_supposed(page, scopes, mention.start, mention.sentence) or is_question(page, mention.sentence)):
        return
    if is_left_behind(page, findings, mention):
        return
    negations = count_negations(page, scopes, mention.start, mention.end, mention.sentence, mention.named)
    kind, _, value = entry.says.partition(" ")
    value = entry.value or value
    if negations % 2:
        if not entry.negated:
            return
        kind, _, value = entry.negated.partition(" ")
    if kind == "situation" and entry.value == "number":
        number = next((page.tokens[i].number for i in mention.named if page.tokens[i].number is not None), None)
        if number is not None:
            yield Statement(kind, entry.topic, int(number), mention.start, mention.end, entry.id)
        return
    yield Statement(kind, entry.topic, value, mention.start, mention.end, entry.id)


# where one stood then says nothing of today; what was done stays done
_STATES = frozenset({"burned-out", "stuck", "sole-expert", "has-idea"})


def is_left_behind(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether a statement is of the past alone: a state that the writer has left, a fear that has gone."""
    entry, scopes = mention.entry, findings.scopes
    if entry.kind == "concern":
        return is_given_up(page, mention.start, mention.sentence)
    if entry.kind == "goal" and is_given_up(page, mention.start, mention.sentence):
        return True
    if entry.kind == "goal" or entry.topic in _STATES:
        return has_lapsed(page, scopes, mention.start, mention.end, mention.sentence)
    return is_past(page, scopes, mention.start, mention.end, mention.sentence)


def _is_felt_by_another(findings: Findings, mention: Mention) -> bool:
    """Whether a statement that needs no holder stands right behind another's cue: "my lead is afraid of ..."."""
    near = range(mention.start - 2, mention.start + 1)
    return any(c.holder == "other" and c.end in near and c.sentence is mention.sentence for c in findings.cues)


_ASSERTING_TAGS = frozenset({"VBD", "VBP", "VBZ", "VBN", "VB", "VBG", "NN", "NNP", "NNS", "JJ"})


def _read_deed(page: Page, findings: Findings, mention: Mention, cues: list[Cue]) -> str:
    """``has`` or ``lacks`` where the words assert a deed of the writer; empty where they only name one."""
    scopes, sentence = findings.scopes, mention.sentence
    verb = _find_verb(page, mention)
    token = page.tokens[verb]
    holder = find_holder(page, scopes, verb, sentence)
    names_self = any(page.tokens[i].low in ("me", "myself", "mine") for i in range(mention.start, mention.end))
    if (holder == "other" and (not names_self or _is_done_to_self(page, mention, verb))) or is_question(page, sentence):
        return ""
    if holder == "none" and not names_self and _is_done_by_a_thing(page, verb, mention):
        return ""
    if holder == "none" and _is_done_by_nobody(page, verb, sentence):
        return ""
    if holder not in ("self", "we") and not names_self and (token.tag == "VBZ" and token.low.endswith("s")):
        return ""
    if is_supposed(page, scopes, mention.start, sentence) or _is_unreal(page, verb, mention):
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
    if own and not finite and not _is_definite(page, own, token.tag) and (put_up_with or not _is_habit(page, verb)):
        return ""
    if _is_general_subject(page, verb) or _is_not_yet_done(page, verb, sentence):
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


def _is_unreal(page: Page, verb: int, mention: Mention) -> bool:
    """Whether a modal or an infinitive keeps the deed from being asserted ("would give a talk", "to give a talk")."""
    token = page.tokens[verb]
    if _is_implied_done(page, token):
        return False
    nodes = [token]
    if token.dep in ("conj", "xcomp", "ccomp") and token.head != verb:
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


_IMPLICATIVE = frozenset({"have", "manage", "get", "bother", "dare"})


def _is_implied_done(page: Page, token: Token) -> bool:
    """Whether an infinitive stands under a verb that implies that it was done: "I had to give a talk"."""
    governor = page.tokens[token.head]
    if token.tag != "VB" or token.dep != "xcomp" or governor.lemma not in _IMPLICATIVE:
        return False
    helpers = {page.tokens[c].low for c in governor.children if page.tokens[c].dep in ("aux", "neg")}
    told = governor.tag in ("VBD", "VBN") or (governor.tag == "VBP" and (governor.lemma == "have" or "never" in helpers))
    return told and not helpers & {"not", "n't", "would", "'d", "could", "should", "might", "to"}


def _is_definite(page: Page, cues: list[Cue], tag: str) -> bool:
    """Whether a cue in the past tells of one real deed: "explaining it to the cohort made my month"."""
    del tag
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


def _is_not_yet_done(page: Page, verb: int, sentence: Sentence) -> bool:
    """Whether the deed lies ahead or only nearly came about: "next month I give a talk", "I almost gave one"."""
    token = page.tokens[verb]
    if any(page.tokens[c].low in _ALMOST and page.tokens[c].dep == "advmod" for c in token.children):
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
