"""From bound cues, deeds, self-contained statements and roles to statements about the writer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from fingerpost.intake.assertion import (
    count_negations,
    find_clause,
    find_holder,
    is_past,
    is_question,
    is_supposed,
)
from fingerpost.intake.bearing import is_bad_piece
from fingerpost.intake.binding import list_bindings
from fingerpost.intake.counting import is_of_other_count
from fingerpost.intake.deeds import counts_none, is_not_yet_done, is_still_to_come, read_deed
from fingerpost.intake.employers import is_joined, is_of_former_job, is_of_other_company
from fingerpost.intake.found import Cue, Findings, Mention
from fingerpost.intake.judging import group_of
from fingerpost.intake.lapsing import has_lapsed, is_given_up, list_lapse_words
from fingerpost.intake.lexicon import RECEIVED
from fingerpost.intake.moods import (
    asks_of_future,
    find_kept,
    is_belittled,
    is_left_open,
    is_torn,
    is_wished_for,
)
from fingerpost.intake.private import is_private
from fingerpost.intake.quoting import is_thanked_for, list_replies
from fingerpost.intake.roles import read_role
from fingerpost.intake.scoping import Scoped, gather_scope
from fingerpost.intake.tokens import Page
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
    """One thing the text says of its writer; ``start`` and ``end`` are tokens of the words that carry it, ``spoken`` the
    tokens that say it of the topic, ``scope`` names the scopes that reach them, with the tokens that open these."""

    kind: str
    topic: str
    value: str | int
    start: int
    end: int
    lexicon: str
    cue: str = ""
    spoken: tuple[int, ...] = ()
    strength: str = "plain"
    scope: tuple[Scoped, ...] = ()


def list_statements(page: Page, findings: Findings) -> list[Statement]:
    """All statements of a text about its writer, in order of the text."""
    out: list[Statement] = []
    governed: dict[int, list[Cue]] = {}
    kept = [
        m
        for m in findings.mentions
        if not is_private(page, findings.scopes, m.entry, m.named, m.sentence)
        and not is_thanked_for(page, m.start, m.sentence)
    ]
    meant = {id(m) for m in kept}
    bindings = [
        (c, m)
        for c, m in list_bindings(findings)
        if id(m) in meant
        and not (c.says == "has" and is_private(page, findings.scopes, m.entry, m.named, m.sentence, done=True))
    ]
    for cue, mention in bindings:
        statement = _state_binding(page, findings, cue, mention)
        # "I became a manager and I hate it" tells the role all the same
        refers_back = _is_of_held_role(page, findings, cue, mention) or (
            mention.entry.use == "role" and cue.pronoun is not None and group_of(cue) == "attitude"
        )
        if cue.says and cue.entry.says != "neutral" and not refers_back:
            governed.setdefault(id(mention), []).append(cue)
        if statement:
            out.append(statement)
    for cue, mention in bindings:
        out.extend(_state_former(page, findings, cue, mention, out))
    for mention in kept:
        out.extend(_state_alone(page, findings, mention, governed.get(id(mention), [])))
    # "burnout worries me" is of what may come
    feared = [s for s in out if s.kind == "concern" and s.topic == "burnout"]
    out = [s for s in out if s.topic != "burned-out" or not any(f.start <= s.start and s.end <= f.end for f in feared)]
    if not any((s.kind, s.topic) == ("experience", "entrepreneurship") for s in out):
        # a company that one only thinks of founding has no size yet
        founded = [m for m in kept if m.entry.topic in _FOUNDING and m.entry.use in ("deed", "statement")]
        out = [s for s in out if s.topic != "company-size" or not any(m.start < s.end and s.start < m.end for m in founded)]
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
    scope = _gather_binding_scope(page, findings, cue, mention)
    yield Statement("experience", entry.topic, "has", start, end, entry.id, cue.entry.id, cue.named, scope=scope)


def _state_binding(page: Page, findings: Findings, cue: Cue, mention: Mention) -> Statement | None:
    if cue.holder == "other" or cue.entry.says == "neutral":
        return None
    says = read_sign(page, findings.scopes, cue, mention)
    group = group_of(cue)
    # "looking to [get out of] coding": the cue has taken the leaving from what is wished for
    if cue.entry.says == "avoids" and mention.entry.topic == "leave-coding" and set(cue.named).intersection(mention.named):
        says = OPPOSITE.get(says, says)
    if is_bad_piece(findings.scopes, mention, says) or mention.entry.use == RECEIVED:
        return None
    # a worry may well be put as a supposition: "what if my skills become obsolete?"
    what_if = group == "worry" and any(page.tokens[i].low == "if" for i in cue.named)
    supposed = cue.supposed and group != "attitude" and not what_if
    if says == "has" and counts_none(page, mention):
        says = "lacks"
    if says == "has" and is_not_yet_done(page, cue.head, cue.sentence):
        return None
    if not says or (cue.past and group != "experience") or supposed:
        return None
    if cue.supposed and not what_if and _stands_in_condition(page, cue):
        return None
    if group == "wish" and _is_advised(page, findings, cue):
        return None
    if _is_not_told(page, findings, cue, mention) or _names_level(page, findings, mention):
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
    if _is_of_held_role(page, findings, cue, mention):
        topic = entry.core or entry.wished
    elif entry.use == "role":
        kind, topic, says = "goal", entry.path or entry.wished, _AS_GOAL.get(says, "")
        # who wants to be no developer of one sort may want to be one of another
        if says == "avoids" and not entry.path:
            return None
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
    reversal = find_reversal(page, findings.scopes, cue, mention)
    if reversal is not None and reversal in findings.scopes.ending:
        start, end = min(start, reversal), max(end, reversal + 1)
    spoken = list(cue.named)
    if cue.echoed is not None:
        # the words by which the writer shares or turns another's view are what makes it theirs
        spoken += range(*cue.echoed)
        start, end = min(start, cue.echoed[0]), max(end, cue.echoed[1])
    scope = _gather_binding_scope(page, findings, cue, mention)
    return Statement(kind, topic, says, start, end, entry.id, cue.entry.id, tuple(spoken), cue.entry.strength, scope)


def _is_of_held_role(page: Page, findings: Findings, cue: Cue, mention: Mention) -> bool:
    """Whether a taste is for the work of a role that the writer has or had, and no wish for it: "I love being a manager",
    "I tried being a manager. Hated it."."""
    if mention.entry.use != "role" or not (mention.entry.core or mention.entry.wished) or group_of(cue) != "attitude":
        return False
    apart = cue.sentence.index != mention.sentence.index
    being = any(page.tokens[i].low == "being" for i in range(max(cue.end, mention.start - 3), mention.end))
    if not apart and not being and cue.pronoun is None:
        return False
    return any(read_role(page, findings, mention, governed=False))


def _names_level(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether the next level that is wished for is named, which is a wish for that role alone: "get promoted to staff"."""
    if mention.entry.topic != "promotion" or page.tokens[min(mention.end, mention.sentence.end - 1)].low not in (
        "to",
        "into",
    ):
        return False
    roles = (m for m in findings.mentions if m.entry.use == "role" and (m.entry.path or m.entry.core))
    return any(m.start < mention.end + 4 and m.end > mention.end + 1 for m in roles)


def _is_lacking(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether a mention is told as something that the writer does not do."""
    if mention.entry.use == "statement":
        return mention.entry.says == "experience lacks"
    told = [c.says for c in findings.cues if mention in c.bound and group_of(c) == "experience"]
    return "lacks" in told or counts_none(page, mention)


def _is_not_told(page: Page, findings: Findings, cue: Cue, mention: Mention) -> bool:
    """Whether a cue is left open, only wished for, of two minds, or of what others urge, so that nothing is told."""
    group = group_of(cue)
    if group == "worry":
        return is_belittled(page, cue)
    if any(start <= mention.start < end for start, end in list_replies(page, mention.sentence)):
        return True
    if group != "wish" and is_wished_for(page, cue, findings.cues):
        return True
    if group == "wish" and _is_of_degree(page, mention):
        return True
    # what is to stay is what was told last
    if mention is not cue.bound[0] and find_kept(page, cue) is not None:
        return True
    return is_left_open(page, cue) or (group in ("attitude", "wish") and is_torn(page, cue.sentence))


_WHOLLY = (
    *("all day", "all day long", "all the time", "all week", "every day", "full time", "the whole day", "forever"),
    *("exclusively", "solely", "non stop", "for ever", "the whole time", "9 to 5"),
)
_ONLY = frozenset({"only", "just", "solely", "exclusively", "merely"})


def _is_of_degree(page: Page, mention: Mention) -> bool:
    """Whether a refusal is only of too much of a thing: "I wouldn't want to write docs all day"."""
    if not any(t.dep == "neg" for t in page.tokens[mention.sentence.start : mention.start + 1]):
        return False
    behind = " ".join(t.low for t in page.tokens[mention.end : min(mention.end + 4, mention.sentence.end)] if t.low != "-")
    before = page.tokens[mention.start - 1].low if mention.start else ""
    return before in _ONLY or any(behind == w or behind.startswith(f"{w} ") for w in _WHOLLY)


def _read_answer(page: Page, findings: Findings, says: str, mention: Mention, cue: Cue) -> str:
    """What an answer says of the question's topic: yes or no to a question that has a cue or a deed of its own ("Do I like
    meetings? No."), else how the topic is taken ("Meetings? No.")."""
    if mention.sentence.index < cue.sentence.index - 1:
        # "Would I do it again?" asks of what stands before the question
        return "" if mention.entry.use == "fear" else _AS_GOAL.get(says, "")
    if not is_question(page, mention.sentence):
        return "" if mention.entry.use == "fear" else says
    assents = says == "likes"
    asked = next((c for c in findings.cues if c.asked and c.says and mention in c.bound), None)
    if asked is not None:
        return asked.says if assents else OPPOSITE.get(asked.says, "")
    if mention.entry.use == "deed" and page.tokens[mention.sentence.start].low in ("have", "did", "do", "am"):
        return "has" if assents else "lacks"
    if asks_of_future(page, mention.sentence):
        return "wants" if assents else "avoids"
    return "" if mention.entry.use == "fear" else says


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
    # "if it weren't for the meetings": the cue's own condition is no other's
    stop = cue.start if any(page.tokens[i].low == "if" for i in cue.named) else cue.end
    words = [page.tokens[i].low for i in range(max(cue.sentence.start, begin - 1), stop)]
    condition = max((k for k, w in enumerate(words) if w in ("if", "unless")), default=None)
    # "if you made me sell I'd hide": what would follow tells the taste, with or without a comma
    return condition is not None and not {"would", "'d"}.intersection(words[condition + 2 :])


def _state_alone(page: Page, findings: Findings, mention: Mention, cues: list[Cue]) -> Iterator[Statement]:
    """What a mention says with no cue: a deed is experience, a statement is what its entry says, a role a situation."""
    entry = mention.entry
    stated: Iterable[Statement] = ()
    if entry.use == "deed":
        value = read_deed(page, findings, mention, cues)
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
    if not entry.anyone and _is_of_another(page, findings, mention):
        return
    if entry.anyone and _is_felt_by_another(findings, mention):
        return
    # a worry may well be put as a question or a supposition: "what if I'm rusty?"
    feared = entry.kind == "concern"
    if feared and _is_not_feared(page, findings, mention):
        return
    if not feared and (is_supposed(page, scopes, mention.start, mention.sentence) or is_question(page, mention.sentence)):
        return
    if is_left_behind(page, findings, mention):
        return
    if entry.says.startswith("experience") and is_still_to_come(page, mention.head):
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
        # "a six year old phone" tells of no one's experience
        aged = any(page.tokens[i].low == "old" for i in range(mention.start, mention.end))
        beyond = entry.topic == "years-experience" and number is not None and number > _MOST_YEARS
        if number is not None and not aged and not beyond and not is_of_other_count(page, findings, mention, number):
            yield Statement(kind, entry.topic, int(number), mention.start, mention.end, entry.id)
        return
    yield Statement(kind, entry.topic, value, mention.start, mention.end, entry.id)


def _is_not_feared(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether a fear that is told by itself is denied or asked about: "I'm not afraid of being found out"."""
    near = [
        c for c in findings.cues if c.sentence.index == mention.sentence.index and c.start < mention.start <= c.end + _NEAR
    ]
    # "my fear isn't that I'd get fired"
    lead = page.tokens[max(mention.sentence.start, mention.start - _LEAD) : mention.end]
    if any(t.low in ("not", "n't") and page.tokens[t.i - 2].lemma in _FEARS for t in lead):
        return True
    if any(c.entry.family.startswith("hedge") for c in near):
        return True
    worries = any(group_of(c) == "worry" for c in near)
    return worries and is_question(page, mention.sentence) and page.tokens[mention.sentence.start].pos == "AUX"


_NEAR = 2
_LEAD = 4
_FOUNDING = frozenset({"start-company", "entrepreneurship"})
_FEARS = frozenset({"fear", "worry", "concern"})
# nobody has worked for longer
_MOST_YEARS = 70
# where one stood then says nothing of today; what was done stays done
_STATES = frozenset({"burned-out", "stuck", "sole-expert", "has-idea"})


def _is_of_another(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether a statement is made of somebody else; a number is the writer's where others are named behind it only."""
    if find_holder(page, findings.scopes, mention.head, mention.sentence) != "other":
        return False
    before = any(mention.sentence.start <= i < mention.end for i in findings.scopes.others)
    return before or mention.entry.value != "number"


def is_left_behind(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether a statement is of the past alone: a state that the writer has left, a fear that has gone."""
    entry, scopes = mention.entry, findings.scopes
    if entry.kind == "concern":
        return is_given_up(page, mention.start, mention.sentence)
    if entry.kind == "goal" and is_given_up(page, mention.start, mention.sentence):
        return True
    if entry.topic == "years-experience":
        return False  # work done in the past counts as well
    if entry.topic in _STATES and any(page.tokens[i].low == "did" for i in mention.named):
        return True
    if entry.kind == "goal" or entry.topic in _STATES:
        return has_lapsed(page, scopes, mention.start, mention.end, mention.sentence)
    if entry.topic == "company-size":
        if is_of_former_job(page, findings, mention) or is_of_other_company(page, mention):
            return True
        if is_joined(page, mention):
            return False
    return is_past(page, scopes, mention.start, mention.end, mention.sentence)


def _is_felt_by_another(findings: Findings, mention: Mention) -> bool:
    """Whether a statement that needs no holder stands right behind another's cue: "my lead is afraid of ..."."""
    near = range(mention.start - 2, mention.start + 1)
    return any(c.holder == "other" and c.end in near and c.sentence is mention.sentence for c in findings.cues)
