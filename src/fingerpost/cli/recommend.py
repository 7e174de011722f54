"""``fingerpost recommend`` and ``fingerpost facts``."""

from __future__ import annotations

import click

from fingerpost.assess import apply_changes, assess, assess_facts, read_self_description
from fingerpost.cli.options import Asked, asked_options, give_output, open_assessor, take_changes, take_given
from fingerpost.serialising import dump_json, plain_fact, plain_result, plain_span


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
    given, text = take_given(asked)
    words = text if given is None else None
    assessor = open_assessor(asked.rules_dir, asked.kb_dir)
    if given is not None:
        result = assess_facts(assessor, given, changes=changes, top=top)
    else:
        result = assess(assessor, text, changes=changes, top=top)
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
    given, words = take_given(asked)
    assessor = open_assessor(asked.rules_dir, asked.kb_dir)
    if form == "html":
        from fingerpost.page.person import write_facts

        if given is not None:
            result = assess_facts(assessor, given, changes=changes)
        else:
            result = assess(assessor, words, changes=changes)
        give_output(write_facts(result, words, assessor.knowledge), asked.output)
        return
    if given is not None:
        result = assess_facts(assessor, given, changes=changes)
        read, unread = result.facts, result.unread
    else:
        reading = read_self_description(assessor, words)
        read, unread = apply_changes(assessor, reading.facts, changes), reading.unread
    if form == "json":
        data = {"facts": [plain_fact(f) for f in read], "unread": [plain_span(s) for s in unread]}
        give_output(dump_json(data, indent=2), asked.output)
    else:
        from fingerpost.cli.printing import print_facts

        print_facts(read, unread, words, assessor.knowledge, asked.output)
