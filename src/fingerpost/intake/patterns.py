"""The pattern language of the lexicon: from a line of text to a sequence of elements that can be matched.

``word`` lemma or form, ``word!`` form only, ``word/v`` with part of speech, ``(a|b c)`` alternatives, ``x?`` optional,
``@class`` a word class, ``#`` a number, ``_`` any one token, ``...`` a gap, ``^`` and ``$`` the beginning and the end of a
sentence or of a part of it, ``a & b`` both in either order within seven tokens, a leading ``=`` (with no space after it)
forbids skipping of light words between neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from fingerpost.errors import KnowledgeError

GAP_TOKENS = 5
PAIR_TOKENS = 7
# light words that may stand unnamed between two neighbours
SKIP_MOST = 3
_MAX_EXPANSION = 4000


@dataclass(frozen=True, slots=True)
class Word:
    """One token: one of ``forms`` as lemma or form (``surface``: as form only), with a part of speech or none."""

    forms: frozenset[str]
    surface: bool = False
    pos: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """One token that is a number."""


@dataclass(frozen=True, slots=True)
class AnyToken:
    """One token, whatever it is."""


@dataclass(frozen=True, slots=True)
class Edge:
    """No token: the ``^`` beginning of a sentence or of a part after a comma, or the ``$`` end of one."""

    end: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to ``most`` tokens."""

    most: int


class Choice:
    """One of several sequences; the empty sequence among them makes it optional.

    ``by_first`` leads from a form to the options that begin with it, so that only those are tried; ``others`` are the
    options that begin with no plain word. Both hold indices into ``options``. ``most`` is how many tokens it can cover;
    ``required`` are forms of which one must stand in any match, and the most tokens before it, if there are such.
    """

    __slots__ = ("by_first", "most", "options", "others", "required")

    def __init__(self, options: tuple[tuple[Element, ...], ...]) -> None:
        self.options = options
        self.others = tuple(k for k, o in enumerate(options) if not o or not isinstance(o[0], Word))
        by_first: dict[str, list[int]] = {}
        for k, option in enumerate(options):
            if option and isinstance(option[0], Word):
                for form in option[0].forms:
                    by_first.setdefault(form, []).append(k)
        self.by_first = {form: tuple(ks) for form, ks in by_first.items()}
        self.most = max(sum(map(_measure_most, o)) + SKIP_MOST * max(len(o) - 1, 0) for o in options)
        self.required: tuple[frozenset[str], int] | None = None
        firsts = [list_required(o)[:1] for o in options]
        if all(firsts):
            self.required = (frozenset().union(*(f[0][0] for f in firsts)), max(f[0][1] for f in firsts))


_NUMBER = frozenset({"#"})
Element = Word | Number | AnyToken | Edge | Gap | Choice


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: its source line, its elements, and whether neighbours must touch."""

    source: str
    elements: tuple[Element, ...]
    exact: bool = False


_PIECES = re.compile(r"\s*(\.\.\.|&|\(|\)\??|\||[^\s()|]+)")


def parse_pattern(source: str, classes: Mapping[str, Sequence[str]], where: str) -> tuple[Pattern, ...]:
    """Compile one line of the pattern language.

    Args:
        source: The line.
        classes: Word classes by name, each a sequence of words or phrases.
        where: File and entry, for errors.

    Returns:
        One pattern, or two for ``a & b`` (one for each order).

    Raises:
        KnowledgeError: The line breaks the language or names an unknown class.
    """
    exact = source.startswith("=") and not source.startswith("= ")
    body = source[1:] if exact else source
    sides = _split_pair(body, where)
    parsed = [_parse_sequence(side, classes, where) for side in sides]
    if any(not p for p in parsed):
        raise KnowledgeError(f"pattern {source!r} has an empty side", where=where, mend="write a word there")
    if len(parsed) == 1:
        return (Pattern(source, parsed[0], exact),)
    left, right = parsed
    gap = (Gap(PAIR_TOKENS),)
    return (Pattern(source, left + gap + right, exact), Pattern(source, right + gap + left, exact))


def _split_pair(body: str, where: str) -> list[str]:
    sides = re.split(r"\s&\s", body)
    if len(sides) > 2:
        raise KnowledgeError(f"pattern {body!r} has two `&`", where=where, mend="keep one `&` a pattern")
    return sides


def _parse_sequence(body: str, classes: Mapping[str, Sequence[str]], where: str) -> tuple[Element, ...]:
    pieces = _PIECES.findall(body)
    if "".join(pieces).replace(" ", "") != re.sub(r"\s+", "", body):
        raise KnowledgeError(f"pattern {body!r} cannot be read", where=where, mend="see kb/README.md for the language")
    elements, rest = _parse_until(list(pieces), classes, where, body)
    if rest:
        raise KnowledgeError(f"pattern {body!r} has a `)` too many", where=where, mend="remove it")
    return tuple(elements)


def _parse_until(
    pieces: list[str], classes: Mapping[str, Sequence[str]], where: str, body: str
) -> tuple[list[Element], list[str]]:
    out: list[Element] = []
    while pieces:
        piece = pieces[0]
        if piece in (")", ")?", "|"):
            return out, pieces
        pieces = pieces[1:]
        if piece == "(":
            options, pieces = _parse_group(pieces, classes, where, body)
            out.extend(_simplify(options))
        else:
            out.append(_parse_piece(piece, classes, where))
    return out, pieces


def _parse_group(
    pieces: list[str], classes: Mapping[str, Sequence[str]], where: str, body: str
) -> tuple[list[tuple[Element, ...]], list[str]]:
    options: list[tuple[Element, ...]] = []
    while True:
        option, pieces = _parse_until(pieces, classes, where, body)
        options.append(tuple(option))
        if not pieces:
            raise KnowledgeError(f"pattern {body!r} lacks a `)`", where=where, mend="close the group")
        closing, pieces = pieces[0], pieces[1:]
        if closing == "|":
            continue
        # a part of speech after the group holds for each of its words: (give|hold)/v
        if pieces and re.fullmatch(r"/[vna]\??", pieces[0]):
            pos = pieces[0][1]
            options = [tuple(_with_pos(e, pos) for e in o) for o in options]
            closing = ")?" if pieces[0].endswith("?") else ")"
            pieces = pieces[1:]
        if closing == ")?":
            options.append(())
        return options, pieces


def _with_pos(element: Element, pos: str) -> Element:
    return Word(element.forms, element.surface, pos) if isinstance(element, Word) and not element.pos else element


def _parse_piece(piece: str, classes: Mapping[str, Sequence[str]], where: str) -> Element:
    if piece == "...":
        return Gap(GAP_TOKENS)
    if piece.endswith("?") and len(piece) > 1:
        inner = _parse_piece(piece[:-1], classes, where)
        options = inner.options if isinstance(inner, Choice) else ((inner,),)
        return Choice((*options, ()))
    if piece in ("^", "$"):
        return Edge(piece == "$")
    if piece == "#":
        return Number()
    if piece == "_":
        return AnyToken()
    if piece.startswith("@") and len(piece) > 1:
        words = classes.get(piece[1:])
        if words is None:
            raise KnowledgeError(f"unknown class {piece!r}", where=where, mend="add kb/classes/ file or mend the name")
        return _class_choice(tuple(words))
    return _parse_word(piece)


@cache
def _parse_word(piece: str) -> Element:
    """A plain word, with its mark or part of speech; the same words come again and again, so each is parsed once."""
    word, _, pos = piece.rpartition("/") if re.search(r".+/[vna]$", piece) else (piece, "", "")
    surface = word.endswith("!") and len(word) > 1
    word = word[:-1] if surface else word
    parts = split_word(word)
    if len(parts) == 1:
        return Word(frozenset(parts), surface, pos)
    return Choice((tuple(Word(frozenset((p,)), surface, "") for p in parts),))


@cache
def _class_choice(words: tuple[str, ...]) -> Element:
    singles: set[str] = set()
    sequences: list[tuple[Element, ...]] = []
    for word in words:
        parts = [p for w in word.split() for p in split_word(w)]
        if len(parts) == 1:
            singles.add(parts[0])
        else:
            sequences.append(tuple(Word(frozenset((p,))) for p in parts))
    sequences.sort(key=len, reverse=True)
    options: list[tuple[Element, ...]] = list(sequences)
    if singles:
        options.append((Word(frozenset(singles)),))
    return options[0][0] if len(options) == 1 and len(options[0]) == 1 else Choice(tuple(options))


def split_word(word: str) -> list[str]:
    """Split a lexicon word as the tokenizer would: at hyphens and slashes inside it, and before ``n't`` and ``'s``."""
    low = word.lower().replace("’", "'")
    clitic = re.fullmatch(r"(\w+)(n't|'s|'m|'d|'ve|'re|'ll)", low)
    if clitic:
        tail = {"n't": "not"}.get(clitic[2], clitic[2])
        stem = {("ca", "n't"): "can", ("wo", "n't"): "will"}.get((clitic[1], clitic[2]), clitic[1])
        return [stem, tail]
    if low == "cannot":
        return ["can", "not"]
    parts = [p for p in re.split(r"[-–/]", low) if p]
    return parts or [low]


def _simplify(choices: Sequence[tuple[Element, ...]]) -> Iterator[Element]:
    """Merge the single-word options of a group into one `Word`; unwrap a group of one."""
    merged: dict[tuple[bool, str], set[str]] = {}
    others: list[tuple[Element, ...]] = []
    for option in choices:
        if len(option) == 1 and isinstance(option[0], Word):
            merged.setdefault((option[0].surface, option[0].pos), set()).update(option[0].forms)
        else:
            others.append(option)
    words: list[tuple[Element, ...]] = [
        (Word(frozenset(forms), surface, pos),) for (surface, pos), forms in sorted(merged.items())
    ]
    options = tuple(sorted(others, key=len, reverse=True)[: len(others)] + words)
    # the empty option must come last, so that the longer reading is tried first
    options = tuple(o for o in options if o) + tuple(o for o in options if not o)[:1]
    if len(options) == 1:
        yield from options[0]
    else:
        yield Choice(options)


def list_required(elements: Sequence[Element]) -> list[tuple[frozenset[str], int, int]]:
    """What any match must hold, in order: a quick test before matching in earnest.

    Each item is a set of forms of which one must stand there, and the most tokens (but for quiet ones) that can lie between
    the beginning of ``elements`` and that word, and the fewest; the difference of the former to the latter of the item
    before bounds how far apart the two stand.
    """
    out: list[tuple[frozenset[str], int, int]] = []
    most = 0
    for k, element in enumerate(elements):
        most += SKIP_MOST if k else 0
        if isinstance(element, Word):
            out.append((element.forms, most, most))
            most += 1
        elif isinstance(element, Number):
            out.append((_NUMBER, most, most))
            most += 1
        elif isinstance(element, Choice):
            if element.required is not None:
                forms, within = element.required
                # the word may stand anywhere in the option
                out.append((forms, most + within, most))
            most += element.most
        else:
            most += _measure_most(element)
    return out


def list_variants(elements: Sequence[Element]) -> list[tuple[Element, ...]]:
    """The sequences that a pattern comes to when its widest group of phrases is spelt out, one for each phrase.

    What must stand in a text is far more telling of "good grief" and "good heavens" than of a group of both.
    """
    widest = max(range(len(elements)), key=lambda k: _count_phrases(elements[k]), default=0)
    choice = elements[widest] if elements else None
    if not isinstance(choice, Choice) or not _count_phrases(choice):
        return [tuple(elements)]
    before, after = tuple(elements[:widest]), tuple(elements[widest + 1 :])
    return [before + option + after for option in choice.options]


def _count_phrases(element: Element) -> int:
    """How many options of a group have several words; 0 for one that may be left out."""
    if not isinstance(element, Choice) or not all(element.options):
        return 0
    return sum(len(o) > 1 for o in element.options)


def _measure_most(element: Element) -> int:
    """The most tokens that an element can cover, light ones between its words included, quiet ones not."""
    if isinstance(element, Edge):
        return 0
    if isinstance(element, Gap | Choice):
        return element.most
    return 1


def list_starts(elements: Sequence[Element]) -> frozenset[str] | None:
    """The forms with which a match may begin; None when it may begin with any token."""
    starts: set[str] = set()
    for element in elements:
        if isinstance(element, Edge):
            continue
        if isinstance(element, Word):
            return frozenset(starts | element.forms)
        if isinstance(element, Number):
            return frozenset(starts | {"#"})
        if isinstance(element, Choice):
            optional = False
            for option in element.options:
                if not option:
                    optional = True
                    continue
                inner = list_starts(option)
                if inner is None:
                    return None
                starts |= inner
            if not optional:
                return frozenset(starts)
        else:
            return None
    return frozenset(starts)
