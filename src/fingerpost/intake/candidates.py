"""The readings of a sentence that are worth weighing, and what speaks for and against each, by name."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fingerpost.intake.assertion import find_holder, is_past, is_question, is_supposed
from fingerpost.intake.deeds import is_all_but_done, is_not_done
from fingerpost.intake.features import list_signed_words, list_words
from fingerpost.intake.found import Cue, Findings, Mention
from fingerpost.intake.lapsing import is_given_up
from fingerpost.intake.private import is_of_work, is_private, tells_of_home
from fingerpost.intake.stating import GOAL_TOPICS, Statement, is_left_behind
from fingerpost.intake.tokens import Page, Sentence
from fingerpost.intake.weights import NOTHING, Weights
from fingerpost.records import VALUES

# what numbers and titles say is read by rules alone
UNWEIGHED = frozenset({"years-experience", "company-size", "current-role"})
# a situation has values of its own; that it is told is one sign
SITUATION = "situation"
# a situation that one is in or not
STATE = "state"
_CHOICES = 2
_LEAST = 1e-4
# a reading that the lexicon did not say and that the words make less likely than this is not looked at
_LEAST_LIKELY = 0.02
# how terms begin that name an entry of the lexicon
ENTRY = "entry "
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible reading of a sentence, with what speaks for and against it by name (``terms``).

    ``said`` tells that it is the lexicon's, ``certain`` that a cue says it in a sentence that the lexicon has read
    wholly, so that no other words can speak against it.
    """

    key: Key
    sentence: Sentence
    said: bool
    certain: bool
    terms: dict[str, float]


def list_candidates(
    page: Page,
    findings: Findings,
    statements: Sequence[Statement],
    sentence: Sentence,
    weights: Weights,
    kinds: Mapping[str, str],
) -> Iterator[Candidate]:
    """The readings of a sentence that are worth weighing: all that the lexicon made, and the likeliest of the words."""
    here = [s for s in statements if s.start < sentence.end and s.end > sentence.start and s.topic not in UNWEIGHED]
    said = {(s.kind, s.topic, str(s.value)): s for s in reversed(here)}
    mentions = {m.entry.topic: m for m in findings.mentions if m.start < sentence.end and m.end > sentence.start}
    cues = [c for c in findings.cues if c.start < sentence.end and c.end > sentence.start]
    told_by_writer = _is_told_by_writer(page, sentence, cues)
    if not said and not told_by_writer:
        return
    topics = weights.topics.judge_words(list_words(page, sentence.start, sentence.end))
    if not said and max(p for label, p in topics.items() if label != NOTHING) < _LEAST_LIKELY:
        return
    heard = _hear_signs(page, findings, sentence, weights, topics)
    common = describe_sentence(page, findings, sentence)
    # where nothing is left unsaid, nothing is added; nor of what a cue of the lexicon has judged, whatever came of it
    all_said = _is_all_said(page, sentence, here)
    judged = {m.entry.topic for c in cues for m in c.bound}
    bars = find_bars(page, findings, sentence)
    for key in _propose_keys(heard, said, mentions, kinds):
        topic_p, sign_p = heard.topics.get(key[1], _LEAST), heard.signs.get(sign_of(key), _LEAST)
        if key not in said and (
            topic_p * sign_p < _LEAST_LIKELY
            or all_said
            or key[1] in judged
            or not told_by_writer
            or not _may_add(key, said, mentions, common)
            or bars.bar(key, kinds)
        ):
            continue
        terms = {
            **common,
            f"kind {key[0]}": 1.0,
            "topic": logit(topic_p),
            "sign": logit(sign_p),
            "topic first": float(key[1] == heard.first_topic),
            "sign first": float(sign_of(key) == heard.first_sign),
            "topic nothing": heard.topics.get(NOTHING, 0.0),
            "sign nothing": heard.signs.get(NOTHING, 0.0),
            "cue agrees": float(any(c.says == key[2] for c in cues)),
            **_describe_rivals(key, said, mentions.get(key[1])),
        }
        if key in said:
            terms |= {f"said, {name}": terms[name] for name in _TOGETHER if name in terms}
            terms |= _describe_source(said[key])
        else:
            # what keeps the lexicon from saying it weighs more against the words alone
            terms |= {f"only words, {name}": value for name, value in common.items()}
            if key[1] in mentions:
                terms["only mentioned, topic"] = terms["topic"]
        yield Candidate(key, sentence, key in said, all_said and key in said and bool(said[key].cue), terms)


@dataclass(frozen=True, slots=True)
class Bars:
    """What keeps readings from being added to a sentence, however likely: what it tells of some topics is over or never came
    about; some deeds are ahead, or only possible; all that it tells of the writer's mind is over; a wish or fear is given up
    in it; it is of a life beside work."""

    topics: frozenset[str]
    undone: frozenset[str]
    over: bool
    given_up: bool
    of_home: bool

    def bar(self, key: Key, kinds: Mapping[str, str]) -> bool:
        """Whether a reading is not to be had here."""
        kind, topic, _ = key
        if topic in self.topics or (topic in self.undone and kind == "experience") or (self.over and kind != "experience"):
            return True
        return (self.given_up and kind in ("concern", "goal")) or (self.of_home and is_of_work(topic, kinds))


def find_bars(page: Page, findings: Findings, sentence: Sentence) -> Bars:
    """What keeps readings from being added to a sentence."""
    mentions = {m.entry.topic: m for m in findings.mentions if m.start < sentence.end and m.end > sentence.start}
    cues = [c for c in findings.cues if c.start < sentence.end and c.end > sentence.start]
    barred = _list_unfeared(cues, mentions) | _list_left_behind(page, findings, mentions) | _list_undone(page, mentions)
    given_up = is_given_up(page, sentence.start, sentence)
    deeds = [m for m in findings.mentions if m.entry.use == "deed" and sentence.start <= m.start < sentence.end]
    undone = {m.entry.topic for m in deeds if is_not_done(page, m)}
    over, of_home = _is_told_as_over(cues), _tells_of_home(page, findings, sentence)
    return Bars(frozenset(barred), frozenset(undone), over, given_up, of_home)


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


def _hear_signs(page: Page, findings: Findings, sentence: Sentence, weights: Weights, topics: Mapping[str, float]) -> _Heard:
    signs = weights.signs.judge_words(list_signed_words(page, findings.scopes, sentence.start, sentence.end))
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


def describe_sentence(page: Page, findings: Findings, sentence: Sentence) -> dict[str, float]:
    """What speaks for or against any reading of a sentence: who tells, and whether it is told as true now."""
    cues = [c for c in findings.cues if c.start < sentence.end and c.end > sentence.start]
    scopes, start, end = findings.scopes, sentence.start, sentence.end
    verbs = [i for i in range(start, end) if page.tokens[i].pos in ("VERB", "AUX")]
    holders = {find_holder(page, scopes, i, sentence) for i in verbs[:4]}
    found = {
        "other": "other" in holders,
        "self": "self" in holders,
        "asked": is_question(page, sentence),
        "supposed": is_supposed(page, scopes, start, sentence),
        "past": is_past(page, scopes, start, end, sentence),
        "advised": any(start <= i < end for i in scopes.advice),
        "another named": any(start <= i < end for i in scopes.others),
        "cue": any(c.says and c.holder != "other" for c in cues),
        "cue of another": any(c.holder == "other" for c in cues),
        "cue bound": any(c.bound for c in cues),
        "not of writer": not _is_told_by_writer(page, sentence, cues),
    }
    negations = sum(start <= i < end for i in scopes.negators)
    return {name: 1.0 for name, is_so in found.items() if is_so} | (
        {"negated": float(min(negations, 2))} if negations else {}
    )


_FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "im"})
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})


def _is_told_by_writer(page: Page, sentence: Sentence, cues: Sequence[Cue]) -> bool:
    """Whether a sentence can tell of its writer: it names them, has a cue that is theirs, or is a bare fragment."""
    tokens = page.tokens[sentence.start : sentence.end]
    if any(c.says and c.holder != "other" for c in cues) or any(t.low in _FIRST_PERSON for t in tokens):
        return True
    return not any(t.dep in ("nsubj", "nsubjpass", "expl") for t in tokens)


# kinds of what one holds or is in, and may leave
_HELD = frozenset({"concern", "situation", "goal"})
AGAINST = frozenset({"dislikes", "avoids", "weak", "lacks"})


def _may_add(key: Key, said: Collection[Key], mentions: Collection[str], common: Mapping[str, float]) -> bool:
    """Whether words alone may say it here: not in questions, not of others, no taste in a past that is over, nothing good of
    a topic that is named beside a negation, and nothing that goes against what the lexicon says of the topic."""
    against = key[2] in AGAINST
    if any(k[1] == key[1] and (k[2] in AGAINST) != against for k in said):
        return False
    if "negated" in common and not against and key[1] in mentions:
        return False
    if "asked" in common or ("other" in common and "self" not in common and "cue" not in common):
        return False
    return "past" not in common or key[0] == "experience"


def _list_unfeared(cues: Sequence[Cue], mentions: Mapping[str, Mention]) -> set[str]:
    """The named concerns of a sentence whose cues are of ease and not of worry: "not afraid of burning out"."""
    said = {c.says for c in cues}
    at_ease = bool(said & {"likes", "strong"}) and "worried" not in said
    return {topic for topic, m in mentions.items() if m.entry.kind == "concern"} if at_ease else set()


def _list_left_behind(page: Page, findings: Findings, mentions: Mapping[str, Mention]) -> set[str]:
    """The named fears, states and wishes that are told as over: "my fear of layoffs is behind me"."""
    return {t for t, m in mentions.items() if m.entry.kind in _HELD and is_left_behind(page, findings, m)}


def _tells_of_home(page: Page, findings: Findings, sentence: Sentence) -> bool:
    """Whether a sentence is of a life beside work, or names something of the job only in its other sense."""
    here = [m for m in findings.mentions if m.start < sentence.end and m.end > sentence.start]
    if here and all(is_private(page, findings.scopes, m.entry, m.named, m.sentence) for m in here):
        return True
    return tells_of_home(page, findings.scopes, [m.named for m in here], sentence)


def _is_told_as_over(cues: Sequence[Cue]) -> bool:
    """Whether all that the cues of a sentence say of the writer is past: "in 2015 I wanted to become a manager"."""
    own = [c for c in cues if c.holder != "other"]
    return bool(own) and all(c.past for c in own)


def _list_undone(page: Page, mentions: Mapping[str, Mention]) -> set[str]:
    """The topics of deeds that were all but done: "I almost gave a talk"."""
    return {topic for topic, m in mentions.items() if is_all_but_done(page, max(m.sentence.start, m.start - 2), m.end)}


def _is_all_said(page: Page, sentence: Sentence, statements: Sequence[Statement]) -> bool:
    """Whether the lexicon has read all of a sentence: no content word stands outside its statements and their scopes."""
    read = {i for s in statements for i in range(s.start, s.end)}
    read.update(i for s in statements for _, tokens in s.scope for i in tokens)
    return bool(read) and not any(
        page.tokens[i].pos in _CONTENT and i not in read for i in range(sentence.start, sentence.end)
    )


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
