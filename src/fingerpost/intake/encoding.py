"""An encoder: a network that was shown many sentences and tells which facts a whole sentence is likely to tell.

There are two, a quick one of six layers (Wang et al., 2020, "MiniLM") and a deep one of twelve (Song et al., 2020, "MPNet"),
fitted to our annotated sentences by `fingerpost.learning.encoder`. It makes no text. It reads one sentence at a time, with
the one before where the sentence leans on it ("I loved it"), so that what stands elsewhere changes nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fingerpost.errors import KnowledgeError, ModelError
from fingerpost.intake.tokens import Page, Sentence
from fingerpost.recent import Recent
from fingerpost.records import Key

if TYPE_CHECKING:
    from fingerpost.intake.pieces import Pieces

# the sentence before, where it is leaned on, and the sentence
Spelt = tuple[str, str]
# tokens from the first one to the one after the last
Stretch = tuple[int, int]
# facts that are less likely are not told of
_LEAST_LIKELY = 0.01
# sentences whose facts are remembered
_MOST_KNOWN = 1024
# sentences of one length that are read at once
_TOGETHER = 32
# a sentence of so few words leans on the one before, as does one with a word that points back among its first words;
# fewer where it names an activity; tried from 4 to 99: what is told in two breaths was misread by fewer
_FEW_WORDS, _FEW_WORDS_NAMING, _SOON = 14, 8, 6
# one so short is no ground to lean on: it takes along what stands before it, up to so many tokens in all
_SHORT, _MOST_BEFORE = 5, 30
_LEANING = frozenset(
    "it this that these those them they one ones both neither either same former latter first second".split()
)


class Encoder:
    """A fitted network, read from its file when it is first asked.

    Args:
        path: A file as `fingerpost.learning.encoder` writes it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.judged: Recent[Spelt, Mapping[Key, float]] = Recent(_MOST_KNOWN)

    def judge_sentences(self, asked: Iterable[Spelt]) -> dict[Spelt, Mapping[Key, float]]:
        """The chance of each fact that is at all likely to be told, for each of some sentences.

        Raises:
            KnowledgeError: The file is broken.
            ModelError: A library that it needs is not installed.
        """
        wanted = list(dict.fromkeys(asked))
        if not wanted:
            return {}
        joined = [(spelt, *self._parts[1].join_sentences(*spelt)) for spelt in wanted if spelt not in self.judged]
        # those of one length together, which costs half; the sums of one are the same whatever is read beside it
        joined.sort(key=lambda one: len(one[1]))
        for _, alike in groupby(joined, key=lambda one: len(one[1])):
            while batch := list(islice(alike, _TOGETHER)):
                for (spelt, _, _), told in zip(batch, self._judge(batch), strict=True):
                    self.judged[spelt] = told
        known = {spelt: self.judged[spelt] for spelt in wanted}
        self.judged.trim()
        return known

    def judge_sentence(self, spelt: Spelt) -> Mapping[Key, float]:
        """The chance of each fact that is at all likely to be told in a sentence; see `judge_sentences`."""
        return self.judge_sentences([spelt])[spelt]

    @property
    def facts(self) -> list[Key]:
        """All facts that it knows."""
        return self._parts[2]

    @property
    def corpus(self) -> str:
        """The digest of the sentences that it was fitted to."""
        return self._parts[3]

    def _judge(self, batch: Sequence[tuple[Spelt, list[int], list[int]]]) -> Iterator[dict[Key, float]]:
        network, _, facts, _ = self._parts
        asked = {"pieces": np.array([numbers for _, numbers, _ in batch]), "own": np.array([own for _, _, own in batch])}
        for logits in network.run(None, asked)[0]:
            likely = np.flatnonzero(logits > math.log(_LEAST_LIKELY)).tolist()
            yield {facts[i]: 1.0 / (1.0 + math.exp(-round(float(logits[i]), 2))) for i in likely}

    @cached_property
    def _parts(self) -> tuple[Any, Pieces, list[Key], str]:
        try:
            import onnxruntime

            from fingerpost.intake.pieces import Pieces
        except ImportError as error:
            # the code is newer than what is installed beside it: that is no fault of an answer
            reason = f"a library that the encoder needs cannot be loaded: {error}"
            raise ModelError(reason, mend="run `make install`, or install Fingerpost again") from None
        options = onnxruntime.SessionOptions()
        # one thread: sums are added in the same order each time
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # the library has nothing to say to people, and nobody to report to
        options.log_severity_level = 4
        onnxruntime.set_default_logger_severity(4)
        onnxruntime.disable_telemetry_events()
        try:
            data = self.path.read_bytes()
            network = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
            noted = network.get_modelmeta().custom_metadata_map
            facts = [(str(kind), str(topic), str(value)) for kind, topic, value in json.loads(noted["facts"])]
            return network, Pieces(json.loads(noted["pieces"])), facts, noted["corpus"]
        except Exception as error:  # the library's errors have no class in common
            reason = (str(error) or type(error).__name__).splitlines()[0]
            raise KnowledgeError(f"the encoder cannot be read: {reason}", where=str(self.path), mend="restore it") from None


def spell_sentence(page: Page, sentence: Sentence, names: bool = False) -> Spelt:
    """A sentence in small letters, mistakes of spelling mended, with what stands before if it leans on that.

    Args:
        page: The text.
        sentence: The sentence.
        names: Whether it names an activity of its own, so that only a shorter one leans.
    """
    before = spell_stretch(page, *_find_ground(page, sentence)) if sentence.index and _leans(page, sentence, names) else ""
    return before, spell_stretch(page, sentence.start, sentence.end)


def _find_ground(page: Page, sentence: Sentence) -> Stretch:
    """The sentence before another, and what stands before that where it is very short and of the same paragraph."""
    first = last = page.sentences[sentence.index - 1]
    while first.index and last.end - first.start < _SHORT and not page.tokens[first.start].newline_before:
        earlier = page.sentences[first.index - 1]
        if last.end - earlier.start >= _MOST_BEFORE:
            break
        first = earlier
    return first.start, last.end


def spell_stretch(page: Page, start: int, end: int) -> str:
    """The tokens ``start`` to ``end`` in small letters."""
    return "".join(t.low + " " * t.space for t in page.tokens[start:end]).strip()


_BREAKS = frozenset({";", ":", "-", "–", "—", "...", "…"})
_JOINTS = frozenset("and but so yet while whereas though although because which i".split())
_LINKS = frozenset({"and", "but", "so", "while", "whereas", "though", "although"})
_LEAST_PART = 4


def list_parts(page: Page, sentence: Sentence) -> list[Stretch]:
    """The parts of a sentence that could stand alone, as tokens: cut at semicolons, colons and dashes, at commas before
    a conjunction or "I", and before "and I"; one of fewer than four tokens stays with its neighbour."""
    cuts = [sentence.start]
    for i in range(sentence.start + 1, sentence.end - 1):
        low, following = page.tokens[i].low, page.tokens[i + 1].low
        if low in _BREAKS or (low == "," and following in _JOINTS):
            cuts.append(i + 1)
        elif low in _LINKS and following == "i" and page.tokens[i - 1].low != ",":
            cuts.append(i)
    parts: list[Stretch] = []
    for begin, end in zip(cuts, [*cuts[1:], sentence.end], strict=True):
        if parts and (end - begin < _LEAST_PART or parts[-1][1] - parts[-1][0] < _LEAST_PART):
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((begin, end))
    return parts


def spell_parts(page: Page, sentence: Sentence) -> dict[Stretch, Spelt]:
    """How an encoder is asked of the parts of a sentence; nothing where there is but one."""
    parts = list_parts(page, sentence)
    return {part: ("", spell_stretch(page, *part)) for part in parts} if len(parts) > 1 else {}


def _leans(page: Page, sentence: Sentence, names: bool) -> bool:
    """Whether a sentence is too short to stand alone, or soon has a word that stands for something told before it."""
    words = [t for t in page.tokens[sentence.start : sentence.end] if t.pos not in ("PUNCT", "SPACE", "SYM")]
    return len(words) <= (_FEW_WORDS_NAMING if names else _FEW_WORDS) or any(
        _points_back(page, t.i, sentence.end) for t in words[:_SOON]
    )


def _points_back(page: Page, i: int, end: int) -> bool:
    token = page.tokens[i]
    if token.low not in _LEANING or token.pos not in ("PRON", "DET", "ADJ", "NUM"):
        return False
    return token.pos != "DET" or i + 1 >= end or page.tokens[i + 1].pos not in ("NOUN", "ADJ", "PROPN")
