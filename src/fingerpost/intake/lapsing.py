"""What is told of a time that is over: by tense and the adverbials of time around it, beyond the fixed words of the past."""

from __future__ import annotations

from collections.abc import Iterable

from fingerpost.intake.assertion import Scopes, find_clause, is_past
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
    if is_past(page, scopes, start, end, sentence):
        return True
    begin, stop = find_clause(page, sentence, start)
    stop = max(stop, end)
    if any(begin <= i < stop for i in scopes.present) or _goes_on(page, stop, sentence):
        return False
    verb = find_past_verb(page, start, end)
    if verb is None:
        return False
    return (
        _is_set_in_past(page, page.tokens[begin:stop], verb, start, end)
        or _is_unfulfilled(page, verb, start, end)
        or _is_ended(page, verb, start, end)
        or _is_beside_stretch(page, verb, start, end)
        or _gives_way(page, stop, sentence)
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


def _goes_on(page: Page, stop: int, sentence: Sentence) -> bool:
    return any(page.tokens[i].low == "still" for i in range(stop, min(stop + 5, sentence.end)))


def _is_set_in_past(page: Page, clause: list[Token], verb: Token, start: int, end: int) -> bool:
    """Whether an adverbial of the clause puts it in the past: "in 2015", "back at the bank", "for years", a last "then"."""
    if verb.lemma in _TURNS or page.tokens[verb.head].lemma in _TURNS:
        return False
    for token in clause:
        if token.pos not in ("ADP", "ADV", "SCONJ") or not _belongs_to(page, token, verb, start, end):
            continue
        following = page.tokens[token.i + 1] if token.i + 1 < len(page.tokens) else token
        if token.low in ("in", "around", "circa") and following.number in _YEARS and following.low.isdigit():
            return True
        if token.low == "back" and following.low in ("at", "in", "with", "when", "then", "on"):
            return True
        if token.low in _SPAN_ENDS and token.pos == "ADP":
            return True
        if token.low == "once" and page.tokens[token.i - 1].low not in ("not", "never", "at"):
            return True
        if token.low == "then" and token.i > verb.i and (token is clause[-1] or following.pos in ("PUNCT", "CCONJ")):
            return True
        if token.low == "for" and {t.low for t in page.tokens[token.i + 1 : token.i + 4]} & _SPANS:
            return True
    return False


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


def _is_unfulfilled(page: Page, verb: Token, start: int, end: int) -> bool:
    """Whether a wish stands in the past perfect: "I had hoped to become a director"."""
    wishing = [verb, *page.tokens[start:end]]
    return any(
        _WISHING & t.forms and t.tag == "VBN" and any(page.tokens[c].low == "had" for c in t.children) for t in wishing
    )


def _is_ended(page: Page, verb: Token, start: int, end: int) -> bool:
    """Whether a clause says when it ended: "until the reorg came", "before I burned out"."""
    return any(mark in ("until", "till", "before") for mark, _ in _list_clauses(page, verb, start, end))


def ends_refusal(page: Page, start: int, end: int) -> bool:
    """Whether what did not hold in the past has held since: "I didn't enjoy it until I joined this team"."""
    verb = find_past_verb(page, start, end)
    return verb is not None and any(m in ("until", "till") for m, _ in _list_clauses(page, verb, start, end))


def _is_beside_stretch(page: Page, verb: Token, start: int, end: int) -> bool:
    """Whether a clause puts it in a stretch of the writer's life: "when I was at the startup"."""
    return any(
        mark in ("when", "while", "as")
        and clause.lemma in _STRETCHES
        and any(page.tokens[c].low in ("i", "we") and page.tokens[c].dep.startswith("nsubj") for c in clause.children)
        for mark, clause in _list_clauses(page, verb, start, end)
    )


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


def _gives_way(page: Page, stop: int, sentence: Sentence) -> bool:
    """Whether the next clause opens with a word of today: "I was scared of it; today I ring them for the chat"."""
    nexts = [t for t in page.tokens[stop : min(stop + 3, sentence.end)] if t.pos not in ("PUNCT", "CCONJ")]
    return bool(nexts) and nexts[0].low in _TODAY and stop < sentence.end


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
