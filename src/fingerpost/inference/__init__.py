"""The rule engine: from a person's facts to everything that the rules conclude. Knows no text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from fingerpost.knowledge import KnowledgeBase
from fingerpost.records import Fact, Inference

__all__ = ["SHOWN", "Engine", "build_engine", "infer"]

# how many paths are shown where nobody asks for more or fewer
SHOWN = 3


class Engine(Protocol):
    """The rules of a knowledge base, ready to be run for one person after another, by one thread."""

    knowledge: KnowledgeBase

    def run(self, facts: Sequence[Fact], top: int) -> Inference:
        """See `infer`."""


def build_engine(knowledge: KnowledgeBase) -> Engine:
    """Return an engine for the rules of a knowledge base. Keep it: build one for a process and use it for all people.

    Raises:
        InferenceError: The library that the engine stands on cannot be used.
    """
    # the library costs 40 ms, which those who only list rules need not pay
    from fingerpost.inference.network import Network

    return Network(knowledge)


def infer(engine: Engine, facts: Sequence[Fact], top: int = SHOWN) -> Inference:
    """Return what the rules conclude about one person.

    Args:
        engine: From `build_engine`; nothing of an earlier person is left in it, even after an error.
        facts: The person's facts, with distinct ids. Of facts that say the same, the strongest stands for all.
        top: How many of the paths that earn it are recommended.

    Raises:
        InferenceError: Two facts share an id, or a fact is not in the vocabulary.
    """
    return engine.run(facts, top)
