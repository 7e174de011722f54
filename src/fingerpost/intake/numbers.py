"""Numbers as people write them: ``11``, ``eleven``, ``twenty-one``, ``2,600``, ``2 600``, ``30k``, ``~400``, ``10+``."""

from __future__ import annotations

import re
from functools import lru_cache

_UNITS = {
    w: n
    for n, w in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        ).split()
    )
}
_TENS = {w: (n + 2) * 10 for n, w in enumerate(("twenty thirty forty fifty sixty seventy eighty ninety").split())}
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "lakh": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
    "k": 1000,
    "m": 1_000_000,
}
_SCALE_WORDS = frozenset(_SCALES) - {"k", "m"}
_OTHER = {"dozen": 12, "dozens": 24, "couple": 2, "fourty": 40, "ninty": 90}
_DIGITS = re.compile(r"^[~≈<>±]?(\d{1,3}(?:[,.']\d{3})+|\d+(?:[.,]\d+)?)(k|m|\+|ish|-ish)?(?:\+)?$")

_GROUP, _BEFORE_GROUP = re.compile(r"^\d{3}\+?$"), re.compile(r"^[~≈<>±]?[1-9]\d{0,2}(?:\d{3})*$")


@lru_cache(maxsize=4096)
def read_number(word: str) -> float | None:
    """The number that one word says, or None."""
    low = word.lower()
    for table in (_UNITS, _TENS, _OTHER):
        if low in table:
            return float(table[low])
    if low in _SCALE_WORDS or low in ("hundreds", "thousands", "lakhs", "crores"):
        return float(_SCALES[low.rstrip("s")])
    match = _DIGITS.match(low)
    if not match:
        return None
    digits = match[1]
    value = float(re.sub(r"[,.']", "", digits)) if re.search(r"[,.']\d{3}(?!\d)", digits) else _decimal(digits)
    return value * _SCALES[match[2]] if match[2] in ("k", "m") else value


def _decimal(digits: str) -> float:
    return float(digits.replace(",", "."))


def is_next_group(before: str, word: str) -> bool:
    """Whether a word is the next three digits of the number that ends before it: ``12 000``."""
    return bool(_GROUP.match(word) and _BEFORE_GROUP.match(before))


def join_numbers(values: list[tuple[str, float]]) -> float:
    """The number that a run of number words says together: ``two thousand six hundred`` is 2600.

    Args:
        values: The words, lower case, each with the number that it says.
    """
    total, current, last = 0.0, 0.0, ""
    for word, value in values:
        if is_next_group(last, word):
            current = current * 1000 + value
            last = f"{last}{word}"
            continue
        last = word
        if word.rstrip("s") in _SCALE_WORDS or word == "k":
            current = (current or 1.0) * _SCALES[word.rstrip("s")]
            if value >= 1000:
                total, current = total + current, 0.0
        elif word == "dozen":
            current = (current or 1.0) * 12
        elif (current and current % 10 == 0 and current >= 20 and value < 10) or (
            current and current % 100 == 0 and value < 100
        ):
            current += value
        else:
            current = value if not current else current + value if total else value
    return total + current
