"""Printing an explanation for people: trees that end in their own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from fingerpost.cli.comparison import print_contrast, print_what_if
from fingerpost.cli.pieces import lay_out, name_place, print_head, say_score, sign_points
from fingerpost.cli.printing import count_points, open_console, print_stream, show_notes
from fingerpost.explain.records import (
    Argument,
    CautionGround,
    Explanation,
    GateGround,
    Ground,
    Premise,
    Silent,
    Smallest,
    Source,
)
from fingerpost.explain.serial import write_option
from fingerpost.explain.wording import phrase_steps
from fingerpost.knowledge import KnowledgeBase
from fingerpost.phrasing import show_quote, show_text
from fingerpost.records import Derived, Fact

# so many silent rules are shown where nobody asks for all
_NEAREST = 8
# of a caution
_WITH_THE_PATH = "rests on nothing that you said: it goes with the path"


def print_explanation(
    explanation: Explanation, knowledge: KnowledgeBase, output: Path | None, *, everything: bool = False
) -> None:
    """Print an explanation; ``everything`` shows all silent rules."""
    console, stream = open_console(output)
    argument = explanation.argument
    show_notes(console, [n for n in explanation.notes if n.about == "help"])
    if explanation.what_if:
        print_what_if(console, explanation.what_if, knowledge)
    # what does not go together has a part of its own
    show_notes(console, [n for n in explanation.notes if n.about not in ("help", "contradiction")])
    if not explanation.result.facts and not explanation.what_if:
        title = knowledge.title_of(argument.path)
        console.print(Text(f"Nothing was read, so there is nothing yet that speaks for or against {title}."))
        print_stream(stream, output)
        return
    _print_standing(console, argument, knowledge, thin=not explanation.result.recommendations)
    _print_argument(console, argument, knowledge)
    if explanation.contrast:
        print_contrast(console, argument, explanation.contrast, knowledge)
    _print_silent(console, argument.silent, everything)
    _print_smallest(console, explanation.smallest, argument, knowledge)
    if explanation.contradictions:
        print_head(console, "What does not go together")
        for contradiction in explanation.contradictions:
            console.print(lay_out(Text("•"), Text(show_text(contradiction.text))))
        console.print()
    print_stream(stream, output)


def _print_standing(console: Console, argument: Argument, knowledge: KnowledgeBase, *, thin: bool) -> None:
    path = knowledge.paths[argument.path]
    verdicts = knowledge.extras["phrases"]["verdicts"]
    missed = "not recommended" if argument.score <= 0 else "too little to recommend" if thin else "not among the first"
    verdict = verdicts[argument.verdict] if argument.verdict else missed
    place = f"{name_place(argument.rank)} of {len(knowledge.paths)}, {say_score(argument.score)}, {verdict}"
    if cell_len(f"{path.title}  {place}") <= console.width:
        console.print(Text.assemble((path.title, "bold cyan"), f"  {place}"))
    else:
        console.print(Text(path.title, style="bold cyan"))
        console.print(Padding(Text(place), (0, 0, 0, 2)))
    console.print()


def _print_argument(console: Console, argument: Argument, knowledge: KnowledgeBase) -> None:
    for title, grounds in (("What speaks for it", argument.pros), ("What speaks against it", argument.cons)):
        if grounds:
            print_head(console, title)
            for ground in grounds:
                console.print(Padding(_grow_ground(ground, knowledge), (0, 0, 0, 2)))
            console.print()
    if argument.terms:
        first, *others = argument.terms
        sum_ = sign_points(first[1]).lstrip("+") + "".join(f" {'+' if p > 0 else '−'} {abs(p)}" for _, p in others)
        console.print(Text(f"Sum: {sum_}" + (f" = {str(argument.score).replace('-', '−')}" if others else "")))
    else:
        console.print(Text("No rule has spoken for or against it."))
    console.print()
    if argument.gates:
        print_head(console, "Gates")
        for gate in argument.gates:
            console.print(Padding(_grow_gate(gate), (0, 0, 0, 2)))
        console.print()
    if argument.cautions:
        print_head(console, "Before you decide")
        for caution in argument.cautions:
            console.print(Padding(_grow_caution(caution), (0, 0, 0, 2)))
        console.print()


def _grow_ground(ground: Ground, knowledge: KnowledgeBase) -> Tree:
    style = "green" if ground.points > 0 else "red" if ground.points < 0 else "dim"
    tree = Tree(lay_out(Text(sign_points(ground.points), style=style), Text(show_text(ground.text))), guide_style="dim")
    node = tree.add(Text.assemble(ground.rule, (f"  {_say_sources(ground.sources)}", "dim")))
    if ground.rivals:
        node.add(Text(f"a choice over {', '.join(map(knowledge.title_of, ground.rivals))}", style="dim"))
    if ground.points != ground.stated:
        by = ", ".join(ground.outweighed_by)
        node.add(Text(f"would give {sign_points(ground.stated)}, but on the same topic these count: {by}", style="dim"))
    _grow_premises(node, ground.premises)
    return tree


def _grow_gate(gate: GateGround) -> Tree:
    style = {"open": "green", "closed": "red"}.get(gate.state, "dim")
    tree = Tree(lay_out(Text(gate.state, style=style), Text(show_text(gate.text))), guide_style="dim")
    node = tree.add(Text.assemble(gate.rule, (f"  {_say_sources(gate.sources)}", "dim")))
    _grow_premises(node, gate.premises)
    return tree


def _grow_caution(caution: CautionGround) -> Tree:
    tree = Tree(lay_out(Text("•"), Text(show_text(caution.text))), guide_style="dim")
    node = tree.add(Text.assemble(caution.rule, (f"  {_say_sources(caution.sources)}", "dim")))
    _grow_premises(node, caution.premises)
    if not caution.premises:
        node.add(Text(_WITH_THE_PATH, style="dim"))
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
            leaf.add(Text.assemble(f"“{show_quote(evidence.text, thing.cues)}”", (f"{where}{_say_cues(thing)}", "dim")))


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
    print_head(console, "Rules that did not speak, the nearest first")
    for rule in shown:
        sign = sign_points(rule.points) if rule.stage in ("fit", "choose") else rule.state or rule.stage
        claim = Text.assemble(show_text(rule.claim), (f"  {rule.rule}", "dim"))
        tree = Tree(lay_out(Text(sign, style="dim"), claim), guide_style="dim")
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
    print_head(console, "What would put it first")
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
            console.print(Padding(lay_out(Text("•"), Text(said)), (0, 0, 0, 0)))
            console.print(Padding(Text(options, style="dim"), (0, 0, 0, 4)))
    if smallest.own is None:
        most = smallest.most
        console.print(Padding(Text(f"Nothing within your own hands, up to {most} facts, would do it."), (0, 0, 0, 2)))
    console.print()
    console.print(Text("These are what-ifs: they show what the ranking hangs on, not how you should be.", style="dim"))
    console.print()
