"""Parts, journal and renaming: a survey that was stopped at any point goes on where it stood; files appear only whole.

Results and rejects grow in hidden parts beside the target. After each chunk a line of the journal states how long the
parts are and what was counted; what a part holds beyond the last such line is cut off when the run goes on.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from fingerpost.errors import InputError
from fingerpost.serialising import dump_json


@dataclass(frozen=True, slots=True)
class Places:
    """Where a survey's files lie."""

    target: Path

    @property
    def rejects(self) -> Path:
        """The rejected rows."""
        return self.target.with_name(f"{self.target.name}.rejects.jsonl")

    @property
    def manifest(self) -> Path:
        """Versions, digests and counts."""
        return self.target.with_name(f"{self.target.name}.manifest.json")

    @property
    def journal(self) -> Path:
        """How far the run has come."""
        return part_of(self.target.with_name(f"{self.target.name}.journal"))


def part_of(path: Path) -> Path:
    """Where a file grows before it appears."""
    return path.with_name(f".{path.name}.part")


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Turn what can go wrong in writing into an `InputError` of one line."""
    try:
        yield
    except OSError as error:
        problem = (error.strerror or "unknown error").lower()
        raise InputError(f"cannot be written ({problem})", where=str(target), mend="name another --output") from None


class Journal:
    """The growing parts of one run.

    Args:
        places: Where the files lie.
        job: The digest of everything that the results depend on.
        resume: Whether to go on with what an earlier run left.

    Raises:
        InputError: What is left was made from another input, map, rules or options.
    """

    def __init__(self, places: Places, job: str, *, resume: bool) -> None:
        self.counts: Counter[str] = Counter()
        self.chunks = 0
        self._places = places
        self._parts = (part_of(places.target), part_of(places.rejects))
        kept = _read_journal(places, job, self._parts) if resume else None
        if kept:
            self.chunks, self.counts = kept["chunks"], Counter(kept["counts"])
            for part, size in zip(self._parts, kept["sizes"], strict=True):
                os.truncate(part, size)
        self._results, self._rejects = (part.open("ab" if kept else "wb") for part in self._parts)
        self._notes: IO[bytes] = places.journal.open("ab" if kept else "wb")
        if not kept:
            self._note({"job": job})

    def add(self, results: Sequence[str], rejects: Sequence[str], counts: Counter[str]) -> None:
        """Write what became of one chunk, then note that it is written."""
        self._results.write("".join(results).encode("utf-8"))
        self._rejects.write("".join(rejects).encode("utf-8"))
        self._results.flush()
        self._rejects.flush()
        self.counts.update(counts)
        self.chunks += 1
        sizes = [self._results.tell(), self._rejects.tell()]
        self._note({"chunks": self.chunks, "sizes": sizes, "counts": dict(self.counts)})

    def close(self) -> None:
        """Close the parts; they stay for a later run."""
        for stream in (self._results, self._rejects, self._notes):
            stream.close()

    def _note(self, data: dict[str, Any]) -> None:
        self._notes.write(dump_json(data).encode("utf-8") + b"\n")
        self._notes.flush()


def _read_journal(places: Places, job: str, parts: Sequence[Path]) -> dict[str, Any] | None:
    """The last note whose parts are there in full; None where nothing is left to go on with."""
    if not places.journal.exists() or not all(part.exists() for part in parts):
        return None
    there = [part.stat().st_size for part in parts]
    last: dict[str, Any] | None = None
    with places.journal.open("rb") as stream:
        for number, line in enumerate(stream):
            try:
                note = json.loads(line) if line.endswith(b"\n") else None
            except ValueError:
                note = None
            if not isinstance(note, dict):
                break
            if number == 0 and note.get("job") != job:
                raise InputError(
                    "what the earlier run left was made from another input, map, rule set or option",
                    where=str(places.target),
                    mend="run without --resume to start anew",
                )
            if number and all(size <= size_there for size, size_there in zip(note["sizes"], there, strict=True)):
                last = note
    _cut_torn_line(places.journal)
    return last


def _cut_torn_line(path: Path) -> None:
    data = path.read_bytes()
    if not data.endswith(b"\n"):
        os.truncate(path, data.rfind(b"\n") + 1)


def publish(places: Places, whole: Path, manifest: dict[str, Any]) -> None:
    """Rename the finished files to their names, the results last. A run that is stopped amid this
    is done anew when it is resumed, since its parts are no longer all there.

    Args:
        places: Where the files lie.
        whole: The finished results.
        manifest: The manifest.
    """
    rejects = part_of(places.rejects)
    if rejects.stat().st_size:
        rejects.replace(places.rejects)
    else:
        rejects.unlink()
        places.rejects.unlink(missing_ok=True)
    part = part_of(places.manifest)
    part.write_text(dump_json(manifest, indent=2) + "\n", encoding="utf-8")
    part.replace(places.manifest)
    whole.replace(places.target)
    part_of(places.target).unlink(missing_ok=True)
    places.journal.unlink(missing_ok=True)


def hash_file(path: Path) -> str:
    """``sha256:`` and the hex digest of a file's bytes."""
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
