"""A real cluster of two worker processes: the same bytes as the local run, though one worker is killed amid it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fingerpost.survey import cluster as running_there
from tests.conftest import ROOT, Ran
from tests.surveys import command, make_answers, start_harmed, write_survey

distributed = pytest.importorskip("distributed")
Run = Callable[..., Ran]


def test_a_cluster_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    source = write_survey(tmp_path / "in.csv", make_answers(600))
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    assert run("batch", str(source), "-o", str(here)).status == 0
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        process = start_harmed("wait", "batch", source, "-o", there, "--scheduler", cluster.scheduler_address)
        assert process.stdout is not None
        assert process.stdout.readline() == b"a chunk is written\n"
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        # the line lets the run go on
        _, told = process.communicate(b"\n", timeout=240)
        assert process.returncode == 0, told
    assert there.read_bytes() == here.read_bytes()


def start_cluster() -> "subprocess.Popen[str]":
    """A cluster in a group of processes of its own, which says its address and ends with its input."""
    code = (
        "import sys, distributed\n"
        "if __name__ == '__main__':\n"
        "    cluster = distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False, protocol='tcp://',\n"
        "                                       dashboard_address=None)\n"
        "    print(cluster.scheduler_address, list(cluster.workers.values())[0].address, flush=True)\n"
        "    sys.stdin.read()\n"
    )
    line = [sys.executable, "-c", code]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, start_new_session=True)


def test_a_lost_scheduler_is_told_and_the_run_goes_on_without_it(run: Run, tmp_path: Path) -> None:
    source = write_survey(tmp_path / "in.csv", make_answers(600))
    out = tmp_path / "out.jsonl"
    cluster = start_cluster()
    assert cluster.stdout is not None
    scheduler, worker = cluster.stdout.readline().split()
    line = command("batch", source, "-o", tmp_path / "none.jsonl", "--scheduler", worker)
    ran = subprocess.run(line, cwd=ROOT, capture_output=True, check=False, text=True)
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1), ran.stderr
    process = start_harmed("wait", "batch", source, "-o", out, "--scheduler", scheduler)
    assert process.stdout is not None
    assert process.stdout.readline() == b"a chunk is written\n"
    os.killpg(cluster.pid, signal.SIGKILL)
    cluster.wait()
    _, told = process.communicate(b"\n", timeout=240)
    assert process.returncode == 1, told
    assert b"the scheduler was lost; start it, and run again with --resume" in told
    assert b"Traceback" not in told
    assert not out.exists()
    ran = run("batch", str(source), "-o", str(out), "--resume")
    assert ran.status == 0, ran.err
    assert "Going on after row" in ran.err


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x", "tcp://127.0.0.1:nothing"])
def test_no_scheduler_there(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    # nobody listens, which a second shows as well as ten
    monkeypatch.setattr(running_there, "_WAIT", "1s")
    source = write_survey(tmp_path / "in.csv", ["x"])
    out = tmp_path / "out.jsonl"
    ran = run("batch", str(source), "-o", str(out), "--scheduler", address)
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert "no scheduler answers" in ran.err
