"""The order of the nodes in their columns, so that few edges cross: each at the barycentre of those it is joined to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fingerpost.rulegraph.building import Column, Graph

_SWEEPS = 12
_SIGNS = {"for": 1, "opens": 1, "against": -1, "closes": -1}


def order_columns(graph: Graph, paths: Sequence[str]) -> dict[Column, list[str]]:
    """The ids of the nodes by column, from top to bottom; the paths stand in the order given."""
    columns: dict[Column, list[str]] = {"fact": [], "trait": [], "path": []}
    for node in graph.nodes:
        columns[node.column].append(node.id)
    columns["path"].sort(key=lambda name: paths.index(name.removeprefix("path ")))
    joined: dict[str, dict[str, int]] = {node.id: {} for node in graph.nodes}
    favours = dict.fromkeys(joined, 0)
    for edge in graph.edges:
        favours[edge.source] += _SIGNS.get(edge.effect, 0) * max(edge.points, 1)
        for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
            joined[one][other] = joined[one].get(other, 0) + max(edge.points, 1)
    for sweep in range(_SWEEPS):
        heights = {name: height for names in columns.values() for name, height in _spread(names).items()}
        column: Column = "fact" if sweep % 2 else "trait"
        # of those at one height, what speaks for a path comes before what speaks against it
        columns[column].sort(key=lambda name: (_find_centre(joined[name], heights), -favours[name]))
    return columns


def _spread(names: Sequence[str]) -> dict[str, float]:
    """The height of each node of a column, from 0 to 1."""
    return {name: (place + 0.5) / len(names) for place, name in enumerate(names)}


def _find_centre(weights: Mapping[str, int], heights: Mapping[str, float]) -> float:
    return round(sum(heights[other] * weight for other, weight in weights.items()) / sum(weights.values()), 9)
