"""Opening a survey file: its kind, its encoding, its digest, and whether it can be read to the end, in one pass."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal, cast

from fingerpost.errors import InputError

Form = Literal["delimited", "lines", "parquet"]

FORMS: dict[str, Form] = {
    ".csv": "delimited",
    ".tsv": "delimited",
    ".tab": "delimited",
    ".txt": "delimited",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".parquet": "parquet",
    ".pq": "parquet",
}
# a file that unpacks to this many bytes or more, and to over so many times its size, is taken for a gzip bomb
BOMB_BYTES = 64_000_000
BOMB_RATIO = 200
_BLOCK = 1 << 20
_GZIP = b"\x1f\x8b"
_BAD_BYTE = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")
# bytes that Windows-1252 leaves undefined, as surrogateescape shows them
_NEVER_1252 = re.compile("[\udc81\udc8d\udc8f\udc90\udc9d]")
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive", "save the sheet as CSV (UTF-8)"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "save the sheet as CSV (UTF-8)"),
    (b"%PDF", "a PDF", "export the survey as CSV"),
    (b"SQLite format 3\0", "a database", "export the table of answers as CSV"),
    (_GZIP, "packed twice", "unpack it once"),
    (b"BZh", "packed with bzip2", "unpack it first"),
    (b"\xfd7zXZ\0", "packed with xz", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", "unpack it first"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A survey file that was looked through once.

    ``lines`` is the number of line ends, about the number of rows; ``tabbed`` tells that its name promises tabs; ``state``
    is the file's size and the time of its last change, in nanoseconds, before it was looked through.
    """

    path: Path
    form: Form
    gzipped: bool
    encoding: str
    digest: str
    lines: int
    tabbed: bool = False
    state: tuple[int, int] = (0, 0)


def inspect_source(path: Path) -> Source:
    """Look through a survey file once.

    Raises:
        InputError: The file is missing, a folder, a URL, empty, cut short, a gzip bomb, or of no kind that can be read.
    """
    name = str(path)
    if re.match(r"[a-z][a-z0-9+]*:/", name, re.IGNORECASE):
        raise InputError("this is a URL, and nothing is fetched", where=name, mend="download the file and name it here")
    with reading(path):
        form = _find_form(path)
        state = _note_state(path)
        with path.open("rb") as stream:
            head = stream.read(16)
        if not head:
            raise InputError("the file is empty", where=name, mend="export the survey again")
        if not head.startswith(_GZIP):
            _refuse_foreign(head, name)
        if (form == "parquet") != head.startswith(b"PAR1"):
            mend = "export it again" if form == "parquet" else "give the file the ending .parquet"
            raise InputError("the ending of the name and the content disagree", where=name, mend=mend)
        if form == "parquet":
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return Source(path, form, False, "", f"sha256:{digest}", 0, state=state)
        return replace(_look_through(path, form), state=state)


def check_unchanged(source: Source) -> None:
    """Check that a survey file is as it was when it was looked through.

    Raises:
        InputError: It was written meanwhile, or is gone.
    """
    with reading(source.path):
        if _note_state(source.path) != source.state:
            raise InputError(
                "the file was changed while it was read", where=str(source.path), mend="run again without --resume"
            )


def _note_state(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_size, state.st_mtime_ns


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what can go wrong in reading a file into an `InputError` of one line."""
    try:
        yield
    except FileNotFoundError:
        raise InputError("there is no such file", where=str(path), mend="check the name") from None
    except IsADirectoryError:
        raise InputError("this is a folder", where=str(path), mend="name a file in it") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise InputError("the gzip file is cut short or broken", where=str(path), mend="copy or export it again") from None
    except OSError as error:
        problem = (error.strerror or "unknown error").lower()
        raise InputError(f"cannot be read ({problem})", where=str(path), mend="check its name and mode") from None


def open_bytes(source: Source) -> IO[bytes]:
    """The bytes of a survey file, unpacked."""
    return cast(IO[bytes], gzip.open(source.path, "rb")) if source.gzipped else source.path.open("rb")


def _find_form(path: Path) -> Form:
    if path.is_dir():
        raise IsADirectoryError
    # a pipe or a device may have no end, and cannot be read twice
    if path.exists() and not path.is_file():
        raise InputError("this is no ordinary file", where=str(path), mend="save the answers in a file first")
    endings = [s.lower() for s in path.suffixes]
    if endings and endings[-1] == ".gz":
        endings.pop()
    form = FORMS.get(endings[-1] if endings else "")
    if form is None:
        if not path.exists():
            raise FileNotFoundError
        known = ", ".join(FORMS)
        raise InputError("the ending of the name does not tell what this is", where=str(path), mend=f"use one of {known}")
    return form


def _refuse_foreign(head: bytes, name: str) -> None:
    for magic, what, mend in _FOREIGN:
        if head.startswith(magic):
            raise InputError(f"this is {what}", where=name, mend=mend)


def _look_through(path: Path, form: Form) -> Source:
    with path.open("rb") as stream:
        gzipped = stream.read(2) == _GZIP
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    size = path.stat().st_size
    plain = Source(path, form, gzipped, "utf-8", f"sha256:{digest}", 0)
    seen = good = bad = lines = 0
    undefined = False
    decoder: codecs.IncrementalDecoder | None = None
    encoding = ""
    with open_bytes(plain) as stream:
        while block := stream.read(_BLOCK):
            seen += len(block)
            if seen >= BOMB_BYTES and gzipped and seen > BOMB_RATIO * size:
                raise InputError(
                    f"the gzip file unpacks to over {BOMB_RATIO} times its size", where=str(path), mend="unpack it yourself"
                )
            lines += block.count(b"\n")
            if decoder is None:
                _refuse_foreign(block, str(path))
                encoding = _guess_encoding(block)
                decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
            if encoding.startswith("utf-8") and not block.isascii():
                text = decoder.decode(block)
                bad += len(_BAD_BYTE.findall(text))
                good += len(_BEYOND_ASCII.findall(text))
                undefined = undefined or bool(_NEVER_1252.search(text))
    if not seen:
        raise InputError("the file is empty", where=str(path), mend="export the survey again")
    if bad > good and form == "delimited":
        if undefined:
            raise InputError(
                "the text is neither UTF-8, UTF-16 nor Windows-1252", where=str(path), mend="save the file as UTF-8"
            )
        encoding = "windows-1252"
    tabbed = any(s.lower() in (".tsv", ".tab") for s in path.suffixes)
    return Source(path, form, gzipped, encoding, f"sha256:{digest}", max(lines, 1), tabbed)


def _guess_encoding(block: bytes) -> str:
    for bom, encoding in _BOMS:
        if block.startswith(bom):
            return encoding
    start = block[:2048]
    half = max(len(start) // 2, 1)
    # three of four bytes of UTF-32 are mostly 0, one of two of UTF-16
    if start.count(0) > 1.2 * half:
        return "utf-32-le" if start[0:1] != b"\0" else "utf-32-be"
    if start[1::2].count(0) > 0.4 * half:
        return "utf-16-le"
    if start[0::2].count(0) > 0.4 * half:
        return "utf-16-be"
    return "utf-8"
