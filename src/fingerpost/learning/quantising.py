"""Writing the products of a network in whole numbers of eight bits, with the same result whatever is read beside a sentence.

Each input is measured once, on sentences to learn from, and rounded by what was measured: a rule that looked at what it is
given would make the reading of one sentence depend on its neighbours in a batch. What is large in few columns of an input is
moved into the weights first (Xiao et al., 2023, "SmoothQuant"), so that little is lost by one unit for all columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import helper, numpy_helper

# how much of an input's spread is moved into the weights; tried from 0 to 1
_MOVED = 0.8
_LEAST = 1e-6
# weights use seven bits, so that the sums of no processor overflow and all come to the same
_INPUT_STEPS, _WEIGHT_STEPS, _WORD_STEPS = 255, 63, 127
_FUSED = "com.microsoft"


def quantise_products(model: Any, samples: Iterable[Mapping[str, NDArray[np.int64]]]) -> None:
    """Turn each product with fixed weights into one of whole numbers, in place.

    Args:
        model: The network as ONNX.
        samples: Inputs to measure it on.
    """
    weights = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    products = [n for n in model.graph.node if n.op_type == "MatMul" and n.input[1] in weights]
    reaches = _measure_inputs(model, sorted({str(n.input[0]) for n in products}), samples)
    sums = _find_sums(model, products, weights)
    rounded: dict[str, NDArray[np.float32]] = {}
    nodes: list[Any] = []
    made: list[Any] = []
    for node in model.graph.node:
        if any(node is added for added, _ in sums.values()):
            continue
        if node not in products:
            nodes.append(node)
            continue
        given, name = str(node.input[0]), str(node.output[0])
        if given not in rounded:
            alike = [weights[n.input[1]] for n in products if n.input[0] == given]
            least, most = reaches[given]
            moved = rounded[given] = _find_moved(np.maximum(-least, most), alike)
            low, high = float((least / moved).min()), float((most / moved).max())
            unit = (high - low) / _INPUT_STEPS
            made += [
                numpy_helper.from_array((1.0 / moved).astype(np.float32), f"{given} moved"),
                numpy_helper.from_array(np.array(unit, dtype=np.float32), f"{given} unit"),
                numpy_helper.from_array(np.array(round(-low / unit), dtype=np.uint8), f"{given} zero"),
            ]
            nodes += [
                helper.make_node("Mul", [given, f"{given} moved"], [f"{given} even"]),
                helper.make_node("QuantizeLinear", [f"{given} {x}" for x in ("even", "unit", "zero")], [f"{given} rounded"]),
            ]
        even = weights[node.input[1]] * rounded[given][:, None]
        units = np.maximum(np.abs(even).max(axis=0), _LEAST) / _WEIGHT_STEPS
        made += [
            numpy_helper.from_array(np.rint(even / units).astype(np.int8), f"{name} weights"),
            numpy_helper.from_array(units.astype(np.float32), f"{name} units"),
        ]
        inputs = [f"{given} rounded", f"{name} weights", f"{given} unit", f"{name} units", f"{given} zero"]
        out = name
        if name in sums:
            # what is added afterwards is added at once, which saves a walk over the product
            added, base = sums[name]
            inputs, out = [*inputs, "", base], str(added.output[0])
        nodes.append(helper.make_node("MatMulIntegerToFloat", inputs, [out], domain=_FUSED))
    replaced = {n.input[1] for n in products}
    kept = [one for one in model.graph.initializer if one.name not in replaced]
    del model.graph.initializer[:]
    model.graph.initializer.extend([*kept, *made])
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    model.opset_import.append(helper.make_opsetid(_FUSED, 1))


def quantise_words(model: Any, name: str) -> None:
    """Keep a table of vectors of words in eight bits, with a unit for each row."""
    [table] = [one for one in model.graph.initializer if one.name == name]
    [gather] = [n for n in model.graph.node if n.op_type == "Gather" and n.input[0] == name]
    rows = numpy_helper.to_array(table)
    units = (np.maximum(np.abs(rows).max(axis=1, keepdims=True), _LEAST) / _WORD_STEPS).astype(np.float32)
    model.graph.initializer.remove(table)
    model.graph.initializer.extend(
        [
            numpy_helper.from_array(np.rint(rows / units).astype(np.int8), f"{name} rounded"),
            numpy_helper.from_array(units, f"{name} units"),
        ]
    )
    out = str(gather.output[0])
    place = list(model.graph.node).index(gather)
    model.graph.node.remove(gather)
    steps = [
        helper.make_node("Gather", [f"{name} rounded", gather.input[1]], [f"{out} rounded"]),
        helper.make_node("Cast", [f"{out} rounded"], [f"{out} whole"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", [f"{name} units", gather.input[1]], [f"{out} units"]),
        helper.make_node("Mul", [f"{out} whole", f"{out} units"], [out]),
    ]
    for step, node in enumerate(steps):
        model.graph.node.insert(place + step, node)


def _find_sums(model: Any, products: list[Any], weights: Mapping[str, NDArray[Any]]) -> dict[str, tuple[Any, str]]:
    """For each product to which alone a fixed row is added: the node that adds it, and the name of the row."""
    sums: dict[str, tuple[Any, str]] = {}
    for node in products:
        users = [n for n in model.graph.node if node.output[0] in n.input]
        if len(users) == 1 and users[0].op_type == "Add":
            rows = [str(i) for i in users[0].input if i in weights and weights[i].ndim == 1]
            sums.update((str(node.output[0]), (users[0], row)) for row in rows)
    return sums


def _measure_inputs(
    model: Any, names: list[str], samples: Iterable[Mapping[str, NDArray[np.int64]]]
) -> dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """The least and the greatest value in each column of some inputs; zero lies between them."""
    seen = onnx.ModelProto()
    seen.CopyFrom(model)
    seen.graph.output.extend(helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, None) for n in names)
    session = onnxruntime.InferenceSession(seen.SerializeToString(), providers=["CPUExecutionProvider"])
    reaches: dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}
    for sample in samples:
        for name, values in zip(names, session.run(names, dict(sample)), strict=True):
            rows = values.reshape(-1, values.shape[-1])
            least, most = reaches.get(name, (np.float32(0.0), np.float32(0.0)))
            reaches[name] = np.minimum(least, rows.min(axis=0)), np.maximum(most, rows.max(axis=0))
    return reaches


def _find_moved(widths: NDArray[np.float32], weights: Iterable[NDArray[np.float32]]) -> NDArray[np.float32]:
    """By how much each column of an input is divided, and the rows of its weights are multiplied."""
    most = np.maximum(np.max([np.abs(w).max(axis=1) for w in weights], axis=0), _LEAST)
    moved = np.maximum(widths, _LEAST) ** _MOVED / most ** (1.0 - _MOVED)
    return np.asarray(moved / np.exp(np.log(moved).mean()), dtype=np.float32)
