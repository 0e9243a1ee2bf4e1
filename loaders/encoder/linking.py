"""How likely each relation between two things is, from where the text names both close to each other."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
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
    """The things `source` and `target` stand in `relation` with this `chance`; `[start, end)` holds both mentions.

    `near`: some window of the text names both; else only two neighbouring ones do.
    """

    relation: str
    source: str
    target: str
    chance: float
    start: int
    end: int
    near: bool = True


class Spot(NamedTuple):
    """Where a window names a thing: first character and end (in the window), the thing's id and the number of its type."""

    start: int
    end: int
    thing: str
    kind: int


Pair = tuple[Spot, Spot]
Allowed = dict[tuple[int, int], list[int]]


def chances(reading: Reading, referents: Sequence[Referent], least: float) -> Iterator[Chance]:
    """The relations of at least that chance between two things that one window names, or else two neighbouring ones.

    Of each pair and window the mentions closest to each other are looked at.
    """
    types: list[str] = reading.weights.meta["types"]
    spots = sorted(
        Spot(m.start, m.end, r.id, types.index(r.type)) for r in referents if r.type in types for m in r.mentions
    )
    allowed = allowed_relations(types, reading.weights.meta["relations"])
    held: set[tuple[str, str]] = set()
    for window in reading.windows:
        pairs = list(closest(_within(spots, window), allowed))
        held.update((a.thing, b.thing) for a, b in pairs)
        yield from _chances(reading, window, pairs, allowed, least, near=True)
    for window in map(_joined, pairwise(reading.windows)):
        pairs = [(a, b) for a, b in closest(_within(spots, window), allowed) if (a.thing, b.thing) not in held]
        yield from _chances(reading, window, pairs, allowed, least, near=False)


def _joined(both: tuple[Window, Window]) -> Window:
    first, second = both
    hidden = np.concatenate([first.hidden, second.hidden])
    return Window(first.start, second.end, hidden, np.concatenate([first.chances, second.chances]))


def _chances(
    reading: Reading, window: Window, pairs: Sequence[Pair], allowed: Allowed, least: float, near: bool
) -> Iterator[Chance]:
    relations: list[str] = reading.weights.meta["relations"]
    for (a, b), row in zip(pairs, _scored(reading, window, pairs), strict=True):
        start, end = window.start + min(a.start, b.start), window.start + max(a.end, b.end)
        for k in allowed[a.kind, b.kind]:
            if row[k] >= least:
                yield Chance(relations[k], a.thing, b.thing, float(row[k]), start, end, near)


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
