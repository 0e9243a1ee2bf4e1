"""Questions asked of the embedded engine in process: its own parser refuses whatever would write."""

import errno
import os
import queue
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from kg.errors import KgError, QueryError, StoreError
from kg.store.base import Row
from kg.store.client import TOO_LONG
from kg.store.plain import from_engine

NO_ROOM = os.strerror(errno.ENOSPC)
DEFAULT_SECONDS = 30  # between questions, for other processes that ask through the listener
# A path comes back as text like (#5:0)-[#13:0]->(#9:0): such rows are asked for again over the listener.
_PATH = re.compile(r"\(#\d+:\d+\)[-<]")


class TimeLimit:
    """The engine's time limit for commands: one for the whole database, so concurrent questions share the largest."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._asked: list[int] = []
        self._set: int | None = None

    @contextmanager
    def of(self, seconds: float) -> Iterator[None]:
        """Questions inside end after `seconds`, or after the longest time that another running one was given."""
        wanted = max(1, round(seconds * 1000))
        with self._lock:
            self._asked.append(wanted)
            self._apply()
        try:
            yield
        except BaseException:
            with suppress(Exception):  # where the disk is full this fails too, and would hide the error itself
                self._end(wanted)
            raise
        self._end(wanted)

    def _end(self, wanted: int) -> None:
        with self._lock:
            self._asked.remove(wanted)
            self._apply()

    def _apply(self) -> None:
        limit = max(self._asked, default=DEFAULT_SECONDS * 1000)
        if limit != self._set:
            try:
                self._database.command("sql", f"ALTER DATABASE `arcadedb.command.timeout` {limit}").close()
            except Exception as error:  # the engine keeps the limit in a file
                raise write_error(error) from error
            self._set = limit


def ask(
    database: Any,
    text: str,
    parameters: Mapping[str, Any] | None,
    limit: int | None,
    labels: Callable[[str], list[str] | None],
) -> list[Row] | None:
    """At most `limit` rows, as plain Python; None if they hold a path, which this way does not carry.

    QueryError for what the engine refuses: writing first of all.
    """
    try:
        found = database.query("opencypher", text, *([dict(parameters)] if parameters else []))
        rows: list[Row] = []
        try:
            for one in found:
                if limit is not None and len(rows) >= limit:
                    break
                rows.append(one.to_dict())
        finally:
            with suppress(Exception):
                found.close()
    except (TypeError, ValueError) as error:
        raise QueryError(f"a parameter cannot be sent: {error}; give text, numbers, lists or maps of these") from None
    except Exception as error:
        raise engine_error(error) from None
    if _has_path(rows):
        return None
    return [{k: from_engine(v, labels) for k, v in row.items()} for row in rows]


def check_reads(database: Any, text: str, parameters: Mapping[str, Any] | None) -> None:
    """QueryError if the engine's parser refuses `text` as a question; rows are not fetched."""
    try:
        database.query("opencypher", text, *([dict(parameters)] if parameters else [])).close()
    except Exception as error:
        raise engine_error(error) from None


def write_error(error: Exception) -> KgError:
    """Why the engine did not take a batch."""
    said = _said(error)[1]
    if NO_ROOM in f"{said} {error}":  # a failed commit says why only in its cause
        return StoreError("the disk of the graph is full; make room there and run this again: what is in already stays")
    return StoreError(f"the embedded engine refused the batch: {said}; nothing of it was written")


def conflict(error: Exception) -> bool:
    """Whether another writer got in between, so that doing it again may go through."""
    return (getattr(error, "native", None) or {}).get("retry") is not None


def _said(error: Exception) -> tuple[str, str]:
    """Name and message of the engine's own error."""
    reply = getattr(error, "native", None) or {}
    return str(reply.get("cls", "")), " ".join(str(reply.get("error") or error).split())


def engine_error(error: Exception) -> KgError:
    """The engine's refusal in the user's words."""
    name, message = _said(error)
    if "QueryNotIdempotentException" in name or "is not idempotent" in message:
        return QueryError("this question would write; questions are read-only")
    if "Timeout" in name:
        return QueryError(TOO_LONG)
    return QueryError(message)


def _has_path(value: Any) -> bool:
    if isinstance(value, str):
        return value.startswith("(#") and _PATH.match(value) is not None
    if isinstance(value, list):
        return any(_has_path(v) for v in value)
    return isinstance(value, dict) and any(_has_path(v) for v in value.values())


def in_time(seconds: float, question: Callable[[], list[Row]]) -> list[Row]:
    """What `question` returns, or QueryError after `seconds`: for an engine of another process, whose limit is its own."""
    result: queue.SimpleQueue[list[Row] | BaseException] = queue.SimpleQueue()

    def work() -> None:
        try:
            result.put(question())
        except BaseException as error:
            result.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        found = result.get(timeout=seconds)
    except queue.Empty:
        raise QueryError(TOO_LONG) from None
    if isinstance(found, BaseException):
        raise found
    return found
