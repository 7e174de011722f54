"""The readings of a sentence that are worth weighing, and what speaks for and against each, by name."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fingerpost.intake.comparing import find_inner
from fingerpost.intake.encoding import Stretch, list_parts
from fingerpost.intake.features import list_signed_words, list_words
from fingerpost.intake.found import Cue, Mention
from fingerpost.intake.places import Place
from fingerpost.intake.stating import GOAL_TOPICS, Statement
from fingerpost.intake.tokens import Page, Sentence
from fingerpost.intake.turning import is_taken_up
from fingerpost.intake.weights import NOTHING, Weights
from fingerpost.records import VALUES, Key

# what numbers and titles say is read by rules alone
_TITLE = "current-role#"
UNWEIGHED = frozenset({"years-experience", "company-size", "current-role"})
# a situation has values of its own; that it is told is one sign
SITUATION = "situation"
# a situation that one is in or not
STATE = "state"
_CHOICES = 2
_LEAST = 1e-4
# a reading that the lexicon did not say and that the words make less likely than this is not looked at
_LEAST_LIKELY = 0.02
# what is said in so many words: three of the four readings of it that the encoders dropped in our checks were right
_TOLD_OUTRIGHT = frozenset({"burned-out"})
# tokens of a part of a sentence that is plain where the lexicon has read it wholly
_PLAIN = 9
# how terms begin that name an entry of the lexicon
ENTRY = "entry "


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible reading of a sentence, with what speaks for and against it by name (``terms``).

    ``said`` tells that it is the lexicon's, ``certain`` that a cue says it in a sentence that the lexicon has read
    wholly, so that the weights of words cannot speak against it; ``plain`` that a cue says it in a short part of the
    sentence that the lexicon has read wholly, so that nothing can.
    """

    key: Key
    sentence: Sentence
    said: bool
    certain: bool
    plain: bool
    terms: dict[str, float]


def list_candidates(
    place: Place, statements: Sequence[Statement], weights: Weights, kinds: Mapping[str, str]
) -> Iterator[Candidate]:
    """The readings of a sentence that are worth weighing: all that the lexicon made, and the likeliest of the words."""
    page, sentence = place.page, place.sentence
    here = [s for s in statements if s.start < sentence.end and s.end > sentence.start and s.topic not in UNWEIGHED]
    said = {(s.kind, s.topic, str(s.value)): s for s in reversed(here)}
    if not said and not place.is_of_writer:
        return
    topics = weights.topics.judge_words(list_words(page, sentence.start, sentence.end))
    if not said and max(p for label, p in topics.items() if label != NOTHING) < _LEAST_LIKELY:
        return
    heard = _hear_signs(place, weights, topics)
    # where nothing is left unsaid, nothing is added; nor of what a cue of the lexicon has judged, whatever came of it
    all_said = _is_all_said(page, (sentence.start, sentence.end), here)
    plain = {*_list_plain(page, sentence, said), *_list_ended(place, said), *_list_headed(place, said)}
    plain |= {key for key in said if key[1] in _TOLD_OUTRIGHT}
    # a wish for a title that no path bears binds only what follows it at once
    plain |= {key for key, s in said.items() if kinds.get(key[1]) == "activity" and s.lexicon.startswith(_TITLE)}
    judged = {m.entry.topic for c in place.cues for m in c.bound}
    for key in _propose_keys(heard, said, place.mentions, kinds):
        topic_p, sign_p = heard.topics.get(key[1], _LEAST), heard.signs.get(sign_of(key), _LEAST)
        if key not in said and (
            topic_p * sign_p < _LEAST_LIKELY
            or all_said
            or key[1] in judged
            or not place.is_of_writer
            or not _may_add(key, said, place)
            or place.bars.bar(key, kinds)
        ):
            continue
        terms = {
            **place.terms,
            f"kind {key[0]}": 1.0,
            "topic": logit(topic_p),
            "sign": logit(sign_p),
            "topic first": float(key[1] == heard.first_topic),
            "sign first": float(sign_of(key) == heard.first_sign),
            "topic nothing": heard.topics.get(NOTHING, 0.0),
            "sign nothing": heard.signs.get(NOTHING, 0.0),
            "cue agrees": float(any(c.says == key[2] for c in place.cues)),
            **_describe_rivals(key, said, place.mentions.get(key[1])),
        }
        if key in said:
            terms |= {f"said, {name}": terms[name] for name in _TOGETHER if name in terms}
            terms |= _describe_source(said[key])
        else:
            # what keeps the lexicon from saying it weighs more against the words alone
            terms |= {f"only words, {name}": value for name, value in place.terms.items()}
            if key[1] in place.mentions:
                terms["only mentioned, topic"] = terms["topic"]
        certain = all_said and key in said and bool(said[key].cue)
        yield Candidate(key, sentence, key in said, certain, key in plain, terms)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the words of a sentence speak for: the chance of each topic and sign, the likeliest first in ``best_...``."""

    topics: Mapping[str, float]
    signs: Mapping[str, float]
    best_topics: tuple[str, ...]
    best_signs: tuple[str, ...]

    @property
    def first_topic(self) -> str:
        return next(t for t in self.best_topics if t != NOTHING)

    @property
    def first_sign(self) -> str:
        return self.best_signs[0]


def _hear_signs(place: Place, weights: Weights, topics: Mapping[str, float]) -> _Heard:
    signs = weights.signs.judge_words(
        list_signed_words(place.page, place.findings.scopes, place.sentence.start, place.sentence.end)
    )
    return _Heard(topics, signs, _list_best(topics), _list_best(signs))


def _list_best(chances: Mapping[str, float]) -> tuple[str, ...]:
    # labels stand in the order of the alphabet, which sorting keeps among equals
    return tuple(sorted(chances, key=chances.__getitem__, reverse=True)[: _CHOICES + 1])


def _propose_keys(
    heard: _Heard, said: Mapping[Key, Statement], mentions: Mapping[str, Mention], kinds: Mapping[str, str]
) -> Iterator[Key]:
    """What the lexicon said, then the likeliest topics, and those that are named, under the likeliest signs."""
    keys = dict.fromkeys(said)
    signs = dict.fromkeys([*heard.best_signs[:_CHOICES], *(sign_of(k) for k in said)])
    for topic in dict.fromkeys([*heard.best_topics[:_CHOICES], *(k[1] for k in said), *mentions]):
        if topic in UNWEIGHED or topic == NOTHING:
            continue
        for sign in signs:
            keys.update(dict.fromkeys(_list_keys(topic, sign, kinds.get(topic, "goal"), said)))
    yield from keys


# what weighs otherwise where the lexicon has said the same
_TOGETHER = frozenset(
    {"topic", "sign", "words", "cue", "kind preference", "kind experience", "kind skill", "kind goal", "kind situation"}
)


_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})


AGAINST = frozenset({"dislikes", "avoids", "weak", "lacks"})


def _may_add(key: Key, said: Collection[Key], place: Place) -> bool:
    """Whether words alone may say it here: not in questions, not of others, no taste in a past that is over, nothing good of
    a topic that is named beside a negation, and nothing that goes against what the lexicon says of the topic."""
    against = key[2] in AGAINST
    if any(k[1] == key[1] and (k[2] in AGAINST) != against for k in said):
        return False
    if "negated" in place.terms and not against and key[1] in place.mentions:
        return False
    return not place.is_closed and ("past" not in place.terms or key[0] == "experience")


_JOINING = frozenset({"and", "but", "or", "so"})
# behind a comma these begin something new
_ANEW = frozenset({"my", "i", "not", "less"})


def _cut_at_speaker(page: Page, parts: Sequence[Stretch]) -> Iterator[Stretch]:
    """Parts of a sentence, cut once more where the writer begins anew without a comma: "... and I have ...", "I love code
    reviews but can't stand ...", "my strength is coding, my weakness ..."."""
    for start, end in parts:
        begin = start
        for i in range(start + 2, end - 2):
            low, following = page.tokens[i].low, page.tokens[i + 1].low
            anew = low == "," and (following in _ANEW or _tells_past(page, i + 1))
            if anew or (low in _JOINING and following == "i") or (low == "but" and following not in ("not", "for", "in")):
                yield begin, i
                begin = i
        yield begin, end


def _tells_past(page: Page, i: int) -> bool:
    """Whether a verb without a subject begins what was before: "not interested in managing, [tried] it once"."""
    token = page.tokens[i]
    return token.tag == "VBD" and not any(page.tokens[c].dep in ("nsubj", "nsubjpass") for c in token.children)


def _list_plain(page: Page, sentence: Sentence, said: Mapping[Key, Statement]) -> Iterator[Key]:
    """What the lexicon says in short parts that it has read wholly: "I'm bad at small talk" means what it says."""
    for start, end in _cut_at_speaker(page, list_parts(page, sentence)):
        inside = {key: s for key, s in said.items() if start <= s.start and s.end <= end}
        if end - start <= _PLAIN and _is_all_said(page, (start, end), list(inside.values())):
            yield from (key for key, s in inside.items() if s.cue or s.kind == SITUATION)


def _list_ended(place: Place, said: Mapping[Key, Statement]) -> Iterator[Key]:
    """What the lexicon says with the sign turned by an end that comes last or by an exception, which an encoder hears as
    little as a negation far off: "I love it when a meeting gets cancelled", "apart from the meetings I love my job"."""
    ending = place.findings.scopes.ending
    for key, statement in said.items():
        ended = any(i in ending and i + 1 == statement.end for _, told in statement.scope for i in told)
        excepted = any(name == "exception" for name, _ in statement.scope)
        if ended or excepted or any(_frames(place.page, c, key[1]) for c in place.cues if c.entry.id == statement.cue):
            yield key


# words of a cue that say so much that it says the same of whatever stands between them
_MANY = 5


def _frames(page: Page, cue: Cue, topic: str) -> bool:
    """Whether a cue sets one thing above another ("I'd rather do sales calls than sprint planning", "I want to stop selling
    and write code") or stands around what it speaks of ("I'd hate it if the reviews went away")."""
    if not any(m.entry.topic == topic for m in cue.bound):
        return False
    if cue.entry.family == "preferring" and (cue.turned or len(cue.bound) > 1):
        return True
    if cue.turned and find_inner(page, cue) is not None:
        return True
    if cue.says == "avoids" and any(is_taken_up(page, cue, m) for m in cue.bound):
        return True
    return len(cue.named) >= _MANY and any(cue.start < m.start and m.end < cue.end for m in cue.bound)


# tokens before a heading that opens its sentence: a number, a bracket
_OPENING = 2


def _opens_part(place: Place, i: int) -> bool:
    tokens, start = place.page.tokens, place.sentence.start
    return i - start <= _OPENING or tokens[i].newline_before or tokens[i - 1].low in (".", "!", ";", "/")


_BETWEEN_ITEMS = frozenset({",", ";", ":", "/", "-", "+", "&", "and", "or"})


def _list_headed(place: Place, said: Mapping[Key, Statement]) -> Iterator[Key]:
    """What the lexicon says of the items of a list under a heading that name a topic and nothing else: "Cons: on-call"."""
    tokens, sentence = place.page.tokens, place.sentence
    headings = [c for c in place.cues if c.entry.family == "heading" and c.says and _opens_part(place, c.start)]
    for key, statement in said.items():
        heading = next((c for c in headings if c.entry.id == statement.cue), None)
        mention = place.mentions.get(statement.lexicon.partition("#")[0])
        if heading is None or mention is None or mention not in heading.bound or mention.start < heading.end:
            continue
        start, end = mention.start, mention.end
        while start > heading.end and tokens[start - 1].low not in _BETWEEN_ITEMS:
            start -= 1
        while end < sentence.end and tokens[end].low not in _BETWEEN_ITEMS and tokens[end].low not in (".", "!"):
            end += 1
        if all(i in mention.named or tokens[i].pos not in _CONTENT for i in range(start, end)):
            yield key


def _is_all_said(page: Page, stretch: Stretch, statements: Sequence[Statement]) -> bool:
    """Whether the lexicon has read all of a stretch: no content word stands outside its statements and their scopes."""
    read = {i for s in statements for i in range(s.start, s.end)}
    read.update(i for s in statements for _, tokens in s.scope for i in tokens)
    return bool(read) and not any(page.tokens[i].pos in _CONTENT and i not in read for i in range(*stretch))


def _describe_rivals(key: Key, said: Collection[Key], mention: Mention | None) -> dict[str, float]:
    terms: dict[str, float] = {}
    if any(o[0] == key[0] and o[1] == key[1] and o != key for o in said):
        terms["said otherwise"] = 1.0
    if any(o[1] == key[1] and o[0] != key[0] for o in said):
        terms["said of another kind"] = 1.0
    if said and key not in said:
        terms["something else said"] = 1.0
    if mention is not None:
        terms["mentioned"] = 1.0
        terms["weakly mentioned"] = float(mention.entry.use == "weak")
        terms["words"] = float(len(mention.named))
    return terms


def _describe_source(statement: Statement) -> dict[str, float]:
    """Which entries of the lexicon the statement rests on: some are right more often than others."""
    terms = {"said": 1.0, f"{ENTRY}{statement.lexicon}": 1.0}
    if statement.cue:
        terms.update({"said with cue": 1.0, f"{ENTRY}{statement.cue}": 1.0})
    return terms


def _list_keys(topic: str, sign: str, kind: str, said: Collection[Key]) -> list[Key]:
    if sign == NOTHING:
        return []
    if sign == SITUATION:
        return [k for k in said if k[:2] == (SITUATION, topic)] or [(SITUATION, topic, "yes")] * (kind == STATE)
    fact_kind, value = sign.split()
    fits = {
        "activity": fact_kind in ("preference", "experience", "skill", "goal"),
        "goal": fact_kind == "goal",
        "concern": fact_kind == "concern",
    }
    topic = GOAL_TOPICS.get(topic, topic) if fact_kind == "goal" else topic
    return [(fact_kind, topic, value)] if fits.get(kind) and value in VALUES.get(fact_kind, ()) else []


def sign_of(key: Key) -> str:
    """How a key is told, whatever of: "preference likes", "goal avoids", or "situation"."""
    return SITUATION if key[0] == SITUATION else f"{key[0]} {key[2]}"


def logit(p: float) -> float:
    """The logarithm of the odds of a chance, which is kept from certainty."""
    q = max(_LEAST, min(0.999, p))
    return math.log(q / (1.0 - q))
