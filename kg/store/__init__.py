"""Stores: the graph, in the embedded engine or in a Neo4j server."""

from pathlib import Path

from kg import settings
from kg.errors import StoreError
from kg.store.base import Batch, Row, Store

__all__ = ["Batch", "Row", "Store", "is_there", "open_store"]


def open_store(
    url: str | Path | None = None,
    *,
    user: str | None = None,
    password: str | None = None,
    read_only: bool = False,
    create: bool = True,
) -> Store:
    """The graph at `url`: a folder (embedded engine) or a bolt:// or neo4j:// URL (Neo4j server).

    Default: what `KG_STORE` names, else the folder `kg-store`; user and password come from `KG_USER` and `KG_PASSWORD`.
    With `read_only` nothing is made or changed, without `create` no folder is made. StoreError if it cannot be opened
    or reached.
    """
    place = str(settings.store_url() if url is None else url)
    if not place:
        raise StoreError("the name of the store is empty; give a folder or a bolt:// or neo4j:// URL")
    if "://" in place:
        from kg.store.neo4j import Neo4jStore

        return Neo4jStore(place, user, password, read_only)
    from kg.store.embedded import EmbeddedStore

    return EmbeddedStore(Path(place), read_only, create)


def is_there(url: str | Path | None = None) -> bool:
    """Whether `url`, or the default, names a server or a folder that holds a graph."""
    place = str(settings.store_url() if url is None else url)
    if "://" in place:
        return True
    from kg.store.engine import holds_graph

    return holds_graph(Path(place))
