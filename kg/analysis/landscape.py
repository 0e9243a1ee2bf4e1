"""Regions by segments as arrays: who stands where, how many would be expected, and how sure one can be of it.

Symbols follow docs/gaps.md: X (regions x segments) counts enterprises weighted by the confidence that they make what the
segment stands for, N_r and N_s are its sums, p_s the shrunk national share of a segment.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, special

from kg.analysis.firms import Census, Firm, census
from kg.analysis.local import Local
from kg.analysis.weights import Weights, weights
from kg.chains.place import Segments
from kg.chains.pool import Listed
from kg.chains.template import Template
from kg.identity import regions

Array = NDArray[np.float64]
T = TypeVar("T")


def over(top: Array | float, bottom: Array) -> Array:
    """top / bottom, element by element (NumPy's rules for shapes), and 0 where bottom is not above 0."""
    shape = np.broadcast_shapes(np.shape(top), bottom.shape)
    return np.asarray(np.divide(top, bottom, out=np.zeros(shape), where=bottom > 0))


@dataclass(frozen=True, slots=True)
class ChainArrays:
    """A template as arrays: `at` are the columns of its segments, `feed[u, d]` how much d depends on u."""

    template: Template
    at: NDArray[np.int64]
    feed: Array


@dataclass(frozen=True, slots=True)
class Strength:
    """Arrays of regions x segments: expected count, surprise of an empty cell, LQ, shrunk LQ, P(share above national)."""

    expected: Array
    surprise: Array
    lq: Array
    lq_star: Array
    above: Array


class Landscape:
    """All enterprises over all segments of some templates; regions are rolled up by division code."""

    def __init__(
        self,
        templates: Mapping[str, Template],
        pool: Sequence[Listed] = (),
        local: Local | None = None,
        numbers: Weights | None = None,
        firms: Sequence[Firm] | None = None,
    ) -> None:
        self.templates = dict(templates)
        self.weights = numbers or weights()
        self.local = local or Local()
        self.segments = Segments(self.templates.values())
        found = Census(list(firms)) if firms is not None else census(pool, self.local, self.segments)
        self.firms, self.by_thing = found.firms, found.by_thing
        self.derived: dict[str, Any] = {}

    def kept(self, key: str, make: Callable[[], T]) -> T:
        """What `make` gives, made once a landscape; `key` names it (and what it is of: structure/生物医药产业链)."""
        if key not in self.derived:
            self.derived[key] = make()
        found: T = self.derived[key]
        return found

    @cached_property
    def q(self) -> sparse.csr_array:
        """Enterprises x segments: confidence of those at or above the threshold of presence; the inactive have none."""
        rows, columns, values = [], [], []
        for i, firm in enumerate(self.firms):
            for name, placement in firm.placements.items() if firm.out is None else ():
                if placement.confidence >= self.weights.present and name in self.segments.index:
                    rows.append(i)
                    columns.append(self.segments.index[name])
                    values.append(placement.confidence)
        shape = (len(self.firms), len(self.segments.names))
        return sparse.csr_array((values, (rows, columns)), shape=shape)

    @cached_property
    def by_segment(self) -> sparse.csc_array:
        """The same by columns, to ask who stands in a segment."""
        return self.q.tocsc()

    def makers(self, at: int) -> list[tuple[int, float]]:
        """Enterprises of a segment (column), by index, with their confidence."""
        start, end = self.by_segment.indptr[at : at + 2]
        inside = self.by_segment.indices[start:end], self.by_segment.data[start:end]
        return [(int(i), float(value)) for i, value in zip(*inside, strict=True)]

    @cached_property
    def sources(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """By segment, whether any of its enterprises is of the pool, and whether any is of the graph alone."""
        listed = np.array([firm.listed is not None for firm in self.firms], dtype=float)
        of_pool = np.asarray((self.q > 0).astype(float).T @ listed).ravel()
        return of_pool > 0, np.diff(self.by_segment.indptr) > of_pool

    @cached_property
    def national(self) -> Array:
        """N_s: enterprises of each segment, in the whole country."""
        return np.asarray(self.q.sum(axis=0)).ravel()

    @cached_property
    def share(self) -> Array:
        """p_s = (N_s + 1/2) / (N + |S|/2)."""
        total = self.national.sum()
        return np.asarray((self.national + 0.5) / (total + 0.5 * len(self.national)))

    @property
    def k(self) -> float:
        """Strength of the prior in pseudo-enterprises: one a segment."""
        return float(len(self.segments.names))

    def inside(self, division: str) -> NDArray[np.bool_]:
        """Which enterprises stand in a region (short division code; "" is the whole country)."""
        return self.kept(
            f"inside/{division}",
            lambda: np.array([not division or firm.stands_in(division) for firm in self.firms], dtype=bool),
        )

    def counts(self, division: str) -> Array:
        """X_r: one row of segments for a region."""
        return np.asarray(self.q[self.inside(division)].sum(axis=0)).ravel()

    @cached_property
    def cities(self) -> list[str]:
        """Short codes of the prefectures (and municipalities) where an enterprise of the census stands, in order."""
        found = {regions.prefecture(d) for f in self.firms for d in f.divisions}
        return sorted(c for c in found if c is not None)

    @cached_property
    def city_counts(self) -> Array:
        """X: cities x segments."""
        at = {city: i for i, city in enumerate(self.cities)}
        pairs = {(at[c], i) for i, f in enumerate(self.firms) for d in f.divisions if (c := regions.city(d)) in at}
        rows = sorted(pairs)
        shape = (len(self.cities), len(self.firms))
        where = sparse.csr_array((np.ones(len(rows)), ([r for r, _ in rows], [c for _, c in rows])), shape=shape)
        return np.asarray((where @ self.q).todense()) if rows else np.zeros((0, len(self.segments.names)))

    def observed(self, division: str) -> tuple[int, float]:
        """(enterprises of a region that are placed in segments, share of its enterprises whose activity is known)."""
        rows = np.flatnonzero(self.inside(division))
        known = sum(self.firms[i].observed for i in rows)
        placed = int((np.diff(self.q.indptr)[rows] > 0).sum())
        return placed, known / len(rows) if len(rows) else 0.0

    def thin(self, division: str) -> bool:
        """Whether too little is known of a region for a grade (gap model: data honesty)."""
        placed, known = self.observed(division)
        return placed < self.weights.thin_enterprises or known < self.weights.thin_known

    def without(self, division: str, segment: int) -> "Landscape":
        """The same landscape had the enterprises of a region never made a segment (column); everything is counted anew."""
        other = copy(self)
        other.derived = {}
        for name in [n for n, one in vars(Landscape).items() if isinstance(one, cached_property)]:
            other.__dict__.pop(name, None)
        kept = self.q.tolil(copy=True)
        kept[np.flatnonzero(self.inside(division)), segment] = 0.0
        other.__dict__["q"] = sparse.csr_array(kept)
        other.q.eliminate_zeros()
        return other

    def strength(self, x: Array) -> Strength:
        """Shrunk strength of counts x (regions x segments) against the national share of each segment."""
        total = x.sum(axis=1, keepdims=True)
        p, k = self.share[None, :], self.k
        expected = total * p
        with np.errstate(divide="ignore", invalid="ignore"):
            lq = np.where(total > 0, (x / np.where(total > 0, total, 1.0)) / p, 0.0)
        above = 1.0 - special.betainc(x + k * p, np.maximum(total - x, 0.0) + k * (1.0 - p), p)
        return Strength(expected, 1.0 - np.exp(-expected), lq, (total * lq + k) / (total + k), above)

    def chain(self, template: Template) -> ChainArrays:
        """The arrays of one template."""
        at = np.array([self.segments.index[s.name] for s in template.segments])
        place = {s.id: i for i, s in enumerate(template.segments)}
        feed = np.zeros((len(at), len(at)))
        for one in template.feeds:
            feed[place[one.source], place[one.target]] = one.weight
        return ChainArrays(template, at, feed)

    def balance(self, chain: ChainArrays, x: Array) -> Array:
        """B = (X + 1) / (T + 1), T being what local need would ask of each segment at the national ratio.

        `x` is regions x segments of the chain. T = D_r * N_s / D where D = feed @ X; 0 where nothing local needs it.
        """
        nation = self.national[chain.at]
        need = x @ chain.feed.T
        target = need * over(nation, chain.feed @ nation)[None, :]
        return np.asarray((x + 1.0) / (target + 1.0))
