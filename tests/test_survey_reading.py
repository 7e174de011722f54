"""Reading surveys: ugly files give a clear error or a reject, and no row is lost."""

import csv
import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fingerpost.errors import InputError
from fingerpost.survey.opening import inspect_source
from fingerpost.survey.rows import Reject, Row, glance_rows, read_rows
from tests.conftest import Ran
from tests.surveys import read_lines

Run = Callable[..., Ran]
PLAIN = "id,text\n007,I love café mornings\n8,ok\n"


def read(path: Path) -> list[Row | Reject]:
    return list(read_rows(inspect_source(path)))


def cells_of(path: Path) -> list[tuple[str, ...]]:
    return [tuple(row.cells.values()) for row in read(path) if isinstance(row, Row)]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "windows-1252"],
)
@pytest.mark.parametrize("packed", [False, True])
def test_encodings(tmp_path: Path, encoding: str, packed: bool) -> None:
    data = PLAIN.encode(encoding)
    path = tmp_path / ("a[1].csv.gz" if packed else "a[1].csv")
    path.write_bytes(gzip.compress(data) if packed else data)
    assert cells_of(path) == [("007", "I love café mornings"), ("8", "ok")]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.csv", "id,text\n1,a\n2,b\n"),
        ("a.csv", "id;text\n1;a\n2;b\n"),
        ("a.csv", "id|text\n1|a\n2|b"),
        ("a.csv", "sep=;\nid;text\n1;a\n2;b"),
        ("a.csv", '"sep=;"\r\nid;text\r\n1;a\r\n2;b'),
        ("a.csv", 'id, text\n1, a\n2, "b"\n'),
        ("a.csv", "id,text\r1,a\r2,b\r"),
        ("a.csv", '"id","text"\r\n"1","a"\r\n\r\n"2","b"\r\n\r\n'),
        ("a.csv", "id,text,,\n1,a,,\n2,b,,\n"),
        ("a.tsv", "id\ttext\n1\ta\n2\tb\n"),
        ("a.jsonl", '{"id": "1", "text": "a"}\n\n{"id": "2", "text": "b"}'),
    ],
)
def test_dialects(tmp_path: Path, name: str, source: str) -> None:
    path = tmp_path / name
    path.write_bytes(source.encode())
    assert cells_of(path) == [("1", "a"), ("2", "b")]


def test_quoted_newlines_and_one_column(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\n1,"a\nb, ""c"""\n2,d\n')
    rows = read(path)
    assert [(r.number, r.line) for r in rows] == [(1, 3), (2, 4)]
    assert cells_of(path)[0] == ("1", 'a\nb, "c"')
    path.write_bytes(b"text\nI like this, and that\n\nlast\n\n")
    assert cells_of(path) == [("I like this, and that",), ("",), ("last",)]


@pytest.mark.parametrize(
    ("source", "numbers", "reason"),
    [
        (b"id,text\n1,a\n2\n3,b\n", [2], "1 cells"),
        (b"id,text\n1,a\n2,b,c\n3,b\n", [2], "3 cells"),
        (b"id,text\n1,a\n2,\"b\n3,c\n", [2], "never closed"),
        (b"id,text\n1,\xc3\xa9\xc3\xa9\n2,\xff\n3,c\n", [2], "not UTF-8"),
        (b"id,text\n1," + b"a" * 10_000_000 + b"\n2,b\n", [1], "limit"),
    ],
)  # fmt: skip
def test_bad_rows(tmp_path: Path, source: bytes, numbers: list[int], reason: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(source)
    rejects = [r for r in read(path) if isinstance(r, Reject)]
    assert [r.number for r in rejects] == numbers
    assert reason in rejects[0].reason


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv.gz", gzip.compress(b"", mtime=0), "empty"),
        ("a.csv.gz", gzip.compress(PLAIN.encode() * 1000, mtime=0)[:-20], "cut short"),
        ("a.csv.gz", gzip.compress(b"\0" * 100_000_000, mtime=0), "unpacks to over"),
        ("a.csv", b"PK\x03\x04rest", "Excel"),
        ("a.csv", b"id,text\n1,\x81\x8d\x90\n", "neither UTF-8"),
        ("a.csv", b"\n\n", "no header"),
        ("a.csv", b'"id,text\n1,a\n2,b\n', "never closed"),
        ("a.csv", b"id,text," + b"h" * 1_100_000 + b"\n1,a,b\n", "short names"),
        ("a.csv.gz", gzip.compress(gzip.compress(PLAIN.encode(), mtime=0), mtime=0), "packed twice"),
        ("a.csv", b"SQLite format 3\0" + bytes(99), "database"),
        ("a.parquet", b"PAR1rest", "cut short"),
        ("a.parquet", b"id,text", "disagree"),
        ("a.csv", b"PAR1rest", "disagree"),
        ("a.xyz", b"x", "ending"),
    ],
)
def test_bad_files(run: Run, tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    ran = run("batch", str(path), "-o", str(tmp_path / "out.jsonl"))
    assert ran.status == 1
    assert reason in ran.err
    assert ran.err.strip().count("\n") == 0
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet", "a.csv.gz"])
def test_pipes_are_not_waited_for(run: Run, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    ran = run("batch", str(tmp_path / name), "-o", str(tmp_path / "out.jsonl"))
    assert ran.status == 1
    assert "no ordinary file" in ran.err


def test_a_link_to_itself(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to("a.csv")
    ran = run("batch", str(tmp_path / "a.csv"), "-o", str(tmp_path / "out.jsonl"))
    assert ran.status == 1
    assert ran.err.count("\n") == 1


def test_lines_of_json_end_with_line_feeds_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"):
        path.write_bytes('{"id": "1", "text": "a\u2028b\x85c"}\n\n{"id": "2", "text": "d"}'.encode(encoding))
        assert cells_of(path) == [("1", "a\u2028b\x85c"), ("2", "d")]
    path.write_bytes(b"\xef\xbb\xbf\n")
    assert read(path) == []


def test_many_columns_of_one_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x," * 30_000 + "x\n" + "a," * 30_000 + "a\n")
    glance = glance_rows(inspect_source(path))
    assert len(glance.columns) == len(set(glance.columns)) == 30_001
    assert len(glance.notes) < 10
    path.write_text("id,text" + "," * 500_000 + "\n1,a\n")
    assert glance_rows(inspect_source(path)).columns == ("id", "text")


def test_urls_folders_and_missing_files(tmp_path: Path) -> None:
    for name, reason in (("https://example.com/a.csv", "URL"), ("s3://b/a.parquet", "URL"), (str(tmp_path), "folder")):
        with pytest.raises(InputError, match=reason):
            inspect_source(Path(name))
    with pytest.raises(InputError, match="no such file"):
        inspect_source(tmp_path / "none.csv")


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a[1].parquet"
    pq.write_table(pa.table({"id": [7, 8], "text": ["a", None], "share": [0.5, 2.0]}), path)
    assert cells_of(path) == [("7", "a", "0.5"), ("8", None, "2")]
    assert glance_rows(inspect_source(path)).columns == ("id", "text", "share")


MOMENT = 1_700_000_000_123_456_789


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (pa.array([MOMENT], pa.timestamp("ns")), "2023-11-14T22:13:20.123456789"),
        (pa.array([MOMENT], pa.timestamp("ns", "Mars/Olympus")), "2023-11-14T22:13:20.123456789+00:00"),
        (pa.array([MOMENT // 1000], pa.timestamp("us", "Mars/Olympus")), "2023-11-14T22:13:20.123456+00:00"),
        (pa.array([1_700_000_000], pa.timestamp("s")), "2023-11-14T22:13:20"),
        (pa.array([3_600_000_000_001], pa.time64("ns")), "01:00:00.000000001"),
        (pa.array([1001], pa.duration("ns")), "1001 ns"),
        (pa.array([90], pa.duration("s")), "0:01:30"),
        (pa.array([1 << 62], pa.timestamp("us")), ()),
        (pa.array(["a"]).dictionary_encode(), "a"),
        (pa.array(["a"], pa.large_string()), "a"),
        (pa.array(["a"], pa.string_view()), "a"),
        (pa.array([b"a\xff"]), "a\ufffd"),
        (pa.array([["a"]]), ["a"]),
        (pa.array([bytes(16)], pa.uuid()), "00000000-0000-0000-0000-000000000000"),
    ],
)
def test_parquet_cells_of_any_kind(run: Run, tmp_path: Path, column: pa.Array, cell: object) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": ["1"], "text": ["I love mentoring juniors."], "odd": column}), path)
    [row] = read(path)
    assert isinstance(row, Row)
    if cell != ():
        assert row.cells["odd"] == cell
    # a column that nobody asked for stops nothing, and one that was asked for is text or a reject
    assert run("batch", str(path), "-o", str(tmp_path / "a.jsonl"), "--id", "id", "--text", "text").status == 0
    for part in ("id", "text"):
        named = {"--id": "id", "--text": "text", f"--{part}": "odd"}
        ran = run("batch", str(path), "-o", str(tmp_path / "b.jsonl"), *(word for pair in named.items() for word in pair))
        assert ran.status == (0 if isinstance(row.cells["odd"], str) else 3), ran.err


def test_parquet_rows_that_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    # bytes that claim to be text, as some writers leave them
    words = pa.array([b"fine", b"\xff", None, b"x" * 4_000_001, b"fine"]).view(pa.string())
    for coded in (True, False):
        pq.write_table(pa.table({"id": [1, 2, 3, 4, 5], "text": words}), path, use_dictionary=coded, row_group_size=2)
        rows = read(path)
        assert [r.number for r in rows] == [1, 2, 3, 4, 5]
        assert [r.reason for r in rows if isinstance(r, Reject)] == [
            "column 'text' is not UTF-8",
            "the row has over 4,000,000 bytes",
        ]


def test_a_little_parquet_file_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table({"id": list(range(128)), "text": ["a" * 20_000_000] * 128})
    pq.write_table(table, path, compression="zstd", dictionary_pagesize_limit=1 << 30)
    assert path.stat().st_size < 20_000
    before = pa.total_allocated_bytes()
    for row in read_rows(inspect_source(path)):
        assert isinstance(row, Reject)
        assert pa.total_allocated_bytes() - before < 100_000_000
    del table
    pq.write_table(pa.table({"text": ["a" * 2_000_000] * 128}), path, compression="zstd", use_dictionary=False)
    with pytest.raises(InputError, match="unpacks to over 200 times its size"):
        read(path)


def test_parquet_columns_of_one_name(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(
        pa.Table.from_arrays([pa.array(["1"]), pa.array(["a"]), pa.array(["b"])], names=["id", "text", "text"]), path
    )
    assert [dict(r.cells) for r in read(path) if isinstance(r, Row)] == [{"id": "1", "text": "a", "text (2)": "b"}]
    assert glance_rows(inspect_source(path)).columns == ("id", "text", "text (2)")


def test_headers_twice_or_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,Comment,,Comment\n1,a,b,c\n")
    glance = glance_rows(inspect_source(path))
    assert glance.columns == ("id", "Comment", "column 3", "Comment (2)")
    assert "twice" in glance.notes[0]


def test_missing_columns_are_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,words\n1,I love mentoring juniors every day\n")
    ran = run("batch", str(path), "-o", str(tmp_path / "out.jsonl"), "--text", "text")
    assert ran.status == 1
    assert "'words'" in ran.err


def test_batch_says_which_column_it_took(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Timestamp", "What do you enjoy?", "Anything else?"])
        writer.writerows([[f"2024-01-0{n}", f"I love mentoring juniors and friends {n}", "n/a"] for n in range(1, 5)])
    ran = run("batch", str(path), "-o", str(tmp_path / "out.jsonl"))
    assert ran.status == 0
    assert "Took 'What do you enjoy?'" in ran.err
    assert "row numbers" in ran.err
    assert [r["id"] for r in read_lines(tmp_path / "out.jsonl")] == ["1", "2", "3", "4"]


def test_formulas_stay_words(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(json.dumps({"id": i, "text": "=cmd()|' /C calc'!A0"}) for i in range(2)))
    assert run("batch", str(path), "-o", str(tmp_path / "out.jsonl")).status == 0
    assert all(line.startswith("{") for line in (tmp_path / "out.jsonl").read_text().splitlines())
