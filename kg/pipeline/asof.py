"""The graph of a day: what held then, by what was said by then, as a graph of its own that every question can be put to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kg.entity import Window
from kg.errors import QueryError
from kg.schema.dates import read_date
from kg.schema.values import Refused
from kg.store import Store, open_store
from kg.store.base import Batch

Row = dict[str, Any]
_SECONDS = 300.0
_STEP = 5000


@contextmanager
def as_of(store: Store, day: str | None) -> Iterator[Store]:
    """The graph of `day` (a date; a year or month means its last day), or the graph itself where `day` is None.

    A fact is in it if the day lies in the time it holds for; one without a first day counts from its document's date on.
    An edge or an entity is in it if one of its facts is, a policy only while it is in force. The graph of a day is a
    temporary one: it is gone when the context ends. QueryError where `day` is no date.
    """
    if day is None:
        yield store
        return
    then = last_day(day)
    with TemporaryDirectory(prefix="chain-kg-") as folder, open_store(Path(folder) / "graph") as past:
        for batch in _batches(store, then):
            past.apply(batch)
        yield past


def last_day(day: str) -> str:
    """The day itself, or the last day of a year or month, as ISO text; QueryError for what is no date."""
    try:
        clean = read_date(day)
    except Refused as error:
        raise QueryError(f"--as-of {error}") from None
    if clean is None:
        raise QueryError(f"--as-of {day!r} is no date; write one such as 2024-06-30")
    return Window.of(None, clean).until or clean


def _batches(store: Store, day: str) -> Iterator[Batch]:
    documents = {r["d"]["id"]: r["d"] for r in _read(store, "MATCH (d:Document) RETURN properties(d) AS d")}
    said = {id_: _said(d) for id_, d in documents.items()}
    facts = [f for f in _facts(store) if _holds(f, said, day)]
    entities = _entities(store, facts, day)
    edges = _edges(store, facts, entities, day)
    there = {e["id"] for e in edges}
    kept = [f for f in facts if f["subject"] in entities and (f.get("edge") is None or f["edge"] in there)]
    used = {f["document"] for f in kept}
    yield Batch(documents=[d for id_, d in documents.items() if id_ in used])
    for rows in _steps(list(entities.values())):
        yield Batch(entities=rows, new={r["id"] for r in rows})
    for rows in _steps(edges):
        yield Batch(edges=rows)
    for rows in _steps(kept):
        yield Batch(facts=rows, new={r["id"] for r in rows})


def _read(store: Store, text: str) -> list[Row]:
    return store.read(text, timeout=_SECONDS)


def _facts(store: Store) -> list[Row]:
    rows = _read(store, "MATCH (f:Fact)-[:STATED_IN]->(d:Document) RETURN properties(f) AS f, d.id AS document")
    return [{**r["f"], "document": r["document"]} for r in rows]


def _said(document: Row) -> str | None:
    """The first day of a document's date; None where it has none that can be read."""
    try:
        date = read_date(str(document["date"])) if document.get("date") else None
    except Refused:
        return None
    return Window.of(date, None).since


def _holds(fact: Row, said: dict[str, str | None], day: str) -> bool:
    window = Window.of(fact.get("since"), fact.get("until"))
    return (window.since or said[fact["document"]] or day) <= day <= (window.until or day)


def _entities(store: Store, facts: Sequence[Row], day: str) -> dict[str, Row]:
    named = {f["subject"] for f in facts if f.get("edge") is None}
    rows = [r["n"] for r in _read(store, "MATCH (n:Entity) RETURN properties(n) AS n")]
    return {n["id"]: n for n in rows if n["id"] in named and _in_force(n, day)}


def _in_force(entity: Row, day: str) -> bool:
    return entity["type"] != "Policy" or Window.of(entity.get("effective"), entity.get("expires")).holds(day)


def _edges(store: Store, facts: Sequence[Row], entities: dict[str, Row], day: str) -> list[Row]:
    """The edges that hold, with the number and best confidence of their facts that do."""
    sure: dict[str, list[float]] = defaultdict(list)
    for fact in facts:
        if fact.get("edge") is not None:
            sure[fact["edge"]].append(fact["confidence"])
    text = (
        "MATCH (a:Entity)-[r]->(b:Entity) "
        "RETURN properties(r) AS r, type(r) AS type, a.id AS source, a.type AS source_type, b.id AS target, b.type AS target_type"
    )
    found = []
    for row in _read(store, text):
        edge = row.pop("r")
        there = edge["id"] in sure and row["source"] in entities and row["target"] in entities
        if there and Window.of(edge.get("since"), edge.get("until")).holds(day):
            counted = {"facts": len(sure[edge["id"]]), "confidence": max(sure[edge["id"]])}
            found.append({**edge, **row, **counted})
    return found


def _steps(rows: list[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), _STEP):
        yield rows[start : start + _STEP]
