"""The types and indexes of the embedded engine, from the ontology."""

import os
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.errors import StoreError
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
    try:
        database = arcadedb.create_database(str(new))
        try:
            declare(database)
        finally:
            database.close()
        folder.parent.mkdir(exist_ok=True)
        os.rename(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)  # what is only half made would keep a full disk full


def declare(database: Any) -> None:
    """Make the types and indexes of the ontology that are not there yet, also those that a killed process made by half.

    StoreError where such a type holds records by now: without its index the same thing would be kept twice.
    """
    types = {row["name"]: row for row in database.query("sql", "SELECT FROM schema:types").to_list()}
    there = types.keys() | {row["name"] for row in database.query("opencypher", "SHOW INDEXES").to_list()}
    for name in _half_made(database, types):
        if types[name]["records"]:
            raise StoreError(f"the graph's type {name} has lost an index; restore a backup, or load into a new folder")
        database.command("sql", f"DROP TYPE `{name}`").close()
        there -= {name}
    for index in database.query("sql", "SELECT FROM schema:indexes").to_list():
        if not index.get("typeName"):  # a killed process made its file, and not yet its entry in the schema
            database.command("sql", f"DROP INDEX `{index['name']}`").close()
    for name, statements in declarations().items():
        if name not in there:
            for statement in statements:
                database.command("sql", statement).close()


def _half_made(database: Any, types: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Types without their parent or an index of it: the engine makes a type, ties it to its parent and indexes it in turn."""
    indexed: dict[str, set[str]] = defaultdict(set)
    for index in database.query("sql", "SELECT FROM schema:indexes").to_list():
        bucket, _, _ = index["name"].rpartition("_")  # an index of a bucket is named bucket_number
        indexed[bucket].update(*index.get("properties") or [])

    def keys(name: str) -> set[str]:
        return set.intersection(*(indexed[bucket] for bucket in types[name]["buckets"]))

    def is_whole(name: str, parent: str) -> bool:
        return parent in types[name]["parentTypes"] and keys(parent) <= keys(name)

    return [name for name, parent in _parents().items() if name in types and not is_whole(name, parent)]


def _parents() -> dict[str, str]:
    return dict.fromkeys(ontology().nodes, "Entity") | dict.fromkeys(ontology().relations, "Relation")


def declarations() -> dict[str, list[str]]:
    """Type, or type[property] of an index, -> SQL that makes it: entities share one type tree, and so do relations."""
    found = _type("VERTEX", "Entity") | _index("Entity", "id", "UNIQUE") | _index("Entity", "name")
    found |= _type("VERTEX", "Document") | _index("Document", "id", "UNIQUE")
    found |= _type("VERTEX", "Fact") | _index("Fact", "id", "UNIQUE")
    for key in FACT_KEYS:
        found |= _index("Fact", key)
    found |= _type("EDGE", "Relation") | _index("Relation", "id") | _type("EDGE", "STATED_IN")
    for name, parent in _parents().items():
        found |= _type("VERTEX" if parent == "Entity" else "EDGE", name, parent)
    return found


def _type(kind: str, name: str, parent: str | None = None) -> dict[str, list[str]]:
    return {name: [f"CREATE {kind} TYPE `{name}`" + (f" EXTENDS `{parent}`" if parent else "") + " BUCKETS 1"]}


def _index(name: str, key: str, unique: str = "NOTUNIQUE") -> dict[str, list[str]]:
    made = [f"CREATE PROPERTY `{name}`.`{key}` IF NOT EXISTS STRING", f"CREATE INDEX ON `{name}` (`{key}`) {unique}"]
    return {f"{name}[{key}]": made}
