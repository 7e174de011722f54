"""Telling ids that name a person ("mary.smith", "DOE, Jane") from those that name nobody ("r-17", "Group A").

Where words alone cannot tell, the id is taken for a name: a row number in its place costs less than a person given away.
"""

from __future__ import annotations

import re
import unicodedata

from fingerpost.survey.privacy import MASK, mask_identifiers

_CODE = re.compile(r"[0-9A-Za-z]*(?:[-_][0-9A-Za-z]+)*")
_HEX = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-f]*\d)[0-9a-f]{16,64}", re.I)
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019`\u00b4][^\W_]+)*")
# letters in an order of capitals in which names are written, perhaps with a number of the year or of the twin behind them
_NAME_LIKE = re.compile(r"(?P<letters>[^\W\d_]+(?:['\u2019`\u00b4][^\W\d_]+)*)(?P<digits>\d{0,4})")
_CAPITALS = re.compile("(?:Aa+)+A?|A+|a+")
_PREFIX = re.compile("^(?:Mc|Mac|De|Di|Le|La|Van|Von|O|D)(?=[A-Z])")
_VOWEL = re.compile("[aeiouy]", re.I)
_SHORT = 3
# what ids are called, each enough to say that the rest is no name if it is of the second list, a letter or a number
_LABELS = frozenset(
    (
        "answer anon anonymous applicant area band batch branch candidate case chapter class client cohort colleague "
        "column contributor customer department dept dev developer division emp employee eng engineer entry floor "
        "focus form grade group guest guild id individual interview interviewee item key level lfd line manager "
        "member no none nr num number office panel par part participant person phase pid pilot probe proband region "
        "reply res resp respondent response role room round row sample seat sess session sid site squad staff student "
        "sub subj subject submission survey team teilnehmer test ticket tier token tribe uid unit unknown user usr "
        "uuid visitor wave worker zone rec record"
    ).split()
)
_QUALIFIERS = frozenset(
    (
        "north south east west central new old other external internal remote hybrid junior senior lead intern "
        "control blue red green yellow orange purple violet pink black white grey gray brown gold silver alpha beta "
        "gamma delta epsilon zeta eta theta iota kappa lambda sigma omega bravo foxtrot tango zulu one two three four "
        "five six seven eight nine ten first second third fourth fifth last i ii iii iv v vi vii viii ix x the of and "
        "in from a an"
    ).split()
)


def names_person(identity: str) -> bool:
    """Whether an id looks like an e-mail address, another identifier, or a name of a person."""
    if "@" in identity or "\uff20" in identity:
        return True
    if _HEX.fullmatch(identity):
        return False
    # a long number may well be an id, though it looks like a phone number
    masked = mask_identifiers(identity)
    if not identity.isdecimal() and (set(masked) == {MASK} or (masked != identity and not _CODE.fullmatch(identity))):
        return True
    return _is_of_names(_TOKEN.findall(_simplify(identity)))


def _simplify(identity: str) -> str:
    """An id without accents and signs that nobody sees, so that letters are letters."""
    letters = unicodedata.normalize("NFKD", identity)
    return "".join(c for c in letters if unicodedata.category(c) not in ("Mn", "Mc", "Me", "Cf"))


def _is_of_names(tokens: list[str]) -> bool:
    spoken = [m for m in map(_NAME_LIKE.fullmatch, tokens) if m and _is_spelt_like_name(m["letters"])]
    words = [m for m in spoken if m["letters"].lower() not in _LABELS]
    labelled = len(words) < len(spoken)
    if labelled:
        words = [m for m in words if m["letters"].lower() not in _QUALIFIERS]
    if not words:
        return False
    figures = [len(run) for token in tokens for run in re.findall(r"\d+", token)]
    if figures:
        return _are_names_with_numbers([m["letters"] for m in words], max(figures))
    return any(_is_long_enough(m["letters"], alone=len(tokens) == 1) for m in words)


def _are_names_with_numbers(words: list[str], longest: int) -> bool:
    """Whether words beside a number are names: "Jane Doe 2" and "jane85" are, "EMP-BER-0042" and "r-17" are not."""
    named = [w for w in words if _is_long_enough(w, alone=True)]
    if longest >= _SHORT and all(w.isupper() and len(w) <= _SHORT + 1 for w in words):
        return False
    if len(words) > 1:
        return bool(named)
    [word] = words
    if len(word) <= _SHORT and word.isascii():
        return bool(named) and word.istitle()
    return bool(named) and longest <= _SHORT + 1 and not (word.isupper() and word.isascii() and longest > 1)


def _is_long_enough(word: str, *, alone: bool) -> bool:
    if not word.isascii():
        return len(word) > 1
    return len(word) >= _SHORT and not (alone and not _VOWEL.search(word))


def _is_spelt_like_name(letters: str) -> bool:
    """Whether capitals stand as in a name; in a random code they stand anywhere."""
    bare = _PREFIX.sub("", "".join(filter(str.isalpha, letters)), count=1)
    shape = "".join("A" if c.isupper() else "a" for c in bare)
    return _CAPITALS.fullmatch(shape) is not None
