"""Phrases of ``kb/columns.yaml``, and the words of a header as they are compared with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from fingerpost.errors import KnowledgeError

_PIECE = re.compile(r"\(|\)\??|\||\.\.\.|[\^$]|[\w]+\*?\??|\s+|(.)")
# up to five words, none of them cut
_GAP = r"(?:\w+\b\W*){0,5}?"
_CODE = re.compile(r"^[A-Za-z]\w*(?:\[\w+\])?\. (?=\S)")
_NUMBERED = re.compile(r"^\W*(?:q(?:id)?[ _]?\d+\w*(?:_\w+)?\s*[.):\-–—]?|\d+[a-z]?[.):])\s+(?=\S)", re.IGNORECASE)
_CONTRACTIONS = (
    (re.compile(r"\b(?:can['’]?t|cannot)\b"), "can not"),
    (re.compile(r"\bwon['’]t\b"), "will not"),
    (re.compile(r"\b(do|does|did|is|are|was|were|would|could|should|has|have|had)n['’]?t\b"), r"\1 not"),
    (re.compile(r"\b(what|that|it|there|where|who|here)['’]?s\b"), r"\1 is"),
    (re.compile(r"['’]d\b"), " would"),
    (re.compile(r"['’]ll\b"), " will"),
    (re.compile(r"['’]re\b"), " are"),
    (re.compile(r"['’]ve\b"), " have"),
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_END = re.compile(r"[.?!;:…]+(?=\s|$)|\n")


def compile_phrases(phrases: Iterable[str], where: str) -> re.Pattern[str]:
    """One pattern for phrases of which any may stand in the words of `plain_words`.

    Raises:
        KnowledgeError: A phrase cannot be read; ``where`` names its file and key.
    """
    return re.compile("|".join(f"(?:{_translate(phrase, where)})" for phrase in phrases) or "(?!)")


def _translate(phrase: str, where: str) -> str:
    out: list[str] = []
    depth = 0
    for match in _PIECE.finditer(phrase.lower()):
        piece = match[0]
        depth += (piece == "(") - (piece[0] == ")")
        if match[1] is not None or depth < 0:
            raise KnowledgeError(f"{phrase!r}: {piece!r} has no meaning here", where=where, mend="use words, ( | ) ? * ...")
        out.append(_translate_piece(piece))
    if depth:
        raise KnowledgeError(f"{phrase!r}: a bracket is not closed", where=where, mend="close it")
    pattern = "".join(out)
    if re.fullmatch(pattern, ""):
        raise KnowledgeError(f"{phrase!r}: all of it may be absent", where=where, mend="let a word of it be needed")
    return pattern


def _translate_piece(piece: str) -> str:
    if piece.isspace():
        return ""
    plain = {"(": "(?:", ")": ")", ")?": ")?", "|": "|", "...": _GAP, "^": r"^\W*", "$": r"\W*$"}
    if piece in plain:
        return plain[piece]
    word = piece.rstrip("?*")
    stem = r"\w*" if piece.rstrip("?").endswith("*") else ""
    return rf"(?:\b{word}{stem}\b\W*)" + ("?" if piece.endswith("?") else "")


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """A text in plain words: lower case, underscores gone, contractions written out."""
    words = _CAMEL.sub(" ", text.replace("_", " ")).lower()
    for pattern, plain in _CONTRACTIONS:
        words = pattern.sub(plain, words)
    return words.strip()


@lru_cache(maxsize=4096)
def plain_header(header: str) -> str:
    """A header in plain words, without the code or number of its question."""
    return plain_words(_NUMBERED.sub("", _CODE.sub("", header.strip())))


def part_sentences(words: str) -> list[str]:
    """The sentences of what `plain_words` gives, none empty."""
    return [part.strip() for part in _END.split(words) if part.strip()]
