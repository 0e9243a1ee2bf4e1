"""The types and indexes of the embedded engine, from the ontology."""

import os
import shutil
from pathlib import Path
from typing import Any

from kg.schema.ontology import ontology
from kg.store.cypher import FACT_KEYS


def make_database(arcadedb: Any, folder: Path) -> None:
    """Make an empty database with all types and indexes in `folder`, where there is none: whole, or not at all.

    It is made beside and renamed, since a process that is killed while it makes a type can leave one without its indexes,
    which the engine then takes for whole.
    """
    if folder.exists():
        return
    new = folder.parent.with_name("new")
    shutil.rmtree(new, ignore_errors=True)
    database = arcadedb.create_database(str(new))
    try:
        declare(database)
    finally:
        database.close()
    folder.parent.mkdir(exist_ok=True)
    os.rename(new, folder)


def declare(database: Any) -> None:
    """Make the types and indexes of the ontology that are not there yet."""
    there = {row["name"] for row in database.query("sql", "SELECT name FROM schema:types").to_list()}
    there |= {row["name"] for row in database.query("opencypher", "SHOW INDEXES").to_list()}
    for name, statements in declarations().items():
        if name not in there:
            for statement in statements:
                database.command("sql", statement).close()


def declarations() -> dict[str, list[str]]:
    """Type, or type[property] of an index, -> SQL that makes it: entities share one type tree, and so do relations."""
    found = _type("VERTEX", "Entity") | _index("Entity", "id", "UNIQUE") | _index("Entity", "name")
    found |= _type("VERTEX", "Document") | _index("Document", "id", "UNIQUE")
    found |= _type("VERTEX", "Fact") | _index("Fact", "id", "UNIQUE")
    for key in FACT_KEYS:
        found |= _index("Fact", key)
    found |= _type("EDGE", "Relation") | _index("Relation", "id") | _type("EDGE", "STATED_IN")
    for kind in ontology().nodes:
        found |= _type("VERTEX", kind, "Entity")
    for relation in ontology().relations:
        found |= _type("EDGE", relation, "Relation")
    return found


def _type(kind: str, name: str, parent: str | None = None) -> dict[str, list[str]]:
    return {name: [f"CREATE {kind} TYPE `{name}`" + (f" EXTENDS `{parent}`" if parent else "") + " BUCKETS 1"]}


def _index(name: str, key: str, unique: str = "NOTUNIQUE") -> dict[str, list[str]]:
    made = [f"CREATE PROPERTY `{name}`.`{key}` IF NOT EXISTS STRING", f"CREATE INDEX ON `{name}` (`{key}`) {unique}"]
    return {f"{name}[{key}]": made}
