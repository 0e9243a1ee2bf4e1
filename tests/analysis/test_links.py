"""Link analysis, held against what the definitions give on graphs that nobody thought of."""

import json
import math
import random
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import Any

import pytest

from kg.analysis.links import MEASURES, communities, network, paths, predict, rank, what_if
from kg.errors import QueryError
from kg.queries.catalog import run
from kg.store import Store, open_store
from tests.queries.sample import Graph


def made(seed: int, firms: int = 14) -> Graph:
    """Enterprises joined by lot, one of them by two relations, all in one region."""
    dice, graph = random.Random(seed), Graph()
    graph.document("x", "x.csv")
    graph.thing("Region", "r", "大区", "doc:x")
    ids = [graph.thing("Enterprise", f"{n:02}", f"企业{n:02}", "doc:x") for n in range(firms)]
    for one in ids:
        graph.says(one, "LOCATED_IN", "region:r", "doc:x", f"{one} 大区")
    for one in ids[1:]:
        graph.says(one, "SUPPLIES", dice.choice(ids[: ids.index(one)]), "doc:x", one, dice.choice([0.4, 0.9]))
    for _ in range(3):
        one, other = dice.sample(ids, 2)
        graph.says(one, "PARTNERS_WITH", other, "doc:x", f"{one} {other}", 0.8)
    graph.says(ids[1], "PARTNERS_WITH", ids[0], "doc:x", "二者合作", 0.95)
    return graph


def joined(graph: Graph, without: str = "") -> dict[str, set[str]]:
    """Neighbours of each enterprise by hand, over all relations but those of place."""
    ids = [i for i in graph.entities if i.startswith("enterprise:") and i != without]
    near: dict[str, set[str]] = {i: set() for i in ids}
    for edge in graph.edges.values():
        if edge["type"] != "LOCATED_IN" and without not in (edge["source"], edge["target"]):
            near[edge["source"]].add(edge["target"])
            near[edge["target"]].add(edge["source"])
    return near


def reached(near: dict[str, set[str]], start: str) -> dict[str, int]:
    """Steps to everything that can be reached."""
    steps, queue = {start: 0}, deque([start])
    while queue:
        one = queue.popleft()
        for other in near[one]:
            if other not in steps:
                steps[other] = steps[one] + 1
                queue.append(other)
    return steps


@pytest.mark.parametrize("seed", range(3))
def test_what_falls_off_is_what_nothing_reaches_any_more(embedded: Store, seed: int) -> None:
    graph = made(seed)
    embedded.apply(graph.batch())
    net = network(embedded)
    for one in (i for i in graph.entities if i.startswith("enterprise:")):
        near = joined(graph, one)
        groups = {frozenset(reached(near, i)) for i in near}
        parts = what_if(embedded, net, one)
        largest = max(len(g) for g in groups)
        assert len(parts) == len(groups) - 1
        assert sum(p.size for p in parts) == len(near) - largest
        assert {frozenset(p.members) for p in parts} <= {
            frozenset(graph.entities[i]["name"] for i in g) for g in groups
        }


@pytest.mark.parametrize("seed", range(3))
def test_ways_are_as_short_as_can_be_and_each_step_has_its_sentence(embedded: Store, seed: int) -> None:
    graph = made(seed)
    embedded.apply(graph.batch())
    net, steps = network(embedded), reached(joined(graph), "enterprise:00")
    for other in sorted(steps)[1:6]:
        found = paths(embedded, net, "enterprise:00", other, limit=2)
        first = [s for s in found if s.path == 1]
        assert [s.step for s in first] == list(range(1, steps[other] + 1))
        assert all(s.quote and s.document == "x.csv" for s in found)
        places = run(embedded, "connection", {"a": "enterprise:00", "b": other})
        assert len(places) <= len(first)  # it goes by way of the region too


def test_predictions_can_be_added_up_by_hand(embedded: Store) -> None:
    graph = made(5)
    embedded.apply(graph.batch())
    near = joined(graph)
    names = {i: e["name"] for i, e in graph.entities.items()}
    for one in near:
        told = predict(embedded, network(embedded), names[one])
        assert {p.id for p in told} == {o for m in near[one] for o in near[m]} - near[one] - {one}
        for row in told:
            assert row.score == pytest.approx(sum(1 / math.log(n) for _, n in row.shared))
            assert dict(row.shared) == {names[m]: len(near[m]) for m in near[one] & near[row.id]}
        assert [p.score for p in told] == sorted((p.score for p in told), reverse=True)


def test_ranks_and_communities_cover_what_is_linked(embedded: Store) -> None:
    graph = made(7)
    graph.thing("Enterprise", "alone", "独行企业", "doc:x")
    embedded.apply(graph.batch())
    net, near = network(embedded), joined(graph)
    linked = {i for i in near if near[i]}
    for by in MEASURES:
        rows = rank(net, by)
        assert {r.id for r in rows} == linked
        assert all(r.neighbours == len(near[r.id]) for r in rows)
        assert [r.score for r in rows] == sorted((r.score for r in rows), reverse=True)
    assert sum(r.score for r in rank(net)) == pytest.approx(1, abs=1e-4)
    assert rank(net, "degree", limit=1)[0].score == max(len(n) for n in near.values()) / (len(linked) - 1)
    groups = communities(net)
    assert sorted(m for g in groups for m in g.members) == sorted(linked)
    assert all(0 <= g.inside <= 1 and g.size == len(g.members) == sum(n for _, n in g.types) for g in groups)
    assert groups == communities(network(embedded))


def test_relations_confidence_and_the_reference_can_be_left_out(embedded: Store) -> None:
    graph = made(1)
    graph.documents["doc:shipped"] = {
        "id": "doc:shipped", "name": "enterprises.csv.gz", "source": "reference/enterprises.csv.gz", "sha256": "0" * 64,
    }  # fmt: skip
    graph.thing("Product", "p", "滤芯", "doc:shipped")
    graph.says("enterprise:00", "PRODUCES", "product:p", "doc:shipped", "滤芯")
    embedded.apply(graph.batch())
    assert "product:p" in network(embedded)["enterprise:00"]
    assert "product:p" not in network(embedded, own=True)["enterprise:00"]
    assert network(embedded, own=True).number_of_edges() == network(embedded).number_of_edges() - 1
    assert set(network(embedded, ["LOCATED_IN"])["region:r"]) == {
        i for i in graph.entities if i.startswith("enterprise")
    }
    sure = network(embedded, least=0.85)
    assert 0 < sure.number_of_edges() < network(embedded).number_of_edges()
    assert network(embedded)["enterprise:00"]["enterprise:01"]["weight"] == 0.95


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda s: network(s, ["KNOWS"]), "KNOWS"),
        (lambda s: rank(network(s), "fame"), "fame"),
        (lambda s: rank(network(s), type_="Firm"), "Firm"),
        (lambda s: predict(s, network(s), "没有的企业"), "没有的企业"),
        (lambda s: what_if(s, network(s), "没有的企业"), "没有的企业"),
        (lambda s: paths(s, network(s), "企业01", "enterprise:01"), "same thing"),
    ],
)
def test_what_is_not_there_is_named(embedded: Store, wrong: Any, says: str) -> None:
    embedded.apply(made(2).batch())
    with pytest.raises(QueryError, match=says):
        wrong(embedded)


def test_the_command_prints_words_for_people_and_fields_for_programs(tmp_path: Path) -> None:
    with open_store(tmp_path / "graph") as store:
        store.apply(made(3).batch())
    kg = [sys.executable, "-c", "from kg.cli import main; main()", "links"]

    def told(*words: str) -> str:
        return subprocess.run(
            [*kg, *words, "--store", str(tmp_path / "graph")], capture_output=True, text=True, check=True
        ).stdout

    assert "企业" in told("rank", "--limit", "1").splitlines()[2]
    assert json.loads(told("rank", "--limit", "1", "--format", "json"))[0]["type"] == "Enterprise"
    assert "供货" in told("paths", "企业00", "企业13")
    assert "构成" in told("communities")
    assert "没有可列的联系" in told("predict", "大区")
