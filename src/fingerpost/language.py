"""Telling whether a text is English: a quick look at its small words, and a language identifier where that leaves doubt."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

# words of English that its neighbours do not share: no "me", "a", "no", "in", "so", "was"
_SMALL = frozenset(
    (
        "the and or but i my we is are of to at for with not it this that have don't i'm what when more like love "
        "want from by if can would you they he she our n't just too very they've it's i've never other people work"
    ).split()
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ENOUGH_WORDS = 6
_CLEAR_SHARE = 0.12


def is_english(text: str) -> bool:
    """Whether a text can be taken for English; texts of a few words are given the benefit of the doubt.

    Identification by py3langid (Lui and Baldwin, langid.py, ACL 2012), which is asked only when small words are few.
    """
    words = _WORD.findall(text.lower().replace("’", "'"))
    if not words:
        return True
    if sum(c > "\u02ff" and c.isalpha() for c in text) > sum(map(len, words)) / 2:
        return False
    if len(words) < _ENOUGH_WORDS or sum(w in _SMALL for w in words) / len(words) >= _CLEAR_SHARE:
        return True
    language, confidence = _load_identifier().classify(" ".join(words))
    return bool(language == "en" or confidence < 0.9)


@lru_cache(maxsize=1)
def _load_identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
