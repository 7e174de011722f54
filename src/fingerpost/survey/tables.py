"""Arrow tables in, Arrow tables out: the whole of Fingerpost as one function, for pandas, Spark, Ray and Dask."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from fingerpost.errors import InputError
from fingerpost.survey.answers import Answer, take_answer
from fingerpost.survey.assessing import Settings, make_records, open_assessor
from fingerpost.survey.cells import take_rows
from fingerpost.survey.columnar import RESULT_SCHEMA, shape_record
from fingerpost.survey.mapping import SurveyMap, TextColumn, check_columns
from fingerpost.survey.rows import Reject

# a result, and the reason where a row could not be used
TABLE_SCHEMA = RESULT_SCHEMA.append(pa.field("reject", pa.string()))


def assess_batch(
    table: Any,
    *,
    identity: str = "id",
    text: str = "text",
    survey: SurveyMap | None = None,
    settings: Settings | None = None,
) -> Any:
    """Assess a table of answers, row by row, in order; as many rows come out as go in.

    Works wherever functions on Arrow tables do: ``assess_batch(pa.Table.from_pandas(frame))``, Spark's ``mapInArrow``
    (with ``pa.Table.from_batches([batch])``), Ray's ``map_batches(..., batch_format="pyarrow")``, Dask's
    ``map_partitions``. Knowledge, lexicon and engine are loaded once a process. Call it from one thread at a time.

    Args:
        table: A ``pyarrow.Table`` or ``RecordBatch``.
        identity: The column of the ids; empty for row numbers. An id that names a person becomes "row 3", counted in this
            table: give ids that name nobody where tables are put together.
        text: The column of the answers.
        survey: A survey map (`fingerpost.survey.mapping.read_map`), in place of ``identity`` and ``text``.
        settings: Privacy, and other rules or knowledge.

    Returns:
        A ``pyarrow.Table`` as `TABLE_SCHEMA` says: result records, and ``reject`` with the reason where there is none.

    Raises:
        InputError: The table lacks a column, or has it twice.
    """
    wanted = survey or SurveyMap(identity, (TextColumn(text),))
    chosen = settings or Settings()
    check_columns(wanted, table.schema.names, "the table")
    doubled = [name for name in wanted.list_columns() if table.schema.names.count(name) > 1]
    if doubled:
        raise InputError(
            f"the column {doubled[0][:80]!r} stands twice", where="the table", mend="drop one, or give it another name"
        )
    items: list[Answer | Reject] = []
    for batch in _list_batches(table.select(wanted.list_columns())):
        rows = take_rows(wanted.list_columns(), batch, len(items))
        items += [row if isinstance(row, Reject) else take_answer(row, wanted) for row in rows]
    answers = [item for item in items if isinstance(item, Answer)]
    made = iter(make_records(open_assessor(chosen.rules, chosen.kb), answers, chosen))
    out = [_shape(item if isinstance(item, Reject) else next(made)) for item in items]
    return pa.Table.from_pylist(out, schema=TABLE_SCHEMA)


def _list_batches(table: Any) -> list[Any]:
    batches: list[Any] = table.to_batches() if isinstance(table, pa.Table) else [table]
    return batches


def _shape(item: dict[str, Any] | Reject) -> dict[str, Any]:
    return {"reject": item.reason} if isinstance(item, Reject) else shape_record(item)
