"""How likely each relation between two things is, from where the text names both close to each other."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from kg.extraction import Referent
from kg.loaders.encoder import net
from kg.loaders.encoder.reading import Reading, Window
from kg.loaders.encoder.weights import Array
from kg.schema import ontology

Key = tuple[str, str, str]
"""A relation, its source and its target."""


class Chance(NamedTuple):
    """The things `source` and `target` stand in `relation` with this `chance`; `[start, end)` holds both mentions."""

    relation: str
    source: str
    target: str
    chance: float
    start: int
    end: int


class Spot(NamedTuple):
    """Where a window names a thing: first character and end (in the window), the thing's id and the number of its type."""

    start: int
    end: int
    thing: str
    kind: int


Pair = tuple[Spot, Spot]
Allowed = dict[tuple[int, int], list[int]]


def chances(reading: Reading, referents: Sequence[Referent], least: float) -> Iterator[Chance]:
    """The relations of at least that chance between two things of one window, by their closest mentions there."""
    types: list[str] = reading.weights.meta["types"]
    relations: list[str] = reading.weights.meta["relations"]
    spots = sorted(
        Spot(m.start, m.end, r.id, types.index(r.type)) for r in referents if r.type in types for m in r.mentions
    )
    allowed = allowed_relations(types, relations)
    for window in reading.windows:
        pairs = list(closest(_within(spots, window), allowed))
        for (a, b), row in zip(pairs, _scored(reading, window, pairs), strict=True):
            for k in allowed[a.kind, b.kind]:
                if row[k] >= least:
                    start, end = min(a.start, b.start), max(a.end, b.end)
                    yield Chance(
                        relations[k], a.thing, b.thing, float(row[k]), window.start + start, window.start + end
                    )


def allowed_relations(types: Sequence[str], relations: Sequence[str]) -> Allowed:
    """The relations, by number, that the ontology allows from a type to a type, by number."""
    return {
        (i, j): [k for k, name in enumerate(relations) if ontology().relation(name).allows(a, b)]
        for i, a in enumerate(types)
        for j, b in enumerate(types)
    }


def _within(spots: list[Spot], window: Window) -> list[Spot]:
    """The spots inside a window, counted from its start."""
    first = bisect_left(spots, (window.start,))
    last = bisect_left(spots, (window.end,))
    return [
        s._replace(start=s.start - window.start, end=s.end - window.start)
        for s in spots[first:last]
        if s.end <= window.end
    ]


def closest(spots: Sequence[Spot], allowed: Allowed) -> Iterator[Pair]:
    """For every ordered pair of things that some relation may join, the two mentions nearest to each other."""
    best: dict[tuple[str, str], tuple[int, Pair]] = {}
    for a in spots:
        for b in spots:
            if a.thing != b.thing and allowed[a.kind, b.kind]:
                far = b.start - a.end if b.start >= a.end else a.start - b.end
                if (a.thing, b.thing) not in best or far < best[a.thing, b.thing][0]:
                    best[a.thing, b.thing] = (far, (a, b))
    for _, pair in best.values():
        yield pair


def _scored(reading: Reading, window: Window, pairs: Sequence[Pair]) -> Array:
    """(pairs, relations) chances."""
    if not pairs:
        return np.zeros((0, 0), np.float32)
    spots = list({s: None for pair in pairs for s in pair})
    number = {s: i for i, s in enumerate(spots)}
    hidden = window.hidden.astype(np.float32)
    return net.links(
        reading.weights,
        hidden,
        net.Pairs(
            np.array([s.start for s in spots]),
            np.array([s.end - 1 for s in spots]),
            np.array([s.kind for s in spots]),
            np.array([number[a] for a, _ in pairs]),
            np.array([number[b] for _, b in pairs]),
        ),
    )
