"""Where the data files lie: in a checkout beside ``src/``, in a wheel in ``fingerpost/_data/``, or where one says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from fingerpost.errors import KnowledgeError

DataKind = Literal["rules", "kb", "schemas"]

_VARIABLES = {"rules": "FINGERPOST_RULES", "kb": "FINGERPOST_KB"}
_PACKAGE = Path(__file__).resolve().parent


def find_data(kind: DataKind, override: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder of one kind of data files.

    Args:
        kind: ``rules``, ``kb`` or ``schemas``.
        override: The folder that the caller names; it wins over ``FINGERPOST_RULES`` and ``FINGERPOST_KB``, and these
            win over the packaged folder. The schemas are always the packaged ones.

    Raises:
        KnowledgeError: The folder that was named, or the packaged one, does not exist.
    """
    named = find_override(kind, override)
    if named is not None:
        return named
    for folder in (_PACKAGE / "_data" / kind, _PACKAGE.parent.parent / kind):
        if folder.is_dir():
            return folder
    raise KnowledgeError(f"the packaged folder {kind} is missing", where=str(_PACKAGE), mend="install fingerpost again")


def find_override(kind: DataKind, override: str | os.PathLike[str] | None = None) -> Path | None:
    """Return the folder that an argument or the environment puts in place of the packaged one; None where neither does.

    Raises:
        KnowledgeError: That folder does not exist or is a file.
    """
    variable = _VARIABLES.get(kind, "")
    named = os.fspath(override) if override is not None else os.environ.get(variable, "")
    if not named or kind == "schemas":
        return None
    folder = Path(named)
    if not folder.is_dir():
        problem = "this is no folder" if folder.exists() else "there is no such folder"
        source = f" (from {variable})" if override is None else ""
        raise KnowledgeError(problem + source, where=named, mend=f"name a folder that holds {kind}")
    return folder
