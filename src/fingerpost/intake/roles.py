"""Role titles: the present role, a former one, somebody else's, or one wished for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fingerpost.intake.assertion import (
    classify_holder,
    count_negations,
    find_clause,
    find_holder,
    find_subject,
    is_past,
    is_question,
    is_supposed,
)
from fingerpost.intake.found import Findings, Mention
from fingerpost.intake.hiring import find_hiring, is_lost_since
from fingerpost.intake.posts import NOW, OWNING, QUOTES, find_way, gives_way, is_at_school, is_post, is_sought
from fingerpost.intake.tokens import Page, Sentence, Token

_BE = frozenset({"be", "am", "'m", "is", "are", "been", "being", "was", "'ve"})
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
        "designation",
    }
)
_FORMER = frozenset({"ex", "former", "formerly", "previously", "once", "retired", "recovering", "before"})
_NOTHING_MORE = frozenset({"a", "an", "and", "but", "still", "only", "just", "also", "simply", "really"})
_APPOINTING = frozenset({"make", "promote", "appoint", "name", "call"})
_BETWEEN = frozenset({"to", "as", "from", "the", "a", "an", "into", "me"})
# "I'm no teacher for a junior": the title is not what the writer is
_TURNED_TO = frozenset({"for", "with", "to", "from", "about", "by", "than", "like", "under", "between", "without", "after"})
_GUESSING = frozenset({"assume", "think", "believe", "guess", "suppose", "imagine", "pretend", "hope", "wish", "fear"})
_ASKING = frozenset({"question", "greeting", "hello", "hi", "rant", "confession", "word", "view", "perspective"})
# what is told behind these is not what the writer is
_DREAMT = frozenset(
    {"dream", "goal", "next", "want", "wish", "plan", "target", "ideal", "hope", "aim", "avoid", "never", "no", "say", "ask"}
)
# what stands behind these heads a text, and is not said of the writer
_LABELS = frozenset({"tag", "topic", "keyword", "category", "hashtag", "flair", "option"})
_STINT = frozenset({"stint", "spell", "time", "days", "past", "life", "career", "position", "role", "post", "job", "offer"})
_LATELY = frozenset({"recently", "just", "lately", "finally"})
_HOLDING = frozenset({"work", "serve", "act", "function", "start", "employ", "begin", "program", "code", "develop"})
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
    mention = _trim_verb(page, mention)
    entry, scopes, sentence = mention.entry, findings.scopes, mention.sentence
    if _is_asked(page, sentence) or is_supposed(page, scopes, mention.start, sentence):
        return
    if count_negations(page, scopes, mention.start, mention.end, sentence, mention.named) % 2:
        return
    standing = _find_standing(page, findings, mention)
    if standing == "former" and entry.core:
        yield ("experience", entry.core, "has")
    elif standing == "present" and entry.value:
        yield ("situation", "current-role", entry.value)


def _is_asked(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence asks, or only ends as a question: "maybe devrel??"."""
    tokens = page.tokens[sentence.start : sentence.end]
    lows = {t.low for t in tokens}
    # "Head of engineering at a startup or stay?"
    chosen = "or" in lows and "i" not in lows
    bare = chosen or all(t.pos not in ("VERB", "AUX") for t in tokens)
    return is_question(page, sentence) or (bare and tokens[-1].low.startswith("?"))


def list_disowned(page: Page, findings: Findings, mentions: Sequence[Mention]) -> set[str]:
    """The paths whose titles the writer says they do not hold, which is no refusal: "I'm not a manager"."""
    return {m.entry.path for m in mentions if m.entry.use == "role" and m.entry.path and _is_disowned(page, findings, m)}


def list_held(page: Page, findings: Findings, mentions: Sequence[Mention]) -> set[str]:
    """The paths whose titles the writer holds, which nobody wishes for: "PM for three years, want to do something else"."""
    titled = (m for m in mentions if m.entry.use == "role" and m.entry.path)
    return {m.entry.path for m in titled if any(read_role(page, findings, m, governed=False))}


def _is_disowned(page: Page, findings: Findings, mention: Mention) -> bool:
    mention = _trim_verb(page, mention)
    begin, _ = find_clause(page, mention.sentence, mention.start)
    copula = _find_copula(page, mention, begin)
    if copula is None or page.tokens[copula].tag not in ("VBP", "VBZ") or page.tokens[copula].dep == "aux":
        return False
    return any(begin <= i < mention.start for i in findings.scopes.negators)


def _trim_verb(page: Page, mention: Mention) -> Mention:
    """The title without the verb that leads to it: "senior" of "am a senior", "staff" of "promoted to staff"."""
    start = mention.start
    while start < mention.end - 1 and page.tokens[start].lemma in _LEADING:
        start += 1
    while mention.start < start < mention.end - 1 and page.tokens[start].low in _BETWEEN:
        start += 1
    return replace(mention, start=start)


_LEADING = frozenset({"be", "become", "remain", "stay", "call", "make", "promote", "reach", "hit"})


def _find_standing(page: Page, findings: Findings, mention: Mention) -> str:
    """``present``, ``former``, or empty where the title is not the writer's."""
    scopes, sentence, tokens = findings.scopes, mention.sentence, page.tokens
    part = _find_part(page, mention)
    before = [tokens[i].low for i in range(max(sentence.start, mention.start - 4), mention.start)]
    begin, _ = find_clause(page, sentence, mention.start)
    clause = [tokens[i] for i in range(begin, mention.start)]
    lows = [t.low for t in clause]
    if _is_only_field(page, mention) or _is_spoken_of(page, mention):
        return ""
    # "with someone slightly more junior"
    if _ANYONE.intersection(before):
        return ""
    after = tokens[mention.end].low if mention.end < sentence.end else ""
    if is_sought(page, mention) or is_at_school(page, mention) or is_part(page, mention):
        return ""
    way = find_way(page, findings, mention)
    if way or mention.entry.post or is_post(page, mention):
        return way or ("present" if "my" in lows and _names_title(page, mention) else "")
    hired = find_hiring(page, findings, mention)
    if hired is not None:
        return hired
    if is_lost_since(page, mention) and find_holder(page, scopes, mention.start, sentence) != "other":
        return "former"
    if after in ("someday", "turned") or _is_ahead(page, mention) or _is_guessed(page, findings, mention):
        return "former" if after == "turned" and not _is_others(page, findings, mention) else ""
    if _is_former(page, max(part, mention.start - 4), mention.start, mention.end):
        return "former" if not _is_others(page, findings, mention) else ""
    if _is_appointed(page, findings, mention) or _stands_apart(page, findings, mention, part):
        return "present"
    if _is_trade(page, mention) and not _is_others(page, findings, mention):
        return "present"
    # "as the only developer" tells of the writer
    owned = [low for k, low in enumerate(before) if not (low == "the" and before[k - 1 : k] == ["as"])]
    if any(low in OWNING or low == "the" for low in owned[-3:]) and not (
        _BE.intersection(lows) and "i" in [w[:1] for w in lows]
    ):
        return "present" if _names_title(page, mention) else ""
    own_be = _find_copula(page, mention, begin)
    if own_be is not None:
        return _read_copula(page, findings, mention, own_be, lows)
    holder = find_holder(page, scopes, mention.start, sentence)
    if holder in ("other", "we"):
        return ""
    if _is_done(page, mention, begin):
        return "present"
    if is_past(page, scopes, mention.start, mention.end, sentence) and not _is_begun(page, findings, mention, clause):
        return "former"
    named = _names_title(page, mention)
    if "as" in before[-3:] and not {"same", "such", "well", "much"}.intersection(before):
        if named and not {"my", "our"}.isdisjoint(lows):
            return "present"
        return _read_as(page, findings, mention, clause)
    if named or _opens_fragment(page, mention, begin, part):
        return "present"
    return ""


def _is_only_field(page: Page, mention: Mention) -> bool:
    """Whether a kind of management is named as something one does, and no place where one is: "good at project
    management", but not "I work in project management"."""
    noun = page.tokens[mention.end - 1]
    if noun.low != "management" or noun.dep not in ("pobj", "dobj"):
        return False
    if noun.dep == "dobj":
        return True
    governor = page.tokens[noun.head]
    above = page.tokens[governor.head]
    return governor.low in ("at", "with", "of") or (
        governor.low in ("in", "for") and above.pos in ("ADJ", "NOUN") and above.lemma != "year"
    )


_ANYONE = frozenset({"someone", "somebody", "anyone", "anybody"})


def _read_copula(page: Page, findings: Findings, mention: Mention, own_be: int, lows: list[str]) -> str:
    """The standing of a title that "be" or "become" leads to."""
    scopes, sentence, tokens = findings.scopes, mention.sentence, page.tokens
    verb = tokens[own_be]
    subject = find_holder(page, scopes, own_be, sentence)
    noun = tokens[mention.end - 1]
    owner = find_subject(page, own_be)
    wished = owner is not None and any(tokens[i].lemma in _DREAMT for i in range(max(0, owner.i - 2), owner.i + 1))
    if "never" in lows or (wished and subject != "self"):
        return ""
    turned = noun.dep == "pobj" and tokens[noun.head].low in _TURNED_TO and own_be < noun.head < mention.start
    if turned or subject == "other" or any(tokens[c].tag == "MD" for c in verb.children):
        return ""
    behind = tokens[mention.end : min(mention.end + 3, sentence.end)]
    if noun.dep == "pobj" and tokens[noun.head].low == "as" and any(t.tag == "MD" for t in behind):
        return ""
    # "I dream of being a manager"
    if verb.tag == "VBG" and tokens[verb.head].low in ("of", "about") and tokens[tokens[verb.head].head].lemma in _DREAMT:
        return ""
    # "I would hate being a manager", "I want to try being a manager"
    if verb.tag == "VBG" and any(tokens[c].tag in ("MD", "TO") for c in tokens[verb.head].children):
        return ""
    # "I stepped down from being a manager", "I went from being a developer to sales"
    governor = tokens[verb.head]
    if (
        verb.tag == "VBG"
        and governor.low in ("from", "after")
        and tokens[governor.head].tag in ("VBD", "VBN")
        and subject == "self"
    ):
        return "former"
    # "I tried being a manager"
    tried = verb.tag == "VBG" and governor.tag == "VBD" and verb.dep in ("xcomp", "pcomp")
    if subject == "self" and tried and governor.lemma not in ("start", "begin"):
        return "former"
    # "say yes to being CTO?", "now I think I'm a TPM"
    asked = verb.tag == "VBG" and subject != "self" and tokens[sentence.end - 1].low.startswith("?")
    if asked or any(tokens[i].low == "think" and find_holder(page, scopes, i, sentence) == "self" for i in _find_lead(verb)):
        return ""
    if verb.low == "became" and subject == "self":
        return "former" if gives_way(page, findings, mention) else "present"
    if (verb.tag == "VBD" and verb.low != "became") or is_past(page, scopes, mention.start, mention.end, sentence):
        return "former" if subject in ("self", "none") and _speaks_of_self(lows) else ""
    if verb.low == "been" and (_is_listed(page, findings, mention) or own_be == sentence.start):
        return "former"
    if owner is not None and owner.low in ("who", "that") and owner.dep == "nsubj" and subject != "self":
        return ""
    # "the pay is better as a manager"
    of_thing = owner is not None and owner.pos == "NOUN" and subject != "self" and not _names_title(page, mention)
    if of_thing and noun.dep == "pobj" and tokens[noun.head].low == "as":
        return ""
    perfect = any(tokens[c].low in ("'ve", "have", "has") for c in verb.children) or "'ve" in lows[-4:]
    bare = verb.tag == "VB" or (verb.tag == "VBP" and verb.lemma == "become" and verb.low != "became" and not perfect)
    thing = owner is not None and owner.low in ("it", "this", "that", "there", "what", "which") and owner.i < own_be
    if (thing or bare) and not _names_title(page, mention):
        return ""
    return "present" if _speaks_of_self(lows) or _names_title(page, mention) else ""


def _find_lead(verb: Token) -> range:
    """The places of the word that may govern the clause "I'm a ..." of which the copula is given."""
    return range(max(0, verb.i - 3), max(0, verb.i - 1))


def _read_as(page: Page, findings: Findings, mention: Mention, clause: list[Token]) -> str:
    """The standing of a title after "as"."""
    # "afraid of failing as a manager" tells of no seat that is held
    verb = next((t for t in reversed(clause) if t.pos == "VERB"), None)
    if verb is not None and verb.tag in ("VBG", "VB") and verb.lemma not in _HOLDING:
        return ""
    at = next((t.i for t in reversed(clause) if t.low == "as"), mention.start)
    # "life as a developer is fine", and no "in my past life"
    if page.tokens[at - 1].low == "life" and at - 1 == mention.sentence.start:
        return "present"
    begun = _is_begun(page, findings, mention, clause)
    if at and page.tokens[at - 1].low in _STINT and not begun:
        return "former" if page.tokens[at - 1].low in ("stint", "spell", "past", "life") else ""
    # "as a manager I'd forget how to program"
    behind = page.tokens[mention.end : min(mention.end + 3, mention.sentence.end)]
    if any(t.tag == "MD" for t in [*clause, *behind]):
        return ""
    past = any(t.tag == "VBD" for t in clause)
    return "former" if past and not begun else "present"


def _is_begun(page: Page, findings: Findings, mention: Mention, clause: list[Token]) -> bool:
    """Whether the writer began with the title and has it still: "I joined as a developer", "started as a junior ten
    months ago"."""
    verb = next((t for t in reversed(clause) if t.pos == "VERB"), None)
    if verb is None or "as" not in [t.low for t in clause[-3:]] or gives_way(page, findings, mention):
        return False
    if any(t.low in ("originally", "initially", "first") for t in clause if t.i < verb.i + 2):
        return False
    after = page.tokens[mention.end : min(mention.end + 4, mention.sentence.end)]
    lately = any(t.lemma in ("month", "week") for t in after) or any(t.low in _LATELY for t in clause)
    # "I started a new job as the team lead", "I started working as a developer"
    anew = verb.lemma in ("start", "begin") and any(t.low == "new" for t in clause)
    governor = page.tokens[verb.head]
    if (
        verb.lemma == "work"
        and verb.tag == "VBG"
        and governor.lemma in ("start", "begin")
        and governor.tag in ("VBD", "VBN")
    ):
        return True
    return (
        anew or verb.lemma in ("join", "hire", "recruit", "employ", "take") or (verb.lemma in ("start", "begin") and lately)
    )


def is_part(page: Page, mention: Mention) -> bool:
    """Whether a title only says of which kind the thing behind it is: "my dev environment", "dev or admin roles"."""
    last = page.tokens[mention.end - 1]
    behind = [t.low for t in page.tokens[mention.end : min(mention.end + 3, mention.sentence.end)]]
    if behind[:1] == ["or"] and behind[-1] in ("roles", "jobs", "positions"):
        return True
    if last.dep != "compound" or mention.end >= mention.sentence.end or mention.entry.post or is_post(page, mention):
        return False
    noun = page.tokens[mention.end]
    return last.head == mention.end and noun.tag in ("NN", "NNS") and noun.low != "number"


def _find_part(page: Page, mention: Mention) -> int:
    """Where the part of the sentence begins in which a title stands: after a comma, a dash, a bracket or a colon."""
    for i in range(mention.start - 1, mention.sentence.start - 1, -1):
        token = page.tokens[i]
        if token.low in (",", ";", ":", "(", "–", "—", "--") or (token.low in ("-", "/") and page.tokens[i - 1].space):
            # "a dutiful, miserable manager" is one part
            following = page.tokens[i + 1]
            if not (i > mention.sentence.start and token.low == "," and page.tokens[i - 1].pos == following.pos == "ADJ"):
                return i + 1
    return mention.sentence.start


def _is_spoken_of(page: Page, mention: Mention) -> bool:
    """Whether a title only owns something or is itself spoken of: "the manager's desk", "running one's own shop is fun"."""
    behind = page.tokens[min(mention.end, mention.sentence.end - 1)]
    first = page.tokens[mention.start]
    return behind.tag == "POS" or (first.tag == "VBG" and first.dep == "csubj")


def _is_former(page: Page, start: int, end: int, stop: int) -> bool:
    """Whether a word for what is over stands between ``start`` and a title at ``end`` or in it, up to ``stop``, or heads it
    ("past: sales engineer"); "before I became" is a conjunction."""
    headed = any(page.tokens[i].low in ("past", "earlier", "previous") for i in range(max(0, end - 2), end - 1))
    if headed and page.tokens[end - 1].low == ":":
        return True
    return any(
        page.tokens[i].low in _FORMER and not (page.tokens[i].low == "before" and page.tokens[i + 1].low == "i")
        for i in range(start, stop)
    )


def _is_ahead(page: Page, mention: Mention) -> bool:
    """Whether a title is followed by when it will come: "VP some day"."""
    after = [t.low for t in page.tokens[mention.end : min(mention.end + 2, mention.sentence.end)]]
    return after[:1] == ["eventually"] or after in (["some", "day"], ["one", "day"])


def _is_trade(page: Page, mention: Mention) -> bool:
    """Whether a title is said to be the writer's trade: "a consultant by trade"."""
    after = [t.low for t in page.tokens[mention.end : min(mention.end + 2, mention.sentence.end)]]
    return after in (["by", "trade"], ["by", "profession"], ["by", "title"], ["by", "day"])


def _is_guessed(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether somebody only guesses that the writer holds the title: "people assume I'm a manager"."""
    begin = mention.sentence.start
    for i in range(mention.start - 1, begin - 1, -1):
        token = page.tokens[i]
        if token.lemma in _GUESSING and token.pos == "VERB":
            subject = find_subject(page, i)
            return subject is not None and classify_holder(page, findings.scopes, subject) == "other"
    return False


def _is_appointed(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether the writer was given the title: "I was made team lead", "they made me the lead", "promoted to staff"."""
    tokens, sentence, i = page.tokens, mention.sentence, mention.start - 1
    while i >= sentence.start and i > mention.start - 6 and tokens[i].lemma not in _APPOINTING:
        if tokens[i].low not in _BETWEEN | QUOTES and tokens[i].pos not in ("DET", "ADJ", "ADV"):
            return False
        i -= 1
    if i < sentence.start or tokens[i].lemma not in _APPOINTING or tokens[i].tag not in ("VBD", "VBN"):
        return False
    if any(tokens[c].tag in ("MD", "TO") for c in tokens[i].children):
        return False
    if any(t.low == "me" for t in tokens[i + 1 : mention.start]):
        return not gives_way(page, findings, mention)
    subject = find_subject(page, i)
    patient = subject is None or subject.i > i or subject.low in ("i", "me")
    passive = tokens[i].tag == "VBN" or any(tokens[c].dep == "auxpass" for c in tokens[i].children)
    lead = tokens[_find_part(page, replace(mention, start=i)) : i]
    opens = all(t.low in ("got", "was", "been", "just", "and") or t.pos == "ADV" for t in lead)
    told = subject is not None and subject.low in ("i", "me") and subject.i < i
    return patient and (passive or opens) and (told or opens) and not gives_way(page, findings, mention)


def _stands_apart(page: Page, findings: Findings, mention: Mention, part: int) -> bool:
    """Whether a part of the sentence gives the title by itself: "nine years in, currently an SRE", "six years a developer",
    "I'm thirty, a senior", "sysadmin turned developer", "question from a junior"."""
    tokens, scopes, sentence = page.tokens, findings.scopes, mention.sentence
    lead, earlier = tokens[part : mention.start], tokens[sentence.start : part]
    if any(t.i in scopes.others for t in [*earlier, *lead]) and not any(t.low in ("i", "ex") for t in [*earlier, *lead]):
        return False
    lows = [t.low for t in lead]
    if lead and "turned" in lows and not any(t.low in ("my", "our", "the", "his", "her") for t in [*earlier, *lead]):
        return lows.index("turned") >= len(lows) - 2
    if lows[:1] and lows[-2:][0] == "from" and lows[-1] in ("a", "an"):
        return part == sentence.start and any(t.lemma in _ASKING for t in lead) and all(t.pos != "VERB" for t in lead)
    plain = all(
        t.low in _NOTHING_MORE | NOW or t.low == "these" or t.pos in ("ADJ", "ADV", "NUM") or t.lemma in ("year", "yr")
        for t in lead
    )
    if not plain or is_past(page, scopes, mention.start, mention.end, sentence):
        return False
    verbs = [t for t in earlier if t.pos in ("VERB", "AUX")]
    if NOW.intersection(lows):
        return not verbs or any(t.low == "i" for t in earlier) or verbs[0].i == sentence.start
    if any(t.lemma in ("year", "yr") for t in lead):
        return not verbs
    own = verbs and verbs[-1].low in ("'m", "am") and tokens[verbs[-1].i - 1].low == "i"
    return bool(own) and tokens[part - 1].low == ","


def _is_done(page: Page, mention: Mention, begin: int) -> bool:
    """Whether the writer does what the title names: "I do devops"."""
    i = mention.start - 1
    while i > begin and page.tokens[i].pos == "ADV":
        i -= 1
    return i > begin and page.tokens[i].low == "do" and page.tokens[i - 1].low in ("i", "mostly", "mainly", "now")


def _is_listed(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether the title is one of several that were held in turn: "I have been a tester, a developer and a team lead"."""
    begin, stop = find_clause(page, mention.sentence, mention.start)
    others = (m for m in findings.mentions if m.entry.use == "role" and m.entry.value)
    apart = (m for m in others if m.start > mention.end or m.end < mention.start)
    return any(begin <= m.start < stop and m.entry.value != mention.entry.value for m in apart)


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
            # "a self-taught developer"
            if token.dep == "amod" or page.tokens[i - 1].low == "-":
                continue
            # "I now find myself a senior engineer", "I consider myself a developer"
            found = token.lemma in ("find", "consider", "call") and page.tokens[i + 1].low == "myself"
            return i if found or token.lemma in ("work", "remain", "stay", "serve") else None
        if token.low == "," and page.tokens[i - 1].pos == page.tokens[i + 1].pos == "ADJ":
            continue
        if token.low in (",", ";", "."):
            return None
    return None


def _names_title(page: Page, mention: Mention) -> bool:
    """Whether a noun for a title stands before it: "my card says senior engineer", "contract: junior developer"."""
    # "the best job I can find: my manager is great"
    if page.tokens[mention.start - 1].low in OWNING:
        return False
    lows = [page.tokens[i] for i in range(max(mention.sentence.start, mention.start - 6), mention.start)]
    return any(t.lemma in _TITLE_NOUNS or t.low in _TITLE_NOUNS for t in lows) and not any(
        t.low in ("next", "dream", "ideal") for t in lows
    )


def _find_opening(page: Page, mention: Mention) -> int:
    """Where the notes begin in which a title stands: behind a colon that the writer puts before what they are ("for the
    record: Ana, 41, team lead at a bank"), else where the sentence does."""
    tokens, begin = page.tokens, mention.sentence.start
    colon = next((i for i in range(mention.start - 1, begin, -1) if tokens[i].low == ":"), begin)
    before = tokens[begin:colon]
    strange = any(t.low in OWNING or t.lemma in _DREAMT for t in before)
    return begin if strange or not before else colon + 1


def _opens_fragment(page: Page, mention: Mention, begin: int, part: int) -> bool:
    """Whether the title opens a sentence or fragment that tells where the writer works: "Tech lead at a bank, 9 yrs"."""
    tokens, sentence = page.tokens, mention.sentence
    opening = _find_opening(page, mention)
    leading = tokens[opening : mention.start]
    if any(t.lemma in _LABELS for t in tokens[sentence.start : mention.start]):
        return False
    noted = all(t.tag not in ("VBD", "VBP", "VBZ", "MD") and t.pos != "PRON" and t.low not in OWNING for t in leading)
    if noted and part == mention.start > opening and tokens[part - 1].low == ",":
        # notes without a verb: "8 people, product engineer, 7 years"
        return mention.end >= sentence.end or tokens[mention.end].pos in ("ADP", "PUNCT", "SCONJ")
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
