"""``fingerpost explain``."""

from __future__ import annotations

from pathlib import Path

import click

from fingerpost.assess import Assessor, read_self_description
from fingerpost.cli.options import (
    change_options,
    give_output,
    knowledge_options,
    open_assessor,
    output_option,
    take_changes,
    take_facts,
    take_text,
    text_options,
)
from fingerpost.records import Reading
from fingerpost.serialising import dump_json


@click.command()
@click.argument("path")
@text_options
@click.option("--versus", metavar="PATH", help="Hold it against another path: what tips the balance?")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Show every rule that did not speak, not only the nearest.")
@change_options
@output_option
@knowledge_options
def explain(
    path: str,
    file: str | None,
    text: str | None,
    facts_file: str | None,
    versus: str | None,
    form: str,
    everything: bool,
    suppose: tuple[str, ...],
    without: tuple[str, ...],
    output: Path | None,
    rules_dir: Path | None,
    kb_dir: Path | None,
) -> None:
    """Explain why a path stands where it stands, and what would put it first.

    PATH is the id of a career path (`fingerpost paths list`). FILE is a text file, or - for standard input. With
    --suppose and --without the old and the new ranking stand side by side, and the explanation is of the new one.
    """
    from fingerpost.explain import Explainer, check_path

    changes = take_changes(suppose, without)
    assessor = open_assessor(rules_dir, kb_dir)
    for name in (path, *([versus] if versus else [])):
        check_path(name, assessor)
    reading, words = take_reading(assessor, file, text, facts_file)
    explanation = Explainer(assessor).explain(reading, path, changes=changes, versus=versus, text=words)
    if form == "json":
        from fingerpost.explain.serial import plain_explanation

        give_output(dump_json(plain_explanation(explanation), indent=2), output)
    elif form == "html":
        from fingerpost.page.person import write_explanation

        give_output(write_explanation(explanation, words, assessor.knowledge, everything=everything), output)
    else:
        from fingerpost.cli.argument import print_explanation

        print_explanation(explanation, assessor.knowledge, output, everything=everything)


def take_reading(
    assessor: Assessor, file: str | None, text: str | None, facts_file: str | None
) -> tuple[Reading, str | None]:
    """What is read of the text that the command line names, with that text; or the facts that it names, with none.

    Raises:
        InputError: A file cannot be read, or a fact is not in the vocabulary.
        click.UsageError: Both facts and a text are given.
    """
    from fingerpost.assess import check_fact

    if facts_file is None:
        words = take_text(file, text)
        return read_self_description(assessor, words), words
    if file is not None or text is not None:
        raise click.UsageError("Give either facts or a text, not both.")
    facts = take_facts(facts_file)
    for number, fact in enumerate(facts, 1):
        check_fact(assessor, fact.kind, fact.topic, fact.value, f"fact {number}")
    return Reading(facts, ()), None
