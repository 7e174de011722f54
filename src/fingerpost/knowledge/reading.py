"""Reading the files of a knowledge base: strict YAML, one JSON Schema a file, one digest over all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from fingerpost.data import DataKind, find_data, find_override
from fingerpost.errors import KnowledgeError
from fingerpost.knowledge.building import (
    build_articles,
    build_path,
    build_rows,
    build_rule,
    build_scoring,
    build_vocabulary,
)
from fingerpost.knowledge.crosscheck import check_lexicon, check_paths, check_questions, check_rules
from fingerpost.knowledge.parts import STAGES, KnowledgeBase, Rule
from fingerpost.loading import check_schema, parse_yaml, read_text

# files of kb/ by their folder, or by their stem where they stand alone; the key is also the name of the schema
_FOLDERS = {"paths": "path", "topics": "topic", "cues": "cue", "classes": "class", "questions": "question"}
_SINGLES = {"vocabulary": "vocabulary", "scoring": "scoring", "sources": "source", "spelling": "spelling"}
# the digest of the knowledge that was found in order when the package was made
_PASSED = "passed.sha256"
# what was learned from annotated sentences; a knowledge base may do without
_WEIGHTS = "weights.npz"
# the encoders in the order in which they are asked; one without those before it is of no use
_ENCODERS = ("encoder.onnx", "encoder-deep.onnx")
_NEEDED = ("vocabulary", "scoring", "sources", "phrases", "notes")


@dataclass(frozen=True, slots=True)
class _Source:
    """One file: its name in messages and in the digest, its text, and its parsed data."""

    name: str
    shown: str
    text: str
    data: Any

    @property
    def stem(self) -> str:
        return self.name.rpartition("/")[2].partition(".")[0]

    @property
    def folder(self) -> str:
        """The folder below ``rules/`` or ``kb/``; empty for a file that lies in it directly."""
        return "/".join(self.name.split("/")[1:-1])


def load_knowledge(
    rules_dir: str | os.PathLike[str] | None = None, kb_dir: str | os.PathLike[str] | None = None
) -> KnowledgeBase:
    """Load, check and cross-check all rules and all of ``kb/``.

    Args:
        rules_dir: A folder with the stages' folders in place of the packaged rules (else ``FINGERPOST_RULES``).
        kb_dir: A folder in place of the packaged ``kb`` (else ``FINGERPOST_KB``).

    Raises:
        KnowledgeError: The first fault found: a file that is missing, misplaced, no strict YAML, or in breach of its
            schema, or an id that nothing defines; it names the file, the line or key, and the mend.
    """
    return _load(rules_dir, kb_dir, trusting=True)


def mark_passed(schemas: Path) -> str:
    """Check the packaged knowledge in full and note its digest beside the schemas, so that it need not be checked again.

    A start then checks against the schemas only what has changed since, such as a rule that somebody edits.

    Returns:
        What was noted.

    Raises:
        KnowledgeError: As `load_knowledge` raises it.
    """
    _load(None, None, trusting=False)
    sources = [*_read_folder("rules", None), *_read_folder("kb", None), *_read_learned(find_data("kb"))]
    noted = _digest_checked(sources, schemas)
    (schemas / _PASSED).write_text(noted + "\n", encoding="ascii")
    return noted


def _load(
    rules_dir: str | os.PathLike[str] | None, kb_dir: str | os.PathLike[str] | None, *, trusting: bool
) -> KnowledgeBase:
    schemas = find_data("schemas")
    rule_files = list(_read_folder("rules", rules_dir))
    kb_files = list(_read_folder("kb", kb_dir))
    if not rule_files:
        raise KnowledgeError("there are no rules", where=str(find_data("rules", rules_dir)), mend="put rule files there")

    learned = list(_read_learned(find_data("kb", kb_dir)))
    passed = trusting and _have_passed([*rule_files, *kb_files, *learned], schemas)
    grouped = _group_kb(kb_files, schemas, passed)
    singles = {s.stem: s for s in grouped["single"]}
    for stem in _NEEDED:
        if stem not in singles:
            where = find_data("kb", kb_dir) / f"{stem}.yaml"
            raise KnowledgeError("there is no such file", where=str(where), mend="restore it")

    paths = sorted((build_path(s.data) for s in grouped["path"]), key=lambda p: (p.order, p.id))
    path_ids = tuple(p.id for p in paths)
    vocabulary = build_vocabulary(singles["vocabulary"].data, path_ids)
    rows = build_rows(singles["sources"].data)
    knowledge = KnowledgeBase(
        rules=_build_rules(rule_files, schemas, passed),
        paths={p.id: p for p in paths},
        articles=build_articles(singles["sources"].data),
        rows={r.row: r for r in rows},
        scoring=build_scoring(singles["scoring"].data),
        vocabulary=vocabulary,
        digest=_digest_files([*rule_files, *kb_files, *learned]),
        topics=tuple(s.data for s in grouped["topic"]),
        cues=tuple(s.data for s in grouped["cue"]),
        scopes=tuple(s.data for s in grouped["scope"]),
        classes=tuple(s.data for s in grouped["class"]),
        spelling=singles["spelling"].data if "spelling" in singles else {},
        extras={stem: s.data for stem, s in singles.items() if stem not in _SINGLES},
        questions={str(s.data["kind"]): s.data for s in grouped["question"]},
        weights=next((s.data for s in learned if s.data.name == _WEIGHTS), None),
        encoders=tuple(s.data for s in learned if s.data.name in _ENCODERS),
        titles={str(s.data["topic"]): str(s.data["title"]) for s in grouped["topic"]},
        folders={"rules": _name_folder("rules", rules_dir), "kb": _name_folder("kb", kb_dir)},
    )
    if len(rows) != len(knowledge.rows):
        twice = next(r.row for i, r in enumerate(rows) if r.row in {q.row for q in rows[:i]})
        raise KnowledgeError(f"row {twice} stands twice", where=singles["sources"].shown, mend="remove one")
    check_paths(knowledge, {s.stem: s.shown for s in grouped["path"]}, {stem: s.shown for stem, s in singles.items()})
    check_rules(knowledge, {s.stem: s.shown for s in rule_files})
    check_lexicon(knowledge, {s.name: s.shown for s in kb_files})
    check_questions(knowledge, {s.stem: s.shown for s in grouped["question"]})
    return knowledge


def _name_folder(kind: DataKind, override: str | os.PathLike[str] | None) -> str:
    """How a folder is named in messages: as somebody named it, or by its plain name."""
    return str(find_override(kind, override) or kind)


def _read_folder(kind: DataKind, override: str | os.PathLike[str] | None) -> Iterator[_Source]:
    folder, prefix = find_data(kind, override), _name_folder(kind, override)
    for path in sorted(folder.rglob("*.y*ml"), key=lambda p: p.relative_to(folder).as_posix()):
        relative = path.relative_to(folder)
        if any(part.startswith(".") for part in relative.parts) or not path.is_file():
            continue
        shown = f"{prefix}/{relative.as_posix()}"
        if path.suffix != ".yaml":
            raise KnowledgeError("the name does not end in .yaml", where=shown, mend="rename the file")
        text = read_text(path)
        yield _Source(f"{kind}/{relative.as_posix()}", shown, text, parse_yaml(text, shown))


def _read_learned(folder: Path) -> Iterator[_Source]:
    """What a knowledge base has learned, as files with no text of their own: what stands for each is its digest."""
    weights = [path for path in (folder / _WEIGHTS,) if path.is_file()]
    for path in (*weights, *takewhile(Path.is_file, (folder / name for name in _ENCODERS))):
        yield _Source(f"kb/{path.name}", str(path), hashlib.sha256(path.read_bytes()).hexdigest(), path)


def _have_passed(files: list[_Source], schemas: Path) -> bool:
    """Whether these very files were checked against these very schemas when the package was made."""
    noted = schemas / _PASSED
    return noted.is_file() and read_text(noted).strip() == _digest_checked(files, schemas)


def _digest_checked(files: list[_Source], schemas: Path) -> str:
    digest = hashlib.sha256(_digest_files(files).encode())
    for path in sorted(schemas.glob("*.json")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _group_kb(files: list[_Source], schemas: Path, passed: bool) -> dict[str, list[_Source]]:
    """Check every file of ``kb/`` and sort them by their schema; files that stand alone come under ``single``."""
    grouped: dict[str, list[_Source]] = {k: [] for k in (*_FOLDERS.values(), "scope", "single")}
    for source in files:
        if not source.folder:
            schema = _SINGLES.get(source.stem, source.stem)
            group = "single"
        elif source.folder in _FOLDERS:
            group = schema = _FOLDERS[source.folder]
            if schema == "cue" and isinstance(source.data, Mapping) and "scope" in source.data:
                group = schema = "scope"
        else:
            known = ", ".join(_FOLDERS)
            raise KnowledgeError("no such folder is known in kb", where=source.shown, mend=f"move it to one of {known}")
        schema_path = schemas / f"{schema}.schema.json"
        if not schema_path.is_file():
            raise KnowledgeError(f"there is no schema {schema}", where=source.shown, mend="remove the file or add one")
        if not passed:
            check_schema(source.data, schema_path, source.shown, source.text)
        if group != "single":
            key = {"path": "id", "cue": "family", "question": "kind"}.get(group, group)
            _check_stem(source, key)
        grouped[group].append(source)
    return grouped


def _build_rules(files: list[_Source], schemas: Path, passed: bool) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for source in files:
        if not passed:
            check_schema(source.data, schemas / "rule.schema.json", source.shown, source.text)
        _check_stem(source, "id")
        rule = build_rule(source.data, source.shown)
        if source.folder != rule.stage:
            raise KnowledgeError(
                f"stage {rule.stage} stands in folder {source.folder or 'rules'}",
                where=f"{source.shown} (stage)",
                mend=f"move it to {rule.stage}/, or write the stage of its folder",
            )
        if rule.id in rules:
            other = next(s.shown for s in files if s.stem == source.stem)
            what = f"id {rule.id} stands in another stage too ({other})"
            raise KnowledgeError(what, where=f"{source.shown} (id)", mend="rename one of the two files, and the id in it")
        rules[rule.id] = rule
    return dict(sorted(rules.items(), key=lambda kv: (STAGES.index(kv[1].stage), kv[1].layer, kv[0])))


def _check_stem(source: _Source, key: str) -> None:
    if source.data[key] != source.stem:
        raise KnowledgeError(
            f"{key}: {source.data[key]!r} is not the name of the file",
            where=source.shown,
            mend=f"write {key}: {source.stem} or rename the file",
        )


def _digest_files(files: list[_Source]) -> str:
    digest = hashlib.sha256()
    for source in sorted(files, key=lambda s: s.name):
        content = source.text.encode("utf-8")
        digest.update(f"{source.name}\0{len(content)}\0".encode())
        digest.update(content)
    return f"sha256:{digest.hexdigest()}"
