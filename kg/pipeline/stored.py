"""Facts as they stand in the graph."""

from collections.abc import Iterable
from typing import Any

from kg.store.base import Store

Row = dict[str, Any]
SECONDS = 300.0


def facts(store: Store, match: str, values: list[str]) -> list[Row]:
    """The facts f that `match` finds for `values`, each once, as rows that `Batch.facts` takes.

    Beside its own properties each has `document`, and the time that the document itself holds for as `document_since`
    and `document_until`.
    """
    if not values:
        return []
    text = (
        f"{match} MATCH (f)-[:STATED_IN]->(d:Document) "
        "RETURN properties(f) AS fact, d.id AS document, d.since AS since, d.until AS until"
    )
    found: dict[str, Row] = {}
    for row in store.read(text, {"values": values}, timeout=SECONDS):
        fact = {"object": None, **row["fact"], "document": row["document"]}
        found[fact["id"]] = fact | {"document_since": row["since"], "document_until": row["until"]}
    return list(found.values())


def facts_by_id(store: Store, ids: Iterable[str]) -> dict[str, Row]:
    """The facts with those ids that there are."""
    return {f["id"]: f for f in facts(store, "UNWIND $values AS value MATCH (f:Fact {id: value})", sorted(ids))}


def storable(fact: Row) -> Row:
    """A fact's row without what only `facts` added."""
    return {k: v for k, v in fact.items() if k not in {"document_since", "document_until", "was"}}
