"""Weights of words: which topics and feelings the words of a sentence speak for, as sums that can be checked by hand."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fingerpost.errors import KnowledgeError
from fingerpost.recent import Recent

# no label: the words say nothing of the writer
NOTHING = "nothing"
# how far a sum may go before its probability is taken for certain
_MOST = 30.0
# sentences whose judgement is remembered; one takes some 5 KB
_MOST_KNOWN = 1024
# the name of the scale of each encoder in the file
_JOINT = "joint{}"


@dataclass(frozen=True, slots=True)
class WordWeights:
    """For each word (or pair of words) how much it speaks for each label.

    ``matrix`` has a row a word and a column a label, in whole numbers of ``1 / scale``, so that sums are exact and the
    same on every machine; ``bias`` stands before any word is read, in the same unit.
    """

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    matrix: NDArray[np.int16]
    bias: NDArray[np.int32]
    scale: float
    # the logistic of every sum that is not beyond doubt, from the least on
    odds: NDArray[np.float64] = field(init=False, repr=False, compare=False)
    # what was judged of late
    judged: Recent[tuple[str, ...], dict[str, float]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        most = round(_MOST * self.scale)
        table = np.array([1.0 / (1.0 + math.exp(-s / self.scale)) for s in range(-most, most + 1)])
        object.__setattr__(self, "odds", table)
        object.__setattr__(self, "judged", Recent(_MOST_KNOWN))

    def sum_words(self, words: Iterable[str]) -> NDArray[np.int32]:
        """The sum of each label over the known words, in units of ``1 / scale``."""
        known = [row for row in map(self.rows.get, words) if row is not None]
        total: NDArray[np.int32] = self.bias + self.matrix[known].sum(axis=0, dtype=np.int32)
        return total

    def judge_words(self, words: Iterable[str]) -> dict[str, float]:
        """The probability of each label: the logistic of its sum, so shared out that they add up to 1."""
        key = tuple(words)
        if key not in self.judged:
            most = len(self.odds) // 2
            odds = self.odds[np.minimum(np.maximum(self.sum_words(key), -most), most) + most]
            # added one by one, from left to right: the same on every machine
            self.judged[key] = dict(zip(self.labels, (odds / sum(odds.tolist())).tolist(), strict=True))
            self.judged.trim()
        return self.judged[key]

    def name_words(self, words: Sequence[str], label: str, most: int = 3) -> list[str]:
        """The single words that speak most for a label, in the order of the text."""
        if label not in self.labels:
            return []
        column = self.labels.index(label)
        said = {w: int(self.matrix[self.rows[w], column]) for w in words if w in self.rows and " " not in w}
        best = sorted((w for w in said if said[w] > 0), key=lambda w: (-said[w], w))[:most]
        return [w for w in words if w in best]


@dataclass(frozen=True, slots=True)
class Scale:
    """How the signs that speak for or against a reading weigh together: ``terms`` by their name, ``base`` before any.

    What the lexicon said is kept from the chance ``keep`` on, what it did not say is added from ``add`` on.
    """

    terms: Mapping[str, float]
    base: float
    keep: float
    add: float

    def weigh(self, terms: Mapping[str, float]) -> float:
        """The chance that a reading is right: the logistic of ``base`` plus the terms, each as far as it weighs."""
        weights = self.terms
        total = self.base + sum(weights.get(name, 0.0) * value for name, value in terms.items())
        return 1.0 / (1.0 + math.exp(-max(-_MOST, min(_MOST, total))))


@dataclass(frozen=True, slots=True)
class Weights:
    """All that was learned from annotated sentences: words for topics, words for signs ("preference likes"), how both weigh
    with what the lexicon found (``alone``), and how that weighs with what each encoder says (``joint``, in the order in
    which they are asked).

    ``corpus`` is the digest of what all this was learned from.
    """

    topics: WordWeights
    signs: WordWeights
    alone: Scale
    joint: tuple[Scale, ...] = ()
    corpus: str = ""


def read_weights(path: Path) -> Weights:
    """Read the weights from ``kb/weights.npz``.

    Raises:
        KnowledgeError: The file is broken.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as kept:
            parts = {name: kept[name] for name in kept.files}
        return Weights(
            topics=_build_words(parts, "topic"),
            signs=_build_words(parts, "sign"),
            alone=_build_scale(parts, "alone"),
            joint=tuple(_build_scale(parts, _JOINT.format(n)) for n in range(_count_joint(parts))),
            corpus=str(parts["corpus"]),
        )
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(f"the weights cannot be read: {error}", where=str(path), mend="run `make weights`") from None


def write_weights(weights: Weights, path: Path) -> None:
    """Write weights so that `read_weights` reads the same; equal weights are equal bytes."""
    parts: dict[str, Any] = {"corpus": np.array(weights.corpus)}
    for name, scale in (("alone", weights.alone), *((_JOINT.format(n), s) for n, s in enumerate(weights.joint))):
        parts[f"{name}_terms"] = np.array(list(scale.terms))
        parts[f"{name}_weights"] = np.array(list(scale.terms.values()))
        parts |= {f"{name}_{key}": np.array(getattr(scale, key)) for key in ("base", "keep", "add")}
    for name, words in (("topic", weights.topics), ("sign", weights.signs)):
        parts[f"{name}_labels"] = np.array(words.labels)
        parts[f"{name}_words"] = np.frombuffer("\n".join(words.rows).encode("utf-8"), dtype=np.uint8)
        parts[f"{name}_matrix"] = words.matrix
        parts[f"{name}_bias"] = words.bias
        parts[f"{name}_scale"] = np.array(words.scale)
    np.savez_compressed(path, **parts)


def _count_joint(parts: Mapping[str, NDArray[Any]]) -> int:
    return next(n for n in count() if f"{_JOINT.format(n)}_base" not in parts)


def _build_scale(parts: Mapping[str, NDArray[Any]], name: str) -> Scale:
    terms = dict(zip(parts[f"{name}_terms"].tolist(), parts[f"{name}_weights"].tolist(), strict=True))
    return Scale(terms, float(parts[f"{name}_base"]), float(parts[f"{name}_keep"]), float(parts[f"{name}_add"]))


def _build_words(parts: Mapping[str, NDArray[Any]], name: str) -> WordWeights:
    words = parts[f"{name}_words"].tobytes().decode("utf-8").split("\n")
    return WordWeights(
        labels=tuple(parts[f"{name}_labels"].tolist()),
        rows={w: i for i, w in enumerate(words)},
        matrix=parts[f"{name}_matrix"].astype(np.int16),
        bias=parts[f"{name}_bias"].astype(np.int32),
        scale=float(parts[f"{name}_scale"]),
    )
