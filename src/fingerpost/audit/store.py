"""The results of a survey as tables of an embedded database (DuckDB), which go when it closes.

Tables, of codes (`fingerpost.audit.coding`): ``person``, ``fact`` (numbered by its row, from 0), ``said`` (the words of a
fact), ``firing``, ``vote`` (the points of a rule), ``root`` (the facts at the root of each firing); ``rule``, ``path`` and
``saying`` tell what codes stand for; ``fired`` and ``point`` are ``firing`` and ``vote`` by name. ``n`` is the row of the
results, from 1. Where rows are kept, ``record`` has them nested as in the results. Nothing is fetched, and no name is
taken for a pattern.
"""

from __future__ import annotations

import atexit
import gc
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from fingerpost.audit.coding import SCHEMAS, Coder
from fingerpost.errors import InputError
from fingerpost.survey.results import Kind, check_empty, find_kind, open_lines

_MEMORY = "500MB"
_THREADS = 2
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": _MEMORY,
    "threads": _THREADS,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
}
_COLUMNS = {
    "id": "VARCHAR",
    "facts": "STRUCT(id VARCHAR, kind VARCHAR, topic VARCHAR, value VARCHAR, strength VARCHAR, "
    "evidence STRUCT(text VARCHAR)[])[]",
    "derived": "STRUCT(id VARCHAR, trait VARCHAR, facts VARCHAR[])[]",
    "recommendations": "STRUCT(path VARCHAR)[]",
    "standing": "STRUCT(path VARCHAR, score INTEGER, points STRUCT(rule VARCHAR, points INTEGER)[])[]",
    "gates": "STRUCT(rule VARCHAR, path VARCHAR, state VARCHAR)[]",
    "firings": "STRUCT(rule VARCHAR, facts VARCHAR[], concludes VARCHAR)[]",
    "unread": "STRUCT(start BIGINT)[]",
    "groups": "MAP(VARCHAR, VARCHAR)",
    "provenance": "STRUCT(knowledge VARCHAR)",
}
_LINES = "read_json($name, format='newline_delimited', columns=$columns, compression=$packing, hive_partitioning=false)"
_PARQUET = "read_parquet($name, hive_partitioning=false)"
_ROWS = """
  facts, derived, list_transform(recommendations, lambda r: r.path) as told, standing, firings, len(unread) as unread,
  provenance.knowledge as knowledge from """
# what only some questions ask of a row: the others do not even read it
_KEPT = ("id", "gates", "groups")
_KEEP = "create table loaded as select id, list_filter(gates, lambda g: g.state <> 'unsaid') as gates, groups,"
_NARROW = {
    **{name: form for name, form in _COLUMNS.items() if name not in _KEPT},
    "derived": "STRUCT(id VARCHAR, facts VARCHAR[])[]",
    "firings": "STRUCT(rule VARCHAR, facts VARCHAR[])[]",
}
# rows keep their order; to number them while they are loaded would keep all cores but one idle
_RECORD = "create view record as select rowid + 1 as n, * from loaded"
_FROM_LOADED = "select facts, derived, told, standing, firings, unread, knowledge from loaded"
_VIEWS = (
    "create view fired as select n, name as rule from firing join rule on code = firing.rule",
    """create view point as
       select n, p.name as path, r.name as rule, points
       from vote v join rule r on r.code = v.rule join path p on p.code = v.path""",
)
# rows taken in one go
_BATCH = 20_000
_NO_ROOM = "Out of Memory Error"
_SPECIAL = re.compile(r"[*?\[]")

# whoever compiles the lexicon takes all objects out of the collector's rounds, those of duckdb too: at the end of the
# process it would complain on stderr that they were never given up
atexit.register(gc.unfreeze)


class Store:
    """The tables; `ask` them in SQL."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self._connection = connection
        self.path = path

    def ask(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows that answer a query; ``$name`` in it stands for the value of that name."""
        rows: list[tuple[Any, ...]] = self._connection.execute(query, values or None).fetchall()
        return rows

    def ask_one(self, query: str, **values: Any) -> tuple[Any, ...]:
        """The first row that answers a query."""
        row: tuple[Any, ...] | None = self._connection.execute(query, values or None).fetchone()
        if row is None:
            raise LookupError("no row answers the query")
        return row

    def stream(self, query: str, rows: int) -> Iterator[Any]:
        """What answers a query as Arrow record batches of at least so many rows, but for the last."""
        yield from _join_batches(self._connection.cursor().sql(query).to_arrow_reader(rows), rows)

    def add(self, name: str, table: Any) -> None:
        """Put the rows of an Arrow table into a table, made when it is not there."""
        self._connection.register("incoming", table)
        self._connection.execute(f"create table if not exists {name} as from incoming limit 0")
        self._connection.execute(f"insert into {name} from incoming")
        self._connection.unregister("incoming")


@contextmanager
def open_results(path: Path, *, keep_rows: bool = True) -> Iterator[Store]:
    """Load the results that ``fingerpost batch`` wrote, JSONL (also as .gz) or Parquet.

    Args:
        path: The results.
        keep_rows: Whether to keep the rows themselves, which takes twice the time: most questions of them all need only
            what the other tables tell.

    Raises:
        InputError: The file is missing, broken, or holds something else.
    """
    kind = _look_at(path)
    with TemporaryDirectory(prefix="fingerpost-") as folder:
        config = {**_CONFIG, "temp_directory": str(Path(folder) / "spill")}
        # tables stay in memory as far as there is room, and go to the folder beyond that
        connection = duckdb.connect(":memory:", config=config)
        try:
            store = Store(connection, path)
            _load(store, connection, kind, keep_rows)
            yield store
        except duckdb.OutOfMemoryException:
            raise InputError(
                "there is too little room in memory or in the temporary folder",
                where=str(path),
                mend="free some, or name a larger folder in TMPDIR",
            ) from None
        finally:
            connection.close()


def _look_at(path: Path) -> Kind:
    name = str(path)
    if re.match(r"[a-z][a-z0-9+]*:/", name, re.IGNORECASE):
        raise InputError("this is a URL, and nothing is fetched", where=name, mend="download the file and name it here")
    try:
        if path.is_dir():
            raise InputError("this is a folder", where=name, mend="name the results in it")
        return find_kind(path)
    except FileNotFoundError:
        raise InputError(
            "there is no such file", where=name, mend="name the results that `fingerpost batch` wrote"
        ) from None
    except OSError as error:
        problem = (error.strerror or "unknown error").lower()
        raise InputError(f"cannot be read ({problem})", where=name, mend="check its name and mode") from None


def _load(store: Store, connection: duckdb.DuckDBPyConnection, kind: Kind, keep_rows: bool) -> None:
    path, coder = store.path, Coder()
    values: dict[str, Any] = {"name": _SPECIAL.sub(r"[\g<0>]", str(path.absolute()))}
    if kind != "parquet":
        values |= {"columns": _COLUMNS if keep_rows else _NARROW, "packing": "gzip" if kind == "gzip" else "none"}
    source = _PARQUET if kind == "parquet" else _LINES
    try:
        if keep_rows:
            connection.execute(f"{_KEEP} {_ROWS} {source}", values)
            connection.execute(_RECORD)
            rows = connection.cursor().sql(_FROM_LOADED)
        else:
            rows = connection.cursor().sql(f"select {_ROWS} {source}", params=values)
        _take_rows(store, rows.to_arrow_reader(_BATCH), coder)
    except duckdb.OutOfMemoryException:
        raise
    except (duckdb.Error, OSError, ValueError, pa.ArrowException) as error:
        # what goes wrong while rows are streamed comes as another error, of which only the words tell
        if _NO_ROOM in str(error):
            raise duckdb.OutOfMemoryException(str(error)) from None
        line = None if kind == "parquet" else _find_bad_line(path)
        where = f"{path}:{line}" if line else str(path)
        raise InputError(
            "this is no result of `fingerpost batch`, or it was cut short", where=where, mend="run the batch again"
        ) from None
    if coder.missing is not None:
        raise InputError("this row is no result record", where=f"{path} (row {coder.missing})", mend="run the batch again")
    if kind != "parquet" and not store.ask_one("select count(*) from person")[0]:
        check_empty(path)
    for statement in _VIEWS:
        connection.execute(statement)


def _join_batches(batches: Iterable[Any], rows: int) -> Iterator[Any]:
    """Arrow record batches of at least so many rows, but for the last."""
    waiting: list[Any] = []
    for batch in batches:
        waiting.append(batch)
        if sum(map(len, waiting)) >= rows:
            yield pa.concat_batches(waiting)
            waiting = []
    if waiting:
        yield pa.concat_batches(waiting)


def _take_rows(store: Store, batches: Iterable[Any], coder: Coder) -> None:
    """Fill the tables; rows are put into them many at a time."""
    for name, schema in SCHEMAS.items():
        store.add(name, schema.empty_table())
    waiting: dict[str, list[Any]] = {}
    number = 0
    for batch in batches:
        for name, table in coder.code(batch):
            waiting.setdefault(name, []).append(table)
        number += len(batch)
        if number >= _BATCH:
            _put_down(store, waiting)
            number = 0
    _put_down(store, waiting)
    for name, table in coder.list_names():
        store.add(name, table)


def _put_down(store: Store, waiting: dict[str, list[Any]]) -> None:
    for name, tables in waiting.items():
        store.add(name, pa.concat_tables(tables))
    waiting.clear()


def _find_bad_line(path: Path) -> int | None:
    """The number of the first line that is no JSON object; None where all are, or where the file cannot be unpacked."""
    number = 0
    try:
        with open_lines(path) as stream:
            for number, line in enumerate(stream, 1):
                if line.strip() and not isinstance(json.loads(line), dict):
                    return number
    except (ValueError, RecursionError):
        return number
    except (OSError, EOFError, zlib.error):
        return None
    return None
