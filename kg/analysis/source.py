"""The landscape behind a question: of a graph and the shipped reference, made once as long as the graph stays as it is."""

from kg.analysis.landscape import Landscape
from kg.analysis.local import read_local
from kg.chains import templates
from kg.chains.pool import pool
from kg.store.base import Store

Source = Store | Landscape | None
"""A graph, a landscape that is already made, or None for the shipped reference alone."""

_kept: dict[str, tuple[tuple[object, ...], Landscape]] = {}


def landscape_of(source: Source) -> Landscape:
    """The landscape of a source; one a graph is kept in memory until its documents or facts, or the templates, change."""
    if isinstance(source, Landscape):
        return source
    chains = templates()
    url = "" if source is None else source.url
    stamp = (chains, *_stamp(source))
    held = _kept.get(url)
    if held is not None and held[0] == stamp:
        return held[1]
    local = None if source is None else read_local(source)
    made = Landscape(chains, pool(), local)
    _kept[url] = (stamp, made)
    return made


def _stamp(source: Store | None) -> tuple[object, ...]:
    """What changes when the graph does: its documents with their content, and how many facts and entities there are."""
    if source is None:
        return ()
    documents = source.read("MATCH (d:Document) RETURN d.id AS id, d.sha256 AS sha ORDER BY id")
    counts = [source.read(f"MATCH (n:{label}) RETURN count(n) AS n")[0]["n"] for label in ("Fact", "Entity")]
    return (*((d["id"], d["sha"]) for d in documents), *counts)
