"""The command line: the only importer of click. Commands are imported when they are called, so that help is instant."""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

import click

from fingerpost import __version__
from fingerpost.errors import CommandError, FingerpostError

_COMMANDS = {
    "recommend": (
        "fingerpost.cli.recommend",
        "recommend",
        "From a self-description to ranked, justified career paths.",
    ),
    "facts": ("fingerpost.cli.recommend", "facts", "What is read in a self-description, with the words it rests on."),
    "explain": ("fingerpost.cli.explain", "explain", "Why a path stands where it stands, and what would put it first."),
    "ask": ("fingerpost.cli.ask", "ask", "An interview: only the questions whose answers could still change something."),
    "batch": ("fingerpost.cli.batch", "batch", "A survey of many self-descriptions to results."),
    "survey": ("fingerpost.cli.survey", "survey", "Draft a survey map: which columns hold what."),
    "report": ("fingerpost.cli.report", "report", "One HTML page of a survey: pictures first, then tables."),
    "audit": ("fingerpost.cli.audit", "audit", "Which rules fired in a survey, for whom, and which swung a first place."),
    "rules": ("fingerpost.cli.rules", "rules", "The rule base: list, show, check, test, draw, compare."),
    "paths": ("fingerpost.cli.paths", "paths", "The career paths, and what the articles say of each."),
    "evaluate": ("fingerpost.cli.evaluate", "evaluate", "How well annotated texts are read and ranked."),
    "schema": ("fingerpost.cli.schema", "schema", "The JSON Schemas of all files."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called; their help lines stand here."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order in which a newcomer needs them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in _COMMANDS:
            return None
        module, name, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named, or say which one may have been meant."""
        name = args[0]
        if name in _COMMANDS or name.startswith("-"):
            return super().resolve_command(ctx, args)
        near = ["--help"] if name == "help" else get_close_matches(name, _COMMANDS, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise click.UsageError(f"No such command {name!r}.{hint}", ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their help lines, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in _COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="fingerpost", message="%(prog)s %(version)s")
def cli() -> None:
    """Career paths after senior engineer, from your own words, with a reason for each.

    Paste a paragraph about yourself and see where it points:

        fingerpost recommend

    Everything runs on this machine; nothing you write leaves it.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 bad input or file, 2 wrong command line, 3 rows rejected, 4 differences."""
    _open_streams()
    try:
        status = cli.main(args=None if arguments is None else list(arguments), standalone_mode=False, prog_name="fingerpost")
        sys.stdout.flush()
    except click.exceptions.Exit as leave:
        status = leave.exit_code
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except FingerpostError as error:
        status = _report(error)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        status = 130
    except BrokenPipeError:
        # the reader of our output has gone; leave quietly
        _drop_output()
        status = 0
    except OSError as error:
        _drop_output()
        full = "free some space there, or " if error.errno == errno.ENOSPC else ""
        mend = "check that name" if error.filename else f"{full}write elsewhere with --output"
        where = str(error.filename or "standard output")
        what = f"cannot be {'used' if error.filename else 'written'} ({(error.strerror or 'unknown error').lower()})"
        status = _report(FingerpostError(what, where=where, mend=mend))
    sys.exit(status if isinstance(status, int) else 0)


def _report(error: FingerpostError) -> int:
    from fingerpost.phrasing import show_text

    with suppress(OSError):
        click.echo(f"fingerpost: {show_text(str(error))}", err=True)
    return 2 if isinstance(error, CommandError) else 1


class _Closed(io.RawIOBase):
    """Standard output where the shell has closed it: nothing can be written to it."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def _open_streams() -> None:
    """Put something in place of streams that the shell has closed."""
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Closed()), encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it is open as long as the program runs


def _drop_output() -> None:
    """Let go of what was not written, or Python would complain of it at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as above
