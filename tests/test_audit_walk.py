"""The walk-through of docs/audit.md runs as it stands."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from fingerpost.knowledge import load_knowledge
from tests.conftest import ROOT, Ran

COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", (ROOT / "docs" / "audit.md").read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
]


def test_the_walk_through_runs(run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("samples/surveys", "rules"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    # reading all knowledge for each command would take most of the time
    monkeypatch.setattr("fingerpost.cli.options.load_knowledge", lru_cache(load_knowledge))
    said = {}
    for line in COMMANDS:
        program, *arguments = shlex.split(line)
        if program != "fingerpost":
            subprocess.run([program, *arguments], check=True)
            continue
        ran = run(*arguments)
        assert ran.status == (4 if arguments[:2] == ["rules", "diff"] else 0), f"{line}: {ran.err}"
        said[line.removeprefix("fingerpost ")] = ran.out
    assert "devrel-likes-stage" in said["audit results.jsonl --path developer-relations"]
    assert "“" in said["audit results.jsonl --rule devrel-likes-stage"]
    assert "(removed)" in said["rules diff rules my-rules --on results.jsonl"]
    assert "devrel-likes-stage,fit," in (tmp_path / "rules.csv").read_text(encoding="utf-8")
    assert len(said) >= 10
