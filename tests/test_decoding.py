"""Bytes to text, as the contract says: UTF-8, no newline translation, no BOM, NUL and lone surrogates made harmless."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.decoding import MOST_CHARACTERS, check_text, decode_bytes, read_file
from fingerpost.errors import InputError


def test_newlines_and_bom() -> None:
    assert decode_bytes("\ufeffa\r\nb\rc".encode(), "x") == "a\r\nb\rc"


def test_nul_and_surrogates_become_replacement_one_for_one() -> None:
    assert check_text("a\x00b\ud800c", "x") == "a\ufffdb\ufffdc"


@given(st.text())
def test_length_is_kept(text: str) -> None:
    assert len(check_text(text, "x")) == len(text)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"ok \xc3\x28", "grün".encode("latin-1")])
def test_invalid_utf8(data: bytes) -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        decode_bytes(data, "x")


def test_too_long() -> None:
    with pytest.raises(InputError, match="limit is"):
        check_text("a" * (MOST_CHARACTERS + 1), "x")


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(InputError, match="folder"):
        read_file(tmp_path)
