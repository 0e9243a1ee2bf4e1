"""A private copy of a graph, to be changed at will: for the graph of a day and for a dry run."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.errors import StoreError
from kg.settings import cache_folder
from kg.store import open_store
from kg.store.backup import copy
from kg.store.base import Store


@contextmanager
def scratch(store: Store) -> Iterator[Store]:
    """The graph of `store` as it is now, in an embedded store that is gone when the context ends.

    Where the engine can, its files are copied. Else it is copied row by row, which is kept in the user's cache for the next
    time as long as nobody writes into the graph, if its engine can tell that.
    """
    with TemporaryDirectory(prefix="chain-kg-") as folder:
        place = Path(folder) / "graph"
        if not (store.clone(place) or _from_cache(store, place)):
            _by_rows(store, place)
        with open_store(place) as copied:
            yield copied


def _by_rows(store: Store, place: Path) -> None:
    stamp = store.stamp()
    with open_store(place) as copied:
        copy(store, copied)
        if stamp is not None and stamp == store.stamp():
            _keep(copied, _cached(store, stamp))


def _cached(store: Store, stamp: str) -> Path:
    """Where the copy of a graph is kept: a folder for each graph, in it one for what it was at `stamp`."""
    url, state = (hashlib.sha256(text.encode()).hexdigest()[:20] for text in (store.url, stamp))
    return cache_folder() / "copies" / url / state


def _keep(copied: Store, kept: Path) -> None:
    """Keep the copy in place of older ones of that graph; a cache that cannot be written to is none."""
    with suppress(OSError, StoreError):
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        older = list(kept.parent.iterdir())
        with TemporaryDirectory(dir=kept.parent) as folder:
            if copied.clone(new := Path(folder) / "graph"):
                for old in older:  # in one step each: who copies it just now shall not take half of it
                    old.rename(Path(folder) / old.name)
                new.rename(kept)


def _from_cache(store: Store, place: Path) -> bool:
    stamp = store.stamp()
    if stamp is None:
        return False
    try:
        shutil.copytree(_cached(store, stamp), place)
    except OSError:  # it is not there, or goes at this moment
        shutil.rmtree(place, ignore_errors=True)
        return False
    return True
