"""What stands in a text: mentions of topics and cues, with overlaps resolved in favour of the longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from fingerpost.intake.assertion import Scopes, find_clause, find_names, mark_scopes
from fingerpost.intake.lexicon import CueEntry, Lexicon, TopicEntry
from fingerpost.intake.matching import Match
from fingerpost.intake.settling import find_matches, is_acting
from fingerpost.intake.tokens import Page, Sentence

T = TypeVar("T")


@dataclass(slots=True)
class Mention:
    """Words that name a topic: tokens ``start`` to ``end`` (exclusive), and the token that governs them."""

    entry: TopicEntry
    start: int
    end: int
    named: tuple[int, ...]
    head: int
    sentence: Sentence


@dataclass(slots=True)
class Cue:
    """Words that say something of a topic; ``says`` already takes negation into account; ``turned`` holds the starts of
    the mentions for which it says the opposite, with the token that sets them apart, ``echoed`` the first token and the end
    of the words by which the writer shares or turns another's view ("so do I")."""

    entry: CueEntry
    start: int
    end: int
    named: tuple[int, ...]
    head: int
    sentence: Sentence
    says: str = ""
    negations: int = 0
    holder: str = "none"
    past: bool = False
    supposed: bool = False
    pronoun: int | None = None
    announces: bool = False
    asked: bool = False
    bound: list[Mention] = field(default_factory=list)
    turned: dict[int, int] = field(default_factory=dict)
    echoed: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """All mentions and cues of a text in order, its scope words, and its words of distress that are not said in jest."""

    mentions: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    scopes: Scopes
    distress: tuple[Match[str], ...] = ()


_LADDERS = frozenset({"staff-track", "management-track"})


def find_all(page: Page, lexicon: Lexicon) -> Findings:
    """Find the lexicon's mentions, cues and scope words in every sentence of a text."""
    mentions: list[Mention] = []
    cues: list[Cue] = []
    scope_matches: list[Match[str]] = []
    for sentence, found in zip(page.sentences, find_matches(page, lexicon), strict=True):
        scope_matches += found.scopes
        here = [Mention(m.entry, m.start, m.end, m.named, find_head(page, m.named), sentence) for m in found.topics]
        mentions += [m for m in here if m.entry.use != "weak" or not _is_overshadowed(page, m, here)]
        cues += [Cue(m.entry, m.start, m.end, m.named, find_head(page, m.named), sentence) for m in found.cues]
    named = frozenset(i for m in mentions for i in m.named)
    acting = frozenset(i for m in mentions if is_acting(m.entry) for i in m.named)
    acting = frozenset(i for i in acting if page.tokens[i].low not in ("nor", "neither"))
    consumed = acting | frozenset(i for c in cues for i in c.named)
    jests = {page.sentence_of[m.start] for m in scope_matches if m.entry == "distress-jest"}
    distress = tuple(m for m in scope_matches if m.entry == "distress" and page.sentence_of[m.start] not in jests)
    owned = frozenset(i for m in mentions if m.entry.use == "role" and _is_owned(page, m) for i in m.named)
    # whoever stands on the ladder is no less another: "my colleague is a staff engineer"
    climbing = frozenset(i for m in mentions if m.entry.topic in _LADDERS for i in m.named)
    doing = named - owned - climbing
    scopes = mark_scopes(scope_matches, consumed, doing, find_names(page, lexicon.words, named))
    return Findings(tuple(mentions), tuple(cues), scopes, distress)


def _is_owned(page: Page, role: Mention) -> bool:
    """Whether a role title is somebody: "my manager", "our CTO", "the architect"."""
    before = [t.low for t in page.tokens[max(role.sentence.start, role.start - 3) : role.start]]
    return bool({"my", "our", "his", "her", "their", "your", "the"}.intersection(before))


def _is_overshadowed(page: Page, weak: Mention, others: Sequence[Mention]) -> bool:
    """Whether a weak mention stands in one clause with a mention of an activity or a goal that is not weak."""
    begin, end = find_clause(page, weak.sentence, weak.start)
    return any(
        m.entry.use != "weak" and m.entry.kind in ("activity", "goal") and m.start < end and m.end > begin for m in others
    )


def find_head(page: Page, named: Sequence[int]) -> int:
    """Of the named tokens, the one whose head lies outside them."""
    inside = set(named)
    for i in named:
        if page.tokens[i].head == i or page.tokens[i].head not in inside:
            return i
    return named[0]
