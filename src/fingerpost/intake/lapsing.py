"""What is told of a time that is over: by tense and the adverbials of time around it, beyond the fixed words of the past."""

from __future__ import annotations

from collections.abc import Iterable

from fingerpost.intake.assertion import Scopes, find_clause, goes_on, list_past_words
from fingerpost.intake.tokens import Page, Sentence, Token

_TODAY = frozenset({"now", "today", "nowadays", "these", "meanwhile", "since"})
# verbs of a stretch of life and not of one event: "when I was at the startup", "when I worked nights"
_STRETCHES = frozenset("be work start begin join live study have graduate run lead manage".split())
_SPAN_ENDS = frozenset({"until", "till"})
_YEARS = range(1960, 2036)
_SPANS = frozenset({"years", "ages", "decades", "months"})
# verbs by which something begins or ends for good: what is dated by them holds from then on
_TURNS = frozenset(
    ("learn lose come grow stop quit start begin fall discover realise realize get become develop give swear vow decide"
     " tire outgrow turn burn abandon").split()
)  # fmt: skip
_WISHING = frozenset({"hope", "want", "wish", "dream", "plan", "intend", "expect", "mean"})
_FEELINGS = frozenset(
    ("wish dream fear worry ambition plan hope urge desire anxiety dread terror panic longing itch craving goal").split()
)
_VANISHING = frozenset(
    ("go leave pass die vanish fade disappear evaporate melt subside dissolve lift ease cease end").split()
)


def has_lapsed(page: Page, scopes: Scopes, start: int, end: int, sentence: Sentence) -> bool:
    """Whether the words ``start`` to ``end`` tell of a time that is over and say nothing of today."""
    return bool(list_lapse_words(page, scopes, start, end, sentence))


def list_lapse_words(page: Page, scopes: Scopes, start: int, end: int, sentence: Sentence) -> list[int]:
    """The tokens that set the words ``start`` to ``end`` in a time that is over: fixed words of the past, or an adverbial
    beside a verb in the past tense; none beside a marker of the present."""
    fixed = list_past_words(page, scopes, start, end, sentence)
    if fixed:
        return fixed
    begin, stop = find_clause(page, sentence, start)
    stop = max(stop, end)
    if any(begin <= i < stop for i in scopes.present) or goes_on(page, stop, sentence):
        return []
    verb = find_past_verb(page, start, end)
    if verb is None:
        return []
    return (
        _list_setting(page, page.tokens[begin:stop], verb, start, end)
        or _list_unfulfilled(page, verb, start, end)
        or _list_end(page, verb, start, end)
        or _list_stretch(page, verb, start, end)
        or _list_turn(page, stop, sentence)
    )


def find_past_verb(page: Page, start: int, end: int) -> Token | None:
    """The verb in the simple past, or under ``did`` or ``had``, that carries the words; None in any other tense."""
    for node in (*page.tokens[start:end], *_climb(page, start)):
        if node.pos not in ("VERB", "AUX"):
            continue
        helpers = [page.tokens[c] for c in node.children if page.tokens[c].dep in ("aux", "auxpass")]
        if any(h.tag == "MD" or h.low in ("have", "has", "'ve", "'s", "do", "does", "'d", "to") for h in helpers):
            return None
        if node.tag in ("VBP", "VBZ"):
            return None
        if node.tag == "VBD" or any(h.low in ("did", "was", "were", "had") for h in helpers):
            return page.tokens[node.head] if node.dep in ("aux", "auxpass") else node
    return None


def _climb(page: Page, i: int) -> Iterable[Token]:
    node = page.tokens[i]
    for _ in range(4):
        if node.head == node.i or node.dep in ("advcl", "relcl", "conj", "ccomp"):
            return
        node = page.tokens[node.head]
        yield node


def _list_setting(page: Page, clause: list[Token], verb: Token, start: int, end: int) -> list[int]:
    """The adverbial that puts a clause in the past: "in 2015", "back at the bank", "for years", a last "then"."""
    if verb.lemma in _TURNS or page.tokens[verb.head].lemma in _TURNS:
        return []
    for token in clause:
        fronted = token is clause[0]
        if token.pos not in ("ADP", "ADV", "SCONJ") or not (fronted or _belongs_to(page, token, verb, start, end)):
            continue
        if _sets_in_past(page, token, token.i > verb.i and token is clause[-1]):
            return _list_phrase(page, token)
    return []


def _sets_in_past(page: Page, token: Token, closing: bool) -> bool:
    following = page.tokens[token.i + 1] if token.i + 1 < len(page.tokens) else token
    if token.low in ("in", "around", "circa"):
        return following.number in _YEARS and following.low.isdigit()
    if token.low == "back":
        return following.low in ("at", "in", "with", "when", "then", "on")
    if token.low in _SPAN_ENDS:
        return token.pos == "ADP"
    if token.low == "once":
        return token.i == 0 or page.tokens[token.i - 1].low not in ("not", "never", "at")
    if token.low == "then":
        return closing or following.pos in ("PUNCT", "CCONJ")
    return token.low == "for" and bool({t.low for t in page.tokens[token.i + 1 : token.i + 4]} & _SPANS)


def _list_phrase(page: Page, opening: Token) -> list[int]:
    """An adverbial from its first word to its noun."""
    last = opening.i
    if opening.low == "back" or opening.pos != "ADV":
        for i in range(opening.i + 1, min(opening.i + 6, len(page.tokens))):
            if page.tokens[i].pos not in ("ADP", "DET", "ADJ", "NUM", "NOUN", "PROPN", "ADV", "PRON"):
                break
            last = i
            if page.tokens[i].pos in ("NOUN", "PROPN", "NUM"):
                break
    return [*range(opening.i, last + 1)]


def _belongs_to(page: Page, adverbial: Token, verb: Token, start: int, end: int) -> bool:
    """Whether an adverbial says when the verb or the words were so, and not when something told beside them was done."""
    node = adverbial
    for _ in range(4):
        node = page.tokens[node.head]
        if node.i == verb.i or start <= node.i < end:
            return True
        if node.dep == "conj":
            return False
    return False


def _list_unfulfilled(page: Page, verb: Token, start: int, end: int) -> list[int]:
    """The ``had`` of a wish in the past perfect: "I had hoped to become a director"."""
    wishing = [t for t in (verb, *page.tokens[start:end]) if _WISHING & t.forms and t.tag == "VBN"]
    return [c for t in wishing for c in t.children if page.tokens[c].low == "had"][:1]


def _list_end(page: Page, verb: Token, start: int, end: int) -> list[int]:
    """The clause that says when it ended: "until the reorg came", "before I burned out"."""
    clauses = _list_clauses(page, verb, start, end)
    return next((_list_clause(page, c) for mark, c in clauses if mark in ("until", "till", "before")), [])


def _list_clause(page: Page, verb: Token) -> list[int]:
    """A subordinate clause: its verb with the words that hang on it directly, and what lies between."""
    own = [verb.i, *(c for c in verb.children if page.tokens[c].pos != "PUNCT")]
    return [*range(min(own), max(own) + 1)]


def ends_refusal(page: Page, start: int, end: int) -> bool:
    """Whether what did not hold in the past has held since: "I didn't enjoy it until I joined this team"."""
    verb = find_past_verb(page, start, end)
    return verb is not None and any(m in ("until", "till") for m, _ in _list_clauses(page, verb, start, end))


def _list_stretch(page: Page, verb: Token, start: int, end: int) -> list[int]:
    """The clause that puts it in a stretch of the writer's life: "when I was at the startup"."""
    for mark, clause in _list_clauses(page, verb, start, end):
        subjects = {page.tokens[c].low for c in clause.children if page.tokens[c].dep.startswith("nsubj")}
        if mark in ("when", "while", "as") and clause.lemma in _STRETCHES and subjects & {"i", "we"}:
            return _list_clause(page, clause)
    return []


def _list_clauses(page: Page, verb: Token, start: int, end: int) -> Iterable[tuple[str, Token]]:
    """The adverbial clauses in the past under a verb, each as its conjunction and its own verb."""
    heads = {verb.i, *range(start, end)}
    for clause in (page.tokens[c] for h in sorted(heads) for c in page.tokens[h].children):
        if clause.dep != "advcl":
            continue
        inner = [page.tokens[c] for c in clause.children]
        past = clause.tag == "VBD" or any(t.low in ("was", "were", "did", "had") for t in inner)
        mark = next((t.low for t in inner if t.dep in ("mark", "advmod") and t.i < clause.i), "")
        if past and mark:
            yield mark, clause


def _list_turn(page: Page, stop: int, sentence: Sentence) -> list[int]:
    """The word of today with which the next clause opens: "I was scared of it; today I ring them for the chat"."""
    nexts = [t for t in page.tokens[stop : min(stop + 3, sentence.end)] if t.pos not in ("PUNCT", "CCONJ")]
    return [t.i for t in nexts[:1] if t.low in _TODAY]


def is_given_up(page: Page, start: int, sentence: Sentence) -> bool:
    """Whether the feeling told of is said to be gone further on: "the wish is gone", "that worry has left me"."""
    for token in page.tokens[start : sentence.end]:
        if token.lemma not in _FEELINGS or token.dep not in ("nsubj", "nsubjpass"):
            continue
        verb = page.tokens[token.head]
        if any(page.tokens[c].dep == "neg" for c in verb.children):
            continue
        rest = {page.tokens[c].low for c in verb.children}
        if verb.lemma in _VANISHING or (verb.lemma == "be" and rest & {"over", "behind", "gone", "history", "dead"}):
            return True
    return False
