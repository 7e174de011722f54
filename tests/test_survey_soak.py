"""Long runs (``make soak``): memory that does not grow with the rows, and kills at three random points."""

import os
import random
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.surveys import command, make_answers, write_survey

pytestmark = pytest.mark.soak
ROWS = int(os.environ.get("FINGERPOST_SOAK_ROWS", "50000"))
_MOST_GROWTH_KB = 80_000


def run_measured(*arguments: object) -> int:
    """Run the command line; the peak memory of it and of its workers in kilobytes."""
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
    code += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    python, *rest = command(*arguments)
    ran = subprocess.run([python, "-c", code, python, *rest], cwd=ROOT, check=True, capture_output=True, text=True)
    return int(ran.stdout.split()[-1])


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    small = write_survey(tmp_path / "small.csv", make_answers(2000))
    large = write_survey(tmp_path / "large.csv", make_answers(ROWS))
    low = run_measured("batch", small, "-o", tmp_path / "small.jsonl", "--workers", 2)
    high = run_measured("batch", large, "-o", tmp_path / "large.jsonl", "--workers", 2)
    print(f"peak memory: {low:,} KB for 2,000 rows, {high:,} KB for {ROWS:,} rows")
    assert high - low <= _MOST_GROWTH_KB


def test_three_kills_then_the_same_bytes(tmp_path: Path) -> None:
    survey = write_survey(tmp_path / "in.csv", make_answers(max(ROWS // 10, 2000)))
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    begun = time.monotonic()
    subprocess.run(command("batch", survey, "-o", whole, "--workers", 2), cwd=ROOT, check=True, capture_output=True)
    took = time.monotonic() - begun
    for _ in range(3):
        process = subprocess.Popen(command("batch", survey, "-o", out, "--workers", 2, "--resume"), cwd=ROOT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=random.uniform(0.1, 0.6) * took)  # noqa: S311 - any point will do
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run(command("batch", survey, "-o", out, "--resume"), cwd=ROOT, check=True, capture_output=True)
    assert out.read_bytes() == whole.read_bytes()
