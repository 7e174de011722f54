"""A sentence with what the lexicon found in it: who tells, whether as true now, and what must not be added to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fingerpost.intake.assertion import find_holder, is_past, is_question, is_supposed
from fingerpost.intake.bearing import is_bad_piece
from fingerpost.intake.deeds import is_all_but_done, is_not_done, is_own_deed
from fingerpost.intake.encoding import list_parts
from fingerpost.intake.found import Cue, Findings, Mention
from fingerpost.intake.lapsing import is_given_up
from fingerpost.intake.lexicon import RECEIVED
from fingerpost.intake.private import is_of_work, is_private, tells_of_home
from fingerpost.intake.quoting import is_ascribed, list_replies
from fingerpost.intake.roles import list_disowned, list_held
from fingerpost.intake.stating import is_left_behind
from fingerpost.intake.tokens import Page, Sentence
from fingerpost.records import Key

_FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "im"})
# kinds of what one holds or is in, and may leave
_HELD = frozenset({"concern", "situation", "goal"})
_FEELING = frozenset({"likes", "dislikes", "wants", "avoids"})
# tokens of a part of a sentence that tells a deed and nothing of what it is to the writer
_SHORT = 9


@dataclass(frozen=True, slots=True)
class Bars:
    """What keeps readings from being added to a sentence, however likely: what it tells of some topics is over or never came
    about; some deeds are ahead, or only possible, or told with no word of what the writer feels; all that it tells of the
    writer's mind is over; a wish or fear is given up in it; it tells of a duty to come; it is of a life beside work."""

    topics: frozenset[str]
    undone: frozenset[str]
    done: frozenset[str]
    over: bool
    given_up: bool
    imposed: bool
    of_home: bool

    def bar(self, key: Key, kinds: Mapping[str, str]) -> bool:
        """Whether a reading is not to be had here."""
        kind, topic, value = key
        if topic in self.topics or (topic in self.undone and kind == "experience") or (self.over and kind != "experience"):
            return True
        if topic in self.done and kind != "experience":
            return True
        if self.imposed and kind == "goal" and value == "wants":
            return True
        return (self.given_up and kind in ("concern", "goal")) or (self.of_home and is_of_work(topic, kinds))


class Place:
    """A sentence with what the lexicon found in it, and what that comes to for any reading of it.

    Args:
        page: The parsed text.
        findings: What the lexicon found in the text.
        sentence: The sentence.
    """

    def __init__(self, page: Page, findings: Findings, sentence: Sentence) -> None:
        self.page, self.findings, self.sentence = page, findings, sentence
        start, end = sentence.start, sentence.end
        self.found = [m for m in findings.mentions if m.start < end and m.end > start]
        self.mentions = {m.entry.topic: m for m in self.found}
        self.cues = [c for c in findings.cues if c.start < end and c.end > start]

    @cached_property
    def is_of_writer(self) -> bool:
        """Whether it can tell of its writer: it names them, has a cue that is theirs, or is a bare fragment."""
        tokens = self.page.tokens[self.sentence.start : self.sentence.end]
        if any(c.says and c.holder != "other" for c in self.cues) or any(t.low in _FIRST_PERSON for t in tokens):
            return True
        return not any(t.dep in ("nsubj", "nsubjpass", "expl") for t in tokens)

    @cached_property
    def terms(self) -> dict[str, float]:
        """What speaks for or against any reading of it: who tells, and whether it is told as true now."""
        page, scopes, cues = self.page, self.findings.scopes, self.cues
        start, end = self.sentence.start, self.sentence.end
        verbs = [i for i in range(start, end) if page.tokens[i].pos in ("VERB", "AUX")]
        holders = {find_holder(page, scopes, i, self.sentence) for i in verbs[:4]}
        found = {
            "other": "other" in holders,
            "self": "self" in holders,
            "asked": is_question(page, self.sentence),
            "supposed": is_supposed(page, scopes, start, self.sentence),
            "past": is_past(page, scopes, start, end, self.sentence),
            "advised": any(start <= i < end for i in scopes.advice),
            "another named": any(start <= i < end for i in scopes.others),
            "cue": any(c.says and c.holder != "other" for c in cues),
            "cue of another": any(c.holder == "other" for c in cues),
            "cue bound": any(c.bound for c in cues),
            "not of writer": not self.is_of_writer,
        }
        negations = sum(start <= i < end for i in scopes.negators)
        return {name: 1.0 for name, is_so in found.items() if is_so} | (
            {"negated": float(min(negations, 2))} if negations else {}
        )

    @cached_property
    def is_closed(self) -> bool:
        """Whether it only asks, leaves open, or tells only of others, so that nothing is added to it."""
        if "asked" in self.terms or self._is_only_hedge() or self._is_mostly_reply() or self._is_ascribed():
            return True
        return "other" in self.terms and "self" not in self.terms and "cue" not in self.terms

    def _is_ascribed(self) -> bool:
        """Whether it is what another supposes of the writer: "my boss thinks I want to be a manager"."""
        ascribed = [c for c in self.cues if is_ascribed(self.page, self.findings.scopes, c.head)]
        return bool(ascribed) and all(c.holder == "other" or c in ascribed for c in self.cues)

    def _is_only_hedge(self) -> bool:
        """Whether it is nothing but an answer that leaves the question open: "Staff? [Maybe.]"."""
        hedged = {i for c in self.cues if c.entry.says == "neutral" for i in c.named}
        words = [t.i for t in self.page.tokens[self.sentence.start : self.sentence.end] if t.pos not in ("PUNCT", "SPACE")]
        return hedged.issuperset(words)

    def _is_mostly_reply(self) -> bool:
        """Whether it is hardly more than words of others that the writer expects or turns down."""
        said = sum(end - start + 2 for start, end in list_replies(self.page, self.sentence))
        return 2 * said >= self.sentence.end - self.sentence.start

    @cached_property
    def bars(self) -> Bars:
        """What keeps readings from being added to it, however likely they are."""
        page, findings, mentions = self.page, self.findings, self.mentions
        barred = _list_unfeared(self.cues, mentions) | _list_left_behind(page, findings, mentions)
        barred |= {m.entry.topic for m in self.found if m.entry.use == RECEIVED} | list_disowned(page, findings, self.found)
        barred |= list_held(page, findings, self.found)
        if any(c.says == "dislikes" for c in self.cues):
            barred |= {m.entry.topic for m in self.found if is_bad_piece(findings.scopes, m, "dislikes")}
        # "a love-hate relationship with code reviews" is neither
        undecided = [c for c in self.cues if _is_contrary(page, c) or (c.entry.says == "neutral" and c.holder != "other")]
        barred |= {m.entry.topic for c in undecided for m in c.bound}
        deeds = [m for m in self.found if m.entry.use == "deed" and self.sentence.start <= m.start]
        return Bars(
            topics=frozenset(barred | _list_undone(page, mentions)),
            undone=frozenset(m.entry.topic for m in deeds if is_not_done(page, m)),
            done=frozenset(self._list_done()),
            over=_is_told_as_over(self.cues),
            given_up=is_given_up(page, self.sentence.start, self.sentence),
            imposed=_is_imposed(page, self.sentence, self.cues),
            of_home=self._tells_of_home(),
        )

    def _list_done(self) -> Iterator[str]:
        """The topics of which a short part tells a deed alone, while feelings are told of others: "I like docs, and [I give
        talks]"."""
        feelings = [c for c in self.cues if c.says in _FEELING]
        parts = list_parts(self.page, self.sentence) if feelings and all(c.bound for c in feelings) else []
        for start, end in parts:
            inside = [m for m in self.found if start <= m.start < end]
            named = {m.entry.topic for m in self.found if m not in inside}
            felt = any(start <= c.start < end or any(m in inside for m in c.bound) for c in feelings)
            if end - start <= _SHORT and not felt:
                yield from (m.entry.topic for m in inside if is_own_deed(self.page, m) and m.entry.topic not in named)

    def _tells_of_home(self) -> bool:
        """Whether it is of a life beside work, or names something of the job only in its other sense."""
        page, scopes = self.page, self.findings.scopes
        if self.found and all(is_private(page, scopes, m.entry, m.named, m.sentence) for m in self.found):
            return True
        return tells_of_home(page, scopes, [m.named for m in self.found], self.sentence)


def _is_imposed(page: Page, sentence: Sentence, cues: Sequence[Cue]) -> bool:
    """Whether a sentence tells of what the writer may yet have to do, and of no wish: "I may have to do it next year"."""
    if any(c.says == "wants" for c in cues):
        return False
    lows = [t.low for t in page.tokens[sentence.start : sentence.end]]
    return any(
        lows[i] in ("may", "might", "will", "'ll", "could") and lows[i + 1 : i + 3] == ["have", "to"]
        for i in range(len(lows) - 2)
    )


def _is_contrary(page: Page, cue: Cue) -> bool:
    """Whether a feeling is supposed against what is so: "if I liked meetings, I'd say so"."""
    return cue.supposed and cue.says in ("likes", "dislikes") and page.tokens[cue.head].tag == "VBD"


def _list_unfeared(cues: Sequence[Cue], mentions: Mapping[str, Mention]) -> set[str]:
    """The named concerns of a sentence whose cues are of ease and not of worry: "not afraid of burning out"."""
    said = {c.says for c in cues}
    at_ease = bool(said & {"likes", "strong"}) and "worried" not in said
    return {topic for topic, m in mentions.items() if m.entry.kind == "concern"} if at_ease else set()


def _list_left_behind(page: Page, findings: Findings, mentions: Mapping[str, Mention]) -> set[str]:
    """The named fears, states and wishes that are told as over: "my fear of layoffs is behind me"."""
    return {t for t, m in mentions.items() if m.entry.kind in _HELD and is_left_behind(page, findings, m)}


def _is_told_as_over(cues: Sequence[Cue]) -> bool:
    """Whether all that the cues of a sentence say of the writer is past: "in 2015 I wanted to become a manager"."""
    own = [c for c in cues if c.holder != "other"]
    return bool(own) and all(c.past for c in own)


def _list_undone(page: Page, mentions: Mapping[str, Mention]) -> set[str]:
    """The topics of deeds that were all but done: "I almost gave a talk"."""
    return {topic for topic, m in mentions.items() if is_all_but_done(page, max(m.sentence.start, m.start - 2), m.end)}
