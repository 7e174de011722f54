"""Parts, journal and renaming: a survey that was stopped at any point goes on where it stood; files appear only whole.

Results and rejects grow in hidden parts beside the target. After each chunk a line of the journal states how long the
parts are and what was counted; what a part holds beyond the last such line is cut off when the run goes on. A run holds
the journal as long as it lives, so that no other writes into its parts.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from fingerpost.errors import InputError
from fingerpost.serialising import dump_json
from fingerpost.survey.locking import hold_file

_BLOCK = 1 << 20
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


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
    """Where a file grows before it appears: beside the file itself, where its name is a link."""
    real = path.resolve() if path.is_symlink() else path
    return real.with_name(f".{real.name}.part")


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Turn what can go wrong in writing into an `InputError` of one line."""
    try:
        yield
    except OSError as error:
        problem = (error.strerror or "unknown error").lower()
        mend = "name another --output"
        if error.errno in _FULL:
            mend = "make room there, and run the same command with --resume"
        raise InputError(f"cannot be written ({problem})", where=str(target), mend=mend) from None


class Journal:
    """The growing parts of one run, which nobody else can write meanwhile.

    Args:
        places: Where the files lie.
        job: The digest of everything that the results depend on.
        resume: Whether to go on with what an earlier run left.

    Raises:
        InputError: What is left was made from another input, map, rules or options, or another run writes it now,
            or it cannot be written.
    """

    def __init__(self, places: Places, job: str, *, resume: bool) -> None:
        self.counts: Counter[str] = Counter()
        self.chunks = 0
        self._places = places
        self._parts = (part_of(places.target), part_of(places.rejects))
        with writing(places.target):
            notes = hold_file(places.journal)
        if notes is None:
            raise InputError(
                "another run is writing these results", where=str(places.target), mend="let it end, or name another --output"
            )
        self._notes: IO[bytes] = notes
        self._streams: list[IO[bytes]] = []
        try:
            with writing(places.target):
                self._begin(job, resume)
        except BaseException:
            self.close()
            raise

    def _begin(self, job: str, resume: bool) -> None:
        kept = _read_journal(self._places, job, self._parts) if resume else None
        if kept:
            self.chunks, self.counts = kept["chunks"], Counter(kept["counts"])
        # opened for appending, so that what something else wrote meanwhile is not written over, and `settle` finds it
        for part, size in zip(self._parts, kept["sizes"] if kept else (0, 0), strict=True):
            stream = part.open("ab")
            self._streams.append(stream)
            stream.truncate(size)
        if not kept:
            self._notes.truncate(0)
            self._note({"job": job})

    def add(self, results: Sequence[str], rejects: Sequence[str], counts: Counter[str]) -> None:
        """Write what became of one chunk, then note that it is written.

        Raises:
            InputError: It cannot be written.
        """
        with writing(self._places.target):
            for stream, lines in zip(self._streams, (results, rejects), strict=True):
                stream.write("".join(lines).encode("utf-8"))
                stream.flush()
            self.counts.update(counts)
            self.chunks += 1
            sizes = [stream.tell() for stream in self._streams]
            self._note({"chunks": self.chunks, "sizes": sizes, "counts": dict(self.counts)})

    def settle(self) -> None:
        """Have the parts on the disk in full, and check that they hold the lines that were written.

        Raises:
            InputError: They cannot be written, or something else has written into them.
        """
        for stream, part, name in zip(self._streams, self._parts, ("results", "rejects"), strict=True):
            with writing(self._places.target):
                os.fsync(stream.fileno())
                lines = _count_lines(part)
            if lines != self.counts[name]:
                raise InputError(
                    f"this run wrote {self.counts[name]:,} lines, the file holds {lines:,}: something else wrote into it",
                    where=str(part),
                    mend="see what it is, and run without --resume",
                )

    def close(self) -> None:
        """Close the parts, which stay for a later run, and let go of them."""
        for stream in (*self._streams, self._notes):
            # what could not be written before cannot be written now, and has been told
            with suppress(OSError):
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
            if not isinstance(note, dict) or (number and not _is_note(note)):
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


def _is_note(note: dict[str, Any]) -> bool:
    """Whether a line of the journal tells how far a run has come."""
    sizes, counts = note.get("sizes"), note.get("counts")
    numbers = [
        note.get("chunks"),
        *(sizes if isinstance(sizes, list) else ()),
        *(counts.values() if isinstance(counts, dict) else ()),
    ]
    return isinstance(sizes, list) and len(sizes) == 2 and isinstance(counts, dict) and all(type(n) is int for n in numbers)


def _count_lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(_BLOCK), b""))


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
    # what can fail on a full disk comes first, while nothing has been renamed and a later run can go on
    part = part_of(places.manifest)
    part.write_text(dump_json(manifest, indent=2) + "\n", encoding="utf-8")
    rejects = part_of(places.rejects)
    if rejects.stat().st_size:
        rejects.replace(places.rejects)
    else:
        places.rejects.unlink(missing_ok=True)
    part.replace(places.manifest)
    # a link stays one, and what it leads to is written
    whole.replace(places.target.resolve())
    for part in (rejects, part_of(places.target), places.journal):
        part.unlink(missing_ok=True)


def hash_file(path: Path) -> str:
    """``sha256:`` and the hex digest of a file's bytes."""
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
