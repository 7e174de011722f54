"""Made-up surveys for tests: answers put together from parts, files in any form, the command line in its own process."""

import csv
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

_OPENINGS = ("I love", "I enjoy", "I hate", "I am good at", "I want to do more", "I can't stand", "Not a fan of")
_TOPICS = (
    "mentoring juniors",
    "code review",
    "drawing architecture",
    "meetings",
    "on-call",
    "public speaking",
    "writing docs",
)
_CLOSINGS = (
    "",
    " My manager knows it.",
    " We are about 300 people.",
    " I have twelve years behind me.",
    " No staff ladder here.",
)


def make_answers(count: int, seed: int = 7) -> list[str]:
    """Made-up answers, the same for a seed."""
    rng = random.Random(seed)  # noqa: S311 - made-up answers, no secret
    pick = rng.choice
    return [f"{pick(_OPENINGS)} {pick(_TOPICS)}. {pick(_OPENINGS)} {pick(_TOPICS)}.{pick(_CLOSINGS)}" for _ in range(count)]


def write_survey(path: Path, answers: Sequence[str]) -> Path:
    """A CSV of ids and answers."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "text"])
        writer.writerows((f"r-{n}", answer) for n, answer in enumerate(answers, 1))
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def command(*arguments: object) -> list[str]:
    """The command line for a process of its own."""
    return [sys.executable, "-m", "fingerpost", *map(str, arguments)]


def start_harmed(harm: str, *arguments: object) -> "subprocess.Popen[bytes]":
    """Start the command line in a process and a group of its own, which comes to harm; see `tests.harm`."""
    line = [sys.executable, "-m", "tests.harm", harm, *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True)
