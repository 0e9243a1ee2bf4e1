"""The client of both engines: the official driver, managed transactions, errors in the user's words."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import neo4j
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConstraintError,
    DatabaseError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    TransientError,
)

from kg.errors import KgError, QueryError, StoreError
from kg.store.base import Batch, Row
from kg.store.check import check_batch
from kg.store.cypher import Run, write_batch
from kg.store.plain import from_bolt

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # a retry that goes through is no news on stderr
RETRY_SECONDS = 120.0
ATTEMPTS = 5  # of a write that meets another writer for longer than the driver itself tries
CONFLICTS = (ConstraintError, DatabaseError, TransientError)  # what the embedded engine calls a conflict of writers
TOO_LONG = "the question took longer than its time limit; narrow it, or give it more time"


def make_driver(url: str, user: str, password: str, retry: float | None = None) -> neo4j.Driver:
    """A driver that waits for a server that comes back: it retries a transaction for `retry` seconds (two minutes)."""
    try:
        return neo4j.GraphDatabase.driver(
            url,
            auth=(user, password) if password else None,
            max_transaction_retry_time=RETRY_SECONDS if retry is None else retry,
            connection_timeout=10.0,
            notifications_min_severity="OFF",
            user_agent="chain-kg",
        )
    except (ConfigurationError, ValueError) as error:
        raise StoreError(
            f"{url}: not a URL that can be connected to; write bolt://host:7687 or neo4j://host:7687"
        ) from error


class Unreachable(StoreError):
    """The server does not answer, or not to this process."""


class BoltStore(ABC):
    """What both engines share; a subclass says how a node is merged and how a statement is kept from writing."""

    def __init__(self, url: str, driver: neo4j.Driver, database: str | None, read_only: bool) -> None:
        self._url = url
        self._driver = driver
        self._database = database
        self._read_only = read_only
        self._closed = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._url!r})"

    @property
    def url(self) -> str:
        """The folder or URL that was opened, without a password."""
        return self._url

    @abstractmethod
    def revision(self) -> int | None:
        """How many batches there have been (see `Store.revision`)."""

    def stamp(self) -> str | None:
        """What tells one state of the graph from another (see `Store.stamp`)."""
        return None

    def clone(self, folder: Path) -> bool:
        """Whether the files of the graph were copied into `folder` (see `Store.clone`)."""
        return False

    @contextmanager
    def busy(self) -> Iterator[None]:
        """While many batches and questions follow each other (see `Store.busy`)."""
        yield

    @abstractmethod
    def read(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 30.0, limit: int | None = None
    ) -> list[Row]:
        """Rows of a read-only Cypher question (see `Store.read`)."""

    def apply(self, batch: Batch) -> bool:
        """Make all changes of `batch` or none (see `Store.apply`)."""
        self._check_writable()
        check_batch(batch)
        return self._write(batch)

    @abstractmethod
    def _entity(self, kind: str) -> str:
        """The pattern that finds or makes an entity of a type by its id."""

    def _check_writable(self) -> None:
        if self._closed:
            raise StoreError(f"{self._url}: this store was closed; open it again")
        if self._read_only:
            raise StoreError(f"{self._url}: opened for reading only; open it without read_only to write")

    def _write(self, batch: Batch) -> bool:
        def work(tx: neo4j.ManagedTransaction, new: Set[str]) -> bool:
            def run(text: Any, **parameters: Any) -> list[Row]:
                return tx.run(text, parameters).data()

            alone = self._alone(batch, run)
            write_batch(batch, run, self._entity, new if alone else frozenset())
            return alone

        new: Set[str] = batch.new
        with self._errors(StoreError), self._session() as session:
            for _ in range(ATTEMPTS - 1):
                try:
                    return session.execute_write(work, new)
                except CONFLICTS:
                    new = frozenset()
            return session.execute_write(work, new)

    def _alone(self, batch: Batch, run: Run) -> bool:
        """Whether nobody has written since the revision of `batch`, and cannot until its transaction ends."""
        return False

    def _session(self, driver: neo4j.Driver | None = None, **config: Any) -> neo4j.Session:
        return (driver or self._driver).session(database=self._database, **config)

    def _rows(
        self, session: neo4j.Session, text: str, parameters: Mapping[str, Any] | None, timeout: float, limit: int | None
    ) -> list[Row]:
        @neo4j.unit_of_work(timeout=timeout)
        def work(tx: neo4j.ManagedTransaction) -> list[Row]:
            result = tx.run(text, dict(parameters or {}))
            keys = result.keys()
            rows: list[Row] = []
            while limit is None or len(rows) < limit:
                record = next(result, None)
                if record is None:
                    break
                rows.append({k: from_bolt(v) for k, v in zip(keys, record.values(), strict=True)})
            return rows

        return session.execute_read(work)

    @contextmanager
    def _errors(self, kind: type[KgError]) -> Iterator[None]:
        """Turn what the driver raises into `kind`, or StoreError where the server is the matter."""
        try:
            yield
        except KgError:
            raise
        except AuthError:
            raise Unreachable(self._refused()) from None
        except Neo4jError as error:
            raise self._named(error, kind) from None
        except (ServiceUnavailable, DriverError, OSError) as error:
            raise Unreachable(self._unreachable(_reason(error))) from None
        except (TypeError, ValueError) as error:
            raise kind(
                f"a parameter cannot be sent: {_reason(error)}; give text, numbers, lists or maps of these"
            ) from None

    def _refused(self) -> str:
        return f"{self._url}: the server refuses this user and password; set KG_USER and KG_PASSWORD"

    def _unreachable(self, reason: str) -> str:
        return f"{self._url}: the server cannot be reached ({reason}); is it running, is the URL right?"

    def _named(self, error: Neo4jError, kind: type[KgError]) -> KgError:
        code, message = error.code or "", _reason(error)
        if "DatabaseNotFound" in code:
            return StoreError(f"{self._url}: {message.rstrip('.')}; name one that the server has, or leave it out")
        if "Timed" in code or "Terminated" in code:
            return QueryError(TOO_LONG)
        if "ConstraintValidationFailed" in code:
            return StoreError(f"{message}; an id belongs to one thing of one type: drop the old one in the same batch")
        if "Forbidden" in code or "AccessMode" in code:
            return QueryError("this question would write; questions are read-only")
        return kind(message)

    def close(self) -> None:
        """Let go of the connections; nothing may be asked afterwards."""
        if not self._closed:
            self._closed = True
            self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _reason(error: BaseException) -> str:
    text = getattr(error, "message", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())
