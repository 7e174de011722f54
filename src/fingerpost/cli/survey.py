"""``fingerpost survey``."""

from __future__ import annotations

from pathlib import Path

import click

from fingerpost.cli.options import give_output, output_option


@click.group()
def survey() -> None:
    """Survey maps: which columns of a survey hold what."""


@survey.command("map", short_help="Draft a survey map from the first rows.")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@output_option
def draft(source: Path, output: Path | None) -> None:
    """Draft a survey map from the headers and first rows of FILE, for you to correct.

    The map names the id column, the columns of answers with the question behind each, columns of set answers with what
    they mean, rows to skip, and columns to group by.
    """
    from fingerpost.survey.drafting import draft_map
    from fingerpost.survey.heading import lacks_header, tell_of_no_header
    from fingerpost.survey.mapfile import list_doubts, write_map
    from fingerpost.survey.opening import inspect_source
    from fingerpost.survey.rows import glance_rows

    opened = inspect_source(source)
    glance = glance_rows(opened)
    if opened.form == "delimited" and lacks_header(glance):
        raise tell_of_no_header(str(source), "put the columns' names in a row above it, or write the map by hand")
    for note in glance.notes:
        click.echo(f"{source.name}: {note}.", err=True)
    drafted = draft_map(glance)
    give_output(write_map(drafted, source.name), output)
    for doubt in list_doubts(drafted):
        click.echo(doubt, err=True)
