"""Hiding identifiers in answers: each code point of one becomes U+2588, so that offsets hold.

The recognisers are single ones of Presidio, asked only where a cheap gate finds what they could recognise; its engine,
which would fetch a model, is never made, and the lists of domains that its checks would fetch are never asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from fingerpost.records import Evidence, Fact, ScopeWords
from fingerpost.survey.addresses import find_addresses
from fingerpost.survey.handles import find_handles
from fingerpost.survey.numbering import find_numbers, is_figure

MASK = "█"
_LEAST_SCORE = 0.25
_LEAST_COLONS = 3
# "mentoring#3"
_ENTRY = re.compile(r"([a-z0-9-]+)#\d{1,4}")
# signs that nobody sees, which would part an address, and wide forms, one for one
_PLAIN = {**dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), "_"), ord("\uff20"): "@", ord("\uff0e"): "."}
# so long a run is no word: a long address, a key, a file; and patterns would go over it again and again
_LONG_RUN = re.compile("[!-~]{300,}")
_GATE = re.compile(
    r"[@＠]|://|www\.|\w\.[^\W\d_]{2}|\d(?:\D{0,3}\d){6}|\d\.\d{1,3}\.\d|[0-9a-f]:[0-9a-f]{0,4}:|::|#\d{4}|\d\d\d[.-][A-Z]"
    r"|\bat[\])}>]|\bdot\b|\bu/\w|/in/|\b(?:ig|fb|handle|nick\w*|user\s?(?:name|id)|screen\s?name|login|alias|github|gitlab|bitbucket|twitter|"
    r"slack|discord|telegram|skype|insta\w*|mastodon|bluesky|reddit|irc|linkedin|whatsapp|tiktok|youtube|twitch|steam|xing|"
    r"facebook|snapchat|wechat|viber|keybase|kaggle|leetcode|hacker\s?news|stack\s?overflow)\b",
    re.I,
)


def mask_identifiers(text: str) -> str:
    """The text with e-mail addresses, phone numbers, URLs, IP addresses, card numbers and handles masked."""
    if _LONG_RUN.search(text):
        text = mask_spans(text, (m.span() for m in _LONG_RUN.finditer(text)))
    plain = text if text.isascii() else text.translate(_PLAIN)
    if not _GATE.search(plain):
        return text
    return mask_spans(text, _find_spans(plain))


def mask_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with every code point of the spans masked; line ends stay, so that lines do."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = [c if c in "\r\n" else MASK for c in letters[start:end]]
    return "".join(letters)


@lru_cache(maxsize=256)
def mask_name(column: str) -> str:
    """The name of a column with its identifiers masked, as it is written."""
    return mask_identifiers(column)


def mask_fact(
    fact: Fact, mask: Callable[[str], str] = mask_identifiers, mask_field: Callable[[str], str] = mask_name
) -> Fact:
    """A fact given directly, with what ``mask`` hides in its words masked, and ``mask_field`` in the names of columns."""
    evidence = tuple(Evidence(e.start, e.end, mask(e.text), e.field and mask_field(e.field)) for e in fact.evidence)
    scope = tuple(ScopeWords(mask(s.scope), mask(s.text)) for s in fact.scope)
    cues, lexicon = tuple(map(mask, fact.cues)), tuple(map(mask, fact.lexicon))
    return replace(fact, evidence=evidence, lexicon=lexicon, cues=cues, scope=scope)


def list_words(fact: Fact) -> Iterator[str]:
    """All words of a fact that `mask_fact` masks."""
    for evidence in fact.evidence:
        yield from (evidence.text, evidence.field or "")
    for scope in fact.scope:
        yield from (scope.scope, scope.text)
    yield from fact.cues
    yield from fact.lexicon


def forget_words(fact: Fact) -> Fact:
    """A fact without any string drawn from the answer: offsets and entries of the lexicon stay."""
    return replace(fact, evidence=tuple(replace(e, text="") for e in fact.evidence), cues=(), scope=())


def forget_given(fact: Fact, topics: Container[str]) -> Fact:
    """A fact given directly without any string but its own and the entries of the lexicon, which are of known topics."""
    entries = tuple(e for e in fact.lexicon if (found := _ENTRY.fullmatch(e)) and found[1] in topics)
    evidence = tuple(replace(e, field=None) for e in fact.evidence)
    return replace(forget_words(fact), evidence=evidence, lexicon=entries)


def _find_spans(text: str) -> Iterator[tuple[int, int]]:
    yield from find_handles(text)
    for start, end in find_addresses(text):
        yield _trim_end(text, start, end)
    yield from find_numbers(text)
    for gate, name in _ASKED:
        if gate.search(text):
            yield from _ask_presidio(text, name)


def _trim_end(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave the full stop or comma after an address to the sentence."""
    while end > start and text[end - 1] in ".,;:!?":
        end -= 1
    return start, end


_ASKED = (
    (re.compile("@"), "email"),
    (re.compile(r"\d\.\d{1,3}\.\d|[0-9a-f]:[0-9a-f]{0,4}:|::", re.I), "ip"),
    (re.compile(r"\d(?:[ -]?\d){11}"), "card"),
    (re.compile(r"\d(?:\D{0,3}\d){6}"), "phone"),
)


def _ask_presidio(text: str, name: str) -> Iterator[tuple[int, int]]:
    recogniser = _load_recognisers()[name]
    for found in recogniser.analyze(text, recogniser.supported_entities, None):
        words = text[found.start : found.end]
        if found.score < _LEAST_SCORE or (name == "phone" and is_figure(text, found.start, found.end)):
            continue
        # "a::b" is of a program
        if name == "ip" and not any(c.isdigit() for c in words) and words.count(":") < _LEAST_COLONS:
            continue
        # "react@18.2.0"
        if name == "email" and words.rpartition(".")[2].isdecimal():
            continue
        yield _trim_end(text, found.start, found.end)


@lru_cache(maxsize=1)
def _load_recognisers() -> Mapping[str, Any]:
    from presidio_analyzer.predefined_recognizers.generic.credit_card_recognizer import CreditCardRecognizer
    from presidio_analyzer.predefined_recognizers.generic.email_recognizer import EmailRecognizer
    from presidio_analyzer.predefined_recognizers.generic.ip_recognizer import IpRecognizer
    from presidio_analyzer.predefined_recognizers.generic.phone_recognizer import PhoneRecognizer

    class OfflineEmail(EmailRecognizer):
        """Takes the form for the thing: the check of the library would fetch a list of domains."""

        def validate_result(self, pattern_text: str) -> bool:
            return True

    return {
        "email": OfflineEmail(),
        "ip": IpRecognizer(),
        "card": CreditCardRecognizer(),
        "phone": PhoneRecognizer(supported_regions=("US", "GB", "DE", "FR", "IN", "BR"), leniency=1),
    }
