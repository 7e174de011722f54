"""The rule base as a picture: what is said of a person, the dispositions it makes, and the paths it speaks of."""

from fingerpost.rulegraph.building import Edge, Graph, Node, build_graph
from fingerpost.rulegraph.drawing import draw_graph

__all__ = ["Edge", "Graph", "Node", "build_graph", "draw_graph"]
