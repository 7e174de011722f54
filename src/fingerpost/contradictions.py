"""Contradictions among a person's facts: likes and dislikes of one topic, or a wish against a taste. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from fingerpost.knowledge import KnowledgeBase
from fingerpost.phrasing import phrase_fact, trim_quote
from fingerpost.records import Fact, is_contradiction


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two facts that do not go together, the earlier first, and how that is said to the person."""

    first: Fact
    second: Fact
    text: str

    @property
    def asks(self) -> tuple[str, str]:
        """The kind and topic of which one would ask to settle it: the wish, where it goes against a taste."""
        about = self.second if self.second.kind == "goal" else self.first
        return (about.kind, about.topic)


def find_contradictions(facts: Sequence[Fact], knowledge: KnowledgeBase) -> tuple[Contradiction, ...]:
    """Find the pairs of facts that do not go together, in the order of the facts."""
    return tuple(
        Contradiction(first, second, _say_both(first, second, knowledge))
        for first, second in combinations(facts, 2)
        if is_contradiction(first, second)
    )


def _say_both(first: Fact, second: Fact, knowledge: KnowledgeBase) -> str:
    # where the words are kept no longer, there is nothing to quote
    written = [f for f in (first, second) if f.evidence and f.evidence[0].text]
    # the same words may be read in two ways
    quotes = dict.fromkeys(f'"{trim_quote(f.evidence[0].text, f.cues)}"' for f in written)
    read = f"I read both that {phrase_fact(first, knowledge)} and that {phrase_fact(second, knowledge)}."
    return f"You wrote {' and '.join(quotes)}. {read}" if len(written) > 1 else read
