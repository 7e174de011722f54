"""``fingerpost audit``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fingerpost.cli.options import give_output, knowledge_options, open_knowledge, output_option
from fingerpost.serialising import dump_json

if TYPE_CHECKING:
    from fingerpost.audit.answers import Survey
    from fingerpost.audit.records import Totals
    from fingerpost.audit.store import Store
    from fingerpost.audit.tables import Finding
    from fingerpost.audit.verifying import Verified
    from fingerpost.knowledge import KnowledgeBase

_KNOWLEDGE = "select distinct knowledge from person order by knowledge"
_SIDES = ("--rule", "--row", "--path", "--respondent", "--by")


@click.command()
@click.argument("results", metavar="RESULTS", type=click.Path(path_type=Path, readable=False))
@click.option("--rule", metavar="ID", help="One rule: for whom it fired, and on what words.")
@click.option("--row", metavar="ROW", help="One heuristic row of the articles, for example A1.4.")
@click.option("--path", metavar="ID", help="One career path: the rules that speak for it and against it.")
@click.option("--respondent", metavar="ID", help="One respondent: from words to fact to rule to path.")
@click.option("--by", metavar="COLUMN", help="Side by side by a group column of the survey.")
@click.option("--verify", is_flag=True, help="Make a sample of rows anew from the survey, and compare byte by byte.")
@click.option(
    "--input", "source", metavar="SURVEY", type=click.Path(path_type=Path, readable=False), help="The survey, for --verify."
)
@click.option(
    "--survey", "map_file", metavar="MAP", type=click.Path(path_type=Path, readable=False), help="Its map, as for `batch`."
)
@click.option("--id", "id_column", metavar="COLUMN", help="The column of its ids, as for `batch`.")
@click.option("--text", "text_column", metavar="COLUMN", help="The column of its answers, as for `batch`.")
@click.option("--from-facts", is_flag=True, help="Its rows hold facts, as for `batch`.")
@click.option(
    "--sample", type=click.IntRange(0), default=100, show_default=True, metavar="N", help="Rows to make anew; 0 for all."
)
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    metavar="N",
    help="In text, list at most N rules or respondents; 0 lists all.",
)
@output_option
@knowledge_options
def audit(
    results: Path,
    rule: str | None,
    row: str | None,
    path: str | None,
    respondent: str | None,
    by: str | None,
    verify: bool,
    source: Path | None,
    map_file: Path | None,
    id_column: str | None,
    text_column: str | None,
    from_facts: bool,
    sample: int,
    form: str,
    limit: int,
    output: Path | None,
    rules_dir: Path | None,
    kb_dir: Path | None,
) -> None:
    """Ask results which rules fired, how often, for whom and on what words.

    RESULTS is what `fingerpost batch` wrote: JSONL (also as .gz) or Parquet. A rule swings a first place where another
    path, or none, would be recommended first without it. That is worked out with the rules at hand; if the results were
    made with others, name them with --rules and --kb.
    """
    chosen = [name for name, value in zip(_SIDES, (rule, row, path, respondent, by), strict=True) if value is not None]
    if len(chosen) > 1:
        raise click.UsageError(f"Give only one of {' and '.join(chosen)}.")
    asked = [map_file, id_column, text_column, from_facts or None]
    if verify:
        if source is None:
            raise click.UsageError("--verify needs --input SURVEY, the survey that the results were made of.")
        if chosen:
            raise click.UsageError(f"--verify checks the results; leave out {chosen[0]}.")
        if map_file and (id_column or text_column or from_facts):
            raise click.UsageError("--survey already says which columns to read; leave out --id, --text and --from-facts.")
    elif source is not None or any(a is not None for a in asked):
        raise click.UsageError("--input, --survey, --id, --text and --from-facts go with --verify.")
    if output is not None and os.path.realpath(output) in {os.path.realpath(p) for p in (results, source, map_file) if p}:
        raise click.UsageError("--output is a file that is read.")
    from fingerpost.audit.store import open_results

    # the query engine loads the results by itself, so the knowledge can be read meanwhile
    keep_rows = verify or any(side is not None for side in (rule, path, respondent, by))
    pool = ThreadPoolExecutor(1)
    pending = pool.submit(open_knowledge, rules_dir, kb_dir)
    with pool, open_results(results, keep_rows=keep_rows) as store:
        knowledge = pending.result()
        digests = [digest for (digest,) in store.ask(_KNOWLEDGE) if digest]
        _warn_knowledge(results, digests, knowledge.digest)
        if source is not None:
            from fingerpost.audit.answers import open_survey

            survey = open_survey(source, map_file, id_column, text_column, from_facts=from_facts)
            done = _verify(store, survey, knowledge, sample or None)
            words = f"{done.checked:,} of {done.rows:,} rows made anew: the same, byte by byte."
            give_output(dump_json(asdict(done), indent=2) if form == "json" else words, output)
            return
        totals = _count(store, knowledge)
        most = limit or None if form == "text" else None
        finding = _find(store, knowledge, rule, row, path, respondent, by, most)
    if form == "json":
        give_output(dump_json(asdict(finding), indent=2), output)
    elif form == "csv":
        from fingerpost.audit.tables import write_csv

        give_output(write_csv(finding, knowledge), output)
    else:
        from fingerpost.cli.auditing import print_finding

        print_finding(finding, totals.respondents, knowledge, most, output)


def _verify(store: Store, survey: Survey, knowledge: KnowledgeBase, sample: int | None) -> Verified:
    from fingerpost.assess import Assessor
    from fingerpost.audit.verifying import verify_results
    from fingerpost.survey.results import check_digest, read_manifest

    manifest = read_manifest(store.path)
    if manifest and manifest.survey != survey.digest:
        _say(f"{survey.source.path.name} is not the file that the manifest names: its digest is another.")
    done = verify_results(store, survey, Assessor(knowledge), manifest.settings if manifest else None, sample)
    # a row that differs has been named; this tells of rows beyond the sample
    if manifest:
        check_digest(store.path, manifest)
    return done


def _count(store: Store, knowledge: KnowledgeBase) -> Totals:
    from fingerpost.audit.counting import count_totals
    from fingerpost.audit.swings import find_swings

    find_swings(store, knowledge)
    totals = count_totals(store)
    if totals.strays:
        _say(
            f"{totals.strays:,} of {totals.respondents:,} respondents would be told something else by the rules at hand; "
            "no swings are counted for them."
        )
    return totals


def _find(
    store: Store,
    knowledge: KnowledgeBase,
    rule: str | None,
    row: str | None,
    path: str | None,
    respondent: str | None,
    by: str | None,
    most: int | None,
) -> Finding:
    from fingerpost.audit.counting import summarise
    from fingerpost.audit.tracing import trace_respondent, view_rule
    from fingerpost.audit.viewing import view_groups, view_path, view_row

    if rule is not None:
        return view_rule(store, knowledge, rule, most)
    if row is not None:
        return view_row(store, knowledge, row)
    if path is not None:
        return view_path(store, knowledge, path)
    if respondent is not None:
        return trace_respondent(store, respondent)
    return summarise(store, knowledge) if by is None else view_groups(store, by)


def _warn_knowledge(results: Path, named: Sequence[str], digest: str) -> None:
    others = [k for k in named if k != digest]
    if others:
        made = ", ".join(k.removeprefix("sha256:")[:12] for k in others[:3])
        here = digest.removeprefix("sha256:")[:12]
        _say(
            f"{results.name} was made with other knowledge ({made}) than is at hand ({here}); "
            "name that with --rules and --kb, or run the batch again."
        )


def _say(note: str) -> None:
    from fingerpost.phrasing import show_text

    click.echo(show_text(note), err=True)
