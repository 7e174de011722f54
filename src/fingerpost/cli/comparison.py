"""Printing for people: the ranking before and after a change, and two paths held against each other."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fingerpost.cli.pieces import lay_out, name_place, print_head, say_score, sign_points
from fingerpost.cli.printing import count_points
from fingerpost.explain.records import Argument, Contrast, Place, WhatIf
from fingerpost.explain.wording import phrase_steps
from fingerpost.knowledge import KnowledgeBase
from fingerpost.phrasing import show_quotes, show_text

_PLACES = 6
# narrower consoles have no room for four columns
_FOUR_COLUMNS = 70
_SAME = "It changes nothing in the ranking."


def print_what_if(console: Console, what_if: WhatIf, knowledge: KnowledgeBase) -> None:
    """Print the ranking before and after changes, and the rules that changed."""
    clause = phrase_steps(what_if.steps)
    print_head(console, f"What {clause}?")
    _print_places(console, what_if, knowledge)
    console.print()
    told = [s for s in what_if.shifts if s.stage in ("fit", "choose", "gates")]
    if not told:
        console.print(Padding(Text(_SAME), (0, 0, 0, 2)))
    for shift in told:
        before, after = (("silent" if x is None else sign_points(x)) for x in (shift.before, shift.after))
        if shift.stage == "gates":
            before, after = (("unsaid" if x is None else "decided") for x in (shift.before, shift.after))
        path = f"{knowledge.title_of(shift.path)}: " if shift.path else ""
        line = Text.assemble(f"{path}{before} → {after}. {show_text(shift.claim)}", (f"  {shift.rule}", "dim"))
        console.print(lay_out(Text("•"), line))
    console.print()


def _print_places(console: Console, what_if: WhatIf, knowledge: KnowledgeBase) -> None:
    old = {p.path: p for p in what_if.before}
    rows = []
    for place in what_if.after[:_PLACES]:
        was = old[place.path]
        move = was.rank - place.rank
        arrow = f"up {move}" if move > 0 else f"down {-move}" if move < 0 else ""
        rows.append((knowledge.title_of(place.path), _say_place(was), _say_place(place), arrow))
    if console.width < _FOUR_COLUMNS:
        for title, before, after, arrow in rows:
            console.print(Padding(Text(title), (0, 0, 0, 2)))
            moved = f"{before} → {after}" + (f", {arrow}" if arrow else "")
            console.print(Padding(Text(moved, style="dim"), (0, 0, 0, 4)))
        return
    table = Table.grid(padding=(0, 2))
    for _ in range(4):
        table.add_column(justify="left", overflow="fold")
    table.add_row(Text(""), Text("as it was", style="bold"), Text("with the change", style="bold"), Text(""))
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(Padding(table, (0, 0, 0, 2)))


def _say_place(place: Place) -> str:
    return f"{name_place(place.rank)}, {say_score(place.score)}"


def print_contrast(console: Console, one: Argument, contrast: Contrast, knowledge: KnowledgeBase) -> None:
    """Print what tips the balance between the path explained and another, and the case of that one."""
    other = contrast.other
    mine, its = knowledge.title_of(one.path), knowledge.title_of(other.path)
    print_head(console, f"Held against {its}")
    lead = contrast.lead
    said = (
        f"They stand level at {say_score(one.score)}."
        if lead == 0
        else f"{mine if lead > 0 else its} leads by {count_points(abs(lead))}"
        f" ({max(one.score, other.score)} to {min(one.score, other.score)}).".replace("-", "−")
    )
    console.print(Padding(Text(said), (0, 0, 0, 2)))
    closed = [knowledge.title_of(a.path) for a in (one, other) if any(g.state == "closed" for g in a.gates)]
    if closed:
        gate = f"A closed gate keeps {' and '.join(closed)} from the first place."
        console.print(Padding(Text(gate), (0, 0, 0, 2)))
    if contrast.tips:
        console.print(Padding(Text("What tips the balance, and by how much:", style="bold"), (1, 0, 0, 2)))
    for tip in contrast.tips:
        towards = mine if tip.moves > 0 else its
        quotes = show_quotes(tip.fact)
        line = Text(f"towards {towards}: {tip.says}")
        console.print(Padding(lay_out(Text(str(abs(tip.moves)), style="bold"), line), (0, 0, 0, 2)))
        if quotes:
            console.print(Padding(Text(quotes, style="dim"), (0, 0, 0, 6)))
    for rule in contrast.choices:
        console.print(Padding(Text("What chooses between the two:", style="bold"), (1, 0, 0, 2)))
        line = Text.assemble(show_text(knowledge.rules[rule].claim), (f"  {rule}", "dim"))
        console.print(Padding(line, (0, 0, 0, 4)))
    console.print()
    console.print(Padding(Text(f"The case of {its}", style="bold"), (0, 0, 0, 2)))
    for ground in (*other.pros, *other.cons):
        table = lay_out(Text(sign_points(ground.points)), Text(show_text(ground.text)))
        console.print(Padding(table, (0, 0, 0, 2)))
    console.print()
