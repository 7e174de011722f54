"""Printing an explanation for people: trees that end in their own words, what-ifs, and two paths side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from fingerpost.cli.printing import count_points, open_console, print_stream
from fingerpost.explain.records import (
    Argument,
    Contrast,
    Explanation,
    GateGround,
    Ground,
    Place,
    Premise,
    Silent,
    Smallest,
    Source,
    WhatIf,
)
from fingerpost.explain.serial import write_option
from fingerpost.explain.wording import phrase_steps
from fingerpost.knowledge import KnowledgeBase
from fingerpost.phrasing import show_text
from fingerpost.records import Derived, Fact

# so many silent rules are shown where nobody asks for all
_NEAREST = 8
_QUOTE = 110
_PLACES = 6
_SAME = "It changes nothing in the ranking."


def print_explanation(
    explanation: Explanation, knowledge: KnowledgeBase, output: Path | None, *, everything: bool = False
) -> None:
    """Print an explanation; ``everything`` shows all silent rules."""
    console, stream = open_console(output)
    argument = explanation.argument
    if explanation.what_if:
        _print_what_if(console, explanation.what_if, knowledge)
    for note in explanation.notes:
        # what does not go together has a part of its own
        if note.about != "contradiction":
            console.print(Text(show_text(note.text)))
            console.print()
    _print_standing(console, argument, knowledge, thin=not explanation.result.recommendations)
    _print_argument(console, argument)
    if explanation.contrast:
        _print_contrast(console, argument, explanation.contrast, knowledge)
    _print_silent(console, argument.silent, everything)
    _print_smallest(console, explanation.smallest, argument, knowledge)
    if explanation.contradictions:
        _head(console, "What does not go together")
        for contradiction in explanation.contradictions:
            console.print(_lay_out(Text("•"), Text(show_text(contradiction.text))))
        console.print()
    print_stream(stream, output)


def sign_points(points: int) -> str:
    """Points with their sign: +3, −2, 0."""
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"


def name_place(number: int) -> str:
    """A rank in words: 1st, 2nd, 3rd, 4th."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _head(console: Console, title: str) -> None:
    console.print(Text(title, style="bold underline"))
    console.print()


def _print_standing(console: Console, argument: Argument, knowledge: KnowledgeBase, *, thin: bool) -> None:
    path = knowledge.paths[argument.path]
    verdicts = knowledge.extras["phrases"]["verdicts"]
    missed = "not recommended" if argument.score <= 0 else "too little to recommend" if thin else "not among the first"
    verdict = verdicts[argument.verdict] if argument.verdict else missed
    place = f"{name_place(argument.rank)} of {len(knowledge.paths)}, {_say_score(argument.score)}, {verdict}"
    console.print(Text.assemble((path.title, "bold cyan"), f"  {place}"))
    console.print()


def _print_argument(console: Console, argument: Argument) -> None:
    for title, grounds in (("What speaks for it", argument.pros), ("What speaks against it", argument.cons)):
        if grounds:
            _head(console, title)
            for ground in grounds:
                console.print(Padding(_grow_ground(ground), (0, 0, 0, 2)))
            console.print()
    if argument.terms:
        first, *others = argument.terms
        sum_ = sign_points(first[1]).lstrip("+") + "".join(f" {'+' if p > 0 else '−'} {abs(p)}" for _, p in others)
        console.print(Text(f"Sum: {sum_} = {str(argument.score).replace('-', '−')}"))
    else:
        console.print(Text("No rule has spoken for or against it."))
    console.print()
    if argument.gates:
        _head(console, "Gates")
        for gate in argument.gates:
            console.print(Padding(_grow_gate(gate), (0, 0, 0, 2)))
        console.print()


def _lay_out(mark: Text, line: Text) -> Table:
    """A mark with a line beside it that wraps by itself."""
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", width=max(3, len(mark)))
    table.add_column()
    table.add_row(mark, line)
    return table


def _say_score(score: int) -> str:
    return "−1 point" if score == -1 else count_points(score).replace("-", "−")


def _grow_ground(ground: Ground) -> Tree:
    style = "green" if ground.points > 0 else "red" if ground.points < 0 else "dim"
    tree = Tree(_lay_out(Text(sign_points(ground.points), style=style), Text(show_text(ground.text))), guide_style="dim")
    node = tree.add(Text.assemble(ground.rule, (f"  {_say_sources(ground.sources)}", "dim")))
    if ground.points != ground.stated:
        by = ", ".join(ground.outweighed_by)
        node.add(Text(f"would give {sign_points(ground.stated)}, but on the same topic these count: {by}", style="dim"))
    _grow_premises(node, ground.premises)
    return tree


def _grow_gate(gate: GateGround) -> Tree:
    style = {"open": "green", "closed": "red"}.get(gate.state, "dim")
    tree = Tree(_lay_out(Text(gate.state, style=style), Text(show_text(gate.text))), guide_style="dim")
    node = tree.add(Text.assemble(gate.rule, (f"  {_say_sources(gate.sources)}", "dim")))
    _grow_premises(node, gate.premises)
    return tree


def _grow_premises(node: Tree, premises: Iterable[Premise]) -> None:
    for premise in premises:
        thing = premise.thing
        if isinstance(thing, Derived):
            label = Text.assemble(premise.says, (f"  {thing.id}, by {premise.rule}, {_say_sources(premise.sources)}", "dim"))
            _grow_premises(node.add(label), premise.premises)
            continue
        leaf = node.add(Text.assemble(premise.says, (f"  {thing.id}", "dim")))
        if not thing.evidence:
            leaf.add(Text("supposed or given, not read in words", style="dim"))
        for evidence in thing.evidence:
            where = f" at {evidence.start}" if evidence.start >= 0 else ""
            leaf.add(Text.assemble(f"“{show_text(evidence.text, _QUOTE)}”", (f"{where}{_say_cues(thing)}", "dim")))


def _say_cues(fact: Fact) -> str:
    """The words that say it, and those that turned what they say."""
    cues = f"  cue: {show_text(', '.join(fact.cues), 60)}" if fact.cues else ""
    scopes = ", ".join(f"{show_text(s.text, 40)} ({s.scope})" for s in fact.scope)
    return cues + (f"  scope: {scopes}" if scopes else "")


def _say_sources(sources: Sequence[Source]) -> str:
    said = [f"{s.row} (“{s.section}”, paragraph {s.paragraph})" if s.row else f"our own: {s.heuristic}" for s in sources]
    return "; ".join(said)


def _print_silent(console: Console, silent: Sequence[Silent], everything: bool) -> None:
    told = [s for s in silent if everything or s.stage in ("fit", "choose", "gates")]
    shown = told if everything else told[:_NEAREST]
    if not shown:
        return
    _head(console, "Rules that did not speak, the nearest first")
    for rule in shown:
        sign = sign_points(rule.points) if rule.stage in ("fit", "choose") else rule.state or rule.stage
        claim = Text.assemble(show_text(rule.claim), (f"  {rule.rule}", "dim"))
        tree = Tree(_lay_out(Text(sign, style="dim"), claim), guide_style="dim")
        for lack in rule.lacks:
            node = tree.add(Text.assemble(("lacks: ", "dim"), lack.says))
            for by, lacks in lack.through if len(lack.through) <= 2 or everything else ():
                node.add(Text(f"{by} lacks: {'; '.join(lacks)}", style="dim"))
        for denied in rule.denied:
            tree.add(Text.assemble(("kept silent by: ", "dim"), denied))
        console.print(Padding(tree, (0, 0, 0, 2)))
    if len(told) > len(shown):
        more = len(told) - len(shown)
        console.print(Padding(Text(f"and {more} more, farther off (--all shows them)", style="dim"), (0, 0, 0, 2)))
    console.print()


def _print_smallest(console: Console, smallest: Smallest, argument: Argument, knowledge: KnowledgeBase) -> None:
    title = knowledge.title_of(argument.path)
    _head(console, "What would put it first")
    if smallest.size == 0:
        console.print(Text(f"{title} comes first already."))
        console.print()
        return
    if smallest.size is None:
        console.print(Text(f"No change of up to {smallest.most} facts would put {title} first."))
        console.print()
        return
    for group, heading in (
        ([w for w in smallest.ways if w.chosen], ""),
        ([w for w in smallest.ways if not w.chosen], "With things that nobody simply chooses:"),
    ):
        if heading and group:
            console.print(Padding(Text(heading), (0, 0, 0, 2)))
        for way in group:
            options = "  ".join(write_option(s.change) for s in way.steps)
            clause = phrase_steps(way.steps)
            said = f"{clause[:1].upper()}{clause[1:]}, it would come first with {count_points(way.score)}."
            console.print(Padding(_lay_out(Text("•"), Text(said)), (0, 0, 0, 0)))
            console.print(Padding(Text(options, style="dim"), (0, 0, 0, 4)))
    if smallest.own is None:
        most = smallest.most
        console.print(Padding(Text(f"Nothing within your own hands, up to {most} facts, would do it."), (0, 0, 0, 2)))
    console.print()
    console.print(Text("These are what-ifs: they show what the ranking hangs on, not how you should be.", style="dim"))
    console.print()


def _print_what_if(console: Console, what_if: WhatIf, knowledge: KnowledgeBase) -> None:
    clause = phrase_steps(what_if.steps)
    _head(console, f"What {clause}?")
    table = Table.grid(padding=(0, 2))
    for _ in range(4):
        table.add_column(justify="left")
    table.add_row(Text("", style="bold"), Text("as it was", style="bold"), Text("with the change", style="bold"), Text(""))
    old = {p.path: p for p in what_if.before}
    for place in what_if.after[:_PLACES]:
        was = old[place.path]
        move = was.rank - place.rank
        arrow = f"up {move}" if move > 0 else f"down {-move}" if move < 0 else ""
        table.add_row(Text(knowledge.title_of(place.path)), Text(_say_place(was)), Text(_say_place(place)), Text(arrow))
    console.print(Padding(table, (0, 0, 0, 2)))
    console.print()
    told = [s for s in what_if.shifts if s.stage in ("fit", "choose", "gates")]
    if not told:
        console.print(Padding(Text(_SAME), (0, 0, 0, 2)))
    for shift in told:
        before, after = (("silent" if x is None else sign_points(x)) for x in (shift.before, shift.after))
        if shift.stage == "gates":
            before, after = (("unsaid" if x is None else "decided") for x in (shift.before, shift.after))
        path = f" for {knowledge.title_of(shift.path)}" if shift.path else ""
        line = Text.assemble(f"{shift.rule}: {before} → {after}{path}  ", (show_text(shift.claim), "dim"))
        console.print(Padding(line, (0, 0, 0, 2)))
    console.print()


def _say_place(place: Place) -> str:
    return f"{name_place(place.rank)}, {_say_score(place.score)}"


def _print_contrast(console: Console, one: Argument, contrast: Contrast, knowledge: KnowledgeBase) -> None:
    other = contrast.other
    mine, its = knowledge.title_of(one.path), knowledge.title_of(other.path)
    _head(console, f"Held against {its}")
    lead = contrast.lead
    said = (
        f"They stand level at {_say_score(one.score)}."
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
        quote = " … ".join(show_text(e.text) for e in tip.fact.evidence)
        line = Text(f"towards {towards}: {tip.says}")
        console.print(Padding(_lay_out(Text(str(abs(tip.moves)), style="bold"), line), (0, 0, 0, 2)))
        if quote:
            console.print(Padding(Text(f"“{show_text(quote, _QUOTE)}”", style="dim"), (0, 0, 0, 6)))
    for rule in contrast.choices:
        line = Text.assemble(("Chosen between the two by ", "bold"), rule, f": {show_text(knowledge.rules[rule].claim)}")
        console.print(Padding(line, (0, 0, 0, 2)))
    console.print()
    console.print(Padding(Text(f"The case of {its}", style="bold"), (0, 0, 0, 2)))
    for ground in (*other.pros, *other.cons):
        table = _lay_out(Text(sign_points(ground.points)), Text(show_text(ground.text)))
        console.print(Padding(table, (0, 0, 0, 2)))
    console.print()
