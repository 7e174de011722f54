"""``make encoder``: fit both encoders to ``kb/sentences`` and write ``kb/encoder-deep.onnx`` and ``kb/encoder.onnx``; takes
some hours on two cores.

The deep one starts from MPNet, the quick one from MiniLM; the deep one then teaches the quick one, which so learns from
sentences too of which no reader has said what they tell.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import torch

from fingerpost.assess import compile_knowledge
from fingerpost.intake.pieces import Pieces
from fingerpost.knowledge import load_knowledge
from fingerpost.learning.beginning import find_model, find_small_model, load_encoder, load_pieces
from fingerpost.learning.corpus import (
    KB,
    digest_sentences,
    list_examples,
    read_corpus,
    read_lessons,
)
from fingerpost.learning.network import Network, Told, fit_network, judge_shown
from fingerpost.learning.quantising import quantise_products, quantise_words
from fingerpost.learning.showing import Shown, list_shown, list_unsaid

# how often all sentences are shown, and the greatest step: to the deep one, and to the quick one
_PASSES, _RATE = 2, 7e-5
_QUICK_PASSES, _QUICK_RATE = 5, 2e-4
_OPSET = 17
# sentences on which the network is measured before its weights are rounded
_MEASURED = 2000
# what was joined and fitted, kept so that a run that was stopped need not do it again
_KEPT = Path("build")


def main() -> int:
    """Fit the teacher and the taught, and write both."""
    knowledge = load_knowledge(None, KB)
    lexicon = compile_knowledge(replace(knowledge, weights=None))
    examples = list_examples([*knowledge.topics, *knowledge.cues])
    texts = [x for x in read_lessons(read_corpus(KB / "sentences" / "texts"), lexicon) if not x.kept_aside]
    lessons = [*texts, *read_lessons([*read_corpus(KB / "sentences"), *examples], lexicon)]
    shown = list_shown(lessons)
    facts = sorted({fact for one in shown for fact in one.facts or ()})
    print(f"{len(shown)} sentences and parts of them, {len(facts)} facts", flush=True)
    _KEPT.mkdir(exist_ok=True)
    model = find_model(_KEPT)
    pieces, numbers = load_pieces(model)
    corpus = digest_sentences(KB / "sentences")
    deep = Network(load_encoder(model), facts, numbers)
    kept = _KEPT / "encoder-deep.pt"
    if kept.is_file():
        deep.load_state_dict(torch.load(kept))
    else:
        fit_network(deep, pieces, shown, _PASSES, _RATE, _tell)
        torch.save(deep.state_dict(), kept)
    write_encoder(deep, pieces, shown, corpus, KB / "encoder-deep.onnx")
    shown += list_unsaid(texts, shown)
    taught = judge_shown(deep, pieces, shown, _tell)
    quick = Network(load_encoder(find_small_model()), facts, range(len(pieces.pieces)))
    fit_network(quick, pieces, shown, _QUICK_PASSES, _QUICK_RATE, _tell, taught)
    write_encoder(quick, pieces, shown, corpus, KB / "encoder.onnx")
    return 0


def write_encoder(network: Network, pieces: Pieces, shown: Sequence[Shown], corpus: str, path: Path) -> None:
    """Write a fitted network so that `fingerpost.intake.encoding.Encoder` can ask it, its weights in eight bits.

    Args:
        network: The network.
        pieces: The pieces of words that it knows.
        shown: Sentences to measure it on.
        corpus: The digest of the sentences that it was fitted to.
        path: The file to write.
    """
    sample = torch.ones(2, 8, dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "exact.onnx"
        names = {"input_names": ["pieces", "own"], "output_names": ["facts"]}
        axes = {"pieces": {0: "count", 1: "length"}, "own": {0: "count", 1: "length"}}
        torch.onnx.export(
            Told(network).eval(),
            (sample, sample),
            str(exact),
            **names,
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
        model = onnx.load(exact)
    joined = (pieces.join_sentences(one.before, one.sentence) for one in shown[:: max(1, len(shown) // _MEASURED)])
    quantise_products(model, ({"pieces": np.array([n]), "own": np.array([o])} for n, o in joined))
    quantise_words(model, "words.weight")
    noted = {"pieces": list(pieces.pieces), "facts": network.known}
    onnx.helper.set_model_props(model, {k: json.dumps(v, ensure_ascii=False) for k, v in noted.items()} | {"corpus": corpus})
    onnx.save(model, path)


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
