"""One suite for every store operation: equal rows on both engines, and equal to a model with networkx."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, StoreError
from kg.schema.ontology import ontology
from kg.store import Batch, Store
from tests.conftest import empty
from tests.store.graphs import Model, contents, edge, entity, fact, small

NASTY = [
    "it's",
    '"quoted"',
    "back`tick",
    "'}) DETACH DELETE n //",
    "$name",
    "\\",
    "a\nb\tc",
    "甲（集团）·乙",
    "𠀀𠮷",
    "{x: 1}",
    " ",
    "null",
    "%_*?~",
]


def test_what_is_put_is_read_back(store: Store) -> None:
    model = Model()
    store.apply(small())
    model.apply(small())
    assert contents(store) == model.contents()


def test_put_twice_changes_nothing(store: Store) -> None:
    store.apply(small())
    before = contents(store)
    store.apply(small())
    assert contents(store) == before


def test_what_is_there_is_put_all_the_same_when_taken_to_be_new(store: Store) -> None:
    store.apply(small())
    again = small()
    for row in (*again.documents, *again.entities, *again.edges, *again.facts):
        row["note"] = "later"
        again.new.add(row["id"])
    store.apply(again)
    model = Model()
    model.apply(again)
    assert contents(store) == model.contents()


def test_a_node_that_is_there_is_put_all_the_same_when_nobody_else_can_have_made_it(store: Store) -> None:
    store.apply(small())
    again = small()
    again.edges, again.revision = [], store.revision()
    again.new = {row["id"] for row in (*again.documents, *again.entities, *again.facts)}
    before = contents(store)
    store.apply(again)
    assert contents(store) == before


def test_a_batch_learns_whether_somebody_has_written_since_its_revision(store: Store) -> None:
    seen = store.revision()
    assert seen is not None
    assert store.apply(Batch(documents=[{"id": "doc:1"}], revision=seen))
    assert store.revision() == seen + 1
    assert not store.apply(Batch(documents=[{"id": "doc:2"}], revision=seen))
    assert store.apply(Batch(documents=[{"id": "doc:3"}], revision=store.revision()))


def test_batches_of_two_threads_are_counted_one_by_one(store: Store) -> None:
    seen = store.revision()
    assert seen is not None

    def write(number: int) -> bool:
        return store.apply(Batch(documents=[{"id": f"doc:{number}"}], revision=seen))

    with ThreadPoolExecutor(4) as threads:
        alone = list(threads.map(write, range(40)))
    assert store.revision() == seen + 40
    assert alone.count(True) == 1


def test_put_replaces_all_properties(store: Store) -> None:
    store.apply(small())
    again = small()
    again.entities[0] = {"id": "enterprise:甲", "type": "Enterprise", "name": "甲", "capital": 1.5e7}
    again.edges[0] = {**again.edges[0], "since": "2021-12"}
    del again.edges[0]["facts"]
    again.facts[0]["quote"] = "新"
    again.documents[0] = {"id": "doc:1", "title": "标题"}
    store.apply(again)
    model = Model()
    model.apply(again)
    assert contents(store) == model.contents()


def test_none_is_left_out(store: Store) -> None:
    store.apply(Batch(entities=[entity("enterprise:1", capital=None, founded="2021")]))
    assert store.read("MATCH (n:Enterprise) RETURN keys(n) AS keys, n.capital AS capital") == [
        {"keys": store.read("MATCH (n:Enterprise) RETURN keys(n) AS k")[0]["k"], "capital": None}
    ]
    assert set(store.read("MATCH (n:Enterprise) RETURN keys(n) AS k")[0]["k"]) == {"id", "type", "name", "founded"}


def test_kinds_of_values_come_back_as_they_were(store: Store) -> None:
    values: dict[str, Any] = {
        "text": "文",
        "number": 7,
        "large": 2**53 + 1,
        "real": 0.1,
        "whole": 2.0,
        "yes": True,
        "no": False,
    }
    lists: dict[str, Any] = {
        "texts": ["a", "b"],
        "numbers": [1, 2],
        "reals": [0.5, 1.0],
        "flags": [True, False],
        "none": [],
    }
    store.apply(Batch(entities=[entity("enterprise:1", **values, **lists)]))
    found = store.read("MATCH (n:Enterprise) RETURN n")[0]["n"]
    for name, value in {**values, **lists}.items():
        assert found[name] == value
        assert type(found[name]) is type(value)


@pytest.mark.parametrize("text", NASTY)
def test_any_text_is_just_a_text(store: Store, text: str) -> None:
    firm, other = entity(f"enterprise:{text}", name=text, aliases=[text, text + "2"]), entity("enterprise:other")
    batch = Batch(
        documents=[{"id": f"doc:{text}", "text": text}],
        entities=[firm, other],
        edges=[edge(f"edge:{text}", firm, "SUPPLIES", other, note=text)],
        facts=[fact(f"fact:{text}", f"doc:{text}", value=text)],
    )
    model = Model()
    for _ in range(2):
        store.apply(batch)
        model.apply(batch)
    assert contents(store) == model.contents()
    assert store.read("MATCH (n:Enterprise {name: $name}) RETURN n.id AS id", {"name": text}) == [{"id": firm["id"]}]
    store.apply(
        Batch(
            drop_facts=[f"fact:{text}"],
            drop_edges=[f"edge:{text}"],
            drop_entities=[firm["id"]],
            drop_documents=[f"doc:{text}"],
        )
    )
    assert store.read("MATCH (n) RETURN n.id AS id") == [{"id": "enterprise:other"}]


def test_drops(store: Store) -> None:
    store.apply(small())
    store.apply(Batch(drop_facts=["fact:1"], drop_edges=["edge:1"]))
    assert [r["row"]["id"] for r in contents(store)["facts"]] == ["fact:2"]
    assert [r["row"]["id"] for r in contents(store)["edges"]] == ["edge:2"]
    store.apply(Batch(drop_entities=["product:芯片"]))
    assert contents(store)["edges"] == []
    store.apply(Batch(drop_documents=["doc:1"]))
    left = contents(store)
    assert (left["documents"], left["facts"]) == ([], [])
    assert [r["row"]["id"] for r in left["entities"]] == ["enterprise:甲", "region:1"]


def test_dropping_what_is_not_there_changes_nothing(store: Store) -> None:
    store.apply(small())
    before = contents(store)
    store.apply(
        Batch(drop_facts=["x"], drop_edges=["x"], drop_entities=["doc:1", "x"], drop_documents=["enterprise:甲", "x"])
    )
    assert contents(store) == before


def test_drops_come_before_puts(store: Store) -> None:
    store.apply(small())
    again = small()
    again.drop_documents, again.drop_entities = ["doc:1"], ["enterprise:甲", "region:1", "product:芯片"]
    store.apply(again)
    model = Model()
    model.apply(small())
    assert contents(store) == model.contents()


def test_an_id_changes_its_type_only_by_a_drop(store: Store) -> None:
    store.apply(small())
    before = contents(store)
    with pytest.raises(StoreError, match="region:1.*drop"):
        store.apply(Batch(entities=[entity("region:1", "Park")]))
    assert contents(store) == before
    store.apply(Batch(drop_entities=["region:1"], entities=[entity("region:1", "Park")]))
    assert store.read("MATCH (n:Park) RETURN n.id AS id, labels(n) AS labels") in (
        [{"id": "region:1", "labels": ["Entity", "Park"]}],
        [{"id": "region:1", "labels": ["Park", "Entity"]}],
    )


@pytest.mark.parametrize("end", ["source", "target"])
def test_an_edge_to_nowhere_is_refused_and_nothing_of_the_batch_stays(store: Store, end: str) -> None:
    batch = small()
    batch.edges[1][end] = "product:missing"
    with pytest.raises(StoreError, match="edge:2.*product:missing"):
        store.apply(batch)
    assert store.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


def test_an_edge_to_an_entity_of_another_type_is_refused(store: Store) -> None:
    store.apply(Batch(entities=[entity("enterprise:1"), entity("product:1", "Product")]))
    wrong = edge("edge:1", entity("enterprise:1"), "LOCATED_IN", entity("product:1", "Region"))
    with pytest.raises(StoreError, match="no Region 'product:1'"):
        store.apply(Batch(edges=[wrong]))


def test_a_fact_without_its_document_is_refused_and_nothing_stays(store: Store) -> None:
    batch = small()
    batch.facts.append(fact("fact:3", "doc:missing"))
    with pytest.raises(StoreError, match="fact:3.*doc:missing"):
        store.apply(batch)
    assert store.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


BAD = [
    (Batch(entities=[{"id": "x:1", "type": "Dragon"}]), "Dragon"),
    (Batch(entities=[{"id": "x:1", "type": "Enterprise) DETACH DELETE (n"}]), "not in the ontology"),
    (Batch(entities=[{"id": "", "type": "Enterprise"}]), "'id'"),
    (Batch(entities=[{"type": "Enterprise"}]), "'id'"),
    (Batch(entities=[{"id": 7, "type": "Enterprise"}]), "'id'"),
    (Batch(entities=[entity("x:1", place={"x": 1})]), "place"),
    (Batch(entities=[entity("x:1", mixed=[1, "a"])]), "mixed"),
    (Batch(entities=[entity("x:1", nested=[[1]])]), "nested"),
    (Batch(entities=[entity("x:1", huge=2**63)]), "huge"),
    (Batch(entities=[entity("x:1", real=float("nan"))]), "real"),
    (Batch(entities=[entity("x:1", real=float("inf"))]), "real"),
    (Batch(entities=[entity("x:1", text="\ud800")]), "text"),
    (Batch(entities=[entity("x:1", **{"@rid": "#1:1"})]), "@rid"),
    (Batch(entities=[entity("x:1", **{"": "x"})]), "''"),
    (Batch(edges=[edge("e:1", entity("x:1"), "EATS", entity("x:2"))]), "EATS"),
    (Batch(edges=[edge("e:1", entity("x:1"), "LOCATED_IN", entity("x:2", "Product"))]), "does not join"),
    (Batch(facts=[{"id": "f:1"}]), "'document'"),
    (Batch(drop_entities=[""]), "drop"),
]


@pytest.mark.parametrize(("batch", "said"), BAD)
def test_what_no_engine_shall_see_is_refused(store: Store, batch: Batch, said: str) -> None:
    with pytest.raises(StoreError, match=said.replace("(", r"\(")):
        store.apply(batch)
    assert store.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


def test_all_types_and_relations_of_the_ontology_can_be_stored(store: Store) -> None:
    known = ontology()
    nodes = {(k, side): entity(f"{k.lower()}:{side}", k) for k in known.nodes for side in "ab"}
    edges = [
        edge(f"edge:{r}:{a}:{b}", nodes[a, "a"], r, nodes[b, "b"])
        for r, one in known.relations.items()
        for a, b in sorted(one.ends)
    ]
    store.apply(Batch(entities=list(nodes.values()), edges=edges))
    for kind in known.nodes:
        assert store.read(f"MATCH (n:{kind} {{id: $id}}) RETURN n.id AS id", {"id": f"{kind.lower()}:a"}) == [
            {"id": f"{kind.lower()}:a"}
        ]
    found = store.read(
        "MATCH (a:Entity)-[r]->(b:Entity) RETURN r.id AS id, type(r) AS type, a.type AS source, b.type AS target"
    )
    assert sorted((r["id"], r["type"], r["source"], r["target"]) for r in found) == sorted(
        (e["id"], e["type"], e["source_type"], e["target_type"]) for e in edges
    )


def test_large_batches_go_through_in_one(store: Store) -> None:
    firms = [entity(f"enterprise:{i}") for i in range(6_000)]
    links = [edge(f"edge:{i}", firms[i], "SUPPLIES", firms[i * 7 % 6_000]) for i in range(6_000)]
    facts = [fact(f"fact:{i}", "doc:1", edge=f"edge:{i}") for i in range(6_000)]
    store.apply(Batch(documents=[{"id": "doc:1"}], entities=firms, edges=links, facts=facts))
    assert store.read("MATCH (n:Enterprise) RETURN count(n) AS n") == [{"n": 6_000}]
    assert store.read("MATCH (:Enterprise)-[r:SUPPLIES]->() RETURN count(r) AS n") == [{"n": 6_000}]
    assert store.read("MATCH (f:Fact)-[r:STATED_IN]->(:Document {id: 'doc:1'}) RETURN count(r) AS n") == [{"n": 6_000}]
    assert len(store.read("MATCH (n:Enterprise) RETURN n.id AS id")) == 6_000
    assert len(store.read("MATCH (n:Enterprise) RETURN n.id AS id", limit=17)) == 17
    store.apply(Batch(drop_documents=["doc:1"], drop_edges=[f"edge:{i}" for i in range(6_000)]))
    assert store.read("MATCH (n) RETURN count(n) AS n") == [{"n": 6_000}]
    assert store.read("MATCH ()-[r]->() RETURN count(r) AS n") == [{"n": 0}]


def test_large_batches_of_old_and_new_are_told_apart(store: Store) -> None:
    """Where a sample of a batch is new, the rest may still be old."""
    firms = [entity(f"enterprise:{i:05}", sources=1) for i in range(3_000)]
    facts = [fact(f"fact:{i:05}", f"doc:{i % 3}", value="1") for i in range(3_000)]
    documents = [{"id": f"doc:{i}"} for i in range(3)]
    store.apply(Batch(documents=documents, entities=firms[17:18], facts=facts[17:18]))
    model = Model()
    for _ in range(2):
        store.apply(Batch(documents=documents, entities=firms, facts=facts))
        model.apply(Batch(documents=documents, entities=firms, facts=facts))
    assert contents(store) == model.contents()
    with pytest.raises(StoreError, match="enterprise:000.*drop"):
        store.apply(Batch(entities=[entity(f"enterprise:{i:05}", "Park") for i in range(-3_000, 18)]))
    assert contents(store) == model.contents()


def test_the_same_row_twice_in_a_batch_counts_once(store: Store) -> None:
    batch = small()
    batch.entities.append({**batch.entities[0], "name": "后者"})
    batch.edges.append(batch.edges[0])
    batch.facts.append(batch.facts[0])
    batch.documents.append(batch.documents[0])
    store.apply(batch)
    found = contents(store)
    assert [len(found[k]) for k in ("documents", "entities", "edges", "facts")] == [1, 3, 2, 2]
    assert found["entities"][0]["row"]["name"] == "后者"


def test_paths_and_nested_values_are_plain(store: Store) -> None:
    store.apply(small())
    row = store.read(
        "MATCH p = (a:Enterprise)-[r:PRODUCES]->(b) RETURN p, [a, b] AS nodes, {one: a, r: r} AS map, null AS none"
    )[0]
    firm = {
        "id": "enterprise:甲",
        "type": "Enterprise",
        "name": "enterprise:甲",
        "aliases": ["甲公司"],
        "labels": ["Enterprise", "Entity"],
    }
    chip = {"id": "product:芯片", "type": "Product", "name": "product:芯片", "labels": ["Entity", "Product"]}
    made = {"id": "edge:2", "confidence": 0.5, "type": "PRODUCES"}
    assert row["nodes"] == [firm, chip]
    assert row["map"] == {"one": firm, "r": made}
    assert row["none"] is None
    assert row["p"] == {"nodes": [firm, chip], "relationships": [{**made, "source": firm["id"], "target": chip["id"]}]}


def test_dates_and_durations_are_iso_text(store: Store) -> None:
    row = store.read(
        "RETURN date('2021-02-03') AS d, datetime('2021-02-03T04:05:06Z') AS t, localdatetime('2021-02-03T04:05:06.5') AS l, duration('P1DT2H') AS p"
    )
    assert row == [{"d": "2021-02-03", "t": "2021-02-03T04:05:06Z", "l": "2021-02-03T04:05:06.500", "p": "P1DT2H"}]


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n RETURN n",
        "RETURN $missing AS x",
        "RETURN nonsense(1) AS x",
        "",
        "RETURN 1/0 AS x",
        "MATCH (n) RETURN m",
    ],
)
def test_ill_formed_questions_are_query_errors(store: Store, text: str) -> None:
    with pytest.raises(QueryError) as error:
        store.read(text)
    assert "\n" not in str(error.value)


def test_unsendable_parameters_are_query_errors(store: Store) -> None:
    with pytest.raises(QueryError):
        store.read("RETURN $x AS x", {"x": object()})


def test_parameters_of_every_kind(store: Store) -> None:
    values: dict[str, Any] = {
        "text": "文'`",
        "number": 3,
        "real": 0.5,
        "yes": True,
        "none": None,
        "list": [1, 2],
        "map": {"a": ["b"]},
    }
    row = store.read(
        "RETURN $text AS text, $number AS number, $real AS real, $yes AS yes, $none AS none, $list AS list, $map AS map",
        values,
    )
    assert row == [values]


IDS = st.integers(0, 7)
KINDS = ["Enterprise", "Product"]
LINKS = sorted((r, a, b) for r, one in ontology().relations.items() for a, b in one.ends if {a, b} <= set(KINDS))


@st.composite
def batches(draw: st.DrawFn) -> list[Batch]:
    """Some batches on few ids, so that they meet; entities of an id keep their type."""
    made = []
    for _ in range(draw(st.integers(1, 4))):
        ids = draw(st.sets(IDS))
        more = st.fixed_dictionaries(
            {}, optional={"score": st.floats(0, 1), "tags": st.lists(st.sampled_from(NASTY), max_size=2)}
        )
        nodes = {i: entity(f"n:{i}", KINDS[i % 2], **draw(more)) for i in ids}
        links = draw(st.lists(st.tuples(st.sampled_from(LINKS), IDS, IDS), max_size=6))
        edges = {
            f"edge:{r}:{a}:{b}": edge(f"edge:{r}:{a}:{b}", nodes[a], r, nodes[b], facts=draw(st.integers(1, 3)))
            for (r, s, t), a, b in links
            if a in nodes and b in nodes and (nodes[a]["type"], nodes[b]["type"]) == (s, t)
        }
        documents = draw(st.sets(st.integers(0, 2)))
        facts = {
            f"fact:{d}:{i}": fact(f"fact:{d}:{i}", f"doc:{d}", value=str(i))
            for d in documents
            for i in draw(st.sets(IDS))
        }
        drops = [draw(st.sets(IDS, max_size=3)) for _ in range(3)]
        made.append(
            Batch(
                documents=[{"id": f"doc:{d}", "name": str(d)} for d in sorted(documents)],
                entities=list(nodes.values()),
                edges=list(edges.values()),
                facts=list(facts.values()),
                drop_entities=[f"n:{i}" for i in drops[0]],
                drop_documents=[f"doc:{i}" for i in drops[1]],
                drop_facts=[f"fact:{i}:{i}" for i in drops[2]],
                drop_edges=[f"edge:{r}:{i}:{i + 1}" for i in drops[2] for r, _, _ in LINKS],
            )
        )
    return made


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(todo=batches())
def test_random_graphs_equal_networkx(store: Store, todo: list[Batch]) -> None:
    empty(store)
    model = Model()
    for batch in todo:
        store.apply(batch)
        model.apply(batch)
    assert contents(store) == model.contents()
    found = store.read("MATCH (a:Entity)-[*1..3]->(b:Entity) RETURN DISTINCT a.id AS a, b.id AS b")
    plain: nx.DiGraph[str] = nx.DiGraph(model.graph)
    steps = {a: nx.single_source_shortest_path_length(plain, a, cutoff=3) for a in plain}
    reach = {(a, b) for a in plain for b, n in steps[a].items() if n}
    # back to itself by a walk of one to three edges, none of them twice (Cypher's rule)
    reach |= {(a, a) for a in plain if any(a == c[0] for c in _circles(model.graph, a))}
    assert {(r["a"], r["b"]) for r in found} == reach


def _circles(graph: "nx.MultiDiGraph[str]", start: str) -> list[list[str]]:
    found, paths = [], [[(None, start)]]
    for _ in range(3):
        longer = []
        for path in paths:
            for _, to, key in graph.out_edges(path[-1][1], keys=True):
                if key not in [k for k, _ in path]:
                    longer.append([*path, (key, to)])
        found += [[n for _, n in p] for p in longer if p[-1][1] == start]
        paths = longer
    return found
