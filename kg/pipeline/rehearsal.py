"""A dry run: the load itself, into a copy of the graph that is gone afterwards, so that its account is that of the load."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.identity.review import Reviews
from kg.store import Store, open_store
from kg.store.backup import copy


@contextmanager
def rehearsal(store: Store, reviews: Reviews) -> Iterator[tuple[Store, Reviews]]:
    """Copies of the graph, in a temporary folder, and of the judgements, in memory."""
    with TemporaryDirectory(prefix="chain-kg-") as folder, open_store(Path(folder) / "graph") as scratch:
        copy(store, scratch)
        yield scratch, Reviews(lines={pair: list(lines) for pair, lines in reviews.lines.items()})
