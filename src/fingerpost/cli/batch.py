"""``fingerpost batch``."""

from __future__ import annotations

from pathlib import Path

import click

from fingerpost.cli.options import knowledge_options, open_assessor
from fingerpost.survey.running import Columns, run_survey


@click.command()
@click.argument("source", metavar="INPUT", type=click.Path(path_type=Path))
@click.option("--output", "-o", "target", required=True, type=click.Path(path_type=Path), help="The results (JSONL).")
@click.option("--id", "id_column", default="id", show_default=True, metavar="COLUMN", help="The column of the ids.")
@click.option("--text", "text_column", default="text", show_default=True, metavar="COLUMN", help="The column of texts.")
@click.option("--from-facts", is_flag=True, help='Rows are {"id", "facts"}: facts in place of text.')
@knowledge_options
def batch(
    source: Path,
    target: Path,
    id_column: str,
    text_column: str,
    from_facts: bool,
    rules_dir: Path | None,
    kb_dir: Path | None,
) -> None:
    """Assess every row of a survey.

    INPUT has one JSON object a line. Results go to --output, rows that cannot be used to OUT.rejects.jsonl, versions and
    counts to OUT.manifest.json. Exit status 3 when rows were rejected.
    """
    if source.resolve() == target.resolve():
        raise click.UsageError("INPUT and --output are the same file.")
    assessor = open_assessor(rules_dir, kb_dir)
    tally = run_survey(assessor, source, target, Columns(id_column, text_column, from_facts))
    click.echo(
        f"{tally.rows} rows in = {tally.results} results + {tally.rejects} rejects; "
        f"{tally.unread} without facts, {tally.unrecommended} without a recommendation.",
        err=True,
    )
    if tally.rejects:
        click.echo(f"The rejected rows are in {target.name}.rejects.jsonl, by row number and reason.", err=True)
        raise click.exceptions.Exit(3)
