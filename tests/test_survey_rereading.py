"""Answers that many people give alike are read but once, and nobody can tell the difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from fingerpost.recent import Recent
from fingerpost.records import Reading, Span
from fingerpost.survey import reading
from fingerpost.survey.reading import Rereading


class Counting:
    """Reads nothing, but notes what it was asked for; each pair has a reading that tells it from all others."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def read(self, texts: Sequence[str], frames: Sequence[str]) -> Iterator[Reading]:
        self.asked += zip(texts, frames, strict=True)
        return (make(t, f) for t, f in zip(texts, frames, strict=True))


def make(text: str, frame: str) -> Reading:
    return Reading((), (Span(0, len(text)),), language=f"{frame}:{text}")


def test_the_same_answer_to_the_same_question_is_read_once() -> None:
    counting = Counting()
    again = Rereading(counting.read)
    assert [r.language for r in again.read(["a", "b", "a"], ["free", "free", "likes"])] == ["free:a", "free:b", "likes:a"]
    again.read(["b", "a"], ["free", "free"])
    assert counting.asked == [("a", "free"), ("b", "free"), ("a", "likes")]


def test_no_more_is_kept_than_was_set(monkeypatch) -> None:
    monkeypatch.setattr(reading, "_MOST", 2)
    counting = Counting()
    again = Rereading(counting.read)
    for text in ("a", "b", "a", "c", "a", "b"):
        again.read([text], ["free"])
    # "b" was asked for longest ago when "c" came
    assert [t for t, _ in counting.asked] == ["a", "b", "c", "b"]


@given(st.lists(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["free", "likes"])), max_size=6), max_size=8))
def test_what_is_read_does_not_depend_on_what_was_read_before(chunks: list[list[tuple[str, str]]]) -> None:
    again = Rereading(Counting().read)
    for chunk in chunks:
        texts, frames = [t for t, _ in chunk], [f for _, f in chunk]
        assert again.read(texts, frames) == [make(t, f) for t, f in chunk]


def test_what_is_forgotten_is_asked_for_again() -> None:
    kept: Recent[str, int] = Recent(2)
    kept["a"], kept["b"], kept["c"] = 1, 2, 3
    assert (kept["a"], len(kept)) == (1, 3)
    kept.trim()
    assert ("a" in kept, "b" in kept, "c" in kept) == (True, False, True)
    kept.forget()
    assert len(kept) == 0
