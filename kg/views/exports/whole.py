"""Reads the whole graph, in an order of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.schema.ontology import ontology
from kg.store.base import Row, Store

TIMEOUT = 600.0


@dataclass(frozen=True, slots=True)
class Whole:
    """All of a graph, each part sorted by id.

    Edges carry `type`, `source` and `target` beside their properties, facts the `document` that states them; what is
    None or an empty list is left out.
    """

    documents: list[Row]
    entities: list[Row]
    edges: list[Row]
    facts: list[Row]


def read_whole(store: Store) -> Whole:
    """The whole graph; it must fit in memory (some hundred thousand facts do)."""
    edges = store.read(
        "MATCH (a:Entity)-[v]->(b:Entity) RETURN type(v) AS type, a.id AS source, b.id AS target, properties(v) AS row",
        timeout=TIMEOUT,
    )
    facts = store.read(
        "MATCH (f:Fact)-[:STATED_IN]->(d:Document) RETURN d.id AS document, properties(f) AS row", timeout=TIMEOUT
    )
    return Whole(
        documents=_sorted(store.read("MATCH (d:Document) RETURN properties(d) AS row", timeout=TIMEOUT)),
        entities=_sorted(store.read("MATCH (n:Entity) RETURN properties(n) AS row", timeout=TIMEOUT)),
        edges=_sorted(edges),
        facts=_sorted(facts),
    )


def columns(rows: Sequence[Row], first: tuple[str, ...]) -> list[str]:
    """Names of all properties of the rows: `first`, then those of the ontology in its order, then others by name."""
    found = {name for row in rows for name in row}
    known = [p for t in ontology().nodes.values() for p in t.properties]
    known += [p for r in ontology().relations.values() for p in r.properties]
    middle = [n for n in dict.fromkeys(known) if n in found] + sorted(found - set(known))
    return [*first, *(n for n in middle if n not in first)]


def _sorted(rows: list[Row]) -> list[Row]:
    flat = [{**row.pop("row"), **row} for row in rows]
    return sorted((_clean(r) for r in flat), key=lambda r: str(r["id"]))


def _clean(row: dict[str, Any]) -> Row:
    return {k: list(v) if isinstance(v, list | tuple) else v for k, v in sorted(row.items()) if v not in (None, [])}
