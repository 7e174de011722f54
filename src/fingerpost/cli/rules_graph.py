"""``fingerpost rules graph``."""

from __future__ import annotations

from pathlib import Path

import click

from fingerpost.cli.options import give_output, knowledge_options, open_knowledge, output_option


@click.command("graph", short_help="Draw the rule base as SVG.")
@click.option("--path", "path_id", metavar="PATH", default="", help="Only what speaks of one path, fact by fact.")
@output_option
@knowledge_options
def graph(path_id: str, output: Path | None, rules_dir: Path | None, kb_dir: Path | None) -> None:
    """Draw the rule base as SVG: from what one says through dispositions to paths.

    Lines between the same two things are one: its width tells the points, its title names the rules. Open it in a browser,
    and point at whatever you want to follow.
    """
    from fingerpost.rulegraph import build_graph, draw_graph

    knowledge = open_knowledge(rules_dir, kb_dir)
    give_output(draw_graph(build_graph(knowledge, path_id), knowledge), output)
