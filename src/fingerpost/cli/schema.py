"""``fingerpost schema list|show``."""

from __future__ import annotations

import click

from fingerpost.data import find_data
from fingerpost.errors import CommandError
from fingerpost.loading import read_json, read_text
from fingerpost.mending import suggest_names

_SUFFIX = ".schema.json"


@click.group()
def schema() -> None:
    """The JSON Schemas of results, rules and every other file."""


@schema.command("list")
def list_schemas() -> None:
    """List the schemas by name."""
    for path in sorted(find_data("schemas").glob(f"*{_SUFFIX}")):
        title = str(read_json(path).get("title", ""))
        click.echo(f"{path.name.removesuffix(_SUFFIX):<12} {title}")


@schema.command("show")
@click.argument("name")
def show_schema(name: str) -> None:
    """Print one schema."""
    schemas = {p.name.removesuffix(_SUFFIX): p for p in sorted(find_data("schemas").glob(f"*{_SUFFIX}"))}
    if name not in schemas:
        mend = suggest_names(name, schemas, "see `fingerpost schema list`")
        raise CommandError(f"there is no schema {name!r}", where="schema show", mend=mend)
    click.echo(read_text(schemas[name]).rstrip("\n"))
