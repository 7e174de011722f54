"""Run the command line and do it harm at one very point: ``python -m tests.harm HARM ARGUMENTS...``.

What a test would have to wait for, and hit at the right moment, happens here within the process itself.
"""

import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fingerpost.cli import main
from fingerpost.survey.journal import Journal


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _interrupt() -> None:
    """Ctrl-C reaches the workers too. A shell that runs the tests in the background has them ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.killpg(0, signal.SIGINT)


def _kill_worker() -> None:
    worker = multiprocessing.active_children()[0]
    worker.kill()
    worker.join()


def _wait_for_a_line() -> None:
    print("a chunk is written", flush=True)
    sys.stdin.readline()


def _fill_the_disk() -> None:
    """No file can grow by more than 1,000 bytes, as on a disk that is full."""
    largest = max(path.stat().st_size for path in Path(sys.argv[-1]).parent.glob(".*.part"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 1000, resource.RLIM_INFINITY))


# after the first chunk that this run has noted
AFTER_A_NOTE: dict[str, Callable[[], None]] = {
    "kill": _kill,
    "interrupt": _interrupt,
    "kill-worker": _kill_worker,
    "wait": _wait_for_a_line,
    "fill-the-disk": _fill_the_disk,
}


def _do_after_a_note(harm: Callable[[], None]) -> None:
    add, done = Journal.add, []

    def add_and_harm(self: Journal, *arguments: Any) -> None:
        add(self, *arguments)
        if not done:
            done.append(True)
            harm()

    Journal.add = add_and_harm  # type: ignore[method-assign]


def _kill_before_the_note() -> None:
    """The results of a chunk are written, and the journal does not know yet."""
    note = Journal._note

    def note_or_die(self: Journal, data: dict[str, Any]) -> None:
        if "chunks" in data:
            _kill()
        note(self, data)

    Journal._note = note_or_die  # type: ignore[method-assign]


def _kill_amid_renaming() -> None:
    replace = Path.replace

    def replace_and_die(self: Path, target: Path) -> None:
        replace(self, target)
        _kill()

    Path.replace = replace_and_die  # type: ignore[method-assign,assignment]


if __name__ == "__main__":
    harm, *arguments = sys.argv[1:]
    if harm in AFTER_A_NOTE:
        _do_after_a_note(AFTER_A_NOTE[harm])
    else:
        {"kill-before-the-note": _kill_before_the_note, "kill-amid-renaming": _kill_amid_renaming}[harm]()
    main(arguments)
