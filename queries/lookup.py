"""The one entity or the one document that a user means by a name."""

from pathlib import PurePath
from typing import Any

from kg.errors import QueryError
from kg.queries.catalog import Reader, run

Row = dict[str, Any]

_ENTITIES = """MATCH (n:Entity) WHERE n.id = $what OR n.name = $what OR $what IN n.aliases
RETURN n.id AS id, n.name AS name, n.type AS type ORDER BY id"""
_DOCUMENTS = """MATCH (d:Document) WHERE d.id = $what OR d.source IN $paths OR d.name = $what OR d.title = $what OR d.number = $what
RETURN d.id AS id, d.name AS name, d.source AS source ORDER BY id"""
_SHOWN = 5


def find_entity(store: Reader, what: str, type_: str | None = None) -> Row:
    """Id, name and type of the entity with that id, name or alias (an id before a name, a name before an alias).

    QueryError where there is none, or where several are meant.
    """
    rows = [r for r in store.read(_ENTITIES, {"what": what}) if type_ in (None, r["type"])]
    for key in ("id", "name"):
        rows = [r for r in rows if r[key] == what] or rows
    if len(rows) == 1:
        return rows[0]
    if rows:
        raise QueryError(f"{what!r} may be {len(rows)} things: {_told(rows, 'name')}; give the id of one")
    near = run(store, "find", {"text": what, "type": type_}, limit=_SHOWN) if what.strip() else []
    names = ", ".join(r["name"] for r in near)
    hint = f"did you mean {names}?" if near else "`kg query find --param text=...` searches"
    raise QueryError(f"nothing in the graph is named {what!r}; {hint}")


def find_document(store: Reader, what: str, *, anywhere: bool = False) -> Row:
    """Id, name and source of the document with that id, path, file name, title or number (an id or path before the rest).

    With `anywhere` a path that no document has stands for its file name. QueryError where there is none, or where
    several are meant.
    """
    paths = [what, PurePath(what).as_posix()]
    rows = store.read(_DOCUMENTS, {"what": what, "paths": paths})
    if not rows and anywhere:
        rows = store.read(_DOCUMENTS, {"what": PurePath(what).name, "paths": []})
    rows = [r for r in rows if r["id"] == what or r["source"] in paths] or rows
    if len(rows) == 1:
        return rows[0]
    if rows:
        raise QueryError(f"{what!r} may be {len(rows)} documents: {_told(rows, 'source')}; give the id of one")
    raise QueryError(f"no document is called {what!r}; kg query documents lists them")


def _told(rows: list[Row], key: str) -> str:
    return ", ".join(f"{r['id']} ({r[key]})" for r in rows[:_SHOWN])
