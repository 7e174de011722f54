"""Bringing a written encoder back to a network that can be fitted further, so that new sentences cost minutes, not hours."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

from fingerpost.intake.pieces import Pieces
from fingerpost.learning.network import Network

_LAYER = re.compile(r"encoder\.layer\.\d+\.")
_HEAD_WIDTHS = {384: 12, 768: 12}


def restore_network(path: Path) -> tuple[Network, Pieces]:
    """Read an encoder that `fingerpost.learning.encoder.write_encoder` wrote.

    What the rounding to eight bits took away stays away. The heads of topics and signs come back as nothing: they were
    added up with that of facts when the encoder was written.

    Args:
        path: The written encoder.
    """
    model = onnx.load(path)
    told = {p.key: json.loads(p.value) for p in model.metadata_props if p.key in ("pieces", "facts")}
    facts = [(str(kind), str(topic), str(value)) for kind, topic, value in told["facts"]]
    parts = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    products = _list_products(model, parts)
    words = parts["words.weight rounded"].astype(np.float32) * parts["words.weight units"]
    biases = {_strip(name): values for name, values in parts.items() if ".encoder." in name}
    encoder = _make_encoder(len(words), biases)
    state = dict(encoder.state_dict())
    state["embeddings.word_embeddings.weight"] = torch.from_numpy(words)
    for name, weights in products.items():
        state[_find_weight(name, state)] = torch.from_numpy(np.ascontiguousarray(weights.T))
    for name, values in biases.items():
        if state[name].shape != values.shape:
            raise ValueError(f"{name} is {values.shape}, wanted {tuple(state[name].shape)}")
        state[name] = torch.from_numpy(values.copy())
    encoder.load_state_dict(state)
    network = Network(encoder, facts, range(len(words)))
    if network.known != facts:
        raise ValueError(f"{path} names its facts in another order")
    weights, base = _list_head(model)
    mine = next(values for name, values in parts.items() if name.endswith("mine.weight"))
    with torch.no_grad():
        network.mine.weight.copy_(torch.from_numpy(mine.copy()))
        network.facts.weight.copy_(torch.from_numpy(np.ascontiguousarray(weights.T)))
        network.facts.bias.copy_(torch.from_numpy(base.copy()))
    for empty in (network.topics, network.signs):
        for values in empty.parameters():
            torch.nn.init.zeros_(values).requires_grad_(False)
    return network, Pieces(told["pieces"])


def _make_encoder(words: int, parts: Mapping[str, NDArray[np.float32]]) -> Any:
    """An encoder of the shape that its parts tell, with nothing in it yet."""
    positions, width = parts["embeddings.position_embeddings.weight"].shape
    layers = len({found.group() for name in parts if (found := _LAYER.match(name))})
    sizes = {
        "vocab_size": words,
        "hidden_size": width,
        "num_hidden_layers": layers,
        "num_attention_heads": _HEAD_WIDTHS[width],
        "intermediate_size": len(parts["encoder.layer.0.intermediate.dense.bias"]),
        "max_position_embeddings": positions,
        "hidden_dropout_prob": 0.0,
        "attention_probs_dropout_prob": 0.0,
        "attn_implementation": "eager",
    }
    if "encoder.relative_attention_bias.weight" in parts:
        return MPNetModel(MPNetConfig(**sizes, layer_norm_eps=1e-5), add_pooling_layer=False)
    return BertModel(BertConfig(**sizes), add_pooling_layer=False)


def _list_products(model: Any, parts: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
    """The weights of each product of whole numbers, by the name of what it gives, as they were before rounding."""
    scaled = {str(n.output[0]): str(n.input[0]) for n in model.graph.node if n.op_type == "QuantizeLinear"}
    out = {}
    for node in model.graph.node:
        if node.op_type == "MatMulIntegerToFloat":
            name = str(node.input[1]).removesuffix(" weights")
            moved = parts[scaled[str(node.input[0])].removesuffix(" even") + " moved"]
            out[name] = (parts[f"{name} weights"].astype(np.float32) * parts[f"{name} units"] * moved[:, None]).astype(
                np.float32
            )
    return out


def _list_head(model: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The weights by which facts are told at the end, and what is added to them."""
    fixed = {str(n.output[0]): n.attribute[0].t for n in model.graph.node if n.op_type == "Constant"}
    given = {str(n.output[0]): n for n in model.graph.node}
    last = given[str(model.graph.output[0].name)]
    base = next(name for name in last.input if name in fixed)
    product = given[next(name for name in last.input if name not in fixed)]
    return numpy_helper.to_array(fixed[str(product.input[1])]), numpy_helper.to_array(fixed[base])


def _find_weight(product: str, state: Mapping[str, Any]) -> str:
    """The name under which an encoder keeps the weights of a product."""
    name = product.removesuffix("/MatMul_output_0").strip("/").replace("/", ".")
    return next(known for known in state if f".{name}.weight".endswith(f".{known}"))


def _strip(name: str) -> str:
    return name.split(".encoder.", 1)[1]
