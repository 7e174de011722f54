"""The model's token vectors, bit for bit but quicker: what depends on a word alone is worked out once for each word and
kept, and the layers that look at its neighbours are run as plain matrix products."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

# a word takes 0.4 KB
_MOST_WORDS = 30_000
# a product of one row alone is worked out in another order than one of many
_LEAST_ROWS = 16
# so many tokens at a time stay in the processor's own memory
_MOST_ROWS = 768


class WordVectors:
    """The vectors of words by themselves: their features, hashed, looked up and mixed.

    Args:
        embed: The layers that make them of documents.
    """

    def __init__(self, embed: Any) -> None:
        features, _, hashes, mix, _ = embed.layers
        self._columns: list[int | str] = features.attrs["columns"]
        self._layers = (hashes, mix)
        self._places: dict[bytes, int] = {}
        self._table = self._mix(np.zeros((1, len(self._columns)), dtype=np.uint64))[:0]

    def look_up(self, docs: Sequence[Doc]) -> Any:
        """The vectors of all tokens of some documents, one below the other."""
        features = np.concatenate([doc.to_array(self._columns) for doc in docs])
        keys: list[bytes] = features.view(f"V{features.dtype.itemsize * len(self._columns)}").ravel().tolist()
        if len(self._places) > _MOST_WORDS:
            self._places, self._table = {}, self._table[:0]
        new = {key: place for place, key in enumerate(keys) if key not in self._places}
        if new:
            self._table = np.concatenate([self._table, self._mix(features[list(new.values())])])
            self._places.update(zip(new, range(len(self._places), len(self._table)), strict=True))
        return self._table[[self._places[key] for key in keys]]

    def _mix(self, features: Any) -> Any:
        most = max(len(features), _LEAST_ROWS)
        filled = np.zeros((most, features.shape[1]), dtype=features.dtype)
        filled[: len(features)] = features
        for layer in self._layers:
            filled = layer.predict(filled)
        return filled[: len(features)]


class Encoder:
    """The layers that look at a token and its neighbours: each adds to a vector what it makes of the three side by side.

    Args:
        encode: The layers.
    """

    def __init__(self, encode: Any) -> None:
        # so many blank rows between documents keep them apart
        self._gap: int = encode.attrs["pad"]
        self._layers: list[tuple[Any, ...]] = []
        for layer in encode.layers[0].layers:
            nodes: dict[str, Any] = {node.name: node for node in layer.walk()}
            weights, norm = nodes["maxout"], nodes["layernorm"]
            matrix = weights.get_param("W")
            self._pieces, self._width = matrix.shape[1], matrix.shape[0]
            # the pieces of which the greatest counts stand side by side, each of the full width
            matrix = matrix.transpose(1, 0, 2).reshape(-1, matrix.shape[2]).T.copy()
            self._layers.append((matrix, weights.get_param("b").T.reshape(-1), norm.get_param("G"), norm.get_param("b")))

    def encode(self, vectors: Any, lengths: Sequence[int]) -> list[Any]:
        """The vectors of each document in its context.

        Args:
            vectors: Those of its words alone, all documents one below the other.
            lengths: How many tokens each document has.
        """
        out: list[Any] = []
        first = 0
        for group in _group(lengths):
            rows = np.zeros((sum(group) + self._gap * (len(group) + 1), self._width), dtype=np.float32)
            places = []
            at = self._gap
            for length in group:
                rows[at : at + length] = vectors[first : first + length]
                places.append(slice(at, at + length))
                at, first = at + length + self._gap, first + length
            self._run(rows)
            out += [rows[place] for place in places]
        return out

    def _run(self, rows: Any) -> None:
        """Take some rows through all layers, in place."""
        width = self._width
        sides = np.zeros((len(rows), 3 * width), dtype=np.float32)
        product = np.empty((len(rows), self._pieces * width), dtype=np.float32)
        made, squares = np.empty_like(rows), np.empty_like(rows)
        for matrix, bias, scale, shift in self._layers:
            sides[1:, :width], sides[:, width : 2 * width], sides[:-1, 2 * width :] = rows[:-1], rows, rows[1:]
            np.dot(sides, matrix, out=product)
            product += bias
            made[:] = product[:, :width]
            for piece in range(1, self._pieces):
                np.maximum(made, product[:, piece * width : (piece + 1) * width], out=made)
            made -= made.mean(axis=1, keepdims=True)
            np.multiply(made, made, out=squares)
            made *= (squares.sum(axis=1, keepdims=True) / np.float32(width) + np.float32(1e-08)) ** np.float32(-0.5)
            made *= scale
            made += shift
            rows += made


def _group(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Lengths in turn, together as long as their sum is small."""
    group: list[int] = []
    for length in lengths:
        if group and sum(group) + length > _MOST_ROWS:
            yield group
            group = []
        group.append(length)
    if group:
        yield group


def quicken_vectors(nlp: Language) -> None:
    """Put `WordVectors` and an `Encoder` in place of the layers of a pipeline's token vectors."""
    pipe: Any = nlp.get_pipe("tok2vec")
    embed, encode = pipe.model.layers
    words, encoder = WordVectors(embed), Encoder(encode)

    def run(_model: Any, docs: Sequence[Doc], is_train: bool) -> tuple[list[Any], Any]:  # noqa: ARG001 - thinc names it
        return encoder.encode(words.look_up(docs), list(map(len, docs))), None

    pipe.model = Model("fingerpost_vectors", run, dims={"nO": pipe.model.get_dim("nO")})
