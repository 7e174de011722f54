"""``fingerpost explain``."""

from __future__ import annotations

from pathlib import Path

import click

from fingerpost.cli.options import Asked, asked_options, give_output, open_assessor, take_changes, take_reading, tell_idle
from fingerpost.serialising import dump_json


@click.command()
@click.argument("path")
@asked_options
@click.option("--versus", metavar="PATH", help="Hold it against another path: what tips the balance?")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Show every rule that did not speak, not only the nearest.")
def explain(
    asked: Asked,
    path: str,
    versus: str | None,
    form: str,
    everything: bool,
) -> None:
    """Explain why a path stands where it stands, and what would put it first.

    PATH is the id of a career path (`fingerpost paths list`). FILE is a text file, or - for standard input. With
    --suppose and --without the old and the new ranking stand side by side, and the explanation is of the new one.
    """
    from fingerpost.explain import Explainer, check_path

    if path == versus:
        raise click.UsageError(f"--versus needs another path than {path}.")
    changes = take_changes(asked)
    assessor = open_assessor(asked.rules_dir, asked.kb_dir)
    if path not in assessor.knowledge.paths and Path(path).is_file():
        raise click.UsageError(f"{path} is a file; name a career path before it: fingerpost explain PATH {path}")
    check_path(path, assessor)
    if versus is not None:
        check_path(versus, assessor, "--versus")
    reading, words = take_reading(assessor, asked)
    explanation = Explainer(assessor).explain(reading, path, changes=changes, versus=versus, text=words)
    tell_idle(changes, reading.facts)
    if form == "json":
        from fingerpost.explain.serial import plain_explanation

        give_output(dump_json(plain_explanation(explanation), indent=2), asked.output)
    elif form == "html":
        from fingerpost.page.person import write_explanation

        give_output(write_explanation(explanation, words, assessor.knowledge, everything=everything), asked.output)
    else:
        from fingerpost.cli.argument import print_explanation

        print_explanation(explanation, assessor.knowledge, asked.output, everything=everything)
