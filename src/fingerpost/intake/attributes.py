"""The model's attribute ruler, exact but quicker: nearly all of its patterns look at one token, so what they say of a
token is asked once for each kind of token and kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs

# what the key of a token tells; a pattern that asks for more is left to the library's matcher
_KEYED = frozenset({"TAG", "DEP", "LOWER", "IS_SPACE"})
_MOST_KINDS = 50_000

Pattern = Sequence[Mapping[str, Any]]


class QuickRuler:
    """Sets what the attribute ruler sets.

    Args:
        ruler: The model's attribute ruler.
    """

    def __init__(self, ruler: Any) -> None:
        self._vocab = ruler.vocab
        self._attrs: Sequence[Mapping[Any, Any]] = ruler.attrs
        self._indices: Sequence[int] = ruler.indices
        self._narrow, self._wide = Matcher(self._vocab), Matcher(self._vocab)
        self._words: set[int] = set()
        self._forms: list[re.Pattern[str]] = []
        self._keyed: dict[int, int] = {}
        # a wide pattern can match only where one of these stands
        self._telling_words: set[int] = set()
        self._telling_relations: set[int] = set()
        self._kinds: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._merged: dict[tuple[int, ...], dict[Any, Any]] = {}
        for number, item in enumerate(ruler.patterns):
            narrow = [p for p in item["patterns"] if _is_narrow(p)]
            wide = [p for p in item["patterns"] if not _is_narrow(p)]
            for matcher, patterns in ((self._narrow, narrow), (self._wide, wide)):
                if patterns:
                    matcher.add(str(number), patterns)
            for pattern in narrow:
                test = pattern[0].get("LOWER")
                if _has_form(test):
                    self._forms.append(re.compile(test["REGEX"]))
                else:
                    self._words.update(self._number_words(test))
            for pattern in wide:
                self._note_telling(pattern)

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of all tokens of a document."""
        rows = doc.to_array(["TAG", "DEP", "LOWER", "IS_SPACE"]).tolist()
        found: dict[int, tuple[int, ...]] = {}
        look_wide = False
        for i, (tag, dep, word, space) in enumerate(rows):
            look_wide = look_wide or word in self._telling_words or dep in self._telling_relations
            known = self._keyed.get(word)
            if known is None:
                known = self._key_word(word)
            key = (tag, dep, known, space)
            numbers = self._kinds.get(key)
            if numbers is None:
                numbers = self._ask(doc, i, key)
            if numbers:
                found[i] = numbers
        if look_wide:
            for name, start, end in self._wide(doc, allow_missing=True):
                number = int(self._vocab.strings[name])
                index = self._indices[number]
                place = (start if index >= 0 else end) + index
                found[place] = tuple(sorted((*found.get(place, ()), number)))
        for i, numbers in found.items():
            set_token_attrs(doc[i], self._merge(numbers))
        return doc

    def _key_word(self, word: int) -> int:
        """A word as it stands in keys: 0 for all of which no pattern speaks."""
        spoken_of = word in self._words or any(f.search(self._vocab.strings[word]) for f in self._forms)
        if len(self._keyed) < _MOST_KINDS:
            self._keyed[word] = word if spoken_of else 0
        return word if spoken_of else 0

    def _ask(self, doc: Doc, i: int, key: tuple[int, ...]) -> tuple[int, ...]:
        """The numbers of the patterns of one token that match a token, asked of it alone."""
        alone = Doc(self._vocab, words=[doc[i].text])
        alone[0].tag, alone[0].dep = doc[i].tag, doc[i].dep
        matches = self._narrow(alone, allow_missing=True)
        numbers = tuple(sorted(int(self._vocab.strings[name]) for name, _, _ in matches))
        if len(self._kinds) < _MOST_KINDS:
            self._kinds[key] = numbers
        return numbers

    def _merge(self, numbers: tuple[int, ...]) -> dict[Any, Any]:
        """What several patterns say together; later ones have the last word."""
        if numbers not in self._merged:
            self._merged[numbers] = {name: value for n in numbers for name, value in self._attrs[n].items()}
        return self._merged[numbers]

    def _note_telling(self, pattern: Pattern) -> None:
        for name, telling in (("DEP", self._telling_relations), ("LOWER", self._telling_words)):
            literal = next((t[name] for t in pattern if isinstance(t.get(name), str) or _lists_words(t.get(name))), None)
            if literal is not None:
                telling.update(self._number_words(literal))
                return
        raise ValueError(f"the attribute ruler has a pattern without any word: {pattern}")

    def _number_words(self, test: Any) -> Iterator[int]:
        words = [] if test is None else [test] if isinstance(test, str) else test["IN"]
        return (self._vocab.strings.add(word) for word in words)


def _is_narrow(pattern: Pattern) -> bool:
    """Whether a pattern looks at one token, and at nothing of it but what its key tells."""
    [first, *more] = pattern
    word = first.get("LOWER", "")
    return not more and first.keys() <= _KEYED and (isinstance(word, str) or _lists_words(word) or _has_form(word))


def _has_form(test: Any) -> bool:
    return isinstance(test, Mapping) and set(test) == {"REGEX"}


def _lists_words(test: Any) -> bool:
    return isinstance(test, Mapping) and set(test) == {"IN"}


def quicken_ruler(nlp: Language) -> None:
    """Put a `QuickRuler` in place of a pipeline's attribute ruler."""
    if not Language.has_factory("fingerpost_attributes"):
        Language.factory("fingerpost_attributes", func=_make_quick_ruler)
    nlp.add_pipe("fingerpost_attributes", before="attribute_ruler")
    nlp.remove_pipe("attribute_ruler")


def _make_quick_ruler(nlp: Language, name: str) -> QuickRuler:  # noqa: ARG001 - spaCy names what it makes
    return QuickRuler(nlp.get_pipe("attribute_ruler"))
