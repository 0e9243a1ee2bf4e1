"""What happened to a thing, in the order of time: dated facts, and the dates among its properties."""

from dataclasses import dataclass

from kg.queries.lookup import find_entity
from kg.schema import ontology
from kg.schema.dates import printed_date
from kg.store.base import Row, Store


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One dated statement on a thing; `date` is ISO text of its own precision; `until` ends a period."""

    date: str
    until: str | None
    what: str
    other: str
    document: str
    quote: str


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


def _facts(store: Store, identity: str, end: str) -> list[Row]:
    other = "object" if end == "subject" else "subject"
    return store.read(
        f"MATCH (f:Fact {{{end}: $id}})-[:STATED_IN]->(d:Document) OPTIONAL MATCH (o:Entity {{id: f.{other}}}) "
        "RETURN f.relation AS relation, f.value AS value, f.since AS since, f.until AS until, f.quote AS quote, "
        "o.name AS other, d.name AS document, d.date AS date",
        {"id": identity},
    )


def _row(row: Row, dates: set[str], lang: str) -> TimeRow | None:
    relation, value, said = row["relation"], row["value"], printed_date(row["date"])
    if value is not None:
        day, other = (value, "") if relation in dates else (said if relation == "stage" else None, value)
    else:
        day, other = row["since"] or row["until"] or said, row["other"] or ""
    if not day:
        return None
    until = row["until"] if value is None else None
    return TimeRow(day, until, _label(relation, lang), other, row["document"] or "", row["quote"] or "")


def _label(name: str, lang: str) -> str:
    known = ontology()
    if name in known.relations:
        return known.relations[name].label.of(lang)
    labels = [n.properties[name].label.of(lang) for n in known.nodes.values() if name in n.properties]
    return labels[0] if labels else name
