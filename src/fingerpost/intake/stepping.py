"""The model's parser, bit for bit but quicker: many documents take each step together, with their features summed and
scored as whole tables. The parser's own loop asks for Python's lock again and again, which takes nearly half its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps

# below so many documents the parser's own loop is quicker
_LEAST = 5
_BLIS = NumpyOps(use_blis=True)


class QuickParser:
    """Parses as the model's parser does.

    Args:
        parser: The model's parser.
    """

    def __init__(self, parser: Any) -> None:
        self._parser = parser
        lower, upper = parser.model.get_ref("lower"), parser.model.get_ref("upper")
        self._lower = lower
        self._features, self._pieces = lower.get_dim("nF"), lower.get_dim("nP")
        self._lower_bias = lower.get_param("b").reshape(-1)
        self._weights, self._bias = upper.get_param("W"), upper.get_param("b")

    def __call__(self, doc: Doc) -> Doc:
        """Parse one document."""
        done: Doc = self._parser(doc)
        return done

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Parse documents, so many at a time."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            together, alone = _part(batch)
            for doc in alone:
                self._parser.set_annotations([doc], self._parser.predict([doc]))
            if together:
                self._parser.set_annotations(together, self._step_through(together))
            yield from batch

    def _step_through(self, docs: Sequence[Doc]) -> list[Any]:
        """The final states of some documents."""
        states = self._parser.moves.init_batch(docs)
        going = [state for state in states if not state.is_final()]
        model = self._parser.model.predict(docs)
        # what each token gives as each feature, and before the first what a lacking one gives, one below the other
        given = self._lower.predict(model.tokvecs).reshape(-1, len(self._lower_bias))
        offsets = np.arange(self._features)
        while going:
            tokens = model.get_token_ids(going)
            summed = given[(np.maximum(tokens, -1) + 1) * self._features + offsets].sum(axis=1)
            summed += self._lower_bias
            hidden = reduce(np.maximum, (summed[:, piece :: self._pieces] for piece in range(self._pieces)))
            # with BLIS, as the parser's own loop: it works out a row the same in whatever company
            scores = _BLIS.gemm(hidden, self._weights, trans2=True)
            scores += self._bias
            going = self._parser.transition_states(going, scores)
        return list(states)


def _part(docs: Sequence[Doc]) -> tuple[list[Doc], list[Doc]]:
    """Documents that are worth stepping through together, and others: those that are much longer would go on alone."""
    lengths = sorted(map(len, docs))
    most = 2 * lengths[-_LEAST] if len(docs) >= _LEAST else 0
    return [d for d in docs if 0 < len(d) <= most], [d for d in docs if not 0 < len(d) <= most]


def quicken_parser(nlp: Language) -> None:
    """Put a `QuickParser` in place of a pipeline's parser."""
    if not Language.has_factory("fingerpost_parser"):
        Language.factory("fingerpost_parser", func=_make_quick_parser)
    parser: Any = nlp.get_pipe("parser")
    if parser.cfg["beam_width"] == 1 and not parser.model.attrs["unseen_classes"]:
        nlp.add_pipe("fingerpost_parser", before="parser")
        nlp.remove_pipe("parser")


def _make_quick_parser(nlp: Language, name: str) -> QuickParser:  # noqa: ARG001 - spaCy names what it makes
    return QuickParser(nlp.get_pipe("parser"))
