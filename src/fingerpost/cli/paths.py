"""``fingerpost paths list|show``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.padding import Padding
from rich.text import Text

from fingerpost.cli.options import knowledge_options, open_knowledge
from fingerpost.cli.printing import open_console, print_items, print_stream
from fingerpost.cli.wrapping import echo_rows
from fingerpost.errors import CommandError
from fingerpost.mending import suggest_names


@click.group()
def paths() -> None:
    """The career paths, and what the articles say of each."""


@paths.command("list")
@knowledge_options
def list_paths(rules_dir: Path | None, kb_dir: Path | None) -> None:
    """List the paths by category."""
    known = open_knowledge(rules_dir, kb_dir).paths.values()
    echo_rows([(f"{p.id:<26} {p.category:<24} {p.title}", (p.id, f"{p.title} ({p.category})")) for p in known])


@paths.command("show")
@click.argument("path_id", metavar="PATH")
@knowledge_options
def show_path(path_id: str, rules_dir: Path | None, kb_dir: Path | None) -> None:
    """Show one path: what one does all day, what it gives and costs, and what the articles say of it."""
    knowledge = open_knowledge(rules_dir, kb_dir)
    path = knowledge.paths.get(path_id)
    if path is None:
        mend = suggest_names(path_id, knowledge.paths, "see `fingerpost paths list`")
        raise CommandError(f"there is no path {path_id!r}", where="paths show", mend=mend)
    console, stream = open_console()
    console.print(Text(path.title, style="bold cyan"))
    console.print(Text(f"{path.id}, {path.category}", style="dim"))
    console.print()
    console.print(Text(path.day))
    for title, items in (
        ("What it gives you", path.gives),
        ("What it costs you", path.costs),
        ("First small steps", path.first_steps),
        ("Where it leads" + (" (our own view)" if path.ladder_ours else ""), (" → ".join(path.ladder),)),
    ):
        console.print()
        console.print(Text(title, style="bold"))
        print_items(console, [Text(item) for item in items], indent=2)
    rows = [r for r in knowledge.rows.values() if path.id in r.paths]
    console.print()
    console.print(Text("What the articles say of it", style="bold"))
    for row in rows:
        article = knowledge.articles[row.article]
        source = f"“{article.title}”, {row.section}, paragraph {row.paragraph}"
        console.print(
            Padding(
                Text.assemble(f"{row.row:<6}", row.heuristic, (f"  ({', '.join(row.kind)}; {source})", "dim")),
                (0, 0, 0, 2),
            )
        )
    print_stream(stream)
