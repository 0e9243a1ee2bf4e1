"""Every named query gives the same rows, in the same order, from both engines, on graphs that nobody thought of."""

import random
from typing import Any

import pytest

from kg.queries.catalog import Parameter, catalog, run
from kg.schema.ontology import ontology
from kg.store import Store
from tests.queries.sample import Graph

WORDS = ("萧山", "电池", "医药", "智能", "汽车", "一", "A", "b", "＃", "㐀", "𠀀", "'", "é")


def random_graph(seed: int) -> Graph:
    """Things of every type, relations wherever the ontology allows them, some properties, several documents a fact."""
    dice = random.Random(seed)
    graph, known = Graph(), ontology()
    docs = [graph.document(str(n), f"{n}.csv", title=dice.choice([None, f"文件{n}"]), date=f"202{n}") for n in range(4)]
    things: dict[str, list[str]] = {}
    for type_ in known.nodes:
        for n in range(dice.randint(2, 5)):
            name = "".join(dice.choices(WORDS, k=dice.randint(1, 3))) + str(n)
            more: dict[str, Any] = {"aliases": dice.sample(WORDS, dice.randint(0, 2)), "sources": dice.randint(1, 3)}
            if type_ == "Region":
                more["division_code"] = dice.choice(["330000", "330100", "330109", "330110", "340000", None])
            if dice.random() < 0.5:
                more["tags"] = dice.sample(WORDS, 2)
            things.setdefault(type_, []).append(graph.thing(type_, f"{seed}.{n}", name, dice.choice(docs), **more))
    for relation in known.relations.values():
        for source, target in sorted(relation.ends):
            for _ in range(dice.randint(0, 4)):
                one, other = dice.choice(things[source]), dice.choice(things[target])
                if one != other:
                    attrs = {"stage": dice.choice(["上游", "中游", "下游"])} if "stage" in relation.properties else {}
                    for doc in dice.sample(docs, dice.randint(1, 2)):
                        graph.says(
                            one, relation.name, other, doc, f"{one} {other}", dice.choice([0.5, 0.8, 0.95]), **attrs
                        )
    for id_ in dice.sample(things["Enterprise"], 2):
        for value in dice.sample(["1", "2", "10"], 2):
            graph.has(id_, "capital", value, dice.choice(docs), value)
    return graph


def value_of(parameter: Parameter, graph: Graph, dice: random.Random) -> Any:
    """A value that is likely to find something."""
    kinds = {"product": "Product", "chain": "Chain", "region": "Region", "enterprise": "Enterprise"}
    if parameter.name == "document":
        return dice.choice(list(graph.documents))
    if parameter.name == "text":
        return dice.choice(WORDS)
    ids = [i for i, e in graph.entities.items() if e["type"] == kinds.get(parameter.name, e["type"])]
    found = dice.choice(ids)
    return found if parameter.name in ("id", "a", "b") else graph.entities[found]["name"]


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
@pytest.mark.parametrize("seed", range(4))
def test_same_rows_from_both_engines(embedded: Store, neo4j_store: Store, seed: int) -> None:
    graph = random_graph(seed)
    for store in (embedded, neo4j_store):
        store.apply(graph.batch())
    dice, answered = random.Random(seed), 0
    for query in catalog().values():
        for optional in (False, True):
            given = {
                p.name: value_of(p, graph, dice)
                for p in query.parameters.values()
                if p.type == "str" and (p.required or optional)
            }
            given |= {"type": "Park"} if "type" in given else {}
            given |= {"relation": "PART_OF"} if "relation" in given else {}
            rows, others = run(embedded, query.name, given), run(neo4j_store, query.name, given)
            if query.name == "connection":  # one of the shortest, and there may be several
                rows, others = [{"step": r["step"]} for r in rows], [{"step": r["step"]} for r in others]
            assert rows == others, (query.name, given)
            answered += bool(rows)
    assert answered > len(catalog()) / 2
