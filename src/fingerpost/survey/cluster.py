"""A crew of machines: chunks go to a dask.distributed cluster, whose scheduler gives those of a lost worker to others."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from fingerpost.errors import FingerpostError, InputError
from fingerpost.survey.answers import Answer
from fingerpost.survey.assessing import Outcome, Settings, assess_answers, open_assessor
from fingerpost.survey.pool import Crew, Work

_WAIT = "10s"
_RETRIES = 5
# a worker may run tasks in several threads, the engine in one
_LOCK = threading.Lock()


class Cluster:
    """The workers behind a scheduler."""

    def __init__(self, client: Any, settings: Settings, knowledge: str) -> None:
        self._client, self._settings, self._knowledge = client, settings, knowledge

    def assess(self, chunks: Work) -> Iterator[list[Outcome]]:
        """The outcomes of each chunk, in order."""
        sent: deque[Any] = deque()
        more = True
        while more or sent:
            # asked anew each time, since workers come and go
            while more and len(sent) < 3 * max(len(self._client.nthreads()), 1):
                chunk = next(chunks, None)
                if chunk is None:
                    more = False
                    break
                task = self._client.submit(
                    assess_there, chunk, self._settings, self._knowledge, pure=False, retries=_RETRIES
                )
                sent.append(task)
            if sent:
                yield _take(sent.popleft())


def assess_there(chunk: Sequence[Answer], settings: Settings, knowledge: str) -> list[Outcome] | tuple[str, str, str]:
    """What a worker of the cluster does; an error of ours comes back as its parts."""
    with _LOCK:
        try:
            assessor = open_assessor(settings.rules, settings.kb)
            if assessor.knowledge.digest != knowledge:
                return ("a worker has other rules or knowledge", "the cluster", "install the same version on all workers")
            return assess_answers(assessor, chunk, settings)
        except FingerpostError as error:
            return (error.what, error.where, error.mend)


@contextmanager
def open_cluster(settings: Settings, address: str) -> Iterator[Crew]:
    """The cluster whose scheduler is at an address.

    Raises:
        InputError: ``distributed`` is not installed, or no scheduler answers.
    """
    try:
        import distributed
    except ImportError:
        raise InputError(
            "--scheduler needs dask.distributed", where=address, mend="run `pip install 'fingerpost[cluster]'`"
        ) from None
    try:
        client: Any = distributed.Client(address, timeout=_WAIT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError):
        raise InputError("no scheduler answers there", where=address, mend="check the address, or start one") from None
    knowledge = open_assessor(settings.rules, settings.kb).knowledge.digest
    try:
        yield Cluster(client, settings, knowledge)
    finally:
        client.close()


def _take(task: Any) -> list[Outcome]:
    from distributed import KilledWorker

    try:
        answer = task.result()
    except KilledWorker:
        raise InputError("too many workers of the cluster were lost", mend="run again with --resume") from None
    if isinstance(answer, tuple):
        what, where, mend = answer
        raise InputError(what, where=where, mend=mend)
    outcomes: list[Outcome] = answer
    return outcomes
