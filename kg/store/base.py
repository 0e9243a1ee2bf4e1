"""What every graph engine offers. Queries and views use `read`; only the pipeline writes."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Protocol, Self

Row = dict[str, Any]


class Store(Protocol):
    """A graph of entities, edges, facts and documents (DESIGN: Entity and type labels, Fact-[:STATED_IN]->Document)."""

    @property
    def url(self) -> str:
        """The folder or URL that was opened."""

    def read(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 30.0, limit: int | None = None
    ) -> list[Row]:
        """Rows of a read-only Cypher question, as plain Python values; the engine itself refuses to write.

        `timeout` in seconds; at most `limit` rows. QueryError for what the engine refuses.
        """

    def close(self) -> None:
        """Let go of the engine; nothing may be asked afterwards."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...
