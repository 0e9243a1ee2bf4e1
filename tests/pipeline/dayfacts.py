"""The graph of a day made from nothing: by its meaning, from every fact by itself, however long that takes."""

from collections import defaultdict
from collections.abc import Iterator

from kg.entity import Ends, Support, Window, assemble_edge, ends
from kg.pipeline.project import edge_support, entity_row
from kg.pipeline.statements import kind_of
from kg.schema.dates import printed_date
from kg.store import Batch, Store
from kg.store.base import Row

_OPEN = Window()


def batches(store: Store, day: str) -> Iterator[Batch]:
    """What is to be put into an empty graph."""
    documents = {r["d"]["id"]: r["d"] for r in store.read("MATCH (d:Document) RETURN properties(d) AS d")}
    said = {id_: Window.of(printed_date(d.get("date")), None).since for id_, d in documents.items()}
    text = "MATCH (f:Fact)-[:STATED_IN]->(d:Document) RETURN properties(f) AS f, d.id AS document"
    every = [{**r["f"], "document": r["document"]} for r in store.read(text)]
    facts = [f for f in every if _holds(f, said, day)]
    policies = _policies(store)
    entities = _entities(facts, policies, day)
    edges = _edges(facts, entities, documents, policies, day)
    there = {e["id"] for e in edges}
    kept = [f for f in facts if f["subject"] in entities and (f.get("edge") is None or f["edge"] in there)]
    used = {f["document"] for f in kept}
    yield Batch(documents=[d for id_, d in documents.items() if id_ in used])
    yield Batch(entities=list(entities.values()))
    yield Batch(edges=edges)
    yield Batch(facts=kept)


def _holds(fact: Row, said: dict[str, str | None], day: str) -> bool:
    window = Window.of(fact.get("since"), fact.get("until"))
    return (window.since or said[fact["document"]] or day) <= day <= (window.until or day)


def _entities(facts: list[Row], policies: dict[str, Window], day: str) -> dict[str, Row]:
    told: dict[str, list[Row]] = defaultdict(list)
    for fact in facts:
        if fact.get("edge") is None:
            told[fact["subject"]].append(fact)
    in_force = {id_: found for id_, found in told.items() if policies.get(id_, _OPEN).holds(day)}
    rows = {id_: entity_row(id_, found) for id_, found in in_force.items()}
    return {id_: row for id_, row in rows.items() if row is not None}


def _policies(store: Store) -> dict[str, Window]:
    text = "MATCH (p:Policy) RETURN p.id AS id, p.effective AS since, p.expires AS until"
    return {r["id"]: Window.of(r["since"], r["until"]) for r in store.read(text)}


def _edges(
    facts: list[Row], entities: dict[str, Row], documents: dict[str, Row], policies: dict[str, Window], day: str
) -> list[Row]:
    supported: dict[Ends, list[Support]] = defaultdict(list)
    for fact in facts:
        if fact.get("edge") is not None and {fact["subject"], fact["object"]} <= entities.keys():
            edge = ends(fact["subject"], fact["relation"], fact["object"])
            document = Window(None, documents[fact["document"]].get("until"))
            supported[edge].append(edge_support(fact, edge, document, lambda end: policies.get(end, _OPEN)))
    rows = [assemble_edge(e, (kind_of(e.source), kind_of(e.target)), found) for e, found in supported.items()]
    return [r for r in rows if r is not None and Window.of(r.get("since"), r.get("until")).holds(day)]
