"""Pictures of counts: Vega-Lite drawn to SVG, in the page's own colours, with a title and a description.

Each is drawn twice, for a screen of a desk (or paper) and for a phone, where labels stand above their bars.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markupsafe import Markup

from fingerpost.page.letters import show_letters
from fingerpost.page.templating import write_number

BROAD, NARROW = 760, 350
_LABELS = 290
# labels are cut a little short, for fonts that run wider
_SLACK = 0.87
_EMPTY = re.compile(r'<path class="(?:background|foreground)"[^>]*?/>')
_ROLES = re.compile(r' (?:role|aria-\w+)="[^"]*"')


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled bar with its number in words; drawn in the colour ``tone``, over a paler one as long as ``behind``.

    ``head`` is a line above the label, where labels stand above their bars.
    """

    label: str
    value: int
    number: str
    behind: int = 0
    tone: str = "first"
    head: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture in its two widths."""

    broad: Markup
    narrow: Markup


def draw_bars(name: str, title: str, told: str, bars: Sequence[Bar], *, above: bool = False) -> Picture:
    """Draw horizontal bars.

    Args:
        name: The start of the ids in the SVG.
        title: What the picture shows.
        told: The same in a sentence, for those who don't see it.
        bars: The bars, from top to bottom.
        above: Labels stand above their bars at both widths: for long ones.
    """
    drawn = [_draw_bars(bars, width, above or width == NARROW) for width in (BROAD, NARROW)]
    return _frame(name, title, told, drawn)


def draw_balance(name: str, title: str, told: str, rows: Sequence[tuple[str, int | None, int | None]]) -> Picture:
    """Draw bars to both sides of a line: (label, to the left, to the right); for None there is neither bar nor number."""
    return _frame(name, title, told, [_draw_balance(rows, width, width == NARROW) for width in (BROAD, NARROW)])


def draw_grid(
    name: str, title: str, told: str, rows: Sequence[str], columns: Sequence[str], cells: dict[tuple[str, str], int]
) -> Picture:
    """Draw a grid of counts, the larger the stronger; on a phone, bars of the cells that are shown."""
    bars = [
        Bar(row, cells[row, column], write_number(cells[row, column]), head=column)
        for column in columns
        for row in rows
        if (row, column) in cells
    ]
    return _frame(name, title, told, [_draw_grid(rows, columns, cells), _draw_bars(bars, NARROW, True)])


def _draw_bars(bars: Sequence[Bar], width: int, above: bool) -> str:
    start = 1 if above else _LABELS
    room = width - start - _width_of(b.number for b in bars)
    most = max((max(b.value, b.behind) for b in bars), default=0) or 1
    values = [
        {"row": n, "label": show_letters(b.label), "head": show_letters(b.head), "value": b.value, "behind": b.behind}
        | {"number": b.number, "longest": max(b.value, b.behind), "tone": f"var(--{b.tone})"}
        for n, b in enumerate(bars)
    ]
    x = _measure([0, most], [0, room])
    headed = above and any(b.head for b in bars)
    mark, text = _lay_out(above, headed)
    layers = [
        {"mark": mark | {"color": "var(--top)"}, "encoding": {"x": x | {"field": "behind"}}},
        {"mark": mark, "encoding": {"x": x | {"field": "value"}, "color": {"field": "tone", "scale": None}}},
        {
            "mark": text | {"align": "left", "dx": 6},
            "encoding": {"x": x | {"field": "longest"}, "text": {"field": "number"}},
        },
        *_draw_labels(width, above, headed),
    ]
    return _draw(values, layers, width, _row_height(above, headed) * len(bars), start)


def _draw_balance(rows: Sequence[tuple[str, int | None, int | None]], width: int, above: bool) -> str:
    start = 1 if above else _LABELS
    left, right = max((row[1] or 0 for row in rows), default=0), max((row[2] or 0 for row in rows), default=0)
    values = [
        {"row": n, "label": show_letters(label), "left": -(a or 0), "right": b or 0}
        | {"a": "" if a is None else write_number(a), "b": "" if b is None else write_number(b)}
        for n, (label, a, b) in enumerate(rows)
    ]
    beside = _width_of(write_number(n or 0) for _, *numbers in rows for n in numbers)
    x = _measure([-left, right] if left + right else [0, 1], [beside, width - start - beside])
    mark, text = _lay_out(above, False)
    middle = {"type": "tick", "orient": "vertical", "thickness": 2, "size": mark["height"] + 6, "yOffset": mark["yOffset"]}
    layers = [
        {"mark": mark | {"color": "var(--against)"}, "encoding": {"x": x | {"field": "left"}}},
        {"mark": mark | {"color": "var(--first)"}, "encoding": {"x": x | {"field": "right"}}},
        {"mark": middle | {"color": "var(--ink)"}, "encoding": {"x": x | {"datum": 0}}},
        {"mark": text | {"align": "right", "dx": -6}, "encoding": {"x": x | {"field": "left"}, "text": {"field": "a"}}},
        {"mark": text | {"align": "left", "dx": 6}, "encoding": {"x": x | {"field": "right"}, "text": {"field": "b"}}},
        *_draw_labels(width, above, False),
    ]
    return _draw(values, layers, width, _row_height(above, False) * len(rows), start)


def _width_of(numbers: Iterable[str]) -> int:
    """The room for numbers at the ends of bars, a little more than they take."""
    return 12 + 9 * max(map(len, numbers), default=0)


def _measure(domain: list[int], places: list[int]) -> dict[str, Any]:
    scale = {"domain": domain, "range": places, "nice": False, "zero": False}
    return {"type": "quantitative", "scale": scale, "axis": None}


def _row_height(above: bool, headed: bool) -> int:
    return 64 if headed else 41 if above else 28


def _lay_out(above: bool, headed: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """The marks of bars and of their numbers."""
    height, offset = (13, 18 if headed else 10) if above else (17, 0)
    return (
        {"type": "bar", "height": height, "yOffset": offset},
        {"type": "text", "yOffset": offset, "fontSize": 13},
    )


def _draw_labels(width: int, above: bool, headed: bool) -> list[dict[str, Any]]:
    mark: dict[str, Any] = {"type": "text", "fontSize": 13, "color": "var(--ink)"}
    if not above:
        mark |= {"align": "right", "limit": round((_LABELS - 12) * _SLACK)}
        return [{"mark": mark, "encoding": {"x": {"value": -12}, "text": {"field": "label"}}}]
    mark |= {"align": "left", "yOffset": 1 if headed else -8, "limit": round(width * _SLACK)}
    head = mark | {"yOffset": -17, "fontWeight": "bold", "limit": round(width * _SLACK * 0.93)}
    fields = [(head, "head"), (mark, "label")] if headed else [(mark, "label")]
    return [{"mark": m, "encoding": {"x": {"value": 0}, "text": {"field": f}}} for m, f in fields]


def _draw_grid(rows: Sequence[str], columns: Sequence[str], cells: dict[tuple[str, str], int]) -> str:
    beside = min(120, 6 * max((len(c) for c in columns), default=0))
    step = min(110, max(30, (BROAD - _LABELS - beside) // max(len(columns), 1)))
    most = max(cells.values(), default=1)
    values = [
        {
            "row": r,
            "column": c,
            "value": cells.get((row, column), 0),
            "number": write_number(cells[row, column]) if (row, column) in cells else "·",
        }
        for r, row in enumerate(rows)
        for c, column in enumerate(columns)
    ]
    x = {"field": "column", "type": "ordinal", "axis": None, "scale": {"range": [0, step * len(columns)]}}
    opacity = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, most], "range": [0.04, 0.5]},
        "legend": None,
    }
    heads = [{"column": c, "label": show_letters(column)} for c, column in enumerate(columns)]
    names = [{"row": r, "label": show_letters(row)} for r, row in enumerate(rows)]
    layers = [
        {
            "mark": {"type": "rect", "color": "var(--first)", "width": {"band": 0.94}, "height": {"band": 0.9}},
            "encoding": {"x": x, "fillOpacity": opacity},
        },
        {"mark": {"type": "text", "fontSize": 13}, "encoding": {"x": x, "text": {"field": "number"}}},
        {"data": {"values": names}, **_draw_labels(BROAD, False, False)[0]},
        {
            "data": {"values": heads},
            "mark": {"type": "text", "fontSize": 12, "align": "left", "angle": -28, "limit": 150, "color": "var(--ink)"},
            "encoding": {"x": x, "y": {"value": -12}, "text": {"field": "label"}},
        },
    ]
    longest = max((len(str(head["label"])) for head in heads), default=0)
    return _draw(values, layers, BROAD, 30 * len(rows), _LABELS, top=min(86, 28 + 4 * longest))


def _draw(values: list[Any], layers: list[Any], width: int, height: int, start: int, top: int = 0) -> str:
    import vl_convert

    y = {"field": "row", "type": "ordinal", "axis": None}
    for layer in layers:
        encoding = layer["encoding"]
        if encoding.get("y", y) is None:
            del encoding["y"]
        else:
            encoding.setdefault("y", y)
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width - start,
        "height": height,
        "autosize": "none",
        "padding": {"left": start, "top": top, "right": 0, "bottom": 0},
        "background": None,
        "data": {"values": values},
        "layer": layers,
        # a font that the library brings along, so that labels are cut alike on every machine
        "config": {"font": "Liberation Sans", "view": {"stroke": None}, "text": {"color": "var(--ink)"}},
    }
    return str(vl_convert.vegalite_to_svg(spec, vl_version="5.20", allowed_base_urls=[]))


def _frame(name: str, title: str, told: str, drawn: Sequence[str]) -> Picture:
    return Picture(*(_label(svg, f"{name}-{n}", title, told) for n, svg in enumerate(drawn)))


def _label(svg: str, name: str, title: str, told: str) -> Markup:
    """The SVG with its title and description, and without what only a bare file needs."""
    opening, _, rest = svg.partition(">")
    box = re.search(r'viewBox="([^"]*)"', opening)
    said = f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(told)}</desc>'
    head = f'<svg viewBox="{box[1] if box else ""}" role="img" aria-labelledby="{name}-t {name}-d">{said}'
    return Markup(head + _ROLES.sub("", _EMPTY.sub("", rest)))  # noqa: S704 - drawn by the library, which escapes texts
