"""The graph as SVG: self-contained, without scripts, in light and dark, with a title on each node and edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from fingerpost.knowledge import ChooseEffect, FitEffect, KnowledgeBase, Rule
from fingerpost.phrasing import show_text
from fingerpost.rulegraph.building import Column, Graph, Node
from fingerpost.rulegraph.ordering import order_columns
from fingerpost.rulegraph.routing import FACT_X, PATH_X, TRAIT_HALF, TRAIT_X, route_edges
from fingerpost.rulepage import describe_condition

# in pixels
_WIDTH = 1524
_ROW = 20
_TOP = 118
_BOTTOM = 24
_LEAST_ROWS = 16
_WIDEST = 6.0
_LETTER = 5.6

_EFFECTS = {
    "makes": "makes the disposition",
    "for": "speaks for",
    "against": "speaks against",
    "opens": "opens the gate of",
    "closes": "closes the gate of",
}
_STYLE = """
svg { background: var(--paper); font: 12px system-ui, "Segoe UI", Helvetica, Arial, sans-serif;
  --paper: #fcfcfb; --ink: #1d1f21; --soft: #6a6f75; --line: #d9dbdd;
  --makes: #8a8f96; --for: #1f7a4d; --against: #b3372f; }
@media (prefers-color-scheme: dark) { svg { --paper: #17191b; --ink: #e7e8e9; --soft: #9aa0a6; --line: #3a3e42;
  --makes: #7d838a; --for: #55b98a; --against: #e57f75; } }
text { fill: var(--ink); }
.head { font-size: 18px; font-weight: 600; }
.soft { fill: var(--soft); }
.column { fill: var(--soft); font-weight: 600; }
.edge { fill: none; opacity: .5; }
.makes { stroke: var(--makes); }
.for, .opens { stroke: var(--for); }
.against, .closes { stroke: var(--against); }
.opens, .closes { stroke-dasharray: 5 4; }
.edge:hover { opacity: 1; }
.node circle { fill: var(--ink); }
.node rect { fill: var(--paper); stroke: var(--line); }
.node:hover text { font-weight: 600; }
"""


def draw_graph(graph: Graph, knowledge: KnowledgeBase) -> str:
    """Draw a graph: facts on the left, dispositions in the middle, paths on the right. The same graph gives the same SVG."""
    columns = order_columns(graph, tuple(knowledge.paths))
    rows = max(_LEAST_ROWS, *(len(names) for names in columns.values()))
    height = _TOP + rows * _ROW + _BOTTOM
    heights = {name: y for names in columns.values() for name, y in _place(names, rows).items()}
    nodes = {node.id: node for node in graph.nodes}
    # short names for the style sheet
    names = {name: f"{column[0]}{n}" for column, listed in columns.items() for n, name in enumerate(listed, 1)}
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="title told">',
        *_write_head(graph, knowledge, names),
        *_write_edges(graph, knowledge, nodes, heights, names, height - _BOTTOM),
    ]
    for column, listed in columns.items():
        lines += [_write_node(column, nodes[name], heights[name], names[name]) for name in listed]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _place(names: Sequence[str], rows: int) -> dict[str, float]:
    """The heights of the nodes of a column, spread over all rows."""
    step = rows * _ROW / max(len(names), 1)
    return {name: round(_TOP + (place + 0.5) * step, 1) for place, name in enumerate(names)}


def _write_head(graph: Graph, knowledge: KnowledgeBase, names: Mapping[str, str]) -> Iterator[str]:
    of = f" of {knowledge.title_of(graph.path)}" if graph.path else ""
    title = f"The rules{of}: from what one says to where it points"
    told = (
        f"{graph.rules} rules. The wider a line, the more points; a dashed one is a gate. Point at a line to see its rules, "
        "at a name to follow it. Cautions, advice and ladders move no points and are left out."
    )
    yield f'<title id="title">{_show(title)}</title>'
    yield f'<desc id="told">{_show(told)}</desc>'
    # pointing at a node fades whatever is not joined to it
    fading = "\n".join(
        f"svg:has(#{n}:hover) .edge {{ opacity: .05; }} svg:has(#{n}:hover) .{n} {{ opacity: .9; }}" for n in names.values()
    )
    yield f"<style>{_STYLE}{fading}\n</style>"
    yield f'<text class="head" x="24" y="36">{_show(title)}</text>'
    yield f'<text class="soft" x="24" y="58">{_show(told)}</text>'
    x = 24.0
    for effect in ("for", "against", "makes", "opens", "closes"):
        label = _EFFECTS[effect].removesuffix(" of")
        yield f'<path class="edge {effect}" style="opacity: 1" stroke-width="4" d="M{x:.0f} 76h28"/>'
        yield f'<text class="soft" x="{x + 36:.0f}" y="80">{label}</text>'
        x += 36 + len(label) * _LETTER + 28
    for at, anchor, said in (
        (FACT_X, "end", "What one says"),
        (sum(TRAIT_X) // 2, "middle", "Dispositions"),
        (PATH_X, "start", "Paths"),
    ):
        yield f'<text class="column" x="{at}" y="{_TOP - 10}" text-anchor="{anchor}">{said}</text>'


def _write_edges(
    graph: Graph,
    knowledge: KnowledgeBase,
    nodes: Mapping[str, Node],
    heights: Mapping[str, float],
    names: Mapping[str, str],
    bottom: float,
) -> Iterator[str]:
    # the widest at the bottom, so that none is hidden
    edges = sorted(graph.edges, key=lambda e: -e.points)
    for edge, course in zip(edges, route_edges(edges, nodes, heights, _TOP, bottom), strict=True):
        source, target = nodes[edge.source], nodes[edge.target]
        width = min(1.2 + 0.35 * edge.points, _WIDEST)
        said = f"{source.label}\n{_EFFECTS[edge.effect]}\n{target.label}"
        told = "\n".join([said, *(_tell_rule(knowledge.rules[name], knowledge) for name in edge.rules)])
        classes = f"edge {edge.effect} {names[edge.source]} {names[edge.target]}"
        yield f'<path class="{classes}" stroke-width="{width:g}" d="{course}"><title>{_show(told)}</title></path>'


def _tell_rule(rule: Rule, knowledge: KnowledgeBase) -> str:
    points = f"{rule.then.points:+d} " if isinstance(rule.then, FitEffect | ChooseEffect) else ""
    over = f" (over {', '.join(rule.then.over)})" if isinstance(rule.then, ChooseEffect) else ""
    unless = " or ".join(describe_condition(c, knowledge) for c in rule.unless)
    return f"{points}{rule.id}{over}: {rule.claim}" + (f" Not where {unless}." if unless else "")


def _write_node(column: Column, node: Node, y: float, name: str) -> str:
    label = f"{node.label[:1].upper()}{node.label[1:]}"
    told = f"<title>{_show(node.told)}</title>"
    if column == "trait":
        left, right = TRAIT_X
        shape = f'<rect x="{left}" y="{y - TRAIT_HALF:g}" width="{right - left}" height="{2 * TRAIT_HALF:g}" rx="4"/>'
        text = f'<text x="{(left + right) // 2}" y="{y + 4:g}" text-anchor="middle">{_fit(label, right - left - 8)}</text>'
    else:
        x, away, anchor = (FACT_X, -8, "end") if column == "fact" else (PATH_X, 8, "start")
        room = FACT_X - 24 if column == "fact" else _WIDTH - PATH_X - 16
        shape = f'<circle cx="{x}" cy="{y:g}" r="3"/>'
        text = f'<text x="{x + away}" y="{y + 4:g}" text-anchor="{anchor}">{_fit(label, room)}</text>'
    return f'<g class="node" id="{name}">{told}{shape}{text}</g>'


def _fit(label: str, room: int) -> str:
    """A label cut to the room that it has, in pixels."""
    return _show(show_text(label, int(room / _LETTER)))


def _show(text: str) -> str:
    return escape("\n".join(show_text(line) for line in text.split("\n")), quote=False)
