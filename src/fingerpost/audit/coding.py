"""Results as tables of numbers: names become codes, and lists are laid end to end.

What stands in the results by name stands in the tables as a whole number, so that all rows of a batch are taken in one
go: no object is made for a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fingerpost.audit.codes import Codes, Numbers, lay_out, list_up, make_table
from fingerpost.audit.roots import find_roots

# stands for the score of a path of which a row says nothing
NO_SCORE = -(1 << 31)

PERSON = pa.schema(
    [
        ("n", pa.int64()),
        ("facts", pa.int64()),
        ("unread", pa.int64()),
        ("told", pa.list_(pa.string())),
        ("knowledge", pa.string()),
        ("codes", pa.list_(pa.int32())),
        ("scores", pa.list_(pa.int32())),
    ]
)
FIRED = pa.schema([("n", pa.int64()), ("rule", pa.int32())])
VOTE = pa.schema([("n", pa.int64()), ("rule", pa.int32()), ("path", pa.int32()), ("points", pa.int32())])
SAID = pa.schema([("fact", pa.int64()), ("text", pa.string())])
FACT = pa.schema([("n", pa.int64()), ("saying", pa.int32())])
ROOT = pa.schema([("n", pa.int64()), ("rule", pa.int32()), ("fact", pa.int64()), ("saying", pa.int32())])
NAME = pa.schema([("code", pa.int32()), ("name", pa.string())])
SAYING = pa.schema([("code", pa.int32()), *((name, pa.string()) for name in ("kind", "topic", "value", "strength"))])

# what results add to; the names of codes come last
SCHEMAS = {"person": PERSON, "fact": FACT, "said": SAID, "firing": FIRED, "vote": VOTE, "root": ROOT}

_NESTED = ("facts", "derived", "standing", "firings")


class Coder:
    """Codes the results of a survey, given batch by batch and in order."""

    def __init__(self) -> None:
        self.missing: int | None = None
        self._people = self._facts = 0
        self._rules, self._paths, self._sayings = Codes(), Codes(), Codes()
        self._parts = [Codes() for _ in range(4)]

    def list_names(self) -> Iterator[tuple[str, Any]]:
        """The tables that tell what the codes met so far stand for."""
        for table, codes in (("rule", self._rules), ("path", self._paths)):
            yield table, pa.table([list(range(len(codes.names))), codes.names], schema=NAME)
        sayings = self._sayings.names
        parts = [part.names for part in self._parts]
        columns = [[names[saying[place]] for saying in sayings] for place, names in enumerate(parts)]
        yield "saying", pa.table([list(range(len(sayings))), *columns], schema=SAYING)

    def code(self, batch: Any) -> Iterator[tuple[str, Any]]:
        """The rows that a batch of results adds to tables, by the name of the table.

        Raises:
            ValueError: What the batch holds is no results.
            pyarrow.ArrowException: It lacks a part of them.
        """
        forms = [batch.schema.field(name).type for name in _NESTED]
        if not all(pa.types.is_list(form) and pa.types.is_struct(form.value_type) for form in forms):
            raise ValueError("these are no results")
        rows = len(batch)
        n = np.arange(self._people + 1, self._people + rows + 1)
        self._find_missing(batch)
        facts = lay_out(batch.column("facts"))
        saying = self._sayings.join(
            [
                part.number(pc.struct_field(facts.items, name))
                for part, name in zip(self._parts, SAYING.names[1:], strict=True)
            ]
        )
        number = np.arange(self._facts, self._facts + len(saying))
        standing, scores = self._code_standing(batch, n)
        columns = {
            "n": n,
            "facts": facts.lengths,
            "unread": pc.fill_null(batch.column("unread"), 0),
            "told": batch.column("told"),
            "knowledge": batch.column("knowledge"),
            "codes": list_up(saying, facts.lengths),
            "scores": scores,
        }
        yield "person", make_table(PERSON, columns)
        yield "fact", make_table(FACT, {"n": n[facts.owner], "saying": saying})
        yield "vote", standing
        said = lay_out(pc.struct_field(facts.items, "evidence"))
        yield "said", make_table(SAID, {"fact": number[said.owner], "text": pc.struct_field(said.items, "text")})
        firings = lay_out(batch.column("firings"))
        rule = self._rules.number(pc.struct_field(firings.items, "rule"))
        yield "firing", make_table(FIRED, {"n": n[firings.owner], "rule": rule})
        firing, fact = find_roots(batch, facts, firings)
        yield (
            "root",
            make_table(
                ROOT,
                {"n": n[firings.owner[firing]], "rule": rule[firing], "fact": number[fact], "saying": saying[fact]},
            ),
        )
        self._people += rows
        self._facts += len(saying)

    def _find_missing(self, batch: Any) -> None:
        """Note the first row that is no result, and go on: a later one may be no JSON at all, which is told first."""
        is_missing = np.zeros(len(batch), np.bool_)
        for name in ("facts", "firings", "standing"):
            is_missing |= np.asarray(batch.column(name).is_null())
        is_missing |= np.asarray(pc.fill_null(batch.column("standing").value_lengths(), 0)) == 0
        if self.missing is None and is_missing.any():
            self.missing = self._people + int(np.argmax(is_missing)) + 1

    def _code_standing(self, batch: Any, n: Numbers) -> tuple[Any, Any]:
        """The points that rules gave, and the scores of each person in the order of the numbers of the paths."""
        standing = lay_out(batch.column("standing"))
        path = self._paths.number(pc.struct_field(standing.items, "path"))
        width = len(self._paths.names)
        scores = np.full((len(batch), width), NO_SCORE, np.int64)
        scores[standing.owner, path] = np.asarray(pc.fill_null(pc.struct_field(standing.items, "score"), NO_SCORE))
        votes = lay_out(pc.struct_field(standing.items, "points"))
        columns = {
            "n": n[standing.owner[votes.owner]],
            "rule": self._rules.number(pc.struct_field(votes.items, "rule")),
            "path": path[votes.owner],
            "points": pc.struct_field(votes.items, "points"),
        }
        return make_table(VOTE, columns), list_up(scores.ravel(), np.full(len(batch), width))
