"""A real cluster of two worker processes: the same bytes as the local run, though one worker is killed amid it."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.surveys import command, make_answers, start, write_survey

distributed = pytest.importorskip("distributed")


def test_a_cluster_gives_the_same_bytes(tmp_path: Path) -> None:
    source = write_survey(tmp_path / "in.csv", make_answers(600))
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    subprocess.run(command("batch", source, "-o", here), cwd=ROOT, check=True, capture_output=True)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        process = start("batch", source, "-o", there, "--scheduler", cluster.scheduler_address)
        part = tmp_path / ".there.jsonl.part"
        while process.poll() is None and not (part.exists() and part.stat().st_size):
            time.sleep(0.05)
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        _, told = process.communicate(timeout=240)
        assert process.returncode == 0, told
    assert there.read_bytes() == here.read_bytes()


def test_no_scheduler_there(tmp_path: Path) -> None:
    source = write_survey(tmp_path / "in.csv", ["x"])
    out = tmp_path / "out.jsonl"
    process = start("batch", source, "-o", out, "--scheduler", "tcp://127.0.0.1:9")
    _, told = process.communicate(timeout=120)
    assert process.returncode == 1
    assert b"no scheduler answers" in told
    assert b"Traceback" not in told
