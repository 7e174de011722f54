"""From spaCy's documents to pages: tokens and sentences detached from the library, with offsets of the text as given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np

from fingerpost.intake.inflecting import list_forms
from fingerpost.intake.normalising import Normalised
from fingerpost.intake.numbers import is_next_group, join_numbers, read_number
from fingerpost.intake.tokens import Page, Sentence, Token

_WORD = ["ORTH", "POS", "MORPH", "LEMMA"]
_COLUMNS = [*_WORD, "TAG", "DEP", "IDX", "SPACY", "IS_SPACE", "SENT_START", "HEAD"]
_MOST_WORDS = 50_000
_JOINTS = frozenset({",", ";", ":", "-", "/", "and", "but", "so"})
# what the tagger takes for verbs: years of experience
_TAGS = {"yoe": "NN", "yrs": "NNS"}
_STOPS = frozenset({".", "!", "?"})
_HYPHENS = frozenset({"-", "–"})
_NO_FORMS: frozenset[str] = frozenset()


class _Word(NamedTuple):
    """What is the same wherever a word stands: ``spoken`` tells that it begins with a letter or figure, ``joint`` that
    another part of the sentence may begin behind it, ``counts`` that it is a number word."""

    text: str
    low: str
    lemma: str
    pos: str
    forms: frozenset[str]
    spoken: bool
    joint: bool
    counts: bool


class PageMaker:
    """Makes pages of documents; what it found out of a word is kept.

    Args:
        strings: spaCy's strings by their numbers.
        lemmatise: Gives the base form of one of spaCy's tokens that has none yet.
        words: All words of the lexicon, from which the forms of unknown inflections are taken.
        irregular: Irregular past forms, each with its base form.
    """

    def __init__(
        self, strings: Any, lemmatise: Callable[[Any], str], words: frozenset[str], irregular: Mapping[str, str]
    ) -> None:
        self._strings = strings
        self._lemmatise = lemmatise
        self._lexicon = words
        self._irregular = irregular
        self._words: dict[tuple[int, ...], _Word] = {}
        self._names: dict[int, str] = {}

    def make_page(self, doc: Any, text: str, normalised: Normalised) -> Page:
        """Turn a document into a `Page`.

        Args:
            doc: The parsed document.
            text: Its text.
            normalised: The same text, with where it stands in the text as given.
        """
        table: Any = doc.to_array(_COLUMNS)
        heads = table[:, -1].view(np.int64).tolist()
        *word_columns, tags, deps, begins, spaces, blanks, starts, _ = table.T.tolist()
        places = [-1 if blank else n - 1 for n, blank in zip(accumulate(not b for b in blanks), blanks, strict=True)]
        names = self._names
        tokens: list[Token] = []
        sentences: list[Sentence] = []
        sentence_of: list[int] = []
        last = 0
        fresh = counts = False
        for i, key in enumerate(zip(*word_columns, strict=True)):
            if blanks[i]:
                continue
            word = self._words.get(key) or self._know_word(doc, i, key)
            begin, k = begins[i], places[i]
            stop = begin + len(word.text)
            broken = k > 0 and begin != last and "\n" in text[last:begin]
            number_first = _is_number_first(tokens, self._name(tags[i]), begin != last, starts[i + 1 : i + 2])
            # a bare number is no sentence: it opens the next one
            opened = k > 0 and sentences[-1].start == k - 1 and tokens[-1].tag == "CD"
            stopped = begin != last and bool(tokens) and tokens[-1].low in _STOPS and word.text[0].isupper()
            if k == 0 or broken or number_first or stopped or (starts[i] == 1 and not opened):
                sentences.append(Sentence(len(sentences), k, k + 1))
                fresh = True
            sentence_of.append(len(sentences) - 1)
            tag, dep = names.get(tags[i]), names.get(deps[i])
            head = places[i + heads[i]]
            tokens.append(
                Token(
                    k,
                    word.text,
                    word.low,
                    word.lemma,
                    word.pos,
                    _TAGS.get(word.low) or (self._name(tags[i]) if tag is None else tag),
                    self._name(deps[i]) if dep is None else dep,
                    k if head < 0 else head,
                    normalised.starts[begin],
                    normalised.ends[stop - 1],
                    # the hyphen inside a word ("stand-ups") is named by no pattern
                    _NO_FORMS if word.low in _HYPHENS and _stands_inside(text, begin) else word.forms,
                    None,
                    bool(spaces[i]),
                    "",
                    broken,
                    fresh and word.spoken,
                )
            )
            fresh = word.joint or (fresh and (not word.spoken or word.pos == "ADV"))
            counts = counts or word.counts
            last = stop
        for token in tokens:
            if token.head != token.i:
                tokens[token.head].children.append(token.i)
        for sentence, following in pairwise(sentences):
            sentence.end = following.start
        if sentences:
            sentences[-1].end = len(tokens)
        if counts:
            _mark_numbers(tokens)
            _mark_decades(tokens)
            _mark_single_years(tokens)
            _single_out(tokens)
        return Page(tokens, sentences, sentence_of)

    def _know_word(self, doc: Any, i: int, key: tuple[int, ...]) -> _Word:
        orth, pos, _, lemma_id = key
        text = self._strings[orth]
        low = text.lower()
        lemma = (self._strings[lemma_id] if lemma_id else self._lemmatise(doc[i])).lower()
        if low in ("n't", "nt") or lemma == "n't":
            lemma = "not"
        past = self._irregular.get(low)
        if past == f"{lemma}e":
            lemma = past  # the lemmatiser takes "hates" for a form of "hat"
        forms = list_forms(low, lemma, self._lexicon)
        word = _Word(
            text,
            low,
            lemma,
            self._name(pos),
            forms if past is None else forms | {past},
            low[:1].isalnum(),
            low in _JOINTS,
            read_number(low) is not None or low in _DECADES or low in _ONE_YEAR,
        )
        if len(self._words) < _MOST_WORDS:
            self._words[key] = word
        return word

    def _name(self, number: int) -> str:
        """The name of a tag, a relation or a part of speech; there are some hundred."""
        return self._names.setdefault(number, self._strings[number])


_AMONG = frozenset({"DET", "ADJ", "NOUN", "NUM", "PRON", "PROPN"})
_FARTHEST = 7


def _single_out(tokens: list[Token]) -> None:
    """Tell what the writer is one of as one: "I'm one of the two tech leads" is said by a tech lead."""
    for one, of in pairwise(tokens):
        own = one.i > 1 and tokens[one.i - 1].low in ("am", "'m", "m") and tokens[one.i - 2].low == "i"
        if one.low != "one" or of.low != "of" or not (own or (one.i and tokens[one.i - 1].low == "as")):
            continue
        for token in tokens[of.i + 1 : of.i + _FARTHEST]:
            if token.tag in ("NNS", "NNPS"):
                token.low = token.lemma if token.lemma != token.low else token.low.removesuffix("s")
                token.forms, token.tag = token.forms | {token.low}, "NN"
                break
            if token.pos not in _AMONG:
                break


def _is_number_first(tokens: list[Token], tag: str, apart: bool, following: list[int]) -> bool:
    """Whether a number begins a sentence though the parser lets it begin behind the number: "I use Java. 9 YOE"."""
    return apart and tag == "CD" and following == [1] and bool(tokens) and tokens[-1].low in _STOPS


def _stands_inside(text: str, at: int) -> bool:
    return text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()


def _mark_numbers(tokens: list[Token]) -> None:
    """Give each run of number words one number, on its last word (``two thousand six hundred``, ``twenty-one``)."""
    run: list[int] = []
    for token in tokens:
        if read_number(token.low) is not None or _is_thousand(tokens, run, token):
            if run and not _continues(tokens, run[-1], token.i):
                _close_run(tokens, run)
                run = []
            run.append(token.i)
        elif run and not _may_join(tokens, run[-1], token.i):
            _close_run(tokens, run)
            run = []
    _close_run(tokens, run)


def _is_thousand(tokens: list[Token], run: list[int], token: Token) -> bool:
    """Whether a "k" stands at a number without a blank: "187K employees"."""
    return token.low == "k" and run[-1:] == [token.i - 1] and not tokens[token.i - 1].space


def _may_join(tokens: list[Token], last: int, i: int) -> bool:
    """Whether a token may stand inside a number that ended at ``last``: "hundred and two", "twenty-one", "sixty-odd
    thousand"."""
    if tokens[i].low == "odd":
        return tokens[i - 1].low == "-" and i == last + 2
    return tokens[i].low in ("-", "and") and i == last + 1


_DECADES = frozenset({"decade", "decades"})
_YEARS = 10
# words that may stand between "a" and "decade"
_ROUND = frozenset({"good", "full", "solid", "whole", "long", "happy", "single", "last", "past"})


def _mark_decades(tokens: list[Token]) -> None:
    """Tell the number before "decades" in years, as all patterns have it ("two decades" are 20), and "a decade" as 10."""
    for token in tokens:
        if token.low not in _DECADES:
            continue
        i = token.i - 1
        while i >= 0 and tokens[i].low in _ROUND:
            i -= 1
        if i < 0:
            continue
        if (number := tokens[i].number) is not None:
            tokens[i].number = number * _YEARS
        elif token.low == "decade" and tokens[i].low in ("a", "the"):
            tokens[i].number = float(_YEARS)


_ONE_YEAR = frozenset({"year", "yr"})
# what stands before "a year" where it is a time that was spent; "twice a year" and "20k a year" tell of none
_SPENDING = frozenset("for about over than almost nearly around roughly just have 've with".split())
_LASTING = frozenset({"been", "worked", "working"})
_REACH = 10


def _mark_single_years(tokens: list[Token]) -> None:
    """Count "a year" as one where it is said how long something has lasted: "I've been coding for a year and a half"."""
    for token in tokens[2:]:
        if token.low in _ONE_YEAR:
            i = token.i - 1
            while i > 1 and tokens[i].low in _ROUND:
                i -= 1
            lasting = any(t.low in _LASTING for t in tokens[max(0, i - _REACH) : i])
            told = any(t.low in ("experience", "exp") for t in tokens[token.i + 1 : token.i + 4])
            if tokens[i].low == "a" and tokens[i - 1].low in _SPENDING and (lasting or told):
                tokens[i].number = 1.0


def _continues(tokens: list[Token], last: int, i: int) -> bool:
    """Whether the number word ``i`` goes on with the number that ends at ``last``."""
    before, word = tokens[last].low, tokens[i].low
    if i == last + 1:
        return is_next_group(before, word) or not (before[0].isdigit() and word[0].isdigit())
    joiner = tokens[last + 1].low
    if i == last + 3:  # "sixty-odd thousand"
        return word.rstrip("s") in ("hundred", "thousand", "million")
    if joiner == "-":
        return i == last + 2 and before.endswith("ty") and (read_number(word) or 99) < 10
    return i == last + 2 and before.rstrip("s") in ("hundred", "thousand") and not word[0].isdigit()


def _close_run(tokens: list[Token], run: list[int]) -> None:
    if run:
        tokens[run[-1]].number = join_numbers([(tokens[i].low, read_number(tokens[i].low) or 0.0) for i in run])
