"""Figures in set answers: whole years, and how many people work at a company, however they are written.

What cannot be right, and what could mean one thing or another, is None: better no fact than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from fingerpost.intake.numbers import read_number

# nobody has worked for longer, and nobody employs more
MOST_YEARS = 60
MOST_PEOPLE = 5_000_000
SIZES = (("tiny", 10), ("small", 100), ("medium", 1000))
LARGE = "large"
# what is longer is no set answer
_LONGEST = 200

_SPACE = " \u00a0\u2007\u2009\u202f"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<digits>\d{{1,3}}(?:[.,'’{_SPACE}]\d{{3}})+(?!\d)|\d+(?:[.,]\d+)?)(?P<half>\s?[½¼¾])?"
    r"\s?(?P<scale>k|tsd|thousand|mio|million)?(?![^\W\d_]*\d)"
    r"|(?<!\w)(?P<part>[½¼¾])"
)
_THOUSANDS = re.compile(rf"\d{{1,3}}(?:[.,'’{_SPACE}]\d{{3}})+")
_SCALES = {"k": 1000, "tsd": 1000, "thousand": 1000, "mio": 1_000_000, "million": 1_000_000}
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_DASH = re.compile(r"\s*(?:-|–|—|‒|−|~|to|bis|until|till|and|\.\.+|…)\s*")
_OPEN = re.compile(r"\+|>|≥|\b(?:more|over|above|plus|at least|min(?:imum)?|upwards?|beyond|from|mehr|exceeding|greater)\b")
_BELOW = re.compile(
    r"<|≤|\b(?:less|fewer|under|below|up to|at most|max(?:imum)?|no more than|not more than|until|bis|within|smaller)\b"
)
_DATED = re.compile(
    r"\b(?:since|seit|from|started|began|in)\s+(?:\w+\s+)?(?:19|20)\d\d\b|^\D*(?:19|20)\d\d\D*$|\b(?:19|20)\d\d\s*[-–/]\s*(?:(?:19|20)\d\d\b|\w*$)"
)
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|ember|ober)?\b(?! be\b)"
    r"|(?<![\d.])(?:\d{1,2}([-/.])\d{1,2}\1\d{2,4}|\d{4}([-/.])\d{1,2}\2\d{1,2})(?![\d.])"
)
_TIMES = (
    (re.compile(r"\s*-?\s*(?:years?|yrs?|y|yo?e|jahre?n?|j)\b"), 1.0),
    (re.compile(r"\s*-?\s*(?:months?|mos?|mths?|monate?n?|m)\b"), 12.0),
    (re.compile(r"\s*-?\s*(?:weeks?|wks?|w|wochen?)\b"), 52.0),
    (re.compile(r"\s*-?\s*(?:days?|d)\b"), 365.0),
)
_FRACTION = re.compile(r"(?<![\d.,/])(?:(\d+)\s+)?(\d)/(\d)(?![\d.,/])")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")
# words that are numbers only by chance
_NO_NUMBERS = frozenset({"couple", "m", "k"})
_HALF_YEAR = re.compile(r"\bhalf\s+(?:a\s+|of\s+a\s+)?year\b")
# "0-5 years": a beginner or not, nobody can tell
_WIDEST_FIRST = 2


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number and where it stands in its cell."""

    value: float
    start: int
    end: int
    scaled: bool = False


def read_years(cell: str) -> int | None:
    """The whole years that a set answer tells of; of a range its lower end.

    None where it tells of none that can be right: over `MOST_YEARS`, a date ("since 2015" needs to know today's), several
    numbers, or a first range so wide that it says nothing.
    """
    words = _spell_digits(cell)
    if len(cell) > _LONGEST or _DATE.search(words):
        return None
    if re.search(r"\d(?:st|nd|rd|th)\b", words):
        return None  # in the third year are two whole ones, or of something else
    if _HALF_YEAR.search(words) and not re.search(r"\d", words):
        return 0
    figures = _list_figures(_FRACTION.sub(_write_fraction, words))
    timed = [(f, per) for f in figures if (per := _find_unit(words, f))]
    if not timed and _DATED.search(words):
        return None
    if timed and len(timed) < len(figures):
        rest = [f for f in figures if f not in [t for t, _ in timed]]
        first = timed[0][0]
        ranged = len(figures) == 2 and _is_range(words, rest[0], first)
        if ranged and rest[0].value < first.value:
            return _take_years(rest[0].value / timed[0][1], first.value / timed[0][1], words)
        if not (all(_is_year(f.value) for f in rest) and len(timed) == 1):
            return None
    if timed:
        units = [per for _, per in timed]
        if len(timed) == 2 and units[0] == units[1] and _is_range(words, timed[0][0], timed[1][0]):
            return _take_years(timed[0][0].value / units[0], timed[1][0].value / units[1], words)
        if units != sorted(set(units)):
            return None
        total = sum(f.value / per for f, per in timed)
        return _take_years(total, None, words)
    if len(figures) == 2 and _is_range(words, *figures) and figures[0].value < figures[1].value:
        return _take_years(figures[0].value, figures[1].value, words)
    return _take_years(figures[0].value, None, words) if len(figures) == 1 else None


def read_size(cell: str) -> str | None:
    """The size of a company (``tiny``, ``small``, ``medium``, ``large``) that a set answer tells of.

    A range counts for the size that holds most of it. None where that could be any of three sizes, or where the number
    cannot be right: nobody at all, a part of a person, more than `MOST_PEOPLE`.
    """
    words = _spell_digits(cell)
    if len(cell) > _LONGEST or _DATE.search(words):
        return None
    figures = _list_figures(words)
    if any(f.value > MOST_PEOPLE or f.value != int(f.value) for f in figures) or re.match(r"\s*[-−]\s*\d", words):
        return None
    if len(figures) == 2 and (_is_range(words, *figures)):
        first, last = figures
        # "1-5k": the scale stands for both
        low = first.value * 1000 if last.scaled and not first.scaled and first.value < last.value / 1000 else first.value
        return _find_size(int(low) or 1, int(last.value)) if low < last.value else None
    if len(figures) != 1 or figures[0].value < 1:
        return None
    number = int(figures[0].value)
    if _BELOW.search(words) and not re.search(r"(?:no|not) less|(?:no|not) fewer", words):
        below = re.search(r"<(?!=)|\b(?:less|fewer|under|below|smaller)\b", words) and not re.search(
            r"\bor (?:less|fewer|under|below)\b|\band (?:under|below)\b", words
        )
        return _find_size(1, number - bool(below)) if number - bool(below) else None
    if _OPEN.search(words) or re.search(r"(?:no|not) (?:less|fewer)", words):
        # beyond a bound that is not the last, any size may be meant
        return LARGE if number >= SIZES[-1][1] else None
    return _size_of(number)


def _size_of(people: int) -> str:
    return next((name for name, most in SIZES if people <= most), LARGE)


def _find_size(low: int, high: int) -> str | None:
    """The size that holds most of a range of numbers; None where it reaches over three."""
    counts: dict[str, int] = {}
    bounds = [0, *(most for _, most in SIZES), MOST_PEOPLE]
    for (below, most), name in zip(pairwise(bounds), [*(name for name, _ in SIZES), LARGE], strict=True):
        inside = min(high, most) - max(low, below + 1) + 1
        if inside > 0:
            counts[name] = inside
    # "100-1000" only touches the lower of its sizes
    counts = {name: n for name, n in counts.items() if n > 1 or len(counts) == 1}
    return max(reversed(list(counts)), key=lambda name: counts[name]) if 0 < len(counts) < 3 else None


def _take_years(low: float, high: float | None, words: str) -> int | None:
    if not 0 <= low <= MOST_YEARS or re.match(r"\s*[-−]\s*\d", words):
        return None
    if high is None and _BELOW.search(words):
        low, high = 0.0, low
    if high is not None and (high > MOST_YEARS or (low <= 1 and high - low > _WIDEST_FIRST)):
        return None
    return int(low)


def _spell_digits(cell: str) -> str:
    """A cell in lower case, with the numbers that stand there as words in digits."""
    low = " ".join(re.sub(rf"[{_SPACE}\s]+", " ", cell).split()).casefold()

    def spell(match: re.Match[str]) -> str:
        numbers = [None if w in _NO_NUMBERS or w in _SCALES else read_number(w) for w in match[0].split("-")]
        return match[0] if None in numbers else str(int(sum(n for n in numbers if n is not None)))

    return _WORD.sub(spell, low)


def _list_figures(words: str) -> list[_Figure]:
    figures = []
    for match in _NUMBER.finditer(words):
        if match["part"]:
            figures.append(_Figure(_PARTS[match["part"]], *match.span()))
            continue
        digits = match["digits"]
        # "2.500" is two thousand five hundred, "2.5" and "2,5k" are no thousands
        plain = re.sub(r"\D", "", digits) if _THOUSANDS.fullmatch(digits) else digits.replace(",", ".")
        value = float(plain) + (_PARTS[match["half"].strip()] if match["half"] else 0)
        figures.append(_Figure(value * _SCALES.get(match["scale"] or "", 1), *match.span(), bool(match["scale"])))
    return figures


def _is_range(words: str, first: _Figure, last: _Figure) -> bool:
    between = words[first.end : last.start]
    unit = next((m.end() for pattern, _ in _TIMES if (m := pattern.match(between))), 0)
    return bool(_DASH.fullmatch(between) or _DASH.fullmatch(between[unit:]) or re.fullmatch(r"\s*people\s*to\s*", between))


def _find_unit(words: str, figure: _Figure) -> float:
    """How many of the unit that stands after a number make a year; 0 where there is none."""
    after = words[figure.end :].lstrip("+")
    return next((per for pattern, per in _TIMES if pattern.match(after)), 0.0)


def _is_year(value: float) -> bool:
    return 1900 <= value < 2100


def _write_fraction(match: re.Match[str]) -> str:
    whole, part, of = int(match[1] or 0), int(match[2]), int(match[3])
    return str(whole + part / of) if part < of else match[0]
