"""``fingerpost batch``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from fingerpost.cli.options import knowledge_options


@click.command()
@click.argument("source", metavar="INPUT", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--output",
    "-o",
    "target",
    required=True,
    type=click.Path(path_type=Path, readable=False),
    help="The results: .jsonl or .parquet.",
)
@click.option(
    "--survey",
    "map_file",
    type=click.Path(path_type=Path, readable=False),
    metavar="MAP",
    help="A survey map: what the columns hold.",
)
@click.option("--id", "id_column", metavar="COLUMN", help="The column of the ids, where there is no map.")
@click.option("--text", "text_column", metavar="COLUMN", help="The column of the answers, where there is no map.")
@click.option("--from-facts", is_flag=True, help='Rows are {"id", "facts"}: facts in place of text.')
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, metavar="N", help="Processes.")
@click.option("--resume", is_flag=True, help="Go on with a run that was stopped.")
@click.option("--keep-text", is_flag=True, help="Keep the masked answers in the results.")
@click.option("--no-text", is_flag=True, help="Keep no word of the answers in the results, quotes in reasons included.")
@click.option("--redact-names", is_flag=True, help="Mask names of people too.")
@click.option("--scheduler", metavar="ADDRESS", help="Work on this dask.distributed cluster (answers travel to it).")
@knowledge_options
def batch(
    source: Path,
    target: Path,
    map_file: Path | None,
    id_column: str | None,
    text_column: str | None,
    from_facts: bool,
    workers: int,
    resume: bool,
    keep_text: bool,
    no_text: bool,
    redact_names: bool,
    scheduler: str | None,
    rules_dir: Path | None,
    kb_dir: Path | None,
) -> None:
    """Assess every row of a survey.

    INPUT is CSV, TSV, JSONL or Parquet (the first three also as .gz). Results go to --output, rows that cannot be used to
    OUT.rejects.jsonl, versions, digests and counts to OUT.manifest.json. E-mail addresses, phone numbers, URLs, IP
    addresses, card numbers and handles are masked in all of them. Exit status 3 when rows were rejected.
    """
    if os.path.realpath(source) == os.path.realpath(target):
        raise click.UsageError("INPUT and --output are the same file.")
    if map_file and (id_column or text_column or from_facts):
        raise click.UsageError("--survey already says which columns to read; leave out --id, --text and --from-facts.")
    if keep_text and no_text:
        raise click.UsageError("Give either --keep-text or --no-text, not both.")
    if scheduler is not None and not scheduler.strip():
        raise click.UsageError("--scheduler needs an address, such as tcp://host:8786.")
    if scheduler and workers > 1:
        raise click.UsageError("--scheduler works on the cluster's own workers; leave out --workers.")
    # one thread a process is fastest for such small matrices; it must be said before numpy is loaded
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from fingerpost.survey.assessing import Settings
    from fingerpost.survey.mapping import read_map
    from fingerpost.survey.running import Job, Watch, run_survey

    job = Job(
        source,
        target,
        read_map(map_file) if map_file else None,
        id_column,
        text_column,
        from_facts,
        workers,
        scheduler,
        resume,
        Settings(_name_folder(rules_dir), _name_folder(kb_dir), keep_text, no_text, redact_names),
    )
    try:
        with _show_progress() as watch:
            tally = run_survey(job, Watch(*watch))
    except KeyboardInterrupt:
        click.echo("\nStopped; what is done is kept. The same command with --resume goes on from there.", err=True)
        raise click.exceptions.Exit(130) from None
    _report(tally, target)
    if tally.rejects:
        raise click.exceptions.Exit(3)


def _name_folder(folder: Path | None) -> str | None:
    return None if folder is None else str(folder.resolve())


def _say(note: str) -> None:
    from fingerpost.phrasing import show_text

    click.echo(show_text(note), err=True)


@contextmanager
def _show_progress() -> Iterator[tuple]:  # type: ignore[type-arg]
    """Tell of notes and steps: a bar with rate and time left on a terminal, elsewhere the notes alone."""
    if not sys.stderr.isatty():
        yield (_say,)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    # no thread of its own draws the bar: worker processes are forked under it
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)
    with bar:
        task = bar.add_task("rows", total=None, rate="")

        def step(done: int, total: int) -> None:
            speed = bar.tasks[0].speed
            rate = f"{speed:.0f} rows/s" if speed else ""
            bar.update(task, completed=done, total=max(total, done), rate=rate, refresh=True)

        yield (_say, step)


def _report(tally: object, target: Path) -> None:
    from fingerpost.survey.running import Tally

    assert isinstance(tally, Tally)  # noqa: S101 - imported late, so that help is instant
    skipped = f" ({tally.skipped:,} more left out by the map)" if tally.skipped else ""
    click.echo(
        f"{tally.rows:,} rows in = {tally.results:,} results + {tally.rejects:,} rejects{skipped}; "
        f"{tally.unread:,} without facts ({_share(tally.unread, tally.results)}), "
        f"{tally.unrecommended:,} without a recommendation ({_share(tally.unrecommended, tally.results)}).",
        err=True,
    )
    if tally.replaced:
        click.echo(
            f"{tally.replaced:,} ids look like names or addresses of people; their row numbers stand in their place.",
            err=True,
        )
    for column, rows in tally.unmapped.items():
        answers = "1 answer is" if rows == 1 else f"{rows:,} answers are"
        says = "says" if rows == 1 else "say"
        _say(f"Column {column[:60]!r}: {answers} not in the map, or cannot be right, and {says} nothing.")
    if tally.rejects:
        click.echo(f"The rejected rows are in {target.name}.rejects.jsonl, by row number and reason.", err=True)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "0%"
