"""``fingerpost rules diff``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fingerpost.cli.options import give_output, open_assessor, output_option

if TYPE_CHECKING:
    from fingerpost.audit.differing import Difference, Report

_FOLDER = click.Path(path_type=Path)


@click.command("diff")
@click.argument("old", type=_FOLDER)
@click.argument("new", type=_FOLDER)
@click.option("--on", "source", required=True, type=_FOLDER, metavar="INPUT", help="The survey, or its results.")
@click.option("--survey", "map_file", type=_FOLDER, metavar="MAP", help="A survey map: what the columns hold.")
@click.option("--id", "id_column", metavar="COLUMN", help="The column of the ids, where there is no map.")
@click.option("--text", "text_column", metavar="COLUMN", help="The column of the answers, where there is no map.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N", help="Respondents in text; 0 lists all."
)
@output_option
@click.option("--kb", "kb_dir", type=_FOLDER, metavar="DIR", help="Another kb/ folder.")
def diff_rules(
    old: Path,
    new: Path,
    source: Path,
    map_file: Path | None,
    id_column: str | None,
    text_column: str | None,
    form: str,
    limit: int,
    output: Path | None,
    kb_dir: Path | None,
) -> None:
    """Who would be told something else under another rule set?

    OLD and NEW are folders of rules. INPUT is a survey, or results of `fingerpost batch`, which need not be read again.
    Exit status 4 when anyone is told something else, 0 when nobody is.
    """
    if map_file and (id_column or text_column):
        raise click.UsageError("--survey already says which columns to read; leave out --id and --text.")
    from fingerpost.assess import Assessor
    from fingerpost.audit.answers import open_survey, read_people
    from fingerpost.audit.differing import compare_survey
    from fingerpost.cli.options import open_knowledge
    from fingerpost.phrasing import show_text

    assessor: Assessor = open_assessor(old, kb_dir)
    after = open_knowledge(new, kb_dir)
    survey = open_survey(source, map_file, id_column, text_column, say=lambda note: click.echo(show_text(note), err=True))
    report = compare_survey(assessor.knowledge, after, read_people(survey, assessor))
    if form == "json":
        from fingerpost.serialising import dump_json

        give_output(dump_json(asdict(report), indent=2), output)
    else:
        give_output("\n".join(_write(report, limit or None)), output)
    if report.people:
        raise click.exceptions.Exit(4)


def _write(report: Report, most: int | None) -> list[str]:
    lines = [_count_changes(report), ""]
    if not report.people:
        return [*lines, f"Nobody of {_count(report.respondents, 'respondent')} is told anything else."]
    lines += [
        f"Of {_count(report.respondents, 'respondent')},",
        f"  {report.first:,} would have another path first,",
        f"  {report.recommendations:,} the same first and other paths after it,",
        f"  {report.words:,} the same paths with other reasons, points, cautions or advice.",
    ]
    if report.first:
        lines += ["", f"{'First':<28}{'before':>8}{'after':>8}{'won':>8}{'lost':>8}"]
        lines += [
            f"  {p.path or 'nothing':<26}{p.before:>8,}{p.after:>8,}{p.won:>8,}{p.lost:>8,}"
            for p in report.paths
            if p.won or p.lost
        ]
    causes = sorted((c for c in report.causes if c.respondents), key=lambda c: (-c.first, -c.respondents, c.rule))
    lines += ["", "Because of", *(f"  {c.rule} ({c.change}): {_say_part(c.first, c.respondents)}" for c in causes)]
    people = [d for d in report.people if d.level == "first"]
    if people:
        lines += ["", "Another path first", *(_write_person(d) for d in people[:most])]
        if most and len(people) > most:
            lines.append(f"  and {len(people) - most:,} more (--limit 0 lists all)")
    return lines


def _count_changes(report: Report) -> str:
    numbers = {change: sum(c.change == change for c in report.causes) for change in ("added", "removed", "changed")}
    said = ", ".join(f"{n:,} {change}" for change, n in numbers.items() if n)
    return f"Rules: {said}." if said else "The rules are the same."


def _say_part(first: int, respondents: int) -> str:
    others = respondents - first
    parts = [f"{_count(first, 'first place')}"] if first else []
    if others:
        parts.append(f"other changes for {others:,}" if first else f"changes for {_count(others, 'respondent')}")
    return ", ".join(parts)


def _write_person(difference: Difference) -> str:
    from fingerpost.phrasing import show_text

    before, after = (told[0] if told else "nothing" for told in (difference.before, difference.after))
    return f"  {show_text(difference.id)}: {before} → {after}, by {', '.join(difference.causes)}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
