"""The courses of the edges: those from facts to paths run between the dispositions, in lanes, so that all stay legible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fingerpost.rulegraph.building import Edge, Effect, Node

# in pixels: where the dots of facts and paths stand, and the left and right ends of the dispositions
FACT_X, PATH_X = 430, 1172
TRAIT_X = (630, 1000)
# half of the height of a disposition, and what is kept free between it and a lane
TRAIT_HALF = 9.0
_APART = 2.5
_GAP = 8

# what makes an edge one: source, target and effect
_Key = tuple[str, str, Effect]


def route_edges(
    edges: Sequence[Edge], nodes: Mapping[str, Node], heights: Mapping[str, float], top: float, bottom: float
) -> list[str]:
    """The courses of edges, as SVG paths, in their order.

    Args:
        edges: The edges.
        nodes: All nodes by id.
        heights: The height of each node.
        top: Where the columns begin.
        bottom: Where they end.
    """
    direct = [e for e in edges if (nodes[e.source].column, nodes[e.target].column) == ("fact", "path")]
    traits = sorted(heights[name] for name, node in nodes.items() if node.column == "trait")
    crossings = _choose_crossings(direct, heights, _list_lanes(traits, top, bottom))
    return [_lead(edge, nodes, heights, crossings) for edge in edges]


def _list_lanes(traits: Sequence[float], top: float, bottom: float) -> list[tuple[float, float]]:
    """The gaps between the dispositions."""
    half = TRAIT_HALF + _APART
    begins = [top, *(y + half for y in traits)]
    ends = [*(y - half for y in traits), bottom]
    return [(begin, end) for begin, end in zip(begins, ends, strict=True) if end > begin] or [(top, bottom)]


def _choose_crossings(
    edges: Sequence[Edge], heights: Mapping[str, float], lanes: Sequence[tuple[float, float]]
) -> dict[_Key, float]:
    """For each edge the height at which it crosses the column of dispositions: in the lane nearest to its middle."""
    wanted: dict[_Key, float] = {}
    taken: list[list[_Key]] = [[] for _ in lanes]
    for edge in edges:
        key = (edge.source, edge.target, edge.effect)
        middle = wanted[key] = (heights[edge.source] + heights[edge.target]) / 2
        nearest = min(range(len(lanes)), key=lambda n: max(lanes[n][0] - middle, middle - lanes[n][1]))
        taken[nearest].append(key)
    crossings: dict[_Key, float] = {}
    for (begin, end), keys in zip(lanes, taken, strict=True):
        for place, key in enumerate(sorted(keys, key=lambda key: (wanted[key], key)), 1):
            crossings[key] = round(begin + (end - begin) * place / (len(keys) + 1), 1)
    return crossings


def _lead(edge: Edge, nodes: Mapping[str, Node], heights: Mapping[str, float], crossings: Mapping[_Key, float]) -> str:
    source, target = nodes[edge.source].column, nodes[edge.target].column
    above, below = heights[edge.source], heights[edge.target]
    left, right = TRAIT_X
    if source == target:
        # between two dispositions an edge runs around their left ends
        bend = left - min(24 + abs(below - above) / 6, 120)
        return f"M{left} {above:g}C{bend:g} {above:g} {bend:g} {below:g} {left} {below:g}"
    start = FACT_X + _GAP if source == "fact" else right
    end = left if target == "trait" else PATH_X - _GAP
    if (source, target) != ("fact", "path"):
        return f"M{start} {above:g}{_bend(start, above, end, below)}"
    crossing = crossings[edge.source, edge.target, edge.effect]
    return f"M{start} {above:g}{_bend(start, above, left, crossing)}H{right}{_bend(right, crossing, end, below)}"


def _bend(start: float, above: float, end: float, below: float) -> str:
    middle = (start + end) / 2
    return f"C{middle:g} {above:g} {middle:g} {below:g} {end:g} {below:g}"
