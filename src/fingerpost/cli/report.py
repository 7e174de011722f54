"""``fingerpost report``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from fingerpost.cli.options import give_output, knowledge_options, open_knowledge, output_option


@click.command()
@click.argument("results", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--min-group",
    "least",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    metavar="N",
    help="Show no number of a group of fewer people.",
)
@click.option("--by", metavar="COLUMN", help="The column of groups by which first places are told, if there are several.")
@click.option("--individuals", is_flag=True, help="Add every respondent, with id and words.")
@output_option
@knowledge_options
def report(
    results: Path,
    least: int,
    by: str | None,
    individuals: bool,
    output: Path | None,
    rules_dir: Path | None,
    kb_dir: Path | None,
) -> None:
    """Make one HTML page of a survey: pictures first, then tables.

    RESULTS is what `fingerpost batch` wrote: JSONL (also as .gz) or Parquet. The page needs no network and nothing beside
    it. It holds no ids and no words of anyone, and no number from which a group of fewer than --min-group people could be
    worked out.
    """
    if output is not None and os.path.realpath(output) == os.path.realpath(results):
        raise click.UsageError("RESULTS and --output are the same file.")
    from fingerpost.page.results import read_results
    from fingerpost.page.survey import write_survey

    knowledge = open_knowledge(rules_dir, kb_dir)
    page = write_survey(read_results(results), knowledge, least=least, by=by, individuals=individuals)
    give_output(page, output)
    if individuals:
        click.echo("The page holds ids and words of people: keep it among those who may read them.", err=True)
