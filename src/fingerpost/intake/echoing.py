"""The writer's part beside another's view, its verb left out ("so do I", "not me"); see Hardt (1993) on such ellipsis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fingerpost.intake.matching import Match
from fingerpost.intake.tokens import Page, Sentence

# how an echo stands to the view before it: the same, its opposite, its verb without a negation, that verb negated, or
# more or less of it than others ("nobody hates it more than me")
SAME, OPPOSED, PLAIN, DENIED = "echo-same", "echo-opposed", "echo-plain", "echo-denied"
MORE, LESS = "echo-more", "echo-less"
_KINDS = frozenset({SAME, OPPOSED, PLAIN, DENIED, MORE, LESS})
_LEADING = frozenset({"CCONJ", "PUNCT", "INTJ", "ADV", "SCONJ"})
_PERSONS = frozenset({"i", "we", "he", "she", "they", "who"})


@dataclass(frozen=True, slots=True)
class Echo:
    """A clause without a verb of its own, tokens ``start`` to ``end``, in which the writer shares a view or turns it."""

    kind: str
    start: int
    end: int


def list_echoes(matches: Iterable[Match[str]]) -> tuple[Echo, ...]:
    """The echoes among the matches of scope words, in order of the text; of two that overlap the longer one."""
    kept: list[Echo] = []
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start, m.entry)):
        if match.entry in _KINDS and not any(match.start < e.end and e.start < match.end for e in kept):
            kept.append(Echo(match.entry, match.start, match.end))
    return tuple(sorted(kept, key=lambda e: e.start))


def find_echo(page: Page, echoes: Sequence[Echo], others: frozenset[int], i: int, sentence: Sentence) -> Echo | None:
    """The echo of what another holds at token ``i``: behind it with no other person's clause between, in the sentence or
    at the head of the next one, or at the head of its own sentence ("Unlike me, ...")."""
    for echo in echoes:
        if page.sentence_of[echo.start] == sentence.index:
            if echo.start == sentence.start and echo.end <= i:
                return echo
        elif page.sentence_of[echo.start] != sentence.index + 1 or not _leads(page, echo):
            continue
        if echo.start > i:
            return None if _is_another_told(page, others, i + 1, echo.start) else echo
    return None


def _leads(page: Page, echo: Echo) -> bool:
    """Whether an echo stands at the head of its sentence, but for a conjunction or an adverb."""
    start = page.sentences[page.sentence_of[echo.start]].start
    return echo.start - start < 3 and all(t.pos in _LEADING for t in page.tokens[start : echo.start])


def _is_another_told(page: Page, others: frozenset[int], start: int, end: int) -> bool:
    """Whether a person is the subject of a clause between two tokens."""
    return any(t.dep in ("nsubj", "nsubjpass") and (t.low in _PERSONS or t.i in others) for t in page.tokens[start:end])
