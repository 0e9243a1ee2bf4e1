"""The store in the embedded engine: read in process, written over its listener; or joined through another process' one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.errors import KgError, QueryError, StoreError
from kg.schema.ontology import ontology
from kg.store.base import Batch, Row
from kg.store.bulk import write_in_process
from kg.store.client import BoltStore, make_driver
from kg.store.engine import DATABASE, READER, WRITER, Engine, open_engine, release_engine
from kg.store.inprocess import TimeLimit, ask, write_error

WRITE_SECONDS = 600.0


class EmbeddedStore(BoltStore):
    """A graph in a folder."""

    def __init__(self, folder: Path, read_only: bool = False) -> None:
        held = open_engine(folder, create=not read_only)
        self._engine = held if isinstance(held, Engine) else None
        listener = held.listener if isinstance(held, Engine) else held
        super().__init__(str(folder), make_driver(listener.url, WRITER, listener.writer), DATABASE, read_only)
        self._limit = TimeLimit(self._engine.database) if self._engine is not None else None
        self._reader = make_driver(listener.url, READER, listener.reader)
        try:
            if self._engine is not None and not read_only:
                declare(self._engine.database)
        except BaseException:
            self.close()
            raise
        self._labels = {
            **{n: sorted(["Entity", n]) for n in ontology().nodes},
            "Fact": ["Fact"],
            "Document": ["Document"],
        }

    def _merge_entity(self, kind: str) -> str:
        return f"(n:{kind} {{id: row.id}})"

    def _write(self, batch: Batch) -> None:
        if self._engine is None or self._limit is None:
            super()._write(batch)
            return
        database = self._engine.database
        with self._limit.of(WRITE_SECONDS):
            try:
                database.run_in_transaction(lambda: write_in_process(database, batch))
            except KgError:
                raise
            except Exception as error:
                raise write_error(error) from None

    def read(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 30.0, limit: int | None = None
    ) -> list[Row]:
        """Rows of a read-only question; joined to another process, as a user of the engine who has no right to write."""
        if self._closed:
            raise StoreError(f"{self._url}: this store was closed; open it again")
        if self._limit is not None and self._engine is not None:
            with self._limit.of(timeout):
                rows = ask(self._engine.database, text, parameters, limit, self._labels.get)
                return rows if rows is not None else self._over_listener(text, parameters, timeout, limit)
        return self._over_listener(text, parameters, timeout, limit)

    def _over_listener(
        self, text: str, parameters: Mapping[str, Any] | None, timeout: float, limit: int | None
    ) -> list[Row]:
        with self._errors(QueryError), self._session(self._reader) as session:
            return self._rows(session, text, parameters, timeout, limit)

    def close(self) -> None:
        """Let go of the connections and, if no other store of this process uses it, stop the engine."""
        if self._closed:
            return
        super().close()
        self._reader.close()
        if self._engine is not None:
            release_engine(self._engine)


def declare(database: Any) -> None:
    """Make the types and indexes of the ontology that are not there yet."""
    there = {row.get("name") for row in database.query("sql", "SELECT name FROM schema:types")}
    for name, statements in declarations().items():
        if name not in there:
            for statement in statements:
                database.command("sql", statement).close()


def declarations() -> dict[str, list[str]]:
    """Type -> SQL statements that make it: entities share one type tree, and so do relations."""
    found = {
        "Entity": [
            *_type("VERTEX", "Entity"),
            *_keyed("Entity", "id", "UNIQUE"),
            *_keyed("Entity", "name", "NOTUNIQUE"),
        ]
    }
    found["Document"] = [*_type("VERTEX", "Document"), *_keyed("Document", "id", "UNIQUE")]
    found["Fact"] = [*_type("VERTEX", "Fact"), *_keyed("Fact", "id", "UNIQUE")]
    for key in ("subject", "object", "edge", "form", "loose"):
        found["Fact"] += _keyed("Fact", key, "NOTUNIQUE")
    found["Relation"] = [*_type("EDGE", "Relation"), *_keyed("Relation", "id", "NOTUNIQUE")]
    found["STATED_IN"] = _type("EDGE", "STATED_IN")
    for kind in ontology().nodes:
        found[kind] = _type("VERTEX", kind, "Entity")
    for relation in ontology().relations:
        found[relation] = _type("EDGE", relation, "Relation")
    return found


def _type(kind: str, name: str, parent: str | None = None) -> list[str]:
    return [f"CREATE {kind} TYPE `{name}`" + (f" EXTENDS `{parent}`" if parent else "") + " BUCKETS 1"]


def _keyed(name: str, key: str, unique: str) -> list[str]:
    return [f"CREATE PROPERTY `{name}`.`{key}` STRING", f"CREATE INDEX ON `{name}` (`{key}`) {unique}"]
