"""What headers tell of columns: ``kb/columns.yaml``, read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fingerpost.data import find_data
from fingerpost.loading import check_schema, parse_yaml, read_text
from fingerpost.survey.phrases import compile_phrases, plain_header

_FILE = "columns.yaml"


@dataclass(frozen=True, slots=True)
class Asking:
    """Wordings that give a question its frame; ``slight`` ones count only where no other speaks."""

    frame: str
    slight: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class SkippedRows:
    """Rows that are no answers: those whose cell in a column is one of ``words``; ``why`` says what they are.

    ``beside`` are the other cells by which such a column is known.
    """

    column: re.Pattern[str]
    words: tuple[str, ...]
    beside: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Headers:
    """All of ``kb/columns.yaml``, as patterns on `fingerpost.survey.phrases.plain_words`.

    ``wordings`` holds the lists of phrases that stand alone, by their key; ``topics`` the situations, each with what asks
    for it and what does not, after all; ``roles`` the patterns of titles in the order in which they are tried.
    """

    wordings: Mapping[str, re.Pattern[str]]
    questions: tuple[Asking, ...]
    settles: Mapping[str, frozenset[str]]
    topics: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]
    roles: tuple[tuple[str, re.Pattern[str]], ...]
    ratings: frozenset[str]
    affirmed: frozenset[str]
    denied: frozenset[str]
    second_headers: frozenset[str]
    skips: tuple[SkippedRows, ...]

    def finds(self, wording: str, header: str) -> bool:
        """Whether a header has one of the phrases of a list that stands alone."""
        return bool(self.wordings[wording].search(plain_header(header)))


def load_headers() -> Headers:
    """What headers tell of columns: of the knowledge base that the environment names, else of the packaged one.

    Raises:
        KnowledgeError: The file is broken; the error names the line or the key.
    """
    own = find_data("kb") / _FILE
    # another knowledge base may do without: what it knows of paths says nothing of headers
    return _load_headers(own if own.is_file() else find_data("schemas").parent / "kb" / _FILE)


@lru_cache(maxsize=4)
def _load_headers(path: Path) -> Headers:
    source = read_text(path)
    data: Mapping[str, Any] = parse_yaml(source, str(path))
    check_schema(data, find_data("schemas") / "columns.schema.json", str(path), source)

    def compile_at(phrases: list[str], key: str) -> re.Pattern[str]:
        return compile_phrases(phrases, f"{path} ({key})")

    apart = {"questions", "settles", "situations", "roles", "skips"}
    words = {"ratings", "affirmed", "denied", "second_headers"}
    return Headers(
        wordings={key: compile_at(value, key) for key, value in data.items() if key not in apart | words},
        questions=tuple(
            Asking(q["frame"], q.get("slight", False), compile_at(q["asks"], f"questions.{n}.asks"))
            for n, q in enumerate(data["questions"])
        ),
        settles={frame: frozenset(others) for frame, others in data["settles"].items()},
        topics=tuple(
            (s["topic"], compile_at(s["asks"], f"{s['topic']}.asks"), compile_at(s["not"], f"{s['topic']}.not"))
            for s in data["situations"]
        ),
        roles=tuple((r["role"], compile_at(r["words"], f"roles.{r['role']}")) for r in data["roles"]),
        ratings=frozenset(" ".join(word.split()) for word in data["ratings"].split(",")),
        affirmed=frozenset(data["affirmed"]),
        denied=frozenset(data["denied"]),
        second_headers=frozenset(data["second_headers"]),
        skips=tuple(
            SkippedRows(compile_at([s["column"]], "skips"), tuple(s["is"]), tuple(s.get("beside", ())), s["why"])
            for s in data["skips"]
        ),
    )
