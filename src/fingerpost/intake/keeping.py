"""Keeping the compiled lexicon in the user's cache: it takes seconds to compile and a fraction of one to take up again.

Nothing of any text is kept, only what follows from the knowledge and the code, and is known by both: another word in
``kb/`` or another version of the code is another lexicon. Where nothing can be kept or taken up, it is compiled.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from platformdirs import user_cache_path

from fingerpost.intake.lexicon import Lexicon, compile_lexicon, spare_collector

# lexicons that are kept, the ones lately taken up; each is some 25 MB
_MOST_KEPT = 3
_ENDING = ".lexicon"
# how the name of one begins that is being written, and the seconds after which nobody writes it any more
_BEGUN, _LONGEST_WRITE = ".begun-", 3600
_DIGEST_BYTES = hashlib.sha256().digest_size
# what a file that was torn or written by something else may raise when it is taken up
_SPOILT = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, KeyError, TypeError, ValueError)


def open_lexicon(*parts: Any) -> Lexicon:
    """The compiled lexicon: as `compile_lexicon` makes it, or as it was kept when it was last made of the same parts.

    Args:
        parts: What `compile_lexicon` takes, in its order.

    Raises:
        KnowledgeError: A pattern breaks the pattern language; the error names file and entry.
    """
    file = user_cache_path("fingerpost", appauthor=False) / f"{_name_parts(parts)}{_ENDING}"
    kept = _take_up(file)
    if kept is not None:
        return kept
    lexicon = compile_lexicon(*parts)
    # a home that is read-only or full costs time and nothing else
    with suppress(OSError):
        _keep(lexicon, file)
    return lexicon


def _name_parts(parts: Sequence[Any]) -> str:
    """A digest of all that the compiled lexicon follows from: the knowledge, this package's code, and who runs it."""
    digest = hashlib.sha256(json.dumps(parts, default=str).encode())
    digest.update(sys.version.encode())
    # what is kept is of classes of the intake and of the package around it
    here = Path(__file__).parent
    for source in sorted([*here.glob("*.py"), *here.parent.glob("*.py")]):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:32]


def _take_up(file: Path) -> Lexicon | None:
    """The lexicon that a file of our own keeps; None where there is none, or it is not as we wrote it."""
    try:
        with file.open("rb") as stream:
            about = os.fstat(stream.fileno())
            # what somebody else may write could bring any code with it
            if hasattr(os, "getuid") and (about.st_uid != os.getuid() or about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
                return None
            noted, data = stream.read(_DIGEST_BYTES), stream.read()
        if hashlib.sha256(data).digest() != noted:
            return None
        with spare_collector():
            lexicon = pickle.loads(data)  # noqa: S301 - a file of our own, as we wrote it
        os.utime(file)
    except (OSError, *_SPOILT):
        return None
    return lexicon if isinstance(lexicon, Lexicon) else None


def _keep(lexicon: Lexicon, file: Path) -> None:
    """Write a lexicon whole or not at all, and drop those that were not taken up for longest."""
    data = pickle.dumps(lexicon, protocol=pickle.HIGHEST_PROTOCOL)
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, prefix=_BEGUN, delete=False) as stream:
        try:
            stream.write(hashlib.sha256(data).digest() + data)
            stream.flush()
            Path(stream.name).replace(file)
        except OSError:
            Path(stream.name).unlink()
            raise
    kept = sorted(file.parent.glob(f"*{_ENDING}"), key=lambda p: p.stat().st_mtime, reverse=True)
    # what a start that was killed left behind; one that is under way is younger
    left = [p for p in file.parent.glob(f"{_BEGUN}*") if p.stat().st_mtime < file.stat().st_mtime - _LONGEST_WRITE]
    for old in (*kept[_MOST_KEPT:], *left):
        old.unlink(missing_ok=True)
