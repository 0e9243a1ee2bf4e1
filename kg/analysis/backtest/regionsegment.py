"""T1: which segments appear next in a region. Time split; every segment made somewhere and absent here is ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.analysis.backtest.metrics import SEED, Array, Ranked, filtered_ranks, logistic
from kg.analysis.feasible import cosine, proximity, three_steps
from kg.analysis.landscape import over
from kg.analysis.network import walk

LEAST = 3
"""A region takes part with at least this many enterprises before the split."""
RECENT = 5
"""Years that count as recent for the growth of a segment."""
LEARNT = (
    "popularity (enterprises)", "popularity (regions)", "recent growth", "density", "cosine", "L3", "PPR", "same class",
)  # fmt: skip
_PLAIN = ("density", "cosine", "L3", "PPR")


@dataclass(frozen=True, slots=True)
class Settled:
    """An enterprise: its segment (a trade class), the wider class of that, its region and listing date (ISO)."""

    segment: str
    wider: str
    region: str
    date: str


@dataclass(frozen=True, slots=True)
class Window:
    """Counts before the split (regions x segments), what is ranked, and what came after it (both boolean)."""

    regions: list[str]
    counts: Array
    candidate: NDArray[np.bool_]
    positive: NDArray[np.bool_]
    recent: Array
    same: Array


def window(firms: Sequence[Settled], split: str, end: str) -> Window:
    """Train: listed up to `split`. Positives: pairs first seen after it up to `end`, of segments that train has."""
    train = [f for f in firms if f.date <= split]
    later = [f for f in firms if split < f.date <= end]
    size: dict[str, int] = {}
    for f in train:
        size[f.region] = size.get(f.region, 0) + 1
    regions = sorted(r for r, n in size.items() if n >= LEAST)
    segments = sorted({f.segment for f in train})
    row, column = {r: i for i, r in enumerate(regions)}, {s: j for j, s in enumerate(segments)}
    counts = np.zeros((len(regions), len(segments)))
    positive = np.zeros(counts.shape, dtype=bool)
    recent, since = np.zeros(len(segments)), f"{int(split[:4]) - RECENT}{split[4:]}"
    for f in train:
        recent[column[f.segment]] += f.date > since
        if f.region in row:
            counts[row[f.region], column[f.segment]] += 1
    for f in later:
        if f.region in row and f.segment in column:
            positive[row[f.region], column[f.segment]] = True
    candidate = counts == 0
    return Window(
        regions,
        counts,
        candidate,
        positive & candidate,
        recent,
        _same_class(train, counts, column),
    )


def _same_class(train: Sequence[Settled], counts: Array, column: Mapping[str, int]) -> Array:
    """Local enterprises in the other segments of the same wider class, regions x segments."""
    wider = {f.segment: f.wider for f in train}
    group = np.array([wider[s] for s in column])
    alike = (group[:, None] == group[None, :]).astype(float)
    return np.asarray(counts @ alike - counts)


def scores(w: Window) -> dict[str, Array]:
    """Every untrained method as scores, regions x segments, from the counts before the split alone."""
    here = (w.counts > 0).astype(float)
    kinds, places = here.sum(axis=0), here.sum(axis=1)
    phi = proximity(here)
    adamic = over(1.0, np.log(np.maximum(places, 2)))
    share = w.counts / np.maximum(w.counts.sum(axis=1, keepdims=True), 1)
    advantage = (over(share, np.broadcast_to(w.counts.sum(axis=0) / w.counts.sum(), share.shape)) >= 1).astype(float)
    found = {
        "random": np.random.default_rng(SEED).random(w.counts.shape),
        "size": np.broadcast_to(w.counts.sum(axis=1, keepdims=True), w.counts.shape),
        "popularity (enterprises)": np.broadcast_to(w.counts.sum(axis=0), w.counts.shape),
        "popularity (regions)": np.broadcast_to(kinds, w.counts.shape),
        "recent growth": np.broadcast_to(w.recent, w.counts.shape),
        "density": over(here @ phi, np.broadcast_to(phi.sum(axis=0), w.counts.shape)),
        "density (LQ>=1)": over(advantage @ phi, np.broadcast_to(phi.sum(axis=0), w.counts.shape)),
        "cosine": here @ cosine(here),
        "Adamic-Adar": (here @ here.T * adamic) @ here,
        "L3": three_steps(here, here),
        "PPR": _ppr(here),
        "same class": w.same,
    }
    return {name: np.asarray(value, dtype=float) for name, value in found.items()}


def _ppr(here: Array) -> Array:
    """Personalised PageRank on the bipartite graph of regions and segments, restarted at each region."""
    r, s = here.shape
    a, b = np.nonzero(here)
    rows, columns = np.concatenate([a, b + r]), np.concatenate([b + r, a])
    degree = np.concatenate([here.sum(axis=1), here.sum(axis=0)])
    root = np.sqrt(np.maximum(degree, 1))
    return np.array([(walk(rows.tolist(), columns.tolist(), r + s, [i], 0.15) * root)[r:] for i in range(r)])


def features(w: Window, made: Mapping[str, Array]) -> Array:
    """Learnt features of all candidates: log where a count, standardised within each region; regions x segments x features."""
    stacked = []
    for name in LEARNT:
        value = np.log1p(made[name]) if name not in _PLAIN else made[name]
        value = np.where(w.candidate, value, np.nan)
        mean, spread = np.nanmean(value, axis=1, keepdims=True), np.nanstd(value, axis=1, keepdims=True)
        stacked.append(np.nan_to_num(over(value - mean, np.broadcast_to(spread, value.shape))))
    return np.stack(stacked, axis=2)


def fit(w: Window) -> Array:
    """Weights of the logit on one window."""
    made = features(w, scores(w))[w.candidate]
    return logistic(made, w.positive[w.candidate].astype(float))


def predict(w: Window, made: Mapping[str, Array], weights: Array) -> Array:
    """Logit scores, regions x segments."""
    return np.asarray(features(w, made) @ weights[:-1])


def evaluate(w: Window, made: Mapping[str, Array]) -> dict[str, list[Ranked]]:
    """Ranks of all positives for each method, region by region."""
    found: dict[str, list[Ranked]] = {name: [] for name in made}
    for i, region in enumerate(w.regions):
        at = w.candidate[i]
        if not w.positive[i].any():
            continue
        for name, value in made.items():
            found[name] += filtered_ranks(value[i, at], w.positive[i, at], region)
    return found
