"""Which numbers of a survey become which picture, and how each is told in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fingerpost.page.charts import Bar, Picture, draw_balance, draw_bars, draw_grid
from fingerpost.page.choosing import Counts, SurveyView
from fingerpost.page.disclosure import Grouping
from fingerpost.page.templating import write_number

_TOPICS = 14
_RULES = 12
_OBSTACLES = 8
NO_ANSWER = "No answer"
_SEVERAL = "For several paths"
# so many columns fit beside each other
_GROUPS = 12


def picture_paths(view: SurveyView) -> Picture | None:
    """The paths by first place, over how often each was among the top three."""
    bars = [_double(c) for c in view.paths if any(c.numbers)]
    if not bars:
        return None
    told = "; ".join(f"{b.label} {b.number}" for b in bars)
    return draw_bars("paths", "Paths by first place / among the top three", f"{told}.", bars)


def picture_tastes(view: SurveyView) -> Picture | None:
    """Dislikes to the left, likes to the right, by topic."""
    rows = [(c.label, c.numbers[1], c.numbers[0]) for c in view.topics if c.numbers[0] or c.numbers[1]][:_TOPICS]
    if not rows:
        return None
    told = "; ".join(f"{label}: {_say(likes)} like it, {_say(dislikes)} don’t enjoy it" for label, dislikes, likes in rows)
    return draw_balance("tastes", "What people don’t enjoy, and what they like", f"{told}.", rows)


def picture_obstacles(number: int, title: str, lines: Sequence[Counts]) -> Picture:
    """One of the things that hold people back."""
    bars = [Bar(c.label, c.numbers[0] or 0, _say(c.numbers[0]), tone="against", head=c.path) for c in lines[:_OBSTACLES]]
    return draw_bars(f"obstacles{number}", title, _tell(bars), bars, above=True)


def picture_deciders(view: SurveyView) -> Picture | None:
    """The rules that speak for first places, and those without which another path would be first."""
    bars = [_double(c, c.path or _SEVERAL) for c in view.deciders[:_RULES]]
    title = "Rules behind first places: people for whom the rule decides / for whom it speaks"
    return draw_bars("deciders", title, _tell(bars), bars, above=True) if bars else None


def picture_groups(number: int, grouping: Grouping, classes: Mapping[str, str]) -> Picture:
    """First places by group, or only the groups where there is nothing more to show."""
    groups = {group: group or NO_ANSWER for group in list(grouping.sizes)[:_GROUPS]}
    cells = {(classes[str(k)], groups[g]): n for (g, k), n in grouping.cells.items() if g in groups}
    name, title = f"groups{number}", f"First places by {grouping.column}"
    if not cells:
        bars = [Bar(label, grouping.sizes[group], write_number(grouping.sizes[group])) for group, label in groups.items()]
        return draw_bars(name, f"People by {grouping.column}", _tell(bars), bars)
    totals: dict[str, int] = {}
    for (kind, _), count in cells.items():
        totals[kind] = totals.get(kind, 0) + count
    rows = sorted(totals, key=lambda kind: (-totals[kind], kind))
    told = "; ".join(f"{group}, {kind}: {write_number(count)}" for (kind, group), count in cells.items())
    return draw_grid(name, title, f"{told}.", rows, list(groups.values()), cells)


def _double(line: Counts, head: str = "") -> Bar:
    value, behind = line.numbers
    return Bar(line.label, value or 0, f"{_say(value)} / {_say(behind)}", behind or 0, head=head)


def _say(number: int | None) -> str:
    return "–" if number is None else write_number(number)


def _tell(bars: Sequence[Bar]) -> str:
    return "; ".join(f"{b.head}: {b.label} {b.number}" if b.head else f"{b.label} {b.number}" for b in bars) + "."
