"""The graph as GraphML, for Gephi, yEd, Cytoscape or networkx."""

from collections.abc import Iterator
from typing import Any

from kg.views.exports.whole import Whole
from kg.views.xml import storable


def graphml(whole: Whole) -> Iterator[str]:
    """Lines of a GraphML file: entities with their properties, relations with theirs; lists are joined by 、."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in whole.entities:
        graph.add_node(row["id"], label=_plain(row["name"]), **{k: _plain(v) for k, v in row.items() if k != "id"})
    for row in whole.edges:
        rest = {k: _plain(v) for k, v in row.items() if k not in ("id", "source", "target")}
        graph.add_edge(row["source"], row["target"], key=row["id"], label=row["type"], **rest)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    for line in nx.generate_graphml(graph):
        yield line + "\n"


def _plain(value: Any) -> Any:
    """A value that XML can hold."""
    if isinstance(value, list):
        value = "、".join(map(str, value))
    return storable(value)
