"""Named queries against a networkx reference of the same random graph, on every engine."""

import random
from collections import Counter
from itertools import combinations

import networkx as nx
import pytest

from kg.queries.catalog import run
from kg.store import Store
from tests.queries.sample import Graph
from tests.queries.test_parity import random_graph


def network(graph: Graph) -> "nx.MultiDiGraph[str]":
    """Things as nodes with their properties, relations as edges keyed by type."""
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for id_, thing in graph.entities.items():
        net.add_node(id_, **thing)
    for edge in graph.edges.values():
        net.add_edge(edge["source"], edge["target"], key=edge["type"], facts=edge["facts"])
    return net


def only(net: "nx.MultiDiGraph[str]", *relations: str) -> "nx.DiGraph[str]":
    """The part of a network with these relations."""
    return nx.DiGraph([(a, b) for a, b, key in net.edges(keys=True) if key in relations])


def near(part: "nx.DiGraph[str]", start: str, steps: int) -> dict[str, int]:
    """Things within so many steps, without the start itself."""
    found = nx.single_source_shortest_path_length(part, start, cutoff=steps) if start in part else {}
    return {n: d for n, d in found.items() if n != start}


def named(net: "nx.MultiDiGraph[str]", ids: object) -> list[str]:
    return sorted(net.nodes[i]["name"] for i in ids)  # type: ignore[attr-defined]


@pytest.fixture(params=[11, 12])
def drawn(request: pytest.FixtureRequest, store: Store) -> tuple[Store, "nx.MultiDiGraph[str]"]:
    graph = random_graph(request.param)
    store.apply(graph.batch())
    return store, network(graph)


def ids(net: "nx.MultiDiGraph[str]", type_: str) -> list[str]:
    return [n for n in net if net.nodes[n]["type"] == type_]


@pytest.mark.parametrize("query", ["upstream", "downstream"])
def test_ways_through_a_chain(drawn: tuple[Store, "nx.MultiDiGraph[str]"], query: str) -> None:
    store, net = drawn
    part = only(net, "UPSTREAM_OF")
    makes, products, firms = only(net, "PRODUCES"), ids(net, "Product"), ids(net, "Enterprise")
    makers = {p: [e for e in firms if makes.has_edge(e, p)] for p in products}
    for product in products:
        for steps in (1, 3):
            found = near(part.reverse() if query == "upstream" else part, product, steps)
            expected = sorted((d, net.nodes[n]["name"], n) for n, d in found.items() if n in products)
            rows = run(store, query, {"product": product, "steps": steps})
            assert [(r["steps"], r["product"], r["enterprises"]) for r in rows] == [
                (d, name, named(net, makers[n])) for d, name, n in expected
            ]


def test_shortest_connections(drawn: tuple[Store, "nx.MultiDiGraph[str]"]) -> None:
    store, net = drawn
    both = nx.Graph(net.to_undirected())
    for one, other in random.Random(1).sample(list(combinations(sorted(net), 2)), 12):
        steps = nx.shortest_path_length(both, one, other) if nx.has_path(both, one, other) else 0
        assert len(run(store, "connection", {"a": one, "b": other})) == (steps if steps <= 8 else 0)


def test_what_is_counted_and_what_stands_alone(drawn: tuple[Store, "nx.MultiDiGraph[str]"]) -> None:
    store, net = drawn
    types = Counter(kind for _, kind in net.nodes(data="type"))
    assert {r["type"]: r["count"] for r in run(store, "entity_counts")} == types
    relations = Counter(key for *_, key in net.edges(keys=True))
    facts: Counter[str] = Counter()
    for source, target, key in net.edges(keys=True):
        facts[key] += net.edges[source, target, key]["facts"]
    assert {r["relation"]: (r["count"], r["facts"]) for r in run(store, "relation_counts")} == {
        k: (n, facts[k]) for k, n in relations.items()
    }
    assert [r["id"] for r in run(store, "isolated")] == sorted(
        nx.isolates(net), key=lambda n: (net.nodes[n]["type"], net.nodes[n]["name"], n)
    )
    assert sorted((r["name"], r["relations"]) for r in run(store, "well_sourced")) == sorted(
        (net.nodes[n]["name"], net.degree(n)) for n in net
    )


def test_who_stands_where(drawn: tuple[Store, "nx.MultiDiGraph[str]"]) -> None:
    store, net = drawn
    lies, parts = only(net, "LOCATED_IN"), only(net, "PART_OF").reverse()
    for region in ids(net, "Region"):
        code = net.nodes[region].get("division_code") or ""
        head = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
        within = {region} | {n for n in near(parts, region, 4) if net.nodes[n]["type"] == "Region"}
        within |= {n for n in ids(net, "Region") if head and (net.nodes[n].get("division_code") or "").startswith(head)}
        there = {
            e for e in ids(net, "Enterprise")
            if e in lies and any(w in near(lies, e, 2) for w in within)
        }  # fmt: skip
        assert [r["enterprise"] for r in run(store, "enterprises", {"region": region})] == named(net, there)


def test_pairs_of_relations(drawn: tuple[Store, "nx.MultiDiGraph[str]"]) -> None:
    store, net = drawn
    name = net.nodes(data="name")
    supplies = sorted((name[a], name[b]) for a, b, key in net.edges(keys=True) if key == "SUPPLIES")
    assert [(r["supplier"], r["customer"]) for r in run(store, "suppliers")] == supplies
    issued = only(net, "ISSUED_BY")
    together: Counter[tuple[str, str]] = Counter()
    for policy in ids(net, "Policy"):
        for a, b in combinations(sorted(issued[policy]) if policy in issued else [], 2):
            together[a, b] += 1
    rows = {(r["agency"], r["partner"]): r["policies"] for r in run(store, "joint_issuers")}
    assert rows == {(name[a], name[b]): n for (a, b), n in together.items()}
