"""Finding the lexicon's patterns in a sentence: an index by the rarest word, then a backtracking match."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fingerpost.intake.patterns import (
    AnyToken,
    Choice,
    Edge,
    Element,
    Gap,
    Number,
    Pattern,
    Word,
    list_required,
    list_starts,
)
from fingerpost.intake.tokens import Token

_SKIP_MOST = 3
_LIGHT_POS = frozenset({"DET", "ADJ", "ADV", "NUM", "PART"})
_LIGHT_DEP = frozenset({"compound", "poss", "amod", "nummod", "quantmod", "case", "npadvmod"})
_LIGHT_LEMMA = frozenset({"lot", "lots", "bunch", "couple", "ton", "tons", "kind", "sort", "of", "some", "piece"})
_LIGHT_PRON = frozenset({"my", "your", "our", "their", "his", "her", "its", "all", "some", "any", "each", "both"})
_UNSKIPPABLE = frozenset({"not", "never", "no", "n't", "than", "but", "to", "neither", "nor", "without", "instead"})
_HARD = frozenset({";", ".", "?", "!", ":", "|"})
_ENDS = frozenset({".", ";", "!", "?", ":", ")", "...", "…"})
_QUIET = frozenset({"-", "–", "—", '"', "'", "`", "``", "''", "*", "_", "“", "”", "‘", "’", "/"})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A pattern found: tokens ``start`` to ``end`` (exclusive), the tokens that it names, and the entry it is of."""

    start: int
    end: int
    named: tuple[int, ...]
    entry: T
    pattern: Pattern


def is_light(token: Token) -> bool:
    """Whether a token may be skipped between two neighbours of a pattern."""
    if token.low in _QUIET:
        return True
    if token.low in _UNSKIPPABLE or token.lemma in _UNSKIPPABLE:
        return False
    if token.low == "that":
        return True
    return (
        token.pos in _LIGHT_POS
        or token.low in _LIGHT_PRON
        or token.lemma in _LIGHT_LEMMA
        or token.dep in _LIGHT_DEP
        or token.tag in ("PRP$", "POS", "WP$")
    )


class Matcher(Generic[T]):
    """All patterns of one layer of the lexicon, ready to be found in sentences."""

    def __init__(self, patterns: Sequence[tuple[Pattern, T]]) -> None:
        self._patterns = list(patterns)
        self.words: set[str] = set()
        required = [list_required(p.elements) for p, _ in self._patterns]
        counts: Counter[str] = Counter(w for sets in required for s in sets for w in s)
        self._required = required
        self._starts = [list_starts(p.elements) for p, _ in self._patterns]
        self._by_trigger: dict[str, list[int]] = defaultdict(list)
        self._always: list[int] = []
        for index, sets in enumerate(required):
            self.words.update(w for s in sets for w in s)
            if not sets:
                self._always.append(index)
                continue
            trigger = min(sets, key=lambda s: (sum(counts[w] for w in s), min(s)))
            for word in trigger:
                self._by_trigger[word].append(index)
        for pattern, _ in self._patterns:
            self.words.update(_all_forms(pattern.elements))

    def find(self, tokens: Sequence[Token], start: int, end: int) -> list[Match[T]]:
        """All matches within tokens ``start`` to ``end``: for each pattern and start the longest; in order of start."""
        places: dict[str, list[int]] = defaultdict(list)
        for i in range(start, end):
            token = tokens[i]
            for form in token.forms:
                places[form].append(i)
            if token.number is not None:
                places["#"].append(i)
        present = places.keys()
        candidates: set[int] = set(self._always)
        for form in present:
            found = self._by_trigger.get(form)
            if found:
                candidates.update(found)
        out: list[Match[T]] = []
        for index in sorted(candidates):
            if any(required.isdisjoint(present) for required in self._required[index]):
                continue
            pattern, entry = self._patterns[index]
            starts = self._starts[index]
            if starts is None:
                positions: Sequence[int] = range(start, end)
            else:
                positions = sorted({i for word in starts if word in places for i in places[word]})
            for position in positions:
                best = match_at(tokens, position, end, pattern)
                if best:
                    out.append(Match(position, best[-1] + 1, best, entry, pattern))
        out.sort(key=lambda m: (m.start, -m.end, m.pattern.source))
        return out


def match_at(tokens: Sequence[Token], position: int, end: int, pattern: Pattern) -> tuple[int, ...] | None:
    """The indices of the tokens that the pattern names when it is matched at ``position``; None when it is not there."""
    named = _walk(tokens, pattern.elements, 0, position, end, pattern.exact, True)
    return named or None


def _walk(
    tokens: Sequence[Token],
    elements: Sequence[Element],
    k: int,
    i: int,
    end: int,
    exact: bool,
    first: bool,
) -> tuple[int, ...] | None:
    """The first way in which ``elements[k:]`` fit from token ``i`` on; None where there is none."""
    if k == len(elements):
        return ()
    element = elements[k]
    kind = type(element)
    if kind is Choice:
        rest = tuple(elements[k + 1 :])
        for k_option in _list_near(tokens, element, i, end, first):  # type: ignore[arg-type]
            found = _walk(tokens, element.options[k_option] + rest, 0, i, end, exact, first)  # type: ignore[union-attr]
            if found is not None:
                return found
        return None
    if kind is Edge:
        ended = i >= end or tokens[i].low in _ENDS
        at_edge = ended if element.end else i < end and tokens[i].opens  # type: ignore[union-attr]
        return _walk(tokens, elements, k + 1, i, end, exact, first) if at_edge else None
    if kind is Gap:
        for jump in range(element.most + 1):  # type: ignore[union-attr]
            j = i + jump
            if j > end or (jump and tokens[j - 1].low in _HARD):
                return None
            found = _walk(tokens, elements, k + 1, j, end, exact, True)
            if found is not None:
                return found
        return None
    skipped = 0
    j = i
    while j < end:
        token = tokens[j]
        if _fits(token, element):
            found = _walk(tokens, elements, k + 1, j + 1, end, exact, False)
            if found is not None:
                return (j, *found)
        if first:
            return None
        if token.low not in _QUIET:
            if exact or skipped >= _SKIP_MOST or not is_light(token):
                return None
            skipped += 1
        j += 1
    return None


def _list_near(tokens: Sequence[Token], choice: Choice, i: int, end: int, first: bool) -> list[int]:
    """The options of a choice whose first word stands at token ``i`` or, where light words may be skipped, a little
    after it; in the order of the options."""
    near = set(choice.others)
    by_first = choice.by_first
    for j in range(i, min(i + 1 if first else i + _SKIP_MOST + 4, end)):
        for form in tokens[j].forms:
            found = by_first.get(form)
            if found:
                near.update(found)
    return sorted(near)


def _fits(token: Token, element: Element) -> bool:
    if isinstance(element, Word):
        if token.low not in element.forms if element.surface else element.forms.isdisjoint(token.forms):
            return False
        return not element.pos or has_pos(token, element.pos)
    if isinstance(element, Number):
        return token.number is not None
    return isinstance(element, AnyToken)


def has_pos(token: Token, pos: str) -> bool:
    """Whether a token can be read as verb (v), noun (n) or adjective or adverb (a); lenient where the tagger guessed."""
    if token.pos in ("X", "INTJ", "SYM"):
        return True
    if pos == "v":
        return token.pos in ("VERB", "AUX") or token.opens or token.low.endswith("ing")
    if pos == "n":
        return token.pos in ("NOUN", "PROPN")
    return token.pos in ("ADJ", "ADV") or token.tag in ("VBN", "VBG")


def _all_forms(elements: Sequence[Element]) -> Iterator[str]:
    for element in elements:
        if isinstance(element, Word):
            yield from element.forms
        elif isinstance(element, Choice):
            for option in element.options:
                yield from _all_forms(option)
