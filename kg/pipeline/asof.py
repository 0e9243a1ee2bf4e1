"""The graph of a day: what held then, by what was said by then, as a graph of its own that every question can be put to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from kg.batched import batched
from kg.entity import Ends, Window, assemble_edge, ends
from kg.errors import QueryError
from kg.pipeline.project import edge_support, entity_row
from kg.pipeline.statements import kind_of
from kg.pipeline.stored import SECONDS, supports, told
from kg.schema.dates import printed_date, read_date
from kg.schema.folding import Refused
from kg.store import Store
from kg.store.base import Batch, Row
from kg.store.scratch import scratch

_STEP = 5000
_OPEN = Window()
_FACT = (
    "f.id AS id, f.subject AS subject, f.relation AS relation, f.object AS object, f.edge AS edge, "
    "f.since AS since, f.until AS until, d.id AS document"
)
_DATED = f"MATCH (f:Fact)-[:STATED_IN]->(d:Document) WHERE f.since IS NOT NULL OR f.until IS NOT NULL RETURN {_FACT}"
_SAID_IN = (
    f"UNWIND $ids AS id MATCH (f:Fact)-[:STATED_IN]->(d:Document {{id: id}}) WHERE f.since IS NULL RETURN {_FACT}"
)
_WINDOWS = (
    "MATCH (:Entity)-[r]->(:Entity) WHERE r.since IS NOT NULL OR r.until IS NOT NULL "
    "RETURN r.id AS id, r.since AS since, r.until AS until"
)
_AT = "UNWIND $ids AS id MATCH (n:Entity {id: id})-[r]-(:Entity) RETURN DISTINCT r.id AS id"
_HELD_UP = "UNWIND $ids AS id MATCH (f:Fact {%s: id}) RETURN f.id AS id"
_SILENT = "MATCH (d:Document) WHERE NOT (d)<-[:STATED_IN]-(:Fact) RETURN d.id AS id"


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
    with scratch(store) as past:
        with past.busy():
            _cut(past, then)
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


def _cut(past: Store, day: str) -> None:
    """Take out of the graph `past` what does not hold on `day`, and make anew what is left of what that was part of."""
    gone = {f["id"]: f for f in _facts_of_other_days(past, day)}
    policies = _policies(past)
    out = {id_ for id_, window in policies.items() if not window.holds(day)}
    entities, unnamed = _entities(past, gone, out)
    out |= unnamed
    edges, ended = _edges(past, gone, out, policies, day)
    facts = gone.keys() | _ids(past, _HELD_UP % "subject", out) | _ids(past, _HELD_UP % "edge", ended)
    for some in batched(sorted(facts), _STEP):
        past.apply(Batch(drop_facts=some))
    past.apply(Batch(drop_edges=sorted(ended)))
    past.apply(Batch(drop_entities=sorted(out)))
    for rows in batched(entities, _STEP):
        past.apply(Batch(entities=rows))
    for rows in batched(edges, _STEP):
        past.apply(Batch(edges=rows))
    past.apply(Batch(drop_documents=sorted(_ids(past, _SILENT))))


def _facts_of_other_days(past: Store, day: str) -> list[Row]:
    documents = past.read("MATCH (d:Document) RETURN d.id AS id, d.date AS date", timeout=SECONDS)
    said = {d["id"]: _said(d["date"]) for d in documents}
    later = sorted(id_ for id_, first in said.items() if first and first > day)
    facts = past.read(_DATED, timeout=SECONDS) + past.read(_SAID_IN, {"ids": later}, timeout=SECONDS)
    return [f for f in facts if not _holds(f, said, day)]


def _said(date: str | None) -> str | None:
    """The first day of a document's date; None where it has none that can be read."""
    return Window.of(printed_date(date), None).since


def _holds(fact: Row, said: dict[str, str | None], day: str) -> bool:
    window = Window.of(fact["since"], fact["until"])
    return (window.since or said[fact["document"]] or day) <= day <= (window.until or day)


def _policies(past: Store) -> dict[str, Window]:
    text = "MATCH (p:Policy) RETURN p.id AS id, p.effective AS since, p.expires AS until"
    return {r["id"]: Window.of(r["since"], r["until"]) for r in past.read(text, timeout=SECONDS)}


def _entities(past: Store, gone: dict[str, Row], out: set[str]) -> tuple[list[Row], set[str]]:
    """The things of which `gone` facts told, by what else is told of them; the ids of those that nothing else names."""
    touched = {f["subject"] for f in gone.values() if f["edge"] is None} - out
    held: dict[str, list[Row]] = {id_: [] for id_ in touched}
    for some in batched(sorted(touched), _STEP):
        for fact in told(past, some):
            if fact["id"] not in gone:
                held[fact["subject"]].append(fact)
    rows = {id_: entity_row(id_, facts) for id_, facts in held.items()}
    return [r for r in rows.values() if r is not None], {id_ for id_, r in rows.items() if r is None}


def _edges(
    past: Store, gone: dict[str, Row], out: set[str], policies: dict[str, Window], day: str
) -> tuple[list[Row], set[str]]:
    """The edges that `gone` facts supported, by what else supports them; the ids of those that are no more."""
    windows = past.read(_WINDOWS, timeout=SECONDS)
    ended = {r["id"] for r in windows if not Window.of(r["since"], r["until"]).holds(day)} | _ids(past, _AT, out)
    touched = {
        f["edge"]: ends(f["subject"], f["relation"], f["object"]) for f in gone.values() if f["edge"] is not None
    }
    held: dict[str, list[Row]] = defaultdict(list)
    for some in batched(sorted(touched.keys()), _STEP):
        for fact in supports(past, some):
            if fact["id"] not in gone:
                held[fact["edge"]].append(fact)
    rows = []
    for id_, edge in touched.items():
        row = _edge(edge, held[id_], policies)
        if (
            row is None
            or out & {edge.source, edge.target}
            or not Window.of(row.get("since"), row.get("until")).holds(day)
        ):
            ended.add(id_)
        else:
            ended.discard(id_)
            rows.append(row)
    return rows, ended


def _edge(edge: Ends, facts: Iterable[Row], policies: dict[str, Window]) -> Row | None:
    found = [
        edge_support(f, edge, Window(None, f["document_until"]), lambda end: policies.get(end, _OPEN)) for f in facts
    ]
    return assemble_edge(edge, (kind_of(edge.source), kind_of(edge.target)), found)


def _ids(past: Store, text: str, ids: Iterable[str] = ()) -> set[str]:
    return {r["id"] for r in past.read(text, {"ids": sorted(ids)}, timeout=SECONDS)}
