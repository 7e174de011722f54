"""Finding e-mail addresses and handles, and telling them from what programs are full of: annotations, packages, issues."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fingerpost.survey.words import is_compound, is_ordinary

_E_MAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+[@＠][\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?::[\w-]+/[\w./-]*\w)?")
_HOST = re.compile(r"(?<![\w.@＠-])([A-Za-z][\w.+-]*)[@＠]([A-Za-z][\w-]*)(?![\w@＠]|\.\w)")
_CHANNELS = frozenset("latest next beta alpha canary rc lts master main head stable nightly dev".split())
# a slip in typing: a blank behind the sign, a comma for the dot
_SLIPPED = re.compile(
    r"(?<![\w.+-])[\w.+-]+[@＠](?: [\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b|[\w-]+(?:\.[\w-]+)*,[a-z]{2,4}\b)", re.I
)
_SPACED = re.compile(r"(?<![\w.+-])([\w.+-]+) [@＠] ?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b", re.I)
_JOINT = r"(?:\.|\s(?:dot|underscore|dash|hyphen|plus)\s|\s?[\[({<]dot[\])}>]\s?)"
_SPELT_OUT = re.compile(
    rf"(?<![\w.+-])[\w+-]+(?:{_JOINT}[\w+-]+){{0,5}}"
    r"\s*(?:[\[({<]\s*at\s*[\])}>]|\sat\s(?=[\w-]+\s*(?:[\[({<]\s*dot|\sdot\s)))\s*[\w-]+"
    r"(?:\s*(?:\.|[\[({<]\s*dot\s*[\])}>]|\sdot\s)\s*[\w-]+)+",
    re.I,
)
_AT = re.compile(r"(?<![\w.+-])([\w.+-]+)\s+at\s+([\w-]+)(?:\.[\w-]+)*\.[a-z]{2,}\b(?!/)", re.I)
_MAILERS = frozenset(
    (
        "gmail googlemail yahoo ymail outlook hotmail live msn icloud me gmx web proton protonmail posteo aol mail "
        "fastmail hey zoho yandex qq 163 tutanota t-online mailbox freenet orange laposte libero"
    ).split()
)
_HANDLE = re.compile(
    # "@scope/package" names no one
    r"(?<![\w@＠/.])[@＠](?>[A-Za-z_](?:[\w.-]*\w)?)(?:[@＠][\w-]+(?:\.[\w-]+)+|(?!/[a-z]))"
    r"|(?<!\w)/?u/[A-Za-z0-9_-]{3,}|(?<![\w/])/in/[\w-]{3,}"
    r"|(?<!\w)([A-Za-z_][\w.]{2,31})#\d{4}(?!\d)"
)
_NUMBERED = frozenset(
    "issue issues bug pull merge ticket task case item story commit defect request build room patch cve".split()
)
# what programs and style sheets write behind an @, where it is one word; and what people call out to all
_MARKS = frozenset(
    (
        "work home scale night me all here channel everyone mods staff team anyone override transactional autowired "
        "test component injectable media property staticmethod classmethod dataclass deprecated bean service param "
        "params return returns throws import include extend mixin use apply layer supports keyframes page charset "
        "namespace tailwind container see since author version type typedef template example link inject mock state "
        "binding input output fixture parametrize cached task route required readonly objc available main escaping "
        "published nonnull nullable ts-ignore ts-expect-error internal public private protected abstract async "
        "memoize lru_cache wraps contextmanager abstractmethod given when then before after"
    ).split()
)
_MODULES = re.compile(
    r"(?:pytest|unittest|mock|app|api|router|click|functools|contextlib|dataclasses|typing|abc|celery|flask|django|attr|tf|"
    r"torch|jax|numba|kotlin|javax|jakarta|org|java|lombok|angular|nestjs|self|cls|blueprint|bp|cli)\.",
    re.I,
)
# the parts of which annotations are made
_PARTS = frozenset(
    (
        "rest controller entity input output spring boot application composable state mock bean spy inject injectable "
        "component service repository configuration module directive pipe host listener view child children content "
        "observed object environment binding main actor test before after each all suite given when then param "
        "parameterized path variable request response body mapping get post put delete patch query header column id "
        "table join many one to generated value version transactional async enable scheduled cacheable cache valid "
        "validated not null min max size pattern getter setter data builder no args arg required constructor log slf "
        "json property properties ignore creator override suppress warnings functional interface safe varargs "
        "retention target documented inherited nullable nonnull visible for testing primary qualifier lazy autowired "
        "auto wired profile conditional on event retryable retry preview hilt android point entry dao database insert "
        "update provides singleton scope objc discardable result escaping available storage focus focused gesture "
        "scene fetch published stateobject deprecated disabled display name order tag tags extend with security "
        "secured role roles allowed web mvc rule class method source csv nested timeout repeated jpa feature flag api "
        "operation schema exception handler advice kafka rabbit message resolver mutation subscription field "
        "injection decorator prop emit watch tracked action computed observable model embedded embeddable mapped "
        "super named queries index unique constraint converter convert enumerated lob temporal transient access type "
        "discriminator inheritance aspect around pointcut"
    ).split()
)
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

_SITE = (
    r"(?:github|gitlab|bitbucket|twitter|linkedin|slack|discord|telegram|instagram|insta|skype|mastodon|bluesky|reddit|irc|"
    r"whatsapp|tiktok|youtube|twitch|steam|xing|facebook|snapchat|wechat|viber|keybase|kaggle|leetcode|hacker\s?news|"
    r"stack\s?overflow|ig|fb)"
)
_NOUN = r"(?:handle|nick|nickname|screen\s?name|user\s?name|user\s?id|login|alias)"
_WORD = r"[\"'(@]?([A-Za-z](?:[\w.-]*\w)?)"
_ON_SITE = (
    # "GitHub: janesmith", "my github is janedoe", "Twitter name is janedoe"
    re.compile(rf"\b{_SITE}(?:\s+(?:handle|name|id|user|nick|account|profile|page)){{0,3}}\s*[:=]\s*{_WORD}", re.I),
    re.compile(rf"\bmy\s+{_SITE}(?:\s+(?:handle|name|id|user|nick|account|profile)){{0,3}}\s+is\s+{_WORD}", re.I),
    re.compile(rf"\b{_SITE}(?:\s+(?:handle|name|id|user|nick|account|profile)){{1,3}}\s+is\s+{_WORD}", re.I),
    # "find me as janedoe on Twitter"
    re.compile(
        rf"\b(?:as|am|['\u2019]m|im|at|under|follow|find|add|ping|message|user|account)\s+{_WORD}\s+on\s+{_SITE}\b", re.I
    ),
    re.compile(rf"\b{_SITE}\s+(?:as|under)\s+{_WORD}", re.I),
    re.compile(rf"\b{_SITE}[\s:]+live:{_WORD}", re.I),
    re.compile(rf"\b{_SITE}(?:\s+(?:name|id|user))?\s+([A-Za-z]{{3,}}(?:\.[A-Za-z]{{3,}})+)(?![\w.]\w)", re.I),
)
# "github jane_doe42", where "github copilot_v2" is no handle
_BARE = re.compile(
    rf"\b{_SITE}(?:\s+(?:handle|name|id|user|nick|account|is|\w{{1,12}}:)){{0,4}}[\s,]+[\"'(]?((?=[\w.-]*[\d_])[A-Za-z][\w.-]+\w)",
    re.I,
)
_STATED = re.compile(rf"\b{_NOUN}\s*[:=]\s*{_WORD}", re.I)
_CALLED = re.compile(rf"\b(my\s+)?({_NOUN})(?:\s+(?:is|was)|['\u2019]s)\s+{_WORD}(?=(\s*(?:[.,;!)\n]|$|and\b|on\b))?)", re.I)
_NAMED = re.compile(rf"\b(?:nick|nickname|user\s?name|user\s?id)\s+{_WORD}", re.I)
# how a login or a handle may be, without being called so
_HOW = frozenset(
    (
        "broken fine gone hidden long lost missing old private public short slow stupid taken the same unknown valid wrong "
        "good bad ok okay stuck full blocked locked easy hard weird ugly shared better cool"
    ).split()
)
_LEAST = 3


def find_handles(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that are e-mail addresses, also spelt out or with a slip, and handles."""
    for pattern in (_E_MAIL, _SLIPPED, _SPELT_OUT):
        yield from (m.span() for m in pattern.finditer(text))
    for match in _SPACED.finditer(text):
        if _is_local(match[1]):
            yield match.span()
    for match in _HOST.finditer(text):
        if match[2].lower() not in _CHANNELS and not is_compound(match[1]):
            yield match.span()
    for match in _AT.finditer(text):
        if match[2].lower() in _MAILERS or _is_local(match[1]):
            yield match.span()
    for match in _HANDLE.finditer(text):
        if (match[1] or "").lower() not in _NUMBERED and not _is_mark(match[0], text[match.end() : match.end() + 1]):
            yield match.span()
    yield from _find_named(text)


def _find_named(text: str) -> Iterator[tuple[int, int]]:
    """Handles that are known by the words around them."""
    for pattern in (*_ON_SITE, _NAMED):
        for match in pattern.finditer(text):
            if len(match[1]) >= _LEAST and not is_ordinary(match[1]) and not is_compound(match[1]):
                yield match.span(1)
    for match in _BARE.finditer(text):
        if not is_compound(match[1]):
            yield match.span(1)
    for match in _STATED.finditer(text):
        if len(match[1]) >= _LEAST:
            yield match.span(1)
    for match in _CALLED.finditer(text):
        word = match[3]
        # "my login is slow"
        sure = match[1] and match[4] is not None and match[2].lower() not in ("login", "alias") and word.lower() not in _HOW
        if len(word) >= _LEAST and (sure or not (is_ordinary(word) or is_compound(word))):
            yield match.span(3)


def _is_local(word: str) -> bool:
    """Whether a word is rather the first half of an address than one of a sentence."""
    return any(c in "._+" or c.isdigit() for c in word.strip(".")) or not is_ordinary(word)


def _is_mark(word: str, after: str) -> bool:
    """Whether a word behind an @ is an annotation of a program, or calls to all."""
    bare = word.lstrip("@＠")
    if bare.lower() in _MARKS or _MODULES.match(bare):
        return True
    parts = _CAMEL.findall(bare)
    is_camel = "".join(parts) == bare and bare[:1].isupper()
    if is_camel and all(p.lower() in _PARTS or p.isdigit() for p in parts):
        return True
    return after == "(" and bool(parts) and all(map(is_ordinary, parts))
