"""Link analysis of the graph with networkx: who stands central, who belongs together, how two are joined, who may be next, what falls apart.

Relations are taken in both directions and several between two things as one link, as heavy as the surest of them. By
default relations of place are left out (LOCATED_IN, and divisions inside each other): they join everything by way of provinces.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.chains.records import REFERENCE
from kg.errors import QueryError
from kg.queries.lookup import find_entity
from kg.schema import ontology
from kg.store.base import Store

if TYPE_CHECKING:
    from networkx import Graph

MEASURES = ("pagerank", "degree", "betweenness")
EXACT, DRAWN = 1000, 200
"""Up to so many things betweenness is exact; beyond, it is estimated from so many sources (Brandes and Pich 2007), always the same."""
LEADING = 5
_SEED = 0
_EDGES = """MATCH (a:Entity)-[v]->(b:Entity) WHERE coalesce(v.confidence, 1.0) >= $least
RETURN v.id AS id, type(v) AS relation, a.id AS source, b.id AS target, coalesce(v.confidence, 1.0) AS confidence ORDER BY id"""
_OWN = """MATCH (f:Fact)-[:STATED_IN]->(d:Document) WHERE f.edge IS NOT NULL AND NOT d.source STARTS WITH $reference
RETURN DISTINCT f.edge AS id"""
_REASONS = """UNWIND $ids AS id MATCH (f:Fact {edge: id})-[:STATED_IN]->(d:Document)
RETURN id AS id, f.quote AS quote, coalesce(d.title, d.name) AS document ORDER BY id, f.confidence DESC, f.id"""


@dataclass(frozen=True, slots=True)
class RankRow:
    """A thing by its score; `neighbours` is the number of things that it is linked with."""

    rank: int
    id: str
    name: str
    type: str
    score: float
    neighbours: int


@dataclass(frozen=True, slots=True)
class Community:
    """Things linked more with each other than with others; `inside` is the share of their links' weight that stays among them."""

    rank: int
    size: int
    types: tuple[tuple[str, int], ...]
    leading: tuple[str, ...]
    inside: float
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One relation on a way between two things, in its own direction, with its surest sentence."""

    path: int
    step: int
    source: str
    relation: str
    target: str
    quote: str
    document: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """A thing not linked yet. The score is Σ 1 / ln(n) over `shared`, the things linked with both and their numbers n of neighbours."""

    rank: int
    id: str
    name: str
    type: str
    score: float
    shared: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What is cut off from the largest rest when a thing goes: its size and members."""

    size: int
    members: tuple[str, ...]


def network(store: Store, relations: Collection[str] = (), least: float = 0.0, own: bool = False) -> "Graph[str]":
    """The graph of things and links; of these relations only where any are given, and from that confidence on.

    With `own` what only the shipped chains and listed enterprises say is left out.

    Nodes are ids with `name` and `type`; links have `weight` (the best confidence) and `edges`, the relations they stand
    for. QueryError for a relation that the ontology does not have.
    """
    import networkx as nx

    unknown = sorted(set(relations) - set(ontology().relations))
    if unknown:
        raise QueryError(f"no relation is called {', '.join(unknown)}; known: {', '.join(ontology().relations)}")
    told = {row["id"] for row in store.read(_OWN, {"reference": REFERENCE}, timeout=300.0)} if own else None
    graph: Graph[str] = nx.Graph()
    for row in store.read("MATCH (n:Entity) RETURN n.id AS id, n.name AS name, n.type AS type ORDER BY id"):
        graph.add_node(row["id"], name=row["name"], type=row["type"])
    for row in store.read(_EDGES, {"least": least}, timeout=300.0):
        source, target = row["source"], row["target"]
        if told is not None and row["id"] not in told:
            continue
        kinds = {graph.nodes[source]["type"], graph.nodes[target]["type"]}
        of_place = row["relation"] == "LOCATED_IN" or (row["relation"] == "PART_OF" and kinds == {"Region"})
        if source == target or (row["relation"] not in relations if relations else of_place):
            continue
        if not graph.has_edge(source, target):
            graph.add_edge(source, target, weight=0.0, edges=[])
        link = graph[source][target]
        link["weight"] = max(link["weight"], row["confidence"])
        link["edges"].append(row)
    return graph


def rank(
    graph: "Graph[str]", by: str = "pagerank", type_: str | None = None, limit: int | None = None
) -> list[RankRow]:
    """Things by centrality, those without a link left out; `type_` chooses what is listed, not what is counted.

    pagerank: damping 0.85, by weight; degree: share of all other things that it is linked with; betweenness: share of the
    shortest ways between two others that lead through it, estimated beyond `EXACT` things. QueryError for another measure.
    """
    import networkx as nx

    if by not in MEASURES:
        raise QueryError(f"no measure is called {by!r}; known: {', '.join(MEASURES)}")
    _known_type(type_)
    linked = graph.subgraph([n for n, degree in graph.degree() if degree])
    if by == "pagerank":
        scores = nx.pagerank(linked, weight="weight") if linked else {}
    elif by == "degree":
        scores = nx.degree_centrality(linked)
    else:
        scores = nx.betweenness_centrality(linked, k=DRAWN if len(linked) > EXACT else None, seed=_SEED)
    kept = [n for n in linked if type_ in (None, graph.nodes[n]["type"])]
    ordered = sorted(kept, key=lambda n: (-scores[n], graph.nodes[n]["name"], n))[:limit]
    return [
        RankRow(i, n, graph.nodes[n]["name"], graph.nodes[n]["type"], float(scores[n]), graph.degree(n))
        for i, n in enumerate(ordered, 1)
    ]


def communities(graph: "Graph[str]", limit: int | None = None) -> list[Community]:
    """The communities of two things and more by the method of Louvain (Blondel et al. 2008, by weight, fixed seed), largest first."""
    import networkx as nx

    found = [sorted(c) for c in nx.community.louvain_communities(graph, weight="weight", seed=_SEED) if len(c) > 1]
    found.sort(key=lambda c: (-len(c), c))
    return [_community(graph, place, members) for place, members in enumerate(found[:limit], 1)]


def _community(graph: "Graph[str]", place: int, members: Sequence[str]) -> Community:
    nodes, among = graph.nodes, set(members)
    within = {n: sum(1 for o in graph[n] if o in among) for n in members}
    weights = [(link["weight"], o in among) for n in members for o, link in graph[n].items()]
    leading = sorted(members, key=lambda n: (-within[n], nodes[n]["name"], n))[:LEADING]
    return Community(
        place,
        len(members),
        tuple(sorted(Counter(nodes[n]["type"] for n in members).items(), key=lambda c: (-c[1], c[0]))),
        tuple(nodes[n]["name"] for n in leading),
        sum(w for w, inner in weights if inner) / sum(w for w, _ in weights),
        tuple(members),
    )


def paths(store: Store, graph: "Graph[str]", first: str, second: str, limit: int = 3, longest: int = 8) -> list[Step]:
    """The shortest ways between two things (ids, names or aliases) without a turn-back, each step with its sentence.

    At most `limit` ways of at most `longest` steps; empty where there is none. QueryError for an unknown thing.
    """
    import networkx as nx

    one, other = find_entity(store, first)["id"], find_entity(store, second)["id"]
    if one == other:
        raise QueryError(f"{first!r} and {second!r} are the same thing; give two different ones")
    if not nx.has_path(graph, one, other):
        return []
    ways = [w for w in islice(nx.shortest_simple_paths(graph, one, other), limit) if len(w) <= longest + 1]
    return list(_steps(store, graph, ways))


def _steps(store: Store, graph: "Graph[str]", ways: Sequence[Sequence[str]]) -> Iterator[Step]:
    hops = [
        (i, j, max(graph[a][b]["edges"], key=lambda e: (e["confidence"], e["id"])))
        for i, way in enumerate(ways, 1)
        for j, (a, b) in enumerate(zip(way, way[1:], strict=False), 1)
    ]
    told: dict[str, dict[str, Any]] = {}
    for row in store.read(_REASONS, {"ids": sorted({edge["id"] for _, _, edge in hops})}):
        told.setdefault(row["id"], row)
    for i, j, edge in hops:
        reason = told.get(edge["id"], {})
        ends = [graph.nodes[edge[end]]["name"] for end in ("source", "target")]
        yield Step(
            i,
            j,
            ends[0],
            edge["relation"],
            ends[1],
            " ".join((reason.get("quote") or "").split()),
            reason.get("document", ""),
        )


def predict(
    store: Store, graph: "Graph[str]", what: str, type_: str | None = None, limit: int | None = None
) -> list[Prediction]:
    """Things not linked with `what` (id, name or alias) that share neighbours with it, by the measure of Adamic and Adar (2003).

    QueryError for an unknown thing or type.
    """
    _known_type(type_)
    one = find_entity(store, what)["id"]
    shared: dict[str, list[str]] = {}
    for middle in graph[one]:
        for other in graph[middle]:
            if other != one and other not in graph[one] and type_ in (None, graph.nodes[other]["type"]):
                shared.setdefault(other, []).append(middle)
    scores = {n: sum(1 / math.log(graph.degree(m)) for m in middles) for n, middles in shared.items()}
    ordered = sorted(shared, key=lambda n: (-scores[n], graph.nodes[n]["name"], n))[:limit]
    return [
        Prediction(
            i, n, graph.nodes[n]["name"], graph.nodes[n]["type"], scores[n],
            tuple(sorted(((graph.nodes[m]["name"], graph.degree(m)) for m in shared[n]), key=lambda s: (s[1], s[0]))),
        )
        for i, n in enumerate(ordered, 1)
    ]  # fmt: skip


def what_if(store: Store, graph: "Graph[str]", what: str) -> list[Part]:
    """The parts that are cut off when a thing (id, name or alias) goes, all but the largest that remains; largest first.

    QueryError for an unknown thing.
    """
    import networkx as nx

    one = find_entity(store, what)["id"]
    rest = graph.subgraph(nx.node_connected_component(graph, one) - {one})
    parts = sorted((sorted(c) for c in nx.connected_components(rest)), key=lambda c: (-len(c), c))
    return [Part(len(c), tuple(graph.nodes[n]["name"] for n in c)) for c in parts[1:]]


def _known_type(type_: str | None) -> None:
    if type_ is not None and type_ not in ontology().nodes:
        raise QueryError(f"no type is called {type_!r}; known: {', '.join(ontology().nodes)}")
