"""The frame that a question gives to short answers; where it could be one or its opposite, that is said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fingerpost.survey.headers import Asking, load_headers
from fingerpost.survey.phrases import part_sentences, plain_header

FREE = "free"
_UNCLEAR = "unclear"
# stands for words that were taken, so that what stood on both sides of them does not come together
_TAKEN = " || "


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for: a frame, and ``doubt`` where it is `FREE` for want of certainty.

    ``doubt`` completes "not sure: ..."; empty where there is none.
    """

    frame: str
    doubt: str = ""


@lru_cache(maxsize=4096)
def judge_question(question: str) -> Asked:
    """What a question asks for."""
    spoken: dict[str, bool] = {}
    doubted = False
    for sentence in part_sentences(plain_header(question)):
        found, doubtful = _judge_sentence(sentence)
        for frame, slight in found.items():
            spoken[frame] = spoken.get(frame, True) and slight
        doubted = doubted or doubtful
    plain = {f for f, slight in spoken.items() if not slight} or set(list(spoken)[:1])
    if not plain:
        return Asked(FREE)
    if _UNCLEAR in plain:
        return Asked(FREE, "short answers could be what people like or what they do not")
    headers = load_headers()
    for frame, others in headers.settles.items():
        if plain & others:
            plain.discard(frame)
    if len(plain) > 1:
        return Asked(FREE, f"it asks for several things at once ({', '.join(sorted(plain))})")
    [frame] = plain
    if doubted:
        return Asked(FREE, f"it may ask for {frame}, or for the opposite")
    return Asked(frame)


def guess_frame(question: str) -> str:
    """The frame that a question gives to its answers; ``free`` where that is not sure."""
    return judge_question(question).frame


def _judge_sentence(sentence: str) -> tuple[dict[str, bool], bool]:
    """The frames for which words of a sentence speak, each with whether only slightly, and whether that is in doubt."""
    headers = load_headers()
    rest = headers.wordings["neutral"].sub(_TAKEN, sentence)
    if headers.wordings["closed"].search(rest) and not headers.wordings["opened"].search(rest):
        return {}, False
    found: dict[str, bool] = {}
    for asking in headers.questions:
        if asking.slight and found:
            continue
        rest = _take(asking, rest, found)
    return found, bool(found) and bool(headers.wordings["reversers"].search(rest))


def _take(asking: Asking, rest: str, found: dict[str, bool]) -> str:
    taken = asking.pattern.sub(_TAKEN, rest)
    if taken != rest:
        found[asking.frame] = found.get(asking.frame, True) and asking.slight
    return taken
