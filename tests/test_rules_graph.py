"""The picture of the rules: that it draws what they say, each thing once, and can be read without anything else."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from fingerpost.errors import InputError
from fingerpost.knowledge import ChooseEffect, FitEffect, GateEffect, KnowledgeBase, Rule, TraitEffect
from fingerpost.rulegraph import Graph, build_graph, draw_graph
from tests.conftest import Ran

Run = Callable[..., Ran]
SVG = "{http://www.w3.org/2000/svg}"
PATHS = ["staff-engineer", "developer-relations", "founder"]


def list_drawn(knowledge: KnowledgeBase) -> list[Rule]:
    return [r for r in knowledge.rules.values() if r.stage in ("traits", "fit", "gates", "choose")]


def rest_on(rule: Rule) -> set[tuple[str, str]]:
    """What a rule rests on: kinds with topics, and traits."""
    gate = (*rule.then.open, *rule.then.closed) if isinstance(rule.then, GateEffect) else ()
    leaves = (leaf for condition in (*rule.when, *gate) for leaf in condition.leaves())
    return {(leaf.about, leaf.subject) for leaf in leaves if leaf.has_premise}


def name_target(rule: Rule) -> str:
    return f"trait {rule.then.trait}" if isinstance(rule.then, TraitEffect) else f"path {rule.path}"


def list_titles(svg: str) -> Iterator[tuple[str, str]]:
    """The class of each edge and node, with its title."""
    for element in ElementTree.fromstring(svg).iter():  # noqa: S314 - our own
        title = element.find(f"{SVG}title")
        if title is not None and element.tag != f"{SVG}svg":
            yield element.get("class", ""), title.text or ""


def test_every_rule_is_drawn_from_all_it_rests_on(knowledge: KnowledgeBase) -> None:
    graph = build_graph(knowledge)
    drawn = {(edge.source, edge.target, rule) for edge in graph.edges for rule in edge.rules}
    expected = set()
    for rule in list_drawn(knowledge):
        for about, subject in rest_on(rule):
            wish = about == "goal" and subject in knowledge.paths
            source = f"trait {subject}" if about == "trait" else "fact wish" if wish else f"fact {subject}"
            expected.add((source, name_target(rule), rule.id))
    assert drawn == expected
    assert graph.rules == len(list_drawn(knowledge))


def test_edges_between_the_same_nodes_are_one_and_add_up(knowledge: KnowledgeBase) -> None:
    for graph in (build_graph(knowledge), build_graph(knowledge, "staff-engineer")):
        keys = [(e.source, e.target, e.effect) for e in graph.edges]
        assert len(keys) == len(set(keys))
        names = [node.id for node in graph.nodes]
        assert len(names) == len(set(names))
        assert {name for key in keys for name in key[:2]} == set(names)
        for edge in graph.edges:
            effects = [knowledge.rules[rule].then for rule in edge.rules]
            points = [e.points for e in effects if isinstance(e, FitEffect | ChooseEffect)]
            assert edge.points == sum(map(abs, points))
            assert all((p > 0) == (edge.effect == "for") for p in points)
            assert bool(points) == (edge.effect in ("for", "against"))


@pytest.mark.parametrize("path", PATHS)
def test_one_path_has_its_rules_and_the_traits_behind_them(knowledge: KnowledgeBase, path: str) -> None:
    graph = build_graph(knowledge, path)
    assert [n.id for n in graph.nodes if n.column == "path"] == [f"path {path}"]
    drawn = {rule for edge in graph.edges for rule in edge.rules}
    assert {r for r in drawn if knowledge.rules[r].path} == {r.id for r in list_drawn(knowledge) if r.path == path}
    traits = {node.id for node in graph.nodes if node.column == "trait"}
    made = {edge.target for edge in graph.edges if edge.effect == "makes"}
    used = {edge.source for edge in graph.edges} - {n.id for n in graph.nodes if n.column == "fact"}
    assert traits == made == used


@pytest.mark.parametrize("path", ["", *PATHS])
def test_the_picture_has_a_title_for_each_node_and_edge(knowledge: KnowledgeBase, path: str) -> None:
    graph = build_graph(knowledge, path)
    titles = list(list_titles(draw_graph(graph, knowledge)))
    edges = [title for name, title in titles if name.startswith("edge ")]
    assert len(edges) == len(graph.edges)
    assert sum(name == "node" for name, _ in titles) == len(graph.nodes)
    told = "\n".join(edges)
    for rule in {rule for edge in graph.edges for rule in edge.rules}:
        assert f"{rule}: " in told or f"{rule} (over" in told
    some = next(r for r in list_drawn(knowledge) if isinstance(r.then, FitEffect) and path in ("", r.path))
    assert isinstance(some.then, FitEffect)
    assert f"{some.then.points:+d} {some.id}: {some.claim}" in told


def place_labels(svg: str) -> dict[tuple[str, float], str]:
    """The label at each side and height; no two may share a place."""
    places: dict[tuple[str, float], str] = {}
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):  # noqa: S314
        text = group.find(f"{SVG}text")
        assert text is not None
        place = (text.get("text-anchor", ""), float(text.get("y", "")))
        assert place not in places
        places[place] = text.text or ""
    return places


@pytest.mark.parametrize("path", ["", *PATHS])
def test_labels_never_overlap_and_lie_in_the_picture(knowledge: KnowledgeBase, path: str) -> None:
    svg = draw_graph(build_graph(knowledge, path), knowledge)
    _, _, _, height = map(float, re.findall(r'viewBox="([^"]*)"', svg)[0].split())
    places = sorted(place_labels(svg))
    for (side, one), (other_side, other) in pairwise(places):
        assert 0 < one < height
        assert side != other_side or other - one >= 19.9


def test_lines_from_facts_to_paths_run_between_the_dispositions(knowledge: KnowledgeBase) -> None:
    svg = draw_graph(build_graph(knowledge), knowledge)
    boxes = [float(y) for y in re.findall(r'<rect x="\d+" y="([\d.]+)"', svg)]
    crossings = [float(y) for y in re.findall(r" ([\d.]+)H\d+C", svg)]
    assert len(boxes) > 20
    assert len(crossings) > 100
    assert not [y for y in crossings if any(box <= y <= box + 18 for box in boxes)]


def test_it_stands_alone_in_light_and_dark(knowledge: KnowledgeBase) -> None:
    svg = draw_graph(build_graph(knowledge), knowledge)
    assert "prefers-color-scheme: dark" in svg
    assert not re.search(r"<script|<image|<use|@import|url\(|javascript:", svg)
    assert set(re.findall(r"https?://[^\"' ]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert svg == draw_graph(build_graph(knowledge), knowledge)


def test_empty_and_hostile_knowledge_is_drawn(knowledge: KnowledgeBase) -> None:
    assert "<svg" in draw_graph(Graph((), (), 0), knowledge)
    graph = build_graph(knowledge, "founder")
    node = graph.nodes[0]
    hostile = type(node)(node.id, node.column, "</text><script>alert(1)</script>\x1b", "]]>\x00<b>")
    svg = draw_graph(Graph((hostile, *graph.nodes[1:]), graph.edges, graph.rules, graph.path), knowledge)
    ElementTree.fromstring(svg)  # noqa: S314
    assert "<script" not in svg
    assert "<b>" not in svg


def test_unknown_paths_are_told(knowledge: KnowledgeBase, run: Run) -> None:
    with pytest.raises(InputError, match="there is no path 'poet'"):
        build_graph(knowledge, "poet")
    ran = run("rules", "graph", "--path", "poet")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_from_the_command_line(run: Run, tmp_path: Path, knowledge: KnowledgeBase) -> None:
    target = tmp_path / "rules.svg"
    ran = run("rules", "graph", "--path", "founder", "--output", str(target))
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    written = target.read_text(encoding="utf-8")
    assert ElementTree.fromstring(written).tag == f"{SVG}svg"  # noqa: S314
    assert written == draw_graph(build_graph(knowledge, "founder"), knowledge)
