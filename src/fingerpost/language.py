"""Telling whether a text is English: a quick look at its small words, and a language identifier where that leaves doubt."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_SMALL = frozenset(
    "the a an and or but i my me we is are am was be been to of in on at for with not no it this that have has do don't "
    "i'm what when so all more like love hate want from by as if can would you they he she our n't just too very".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ENOUGH_WORDS = 6
_CLEAR_SHARE = 0.2


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
