"""Options that several commands share, and the reading of what they name."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from fingerpost.assess import Assessor, Change, check_fact, read_self_description
from fingerpost.decoding import check_text, decode_bytes, read_file
from fingerpost.errors import InputError
from fingerpost.knowledge import KnowledgeBase, load_knowledge
from fingerpost.records import Fact, Reading
from fingerpost.serialising import read_facts

F = TypeVar("F", bound=Callable[..., Any])


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
    return click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there.")(command)


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
    if text is not None:
        return check_text(text, "--text")
    if file is not None and file != "-":
        return read_file(Path(file))
    if file is None and sys.stdin.isatty():
        click.echo("Paste a paragraph about yourself, then press Ctrl-D on an empty line:\n", err=True)
    data = sys.stdin.buffer.read()
    if sys.stdin.isatty():
        click.echo(err=True)
    return decode_bytes(data, "standard input")


def take_facts(file: str) -> tuple[Fact, ...]:
    """The facts of a JSON file (or ``-``).

    Raises:
        InputError: The file is no JSON list of facts and no result record.
    """
    source = decode_bytes(sys.stdin.buffer.read(), "standard input") if file == "-" else read_file(Path(file))
    where = "standard input" if file == "-" else file
    try:
        data = json.loads(source)
    except (json.JSONDecodeError, RecursionError) as error:
        line = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError("this is no JSON", where=f"{where}{line}", mend="give a JSON list of facts") from None
    return read_facts(data, where)


def take_given(asked: Asked) -> tuple[tuple[Fact, ...] | None, str]:
    """The facts that the command line names, or None and the text that it names.

    Raises:
        InputError: A file cannot be read.
        click.UsageError: Both facts and a text are given.
    """
    if asked.facts_file is None:
        return None, take_text(asked.file, asked.text)
    if asked.file is not None or asked.text is not None:
        raise click.UsageError("Give either facts or a text, not both.")
    return take_facts(asked.facts_file), ""


def take_reading(assessor: Assessor, asked: Asked) -> tuple[Reading, str | None]:
    """What is read of the text that the command line names, with that text; or the facts that it names, with none.

    Raises:
        InputError: A file cannot be read, or a fact is not in the vocabulary.
        click.UsageError: Both facts and a text are given.
    """
    facts, words = take_given(asked)
    if facts is None:
        return read_self_description(assessor, words), words
    for number, fact in enumerate(facts, 1):
        check_fact(assessor, fact.kind, fact.topic, fact.value, f"fact {number}")
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
    known: str | int | None = int(value) if value.isdecimal() else value or None
    return Change(kind.strip(), topic.strip(), known, suppose)


def give_output(text: str, output: Path | None) -> None:
    """Write a result to standard output or, whole, to a file.

    Raises:
        InputError: The file cannot be written.
    """
    data = text if text.endswith("\n") else text + "\n"
    if output is None:
        sys.stdout.buffer.write(data.encode("utf-8", "replace"))
        sys.stdout.flush()
        return
    try:
        beside = output.with_name(f".{output.name}.part")
        beside.write_bytes(data.encode("utf-8", "replace"))
        beside.replace(output)
    except OSError as error:
        problem = (error.strerror or "unknown error").lower()
        raise InputError(f"cannot be written ({problem})", where=str(output), mend="name another file") from None
