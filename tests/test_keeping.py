"""The compiled lexicon is kept in the user's cache: the same lexicon, and none but one of our own writing."""

import os
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from fingerpost.intake import keeping
from fingerpost.intake.keeping import open_lexicon
from fingerpost.intake.lexicon import Lexicon
from fingerpost.knowledge import KnowledgeBase


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(keeping, "user_cache_path", lambda name, **_: tmp_path / name)
    return tmp_path / "fingerpost"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often a lexicon was compiled: one number each time."""
    times: list[int] = []
    compile_anew = keeping.compile_lexicon

    def count(*parts: Any) -> Lexicon:
        times.append(len(times))
        return compile_anew(*parts)

    monkeypatch.setattr(keeping, "compile_lexicon", count)
    return times


def take_parts(knowledge: KnowledgeBase, most: int = 1) -> tuple[Sequence[Any], ...]:
    """A small lexicon of the packaged knowledge."""
    return knowledge.topics[:most], knowledge.cues[:1], knowledge.scopes[:1], knowledge.classes


def test_it_is_compiled_once(knowledge: KnowledgeBase, cache: Path, compiled: list[int]) -> None:
    first = open_lexicon(*take_parts(knowledge), knowledge.spelling)
    again = open_lexicon(*take_parts(knowledge), knowledge.spelling)
    assert len(compiled) == 1
    assert again is not first
    assert (again.words, again.spelling, again.irregular) == (first.words, first.spelling, first.irregular)
    assert [p.suffix for p in cache.iterdir()] == [".lexicon"]
    open_lexicon(*take_parts(knowledge, 2), knowledge.spelling)
    assert len(compiled) == 2, "another word is another lexicon"


def test_few_are_kept(knowledge: KnowledgeBase, cache: Path) -> None:
    for most in range(1, 6):
        open_lexicon(*take_parts(knowledge, most), knowledge.spelling)
    assert len(list(cache.iterdir())) == 3


def test_what_a_killed_start_left_is_dropped(knowledge: KnowledgeBase, cache: Path) -> None:
    cache.mkdir()
    left, under_way = cache / ".begun-left", cache / ".begun-now"
    for file in (left, under_way):
        file.write_bytes(b"half")
    os.utime(left, (0, 0))
    open_lexicon(*take_parts(knowledge), knowledge.spelling)
    assert not left.exists()
    assert under_way.exists()


class _Harm:
    """What stands in a file that somebody else wrote: to take it up is to run what they like."""

    def __reduce__(self) -> tuple[Any, ...]:
        return pytest.fail, ("somebody else's code ran",)


def test_nothing_but_what_we_wrote_is_taken_up(knowledge: KnowledgeBase, cache: Path, compiled: list[int]) -> None:
    open_lexicon(*take_parts(knowledge), knowledge.spelling)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    for spoilt in (b"", whole[:-1], whole[:1000], whole[:32] + pickle.dumps(_Harm())):
        file.write_bytes(spoilt)
        compiled.clear()
        open_lexicon(*take_parts(knowledge), knowledge.spelling)
        assert len(compiled) == 1
        assert file.stat().st_size == len(whole), "it is written anew"
    file.chmod(0o666)
    compiled.clear()
    open_lexicon(*take_parts(knowledge), knowledge.spelling)
    assert len(compiled) == 1, "others could have written it"


def test_where_nothing_can_be_written_it_is_compiled(knowledge: KnowledgeBase, cache: Path, compiled: list[int]) -> None:
    cache.write_text("no folder")
    open_lexicon(*take_parts(knowledge), knowledge.spelling)
    open_lexicon(*take_parts(knowledge), knowledge.spelling)
    assert len(compiled) == 2
