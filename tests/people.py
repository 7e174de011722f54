"""Persons of whom facts are known: those of the samples, any at random, and, where they are at hand, the personas."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from fingerpost.knowledge import KnowledgeBase
from fingerpost.records import KINDS, Fact
from fingerpost.serialising import read_facts
from tests.conftest import SHARED
from tests.golden import EXPECTED

PERSONAS = SHARED / "gold" / "personas.jsonl"
_NUMBERS = (0, 1, 2, 3, 7, 12, 30)


def list_samples() -> list[Path]:
    """The results of the samples."""
    return sorted(EXPECTED.glob("*.json"))


def read_person(path: Path) -> tuple[Fact, ...]:
    """The facts of a result."""
    return read_facts(json.loads(path.read_text(encoding="utf-8")), path.name)


def read_personas() -> list[tuple[str, tuple[Fact, ...]]]:
    """The personas, each with the path that is theirs; none where they are not at hand."""
    if not PERSONAS.exists():
        return []
    records = (json.loads(line) for line in PERSONAS.read_text(encoding="utf-8").splitlines())
    return [(record["path"], read_facts(record["facts"], record["id"])) for record in records]


def list_sayable(knowledge: KnowledgeBase) -> list[tuple[str, str, str | int]]:
    """Everything that the vocabulary can say of a person; of numbers, a few."""
    vocabulary = knowledge.vocabulary
    return [
        (kind, topic, value)
        for kind in KINDS
        for topic in vocabulary.topics_of(kind)
        for value in vocabulary.list_values(kind, topic) or _NUMBERS
    ]


def draw_people(knowledge: KnowledgeBase, number: int, seed: int) -> Iterator[tuple[Fact, ...]]:
    """Persons drawn at random from the whole vocabulary, contradictions and all."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    sayable = list_sayable(knowledge)
    for _ in range(number):
        said = dice.sample(sayable, dice.choice([0, 1, 2, 3, 5, 8, 12, 20, 40]))
        yield tuple(Fact(f"f{n}", *key, dice.choice(["mild", "plain", "strong"])) for n, key in enumerate(said, 1))
