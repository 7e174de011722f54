"""A crew of machines: chunks go to a dask.distributed cluster, whose scheduler gives those of a lost worker to others."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import Any

from fingerpost.errors import FingerpostError, InputError
from fingerpost.survey.answers import Answer
from fingerpost.survey.assessing import Outcome, Settings, assess_answers, open_assessor
from fingerpost.survey.pool import Crew, Work

_WAIT_SECONDS = 10
_WAIT = f"{_WAIT_SECONDS}s"
_RETRIES = 5
# a worker may run tasks in several threads, the engine in one
_LOCK = threading.Lock()


class Cluster:
    """The workers behind a scheduler."""

    def __init__(self, client: Any, address: str, settings: Settings, knowledge: str) -> None:
        self._client, self._address, self._settings, self._knowledge = client, address, settings, knowledge

    def assess(self, chunks: Work) -> Iterator[list[Outcome]]:
        """The outcomes of each chunk, in order."""
        sent: deque[Any] = deque()
        more = True
        while more or sent:
            # asked anew each time, since workers come and go
            while more and len(sent) < self._count_wanted():
                chunk = next(chunks, None)
                if chunk is None:
                    more = False
                    break
                sent.append(self._send(chunk))
            if sent:
                yield self._take(sent.popleft())

    def _count_wanted(self) -> int:
        with self._asking():
            return 3 * max(len(self._client.nthreads()), 1)

    def _send(self, chunk: Sequence[Answer]) -> Any:
        with self._asking():
            return self._client.submit(assess_there, chunk, self._settings, self._knowledge, pure=False, retries=_RETRIES)

    def _take(self, task: Any) -> list[Outcome]:
        with self._asking():
            answer = task.result()
        if isinstance(answer, tuple):
            what, where, mend = answer
            raise InputError(what, where=where, mend=mend)
        outcomes: list[Outcome] = answer
        return outcomes

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turn what can go wrong between this machine and the cluster into an `InputError` of one line."""
        from distributed import KilledWorker

        try:
            yield
        except KilledWorker:
            raise InputError(
                "too many workers of the cluster were lost", where=self._address, mend="run again with --resume"
            ) from None
        except Exception as error:  # what is lost is told in many ways, and a worker may fail in ways of its own
            if self._client.status != "running" or isinstance(error, CancelledError):
                what, mend = "the scheduler was lost", "start it, and run again with --resume"
            else:
                what = f"a worker of the cluster failed ({type(error).__name__})"
                mend = "install the same version on all workers, and run again with --resume"
            raise InputError(what, where=self._address, mend=mend) from None


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
    with _quiet_logs():
        # a client that finds no scheduler fails once more when it is given up, and says so; so one knocks first
        try:
            asyncio.run(_knock(address))
            client: Any = distributed.Client(address, timeout=_WAIT, set_as_default=False)  # type: ignore[no-untyped-call]
        except Exception:  # an address can be wrong in many ways
            raise InputError("no scheduler answers there", where=address, mend="check the address, or start one") from None
        knowledge = open_assessor(settings.rules, settings.kb).knowledge.digest
        try:
            yield Cluster(client, address, settings, knowledge)
        finally:
            # what is done is in hand; a scheduler that is lost cannot be taken leave of
            with suppress(Exception):
                client.close()


@contextmanager
def _quiet_logs() -> Iterator[None]:
    """Errors are told in one line; the logs of ``distributed`` would tell them once more, with a traceback."""
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict if name.split(".")[0] == "distributed"]
    talking = [logger for logger in loggers if not logger.disabled]
    for logger in talking:
        logger.disabled = True
    try:
        yield
    finally:
        for logger in talking:
            logger.disabled = False


async def _knock(address: str) -> None:
    """Make sure that a scheduler is there.

    Raises:
        Exception: There is none; the kind of error depends on what is there.
    """
    from distributed.core import rpc
    from distributed.security import Security

    arguments = Security().get_connection_args("client")  # type: ignore[no-untyped-call]
    async with rpc(address, timeout=_WAIT, connection_args=arguments) as there:  # type: ignore[no-untyped-call]
        who = await asyncio.wait_for(there.identity(), _WAIT_SECONDS)
    if who["type"] != "Scheduler":
        raise ValueError("this is no scheduler")
