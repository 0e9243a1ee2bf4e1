"""How feasible a segment is in a region that lacks it, from what similar regions have; all regions at once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.stats import rankdata

from kg.analysis.landscape import Array, Landscape


@dataclass
class Feasibility:
    """Presence of cities over segments and what follows from it; `landscape` gives the counts."""

    landscape: Landscape

    @cached_property
    def presence(self) -> Array:
        """M: cities x segments, 1 where at least one enterprise stands."""
        return (self.landscape.city_counts > 0).astype(float)

    @cached_property
    def cosine(self) -> Array:
        """Segments x segments: cosine of presence over cities, 0 on the diagonal."""
        both = self.presence.T @ self.presence
        size = np.sqrt(np.diag(both))
        scale = np.outer(size, size)
        found = np.divide(both, scale, out=np.zeros_like(both), where=scale > 0)
        np.fill_diagonal(found, 0.0)
        return np.asarray(found)

    @cached_property
    def proximity(self) -> Array:
        """phi: co-presence over the larger ubiquity (Hidalgo et al. 2007), 0 on the diagonal."""
        both = self.presence.T @ self.presence
        wide = np.maximum.outer(np.diag(both), np.diag(both))
        found = np.divide(both, wide, out=np.zeros_like(both), where=wide > 0)
        np.fill_diagonal(found, 0.0)
        return np.asarray(found)

    @cached_property
    def complexity(self) -> Array:
        """Product complexity of segments in standard deviations (Hidalgo, Hausmann 2009), rarer and finer is higher."""
        places, kinds = self.presence.sum(axis=1), self.presence.sum(axis=0)
        if len(places) < 3 or (kinds > 0).sum() < 3:
            return np.zeros(len(kinds))
        by_place = np.divide(1.0, np.sqrt(places), out=np.zeros_like(places), where=places > 0)
        by_kind = np.divide(1.0, kinds, out=np.zeros_like(kinds), where=kinds > 0)
        symmetric = by_place[:, None] * ((self.presence * by_kind) @ self.presence.T) * by_place[None, :]
        vector = by_kind * (self.presence.T @ (np.linalg.eigh(symmetric)[1][:, -2] * by_place))
        made = kinds > 0
        if np.ptp(vector[made]) < 1e-12:
            return np.zeros(len(kinds))
        if np.ptp(kinds[made]) > 0 and np.corrcoef(vector[made], kinds[made])[0, 1] > 0:
            vector = -vector
        spread = vector.std()
        return np.asarray((vector - vector.mean()) / spread if spread > 0 else np.zeros_like(vector))

    def paths(self, here: Array) -> Array:
        """L3: degree-normalised three-step paths region-segment-region-segment (Kovacs et al. 2019); regions x segments."""
        kinds, places = self.presence.sum(axis=0), self.presence.sum(axis=1)
        by_kind = np.divide(1.0, np.sqrt(kinds), out=np.zeros_like(kinds), where=kinds > 0)
        by_place = np.divide(1.0, np.sqrt(places), out=np.zeros_like(places), where=places > 0)
        return np.asarray(((here * by_kind) @ self.presence.T * by_place) @ self.presence)

    def parts(self, x: Array) -> dict[str, Array]:
        """Percentiles in (0, 1] among the segments that each region lacks; NaN where present or made nowhere.

        `x` is regions x all segments. national: number of enterprises; cosine: sum over present segments; paths: L3.
        """
        here = (x > 0).astype(float)
        open_ = (here == 0) & (self.landscape.national > 0)[None, :]
        raw = {
            "national": np.broadcast_to(self.landscape.national, x.shape),
            "cosine": here @ self.cosine,
            "paths": self.paths(here),
        }
        return {name: _percentile(np.where(open_, value, np.nan)) for name, value in raw.items()}

    def score(self, x: Array) -> Array:
        """F: mean of the three percentiles; 0 where no enterprise of the country makes it; NaN where present."""
        mean = np.mean(list(self.parts(x).values()), axis=0)
        return np.asarray(np.where((x == 0) & np.isnan(mean), 0.0, mean))


def _percentile(values: Array) -> Array:
    """Rank over number in each row, ties averaged, NaN left out."""
    ranks = rankdata(values, axis=1, nan_policy="omit")
    return np.asarray(ranks / np.maximum((~np.isnan(values)).sum(axis=1, keepdims=True), 1))
