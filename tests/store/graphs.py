"""Rows for tests of the stores, and a model of a store in plain Python to compare with."""

from typing import Any

import networkx as nx

from kg.store import Batch, Store

Row = dict[str, Any]
ALL = {
    "entities": "MATCH (n:Entity) RETURN n AS row ORDER BY n.id",
    "documents": "MATCH (n:Document) RETURN n AS row ORDER BY n.id",
    "facts": "MATCH (n:Fact)-[:STATED_IN]->(d:Document) RETURN n AS row, d.id AS document ORDER BY n.id",
    "edges": "MATCH (a:Entity)-[r]->(b:Entity) RETURN r AS row, a.id AS source, b.id AS target ORDER BY r.id",
}


def entity(id_: str, kind: str = "Enterprise", **more: Any) -> Row:
    return {"id": id_, "type": kind, "name": more.pop("name", id_), **more}


def edge(id_: str, source: Row, kind: str, target: Row, **more: Any) -> Row:
    ends = {
        "source": source["id"],
        "target": target["id"],
        "source_type": source["type"],
        "target_type": target["type"],
    }
    return {"id": id_, "type": kind, **ends, **more}


def fact(id_: str, document: str, **more: Any) -> Row:
    return {"id": id_, "document": document, "quote": "原文", **more}


def small() -> Batch:
    """An enterprise in a region, a product it makes, and the document that says so."""
    firm, place, product = (
        entity("enterprise:甲", aliases=["甲公司"]),
        entity("region:1", "Region"),
        entity("product:芯片", "Product"),
    )
    return Batch(
        documents=[{"id": "doc:1", "name": "文件", "text": "甲在某地生产芯片"}],
        entities=[firm, place, product],
        edges=[
            edge("edge:1", firm, "LOCATED_IN", place, facts=1),
            edge("edge:2", firm, "PRODUCES", product, confidence=0.5),
        ],
        facts=[
            fact("fact:1", "doc:1", subject=firm["id"], relation="LOCATED_IN", object=place["id"], edge="edge:1"),
            fact("fact:2", "doc:1", subject=firm["id"], relation="PRODUCES", object=product["id"], edge="edge:2"),
        ],
    )


class Counting:
    """A store that counts what it is asked; in the place of any store that is only read."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.questions = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def read(self, *given: Any, **named: Any) -> list[Row]:
        self.questions += 1
        return self.store.read(*given, **named)


def contents(store: Store) -> dict[str, list[Row]]:
    """All that is in a store, in order."""
    return {name: store.read(text, timeout=60) for name, text in ALL.items()}


class Model:
    """What a store should hold after some batches: dictionaries and a networkx graph."""

    def __init__(self) -> None:
        self.graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self.documents: dict[str, Row] = {}
        self.facts: dict[str, Row] = {}

    def apply(self, batch: Batch) -> None:
        for id_ in batch.drop_facts:
            self.facts.pop(id_, None)
        dropped = set(batch.drop_edges)
        self.graph.remove_edges_from([(a, b, k) for a, b, k in self.graph.edges(keys=True) if k in dropped])
        self.graph.remove_nodes_from([i for i in batch.drop_entities if i in self.graph])
        for id_ in batch.drop_documents:
            self.documents.pop(id_, None)
            self.facts = {k: f for k, f in self.facts.items() if f["document"] != id_}
        self.documents |= {r["id"]: _kept(r) for r in batch.documents}
        for row in batch.entities:
            if row["id"] in self.graph:
                self.graph.nodes[row["id"]].clear()
            self.graph.add_node(row["id"], **_kept(row))
        for row in batch.edges:
            if self.graph.has_edge(row["source"], row["target"], row["id"]):
                self.graph.edges[row["source"], row["target"], row["id"]].clear()
            self.graph.add_edge(row["source"], row["target"], row["id"], row=_kept(row))
        self.facts |= {r["id"]: _kept(r) for r in batch.facts}

    def contents(self) -> dict[str, list[Row]]:
        """The same as `contents(store)`."""
        nodes = [
            {**self.graph.nodes[i], "labels": sorted(["Entity", self.graph.nodes[i]["type"]])}
            for i in sorted(self.graph)
        ]
        edges: list[Any] = sorted(self.graph.edges(keys=True, data="row"), key=lambda e: e[2])
        ends = ("source", "target", "source_type", "target_type")
        return {
            "entities": [{"row": n} for n in nodes],
            "documents": [{"row": {**self.documents[i], "labels": ["Document"]}} for i in sorted(self.documents)],
            "facts": [
                {
                    "row": {k: v for k, v in f.items() if k != "document"} | {"labels": ["Fact"]},
                    "document": f["document"],
                }
                for _, f in sorted(self.facts.items())
            ],
            "edges": [
                {"row": {k: v for k, v in row.items() if k not in ends}, "source": a, "target": b}
                for a, b, _, row in edges
            ],
        }


def _kept(row: Row) -> Row:
    return {k: v for k, v in row.items() if v is not None}
