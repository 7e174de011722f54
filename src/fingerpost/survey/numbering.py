"""Finding numbers that identify someone (phones, accounts), and telling them from figures: counts, dates, versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_JOIN = r"[ .\-/()_\u00a0\u00b7\u2010-\u2015\u2022]{0,3}"
# numbers with nine digits or more, however they are grouped
_LONG = re.compile(rf"(?<![\w.,])(?:\+|00|\()?\d(?:{_JOIN}\d){{8,}}(?!\w)")
_SHORT_PHONE = re.compile(r"(?<![\w.,/-])(?:\(?0\d{1,4}\)?[ .\-/]?)?\d{3,4}[ .\-]\d{4}(?![\w,]|\.\d)")
_CUED = re.compile(
    r"\b(?:tel|tlf|telefon|telephone|phone|mobile?|mob|cell|handy|fax|sms|whats\s?app|viber|call|text|ring|dial|my number|"
    r"number is|hotline|contact|reach)\b\.?(?:\s+(?:me|us|is|at|on|number|no|nr|under|via|or|to)){0,5}[\s.:#-]{0,4}"
    rf"(\(?\d(?:{_JOIN}\d){{6,13}})(?!\w|[.,]\d)",
    re.I,
)
# "1-800-FLOWERS"
_LETTERED = re.compile(
    r"(?<![\w-])(?:\+?1[ .-])?\(?(?:8(?:00|88|77|66|55|44|33)|0800|1300)\)?[.-](?=[A-Z\d-]*[A-Z]{3})[A-Z\d-]{4,}\b"
)
_ACCOUNT = re.compile(r"(?<!\w)[A-Z]{2}\d{2}[ -]?(?:[A-Z\d]{4}[ -]?){2,7}[A-Z\d]{1,4}(?!\w)", re.I)
_LEAST_OF_ACCOUNT = 10
_DEVICE = re.compile(r"(?<![\w:])[0-9a-f]{2}(?::[0-9a-f]{2}){5}(?![\w:])", re.I)

_THOUSANDS = re.compile(r"\d{1,3}(?:[ .,\u00a0]000)+(?:[ .,\u00a0]\d{3})*|\d{1,3}(?:_\d{3}){2,}|[1-9]\d{0,2}0{6,}")
_YEARS = re.compile(r"(?:(?:19|20)\d\d\D{0,3})+")
_DATE = re.compile(
    r"(?:\d{4}([-./_])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{4})"
    r"(?: ?[-\u2013] ?(?:\d{4}([-./])\d{1,2}\3\d{1,2}|\d{1,2}([-./])\d{1,2}\4\d{4})|(?:\D{0,2}\d{0,2}){0,3})"
)
_RANGE = re.compile(r"(\d{1,6}) ?(?:[-\u2013]|(?<= )) ?(\d{1,6})")
_TIMES = re.compile(r"(?:[01]\d|2[0-3])(?:00|15|30|45) ?[-\u2013] ?(?:[01]\d|2[0-4])(?:00|15|30|45)")
_DECIMAL = re.compile(r"\d\.\d{6,}|[1-9]\d{3,}\.\d{1,3}|\d{1,3}\.\d{3}")
# "1.0.2 (2026-01-09)"
_RELEASE = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,3} ?\(\d{4}-\d\d-\d\d\)?")
# a part of one figure stands in no phone number but at its start
_VERSION = re.compile(r"\d{1,4}\.(?=(?:\d+\.)*\d(?:\.|$))\d{1,6}(?:\.\d{1,6}){1,3}")
_CONSTANTS = frozenset(str(2**n - less) for n in (31, 32, 53, 63, 64) for less in (0, 1))
_LABELLED = re.compile(
    r"(?:\b(?:RFCs?|GTX|RTX|PEPs?|ISO|IEEE|HTTP|EIPs?|KB|ports?|status(?:es)?|codes?|errors?|versions?|models?|builds?|issues?|lines?|"
    r"tickets?|years?)[\s:#]*(?:\d{2,5}[ ,/]+)*|\bCVE-)$",
    re.I,
)
_LABELLED_LIST = re.compile(r"\d{3,5}(?:[ ,/-]+\d{3,7})*")
_UNIT = re.compile(
    r"\+?\s*(?:[a-z]+\s)?(?:people|persons|employees|engineers|developers|devs|staff|colleagues|heads|headcount|folks|users|"
    r"customers|clients|students|members|seats|rows|records|lines|files|requests|events|messages|bytes|seconds|minutes|hours|"
    r"days|tests|commits|tickets|transactions|devices|nodes|servers|stores|items|entries|points|times|rps|qps|loc|ms|[kmgt]i?b|"
    r"parameters|tokens|objects|documents|queries|calls|downloads|hits|visits|orders|euros|dollars|eur|usd)\b",
    re.I,
)
_ROUND = 50
# so far around a number one looks for what it counts
_AROUND = 40


def find_numbers(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that are numbers of phones, accounts and the like."""
    for match in _CUED.finditer(text):
        if not _is_plain_figure(match[1]) and not _counts(match[1], text[match.end() : match.end() + _AROUND]):
            yield match.span(1)
    for match in _ACCOUNT.finditer(text):
        if sum(map(str.isdigit, match[0])) >= _LEAST_OF_ACCOUNT:
            yield match.span()
    for pattern in (_LONG, _SHORT_PHONE):
        yield from (m.span() for m in pattern.finditer(text) if not is_figure(text, *m.span()))
    for pattern in (_LETTERED, _DEVICE):
        yield from (m.span() for m in pattern.finditer(text))


def is_figure(text: str, start: int, end: int) -> bool:
    """Whether a number, with what stands around it, is a count, a date, a range, a version or the like."""
    words, rest = text[start:end], text[end : end + _AROUND]
    if _is_plain_figure(words) or words in _CONSTANTS or _counts(words, rest):
        return True
    if any(p.fullmatch(words) for p in (_TIMES, _DECIMAL, _VERSION, _RELEASE)) or _counts_on(words):
        return True
    if _LABELLED_LIST.fullmatch(words) and _LABELLED.search(text[max(0, start - _AROUND) : start]):
        return True
    low, high = _read_range(words)
    return low < high and low % _ROUND in (0, 1) and (high % _ROUND == 0 or high % _ROUND == _ROUND - 1)


def _is_plain_figure(words: str) -> bool:
    return any(p.fullmatch(words) for p in (_THOUSANDS, _YEARS, _DATE))


def _counts(words: str, rest: str) -> bool:
    """Whether a number or a range is one of people or things: "800-1234 people", "123456789 rows"."""
    low, high = _read_range(words)
    return bool(_UNIT.match(rest)) and ((words.isdecimal() and words[0] != "0") or low < high)


def _read_range(words: str) -> tuple[int, int]:
    """The bounds of a range; (0, 0) of what is none."""
    found = _RANGE.fullmatch(words)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _counts_on(words: str) -> bool:
    """Whether figures follow each other: 1 2 3 4 5."""
    parts = [int(p) for p in re.findall(r"\d+", words)]
    return len(parts) > 2 and all(later - earlier == 1 for earlier, later in pairwise(parts))
