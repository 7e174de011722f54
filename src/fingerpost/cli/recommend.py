"""``fingerpost recommend`` and ``fingerpost facts``."""

from __future__ import annotations

from dataclasses import replace

import click

from fingerpost.assess import apply_changes, assess_reading, list_reading_notes
from fingerpost.cli.options import (
    Asked,
    asked_options,
    give_output,
    open_assessor,
    take_changes,
    take_reading,
    tell_idle,
)
from fingerpost.serialising import dump_json, plain_fact, plain_note, plain_result, plain_span


@click.command()
@asked_options
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown", "html"]), default="text", show_default=True)
@click.option("--top", type=click.IntRange(1, 16), default=3, show_default=True, help="How many paths to show.")
def recommend(
    asked: Asked,
    form: str,
    top: int,
) -> None:
    """Rank career paths for one self-description, with the reasons in your own words.

    FILE is a text file, or - for standard input. On a terminal with neither FILE nor --text you are asked to paste.
    """
    changes = take_changes(asked)
    assessor = open_assessor(asked.rules_dir, asked.kb_dir)
    reading, words = take_reading(assessor, asked)
    result = assess_reading(assessor, reading, changes=changes, text=words, top=top)
    tell_idle(changes, reading.facts)
    if form == "json":
        give_output(dump_json(plain_result(result), indent=2), asked.output)
    elif form == "markdown":
        from fingerpost.cli.markdown import write_markdown

        give_output(write_markdown(result, words, assessor.knowledge), asked.output)
    elif form == "html":
        from fingerpost.page.person import write_recommendation

        give_output(write_recommendation(result, words, assessor.knowledge), asked.output)
    else:
        from fingerpost.cli.printing import print_result

        print_result(result, words, assessor.knowledge, asked.output)


@click.command()
@asked_options
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
def facts(
    asked: Asked,
    form: str,
) -> None:
    """Show what is read in a self-description, each fact with the words it rests on.

    FILE is a text file, or - for standard input. On a terminal with neither FILE nor --text you are asked to paste.
    """
    changes = take_changes(asked)
    assessor = open_assessor(asked.rules_dir, asked.kb_dir)
    reading, words = take_reading(assessor, asked)
    if form == "html":
        from fingerpost.page.person import write_facts

        result = assess_reading(assessor, reading, changes=changes, text=words)
        give_output(write_facts(result, words, assessor.knowledge), asked.output)
        return
    read = apply_changes(assessor, reading.facts, changes)
    tell_idle(changes, reading.facts)
    notes = tuple(list_reading_notes(assessor.knowledge, replace(reading, facts=read), words))
    if form == "json":
        data = {"facts": [plain_fact(f) for f in read], "unread": [plain_span(s) for s in reading.unread]}
        give_output(dump_json({**data, "notes": [plain_note(n) for n in notes]}, indent=2), asked.output)
    else:
        from fingerpost.cli.printing import print_facts

        print_facts(read, reading.unread, notes, words, assessor.knowledge, asked.output)
