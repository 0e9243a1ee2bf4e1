"""What every graph engine offers. Queries and views use `read`; only the pipeline writes."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

Row = dict[str, Any]


@dataclass(slots=True)
class Batch:
    """What one transaction changes. Puts replace all properties of what has that id; drops come first.

    documents: {id, **properties}; facts: {id, document, **properties} (each put makes Fact-[:STATED_IN]->Document);
    entities: {id, type, **properties}; edges: {id, type, source, target, source_type, target_type, **properties}.
    Values are str, int, float, bool or lists of these; None is left out. Drops are ids; dropping an entity drops its
    edges, dropping a document drops its facts. `new` holds ids of puts that were not in the graph when it was read, at
    `revision`: a store need not look them up first, but where one is there by now, it is put all the same.
    """

    documents: list[Row] = field(default_factory=list)
    entities: list[Row] = field(default_factory=list)
    edges: list[Row] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    drop_facts: list[str] = field(default_factory=list)
    drop_edges: list[str] = field(default_factory=list)
    drop_entities: list[str] = field(default_factory=list)
    drop_documents: list[str] = field(default_factory=list)
    new: set[str] = field(default_factory=set)
    revision: int | None = None


class Store(Protocol):
    """A graph of entities, edges, facts and documents (DESIGN: Entity and type labels, Fact-[:STATED_IN]->Document)."""

    @property
    def url(self) -> str:
        """The folder or URL that was opened."""

    def revision(self) -> int | None:
        """A number that each batch with a revision makes greater by one, whoever applies it; None where nobody counts."""

    def busy(self) -> AbstractContextManager[None]:
        """While many batches and questions follow each other: an engine may keep its settings meanwhile."""

    def read(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 30.0, limit: int | None = None
    ) -> list[Row]:
        """Rows of a read-only Cypher question, as plain Python values; the engine itself refuses to write.

        `timeout` in seconds; at most `limit` rows. QueryError for what the engine refuses.
        """

    def apply(self, batch: Batch) -> bool:
        """Make all changes of `batch` in one managed transaction, or none of them; doing it again changes nothing.

        Whether the graph was still at the revision of the batch: else somebody else has written since it was read.
        """

    def stamp(self) -> str | None:
        """Equal stamps mean an equal graph, whoever wrote into it meanwhile; None where the engine cannot tell."""

    def clone(self, folder: Path) -> bool:
        """Copy the files of the graph as it is now into the new `folder`, a store of its own; False if it cannot be done so."""

    def close(self) -> None:
        """Let go of the engine; nothing may be asked afterwards."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
