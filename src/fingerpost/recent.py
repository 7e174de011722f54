"""Remembering what was asked for last, and no more than so many things."""

from __future__ import annotations

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by their keys; when there are more than ``most``, those asked for longest ago are forgotten.

    Unlike `functools.lru_cache` it can be asked for many keys before any value is made, so that those that are missing can
    be made together.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: dict[K, V] = {}

    def __contains__(self, key: K) -> bool:
        return key in self._kept

    def __len__(self) -> int:
        return len(self._kept)

    def __getitem__(self, key: K) -> V:
        # taken out and put back: what was asked for last stands last
        value = self._kept[key] = self._kept.pop(key)
        return value

    def __setitem__(self, key: K, value: V) -> None:
        self._kept.pop(key, None)
        self._kept[key] = value

    def forget(self) -> None:
        """Forget everything."""
        self._kept.clear()

    def trim(self) -> None:
        """Forget what is too much; meant for when nothing that was just asked for is needed any more."""
        while len(self._kept) > self.most:
            del self._kept[next(iter(self._kept))]
