"""``fingerpost evaluate``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from fingerpost.cli.options import give_output, knowledge_options, open_assessor
from fingerpost.evaluation import Miss, list_figures, measure, plain_figures, read_gold
from fingerpost.phrasing import show_text
from fingerpost.records import Fact
from fingerpost.serialising import dump_json


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--errors", type=click.IntRange(0), default=0, metavar="N", help="List up to N records misread.")
@knowledge_options
def evaluate(gold: tuple[Path, ...], form: str, errors: int, rules_dir: Path | None, kb_dir: Path | None) -> None:
    """Measure reading and ranking against annotated texts.

    GOLD is one or more JSONL files of {"id", "text", "facts", "paths"}. Facts are compared as (kind, topic, value); the
    ranking is measured from the text and from the annotated facts, so that reading and reasoning are told apart.
    """
    assessor = open_assessor(rules_dir, kb_dir)
    records = [record for path in gold for record in read_gold(path, assessor.knowledge)]
    figures, misses = measure(assessor, records)
    if form == "json":
        give_output(dump_json(plain_figures(figures), indent=2), None)
        return
    worst = sorted(misses, key=lambda m: -(len(m.missed) + len(m.extra)))[:errors]
    give_output("\n".join([*list_figures(figures), *(line for m in worst for line in _list_miss(m))]), None)


def _list_miss(miss: Miss) -> Iterator[str]:
    yield ""
    yield f"{miss.record.id}: {show_text(miss.record.text, 400)}"
    for sign, facts in (("missed", miss.missed), ("extra ", miss.extra)):
        for fact in facts:
            yield f"  {sign} {_name(fact)}"


def _name(fact: Fact) -> str:
    words = show_text(" … ".join(e.text for e in fact.evidence), 120)
    return f"{fact.kind}:{fact.topic}={fact.value}  “{words}”"
