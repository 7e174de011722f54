"""From bytes to text: UTF-8 with no newline translation, and characters that cannot stand in a text made harmless."""

from __future__ import annotations

import re
from pathlib import Path

from fingerpost.errors import InputError

MOST_CHARACTERS = 50_000
_UNTEXT = re.compile("[\x00\ud800-\udfff]")


def decode_bytes(data: bytes, where: str) -> str:
    """Return the text that the bytes say; a byte order mark is no part of it.

    Args:
        data: The bytes.
        where: The name of the input, for errors.

    Raises:
        InputError: The bytes are not UTF-8, or the text is longer than `MOST_CHARACTERS`.
    """
    return check_text(decode_any(data, where), where)


def decode_any(data: bytes, where: str) -> str:
    """Return what bytes of any length say, without a byte order mark: of records, which may be long.

    Raises:
        InputError: The bytes are not UTF-8.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(
            f"byte {error.start} is not UTF-8", where=f"{where}:{line}", mend="save the text as UTF-8"
        ) from None
    return text.removeprefix("\ufeff")


def check_text(text: str, where: str) -> str:
    """Return the text with NUL and lone surrogates as U+FFFD, one for one.

    Raises:
        InputError: The text is longer than `MOST_CHARACTERS` code points.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"the text has {len(text):,} characters, the limit is {MOST_CHARACTERS:,}",
            where=where,
            mend="keep the part that is about you; for many people at once use `fingerpost batch`",
        )
    return _UNTEXT.sub("\ufffd", text)


def read_file(path: Path) -> str:
    """Return the text of a file of the person.

    Raises:
        InputError: The file is missing, a folder, unreadable, not UTF-8, or too long.
    """
    return _decode_start(read_bytes(path, 4 * MOST_CHARACTERS + 5), str(path))


def read_bytes(path: Path, most: int = -1) -> bytes:
    """Return the bytes of a file of the person, or the first ``most`` of them.

    Raises:
        InputError: The file is missing, a folder, or unreadable.
    """
    try:
        if path.is_dir():
            raise InputError("this is a folder", where=str(path), mend="name a file in it")
        with path.open("rb") as stream:
            return stream.read(most)
    except FileNotFoundError:
        raise InputError("there is no such file", where=str(path), mend="check the name") from None
    except ValueError:
        raise InputError("this is no name of a file", where=repr(str(path)), mend="check the name") from None
    except OSError as error:
        problem = (error.strerror or "unknown error").lower()
        raise InputError(f"cannot be read ({problem})", where=str(path), mend="check its name and mode") from None


def _decode_start(data: bytes, where: str) -> str:
    if len(data) > 4 * MOST_CHARACTERS:
        raise InputError(
            f"the text has over {MOST_CHARACTERS:,} characters, the limit is {MOST_CHARACTERS:,}",
            where=where,
            mend="keep the part that is about you; for many people at once use `fingerpost batch`",
        )
    return decode_bytes(data, where)
