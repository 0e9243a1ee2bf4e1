"""T3: which enterprise supplies which. Known supply links are hidden in turn; wrong suppliers are drawn two ways."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.analysis.backtest.metrics import SEED, Array, Ranked
from kg.analysis.network import walk

FOLDS = 10
NEGATIVES = 100


@dataclass(frozen=True, slots=True)
class Trade:
    """A supply link between two stock codes."""

    supplier: str
    buyer: str


@dataclass
class Graph:
    """Links that are known while others are hidden; `group` is the set of segments of each enterprise."""

    codes: list[str]
    links: list[tuple[int, int]]
    group: list[frozenset[str]]

    def __post_init__(self) -> None:
        size = len(self.codes)
        self.out = np.zeros((size, size))
        for a, b in self.links:
            self.out[a, b] = 1.0
        self.degree = self.out.sum(axis=0) + self.out.sum(axis=1)
        self.pairs = Counter((s, t) for a, b in self.links for s in self.group[a] for t in self.group[b])
        self.sizes = Counter(s for g in self.group for s in g)

    def score(self, method: str, supplier: int, buyer: int) -> float:
        """How likely the supplier delivers to the buyer by one method."""
        return float(getattr(self, _METHODS[method])(supplier, buyer))

    def popularity(self, supplier: int, _: int) -> float:
        """Links of the supplier."""
        return float(self.out[supplier].sum())

    def common(self, supplier: int, buyer: int) -> float:
        """Adamic-Adar over shared partners."""
        both = self._near(supplier) * self._near(buyer)
        return float((both / np.log(np.maximum(self.degree, 2))).sum())

    def _near(self, i: int) -> Array:
        return np.asarray(np.maximum(self.out[i], self.out[:, i]))

    def three(self, supplier: int, buyer: int) -> float:
        """L3, directed: supplier -> other buyer <- other supplier -> buyer, degree-normalised."""
        root = np.sqrt(np.maximum(self.degree, 1))
        return float((self.out[supplier] / root) @ self.out.T @ (self.out[:, buyer] / root))

    def ranked_walk(self, supplier: int, buyer: int) -> float:
        """Personalised PageRank from the buyer over sqrt(degree)."""
        if not hasattr(self, "_walks"):
            self._walks: dict[int, Array] = {}
        if buyer not in self._walks:
            rows, columns = np.nonzero(np.maximum(self.out, self.out.T))
            self._walks[buyer] = walk(rows.tolist(), columns.tolist(), len(self.codes), [buyer], 0.15)
        return float(self._walks[buyer][supplier])

    def blocks(self, supplier: int, buyer: int) -> float:
        """Best share of possible links that exist between a segment of the supplier and one of the buyer."""
        found = [
            self.pairs[s, t] / (self.sizes[s] * self.sizes[t]) for s in self.group[supplier] for t in self.group[buyer]
        ]
        return max(found, default=0.0)


_METHODS = {
    "popularity": "popularity",
    "Adamic-Adar": "common",
    "L3": "three",
    "PPR / sqrt(degree)": "ranked_walk",
    "segment pairs": "blocks",
}
METHODS = ("random", *_METHODS)


def evaluate(links: Sequence[Trade], group: dict[str, frozenset[str]], matched: bool) -> dict[str, list[Ranked]]:
    """Ranks of every hidden link's supplier among 100 wrong ones of the same buyer, by method.

    Wrong suppliers are drawn evenly, or (`matched`) so that their number of links is that of the true one or next to it.
    """
    codes = sorted({c for t in links for c in (t.supplier, t.buyer)})
    at = {c: i for i, c in enumerate(codes)}
    pairs = sorted({(at[t.supplier], at[t.buyer]) for t in links})
    known = [group.get(c, frozenset()) for c in codes]
    fold = np.random.default_rng(SEED).permutation(len(pairs)) % FOLDS
    found: dict[str, list[Ranked]] = {m: [] for m in METHODS}
    for k in range(FOLDS):
        graph = Graph(codes, [p for p, f in zip(pairs, fold, strict=True) if f != k], known)
        for number, (a, b) in enumerate(p for p, f in zip(pairs, fold, strict=True) if f == k):
            wrong = _wrong(graph, set(pairs), a, b, matched, SEED + 1000 * k + number)
            if not wrong:
                continue
            for method in METHODS:
                scores = _scores(graph, method, [a, *wrong], b, SEED + 1000 * k + number)
                ahead, equal = float((scores[1:] > scores[0]).sum()), float((scores[1:] == scores[0]).sum())
                found[method].append(Ranked(codes[b], 1 + ahead + equal / 2, len(wrong)))
    return found


def _scores(graph: Graph, method: str, suppliers: Sequence[int], buyer: int, seed: int) -> Array:
    if method == "random":
        return np.random.default_rng(seed).random(len(suppliers))
    return np.array([graph.score(method, s, buyer) for s in suppliers])


def _wrong(graph: Graph, true: set[tuple[int, int]], supplier: int, buyer: int, matched: bool, seed: int) -> list[int]:
    out = graph.out.sum(axis=1)
    open_ = [i for i in range(len(graph.codes)) if i not in (supplier, buyer) and (i, buyer) not in true]
    if matched:
        mine = out[supplier]
        open_ = sorted(open_, key=lambda i: (abs(out[i] - mine), i))
        close = [i for i in open_ if abs(out[i] - mine) <= 1] or open_[:NEGATIVES]
        open_ = close
    draw = np.random.default_rng(seed).permutation(len(open_))[:NEGATIVES]
    return [open_[i] for i in draw]
