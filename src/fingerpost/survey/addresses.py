"""Finding addresses of the web in prose, where a dot may also end a sentence, part code, or belong to a name.

The recogniser of Presidio is not asked: it takes all of these for addresses, or would fetch a list of domains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fingerpost.survey.words import is_ordinary

_WITH_SCHEME = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)[^\s<>\"'()]+", re.I)
_WITHOUT = re.compile(
    r"(?<![\w@./-])((?:[a-z0-9\u00e0-\u00ff](?:[a-z0-9\u00e0-\u00ff-]*[a-z0-9\u00e0-\u00ff])?\.)+)([a-z]{2,24})"
    r"(?![\w@(]|\.\w)((?::\d{2,5})?(?:[/?#][^\s<>\"'()]*)?)",
    re.I,
)
# what is hardly ever anything but the end of an address
_SURE = frozenset("com org edu gov io eu info biz dev app de fr nl ch se uk".split())
# what is the end of an address where no word of English stands before it
_LIKELY = frozenset(
    (
        "net me ai tech blog name xyz online site page art studio cloud codes works space ninja engineer life live world "
        "today news press agency link tv fm gg cv vc pro guru zone digital software systems solutions consulting academy "
        "network email contact social land club fun wiki company group global media design dog rocks expert run sh so to "
        "pl ru br jp cn au ca es pt fi dk cz sk hu ro gr tr ua kr tw hk sg nz za mx ar cl ie lu li lt lv ee bg hr no at be "
        "in it is us id im la ly gl co pw ws cc st museum int mil "
        "berlin hamburg koeln cologne wien london paris nyc tokyo amsterdam brussels boston vegas miami sydney istanbul "
        "swiss"
    ).split()
)
# what ends names of files, or begins the next sentence where a blank was left out
_DOUBTFUL = frozenset("in it is so to no at be id sh cc run fun name".split())
# sites on which people have pages, though their names are ordinary words
_PAGES = frozenset({"notion.so", "about.me", "bio.link", "linktr.ee", "read.cv"})
_TECHNOLOGY = re.compile(
    r"(?:asp|vb|ado|ml|f#|c#|dot)?\.net"
    r"|(?:java|socket|draw|k8s|kubernetes|crates|fly|spring|istio|grpc|keras|github|gitlab|itch|commons)\.io"
    r"|(?:monday|booking|salesforce|amazon|meetup)\.com|(?:fast|deeplearning|character|\d+)\.ai",
    re.I,
)


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that are addresses of the web, with a scheme or without one."""
    for match in _WITH_SCHEME.finditer(text):
        yield match.span()
    for match in _WITHOUT.finditer(text):
        if _is_address(match[1][:-1], match[2], match[3]):
            yield match.span()


def _is_address(before: str, ending: str, rest: str) -> bool:
    """Whether labels, the last label, and what follows them (port, path) are an address."""
    if ending[0].isupper() and not (before + ending).isupper():
        return False  # "I like it.So do I", "M.Tech"
    if len(before) == 1 and before.isupper() and ending.islower():
        return False  # "R.net"
    low = ending.lower()
    deep = len(rest) > 1
    if _TECHNOLOGY.fullmatch(f"{before}.{ending}"):
        return deep and (any(c.isdigit() for c in rest) or rest.count("/") > 1)
    if deep and f"{before}.{ending}".lower() in _PAGES:
        return True
    if low in _SURE or (
        low in ("uk", "jp", "au", "br", "at", "nz", "za", "in", "il", "kr") and before.endswith((".co", ".ac"))
    ):
        return True
    if low not in _LIKELY:
        return False
    if low in _DOUBTFUL:
        return deep and not is_ordinary(before)
    return deep or "." in before or not is_ordinary(before)
