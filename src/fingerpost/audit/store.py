"""The results of a survey as tables of an embedded database (DuckDB), in a folder of their own that goes when it closes.

Tables: ``record`` (a respondent, nested as in the results), ``fired``, ``fact``, ``point``, ``root`` (the facts at the
root of each firing). ``n`` is the row of the results, from 1. Nothing is fetched, and no name is taken for a pattern.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from fingerpost.errors import InputError

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
_LOAD = """
create table loaded as select
  id, facts, derived, firings,
  list_transform(recommendations, lambda r: r.path) as told,
  list_transform(list_sort(list_transform(standing, lambda s: {p: s.path, s: s.score})), lambda x: x.s) as scores,
  list_filter(standing, lambda s: len(s.points) > 0) as standing,
  list_filter(gates, lambda g: g.state <> 'unsaid') as gates,
  len(unread) as unread, groups, provenance.knowledge as knowledge
from """
_TABLES = (
    # rows keep their order; to number them while they are loaded would keep all cores but one idle
    "create view record as select rowid + 1 as n, * from loaded",
    """create table fired as
       select n, generate_subscripts(firings, 1) as place, unnest(firings, recursive := true) from record""",
    """create table fact as
       select n, f.id, f.kind, f.topic, f.value, f.strength, list_transform(f.evidence, lambda e: e.text) as words
       from (select n, unnest(facts) as f from record)""",
    """create table point as
       select n, path, unnest(points, recursive := true)
       from (select n, unnest(standing, recursive := true) from record)""",
    # a trait of the second layer rests on traits of the first, and these on facts
    """create table root as
       with premise as (select n, rule, unnest(facts) as ref from fired),
            derived as (select n, id, unnest(facts) as ref
                        from (select n, unnest(derived, recursive := true) from record)),
            resolved as (select d.n, d.id, coalesce(e.ref, d.ref) as ref
                         from derived d left join derived e on d.n = e.n and d.ref = e.id),
            rooted as (select p.n, p.rule, coalesce(r.ref, p.ref) as ref
                       from premise p left join resolved r on r.n = p.n and r.id = p.ref)
       select distinct x.n, x.rule, x.ref, kind, topic, value
       from rooted x join fact f on f.n = x.n and f.id = x.ref""",
)
_GZIP = b"\x1f\x8b"
_SPECIAL = re.compile(r"[*?\[]")


class Store:
    """The tables; `ask` them in SQL."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self._connection = connection
        self.path = path

    def run(self, statement: str) -> None:
        """Make a table."""
        self._connection.execute(statement)

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
        """What answers a query as Arrow record batches of up to so many rows."""
        yield from self._connection.cursor().sql(query).to_arrow_reader(rows)

    def add(self, name: str, table: Any) -> None:
        """Put the rows of an Arrow table into a table, made when it is not there."""
        self._connection.register("incoming", table)
        self._connection.execute(f"create table if not exists {name} as from incoming limit 0")
        self._connection.execute(f"insert into {name} from incoming")
        self._connection.unregister("incoming")


@contextmanager
def open_results(path: Path) -> Iterator[Store]:
    """Load the results that ``fingerpost batch`` wrote, JSONL (also as .gz) or Parquet.

    Raises:
        InputError: The file is missing, broken, or holds something else.
    """
    kind = _look_at(path)
    with TemporaryDirectory(prefix="fingerpost-") as folder:
        config = {**_CONFIG, "temp_directory": str(Path(folder) / "spill")}
        connection = duckdb.connect(str(Path(folder) / "audit.duckdb"), config=config)
        try:
            _load(connection, path, kind)
            yield Store(connection, path)
        except duckdb.OutOfMemoryException:
            raise InputError(
                "there is too little room in memory or in the temporary folder",
                where=str(path),
                mend="free some, or name a larger folder in TMPDIR",
            ) from None
        finally:
            connection.close()


def _look_at(path: Path) -> str:
    name = str(path)
    if re.match(r"[a-z][a-z0-9+]*:/", name, re.IGNORECASE):
        raise InputError("this is a URL, and nothing is fetched", where=name, mend="download the file and name it here")
    try:
        if path.is_dir():
            raise InputError("this is a folder", where=name, mend="name the results in it")
        with path.open("rb") as stream:
            head = stream.read(4)
    except FileNotFoundError:
        raise InputError(
            "there is no such file", where=name, mend="name the results that `fingerpost batch` wrote"
        ) from None
    except OSError as error:
        problem = (error.strerror or "unknown error").lower()
        raise InputError(f"cannot be read ({problem})", where=name, mend="check its name and mode") from None
    if head == b"PAR1":
        return "parquet"
    return "gzip" if head[:2] == _GZIP else "none"


def _load(connection: duckdb.DuckDBPyConnection, path: Path, kind: str) -> None:
    values: dict[str, Any] = {"name": _SPECIAL.sub(r"[\g<0>]", str(path.absolute()))}
    if kind != "parquet":
        values |= {"columns": _COLUMNS, "packing": kind}
    try:
        connection.execute(_LOAD + (_PARQUET if kind == "parquet" else _LINES), values)
        for statement in _TABLES:
            connection.execute(statement)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        line = None if kind == "parquet" else _find_bad_line(path, kind)
        where = f"{path}:{line}" if line else str(path)
        raise InputError(
            "this is no result of `fingerpost batch`, or it was cut short", where=where, mend="run the batch again"
        ) from None
    missing = connection.execute(
        "select min(n) from record where facts is null or firings is null or standing is null or len(scores) = 0"
    ).fetchone()
    if missing and missing[0]:
        raise InputError("this row is no result record", where=f"{path} (row {missing[0]})", mend="run the batch again")


def _find_bad_line(path: Path, kind: str) -> int | None:
    """The number of the first line that is no JSON object; None where all are, or where the file cannot be unpacked."""
    number = 0
    try:
        with gzip.open(path, "rb") if kind == "gzip" else path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip() and not isinstance(json.loads(line), dict):
                    return number
    except (ValueError, RecursionError):
        return number
    except (OSError, EOFError, zlib.error):
        return None
    return None
