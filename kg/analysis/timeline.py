"""What happened to a thing, or in a time to all, in the order of time: dated facts, and the dates among properties."""

from dataclasses import dataclass, replace
from datetime import date

from kg.chains.records import REFERENCE
from kg.entity import Window
from kg.errors import QueryError
from kg.queries.lookup import find_entity
from kg.schema import ontology
from kg.schema.dates import printed_date
from kg.schema.values import VALUE_TYPES, Refused
from kg.store.base import Row, Store


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One dated statement on a thing (`subject` where it was not asked for); `date` is ISO text of its own precision; `until` ends a period."""

    date: str
    until: str | None
    what: str
    other: str
    document: str
    quote: str
    subject: str = ""


def timeline(store: Store, entity: str, *, lang: str = "zh") -> list[TimeRow]:
    """Everything dated that the graph says of an entity (id, name or alias), oldest first.

    A fact is dated by its own since or until, else by the date of its document, and so is the stage of a project; QueryError for an unknown entity,
    and for a name that several have.
    """
    found = find_entity(store, entity)
    identity, kind = found["id"], found["type"]
    rows = [r for end in ("subject", "object") for r in _facts(store, identity, end)]
    dates = {n for n, p in ontology().node(kind).properties.items() if p.type == "date"}
    made = [_row(r, dates, lang) for r in rows]
    return sorted({r for r in made if r is not None}, key=lambda r: (r.date, r.what, r.other))


def digest(store: Store, since: str, until: str | None = None, *, lang: str = "zh") -> list[TimeRow]:
    """Everything dated between two days (`until` today by default), oldest first: what documents of that time say, and what begins.

    Days are ISO dates of any precision, a month or year counts whole. Names, aliases and tags are left out, and what the shipped
    reference says. QueryError
    where one is none, or the second lies before the first.
    """
    first, last = _day(since), _day(until or date.today().isoformat())
    window = Window.of(first, last)
    if window.since is None or window.until is None or window.since > window.until:
        raise QueryError(f"{last} lies before {first}; give the earlier day first")
    dates = {n for kind in ontology().nodes.values() for n, p in kind.properties.items() if p.type == "date"}
    made = (_row(r, dates, lang) for r in store.read(_ALL, {"reference": REFERENCE}, timeout=300.0))
    found = {r for r in made if r is not None and _meets(r.date, window)}
    return sorted(_named(store, list(found)), key=lambda r: (r.date, r.document, r.subject, r.what, r.other))


def _day(text: str) -> str:
    try:
        found = VALUE_TYPES["date"].read(text)
    except Refused as error:
        raise QueryError(f"{text!r} is no day; write it as 2025-06-01, 2025-06 or 2025") from error
    if not isinstance(found, str):
        raise QueryError(f"{text!r} is no day; write it as 2025-06-01, 2025-06 or 2025")
    return found


def _meets(day: str, window: Window) -> bool:
    """Whether a day of any precision has a part in the time."""
    own = Window.of(day, day)
    return bool(own.since and own.until and window.since and window.until) and (
        str(own.since) <= str(window.until) and str(window.since) <= str(own.until)
    )


def _facts(store: Store, identity: str, end: str) -> list[Row]:
    other = "object" if end == "subject" else "subject"
    return store.read(
        f"MATCH (f:Fact {{{end}: $id}})-[:STATED_IN]->(d:Document) OPTIONAL MATCH (o:Entity {{id: f.{other}}}) "
        "RETURN f.relation AS relation, f.value AS value, f.since AS since, f.until AS until, f.quote AS quote, "
        "o.name AS other, d.name AS document, d.date AS date",
        {"id": identity},
    )


_ALL = """MATCH (f:Fact)-[:STATED_IN]->(d:Document)
WHERE NOT d.source STARTS WITH $reference AND NOT f.relation IN ['name', 'alias', 'tag']
RETURN f.subject AS subject, f.object AS other, f.relation AS relation, f.value AS value, f.since AS since, f.until AS until,
       f.quote AS quote, d.name AS document, d.date AS date"""
_NAMES = "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN id AS id, n.name AS name"


def _named(store: Store, rows: list[TimeRow]) -> list[TimeRow]:
    """The rows with names in place of ids."""
    ids = sorted({id_ for row in rows for id_ in (row.subject, row.other) if id_})
    names = {r["id"]: r["name"] for r in store.read(_NAMES, {"ids": ids})}
    return [replace(r, subject=names.get(r.subject, r.subject), other=names.get(r.other, r.other)) for r in rows]


def _row(row: Row, dates: set[str], lang: str) -> TimeRow | None:
    relation, value, said = row["relation"], row["value"], printed_date(row["date"])
    if value is not None:
        day, other = (value, "") if relation in dates else (said if relation == "stage" else None, value)
    else:
        day, other = row["since"] or row["until"] or said, row["other"] or ""
    if not day:
        return None
    until = row["until"] if value is None else None
    return TimeRow(
        day, until, _label(relation, lang), other, row["document"] or "", row["quote"] or "", row.get("subject") or ""
    )


def _label(name: str, lang: str) -> str:
    known = ontology()
    if name in known.relations:
        return known.relations[name].label.of(lang)
    labels = [n.properties[name].label.of(lang) for n in known.nodes.values() if name in n.properties]
    return labels[0] if labels else name
