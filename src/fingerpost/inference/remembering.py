"""Remembering what was concluded: people who say the same get the same conclusions, which need be drawn but once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from fingerpost.knowledge import KnowledgeBase
from fingerpost.records import Fact, Inference

# one inference takes some 15 KB
_MOST = 1024

Premise = tuple[str, str, str, str | int, str]


class Remembering:
    """An `Engine` that asks another one only for facts that it has not lately been asked for.

    The engine within is handed nothing but what is remembered by: id, kind, topic, value and strength, in order. So
    words and offsets, which no rule can see, can make no difference.
    """

    def __init__(self, knowledge: KnowledgeBase, run: Callable[[Sequence[Fact], int], Inference]) -> None:
        self.knowledge = knowledge

        @lru_cache(maxsize=_MOST)
        def infer_once(premises: tuple[Premise, ...], top: int) -> Inference:
            return run([Fact(*premise) for premise in premises], top)

        self._infer_once = infer_once

    def run(self, facts: Sequence[Fact], top: int) -> Inference:
        """See `fingerpost.inference.infer`."""
        return self._infer_once(tuple((f.id, f.kind, f.topic, f.value, f.strength) for f in facts), top)
