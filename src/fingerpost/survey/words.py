"""Telling ordinary words of English from what may be somebody's name or handle."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

_PART = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{3,}|[^\W\d_]{3,}")


def is_ordinary(word: str) -> bool:
    """Whether a word is one of English, in any case, and no given name."""
    low = word.lower()
    return low in _load_english() and low not in _load_given_names()


def is_compound(word: str) -> bool:
    """Whether a word is put together of ordinary ones, as names in programs are: "retry_count", "copilot_v2"."""
    parts = [p for p in _PART.findall(word) if len(p) > 2]
    return bool(parts) and all(map(is_ordinary, parts))


@lru_cache(maxsize=1)
def _load_english() -> frozenset[str]:
    """The words of the spelling dictionary that is there anyway."""
    source = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return frozenset(line.partition(" ")[0] for line in source.splitlines())


@lru_cache(maxsize=1)
def _load_given_names() -> frozenset[str]:
    source = files("fingerpost.survey").joinpath("given-names.txt").read_text(encoding="utf-8")
    return frozenset(name for line in source.splitlines() if not line.startswith("#") for name in line.split())
