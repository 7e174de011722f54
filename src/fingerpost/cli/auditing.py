"""Printing what an audit finds, for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fingerpost.audit.records import (
    Count,
    Firing,
    GroupView,
    PathView,
    Premise,
    Respondent,
    RowView,
    RuleCount,
    RuleView,
    Summary,
)
from fingerpost.audit.tables import Finding, name_premise
from fingerpost.cli.printing import open_console, print_stream
from fingerpost.knowledge import KnowledgeBase
from fingerpost.phrasing import show_text

_WORDS = 100
# of what would be first without a rule, so many are named in a list
_INSTEAD = 3


def print_finding(finding: Finding, everyone: int, knowledge: KnowledgeBase, most: int | None, output: Path | None) -> None:
    """Print what an audit found; at most so many rules or groups of a kind."""
    console, stream = open_console(output)
    printer = _Printer(console, everyone, knowledge, most)
    match finding:
        case Summary():
            printer.print_summary(finding)
        case RuleView():
            printer.print_rule(finding)
        case RowView():
            printer.print_row(finding)
        case PathView():
            printer.print_path(finding)
        case Respondent():
            printer.print_respondent(finding)
        case GroupView():
            printer.print_groups(finding)
    print_stream(stream, output)


class _Printer:
    def __init__(self, console: Console, everyone: int, knowledge: KnowledgeBase, most: int | None) -> None:
        self._console = console
        self._everyone = everyone
        self._knowledge = knowledge
        self._most = most

    def print_summary(self, summary: Summary) -> None:
        """Print the whole audit."""
        totals = summary.totals
        self._head(f"{_count(totals.respondents, 'respondent')}")
        self._line(f"{self._part(totals.without_facts)} said nothing that was recognised.")
        self._line(f"{self._part(totals.without_recommendation)} got no recommendation.")
        self._line(f"{self._part(totals.unread)} wrote at least one sentence in which nothing was recognised.")
        self._head("Paths")
        table = self._table("first", "recommended")
        for path in summary.paths:
            if path.recommended:
                table.add_row(self._part(path.first), self._part(path.recommended), path.path)
        self._console.print(Padding(table, (0, 0, 0, 2)))
        if summary.never_recommended:
            self._list("Never recommended", summary.never_recommended)
        self._print_swinging(summary)
        self._head(f"Rules that fired: {len(summary.rules)} of {len(summary.rules) + len(summary.silent)}")
        self._print_rules(summary.rules)
        self._print_together(summary)
        self._print_unused(summary)
        self._print_silent(summary)

    def print_rule(self, view: RuleView) -> None:
        """Print one rule with its respondents."""
        count = view.count
        self._head(count.rule)
        if view.claim:
            self._line(view.claim)
        self._line(f"Stage {count.stage or 'unknown'}; {', '.join(count.rows) or 'our own judgement'}.")
        self._line(f"Fired for {self._part(count.respondents)} of {_count(self._everyone, 'respondent')}.")
        if count.points:
            self._line(f"Gave {count.points:+,d} points to {count.path}, {_times(count.counted)}.")
        self._print_swings(count)
        self._print_tops(count, 2)
        if not view.cases:
            return
        self._head("For whom, and on what words")
        for case in view.cases:
            firing = case.firing
            told = f"first: {firing.first or 'nothing'}"
            if firing.swung:
                told += f"; without the rule: {firing.instead or 'nothing'}"
            self._console.print(Padding(Text.assemble((show_text(case.id), "bold"), f"  {told}"), (0, 0, 0, 2)))
            for premise in firing.premises:
                self._print_premise(premise, 6)
        self._more(count.respondents - len(view.cases), "respondents")

    def print_row(self, view: RowView) -> None:
        """Print one heuristic row with its rules."""
        self._head(view.row)
        self._line(f"{view.heuristic}.")
        self._line(f"“{view.article}”, section “{view.section}”, paragraph {view.paragraph}.")
        self._line(f"A rule of it fired for {self._part(view.respondents)} of {_count(self._everyone, 'respondent')}.")
        self._head(_count(len(view.rules), "rule"))
        self._print_rules(view.rules)

    def print_path(self, view: PathView) -> None:
        """Print one path with its rules."""
        self._head(f"{view.title} ({view.path})")
        self._line(f"Recommended to {self._part(view.recommended)}, first for {self._part(view.first)}.")
        for gate in view.gates:
            self._line(f"Its gate was {gate.name} for {self._part(gate.respondents)}.")
        self._head("Rules behind it, the one behind most recommendations first")
        table = self._table("recommended", "first", "fired", "points", "put first", "kept off")
        for rule in view.rules[: self._most]:
            numbers = (rule.recommending, rule.first, rule.respondents)
            swung = (rule.swung_to, rule.swung_from)
            table.add_row(*(f"{n:,}" for n in numbers), _sign(rule.points), *(f"{n:,}" for n in swung), rule.rule)
        self._console.print(Padding(table, (0, 0, 0, 2)))
        self._more(len(view.rules[self._most :]) if self._most else 0, "rules")
        if view.silent:
            self._list("Rules of this path that never fired", view.silent)

    def print_respondent(self, view: Respondent) -> None:
        """Print the trace of one respondent."""
        self._head(f"Respondent {show_text(view.id)}")
        self._line(f"Told: {', '.join(view.told) or 'nothing'}.")
        self._line(f"{_count(view.facts, 'fact')}, {_count(len(view.firings), 'firing')}.")
        for firing in view.firings:
            self._console.print()
            self._print_firing(firing)
        if view.unused:
            self._head("Read, but no rule fired on it")
            for premise in view.unused:
                self._print_premise(premise, 2)

    def print_groups(self, view: GroupView) -> None:
        """Print the groups of a column side by side."""
        self._head(f"By {show_text(view.column)}")
        for group in view.groups:
            self._console.print(Text(show_text(group.group) or "(no answer)", style="bold"))
            self._line(
                f"{_count(group.respondents, 'respondent')}; without facts {_part(group.without_facts, group.respondents)}, "
                f"without a recommendation {_part(group.without_recommendation, group.respondents)}."
            )
            first = [c for c in group.first if c.name]
            if first:
                self._line(f"First: {'; '.join(f'{c.name} {_part(c.respondents, group.respondents)}' for c in first[:5])}.")
            gaps = self._list_gaps(view, group.group)
            if gaps:
                self._line(f"Rules that fired more or less often than for the others: {'; '.join(gaps)}.")
            self._console.print()

    def _list_gaps(self, view: GroupView, name: str) -> list[str]:
        """The rules whose share in a group is farthest from that among all others."""
        group = next(g for g in view.groups if g.group == name)
        rest = self._everyone - group.respondents
        if not rest or not group.respondents:
            return []
        totals: dict[str, int] = {}
        for one in view.groups:
            for count in one.rules:
                totals[str(count.name)] = totals.get(str(count.name), 0) + count.respondents
        here = {str(c.name): c.respondents for c in group.rules}
        gaps = {r: here.get(r, 0) / group.respondents - (n - here.get(r, 0)) / rest for r, n in totals.items()}
        widest = sorted(gaps, key=lambda r: (-abs(gaps[r]), r))[:5]
        return [
            f"{r} {here.get(r, 0) / group.respondents:.0%} against {(totals[r] - here.get(r, 0)) / rest:.0%}"
            for r in widest
            if abs(gaps[r]) >= 0.005
        ]

    def _print_rules(self, rules: Sequence[RuleCount]) -> None:
        for count in rules[: self._most]:
            swung = f", swung {_count(count.swung, 'first place')}" if count.swung else ""
            points = f", {count.points:+,d} points" if count.points else ""
            line = f"  {self._part(count.respondents)}{points}{swung}"
            self._console.print(Padding(Text.assemble((count.rule, "bold"), line), (0, 0, 0, 2)))
            self._print_tops(count, 6)
        self._more(len(rules[self._most :]) if self._most else 0, "rules")

    def _print_tops(self, count: RuleCount, indent: int) -> None:
        if count.topics:
            self._line("on " + ", ".join(f"{c.name} ({c.respondents:,})" for c in count.topics), indent, "dim")
        if count.words:
            quotes = ", ".join(f"“{show_text(c.name or '', 50)}” ({c.respondents:,})" for c in count.words)
            self._line(f"in words such as {quotes}", indent, "dim")

    def _print_swings(self, count: RuleCount) -> None:
        if not count.swung:
            self._line("It swung no first place: without it, the same path would be first for everyone.")
            return
        instead = _list_counts(count.instead)
        self._line(f"Swung {_count(count.swung, 'first place')}. Without it, first would be: {instead}.")

    def _print_swinging(self, summary: Summary) -> None:
        swinging = sorted((c for c in summary.rules if c.swung), key=lambda c: (-c.swung, c.rule))
        if not swinging:
            return
        self._head("Rules that swung a first place")
        for count in swinging[: self._most]:
            name = f"{count.rule} → {count.path}" if count.path else count.rule
            self._line(f"{_times(count.swung)}: {name}; without it {_list_counts(count.instead[:_INSTEAD])}")
        self._more(len(swinging[self._most :]) if self._most else 0, "rules")

    def _print_silent(self, summary: Summary) -> None:
        if not summary.silent:
            return
        self._head(f"Rules that never fired: {len(summary.silent)}")
        stages: dict[str, list[str]] = {}
        for rule in summary.silent:
            stages.setdefault(self._knowledge.rules[rule].stage, []).append(rule)
        for stage, rules in stages.items():
            self._list(f"{stage} ({len(rules)})", rules)

    def _print_together(self, summary: Summary) -> None:
        if not summary.together:
            return
        self._head("Rules that always fired together")
        for group in summary.together[: self._most]:
            self._line(f"{_times(group.respondents)}: {', '.join(group.rules)}")
        self._more(len(summary.together[self._most :]) if self._most else 0, "groups")

    def _print_unused(self, summary: Summary) -> None:
        if not summary.unused:
            return
        self._head("Facts on which no rule fired")
        for fact in summary.unused[: self._most]:
            asks = f"{_count(len(fact.rules), 'rule')} could" if fact.rules else "no rule asks for it"
            self._line(f"{fact.kind}:{fact.topic}, said by {self._part(fact.respondents)}; {asks}")
        self._more(len(summary.unused[self._most :]) if self._most else 0, "facts")

    def _print_firing(self, firing: Firing) -> None:
        rule = self._knowledge.rules.get(firing.rule)
        rows = ", ".join(rule.heuristics) if rule else ""
        title = Text.assemble(f"{firing.order:>3}. ", (firing.rule, "bold"), f"  [{rows or 'our own judgement'}]")
        self._console.print(title)
        for premise in firing.premises:
            self._print_premise(premise, 5)
        given = (
            "" if firing.points is None else f" ({firing.points:+d})" if firing.points else " (0: a stronger rule counts)"
        )
        self._line(f"→ {firing.concludes}{given}", 5)
        if firing.swung:
            self._line(f"It swings the first place: without it, {firing.instead or 'nothing'} would be first.", 5)

    def _print_premise(self, premise: Premise, indent: int) -> None:
        quote = " … ".join(f"“{show_text(w, _WORDS)}”" for w in premise.words) or "(no words kept)"
        self._line(f"{quote} → {show_text(name_premise(premise))}", indent)

    def _head(self, title: str) -> None:
        self._console.print()
        self._console.print(Text(title, style="bold underline"))
        self._console.print()

    def _line(self, words: str, indent: int = 2, style: str = "") -> None:
        self._console.print(Padding(Text(words, style=style), (0, 0, 0, indent)))

    def _list(self, title: str, names: Iterable[str]) -> None:
        self._console.print(Padding(Text.assemble((f"{title}: ", "bold"), ", ".join(names)), (0, 0, 0, 2)))

    def _more(self, number: int, what: str) -> None:
        if number > 0:
            self._line(f"and {number:,} more {what} (--limit 0 lists all)", 2, "dim")

    def _part(self, number: int) -> str:
        return _part(number, self._everyone)

    def _table(self, *numbers: str) -> Table:
        table = Table.grid(padding=(0, 2))
        for _ in numbers:
            table.add_column(justify="right", no_wrap=True, overflow="fold")
        table.add_column(overflow="fold")
        table.add_row(*(Text(n, style="dim") for n in numbers), "")
        return table


def _part(number: int, whole: int) -> str:
    return f"{number:,} ({number / whole:.0%})" if whole else f"{number:,}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _sign(points: int) -> str:
    return f"{points:+,d}" if points else "0"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"


def _list_counts(counts: Sequence[Count]) -> str:
    """Names with their numbers."""
    return ", ".join(f"{c.name or 'nothing'} ({c.respondents:,})" for c in counts)
