"""Normalising a text before it is parsed, keeping for each character where it stands in the text as given."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fingerpost.intake.listing import join_lists

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,12});")
_TAG = re.compile(r"</?(?:br|p|div|b|i|em|strong|li|ul|ol|span|script|style)\b[^<>]{0,200}/?>", re.IGNORECASE)
# a thumb, a face, a plus or minus in brackets
_MARK = re.compile("([\U0001f300-\U0001faff\u2700-\u27bf\u2665]|[(\\[][+-][)\\]])[\ufe0f\U0001f3fb-\U0001f3ff]*")
_SAME_LENGTH = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": " ",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "\u2011": "-",
        "\u2010": "-",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u200b": " ",
        "\ufeff": " ",
        "\t": " ",
        "*": " ",
        "~": " ",
        "|": "\n",
        "•": "\n",
        "·": "\n",
        "\r": "\n",
        "\ufffd": " ",
    }
)
_WORD = re.compile(
    r"\b(?:w/o?(?!\w)|b/c\b|n/a\b)|[^\W_]+(?:['’][^\W_]+)*|<3|(?<=[^\W\d_] )>{1,3}(?= [^\W\d_])", re.IGNORECASE
)
_BULLET = re.compile(r"(?m)^[ ]*(?:[-+][ ]+|#+[ ]+|(?:>[ ]*)+)|(?<=: )>+")
_NEEDLESS_BLANKS = re.compile(r"(?:\A|(?<=[ \n]))[ ]+|[ ]\Z")
# short for "I" with a verb, and what they may be instead is told by what follows
_PRONOUNS = frozenset({"i", "id", "ill"})
_RUN = re.compile(r"([a-zA-Z])\1{2,}")
_UNIT = re.compile(r"(?<=\d)(?=(?:y|yr|yrs|yoe|years?|months?|mo|ppl|people|h|hrs?)\b)")
_ABBREVIATED = re.compile(r"\b(?:sr|jr|snr|eng|mgr|dir|approx|incl|dept|ext)\.(?=\s+[a-z])", re.IGNORECASE)
# a full stop behind "I" makes no initial of it: "Who am I. Ana, 33"
_GLUED = re.compile(r"(?<=[a-z]{3}[,;])(?=[A-Za-z])|(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])|(?<=[a-z] I)(?=\.(?:\s|$))")
# so many marks in one line may be headings
_LEAST_MARKS = 2
# control characters but line ends, arrows, symbols and emoji but hearts, variation selectors, private use, directions
_UNREADABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2190-\u2664\u2666-\u2763\u2765-\u2bff\ufe00-\ufe0f\ue000-\uf8ff"
    "\u202a-\u202e\u2066-\u2069\U0001f000-\U0010ffff]"
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text made plain: ``starts[i]`` and ``ends[i]`` tell which code points of the given text character i stands for."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


class _Builder:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, text: str, start: int, end: int) -> None:
        """Add text that stands, character by character or as a whole, for ``start`` to ``end`` of the given text."""
        self.parts.append(text)
        if len(text) == end - start:
            self.starts.extend(range(start, end))
            self.ends.extend(range(start + 1, end + 1))
        else:
            self.starts.extend([start] * len(text))
            self.ends.extend([end] * len(text))


def normalise_text(
    text: str, spelling: Mapping[str, str], known: frozenset[str], correct: Callable[[str], str] | None = None
) -> Normalised:
    """Make a text plain for the parser.

    Entities are resolved, markup and emoji become blanks, quotes and dashes plain, abbreviations words, shouted words
    lower case, letters repeated for emphasis single.

    Args:
        text: The text as given.
        spelling: What stands for what, lower case (kb/spelling.yaml).
        known: Words that the lexicon knows, lower case; they are never taken for stretching.
        correct: Corrects the typos of one word; None to leave them.
    """
    plain = _resolve_markup(join_lists(text), spelling)
    out = _Builder()
    position = 0
    lines_shout = _find_shouting(plain.text)
    for match in _WORD.finditer(plain.text):
        word = match[0]
        if word in known and word.islower() and word not in spelling and word not in _PRONOUNS:
            continue  # as nearly all are
        replacement = _replace_word(word, plain.text, match.start(), spelling, known, lines_shout)
        if (
            correct is not None
            and replacement.lower() == word.lower()
            and _may_be_typo(word, plain.text, match.start(), lines_shout)
        ):
            corrected = correct(replacement)
            replacement = corrected if corrected.lower() != word.lower() else replacement
        if replacement != word:
            _copy(out, plain, position, match.start())
            out.add(replacement, plain.starts[match.start()], plain.ends[match.end() - 1])
            position = match.end()
    _copy(out, plain, position, len(plain.text))
    return _squeeze_blanks(_split_glued(Normalised("".join(out.parts), tuple(out.starts), tuple(out.ends))))


def _copy(out: _Builder, plain: Normalised, start: int, end: int) -> None:
    out.parts.append(plain.text[start:end])
    out.starts.extend(plain.starts[start:end])
    out.ends.extend(plain.ends[start:end])


_BEFORE_VERB = re.compile(r"\b(?:I|we)(?: (?:really|still|just|also|do))?[ ]*$", re.IGNORECASE)
_ENDED = re.compile(r"(?:^|[.!?:])[ \-*•>(]*$")


def _say_mark(mark: str, text: str, start: int, spelling: Mapping[str, str]) -> str:
    """What a thumb or a face says: a heading at the head of a line, a verb after "I", else of what stands before it; a
    blank if nothing."""
    meant = spelling.get(mark)
    if meant is None:
        return " "
    heading, tail, *verb = meant.split("|")
    before = text[text.rfind("\n", 0, start) + 1 : start]
    if not before.strip(" -*•>(") or _heads_lists(text, start):
        return f"{heading} "
    return f" {verb[0].strip()} " if verb and _BEFORE_VERB.search(before) else f" {tail.rstrip()}"


def _heads_lists(text: str, start: int) -> bool:
    """Whether a mark is one of several in its line that each head what follows: "Yes: (+) docs (-) meetings"."""
    begin = text.rfind("\n", 0, start) + 1
    line = text[begin:].split("\n", 1)[0]
    marks = list(_MARK.finditer(line))
    if len(marks) < _LEAST_MARKS or not _ENDED.search(line[: marks[0].start()]):
        return False
    stops = [*(m.start() for m in marks[1:]), len(line)]
    return all(any(map(str.isalpha, line[m.end() : stop])) for m, stop in zip(marks, stops, strict=True))


def _resolve_markup(text: str, spelling: Mapping[str, str]) -> Normalised:
    out = _Builder()
    position = 0
    for match in re.finditer(f"{_ENTITY.pattern}|{_TAG.pattern}|{_MARK.pattern}", text, re.IGNORECASE):
        _add_plain(out, text, position, match.start())
        if _MARK.match(match[0]):
            out.add(_say_mark(match[1], text, match.start(), spelling), match.start(), match.end())
        elif match[0].startswith("&"):
            resolved = html.unescape(match[0])
            out.add(resolved.translate(_SAME_LENGTH) if resolved != match[0] else match[0], match.start(), match.end())
        else:
            out.add("\n" if re.match(r"</?(br|p|div|li)", match[0], re.IGNORECASE) else " ", match.start(), match.end())
        position = match.end()
    _add_plain(out, text, position, len(text))
    joined = _BULLET.sub(lambda m: " " * len(m[0]), "".join(out.parts))
    joined = _ABBREVIATED.sub(lambda m: m[0][:-1] + " ", joined)
    return Normalised(joined, tuple(out.starts), tuple(out.ends))


def _add_plain(out: _Builder, text: str, start: int, end: int) -> None:
    piece = text[start:end].translate(_SAME_LENGTH)
    out.add(_UNREADABLE.sub(" ", piece), start, end)


def _find_shouting(text: str) -> bool:
    """Whether the whole text is in capitals, so that case says nothing."""
    letters = list(filter(str.isalpha, text))
    return len(letters) > 12 and sum(map(str.isupper, letters)) > 0.7 * len(letters)


def _replace_word(
    word: str, text: str, start: int, spelling: Mapping[str, str], known: frozenset[str], shouting: bool
) -> str:
    low = word.lower()
    if _is_code(word, text, start):
        return word
    if low in ("id", "ill") and word not in ("ID", "IDs"):
        return _expand_pronoun(low, text[start + len(word) :]) or word
    replacement = spelling.get(low)
    if replacement is not None and not (word.isupper() and len(word) > 1 and not shouting and low in known):
        if low in ("r", "u", "n") and (word.isupper() or not _is_alone(text, start, len(word))):
            return word
        return replacement
    if low == "i":
        return "I"
    stretched = _RUN.sub(r"\1", low) if _RUN.search(low) else low
    if stretched != low and low not in known:
        double = _RUN.sub(r"\1\1", low)
        return double if double in known or double in spelling else stretched
    if (
        word.isupper()
        and len(word) > 1
        and word.replace("'", "").isalpha()
        and (shouting or (low in known and _is_shout(word)))
    ):
        return low
    return word


_ACRONYMS = frozenset(("it us am pm ci cd ic em pm po ux ui qa ml ai hr vp cto ceo css sre sql api aws gcp ios").split())


def _is_shout(word: str) -> bool:
    return len(word) > 3 or (
        len(word) > 1 and word.lower() not in _ACRONYMS and word in ("AND", "NOT", "NO", "BUT", "ALL", "HIS", "HER")
    )


def _is_code(word: str, text: str, start: int) -> bool:
    """Whether a word is part of a path, an address or code."""
    before = text[start - 1] if start else " "
    end = start + len(word)
    after = text[end] if end < len(text) else " "
    glued = text[end + 1 : end + 2].isalnum()
    return before in "@._#\\" or after in "@_\\" or (after in "./" and glued and not _is_slashed(word, text, end))


def _is_slashed(word: str, text: str, end: int) -> bool:
    """Whether a slash merely joins two words ("docs/tutorials"), as it does not in a path of several parts."""
    return text[end] == "/" and word.isalpha() and "/" not in text[end + 1 : end + 24].split(" ")[0]


def _may_be_typo(word: str, text: str, start: int, shouting: bool) -> bool:
    """Whether a word may be mistyped: names (capitalised words), paths, addresses and code are left alone."""
    before = text[start - 1] if start else " "
    return (word.islower() or shouting) and before not in "/-" and not _is_code(word, text, start)


def _is_alone(text: str, start: int, length: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[start + length] if start + length < len(text) else " "
    return before.isspace() and after.isspace()


_AFTER_WOULD = re.compile(
    r"\s+(?:(?:really|much|rather|also|still|probably|never|not|gladly|happily|even|just|prefer)\s+)*"
    r"(?:like|love|rather|sooner|hate|prefer|be|do|go|have|want|take|stay|say|miss|get|die|quit|switch|make|move|need"
    r"|give|try|choose|call|start|enjoy|leave|run|work|spend|see|trade|pay|pick|describe|consider)\b"
)


def _expand_pronoun(low: str, rest: str) -> str | None:
    if not _AFTER_WOULD.match(rest):
        return None
    return "I'd" if low == "id" else "I'll"


def _squeeze_blanks(plain: Normalised) -> Normalised:
    """Make one blank of a run of them, and drop those at the beginning of a line: the parser is put off by them."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in _NEEDLESS_BLANKS.finditer(plain.text):
        parts.append(plain.text[position : match.start()])
        starts += plain.starts[position : match.start()]
        ends += plain.ends[position : match.start()]
        position = match.end()
    if not position:
        return plain
    starts += plain.starts[position:]
    ends += plain.ends[position:]
    return Normalised("".join([*parts, plain.text[position:]]), tuple(starts), tuple(ends))


def _split_glued(plain: Normalised) -> Normalised:
    """Put the missing blank after a comma or full stop glued to the next word, and between a number and its unit."""
    cuts = sorted({m.start() for pattern in (_GLUED, _UNIT) for m in pattern.finditer(plain.text)})
    if not cuts:
        return plain
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for cut in cuts:
        parts += [plain.text[position:cut], " "]
        starts += [*plain.starts[position:cut], plain.starts[cut]]
        ends += [*plain.ends[position:cut], plain.starts[cut]]
        position = cut
    parts.append(plain.text[position:])
    starts += plain.starts[position:]
    ends += plain.ends[position:]
    return Normalised("".join(parts), tuple(starts), tuple(ends))
