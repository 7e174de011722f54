"""Running a survey: the same bytes whatever the workers and however often it was stopped; rows in = results + rejects."""

import errno
import json
import os
import pty
import select
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fingerpost.data import find_data
from fingerpost.errors import InputError
from fingerpost.loading import check_schema, read_json
from fingerpost.survey import assess_batch
from fingerpost.survey.answers import SeenIds
from fingerpost.survey.columnar import RESULT_SCHEMA
from tests.conftest import ROOT, Ran
from tests.surveys import command, make_answers, read_lines, start_harmed, write_survey

Run = Callable[..., Ran]
ROWS = 500


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_survey(tmp_path_factory.mktemp("survey") / "survey.csv", make_answers(ROWS))


@pytest.fixture(scope="module")
def whole(survey: Path) -> bytes:
    """The results of one run with one worker."""
    out = survey.with_name("whole.jsonl")
    subprocess.run(command("batch", survey, "--output", out), cwd=ROOT, check=True, capture_output=True)
    return out.read_bytes()


def test_two_workers_give_the_same_bytes(survey: Path, whole: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    ran = subprocess.run(command("batch", survey, "-o", out, "--workers", 2), cwd=ROOT, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert out.read_bytes() == whole
    assert f"{ROWS} rows in = {ROWS} results + 0 rejects" in ran.stderr.decode()
    assert [r["id"] for r in read_lines(out)] == [f"r-{n}" for n in range(1, ROWS + 1)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.jsonl", "out.jsonl.manifest.json"]


def test_killed_at_any_point_it_goes_on(run: Run, survey: Path, whole: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    arguments = ("batch", survey, "-o", out, "--workers", 2, "--resume")
    goes_on = False
    for harm in ("kill", "kill-before-the-note", "kill-amid-renaming"):
        process = start_harmed(harm, *arguments)
        _, told = process.communicate(timeout=240)
        assert process.returncode == -signal.SIGKILL, told
        assert (b"Going on after row" in told) == goes_on, told
        goes_on = True
        assert not out.exists(), "results appear only whole"
        # a kill may tear whatever was being written
        for part in (tmp_path / ".out.jsonl.part", tmp_path / ".out.jsonl.journal.part"):
            with part.open("ab") as stream:
                stream.write(b'{"chunks": 99, "si')
    ran = run("batch", str(survey), "-o", str(out), "--resume")
    assert ran.status == 0, ran.err
    assert out.read_bytes() == whole
    assert not list(tmp_path.glob(".*")), "nothing is left behind"


def test_two_runs_never_write_the_same_results(run: Run, survey: Path, whole: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    first = start_harmed("wait", "batch", survey, "-o", out, "--workers", 2)
    assert first.stdout is not None
    assert first.stdout.readline() == b"a chunk is written\n"
    for more in ((), ("--resume",)):
        ran = run("batch", str(survey), "-o", str(out), *more)
        assert (ran.status, ran.err.count("\n")) == (1, 2), "the column that was taken, and this"
        assert "another run is writing these results; let it end" in ran.err
    first.kill()
    first.communicate(timeout=240)
    # a run that was killed holds nothing
    ran = run("batch", str(survey), "-o", str(out), "--resume")
    assert ran.status == 0, ran.err
    assert "Going on after row" in ran.err
    assert out.read_bytes() == whole


def test_what_something_else_wrote_into_the_parts_is_told(survey: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    process = start_harmed("wait", "batch", survey, "-o", out)
    assert process.stdout is not None
    assert process.stdout.readline() == b"a chunk is written\n"
    with (tmp_path / ".out.jsonl.part").open("ab") as stream:
        stream.write(b"{}\n")
    _, told = process.communicate(b"\n", timeout=240)
    assert process.returncode == 1, told
    assert b"something else wrote into it" in told
    assert b"without --resume" in told
    assert not out.exists()


def test_a_full_disk_is_told_and_the_run_goes_on_later(run: Run, survey: Path, whole: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    process = start_harmed("fill-the-disk", "batch", survey, "-o", out)
    _, told = process.communicate(timeout=240)
    assert process.returncode == 1, told
    assert b"cannot be written (file too large); make room there, and run the same command with --resume" in told
    assert b"Traceback" not in told
    ran = run("batch", str(survey), "-o", str(out), "--resume")
    assert ran.status == 0, ran.err
    assert "Going on after row" in ran.err
    assert out.read_bytes() == whole


def test_ctrl_c_ends_cleanly(survey: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    process = start_harmed("interrupt", "batch", survey, "-o", out, "--workers", 2)
    _, told = process.communicate(timeout=240)
    assert process.returncode == 130, told
    assert b"--resume" in told
    assert b"Traceback" not in told
    assert not out.exists()


def test_another_input_cannot_go_on(run: Run, tmp_path: Path) -> None:
    out, part = tmp_path / "out.jsonl", tmp_path / ".out.jsonl.part"
    source = write_survey(tmp_path / "in.csv", ["I love mentoring juniors."])
    (tmp_path / ".out.jsonl.journal.part").write_text('{"job":"another"}\n')
    part.write_text("")
    (tmp_path / ".out.jsonl.rejects.jsonl.part").write_text("")
    ran = run("batch", str(source), "-o", str(out), "--resume")
    assert ran.status == 1
    assert "without --resume" in ran.err
    assert run("batch", str(source), "-o", str(out)).status == 0


@pytest.mark.parametrize("ending", ["rejects.jsonl", "manifest.json"])
def test_no_file_of_the_person_is_written_over(run: Run, tmp_path: Path, ending: str) -> None:
    source, out = tmp_path / f"out.jsonl.{ending}", tmp_path / "out.jsonl"
    line = b'{"id": "a", "text": "I love mentoring juniors."}\n'
    source.write_bytes(line)
    read = source.rename(tmp_path / "in.jsonl") if ending == "manifest.json" else source
    if read != source:
        source.symlink_to(read)
    ran = run("batch", str(read), "-o", str(out))
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert "the survey itself would be written over" in ran.err
    assert source.read_bytes() == line
    source.unlink()
    source.mkdir()
    ran = run("batch", str(write_survey(tmp_path / "in.csv", ["x"])), "-o", str(out))
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert f"{source.name}: this is a folder" in ran.err


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_a_link_stays_a_link(run: Run, tmp_path: Path, ending: str) -> None:
    survey = write_survey(tmp_path / "survey.csv", make_answers(3))
    (tmp_path / "far").mkdir()
    real, link = tmp_path / "far" / f"real.{ending}", tmp_path / f"out.{ending}"
    link.symlink_to(real)
    assert run("batch", str(survey), "-o", str(link)).status == 0
    assert link.is_symlink()
    assert [p.name for p in real.parent.iterdir()] == [real.name]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["far", link.name, f"{link.name}.manifest.json", "survey.csv"]


def test_a_survey_that_changes_meanwhile_is_told(survey: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    source.write_bytes(survey.read_bytes())
    process = start_harmed("wait", "batch", source, "-o", out)
    assert process.stdout is not None
    assert process.stdout.readline() == b"a chunk is written\n"
    with source.open("ab") as stream:
        stream.write(b"r-501,I love mentoring juniors.\n")
    _, told = process.communicate(b"\n", timeout=240)
    assert process.returncode == 1, told
    assert b"in.csv: the file was changed while it was read; run again without --resume" in told
    assert not out.exists()


def test_a_full_disk_at_the_end_costs_nothing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = write_survey(tmp_path / "in.csv", make_answers(3)), tmp_path / "out.jsonl"

    def write_nothing(path: Path, *_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", write_nothing)
        ran = run("batch", str(source), "-o", str(out))
    assert ran.status == 1
    assert "no space left on device); make room there, and run the same command with --resume" in ran.err
    ran = run("batch", str(source), "-o", str(out), "--resume")
    assert (ran.status, "Going on after row 3." in ran.err) == (0, True)


def test_a_spoilt_journal_starts_anew(run: Run, tmp_path: Path) -> None:
    source, out = write_survey(tmp_path / "in.csv", make_answers(3)), tmp_path / "out.jsonl"
    process = start_harmed("kill", "batch", source, "-o", out)
    process.communicate(timeout=240)
    left = {p: p.read_bytes() for p in tmp_path.glob(".*.part")}
    journal = tmp_path / ".out.jsonl.journal.part"
    first, _ = journal.read_text(encoding="utf-8").splitlines()
    notes = ("{}", "[]", '{"chunks":1}', '{"chunks":"x","sizes":[0,0],"counts":{}}', '{"chunks":1,"sizes":[0],"counts":{}}')
    for note in notes:
        for path, data in left.items():
            path.write_bytes(data)
        journal.write_text(f"{first}\n{note}\n", encoding="utf-8")
        ran = run("batch", str(source), "-o", str(out), "--resume")
        assert (ran.status, "starting anew" in ran.err) == (0, True), note
        assert len(read_lines(out)) == 3


def test_a_lost_worker_is_told(tmp_path: Path) -> None:
    # so many chunks that the lost one must still be given some, whichever it is
    survey = write_survey(tmp_path / "in.csv", make_answers(4 * ROWS))
    process = start_harmed("kill-worker", "batch", survey, "-o", tmp_path / "out.jsonl", "--workers", 2)
    _, told = process.communicate(timeout=240)
    assert process.returncode == 1, told
    assert b"worker process" in told
    assert b"--resume" in told
    assert b"Traceback" not in told


def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    survey = write_survey(tmp_path / "in.csv", make_answers(150))
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command("batch", survey, "-o", tmp_path / "out.jsonl", "--workers", 2),
        cwd=ROOT,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "160", "LINES": "40"},
    )
    os.close(theirs)
    told = b""
    while process.poll() is None or select.select([ours], [], [], 0)[0]:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                told += os.read(ours, 4096)
            except OSError:
                break
    os.close(ours)
    assert process.wait() == 0
    assert b"\x1b[?25l" in told  # a bar is drawn: the cursor is hidden meanwhile; the rate needs a longer run
    assert b"150 rows in" in told


def test_parquet_results(run: Run, tmp_path: Path) -> None:
    source = write_survey(tmp_path / "in.csv", ["I love mentoring juniors. Twelve years in.", ""])
    lines, table = tmp_path / "out.jsonl", tmp_path / "out.parquet"
    assert run("batch", str(source), "-o", str(lines)).status == 0
    assert run("batch", str(source), "-o", str(table)).status == 0
    rows = pq.read_table(table).to_pylist()
    for row, record in zip(rows, read_lines(lines), strict=True):
        assert row["id"] == record["id"]
        assert [f["topic"] for f in row["facts"]] == [f["topic"] for f in record["facts"]]
        assert [f["rule"] for f in row["firings"]] == [f["rule"] for f in record["firings"]]
        assert row["facts"] == [] or isinstance(row["facts"][0]["value"], str)


def test_arrow_tables(tmp_path: Path) -> None:
    table = pa.table({"id": ["a", "b", None], "text": ["I love mentoring juniors.", None, "x"], "n": [1, 2, 3]})
    out = assess_batch(table)
    assert out.schema.names == [*RESULT_SCHEMA.names, "reject"]
    first, second, third = out.to_pylist()
    assert [f["topic"] for f in first["facts"]] == ["mentoring"]
    assert (second["id"], second["facts"]) == ("b", [])
    assert "no 'id'" in third["reject"]
    with pytest.raises(InputError, match="no column"):
        assess_batch(table, text="words")


def test_arrow_tables_of_odd_columns() -> None:
    moments = pa.array([1_700_000_000_123_456_789] * 2, pa.timestamp("ns"))
    table = pa.table({"id": moments, "text": ["I love mentoring juniors.", ""], "length": moments})
    assert assess_batch(table)["reject"].null_count == 2
    assert assess_batch(table.to_batches()[0]).num_rows == 2
    doubled = pa.Table.from_arrays([pa.array(["1"]), pa.array(["a"]), pa.array(["b"])], names=["id", "text", "text"])
    with pytest.raises(InputError, match="the column 'text' stands twice; drop one"):
        assess_batch(doubled)


def test_manifest(run: Run, tmp_path: Path) -> None:
    rows = [{"id": "jane@example.com", "text": "x"}, {"id": "7", "text": "I love mentoring."}, {"id": "7", "text": ""}]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)))
    out = tmp_path / "out.jsonl"
    ran = run("batch", str(source), "-o", str(out))
    assert ran.status == 3
    manifest = read_json(tmp_path / "out.jsonl.manifest.json")
    check_schema(manifest, find_data("schemas") / "manifest.schema.json", "manifest")
    counts = manifest["counts"]
    assert (counts["rows"], counts["results"], counts["rejects"], counts["replaced_ids"]) == (3, 2, 1, 1)
    assert [r["id"] for r in read_lines(out)] == ["row 1", "7"]
    assert read_lines(tmp_path / "out.jsonl.rejects.jsonl") == [{"row": 3, "reason": "an earlier row has the same id"}]
    assert "row numbers" in ran.err


def test_usage_errors(run: Run, tmp_path: Path) -> None:
    source = str(write_survey(tmp_path / "in.csv", ["x"]))
    out = str(tmp_path / "out.jsonl")
    assert run("batch", source, "-o", out, "--keep-text", "--no-text").status == 2
    assert run("batch", source, "-o", out, "--survey", "m.yaml", "--text", "x").status == 2
    assert run("batch", source, "-o", out, "--workers", "0").status == 2
    assert run("batch", source, "-o", str(tmp_path / "out.csv")).status == 1
    assert run("batch", source, "-o", str(tmp_path)).status == 1
    ran = run("batch", source, "-o", out, "--scheduler", "tcp://127.0.0.1:1", "--workers", "2")
    assert ran.status == 2


def test_seen_ids() -> None:
    seen = SeenIds()
    assert all(seen.add(f"r-{n}") for n in range(5000))
    assert not any(seen.add(f"r-{n}") for n in range(5000))


def test_a_missing_library_is_told_once_and_rejects_nobody(survey: Path, tmp_path: Path) -> None:
    (tmp_path / "onnxruntime.py").write_text("raise ImportError('there is none')\n")
    out = tmp_path / "out.jsonl"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    line = command("batch", survey, "-o", out)
    ran = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    assert ran.returncode == 1
    assert "make install" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not list(tmp_path.glob("out*"))
