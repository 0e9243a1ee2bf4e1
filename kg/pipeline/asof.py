"""The graph of a day: what held then, by what was said by then, as a graph of its own that every question can be put to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.batched import batched
from kg.entity import Ends, Support, Window, assemble_edge, ends
from kg.errors import QueryError
from kg.pipeline.project import edge_support, entity_row
from kg.pipeline.statements import kind_of
from kg.pipeline.stored import SECONDS
from kg.schema.dates import printed_date, read_date
from kg.schema.folding import Refused
from kg.store import Store, open_store
from kg.store.base import Batch, Row

_STEP = 5000
_OPEN = Window()


@contextmanager
def as_of(store: Store, day: str | None) -> Iterator[Store]:
    """The graph of `day` (a date; a year or month means its last day), or the graph itself where `day` is None.

    A fact is in it if the day lies in the time it holds for; one without a first day counts from its document's date on.
    An edge or an entity is in it if one of its facts is, and made of these alone; a policy only while it is in force. The graph of a day is a
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
    policies = _policies(store)
    entities = _entities(facts, policies, day)
    edges = _edges(facts, entities, documents, policies, day)
    there = {e["id"] for e in edges}
    kept = [f for f in facts if f["subject"] in entities and (f.get("edge") is None or f["edge"] in there)]
    used = {f["document"] for f in kept}
    yield Batch(documents=[d for id_, d in documents.items() if id_ in used])
    for rows in batched(entities.values(), _STEP):
        yield Batch(entities=rows, new={r["id"] for r in rows})
    for rows in batched(edges, _STEP):
        yield Batch(edges=rows)
    for rows in batched(kept, _STEP):
        yield Batch(facts=rows, new={r["id"] for r in rows})


def _read(store: Store, text: str) -> list[Row]:
    return store.read(text, timeout=SECONDS)


def _facts(store: Store) -> list[Row]:
    rows = _read(store, "MATCH (f:Fact)-[:STATED_IN]->(d:Document) RETURN properties(f) AS f, d.id AS document")
    return [{**r["f"], "document": r["document"]} for r in rows]


def _said(document: Row) -> str | None:
    """The first day of a document's date; None where it has none that can be read."""
    return Window.of(printed_date(document.get("date")), None).since


def _holds(fact: Row, said: dict[str, str | None], day: str) -> bool:
    window = Window.of(fact.get("since"), fact.get("until"))
    return (window.since or said[fact["document"]] or day) <= day <= (window.until or day)


def _entities(facts: Sequence[Row], policies: dict[str, Window], day: str) -> dict[str, Row]:
    """The things that are named, as far as the facts tell of them; policies only while they are in force."""
    told: dict[str, list[Row]] = defaultdict(list)
    for fact in facts:
        if fact.get("edge") is None:
            told[fact["subject"]].append(fact)
    in_force = {id_: found for id_, found in told.items() if policies.get(id_, _OPEN).holds(day)}
    rows = {id_: entity_row(id_, found) for id_, found in in_force.items()}
    return {id_: row for id_, row in rows.items() if row is not None}


def _policies(store: Store) -> dict[str, Window]:
    text = "MATCH (p:Policy) RETURN p.id AS id, p.effective AS since, p.expires AS until"
    return {r["id"]: Window.of(r["since"], r["until"]) for r in _read(store, text)}


def _edges(
    facts: Sequence[Row], entities: dict[str, Row], documents: dict[str, Row], policies: dict[str, Window], day: str
) -> list[Row]:
    """The edges between `entities` that hold, as far as the facts tell of them."""
    supported: dict[Ends, list[Support]] = defaultdict(list)
    for fact in facts:
        if fact.get("edge") is not None and {fact["subject"], fact["object"]} <= entities.keys():
            edge = ends(fact["subject"], fact["relation"], fact["object"])
            document = Window(None, documents[fact["document"]].get("until"))
            supported[edge].append(edge_support(fact, edge, document, lambda end: policies.get(end, _OPEN)))
    rows = [assemble_edge(e, (kind_of(e.source), kind_of(e.target)), found) for e, found in supported.items()]
    return [r for r in rows if r is not None and Window.of(r.get("since"), r.get("until")).holds(day)]
