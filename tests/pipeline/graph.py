"""The whole graph as text, so that two graphs can be compared byte for byte; and small documents and tables to load."""

import json
from collections.abc import Sequence
from pathlib import Path

from kg.document import Document
from kg.extraction import Claim, Extraction, Referent
from kg.identity.review import Reviews
from kg.ledger import Ledger
from kg.mention import Mention
from kg.pipeline.load import Options, load_parts
from kg.pipeline.sources import Part, mark
from kg.pipeline.statements import Reader
from kg.store import Store

_EVERYTHING = (
    "MATCH (n:Entity) RETURN properties(n) AS p, labels(n) AS l ORDER BY n.id",
    "MATCH (a:Entity)-[r]->(b:Entity) RETURN a.id AS a, type(r) AS t, b.id AS b, properties(r) AS p ORDER BY r.id",
    "MATCH (f:Fact)-[:STATED_IN]->(d:Document) RETURN properties(f) AS p, d.id AS d ORDER BY f.id",
    "MATCH (d:Document) RETURN properties(d) AS p ORDER BY d.id",
)


def export(store: Store) -> str:
    """Every node and relation with all properties, one a line, in the order of their ids."""
    rows = [row for text in _EVERYTHING for row in store.read(text)]
    for row in rows:
        row["l"] = sorted(row.get("l", ()))  # engines list the labels of a node in orders of their own
    return "\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)


def edges(store: Store) -> set[tuple[str, str, str]]:
    """All relations between things, by id."""
    found = store.read("MATCH (a:Entity)-[r]->(b:Entity) RETURN a.id AS a, type(r) AS t, b.id AS b")
    return {(r["a"], r["t"], r["b"]) for r in found}


def ids(store: Store) -> set[str]:
    """Ids of all things."""
    return {r["id"] for r in store.read("MATCH (n:Entity) RETURN n.id AS id")}


def write(folder: Path, name: str, text: str) -> Path:
    """A file in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def saying(
    source: str, home: str | None, things: Sequence[Referent], claims: Sequence[Claim] = (), text: str = ""
) -> Part:
    """A document that says just this, as if it had been read."""
    document = Document.of_text(text or "、".join(t.name for t in things), source)
    for thing in things:
        if not thing.mentions:
            thing.mentions = [Mention(0, len(document.text), thing.type, "test")]
    extraction = Extraction(document, list(things), list(claims))
    node = {
        "id": document.id,
        "name": document.name,
        "source": source,
        "sha256": document.sha256,
        "text": document.text,
    }

    def units():  # type: ignore[no-untyped-def]
        yield Reader(document.id, document.name, home, document).extraction(extraction)

    return Part(document.id, document.name, node, mark(document.sha256), units)


def put(store: Store, *parts: Part, reviews: Reviews | None = None) -> Ledger:
    """Load parts."""
    return load_parts(parts, store, Options(), reviews or Reviews())
