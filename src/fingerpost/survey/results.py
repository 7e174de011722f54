"""Results as a batch left them: of what kind the file is, its bytes, and what the manifest beside it says."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from fingerpost.errors import InputError
from fingerpost.survey.assessing import Settings
from fingerpost.survey.opening import reading

Kind = Literal["parquet", "gzip", "lines"]

_PARQUET = b"PAR1"
_GZIP = b"\x1f\x8b"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says: how words were treated, the digests of survey and results, and the number of results."""

    settings: Settings
    survey: str
    results: str
    count: int


def find_kind(path: Path) -> Kind:
    """Of what kind a file of results is, by its first bytes.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
    return "parquet" if head == _PARQUET else "gzip" if head[:2] == _GZIP else "lines"


def open_lines(path: Path) -> IO[bytes]:
    """The bytes of results, unpacked.

    Raises:
        OSError: They cannot be read.
    """
    return cast(IO[bytes], gzip.open(path, "rb")) if find_kind(path) == "gzip" else path.open("rb")


def name_beside(results: Path, ending: str) -> Path:
    """Where a batch writes what belongs to its results; they may have been packed as .gz since then."""
    path = results.with_name(f"{results.name}.{ending}")
    packed = results.suffix.lower() == ".gz" and not path.exists()
    return results.with_name(f"{results.stem}.{ending}") if packed else path


def read_manifest(results: Path) -> Manifest | None:
    """The manifest beside results; None where there is none.

    Raises:
        InputError: It cannot be read.
    """
    path = name_beside(results, "manifest.json")
    if not path.exists():
        return None
    try:
        with reading(path):
            data = json.loads(path.read_text(encoding="utf-8"))
        privacy = data["privacy"]
        settings = Settings(
            keep_text=privacy["text"] == "whole", no_text=privacy["text"] == "none", redact_names=privacy["names_redacted"]
        )
        count = int(data["counts"]["results"])
        return Manifest(settings, str(data["input"]["digest"]), str(data["results_digest"]), count)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(
            "this is no manifest of a batch", where=str(path), mend="run the batch again, or move the file away"
        ) from None


def check_digest(results: Path, manifest: Manifest) -> None:
    """Check that results are the bytes that their manifest names.

    Raises:
        InputError: They are not.
        OSError: They cannot be read.
    """
    digest = hashlib.sha256()
    with open_lines(results) as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    if manifest.results != f"sha256:{digest.hexdigest()}":
        raise InputError(
            "the results are not as the batch wrote them: the manifest names another digest",
            where=str(results),
            mend="see with --sample 0 whether a row differs, and run the batch again",
        )


def check_empty(results: Path) -> None:
    """Check that results without a row are those of a survey without one, and not of a copy that failed.

    Raises:
        InputError: The manifest beside them says something else, or there is none.
    """
    manifest = read_manifest(results)
    if manifest is None or manifest.count:
        raise InputError("there are no results in it", where=str(results), mend="copy it, or run the batch, again")
