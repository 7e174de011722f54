"""Crews that assess chunks of answers: this process alone, or several processes; results come in order."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

from fingerpost.errors import FingerpostError, InputError
from fingerpost.survey.answers import Answer
from fingerpost.survey.assessing import Outcome, Settings, assess_answers, open_assessor, spare_knowledge

# chunks that may wait for an earlier one, for each worker
_AHEAD = 4

Work = Iterator[Sequence[Answer]]


class Crew(Protocol):
    """Something that assesses chunks, in order."""

    def assess(self, chunks: Work) -> Iterator[list[Outcome]]:
        """The outcomes of each chunk, in order."""
        ...


class Alone:
    """This process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def assess(self, chunks: Work) -> Iterator[list[Outcome]]:
        """The outcomes of each chunk, in order."""
        assessor = open_assessor(self._settings.rules, self._settings.kb)
        for chunk in chunks:
            outcomes = assess_answers(assessor, chunk, self._settings)
            spare_knowledge()
            yield outcomes


class Pool:
    """Several processes, each with an engine and a pipeline of its own; one chunk at a time for each."""

    def __init__(self, connections: Sequence[Connection]) -> None:
        self._connections = connections

    def assess(self, chunks: Work) -> Iterator[list[Outcome]]:
        """The outcomes of each chunk, in order."""
        idle = list(self._connections)
        busy: dict[Connection, int] = {}
        ready: dict[int, list[Outcome]] = {}
        given = done = 0
        more = True
        while more or busy or ready:
            while more and idle and given - done < _AHEAD * len(self._connections):
                chunk = next(chunks, None)
                if chunk is None:
                    more = False
                    break
                connection = idle.pop()
                _send(connection, chunk)
                busy[connection] = given
                given += 1
            while done in ready:
                yield ready.pop(done)
                done += 1
            for told in wait(list(busy)) if busy else ():
                assert isinstance(told, Connection)  # noqa: S101 - only connections are waited for
                ready[busy.pop(told)] = _receive(told)
                idle.append(told)


@contextmanager
def open_crew(settings: Settings, workers: int) -> Iterator[Crew]:
    """This process where one worker is wanted, else so many processes, which end with the block.

    The processes are forked at once, so this must come before the first thread is started.
    """
    if workers == 1:
        yield Alone(settings)
        return
    context = multiprocessing.get_context("fork")
    pairs = [context.Pipe() for _ in range(workers)]
    ours = [our for our, _ in pairs]
    processes = []
    for _, theirs in pairs:
        others = [c for pair in pairs for c in pair if c is not theirs]
        process = context.Process(target=_work, args=(theirs, others, settings), daemon=True)
        process.start()
        processes.append(process)
    for _, theirs in pairs:
        theirs.close()
    try:
        yield Pool(ours)
    finally:
        for connection in ours:
            connection.close()
        for process in processes:
            process.terminate()
            process.join()


def _work(connection: Connection, others: Sequence[Connection], settings: Settings) -> None:
    """Assess chunks until the connection ends; Ctrl-C is for the process that gives the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in others:
        other.close()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            chunk: Sequence[Answer] = connection.recv()
            answer: Any
            try:
                answer = assess_answers(open_assessor(settings.rules, settings.kb), chunk, settings)
                spare_knowledge()
            except FingerpostError as error:
                answer = (error.what, error.where, error.mend)
            connection.send(answer)


def _send(connection: Connection, chunk: Sequence[Answer]) -> None:
    try:
        connection.send(chunk)
    except OSError:
        raise _lost() from None


def _receive(connection: Connection) -> list[Outcome]:
    try:
        answer = connection.recv()
    except (EOFError, OSError):
        raise _lost() from None
    if isinstance(answer, tuple):
        what, where, mend = answer
        raise InputError(what, where=where, mend=mend)
    outcomes: list[Outcome] = answer
    return outcomes


def _lost() -> InputError:
    return InputError(
        "a worker process was ended from outside", mend="run again with --resume, perhaps with fewer --workers"
    )
