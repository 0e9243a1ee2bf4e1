"""A dry run: the load itself, into a copy of the graph that is gone afterwards, so that its account is that of the load."""

from collections.abc import Iterator
from contextlib import contextmanager

from kg.identity.review import Reviews
from kg.store import Store
from kg.store.scratch import scratch


@contextmanager
def rehearsal(store: Store, reviews: Reviews) -> Iterator[tuple[Store, Reviews]]:
    """Copies of the graph and of the judgements, which nothing keeps."""
    with scratch(store) as copied:
        yield copied, Reviews(lines={pair: list(lines) for pair, lines in reviews.lines.items()})
