"""Facts as they stand in the graph, many in one row of an answer: a row for each costs the driver most of its time."""

from collections.abc import Iterable, Sequence

from kg.store.base import Row, Store

SECONDS = 300.0
_TOLD = ("id", "subject", "subject_key", "relation", "value", "form", "loose", "confidence")
_SUPPORT = ("id", "edge", "confidence", "since", "until", "attrs")


def told(store: Store, subjects: Iterable[str]) -> list[Row]:
    """The facts of the properties of `subjects`, as far as entities are made from them."""
    match = "UNWIND $values AS value MATCH (f:Fact {subject: value}) WHERE f.object IS NULL WITH f"
    return _few(store, match, subjects, _TOLD)


def supports(store: Store, edges: Iterable[str]) -> list[Row]:
    """The facts of `edges`, as far as edges are made from them."""
    return _few(store, "UNWIND $values AS value MATCH (f:Fact {edge: value}) WITH f", edges, _SUPPORT)


def _few(store: Store, match: str, values: Iterable[str], wanted: Sequence[str]) -> list[Row]:
    """The facts f that `match` finds for `values`: their properties `wanted`, the document and until when it is in force."""
    parameters = {"values": sorted(values)}
    if not parameters["values"]:
        return []
    columns = ", ".join([*(f"f.{name}" for name in wanted), "d.id", "d.until"])
    text = f"{match} MATCH (f)-[:STATED_IN]->(d:Document) RETURN collect([{columns}]) AS found"
    names = (*wanted, "document", "document_until")
    (row,) = store.read(text, parameters, timeout=SECONDS)
    return [dict(zip(names, values, strict=True)) for values in row["found"]]


def facts(store: Store, match: str, values: list[str]) -> list[Row]:
    """The facts f that `match` finds for `values`, each once, as rows that `Batch.facts` takes.

    Beside its own properties each has `document`, and `document_until`, until when the document itself holds.
    """
    if not values:
        return []
    text = (
        f"{match} MATCH (f)-[:STATED_IN]->(d:Document) RETURN properties(f) AS fact, d.id AS document, d.until AS until"
    )
    found: dict[str, Row] = {}
    for row in store.read(text, {"values": values}, timeout=SECONDS):
        fact = {"object": None, **row["fact"], "document": row["document"]}
        found[fact["id"]] = fact | {"document_until": row["until"]}
    return list(found.values())


def facts_of(store: Store, document: str) -> set[str]:
    """Ids of the facts that a document states."""
    text = "MATCH (f:Fact)-[:STATED_IN]->(d:Document {id: $id}) RETURN f.id AS id"
    return {row["id"] for row in store.read(text, {"id": document}, timeout=SECONDS)}


def facts_by_id(store: Store, ids: Iterable[str]) -> dict[str, Row]:
    """The facts with those ids that there are."""
    return {f["id"]: f for f in facts(store, "UNWIND $values AS value MATCH (f:Fact {id: value})", sorted(ids))}


def storable(fact: Row) -> Row:
    """A fact's row without what only `facts` added."""
    return {k: v for k, v in fact.items() if k not in {"document_until", "was"}}
