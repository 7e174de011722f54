"""``fingerpost recommend`` and ``fingerpost facts``."""

from __future__ import annotations

from pathlib import Path

import click

from fingerpost.assess import apply_changes, assess, assess_facts, read_self_description
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
from fingerpost.serialising import dump_json, plain_fact, plain_result, plain_span


@click.command()
@text_options
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown", "html"]), default="text", show_default=True)
@click.option("--top", type=click.IntRange(1, 16), default=3, show_default=True, help="How many paths to show.")
@change_options
@output_option
@knowledge_options
def recommend(
    file: str | None,
    text: str | None,
    facts_file: str | None,
    form: str,
    top: int,
    suppose: tuple[str, ...],
    without: tuple[str, ...],
    output: Path | None,
    rules_dir: Path | None,
    kb_dir: Path | None,
) -> None:
    """Rank career paths for one self-description, with the reasons in your own words.

    FILE is a text file, or - for standard input. On a terminal with neither FILE nor --text you are asked to paste.
    """
    if facts_file is not None and (file is not None or text is not None):
        raise click.UsageError("Give either facts or a text, not both.")
    changes = take_changes(suppose, without)
    words = None if facts_file is not None else take_text(file, text)
    assessor = open_assessor(rules_dir, kb_dir)
    if facts_file is not None:
        result = assess_facts(assessor, take_facts(facts_file), changes=changes, top=top)
    else:
        result = assess(assessor, words or "", changes=changes, top=top)
    if form == "json":
        give_output(dump_json(plain_result(result), indent=2), output)
    elif form == "markdown":
        from fingerpost.cli.markdown import write_markdown

        give_output(write_markdown(result, words, assessor.knowledge), output)
    elif form == "html":
        from fingerpost.page.person import write_recommendation

        give_output(write_recommendation(result, words, assessor.knowledge), output)
    else:
        from fingerpost.cli.printing import print_result

        print_result(result, words, assessor.knowledge, output)


@click.command()
@text_options
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@change_options
@output_option
@knowledge_options
def facts(
    file: str | None,
    text: str | None,
    facts_file: str | None,
    form: str,
    suppose: tuple[str, ...],
    without: tuple[str, ...],
    output: Path | None,
    rules_dir: Path | None,
    kb_dir: Path | None,
) -> None:
    """Show what is read in a self-description, each fact with the words it rests on.

    FILE is a text file, or - for standard input. On a terminal with neither FILE nor --text you are asked to paste.
    """
    if facts_file is not None and (file is not None or text is not None):
        raise click.UsageError("Give either facts or a text, not both.")
    changes = take_changes(suppose, without)
    words = "" if facts_file is not None else take_text(file, text)
    given = take_facts(facts_file) if facts_file is not None else None
    assessor = open_assessor(rules_dir, kb_dir)
    if form == "html":
        from fingerpost.page.person import write_facts

        if given is not None:
            result = assess_facts(assessor, given, changes=changes)
        else:
            result = assess(assessor, words, changes=changes)
        give_output(write_facts(result, words, assessor.knowledge), output)
        return
    if given is not None:
        result = assess_facts(assessor, given, changes=changes)
        read, unread = result.facts, result.unread
    else:
        reading = read_self_description(assessor, words)
        read, unread = apply_changes(assessor, reading.facts, changes), reading.unread
    if form == "json":
        data = {"facts": [plain_fact(f) for f in read], "unread": [plain_span(s) for s in unread]}
        give_output(dump_json(data, indent=2), output)
    else:
        from fingerpost.cli.printing import print_facts

        print_facts(read, unread, words, assessor.knowledge, output)
