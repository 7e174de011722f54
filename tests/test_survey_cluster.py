"""A real cluster of two worker processes: the same bytes as the local run, though one worker is killed amid it."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.surveys import command, make_answers, start_harmed, write_survey

distributed = pytest.importorskip("distributed")


def test_a_cluster_gives_the_same_bytes(tmp_path: Path) -> None:
    source = write_survey(tmp_path / "in.csv", make_answers(600))
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    subprocess.run(command("batch", source, "-o", here), cwd=ROOT, check=True, capture_output=True)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        process = start_harmed("wait", "batch", source, "-o", there, "--scheduler", cluster.scheduler_address)
        assert process.stdout is not None
        assert process.stdout.readline() == b"a chunk is written\n"
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        # the line lets the run go on
        _, told = process.communicate(b"\n", timeout=240)
        assert process.returncode == 0, told
    assert there.read_bytes() == here.read_bytes()


def test_no_scheduler_there(tmp_path: Path) -> None:
    source = write_survey(tmp_path / "in.csv", ["x"])
    out = tmp_path / "out.jsonl"
    line = command("batch", source, "-o", out, "--scheduler", "tcp://127.0.0.1:9")
    ran = subprocess.run(line, cwd=ROOT, capture_output=True, check=False)
    assert ran.returncode == 1
    assert b"no scheduler answers" in ran.stderr
    assert b"Traceback" not in ran.stderr
