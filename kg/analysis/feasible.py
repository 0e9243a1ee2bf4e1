"""How feasible a segment is in a region that lacks it, from what similar regions have; all regions at once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.stats import rankdata

from kg.analysis.landscape import Array, Landscape, over


def cosine(presence: Array) -> Array:
    """Cosine of the columns of a 0/1 array of places x segments; segments x segments, 0 on the diagonal."""
    both = presence.T @ presence
    size = np.sqrt(np.diag(both))
    return _off(over(both, np.outer(size, size)))


def proximity(presence: Array) -> Array:
    """phi: co-presence over the larger ubiquity (Hidalgo et al. 2007); segments x segments, 0 on the diagonal."""
    both = presence.T @ presence
    return _off(over(both, np.maximum.outer(np.diag(both), np.diag(both))))


def three_steps(presence: Array, here: Array) -> Array:
    """L3: degree-normalised three-step paths region-segment-region-segment (Kovacs et al. 2019); regions x segments.

    `here` is what the regions asked for have, 0/1, regions x segments.
    """
    by_kind, by_place = over(1.0, np.sqrt(presence.sum(axis=0))), over(1.0, np.sqrt(presence.sum(axis=1)))
    return np.asarray(((here * by_kind) @ presence.T * by_place) @ presence)


def _off(matrix: Array) -> Array:
    np.fill_diagonal(matrix, 0.0)
    return matrix


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
        return cosine(self.presence)

    @cached_property
    def proximity(self) -> Array:
        """phi: co-presence over the larger ubiquity (Hidalgo et al. 2007), 0 on the diagonal."""
        return proximity(self.presence)

    @cached_property
    def complexity(self) -> Array:
        """Product complexity of segments in standard deviations (Hidalgo, Hausmann 2009), rarer and finer is higher."""
        places, kinds = self.presence.sum(axis=1), self.presence.sum(axis=0)
        if len(places) < 3 or (kinds > 0).sum() < 3:
            return np.zeros(len(kinds))
        by_place, by_kind = over(1.0, np.sqrt(places)), over(1.0, kinds)
        symmetric = by_place[:, None] * ((self.presence * by_kind) @ self.presence.T) * by_place[None, :]
        vector = by_kind * (self.presence.T @ (np.linalg.eigh(symmetric)[1][:, -2] * by_place))
        made = kinds > 0
        if np.ptp(vector[made]) < 1e-12:
            return np.zeros(len(kinds))
        if np.ptp(kinds[made]) > 0 and np.corrcoef(vector[made], kinds[made])[0, 1] > 0:
            vector = -vector
        spread = vector.std()
        return np.asarray((vector - vector.mean()) / spread if spread > 0 else np.zeros_like(vector))

    def parts(self, x: Array) -> dict[str, Array]:
        """Percentiles in (0, 1] among the segments that each region lacks; NaN where present or made nowhere.

        `x` is regions x all segments. national: number of enterprises; cosine: sum over present segments; paths: L3.
        """
        here = (x > 0).astype(float)
        open_ = (here == 0) & (self.landscape.national > 0)[None, :]
        raw = {
            "national": np.broadcast_to(self.landscape.national, x.shape),
            "cosine": here @ self.cosine,
            "paths": three_steps(self.presence, here),
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
