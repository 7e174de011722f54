"""Holding a file for one run alone: the system lets go of it when the process ends, however it ends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # a system that has no such locks
    fcntl = None  # type: ignore[assignment]


def hold_file(path: Path) -> IO[bytes] | None:
    """Open a file for appending and hold it until it is closed; what it holds stays.

    Processes that are forked meanwhile would hold it too.

    Args:
        path: The file, made when it is not there.

    Returns:
        The open file; None where another process holds it.

    Raises:
        OSError: The file cannot be opened.
    """
    while True:
        stream = path.open("a+b")
        if not _take_lock(stream):
            stream.close()
            return None
        # between opening and locking, a run that has just ended may have removed the file
        if _is_there(stream, path):
            return stream
        stream.close()


def _take_lock(stream: IO[bytes]) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # a file system that knows no locks, as some shared ones
        return True
    return True


def _is_there(stream: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False
