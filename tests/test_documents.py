"""What is generated is fresh, and the README names every command."""

import re
import shutil
from pathlib import Path

import pytest

from fingerpost.cli import cli
from fingerpost.cli.documents import write_documents
from fingerpost.errors import KnowledgeError
from fingerpost.knowledge import KnowledgeBase, load_knowledge, mark_passed
from tests.conftest import ROOT


@pytest.mark.parametrize("name", ["cli.md", "rules.md"])
def test_generated_document_is_fresh(knowledge: KnowledgeBase, name: str) -> None:
    kept = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert write_documents(knowledge)[name] == kept, "run `make generate` and commit docs/"


def test_noted_digest_is_of_knowledge_that_passes(tmp_path: Path) -> None:
    copy = tmp_path / "schemas"
    shutil.copytree(ROOT / "schemas", copy)
    (copy / "passed.sha256").unlink()
    noted = mark_passed(copy)
    assert (ROOT / "schemas" / "passed.sha256").read_text().strip() == noted, "run `make generate` and commit schemas/"


def test_knowledge_that_was_changed_is_checked(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)
    edited = next((rules / "fit").glob("*.yaml"))
    edited.write_text(edited.read_text(encoding="utf-8") + "colour: blue\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="colour"):
        load_knowledge(rules)


def test_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in cli.list_commands(None):  # type: ignore[arg-type]
        assert re.search(rf"fingerpost {command}\b", readme), command


def test_lock_file_is_complete_and_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "index-url" not in lock
    assert "://" not in lock
    wanted = re.findall(r'^    "([A-Za-z0-9_.-]+)', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    for name in wanted:
        assert re.search(rf"(?mi)^{re.escape(name)}==", lock), f"{name} is not locked: run `make lock`"
