"""Numbers for names, and lists laid end to end: columns of Arrow as arrays of whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


class Codes:
    """Numbers for names, from 0, in the order in which they are met; None has one as well."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}

    @property
    def names(self) -> list[Any]:
        """The names by their numbers."""
        return list(self._numbers)

    def number(self, column: Any) -> Numbers:
        """The numbers of a column of names."""
        coded = column.dictionary_encode()
        of_each = [self._take(name) for name in coded.dictionary.to_pylist()]
        indices = coded.indices
        if indices.null_count:
            indices = indices.fill_null(len(of_each))
            of_each.append(self._take(None))
        return np.array(of_each, np.int64)[np.asarray(indices)] if of_each else np.zeros(0, np.int64)

    def join(self, columns: list[Numbers]) -> Numbers:
        """The numbers of what stands side by side in several columns of numbers."""
        if not len(columns[0]):
            return columns[0]
        widths = [int(column.max()) + 1 for column in columns]
        packed = np.ravel_multi_index(tuple(columns), tuple(widths))
        found, inverse = np.unique(packed, return_inverse=True)
        parts = np.stack(np.unravel_index(found, tuple(widths)), 1)
        return np.array([self._take(tuple(row)) for row in parts.tolist()], np.int64)[inverse]

    def _take(self, name: Any) -> int:
        return self._numbers.setdefault(name, len(self._numbers))


class Lists(NamedTuple):
    """Lists laid end to end: the items, and the number of the list to which each belongs."""

    items: Any
    lengths: Numbers
    owner: Numbers


def lay_out(column: Any) -> Lists:
    """Lay the lists of a column end to end; what is null is an empty list."""
    lengths = np.asarray(pc.fill_null(column.value_lengths(), 0)).astype(np.int64)
    return Lists(column.flatten(), lengths, np.repeat(np.arange(len(lengths)), lengths))


def list_up(values: Numbers, lengths: Numbers) -> Any:
    """A column of lists of so many values each."""
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(values.astype(np.int32)))


def make_table(schema: Any, columns: Mapping[str, Any]) -> Any:
    """An Arrow table of columns by name, each made what the schema asks for."""
    arrays = []
    for field in schema:
        column = columns[field.name]
        if isinstance(column, np.ndarray):
            column = pa.array(column)
        arrays.append(column if column.type == field.type else column.cast(field.type))
    return pa.Table.from_arrays(arrays, schema=schema)
