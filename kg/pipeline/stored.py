"""Facts as they stand in the graph, many in one row of an answer: a row for each costs the driver most of its time."""

from collections.abc import Iterable, Sequence
from typing import Any

from kg.store.base import Store

Row = dict[str, Any]
SECONDS = 300.0
_SUPPORT = ("id", "subject", "subject_key", "relation", "value", "edge", "confidence", "since", "until", "attrs")


def columns(store: Store, match: str, values: Iterable[str], wanted: Sequence[str]) -> list[list[Any]]:
    """What `match` finds for `values`: a list of the `wanted` expressions for each."""
    parameters = {"values": sorted(values)}
    if not parameters["values"]:
        return []
    text = f"{match} RETURN collect([{', '.join(wanted)}]) AS found"
    found: list[list[Any]] = store.read(text, parameters, timeout=SECONDS)[0]["found"]
    return found


def support(store: Store, match: str, values: Iterable[str]) -> dict[str, Row]:
    """The facts f that `match` finds for `values`, by id, with only what entities and edges are projected from."""
    text = f"{match} MATCH (f)-[:STATED_IN]->(d:Document)"
    found = columns(store, text, values, [*(f"f.{name}" for name in _SUPPORT), "d.id", "d.until"])
    names = (*_SUPPORT, "document", "document_until")
    return {row[0]: dict(zip(names, row, strict=True)) for row in found}


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
