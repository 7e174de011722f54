"""Binding cues to the mentions that they govern: by side, by syntax, by what stands between them."""

from __future__ import annotations

from collections.abc import Sequence

from fingerpost.intake.assertion import Scopes, is_denied, is_supposed
from fingerpost.intake.comparing import (
    choose_between,
    find_comparator,
    find_inner,
    find_ordinal,
    is_choice,
    is_equative,
    points_right,
)
from fingerpost.intake.deeds import tells_own_deed
from fingerpost.intake.found import Cue, Findings, Mention
from fingerpost.intake.judging import group_of, is_live
from fingerpost.intake.moods import (
    asks_of_the_same,
    find_left_role,
    looks_back,
)
from fingerpost.intake.posts import OWNING, is_sought
from fingerpost.intake.roles import is_part, read_role
from fingerpost.intake.tokens import Page, Token
from fingerpost.intake.turning import find_exception, find_switch, is_likewise

MOST_COST = 5.0
_WRONG_SIDE = 3.2
_PER_TOKEN = 0.09
_BARRIERS = {
    ",": 0.7,
    "and": 0.5,
    "or": 0.4,
    "nor": 0.3,
    ":": 0.7,
    "-": 0.8,
    "--": 0.8,
    "—": 0.8,
    "(": 0.7,
    ")": 0.5,
    "/": 0.4,
    ";": 2.6,
    "but": 2.2,
    "though": 1.8,
    "although": 2.0,
    "whereas": 2.6,
    "while": 1.6,
    "however": 2.5,
    "because": 2.0,
    "since": 1.5,
    "so": 1.5,
    "until": 1.0,
    "than": 2.2,
    "except": 2.6,
    "=": 0.2,
    "...": 1.0,
    "…": 1.0,
}
_SENTENCE_END = 3.0
_QUESTION_END = 1.2
_LINE_END = 1.5
_SPEAKER = frozenset({"i"})
# tokens between a wish and a title that no path bears, and words that part them
_WISHED_NEAR = 7
_BECOMING = frozenset(
    "be become as like into in to for of on work job role position title career opportunity path chance get go grow turn "
    "move switch transition change step up back over land find take start begin end return retrain train qualify hire "
    "employ promote pursue make call act serve continue stay remain keep try have see myself aim towards toward".split()
)
# no title is one of these
_OF_MANY = frozenset({"them", "they", "these", "those"})
# tokens of an answer between a question and one that asks of the same
_FEW_WORDS = 5


def bind_cues(page: Page, findings: Findings) -> None:
    """Bind each cue to the mentions that it governs (``cue.bound``), nearest first, then the list around the nearest."""
    for cue in findings.cues:
        left = find_left_role(page, findings.mentions, cue)
        if left is not None:
            cue.bound = [left]
            continue
        reach = [
            m
            for m in findings.mentions
            if (_may_bind(page, findings, cue, m) or _is_feeling_supposed(page, findings, cue, m))
            and _in_reach(page, cue, m)
            and not _is_person(page, m)
            and not (m.start >= cue.end and _closes_relative(page, cue))
            and not _tells_of_setting(page, findings.scopes, cue, m)
        ]
        costs = [(measure_cost(page, findings, cue, m), k, m) for k, m in enumerate(reach)]
        costs = [c for c in costs if c[0] <= MOST_COST]
        # a worry is about what may be feared wherever such a thing is near; only else about an activity itself
        feared = [c for c in costs if c[2].entry.use == "fear"]
        costs = sorted(feared or costs, key=lambda c: (c[0], c[1]))
        if not costs:
            continue
        best = costs[0][2]
        cue.bound = [best]
    _settle_rivals(page, findings)
    for cue in findings.cues:
        if cue.bound:
            cue.bound += [m for m in _list_companions(page, findings, cue, cue.bound[0]) if m not in cue.bound]
    for cue in findings.cues:
        _bind_ordinal(page, findings, cue)
        _oppose(page, findings, cue)
    for cue in findings.cues:
        _share_object(page, findings, cue)
    _attach_leftovers(page, findings)
    _attach_afterthoughts(page, findings)


def _share_object(page: Page, findings: Findings, cue: Cue) -> None:
    """Bind a cue without an object of its own to that of the cue with which it is coordinated: "which I was nervous about
    but enjoyed"."""
    if cue.bound or cue.pronoun is not None or group_of(cue) != "attitude" or page.tokens[cue.head].dep != "conj":
        return
    if _has_object(page, findings, cue):
        return
    partner = next((c for c in findings.cues if c.bound and c.end <= cue.start and _coordinates(page, c, cue)), None)
    if partner is None or _tells_of_setting(page, findings.scopes, cue, partner.bound[0]):
        return
    if _may_bind(page, findings, cue, partner.bound[0]):
        cue.bound = [partner.bound[0]]


def _coordinates(page: Page, first: Cue, second: Cue) -> bool:
    """Whether the verb of one cue is joined to that of another by "and" or "but"."""
    joined = page.tokens[second.head].head
    return joined == first.head or joined in first.named


def _bind_ordinal(page: Page, findings: Findings, cue: Cue) -> None:
    """Bind a cue that speaks of the former or the latter to the first or the last of the things named before."""
    found = find_ordinal(page, cue)
    if found is None:
        return
    place, which = found
    for reach in (0, 1):
        named = [m for m in findings.mentions if m.start < place and m.sentence.index >= cue.sentence.index - reach]
        named = [m for m in named if _may_bind(page, findings, cue, m)]
        if len(named) > 1:
            cue.bound = [named[which]]
            return


def _oppose(page: Page, findings: Findings, cue: Cue) -> None:
    """Bind to a cue also what it sets against the mention that it governs; `find_reversal` turns the sign of these."""
    if is_choice(page, cue):
        taken, left = choose_between(page, cue, [m for m in findings.mentions if _may_bind(page, findings, cue, m)])
        cue.bound = taken + left
        cue.turned = {m.start: cue.start for m in left}
        return
    first = _find_preferred(page, findings, cue)
    comparator = find_comparator(page, cue, first) if first else None
    if first is None or comparator is None:
        _equate(page, findings, cue)
        return
    if cue.bound[0] is not first:
        cue.bound = [first, *(m for m in cue.bound if m is not first)]
    for mention in _list_following(page, findings, cue, comparator):
        cue.turned[mention.start] = comparator
        if mention not in cue.bound:
            cue.bound.append(mention)


def _find_preferred(page: Page, findings: Findings, cue: Cue) -> Mention | None:
    """What a cue governs first: where its own words go on behind a comparison, what stands before that."""
    if not cue.bound:
        return None
    first, comparator = cue.bound[0], find_inner(page, cue)
    if (cue.entry.family != "preferring" and comparator is None) or first.start < cue.start:
        return first
    over = first.end if comparator is None else comparator
    inner = [m for m in findings.mentions if cue.start < m.start < over and _may_bind(page, findings, cue, m)]
    return inner[-1] if inner and first.start > over else first


def _list_following(page: Page, findings: Findings, cue: Cue, place: int) -> list[Mention]:
    """The mention that stands behind token ``place`` in a clause, and those listed with it, that no other cue governs."""
    group = group_of(cue)
    taken = {id(c.bound[0]) for c in findings.cues if c is not cue and c.bound and group_of(c) == group and is_live(c)}
    out: list[Mention] = []
    for mention in findings.mentions:
        # a mention may take in the "more" before its words
        if (
            mention.sentence.index != cue.sentence.index
            or mention.start < place
            or not _may_bind(page, findings, cue, mention)
        ):
            continue
        near = mention.start - place < 7 and not any(
            page.tokens[i].low in (";", ".", "i") for i in range(place + 1, mention.start)
        )
        if id(mention) in taken or not (_is_listed(page, findings, cue, out[-1], mention) if out else near):
            break
        out.append(mention)
    return out


def _equate(page: Page, findings: Findings, cue: Cue) -> None:
    """Bind to a cue what it holds for to the same degree: "I like a as much as b"."""
    if not cue.bound or not cue.says or cue.says == "neutral":
        return
    first = cue.bound[0]
    place = next((i for i in range(first.end, min(first.end + 6, cue.sentence.end)) if is_equative(page, i)), None)
    if place is not None and page.tokens[place - 1].low in ("much", "well"):
        cue.bound += [m for m in _list_following(page, findings, cue, place) if m not in cue.bound]


def _may_bind(page: Page, findings: Findings, cue: Cue, mention: Mention) -> bool:
    use, kind, group = mention.entry.use, mention.entry.kind, group_of(cue)
    if use == "statement":
        if group == "wish":
            return looks_back(cue, mention) and mention.entry.says.startswith("experience")
        told = mention.entry.says.startswith(("experience has", "skill"))
        return kind == "activity" and group == "attitude" and told
    if use == "fear":
        return group == "worry" or cue.entry.family == "answer"
    if use == "role":
        near = cue.sentence.index == mention.sentence.index or cue.entry.family == "answer" or bool(mention.entry.core)
        if (cue.pronoun is not None and page.tokens[cue.pronoun].low in _OF_MANY) or _describes(page, cue, mention):
            return False
        named = bool(mention.entry.path) or (bool(mention.entry.wished) and _is_wished(page, findings, cue, mention))
        return named and (group == "wish" or (group == "attitude" and near))
    if kind == "goal":
        return group in ("wish", "attitude")
    return kind == "activity" and (group != "worry" or bool(cue.entry.of_activity))


def _is_wished(page: Page, findings: Findings, cue: Cue, mention: Mention) -> bool:
    """Whether a title that is no path's follows a cue at once and is not held: "I want to become a developer"."""
    between = page.tokens[cue.end : mention.start]
    if cue.sentence.index != mention.sentence.index or len(between) > _WISHED_NEAR or mention.start < cue.start:
        return False
    again = mention.end < mention.sentence.end and page.tokens[mention.end].low == "again"
    if again or not all(_leads_to_title(t) for t in between):
        return False
    if is_part(page, mention) or is_sought(page, mention):
        return False
    return not any(read_role(page, findings, mention, governed=False))


def _leads_to_title(token: Token) -> bool:
    """Whether a word may stand between a wish and the title wished for: "to get hired as a", but not "to ask a"."""
    return token.pos in ("DET", "ADJ", "ADV", "NUM", "PRON") or token.lemma in _BECOMING


def _describes(page: Page, cue: Cue, mention: Mention) -> bool:
    """Whether a cue only tells which bearer of a title is meant: "a product manager who wants to move into engineering"."""
    head = page.tokens[cue.head]
    return head.dep == "relcl" and mention.start <= head.head < mention.end and page.tokens[mention.end].low == "who"


def _is_feeling_supposed(page: Page, findings: Findings, cue: Cue, mention: Mention) -> bool:
    """Whether a cue is the feeling at something only supposed, which says nothing itself: "if they asked me, I'd run"."""
    stated = mention.entry.use == "statement" and mention.entry.kind == "activity"
    if not stated or group_of(cue) != "attitude" or cue.sentence.index != mention.sentence.index:
        return False
    return is_supposed(page, findings.scopes, mention.start, mention.sentence)


def _closes_relative(page: Page, cue: Cue) -> bool:
    """Whether a cue ends a relative clause, so that it is of what stands before: "reviews, which I'm bad at, and hiring"."""
    before = range(max(cue.sentence.start, cue.start - 3), cue.start)
    if not any(page.tokens[i].low == "which" for i in before):
        return False
    end = cue.end + (cue.end < cue.sentence.end and page.tokens[cue.end].low in ("do", "doing"))
    return end >= cue.sentence.end or page.tokens[end].low in (",", ".", ";", ")", "!")


def _tells_of_setting(page: Page, scopes: Scopes, cue: Cue, mention: Mention) -> bool:
    """Whether a cue says how something is that surrounds the work and is named behind a mention: "I love mentoring, but the
    pay is boring"."""
    verbs = {i for k in cue.named for i in (k, page.tokens[k].head) if page.tokens[i].pos in ("AUX", "VERB")}
    subjects = (t.i for t in page.tokens[mention.end : cue.end] if t.head in verbs and t.dep in ("nsubj", "nsubjpass"))
    return group_of(cue) == "attitude" and any(i in scopes.setting for i in subjects)


def _is_person(page: Page, mention: Mention) -> bool:
    """Whether a role is somebody at work and no role to wish for: "my manager", "our CTO", "this manager's feelings"."""
    # "my boss's job" is a post
    if mention.entry.use != "role" or any(page.tokens[i].low in _POSSESSIVE for i in range(mention.start, mention.end)):
        return False
    before = page.tokens[mention.start - 1].low if mention.start > mention.sentence.start else ""
    behind = page.tokens[mention.end].low if mention.end < mention.sentence.end else ""
    if before in OWNING or (not mention.entry.post and (behind in _POSSESSIVE or before in ("this", "that", "current"))):
        return True
    # the words of a post may take in the way to it, but no owner: "going to my manager"
    return any(page.tokens[i].low in OWNING for i in range(mention.start, mention.end - 1))


_POSSESSIVE = frozenset({"'s", "’s"})


def _in_reach(page: Page, cue: Cue, mention: Mention) -> bool:
    if cue.entry.family == "answer":
        asked = mention.sentence.index == cue.sentence.index - 1
        if mention.sentence.index in (cue.sentence.index - 2, cue.sentence.index - 3):
            # "Have you ever mentored? No. Would you like to? Yes."
            between = page.sentences[cue.sentence.index - 2]
            near = between is mention.sentence or between.end - between.start <= _FEW_WORDS
            return near and asks_of_the_same(page, page.sentences[cue.sentence.index - 1])
        return asked and page.tokens[mention.sentence.end - 1].low == "?"
    if cue.entry.family == "ellipsis":
        return mention.sentence.index == cue.sentence.index and _completes(page, cue, mention)
    if cue.entry.family == "preferring" and page.tokens[cue.start].low == "over":
        return mention.end == cue.start
    label = cue.entry.family == "heading" and cue.entry.side == "left"
    if label and page.tokens[cue.start].low in ("yes", "yep", "yup", "no"):
        return mention.end == cue.start
    far = cue.sentence.index != mention.sentence.index
    if far and mention.entry.kind == "goal" and group_of(cue) == "attitude" and cue.pronoun is None:
        return False  # a taste told in the next sentence is of something else than the wish before it
    if cue.pronoun is not None and mention.sentence.index == cue.sentence.index - 2:
        # "I hate meetings? Who told you that? I love them.", "I mentor two juniors. And you know what? I love it."
        return is_denied(page, page.sentences[mention.sentence.index]) or _is_aside(page, cue)
    return abs(cue.sentence.index - mention.sentence.index) <= 1


# tokens of a sentence that only stands between what was told and what is said of it
_ASIDE = 7


def _is_aside(page: Page, cue: Cue) -> bool:
    """Whether the sentence before a cue is short and names nothing that the cue could mean."""
    before = page.sentences[cue.sentence.index - 1]
    if before.end - before.start > _ASIDE or page.tokens[cue.sentence.start].newline_before:
        return False
    return not any(t.pos in ("NOUN", "PROPN") for t in page.tokens[before.start : before.end])


def _completes(page: Page, cue: Cue, mention: Mention) -> bool:
    """Whether a mention can be what a clause without its verb speaks of: before it, its subject where it has no other,
    or behind its preposition ("less so with words")."""
    if page.tokens[cue.end - 1].pos == "ADP":
        return mention.end > cue.end and mention.start > cue.start
    if page.tokens[cue.start].low in _AUXILIARIES:
        between = [page.tokens[i].low for i in range(mention.end, cue.start)]
        return mention.start < cue.start and all(low in (":", "-", "really", "simply", "just") for low in between)
    return mention.start < cue.start


_AUXILIARIES = frozenset({"do", "does", "did", "is", "are", "would", "could", "have", "has", "will", "can", "ca", "wo"})


def measure_cost(page: Page, findings: Findings, cue: Cue, mention: Mention) -> float:
    """How far a mention stands from a cue: tokens and barriers between them, the wrong side, rival cues."""
    left = mention.start < cue.start
    side = cue.entry.side
    # a worry is about what may be feared rather than about a mere activity ("keynotes scare me")
    cost = 2.4 if group_of(cue) == "worry" and mention.entry.kind == "activity" else 0.0
    start, end = (mention.end, cue.start) if left else (cue.end, mention.start)
    same = mention.sentence.index == cue.sentence.index
    if start > end:
        start = end = cue.start
    cost += _PER_TOKEN * (end - start)
    for i in range(start, end):
        token = page.tokens[i]
        cost += _BARRIERS.get(token.low, 0.0)
        if token.low in _SPEAKER and not left:
            cost += 0.8
    if not same:
        ending = page.sentences[min(mention.sentence.index, cue.sentence.index)]
        last = page.tokens[ending.end - 1].low
        cost += _QUESTION_END if last == "?" else _SENTENCE_END
        if page.tokens[ending.end].newline_before:
            cost += _LINE_END
    if cue.entry.family == "heading" and not left and side != "left":
        cost = 0.3 * cost
    effective = side if cue.pronoun is None else "right" if cue.announces else "left"
    if effective != "right" and points_right(page, cue, findings.mentions):
        effective = "right"
    if not same and not left and effective == "right" and _has_object(page, findings, cue):
        cost += 2.0
    if effective == "right" and left:
        cost += _WRONG_SIDE if _has_object(page, findings, cue) else 1.4
    elif effective == "left" and not left:
        cost += _WRONG_SIDE
    if cue.pronoun is not None and not cue.announces and left and not same:
        cost -= 2.0
    if same and _is_governed(page, cue, mention):
        cost -= 1.5
    cost += 1.6 * sum(1 for c in findings.cues if c is not cue and start <= c.start < end and is_live(c))
    cost += 0.7 * sum(1 for m in findings.mentions if m is not mention and start <= m.start < end)
    return cost


def _has_object(page: Page, findings: Findings, cue: Cue) -> bool:
    """Whether something stands on the right of a cue in its clause that it could govern."""
    for j in range(cue.end, cue.sentence.end):
        token = page.tokens[j]
        if token.low in (";", ".", "but", ":", "?", "!"):
            return False
        if token.pos in ("NOUN", "PROPN", "VERB"):
            return True
    del findings
    return False


def _is_governed(page: Page, cue: Cue, mention: Mention) -> bool:
    """Whether the parse hangs the mention under the cue, or both under one verb, within four steps."""
    node = mention.head
    cue_words = set(cue.named)
    for _ in range(4):
        if node in cue_words:
            return True
        up = page.tokens[node].head
        if up == node:
            return False
        node = up
    return False


def _settle_rivals(page: Page, findings: Findings) -> None:
    """Of several cues of one group on one mention only the nearest stays; the others look for another mention."""
    for _ in range(2):
        changed = False
        for mention in findings.mentions:
            rivals = [c for c in findings.cues if c.bound and c.bound[0] is mention and is_live(c)]
            # answers to two questions are no rivals: "Ever mentored? No. Would you like to? Yes."
            by_group: dict[tuple[str, bool], list[Cue]] = {}
            for cue in rivals:
                again = cue.entry.family == "answer" and cue.sentence.index > mention.sentence.index + 1
                by_group.setdefault((group_of(cue), again), []).append(cue)
            for group in by_group.values():
                if len(group) < 2:
                    continue
                ranked = sorted(group, key=lambda c: (measure_cost(page, findings, c, mention), c.start))
                for loser in ranked[1:]:
                    loser.bound = _find_other(page, findings, loser, mention)
                    changed = True
        if not changed:
            return


def _find_other(page: Page, findings: Findings, cue: Cue, taken: Mention) -> list[Mention]:
    options = [
        (measure_cost(page, findings, cue, m), k, m)
        for k, m in enumerate(findings.mentions)
        if m is not taken
        and _may_bind(page, findings, cue, m)
        and _in_reach(page, cue, m)
        and not _tells_of_setting(page, findings.scopes, cue, m)
        and not any(group_of(c) == group_of(cue) and c.bound and c.bound[0] is m for c in findings.cues)
    ]
    options = [o for o in options if o[0] <= MOST_COST - 1.5]
    return [min(options, key=lambda o: (o[0], o[1]))[2]] if options else []


def _list_companions(page: Page, findings: Findings, cue: Cue, first: Mention) -> list[Mention]:
    """The mentions that stand in one list with the first, on the same side of the cue, up to the next cue."""
    out: list[Mention] = []
    group = group_of(cue)
    own = {
        id(m) for c in findings.cues if c is not cue and group_of(c) == group and c.bound and is_live(c) for m in c.bound[:1]
    }
    candidates = [
        m
        for m in findings.mentions
        if m.sentence.index == first.sentence.index
        and (m is first or (_may_bind(page, findings, cue, m) and (m.entry.use != "role" or _may_list_role(cue, first))))
        and (m is first or m.entry.use != "weak")
        # what is feared and an activity make no list: "afraid of being cornered in one niche"
        and (m.entry.use == "fear") == (first.entry.use == "fear")
    ]
    k = next((i for i, m in enumerate(candidates) if m is first), None)
    if k is None:
        return out
    for step in (1, -1):
        last, j = first, k + step
        while 0 <= j < len(candidates):
            item = candidates[j]
            j += step
            if id(item) in own:
                break
            left, right = (last, item) if step == 1 else (item, last)
            if not _is_listed(page, findings, cue, left, right):
                break
            out.append(item)
            last = item
    return out


def _may_list_role(cue: Cue, first: Mention) -> bool:
    """Whether a role may stand in a list with what was named first: a taste for an activity is no wish for a role."""
    return first.entry.use == "role" or group_of(cue) != "attitude" or cue.entry.family == "preferring"


def _is_listed(page: Page, findings: Findings, cue: Cue, left: Mention, right: Mention) -> bool:
    """Whether two mentions are items of one list: a separator between them, no new clause, no cue but this one."""
    if _opens_clause(page, cue, right):
        return False
    if not _shares_noun(page, left, right) and tells_own_deed(page, left) and not tells_own_deed(page, right):
        return False
    separated = False
    heading = cue.entry.family == "heading"
    for i in range(left.end, right.start):
        token = page.tokens[i]
        if token.low in (",", "and", "or", "nor", "/", "+", "&", "plus", "then", ";", "not", "but", "also", "-"):
            separated = True
        if token.low in (".", "?", "!") or (token.low == ";" and not heading):
            return False
        if token.low in ("i", "he", "she", "they", "we", "because", "which", "who", "than", "if", "when") and not heading:
            return False
        if token.newline_before and not heading:
            return False
    for other in findings.cues:
        if other is not cue and left.end <= other.start < right.start:
            return False
        if other is cue and left.end <= other.start < right.start:
            return False
    return separated or right.start - left.end <= 1


def _opens_clause(page: Page, cue: Cue, mention: Mention) -> bool:
    """Whether a clause of its own begins with a mention: "I'm no fan of sales calls, and [I mentor] two interns", "I
    wouldn't want to be a manager, but [meetings] drain me"."""
    first, head = page.tokens[mention.start], page.tokens[mention.head]
    if first.low in ("i", "we") and mention.start > cue.end:
        return True
    if head.dep not in ("nsubj", "nsubjpass") or mention.start < cue.end:
        return False
    verb = page.tokens[head.head]
    return verb.i > mention.head and verb.i not in cue.named and verb.tag in ("VBP", "VBZ", "VBD")


def _shares_noun(page: Page, left: Mention, right: Mention) -> bool:
    """Whether a mention belongs to the last noun of another: "wrote the [incident] playbook", "the product [spec]"."""
    last = page.tokens[left.end - 1]
    if right.start < left.end:
        return right.start <= last.i < right.end or page.tokens[right.head].dep == "compound"
    return last.dep == "compound" and right.start <= last.head < right.end


def _attach_leftovers(page: Page, findings: Findings) -> None:
    """A mention after ``but not`` or ``except`` in a sentence takes over the nearest cue before it; see `read_sign`."""
    bound = {id(m) for c in findings.cues for m in c.bound}
    for mention in findings.mentions:
        if id(mention) in bound or mention.entry.use in ("statement", "role", "fear"):
            continue
        if find_switch(page, mention) is None and not is_likewise(page, mention):
            continue
        before = [
            c
            for c in findings.cues
            if c.bound
            and c.sentence.index == mention.sentence.index
            and c.bound[0].start < mention.start
            and _may_bind(page, findings, c, mention)
        ]
        if before:
            before[-1].bound.append(mention)
        elif find_exception(page, mention) is not None:
            after = [
                c
                for c in findings.cues
                if c.bound
                and c.sentence.index == mention.sentence.index
                and c.start > mention.start
                and _may_bind(page, findings, c, mention)
            ]
            if after:
                after[0].bound.append(mention)


_ALSO = (("too",), ("as", "well"), ("also",), ("likewise",), ("ditto",), ("same",))


def _attach_afterthoughts(page: Page, findings: Findings) -> None:
    """What stands alone with a "too" takes the last cue of the sentence before it: "I enjoy reviews. Meetings too."."""
    for mention in findings.mentions:
        words = [t.low for t in page.tokens[mention.end : mention.sentence.end] if t.pos != "PUNCT"]
        lead = page.tokens[mention.sentence.start : mention.start]
        if tuple(words) not in _ALSO or mention.sentence.index == 0 or any(t.pos in ("VERB", "AUX") for t in lead):
            continue
        if any(c.sentence.index == mention.sentence.index for c in findings.cues):
            continue
        before = [c for c in findings.cues if c.bound and c.sentence.index == mention.sentence.index - 1 and is_live(c)]
        if before and _may_bind(page, findings, before[-1], mention):
            before[-1].bound.append(mention)


def list_bindings(findings: Findings) -> Sequence[tuple[Cue, Mention]]:
    """All pairs of a cue and a mention bound to it, in order of the mention."""
    pairs = [(c, m) for c in findings.cues for m in c.bound]
    return sorted(pairs, key=lambda p: (p[1].start, p[0].start))
