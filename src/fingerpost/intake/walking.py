"""Walking a pattern over the words of a sentence, going back where it must."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from fingerpost.intake.patterns import SKIP_MOST, Choice, Edge, Element, Gap, Number, Word
from fingerpost.intake.tokens import Token

_LIGHT_POS = frozenset({"DET", "ADJ", "ADV", "NUM", "PART"})
_LIGHT_DEP = frozenset({"compound", "poss", "amod", "nummod", "quantmod", "case", "npadvmod"})
_LIGHT_LEMMA = frozenset({"lot", "lots", "bunch", "couple", "ton", "tons", "kind", "sort", "of", "some", "piece"})
_LIGHT_PRON = frozenset({"my", "your", "our", "their", "his", "her", "its", "all", "some", "any", "each", "both"})
_UNSKIPPABLE = frozenset({"not", "never", "no", "n't", "than", "but", "to", "neither", "nor", "without", "instead"})
_HARD = frozenset({";", ".", "?", "!", ":", "|"})
_ENDS = frozenset({".", ";", "!", "?", ":", ")", "...", "…"})
_NO_FORMS: frozenset[str] = frozenset()
_NUMBER = frozenset({"#"})
_QUIET = frozenset({"-", "–", "—", '"', "'", "`", "``", "''", "*", "_", "“", "”", "‘", "’", "/"})


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


class Stretch:
    """Some tokens of a page, prepared for matching: their forms, ``#`` among those of a number, and what may follow what.

    Args:
        tokens: All tokens of the page.
        start: The first token of the stretch.
        end: The token after its last.
    """

    __slots__ = ("_near", "_quiet", "_touching", "end", "forms", "quiet", "start", "tokens")

    def __init__(self, tokens: Sequence[Token], start: int, end: int) -> None:
        self.tokens = tokens
        self.start = start
        self.end = end
        # by the places of the tokens on the page
        self.forms = [_NO_FORMS] * start
        self.forms += [t.forms if t.number is None else t.forms | _NUMBER for t in tokens[start:end]]
        self._quiet = {i for i in range(start, end) if tokens[i].low in _QUIET}
        self._quiet.update(i for comma in range(start, end) for i in _list_aside(tokens, comma, end))
        self.quiet = len(self._quiet)
        self._near: dict[int, tuple[int, ...]] = {}
        self._touching: dict[int, tuple[int, ...]] = {}

    def list_next(self, i: int, exact: bool) -> tuple[int, ...]:
        """Where the next word of a pattern may stand when the one before it ended at token ``i`` (exclusive)."""
        known = self._touching if exact else self._near
        found = known.get(i)
        if found is None:
            found = known[i] = tuple(self._look_ahead(i, exact))
        return found

    def _look_ahead(self, i: int, exact: bool) -> Iterator[int]:
        skipped = 0
        for j in range(i, self.end):
            yield j
            token = self.tokens[j]
            if j not in self._quiet:
                if exact or skipped >= SKIP_MOST or not is_light(token):
                    return
                skipped += 1


# adverbs between two commas that make an aside
_ASIDE = 2


def _list_aside(tokens: Sequence[Token], comma: int, end: int) -> range:
    """The tokens of an aside that opens with a comma: ", honestly,"; none where it is no aside."""
    if tokens[comma].low == ",":
        for last in range(comma + 2, min(comma + 2 + _ASIDE, end)):
            if tokens[last].low == ",":
                return range(comma, last + 1) if _is_aside(tokens, comma + 1, last) else range(0)
    return range(0)


def _is_aside(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether some tokens are adverbs that say nothing; ", that is," joins two things of which one explains the other."""
    return all(t.pos in ("ADV", "INTJ") and t.low not in _UNSKIPPABLE | {"is"} for t in tokens[start:end])


# one step of a walk: the tokens named from token ``i`` on, or None; ``first`` forbids skipping before the next word
Step = Callable[[Stretch, int, bool], "tuple[int, ...] | None"]


def build_steps(elements: Sequence[Element], exact: bool) -> Step:
    """A function that walks the elements of a pattern and gives the first way in which they fit."""
    return _link(tuple(elements), exact, _end)


def _end(_stretch: Stretch, _i: int, _first: bool) -> tuple[int, ...] | None:
    return ()


def _link(elements: tuple[Element, ...], exact: bool, then: Step) -> Step:
    for element in reversed(elements):
        if isinstance(element, Choice):
            only_one = len(element.options) == 1
            then = _link(element.options[0], exact, then) if only_one else _link_choice(element, exact, then)
        elif isinstance(element, Edge):
            then = _link_edge(element, then)
        elif isinstance(element, Gap):
            then = _link_gap(element, then)
        elif isinstance(element, Word) and not element.pos and not element.surface:
            then = _link_word(element.forms, exact, then)
        else:
            then = _link_token(_build_test(element), exact, then)
    return then


def _link_word(wanted: frozenset[str], exact: bool, then: Step) -> Step:
    """A word known by its forms alone, as most are."""
    lacks = wanted.isdisjoint
    is_last = then is _end

    def walk(stretch: Stretch, i: int, first: bool) -> tuple[int, ...] | None:
        forms = stretch.forms
        for j in (i,) if first else stretch.list_next(i, exact):
            if j < stretch.end and not lacks(forms[j]):
                if is_last:
                    return (j,)
                found = then(stretch, j + 1, False)
                if found is not None:
                    return (j, *found)
        return None

    return walk


def _link_token(fits: Callable[[Token], bool], exact: bool, then: Step) -> Step:
    def walk(stretch: Stretch, i: int, first: bool) -> tuple[int, ...] | None:
        for j in (i,) if first else stretch.list_next(i, exact):
            if j < stretch.end and fits(stretch.tokens[j]):
                found = then(stretch, j + 1, False)
                if found is not None:
                    return (j, *found)
        return None

    return walk


def _link_choice(choice: Choice, exact: bool, then: Step) -> Step:
    # the options' own steps are built when one is first tried: most never are
    steps: list[Step | None] = [None] * len(choice.options)
    by_first, others = choice.by_first, choice.others
    lacks = frozenset(by_first).isdisjoint

    def walk(stretch: Stretch, i: int, first: bool) -> tuple[int, ...] | None:
        forms = stretch.forms
        near: Collection[int] = others
        for j in (i,) if first else stretch.list_next(i, exact):
            if j < stretch.end and not lacks(forms[j]):
                near = {*near, *(k for form in forms[j] for k in by_first.get(form, ()))}
        for k in sorted(near) if len(near) > 1 else near:
            step = steps[k]
            if step is None:
                step = steps[k] = _link(choice.options[k], exact, then)
            named = step(stretch, i, first)
            if named is not None:
                return named
        return None

    return walk


def _link_edge(edge: Edge, then: Step) -> Step:
    def walk(stretch: Stretch, i: int, first: bool) -> tuple[int, ...] | None:
        inside = i < stretch.end
        there = inside and stretch.tokens[i].opens
        if edge.end:
            there = not inside or stretch.tokens[i].low in _ENDS
        return then(stretch, i, first) if there else None

    return walk


def _link_gap(gap: Gap, then: Step) -> Step:
    def walk(stretch: Stretch, i: int, _first: bool) -> tuple[int, ...] | None:
        for j in range(i, min(i + gap.most, stretch.end) + 1):
            if j > i and stretch.tokens[j - 1].low in _HARD:
                return None
            found = then(stretch, j, True)
            if found is not None:
                return found
        return None

    return walk


def _build_test(element: Element) -> Callable[[Token], bool]:
    if isinstance(element, Word):
        forms, pos = element.forms, element.pos
        if element.surface:
            return lambda token: token.low in forms and (not pos or has_pos(token, pos))
        return lambda token: not forms.isdisjoint(token.forms) and (not pos or has_pos(token, pos))
    if isinstance(element, Number):
        return lambda token: token.number is not None
    return lambda _token: True


def has_pos(token: Token, pos: str) -> bool:
    """Whether a token can be read as verb (v), noun (n) or adjective or adverb (a); lenient where the tagger guessed."""
    if token.pos in ("X", "INTJ", "SYM"):
        return True
    if pos == "v":
        return token.pos in ("VERB", "AUX") or token.opens or token.low.endswith("ing")
    if pos == "n":
        return token.pos in ("NOUN", "PROPN")
    return token.pos in ("ADJ", "ADV") or token.tag in ("VBN", "VBG")
