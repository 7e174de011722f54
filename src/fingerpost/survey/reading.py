"""Reading the answers of a chunk: what many people answer alike ("meetings", "n/a") is read but once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from fingerpost.recent import Recent
from fingerpost.records import Reading

# one reading takes some 5 KB
_MOST = 1024

Read = Callable[[Sequence[str], Sequence[str]], Iterable[Reading]]


class Rereading:
    """Reads answers by means of another reader, which is asked only for those that it has not lately been asked for.

    What is read of a text depends on the text and the frame of its question alone, so nobody can tell the difference.

    Args:
        read: Reads texts under the frames of their questions, in order.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: Recent[tuple[str, str], Reading] = Recent(_MOST)

    def read(self, texts: Sequence[str], frames: Sequence[str]) -> list[Reading]:
        """The readings of texts, in order; ``frames`` names the question behind each."""
        wanted = list(zip(texts, frames, strict=True))
        new = [pair for pair in dict.fromkeys(wanted) if pair not in self._known]
        for pair, reading in zip(new, self._read([t for t, _ in new], [f for _, f in new]), strict=True) if new else ():
            self._known[pair] = reading
        readings = [self._known[pair] for pair in wanted]
        self._known.trim()
        return readings
