"""The forms under which the lexicon may know a word: its stems, guessed from its endings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache


@lru_cache(maxsize=65_536)
def list_forms(low: str, lemma: str, words: frozenset[str]) -> frozenset[str]:
    """All forms under which the lexicon may know a word: itself, its lemma, and stems that the lexicon holds."""
    forms = {low, lemma}
    for stem in _guess_stems(low):
        # "notes" is no form of "not", nor "hated" of "hat"
        if stem in words and stem not in _NO_STEMS and not (f"{stem}e" == lemma and lemma in words):
            forms.add(stem)
    return frozenset(forms)


_NO_STEMS = frozenset(
    {"not", "no", "nor", "be", "do", "on", "to", "in", "so", "us", "it", "i", "a", "an", "the", "with", "for"}
)
_DOUBLED = re.compile(r"([bdfgklmnprt])\1$")


def _guess_stems(low: str) -> Iterator[str]:
    if len(low) < 4 or not low.isalpha():
        if len(low) > 2 and low.endswith("s") and low[:-1].isalnum():
            yield low[:-1]
        return
    if low.endswith("ies"):
        yield low[:-3] + "y"
    if low.endswith("es"):
        yield low[:-2]
    if low.endswith("s") and not low.endswith("ss"):
        yield low[:-1]
    for ending in ("ing", "ed", "in"):
        if low.endswith(ending) and len(low) > len(ending) + 2:
            stem = low[: -len(ending)]
            yield stem
            yield stem + "e"
            if _DOUBLED.search(stem):
                yield stem[:-1]
            if ending == "ed" and stem.endswith("i"):
                yield stem[:-1] + "y"
    for british, american in (("ise", "ize"), ("our", "or"), ("ising", "izing"), ("isation", "ization")):
        if british in low:
            yield low.replace(british, american)
        if american in low:
            yield low.replace(american, british)
