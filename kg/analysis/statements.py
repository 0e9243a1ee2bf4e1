"""Reads from a graph what its documents say that places lack or want to attract."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.fact import LACKS, SEEKS
from kg.schema.dates import printed_date
from kg.store.base import Row, Store


@dataclass(frozen=True, slots=True)
class Stated:
    """A document says that a place (`division`, `holder` by name) lacks or seeks what it calls `name`, with its sentence.

    `kind` is kg.fact.LACKS or SEEKS, `type` the type of what is named, `date` that of the document as ISO text where it has one,
    `park` the id of the holder where it is a park.
    """

    kind: str
    type: str
    name: str
    division: str
    holder: str
    holder_type: str
    sentence: str
    document: str
    fact: str
    confidence: float = 1.0
    number: str | None = None
    date: str | None = None
    chain: str | None = None
    park: str | None = None


def read_stated(store: Store, codes: Mapping[str, str], parks: Mapping[str, Sequence[str]]) -> list[Stated]:
    """All such facts of regions (`codes`: short code by id) and parks (`parks`: divisions by id), by id of the fact.

    What is said of a park is said of every division that it stands in; one of no known place is left out.
    """
    found = []
    for type_, places in (("Region", {i: [c] for i, c in codes.items() if c}), ("Park", parks)):
        for row in _rows(store, type_):
            found += list(_stated(row, type_, places.get(row["holder"], ())))
    return sorted(found, key=lambda s: (s.fact, s.division))


def _rows(store: Store, type_: str) -> list[Row]:
    return store.read(
        f"MATCH (s:{type_}) MATCH (f:Fact {{subject: s.id}}) WHERE f.relation IN $kinds "
        "MATCH (f)-[:STATED_IN]->(d:Document) RETURN s.id AS holder, s.name AS holder_name, f.id AS fact, f.relation AS kind, "
        "f.value AS name, f.quote AS sentence, f.confidence AS confidence, f.attrs AS attrs, "
        "coalesce(d.title, d.name) AS document, d.number AS number, d.date AS date",
        {"kinds": [LACKS, SEEKS]},
    )


def _stated(row: Row, type_: str, divisions: Sequence[str]) -> Iterator[Stated]:
    about = json.loads(row["attrs"] or "{}")
    day = printed_date(row["date"])
    for division in divisions:
        yield Stated(
            kind=row["kind"],
            type=about.get("type", "Product"),
            name=row["name"],
            division=division,
            holder=row["holder_name"],
            holder_type=type_,
            sentence=row["sentence"] or "",
            document=row["document"],
            fact=row["fact"],
            confidence=row["confidence"],
            number=row["number"],
            date=day,
            chain=about.get("chain"),
            park=row["holder"] if type_ == "Park" else None,
        )
