"""How much hangs on a segment: need, dependence, being between, scarcity; for many regions at once.

After criticality, replaceability and centrality in supply networks (Carstens et al. 2017, doi 10.1007/978-3-319-58451-5_2),
made local: only what a region has counts.
"""

import math
from dataclasses import dataclass
from graphlib import TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from kg.analysis.landscape import Array, ChainArrays, Landscape, over
from kg.analysis.weights import Weights

_MANY = math.log1p(50)
"""So many national suppliers and more make a segment fully replaceable."""


@dataclass(frozen=True, slots=True)
class Criticality:
    """Parts in [0, 1], regions x segments of a chain (scarce: one row), and their weighted sum.

    `pulled` says where local enterprises downstream need the segment at all.
    """

    pulled: NDArray[np.bool_]
    need: Array
    dependence: Array
    between: Array
    scarce: Array
    total: Array


class Structure:
    """What of a chain does not depend on the region: powers of its feeds, dominators, shares of shortest paths.

    `between_weight[u*n+d, s]` is a_us * a_sd.
    """

    def __init__(self, chain: ChainArrays, numbers: Weights) -> None:
        self.chain = chain
        size = len(chain.at)
        self.reach = np.zeros((size, size))
        power = np.eye(size)
        for tier in range(int(numbers.tiers)):
            power = power @ chain.feed
            self.reach += numbers.tier_decay**tier * power
        self.between_weight = np.einsum("us,sd->uds", chain.feed, chain.feed).reshape(size * size, size)
        links = chain.feed > 0
        self.dominates = dominators(links)
        self.through, self.joined = shortest_shares(links)


def dominators(links: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """[s, d]: every path from a source of the acyclic graph to d runs through s, and s is not d."""
    size = len(links)
    found = np.zeros((size, size), dtype=bool)
    for d in topological(links):
        inputs = np.flatnonzero(links[:, d])
        if len(inputs):
            found[:, d] = np.logical_and.reduce([found[:, u] | (np.arange(size) == u) for u in inputs])
    return found


def topological(links: NDArray[np.bool_]) -> list[int]:
    """An order in which inputs come before what they feed; CycleError where what feeds what runs in a circle."""
    return list(TopologicalSorter({d: np.flatnonzero(links[:, d]).tolist() for d in range(len(links))}).static_order())


def shortest_shares(links: NDArray[np.bool_]) -> tuple[Array, Array]:
    """([s, u*n+d] share of the shortest paths u to d that run through s, strictly inside; [u*n+d] 1 if d is within reach).

    Unweighted; the numerator of betweenness (Brandes 2001) kept apart for every pair.
    """
    size = len(links)
    distance = np.full((size, size), np.inf)
    number = np.zeros((size, size))
    np.fill_diagonal(distance, 0.0)
    np.fill_diagonal(number, 1.0)
    for d in topological(links):
        for u in np.flatnonzero(links[:, d]):
            nearer = distance[:, u] + 1 < distance[:, d]
            equal = distance[:, u] + 1 == distance[:, d]
            number[:, d] = np.where(nearer, number[:, u], number[:, d] + np.where(equal, number[:, u], 0.0))
            distance[:, d] = np.where(nearer, distance[:, u] + 1, distance[:, d])
    through = np.zeros((size, size, size))
    for s in range(size):
        on = distance[:, s][:, None] + distance[s, :][None, :] == distance
        share = over(np.outer(number[:, s], number[s]), number)
        through[s] = np.where(on & np.isfinite(distance), share, 0.0)
        through[s, s, :] = through[s, :, s] = 0.0
    joined = np.isfinite(distance) & (distance > 1)
    return through.reshape(size, -1), joined.ravel().astype(float)


def criticality(landscape: Landscape, structure: Structure, x: Array) -> Criticality:
    """Criticality of every segment of a chain; `x` is regions x segments of the chain.

    need: local enterprises within three tiers downstream, decayed, over the chain's largest, or (weighted by `outlet`) those
    upstream that would find an outlet in it, whichever is more (backward and forward linkage, Hirschman 1958); dependence: share of the
    region's enterprises in the chain all of whose input routes pass the segment; between: share of the locally present
    pairs more than one step apart whose shortest routes run through it; scarce: few national suppliers, no substitute.
    """
    weight = landscape.weights.criticality
    pull, push = _over_largest(x @ structure.reach.T), _over_largest(x @ structure.reach)
    need = np.maximum(pull, landscape.weights.outlet * push)
    total = x.sum(axis=1, keepdims=True)
    depends = x @ structure.dominates.T.astype(float)
    dependence = over(depends, total)
    here = (x > 0).astype(float)
    pairs = (here[:, :, None] * here[:, None, :]).reshape(len(x), -1)
    number = pairs @ structure.joined
    between = over(pairs @ structure.through.T, number[:, None])
    scarce = scarcity(landscape, structure.chain)
    between = np.where(scarce[None, :] < 0.1, between / 2, between)
    parts = weight["need"] * need + weight["dependence"] * dependence + weight["between"] * between
    return Criticality(pull > 0, need, dependence, between, scarce, parts + weight["scarce"] * scarce[None, :])


def _over_largest(values: Array) -> Array:
    return over(values, values.max(axis=1, keepdims=True))


def scarcity(landscape: Landscape, chain: ChainArrays) -> Array:
    """1/(1 + declared substitutes) * (1 - min(1, ln(1 + national suppliers)/ln 51)), one value a segment."""
    suppliers = np.asarray((landscape.q > 0).sum(axis=0)).ravel()[chain.at]
    others = np.array([len(s.substitutes) for s in chain.template.segments])
    return np.asarray(1.0 / (1.0 + others) * (1.0 - np.minimum(1.0, np.log1p(suppliers) / _MANY)))
