"""Ranking metrics with ties averaged, and bootstrap intervals over groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SEED = 20261123
DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Ranked:
    """Where one true answer came among `others` wrong ones; `rank` from 1, ties averaged; `group` is drawn as a whole."""

    group: str
    rank: float
    others: int

    @classmethod
    def among(cls, group: str, score: float, wrong: Array) -> "Ranked":
        """The rank of a true answer by its score and those of the wrong ones, higher scores first."""
        return cls(group, float(1 + (wrong > score).sum() + (wrong == score).sum() / 2), len(wrong))

    @property
    def auc(self) -> float:
        """Share of the wrong answers ranked behind it."""
        return 1.0 - (self.rank - 1.0) / self.others if self.others else 1.0


def filtered_ranks(scores: Array, positive: NDArray[np.bool_], group: str) -> list[Ranked]:
    """Rank of each positive among the negatives alone (other positives taken out), higher scores first, ties averaged."""
    wrong = scores[~positive]
    return [Ranked.among(group, score, wrong) for score in scores[positive]]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


def interval(values: Array, groups: Sequence[str], draws: int = DRAWS) -> Interval:
    """Mean of `values` with the interval from drawing whole groups with replacement (fixed seed)."""
    names, at = np.unique(np.asarray(groups), return_inverse=True)
    sums = np.bincount(at, weights=values, minlength=len(names))
    sizes = np.bincount(at, minlength=len(names)).astype(float)
    chosen = np.random.default_rng(SEED).integers(0, len(names), (draws, len(names)))
    means = sums[chosen].sum(axis=1) / sizes[chosen].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(values.mean()), float(low), float(high))


def values_of(ranked: Sequence[Ranked], figure: str) -> Array:
    """The single values that a figure is the mean of."""
    ranks = np.array([r.rank for r in ranked])
    made: Mapping[str, Array] = {
        "AUC": np.array([r.auc for r in ranked]),
        "Hits@10": (ranks <= 10).astype(float),
        "MRR": 1.0 / ranks,
        "NDCG@10": np.where(ranks <= 10, 1.0 / np.log2(1.0 + ranks), 0.0),
    }
    return made[figure]


def difference(ours: Sequence[Ranked], theirs: Sequence[Ranked], figure: str) -> Interval:
    """Difference of a figure between two methods on the same answers, with its interval."""
    return interval(values_of(ours, figure) - values_of(theirs, figure), [r.group for r in ours])


def verdict(gap: Interval) -> str:
    """better, worse, or not better: what the interval of a difference allows to say."""
    if gap.low > 0:
        return "better"
    return "worse" if gap.high < 0 else "not better"


def logistic(features: Array, target: Array, penalty: float = 1.0, steps: int = 50) -> Array:
    """Weights of a ridge logistic regression (last one the constant) by Newton's method; rows are examples."""
    design = np.hstack([features, np.ones((len(features), 1))])
    ridge = np.diag([penalty] * features.shape[1] + [1e-6])
    weights = np.zeros(design.shape[1])
    for _ in range(steps):
        chance = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (chance - target) + ridge @ weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        move = np.linalg.solve(curve, gradient)
        weights -= move
        if np.abs(move).max() < 1e-8:
            break
    return np.asarray(weights)
