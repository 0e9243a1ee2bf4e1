"""The store in the embedded engine: read and written in process; or over the listener of another process that owns it.

The engine with its own Java (where there is no native wheel) is written, and asked what its rows hold, over its listener.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import neo4j
from neo4j.exceptions import Neo4jError

from kg.errors import KgError, QueryError, StoreError
from kg.schema.ontology import ontology
from kg.store.base import Batch, Row
from kg.store.bulk import run_write
from kg.store.client import BoltStore, Unreachable, make_driver
from kg.store.clone import clone_database
from kg.store.declare import declare
from kg.store.engine import DATABASE, JOINED, READER, WRITER, Engine, Listener, open_engine, release_engine
from kg.store.inprocess import ask, check_reads, in_time

WRITE_SECONDS = 600.0
RETRY_SECONDS = 5.0
OWNERS = 3  # times that a joined process may end before an operation is given up
Result = TypeVar("Result")


class EmbeddedStore(BoltStore):
    """A graph in a folder."""

    def __init__(self, folder: Path, read_only: bool = False, create: bool = True) -> None:
        self._create = create and not read_only
        held = open_engine(folder, create=self._create)
        super().__init__(str(folder), _writer(held), DATABASE, read_only)
        self._folder = folder
        self._joined = folder / JOINED
        self._taking = threading.Lock()
        self._labels = {
            **{n: sorted(["Entity", n]) for n in ontology().nodes},
            "Fact": ["Fact"],
            "Document": ["Document"],
        }
        self._hold(held)

    def _hold(self, held: Engine | Listener) -> None:
        """Work with the engine of this process, or with the listener of another's."""
        self._engine = held if isinstance(held, Engine) else None
        listener = _listener(held)
        self._reader = make_driver(listener.url, READER, listener.reader, RETRY_SECONDS)
        if self._read_only:
            return
        try:
            if self._engine is None:
                self._joined.touch()
            else:
                declare(self._engine.database)
        except BaseException:
            self.close()
            raise

    def _surviving(self, work: Callable[[], Result]) -> Result:
        """What `work` returns; where the process that was joined has ended, from the folder itself or from its next owner."""
        for _ in range(OWNERS):
            driver = self._driver
            try:
                return work()
            except Unreachable:
                if self._engine is not None:
                    raise
                self._take_over(driver)
        return work()

    def _take_over(self, left: neo4j.Driver) -> None:
        with self._taking:
            if self._driver is left:
                held = open_engine(self._folder, create=self._create)
                left.close()
                self._reader.close()
                self._driver = _writer(held)
                self._hold(held)

    def revision(self) -> int | None:
        """Batches of this process since the engine was started; None while another process writes too."""
        return None if self._engine is None or self._joined.exists() else self._engine.revision

    def clone(self, folder: Path) -> bool:
        """Copy the files, where the native engine is in this process (see `Store.clone`)."""
        if self._engine is None or not self._engine.native:
            return False
        with self._engine.limit.of(WRITE_SECONDS):
            clone_database(self._engine.database, self._engine.folder, folder / "databases" / DATABASE)
        return True

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Keep the time limit of writing meanwhile: to change it costs as much as a small batch."""
        if self._engine is None:
            yield
        else:
            with self._engine.limit.of(WRITE_SECONDS):
                yield

    def _entity(self, kind: str) -> str:
        return f"(n:{kind} {{id: row.id}})"

    def _write(self, batch: Batch) -> bool:
        return self._surviving(lambda: self._put(batch))

    def _put(self, batch: Batch) -> bool:
        if self._engine is None or not self._engine.native:
            return super()._write(batch)
        with self._engine.writing, self._engine.limit.of(WRITE_SECONDS):
            alone = batch.revision is not None and batch.revision == self.revision()
            self._engine.revision += 1
            run_write(self._engine.database, batch, alone, self._engine.records)
            return alone and not self._joined.exists()

    def read(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 30.0, limit: int | None = None
    ) -> list[Row]:
        """Rows of a read-only question; joined to another process, as a user of the engine who has no right to write."""
        if self._closed:
            raise StoreError(f"{self._url}: this store was closed; open it again")
        return self._surviving(lambda: self._read(text, parameters, timeout, limit))

    def _read(self, text: str, parameters: Mapping[str, Any] | None, timeout: float, limit: int | None) -> list[Row]:
        if self._engine is None:
            return in_time(timeout, lambda: self._over_listener(text, parameters, timeout, limit))
        with self._engine.limit.of(timeout):
            if not self._engine.native:  # rows of the engine with its own Java are objects of Java
                check_reads(self._engine.database, text, parameters)
                return self._over_listener(text, parameters, timeout, limit)
            rows = ask(self._engine.database, text, parameters, limit, self._labels.get)
            return rows if rows is not None else self._over_listener(text, parameters, timeout, limit)

    def _over_listener(
        self, text: str, parameters: Mapping[str, Any] | None, timeout: float, limit: int | None
    ) -> list[Row]:
        with self._errors(QueryError), self._session(self._reader) as session:
            return self._rows(session, text, parameters, timeout, limit)

    def _named(self, error: Neo4jError, kind: type[KgError]) -> KgError:
        if self._engine is None and error.message == DATABASE:  # all that the engine says of a graph it is closing
            return Unreachable(self._unreachable("it is closing the graph"))
        return super()._named(error, kind)

    def _refused(self) -> str:
        return self._unreachable("it does not know this process")

    def _unreachable(self, reason: str) -> str:
        return f"{self._url}: the process that had the store open has ended ({reason}); run this again"

    def close(self) -> None:
        """Let go of the connections and, if no other store of this process uses it, stop the engine."""
        if self._closed:
            return
        super().close()
        self._reader.close()
        if self._engine is not None:
            release_engine(self._engine)


def _listener(held: Engine | Listener) -> Listener:
    return held.listener if isinstance(held, Engine) else held


def _writer(held: Engine | Listener) -> neo4j.Driver:
    listener = _listener(held)
    return make_driver(listener.url, WRITER, listener.writer, RETRY_SECONDS)
