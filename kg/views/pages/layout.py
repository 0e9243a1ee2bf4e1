"""Where the boxes of a page stand. All places are computed here, so a page needs no simulation in the browser."""

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.schema.ontology import ontology
from kg.views.pages.boxes import fit, part
from kg.views.pages.scene import Scene, Thing

if TYPE_CHECKING:
    from networkx import Graph

_STRETCH = 1.45
"""Boxes are wide, and so are screens: ellipses instead of circles."""
_EXACT = 90
"""Up to so many boxes the distances of the drawing follow those of the graph (Kamada and Kawai); above, springs."""


def radial(scene: Scene) -> Scene:
    """The centre in the middle, what is one step away around it by type, what is further on outer rings."""
    fit(scene.things.values())
    neighbours = _neighbours(scene)
    centre = scene.centre or next(iter(scene.things))
    angle, ring, seen = {centre: 0.0}, [centre], {centre}
    radius = 0.0
    while ring:
        after = [(angle[p], _type_order(scene.things[n]), scene.things[n].name, n) for p in ring for n in neighbours[p]]
        ring = []
        for *_, one in sorted(after, key=lambda a: a if radius else a[1:]):
            if one not in seen:
                seen.add(one)
                ring.append(one)
        radius = _place_ring(scene, ring, angle, radius)
    _grid([t for t in scene.things.values() if t.id not in seen], radius + 160)
    part(list(scene.things.values()), gap=20)
    return scene


def free(scene: Scene) -> Scene:
    """Connected parts beside each other, the largest first; what is not connected in rows by type below them."""
    import networkx as nx

    fit(scene.things.values())
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((v.source, v.target) for v in scene.links.values())
    left, bottom, row_top, row_height = 0.0, 0.0, 0.0, 0.0
    for names in sorted(nx.connected_components(graph), key=lambda c: (-len(c), min(c))):
        boxes = _component(scene, graph.subgraph(sorted(names)))
        width = max(t.x + t.width / 2 for t in boxes)
        if left and left + width > 1250:
            left, row_top, row_height = 0.0, row_top + row_height + 80, 0.0
        for one in boxes:
            one.x, one.y = one.x + left, one.y + row_top
        left += width + 80
        row_height = max(row_height, *(t.y + t.height / 2 - row_top for t in boxes))
        bottom = max(bottom, row_top + row_height)
    _grid([t for t in scene.things.values() if t.id not in graph], bottom + 90)
    return scene


def _component(scene: Scene, graph: "Graph[str]") -> list[Thing]:
    """Places one connected part with its upper left corner at the origin."""
    import networkx as nx

    boxes = [scene.things[i] for i in sorted(graph)]
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(t.id for t in boxes)
    ordered.add_edges_from(sorted((min(e), max(e)) for e in graph.edges))
    at = nx.kamada_kawai_layout(ordered) if len(boxes) <= _EXACT else nx.spring_layout(ordered, seed=7, iterations=80)
    scale = 78 * math.sqrt(len(boxes))
    for one in boxes:
        one.x, one.y = float(at[one.id][0]) * scale * _STRETCH, float(at[one.id][1]) * scale
    part(boxes, gap=34)
    west, north = min(t.x - t.width / 2 for t in boxes), min(t.y - t.height / 2 for t in boxes)
    for one in boxes:
        one.x, one.y = round(one.x - west, 1), round(one.y - north, 1)
    return boxes


def _place_ring(scene: Scene, ring: list[str], angle: dict[str, float], inner: float) -> float:
    """Places one distance from the centre on as many ellipses as it needs, outside of `inner`; the new outer radius."""
    radii: list[float] = []
    room = 0
    radius = inner
    while room < len(ring):
        radius += 150 if not radii else 84
        radii.append(radius)
        room += max(1, int(2 * math.pi * radius * 1.3 / 120))
    for n, one in enumerate(ring):
        angle[one] = 2 * math.pi * (n + 0.5) / len(ring) - math.pi
        here = radii[n % len(radii)]
        scene.things[one].x = round(here * _STRETCH * math.cos(angle[one]), 1)
        scene.things[one].y = round(here * math.sin(angle[one]), 1)
    return radius


def _grid(rest: list[Thing], top: float, width: float = 1150.0) -> None:
    """Rows of boxes ordered by type, below all others."""
    x, height = 0.0, 0.0
    for one in sorted(rest, key=lambda t: (_type_order(t), t.name)):
        if x and x + one.width > width:
            x, top, height = 0.0, top + height + 18, 0.0
        one.x, one.y = round(x + one.width / 2, 1), round(top + one.height / 2, 1)
        x += one.width + 22
        height = max(height, one.height)


def _neighbours(scene: Scene) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for link in scene.links.values():
        found[link.source].append(link.target)
        found[link.target].append(link.source)
    return found


def _type_order(one: Thing) -> int:
    names = list(ontology().nodes)
    return names.index(one.type) if one.type in names else len(names)
