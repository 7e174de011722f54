"""Options that several commands share, and the reading of what they name."""

from __future__ import annotations

import shutil
import stat
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from fingerpost.assess import Assessor, Change, read_self_description, takes_out
from fingerpost.decoding import check_text, decode_any, decode_bytes, read_bytes, read_file
from fingerpost.errors import InputError
from fingerpost.knowledge import KnowledgeBase, load_knowledge
from fingerpost.phrasing import show_text
from fingerpost.records import Fact, Reading
from fingerpost.serialising import parse_json, read_facts

F = TypeVar("F", bound=Callable[..., Any])
# of a number on the command line: nobody works for a century
_MOST_DIGITS = 2
_WORDS = "check the name, or give your own words with --text"


def knowledge_options(command: F) -> F:
    """Add ``--rules`` and ``--kb``."""
    folder = click.Path(path_type=Path)
    command = click.option("--kb", "kb_dir", type=folder, metavar="DIR", help="Another kb/ folder.")(command)
    return click.option("--rules", "rules_dir", type=folder, metavar="DIR", help="Another rules/ folder.")(command)


def text_options(command: F) -> F:
    """Add FILE, ``--text`` and ``--facts``."""
    command = click.option(
        "--facts", "facts_file", metavar="FILE", help="Take facts (a JSON list, or a result record) in place of text."
    )(command)
    command = click.option("--text", metavar="WORDS", help="The self-description itself.")(command)
    return click.argument("file", required=False, metavar="[FILE]")(command)


def change_options(command: F) -> F:
    """Add ``--suppose`` and ``--without``."""
    command = click.option(
        "--without", multiple=True, metavar="KIND:TOPIC[=VALUE]", help="Leave out a fact that was misread (repeatable)."
    )(command)
    return click.option("--suppose", multiple=True, metavar="KIND:TOPIC=VALUE", help="Add or correct a fact (repeatable).")(
        command
    )


def output_option(command: F) -> F:
    """Add ``--output``."""
    return click.option("--output", "-o", type=_FileName(path_type=Path), metavar="FILE", help="Write there.")(command)


class _FileName(click.Path):
    """The name of a file to write: not an empty one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the name of the file is empty", param, ctx)
        return super().convert(value, param, ctx)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command is asked that reads one self-description: where it stands, what to change in it, with what
    knowledge, and where to write.
    """

    file: str | None
    text: str | None
    facts_file: str | None
    suppose: tuple[str, ...]
    without: tuple[str, ...]
    output: Path | None
    rules_dir: Path | None
    kb_dir: Path | None

    @property
    def is_given(self) -> bool:
        """Whether the command line names a text or facts."""
        return any(named is not None for named in (self.file, self.text, self.facts_file))


def asked_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of `Asked`, which the command gets as its first argument; its own stand among them in the help."""

    @wraps(command)
    def call(
        file: str | None,
        text: str | None,
        facts_file: str | None,
        suppose: tuple[str, ...],
        without: tuple[str, ...],
        output: Path | None,
        rules_dir: Path | None,
        kb_dir: Path | None,
        **own: Any,
    ) -> None:
        command(Asked(file, text, facts_file, suppose, without, output, rules_dir, kb_dir), **own)

    # click keeps the options of a command with its function, the last first
    own_options = call.__dict__.pop("__click_params__", [])
    whole = change_options(output_option(knowledge_options(call)))
    whole.__dict__["__click_params__"] += own_options
    return text_options(whole)


def open_knowledge(rules_dir: Path | None, kb_dir: Path | None) -> KnowledgeBase:
    """Load the packaged knowledge, or what the options name."""
    return load_knowledge(rules_dir, kb_dir)


def open_assessor(rules_dir: Path | None, kb_dir: Path | None) -> Assessor:
    """Load knowledge and make an assessor of it."""
    return Assessor(open_knowledge(rules_dir, kb_dir))


def take_text(file: str | None, text: str | None) -> str:
    """The self-description that the command line names; on a terminal with neither file nor text, ask for it.

    Raises:
        InputError: The file cannot be read as text.
        click.UsageError: Both a file and a text are given.
    """
    if file is not None and text is not None:
        raise click.UsageError("Give either FILE or --text, not both.")
    if file == "":
        raise click.UsageError("The name of FILE is empty.")
    if text is not None:
        return check_text(text, "--text")
    if file is not None and file != "-":
        if " " in file.strip() and not _is_there(file):
            raise InputError("there is no such file", where=show_text(file, 60), mend=_WORDS)
        return read_file(Path(file))
    typed = sys.stdin is not None and sys.stdin.isatty()
    if file is None and typed:
        from textwrap import fill

        width = shutil.get_terminal_size().columns
        click.echo(fill("Paste a paragraph about yourself, then press Ctrl-D on an empty line:", width) + "\n", err=True)
    data = read_standard_input()
    if typed:
        click.echo(err=True)
    return decode_bytes(data, "standard input")


def _is_there(file: str) -> bool:
    # a paragraph is too long for a name
    with suppress(OSError, ValueError):
        return Path(file).exists()
    return False


def read_standard_input() -> bytes:
    """All that stands on standard input.

    Raises:
        InputError: It is closed, or cannot be read.
    """
    if sys.stdin is None:
        raise InputError("it is closed", where="standard input", mend="name a FILE, or give the words with --text")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        problem = (error.strerror or "unknown error").lower()
        raise InputError(f"cannot be read ({problem})", where="standard input", mend="name a FILE") from None


def take_facts(file: str, knowledge: KnowledgeBase) -> tuple[Fact, ...]:
    """The facts of a JSON file (or ``-``), as long as it may be.

    Raises:
        InputError: The file is no JSON list of facts and no result record, or a fact is not in the vocabulary.
        click.UsageError: The name is empty.
    """
    if file == "":
        raise click.UsageError("The name of the file of facts is empty.")
    data = read_standard_input() if file == "-" else read_bytes(Path(file))
    where = "standard input" if file == "-" else file
    plain = parse_json(decode_any(data, where), where, "give a JSON list of facts, or a result record")
    return read_facts(plain, where, knowledge.vocabulary.find_fault)


def take_given(asked: Asked, knowledge: KnowledgeBase) -> tuple[tuple[Fact, ...] | None, str]:
    """The facts that the command line names, or None and the text that it names.

    Raises:
        InputError: A file cannot be read, or a fact is not in the vocabulary.
        click.UsageError: Both facts and a text are given.
    """
    if asked.facts_file is None:
        return None, take_text(asked.file, asked.text)
    if asked.file is not None or asked.text is not None:
        raise click.UsageError("Give either facts or a text, not both.")
    return take_facts(asked.facts_file, knowledge), ""


def take_reading(assessor: Assessor, asked: Asked) -> tuple[Reading, str | None]:
    """What is read of the text that the command line names, with that text; or the facts that it names, with none.

    Raises:
        InputError: A file cannot be read, or a fact is not in the vocabulary.
        click.UsageError: Both facts and a text are given.
    """
    facts, words = take_given(asked, assessor.knowledge)
    if facts is None:
        return read_self_description(assessor, words), words
    return Reading(facts, ()), None


def take_changes(asked: Asked) -> tuple[Change, ...]:
    """The changes that ``--suppose`` and ``--without`` ask for.

    Raises:
        click.BadParameter: One is not of the form KIND:TOPIC=VALUE.
    """
    out = [_parse_change(item, suppose=True) for item in asked.suppose]
    return (*(_parse_change(item, suppose=False) for item in asked.without), *out)


def _parse_change(item: str, *, suppose: bool) -> Change:
    name, equals, value = item.partition("=")
    kind, colon, topic = name.partition(":")
    option = "--suppose" if suppose else "--without"
    form = "KIND:TOPIC=VALUE" if suppose else "KIND:TOPIC[=VALUE]"
    if not (colon and kind and topic) or (suppose and not value) or (equals and not value):
        raise click.BadParameter(
            f"{item!r} is not of the form {form}, for example preference:mentoring=likes", param_hint=option
        )
    known: str | int | None = value or None
    if value.isdecimal():
        if len(value) > _MOST_DIGITS:
            raise click.BadParameter(f"{kind}:{topic} cannot be as much as {value[:20]}", param_hint=option)
        known = int(value)
    return Change(kind.strip(), topic.strip(), known, suppose)


def tell_idle(changes: Sequence[Change], facts: Sequence[Fact]) -> None:
    """Tell on standard error of ``--without`` options that match none of the facts that were read."""
    from fingerpost.explain.serial import write_option

    for change in changes:
        if not change.suppose and not any(takes_out(change, fact) for fact in facts):
            click.echo(f"fingerpost: nothing was read that {write_option(change)} could leave out", err=True)


def give_output(text: str, output: Path | None) -> None:
    """Write a result to standard output or, whole, to a file; a link is followed, and what is no regular file written to.

    Raises:
        InputError: The file cannot be written.
    """
    data = (text if text.endswith("\n") else text + "\n").encode("utf-8", "replace")
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        _write_file(data, output)
    except (OSError, RuntimeError, ValueError) as error:
        problem = ((error.strerror if isinstance(error, OSError) else "") or "unknown error").lower()
        raise InputError(f"cannot be written ({problem})", where=str(output), mend="name another file") from None


def _write_file(data: bytes, output: Path) -> None:
    if output.exists() and not stat.S_ISREG(output.stat().st_mode):
        with output.open("wb") as stream:
            stream.write(data)
        return
    target = output.resolve()
    beside = target.with_name(f".{target.name}.part")
    try:
        beside.write_bytes(data)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise
