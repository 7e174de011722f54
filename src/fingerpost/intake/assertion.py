"""Who holds it, is it negated, is it over, is it only supposed: the scope of negation, experiencer, time, hypothesis."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import takewhile

from fingerpost.intake.echoing import SAME, Echo, find_echo, list_echoes
from fingerpost.intake.matching import Match
from fingerpost.intake.tokens import Page, Sentence, Token

_SELF = frozenset({"i", "me", "myself", "mine", "i'm", "im"})
_WE = frozenset({"we", "us", "ourselves"})
_OTHER = frozenset(
    ("he she they you him them everyone everybody someone somebody people nobody anybody anyone one others").split()
)
_CLAUSE_ENDS = frozenset({";", ":", "(", ")", "—", "--"})
_CONJUNCTIONS = frozenset(
    ("but because though although whereas while however since unless until yet so which who when where if").split()
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_UP = frozenset({"conj", "xcomp", "advcl", "acl", "pcomp", "prep", "dobj", "ccomp", "pobj", "dep", "aux", "auxpass"})


@dataclass(frozen=True, slots=True)
class Scopes:
    """The scope words of a text by token: name of the scope to the tokens that its words cover.

    ``frames`` are the first tokens of frames such as "I'd be lying if I said", ``framed`` all of them; ``private``,
    ``household``, ``everyday`` and ``working`` tell whether words of two senses are meant of the job.
    """

    negators: frozenset[int]
    frames: frozenset[int]
    framed: frozenset[int]
    past: frozenset[int]
    present: frozenset[int]
    hypothesis: frozenset[int]
    advice: frozenset[int]
    others: frozenset[int]
    private: frozenset[int] = frozenset()
    household: frozenset[int] = frozenset()
    everyday: frozenset[int] = frozenset()
    working: frozenset[int] = frozenset()
    # what ends, and what is a bad piece of something: see `fingerpost.intake.bearing`
    ending: frozenset[int] = frozenset()
    flawed: frozenset[int] = frozenset()
    # what asks for less of an item of a list: see `fingerpost.intake.framing`
    lessening: frozenset[int] = frozenset()
    # what surrounds the work: pay, firm, company
    setting: frozenset[int] = frozenset()
    trade: frozenset[int] = frozenset()
    # persons that a mention names too: "customers", "juniors", "the whole team"
    mentioned_persons: frozenset[int] = frozenset()
    echoes: tuple[Echo, ...] = ()


def mark_scopes(
    matches: Iterable[Match[str]], consumed: frozenset[int], named: frozenset[int], names: frozenset[int]
) -> Scopes:
    """Sort the matches of scope words by what they do; words that a cue or a topic has taken do not negate again.

    Args:
        matches: What was found of the scope vocabularies.
        consumed: Tokens that a cue or the mention of an activity names; they do not negate once more.
        named: Tokens that a mention names; they are no other person.
        names: Tokens that are names of people.
    """
    by: dict[str, set[int]] = {}
    pseudo: set[int] = set()
    matches = list(matches)
    echoes = list_echoes(matches)
    for match in matches:
        if match.entry == "negation-pseudo":
            pseudo.update(match.named)
    for match in matches:
        if match.entry == "negation":
            if not consumed.intersection(match.named) and not pseudo.intersection(match.named):
                by.setdefault("negation", set()).add(match.named[0])
        elif match.entry == "double-negation":
            by.setdefault("double-negation", set()).add(match.named[0])
            by.setdefault("framed", set()).update(match.named)
        else:
            by.setdefault(match.entry, set()).update(match.named)
    framed = by.get("framed", set())
    return Scopes(
        negators=frozenset(by.get("negation", set()) - framed),
        frames=frozenset(by.get("double-negation", ())),
        framed=frozenset(framed),
        past=frozenset(by.get("past", ())),
        present=frozenset(by.get("present", ())),
        hypothesis=frozenset(by.get("hypothesis", ())),
        advice=frozenset(by.get("advice", ())),
        others=(frozenset(by.get("other-experiencer", ())) | names) - named,
        private=frozenset(by.get("private", ())),
        household=frozenset(by.get("household", ())),
        everyday=frozenset(by.get("everyday", ())),
        working=frozenset(by.get("working", ())),
        ending=frozenset(by.get("ending", ())),
        flawed=frozenset(by.get("flawed", ())),
        lessening=frozenset(by.get("lessening", ())),
        setting=frozenset(by.get("setting", ())),
        trade=frozenset(by.get("trade", ())),
        mentioned_persons=frozenset(by.get("other-experiencer", ())) & named,
        echoes=echoes,
    )


def find_clause(page: Page, sentence: Sentence, i: int) -> tuple[int, int]:
    """The stretch of the sentence around token ``i`` up to the nearest clause boundaries on both sides."""
    if not page.before:
        _mark_boundaries(page)
    start = max(page.before[i] + 1, sentence.start)
    if start > sentence.start and page.tokens[start - 1].low in ("nor", "neither"):
        start -= 1
    return start, min(page.behind[i], sentence.end)


def _mark_boundaries(page: Page) -> None:
    """Note for each token the last clause boundary before it (-1 if none) and the first behind it, once for a page."""
    count = len(page.tokens)
    edges = [is_boundary(page, i) for i in range(count)]
    page.before, page.behind = [-1] * count, [count] * count
    for i in range(1, count):
        page.before[i] = i - 1 if edges[i - 1] else page.before[i - 1]
    for i in range(count - 2, -1, -1):
        page.behind[i] = i + 1 if edges[i + 1] else page.behind[i + 1]


def is_boundary(page: Page, i: int) -> bool:
    """Whether a clause ends at token ``i``: strong punctuation, a comma or a conjunction before a new clause."""
    token = page.tokens[i]
    if token.low in ("nor", "or") and _is_correlative(page, i):
        return False
    # "I never managed people or [met] a customer": one subject, one negation
    if token.low == "or" and page.tokens[min(i + 1, len(page.tokens) - 1)].tag in ("VBD", "VBN"):
        return False
    # "I am since 8 years a developer"
    if token.low == "since" and any(t.number is not None for t in page.tokens[i + 1 : i + 3]):
        return False
    if token.low in _CLAUSE_ENDS or (token.low in ("-", "/") and _has_space_around(page, i)):
        return True
    if token.low in (",", "&") or (token.low in ("and", "or", "nor", "then") and token.pos in ("CCONJ", "ADV")):
        return _begins_clause(page, i + 1)
    return token.low in _CONJUNCTIONS and token.pos in ("CCONJ", "SCONJ", "ADV", "PRON")


def _is_correlative(page: Page, i: int) -> bool:
    """Whether ``nor`` or ``or`` at token ``i`` goes on with a ``neither`` or ``either`` before it."""
    wanted = "neither" if page.tokens[i].low == "nor" else "either"
    start = max(0, i - 14)
    return any(page.tokens[j].low == wanted for j in range(start, i) if page.sentence_of[j] == page.sentence_of[i])


def _has_space_around(page: Page, i: int) -> bool:
    return page.tokens[i].space and (i == 0 or page.tokens[i - 1].space)


def _begins_clause(page: Page, i: int) -> bool:
    """Whether what follows token ``i`` has a finite verb before the next comma: a clause, not an item of a list."""
    for j in range(i, min(i + 4, len(page.tokens))):
        token = page.tokens[j]
        if token.low in (",", ".", ";", ":"):
            return False
        if (token.dep in _SUBJECTS and token.pos == "PRON") or token.tag in ("VBD", "VBZ", "VBP", "MD"):
            return True
    return False


def count_negations(page: Page, scopes: Scopes, start: int, end: int, sentence: Sentence, own: Collection[int] = ()) -> int:
    """How many negators have the words ``start`` to ``end`` in their scope, as `list_negators` finds them."""
    negators, frames = list_negators(page, scopes, start, end, sentence, own)
    return len(negators) + len(frames)


def list_negators(
    page: Page, scopes: Scopes, start: int, end: int, sentence: Sentence, own: Collection[int] = ()
) -> tuple[list[int], list[int]]:
    """The negators that have the words ``start`` to ``end`` in their scope: those before them in the same clause, and
    frames such as "I'd be lying if I said" before them in the sentence. Tokens that the words themselves name (``own``) do
    not count.

    Returns:
        The tokens of negators, and the first tokens of frames.
    """
    # "no Slack, just me: heaven" is not negated: a cue that begins with a colon or an equals sign starts afresh
    begin = start if page.tokens[start].low in (":", "=", "-") else find_clause(page, sentence, start)[0]
    inside = [
        i
        for i in scopes.negators
        if begin <= i < end and i not in own and _reaches(page, i, start) and not _answers(page, i)
    ]
    # "neither a nor b" is one negation for each item
    found = [i for i in inside if not (page.tokens[i].low == "nor" and len(inside) > 1)]
    if not any(begin <= i < start for i in scopes.negators):
        heads = {start, *range(start, end)}
        # "far from being a chore, it ..." turns what is behind "from" alone
        opening = (i for i in scopes.negators if sentence.start <= i < begin and page.tokens[i].low != "far")
        found += [i for i in opening if page.tokens[i].head in heads and not _answers(page, i)]
    return found, [i for i in scopes.frames if sentence.start <= i < start and _carries_on(page, i, start)]


def _answers(page: Page, i: int) -> bool:
    """Whether a negator answers a question by itself, and what follows is told: "Nothing, I love it"."""
    if page.tokens[i].low not in ("nothing", "none", "no", "not", "never", "nope") or i + 2 >= len(page.tokens):
        return False
    sentence = page.sentences[page.sentence_of[i]]
    mark = next((j for j in (i + 1, i + 2) if page.tokens[j].low in (",", "-", ":", ";")), None)
    if i != sentence.start or mark is None:
        return False
    rest = takewhile(lambda t: t.low not in (",", ";", ":"), page.tokens[mark + 1 : sentence.end])
    return any(t.tag in ("VBP", "VBZ", "VBD", "MD") for t in rest)


def _carries_on(page: Page, frame: int, start: int) -> bool:
    """Whether what a frame opens goes as far as ``start``: "not that I mind talks, but docs ..." ends at "but"."""
    return _joins(page, frame, start) and not any(
        page.tokens[j].low in ("but", "yet", "though", "although") and page.tokens[j - 1].low == ","
        for j in range(frame + 1, start)
    )


def _joins(page: Page, start: int, end: int) -> bool:
    """Whether no strong punctuation stands between two tokens."""
    return not any(page.tokens[j].low in (";", ":") for j in range(start, end))


def _reaches(page: Page, negator: int, start: int) -> bool:
    """Whether a negator's scope goes as far as ``start``: that of "without" ends at the next comma."""
    if page.tokens[negator].low not in ("without", "w/o"):
        return True
    return not any(page.tokens[j].low == "," for j in range(negator, start))


def find_subject(page: Page, i: int) -> Token | None:
    """The grammatical subject of the clause in which token ``i`` stands, by the parse; None where there is none."""
    seen = 0
    node = page.tokens[i]
    while seen < 8:
        for child in node.children:
            if page.tokens[child].dep in _SUBJECTS:
                return page.tokens[child]
        if node.head == node.i or node.dep not in _UP | {"attr", "acomp", "advmod", "npadvmod", "oprd", "relcl"}:
            return None
        node = page.tokens[node.head]
        seen += 1
    return None


def find_holder(page: Page, scopes: Scopes, i: int, sentence: Sentence) -> str:
    """Who holds what token ``i`` says: ``self``, ``we``, ``other``, or ``none`` where no person is named.

    What others hold is the writer's too where the writer says so ("and so do I").
    """
    holder = _find_teller(page, scopes, i, sentence)
    if holder == "other" and scopes.echoes:
        echo = find_echo(page, scopes.echoes, scopes.others, i, sentence)
        return "self" if echo is not None and echo.kind == SAME else holder
    return holder


def _find_teller(page: Page, scopes: Scopes, i: int, sentence: Sentence) -> str:
    """Who holds what token ``i`` says in the clause where it stands."""
    subject = find_subject(page, i)
    if subject is not None and page.sentence_of[subject.i] == sentence.index and _joins(page, i, subject.i):
        if subject.low == "me" and _is_told_to(page, scopes, subject):
            return "other"
        holder = classify_holder(page, scopes, subject)
        if holder == "other" and _speaks_nearer(page, subject.i, i):
            return "self"
        # "never touched it, the office keeps it locked"
        if holder == "other" and _stands_behind(page, subject, i):
            return "none"
        if holder == "none" and _is_told_by_other(page, scopes, subject):
            return "other"
        if holder != "none" or subject.i > i:
            return holder
    begin, _ = find_clause(page, sentence, i)
    for j in range(i - 1, begin - 1, -1):
        token = page.tokens[j]
        if token.low in _SELF:
            return "self"
        if token.low in ("he", "she", "they", "you", "everyone", "everybody") or _opens_as_other(page, scopes, j, begin):
            return "other"
    return "none"


def _stands_behind(page: Page, subject: Token, i: int) -> bool:
    """Whether a subject opens a clause of its own behind a comma after token ``i``, and is not named as its speaker."""
    between = [page.tokens[j] for j in range(i + 1, subject.i)]
    if not any(t.low in (",", ";", "-", "–", "—") for t in between) or page.tokens[subject.head].lemma in _TELLING:
        return False
    return page.tokens[i].tag in ("VBD", "VBN") and page.tokens[i].dep != "relcl"


def _is_told_to(page: Page, scopes: Scopes, subject: Token) -> bool:
    """Whether somebody else wants it of the writer: "my manager wants me to ..."."""
    governor = page.tokens[page.tokens[subject.head].head]
    if governor.i == subject.head:
        return False
    return any(
        classify_holder(page, scopes, page.tokens[c]) == "other"
        for c in governor.children
        if page.tokens[c].dep in _SUBJECTS and c < subject.i
    )


def _speaks_nearer(page: Page, subject: int, i: int) -> bool:
    """Whether an "I" stands between a subject and its verb with no verb between: "they moan and I, odd fish, enjoy it"."""
    own = next((j for j in range(i - 1, subject, -1) if page.tokens[j].low == "i"), None)
    if own is None or page.tokens[own].dep not in ("conj", "npadvmod", "nsubj", "appos", "dep"):
        return False
    return not any(page.tokens[j].pos in ("VERB", "AUX") for j in range(own + 1, i))


_TELLING = frozenset("say tell claim write insist preach swear argue think believe reckon find".split())


def _is_told_by_other(page: Page, scopes: Scopes, subject: Token) -> bool:
    """Whether what is said of a thing is somebody else's word: "my boss says that mentoring is fun"."""
    verb = page.tokens[subject.head]
    governor = page.tokens[verb.head]
    if verb.dep != "ccomp" or governor.lemma not in _TELLING or governor.i > subject.i:
        return False
    if any(page.tokens[c].low == "my" for c in subject.children):
        return False
    tellers = (page.tokens[c] for c in governor.children if page.tokens[c].dep == "nsubj")
    return any(classify_holder(page, scopes, t) == "other" for t in tellers)


def _opens_as_other(page: Page, scopes: Scopes, j: int, begin: int) -> bool:
    """Whether token ``j`` is another person who opens the clause, as a subject would: "my twin", "half of the team"."""
    token = page.tokens[j]
    if j not in scopes.others or token.dep in ("dobj", "pobj", "compound", "poss", "iobj", "dative", "attr"):
        return False
    return all(
        t.pos in ("DET", "PRON", "ADJ", "NUM", "NOUN", "PROPN", "ADP", "CCONJ", "ADV", "INTJ", "PUNCT", "PART")
        for t in page.tokens[begin:j]
    )


def classify_holder(page: Page, scopes: Scopes, subject: Token) -> str:
    """What kind of person a subject is: ``self``, ``we``, ``other``, or ``none`` for a thing."""
    whole = _find_whole(page, subject)
    if whole is not None:
        holder = classify_holder(page, scopes, whole)
        return "other" if holder == "we" and subject.low not in _ENTIRE else holder
    low = subject.low
    if _is_owned_by_other(page, scopes, subject):
        return "other"
    if low in _SELF:
        return "self"
    if low in _WE:
        return "we"
    if low in ("who", "that", "which"):
        antecedent = page.tokens[page.tokens[subject.head].head]
        if antecedent.low in _SELF:
            return "self"
        inner = find_subject(page, antecedent.i)
        if inner is not None and inner.low in _SELF and (antecedent.dep in ("attr", "oprd") or _is_one_of(page, antecedent)):
            return "self"
        return "other" if antecedent.i in scopes.others else "none"
    if low in _OTHER or subject.i in scopes.others:
        return "other"
    return "none"


def _is_one_of(page: Page, persons: Token) -> bool:
    """Whether a subject is counted among persons: "I am one of those people who"."""
    of = page.tokens[persons.head]
    return persons.dep == "pobj" and (of.low == "among" or page.tokens[of.head].low == "one") and of.pos == "ADP"


_PARTS = frozenset(
    (
        "half all most many some several few both each none any either neither majority plenty lot lots couple number rest"
        " bunch handful part third quarter dozen dozens one"
    ).split()
)
_ENTIRE = frozenset({"all", "both", "each", "most"})


def _find_whole(page: Page, subject: Token) -> Token | None:
    """The persons or things of which a subject names some: "colleagues" in "half of my colleagues"."""
    if subject.low not in _PARTS and subject.pos != "NUM":
        return None
    of = next((page.tokens[c] for c in subject.children if page.tokens[c].low == "of"), None)
    if of is None:
        return None
    return next((page.tokens[c] for c in of.children if page.tokens[c].dep == "pobj"), None)


def is_nobody(page: Page, subject: Token | None) -> bool:
    """Whether a subject names no person: "nobody", "no one", "no engineer"."""
    if subject is None:
        return False
    return subject.low in ("nobody", "none") or any(page.tokens[c].low == "no" for c in subject.children)


def is_mentioned_person(page: Page, scopes: Scopes, i: int, sentence: Sentence) -> bool:
    """Whether the verb at token ``i`` has for its subject persons that a mention names too: "customers love it when".

    Only of a verb that one does or feels, since as topics persons please and tire the writer ("juniors are a joy").
    """
    subject = find_subject(page, i)
    if subject is None or subject.i not in scopes.mentioned_persons or page.sentence_of[subject.i] != sentence.index:
        return False
    if any(page.tokens[c].low in ("a", "an") for c in subject.children):
        return False
    return subject.dep == "nsubj" and subject.i <= i and page.tokens[subject.head].pos == "VERB"


_OWNERS = frozenset({"his", "her", "their", "your"})
_GROUPS = frozenset({"team", "company", "org", "organisation", "organization", "firm", "employer", "department"})


def _is_owned_by_other(page: Page, scopes: Scopes, subject: Token) -> bool:
    """Whether a thing is another person's: "my brother's demos", "her talks"."""
    if subject.pos not in ("NOUN", "PROPN"):
        return False
    owners = [page.tokens[c] for c in subject.children if page.tokens[c].dep == "poss"]
    opens = subject.i - page.sentences[page.sentence_of[subject.i]].start < 3
    return any((opens and o.low in _OWNERS) or (o.i in scopes.others and o.low not in _GROUPS) for o in owners)


def find_names(page: Page, words: frozenset[str], named: frozenset[int]) -> frozenset[int]:
    """Tokens that are names of people: capitalised proper nouns, as subject or at the head of a clause, that neither the
    lexicon nor a mention claims."""
    return frozenset(
        t.i
        for t in page.tokens
        if t.pos == "PROPN"
        and t.text[:1].isupper()
        and t.text[1:].islower()
        and t.low not in words
        and t.i not in named
        and t.dep in ("nsubj", "nsubjpass", "ROOT", "compound", "appos", "conj", "npadvmod")
        and (t.i == 0 or page.tokens[t.i - 1].low not in ("at", "in", "for", "with", "to", "from", "of", "@"))
        and not _introduces(page, t)
    )


_LEAST_AGE, _MOST_AGE = 17, 80


def _introduces(page: Page, name: Token) -> bool:
    """Whether a name is the writer's, who gives an age with it and no verb: "Marcus, 33, Chicago, ..."."""
    comma, age = page.tokens[name.i + 1 : name.i + 3] if name.i + 2 < len(page.tokens) else (name, name)
    if comma.low != "," or age.number is None or not _LEAST_AGE <= age.number <= _MOST_AGE:
        return False
    sentence = page.sentences[page.sentence_of[name.i]]
    return all(t.pos not in ("VERB", "AUX") for t in page.tokens[sentence.start : name.i])


def is_past(page: Page, scopes: Scopes, start: int, end: int, sentence: Sentence) -> bool:
    """Whether the words stand under a marker of a past that is over, with no marker of the present in the clause."""
    return bool(list_past_words(page, scopes, start, end, sentence))


def list_past_words(page: Page, scopes: Scopes, start: int, end: int, sentence: Sentence) -> list[int]:
    """The tokens that set the words ``start`` to ``end`` in a past that is over; none beside a marker of the present."""
    begin, stop = find_clause(page, sentence, start)
    stop = max(stop, end)
    if any(begin <= i < stop for i in scopes.present) or goes_on(page, stop, sentence):
        return []
    return [i for i in scopes.past if begin <= i < stop]


def goes_on(page: Page, stop: int, sentence: Sentence) -> bool:
    """Whether the next clause says that it is so to this day: "I used to love it, still do"."""
    lows = [page.tokens[i].low for i in range(stop, min(stop + 5, sentence.end))]
    return "still" in lows and bool({"do", "am", "'m", "does", "is", "are", "'re", "have", "'ve"}.intersection(lows))


def is_supposed(page: Page, scopes: Scopes, start: int, sentence: Sentence) -> bool:
    """Whether the words stand in the condition of an ``if`` or under another marker of hypothesis."""
    return bool(list_hypothesis_words(page, scopes, start, sentence))


def list_hypothesis_words(page: Page, scopes: Scopes, start: int, sentence: Sentence) -> list[int]:
    """The tokens that make the clause of token ``start`` supposed and not told."""
    begin, stop = find_clause(page, sentence, start)
    marked = sorted(i for i in scopes.hypothesis if max(begin - 2, sentence.start) <= i < stop)
    # words that stand together, such as "what if", stay together
    while marked and marked[-1] + 1 in scopes.hypothesis:
        marked.append(marked[-1] + 1)
    opening = range(max(begin - 1, sentence.start), begin + 1)
    return marked or [i for i in opening if page.tokens[i].low in ("if", "unless", "whether")]


def is_question(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence asks: it ends in a question mark and has a verb of its own turned round, or a question word."""
    tokens = page.tokens[sentence.start : sentence.end]
    if not any(t.low == "?" for t in tokens[-3:]):
        return False
    first = next((t for t in tokens if t.pos not in ("PUNCT", "CCONJ", "INTJ")), None)
    if is_denied(page, sentence) or [t.low for t in tokens[:2]] == ["me", ","]:
        return True
    return first is not None and (
        first.tag in ("MD", "WP", "WRB", "WDT")
        or first.low in ("do", "does", "did", "is", "are", "am", "have", "has", "was", "were")
    )


# how what was asked in disbelief is denied: "I hate meetings? Who told you that?"
_DENIALS = frozenset(
    (
        "nonsense rubbish wrong hardly bullshit bollocks baloney hogwash false who|told who|says who|said says|who as|if "
        "not|true far|from on|the|contrary quite|the|opposite quite|the|contrary"
    ).split()
)


def is_denied(page: Page, sentence: Sentence) -> bool:
    """Whether the next sentence denies what this one asks."""
    if sentence.index + 1 >= len(page.sentences):
        return False
    following = page.sentences[sentence.index + 1]
    lows = [t.low for t in page.tokens[following.start : min(following.start + 3, following.end)]]
    return any("|".join(lows[:n]) in _DENIALS for n in (1, 2, 3))
