"""Words of two senses: whether what is named belongs to the job or to a life beside it ("I coach the under-twelves")."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from fingerpost.intake.assertion import Scopes, find_clause
from fingerpost.intake.lexicon import TopicEntry
from fingerpost.intake.tokens import Page, Sentence, Token

# topics that belong to a life beside work themselves
_AT_HOME = frozenset({"side-projects", "open-source", "entrepreneurship"})
_COMPANY = "socializing"
# states and wishes that a word of two senses may name: stuck in traffic, burnout of the clutch, a garden of my own
_STATES = frozenset({"stuck", "burned-out", "sole-expert", "autonomy"})
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
_SPEAKING = frozenset({"NOUN", "VERB", "ADJ"})
# what is likened to the job, or left for it, says nothing of the sense in which the job is meant
_LIKENING = frozenset({"like", "as", "than", "instead", "unlike", "despite", "without", "except"})
_SUBORDINATORS = frozenset("when while after before until because if since though although unless whenever whereas".split())
_SOONER = frozenset({"sooner", "rather"})
_GROUPS = frozenset({"team", "squad", "project", "department"})
_MOST_STEPS = 12


def is_private(
    page: Page, scopes: Scopes, entry: TopicEntry, named: Sequence[int], sentence: Sentence, done: bool = False
) -> bool:
    """Whether a mention of ``entry`` by the tokens ``named`` is meant of a life beside work.

    Its words must all be such as have two senses, and a word of private life must stand with them, with no clear word of
    work in the sentence. Company that is kept may be kept at home too, but a party that is run there (``done``) is no
    deed of the job.
    """
    at_home = entry.topic in _AT_HOME or (entry.topic == _COMPANY and not done)
    named_state = entry.topic in _STATES or entry.use == "role"
    if at_home or not (entry.kind == "activity" or named_state):
        return False
    if _names_work(page, scopes, sentence) or not _has_two_senses(page, scopes, named):
        return False
    if any(_belongs(page, i, named, sentence) for i in _list_within(page, scopes.household, sentence)):
        return True
    beside = _list_within(page, scopes.private, sentence)
    if named_state:
        return any(_belongs(page, i, named, sentence) for i in beside)
    if entry.topic == "public-speaking":
        # one may speak to engineers in a theatre
        beside = [i for i in beside if page.tokens[page.tokens[i].head].low != "in"]
    return any(_stands_with(page, i, named, sentence) for i in beside)


def tells_of_home(page: Page, scopes: Scopes, mentioned: Sequence[Sequence[int]], sentence: Sentence) -> bool:
    """Whether a sentence is of private life alone: it has words of that, none of work, and names nothing but words of two
    senses (``mentioned``: the tokens of its mentions)."""
    if not _list_within(page, scopes.private, sentence) or _names_work(page, scopes, sentence):
        return False
    return all(_has_two_senses(page, scopes, named) for named in mentioned)


def is_of_work(topic: str, kinds: Mapping[str, str]) -> bool:
    """Whether a topic is an activity or a state of the job alone, so that a sentence of private life can't tell of it."""
    return topic in _STATES or (kinds.get(topic) == "activity" and topic not in {*_AT_HOME, _COMPANY})


def _list_within(page: Page, tokens: Collection[int], sentence: Sentence) -> list[int]:
    """Those of the tokens that are content words of the sentence."""
    return [i for i in range(sentence.start, sentence.end) if i in tokens and page.tokens[i].pos in _CONTENT]


def _names_work(page: Page, scopes: Scopes, sentence: Sentence) -> bool:
    """Whether a clear word of work stands in a sentence; "team" is none in "football team"."""
    here = [i for i in range(sentence.start, sentence.end) if i in scopes.working and i not in scopes.private]
    return any(page.tokens[i].lemma not in _GROUPS or scopes.private.isdisjoint(page.tokens[i].children) for i in here)


def _has_two_senses(page: Page, scopes: Scopes, named: Sequence[int]) -> bool:
    doubtful = scopes.everyday | scopes.private | scopes.household
    return all(i in doubtful or page.tokens[i].pos not in _SPEAKING for i in named)


def _stands_with(page: Page, i: int, named: Sequence[int], sentence: Sentence) -> bool:
    """Whether a private word colours the sentence of a mention: neither in a likeness nor in a clause of its own, nor as
    what the mention is said to be ("plumbing is my garden")."""
    path = _climb(page, i, named)
    if any(page.tokens[j].low == ";" for j in range(min(i, named[0]), max(i, named[-1]))):
        return False
    return not any(
        _is_likened(t, sentence) or _is_subordinate(page, t) or (t.dep in ("attr", "conj") and _is_other(page, t, named))
        for t in path
    )


def _is_other(page: Page, token: Token, named: Collection[int]) -> bool:
    """Whether a predicate or what is coordinated is something else than the mention: "plumbing is my garden", "I coach
    juniors and play handball"; not what is put in its place: "building things, mostly birdhouses"."""
    if token.head not in named:
        return token.dep == "attr" or token.pos == "VERB"
    return any(page.tokens[c].low in ("and", "or", "&") for c in page.tokens[token.head].children)


def _belongs(page: Page, i: int, named: Sequence[int], sentence: Sentence) -> bool:
    """Whether a private word stands in the phrase of a mention, in its apposition, or has the mention for an attribute."""
    if i in named:
        return True
    path = _climb(page, i, named)
    if any(_is_likened(t, sentence) or t.dep in ("conj", "relcl", "advcl") for t in path):
        return False
    return path[-1].head in named or _is_apposed(page, i, named, sentence)


def _climb(page: Page, i: int, named: Collection[int]) -> list[Token]:
    """The tokens from ``i`` up to one that hangs under a named token, or to the root."""
    path = [page.tokens[i]]
    while len(path) < _MOST_STEPS and path[-1].head != path[-1].i and path[-1].head not in named:
        path.append(page.tokens[path[-1].head])
    return path


def _is_likened(token: Token, sentence: Sentence) -> bool:
    """Whether a token opens a likeness; an "as" at the head of a sentence names an office ("As treasurer of the choir")."""
    return token.low in _LIKENING and token.dep in ("prep", "mark", "cc", "advmod") and token.i != sentence.start


def _is_subordinate(page: Page, token: Token) -> bool:
    """Whether a token heads a clause of its own, or what one would do instead: "I'd sooner clean the gutters"."""
    words = {page.tokens[c].low for c in token.children}
    if words & _SOONER:
        return True
    return token.dep in ("advcl", "relcl", "ccomp", "xcomp") and bool(words & (_SUBORDINATORS | _LIKENING))


def _is_apposed(page: Page, i: int, named: Sequence[int], sentence: Sentence) -> bool:
    """Whether a private word follows a mention behind a comma with no verb between: "architecture, Gaudí above all"."""
    _, end = find_clause(page, sentence, named[-1])
    if not named[-1] < i < end:
        return False
    between = page.tokens[named[-1] + 1 : i]
    return any(t.low == "," for t in between) and not any(
        t.pos in ("VERB", "AUX", "CCONJ", "SCONJ") or t.low in _LIKENING for t in between
    )
