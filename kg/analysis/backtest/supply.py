"""T3: which enterprise supplies which. Known supply links are hidden in turn; wrong suppliers are drawn two ways."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kg.analysis.backtest.likelihood import Profiles, scores
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
    """Links that are known while others are hidden."""

    codes: list[str]
    links: list[tuple[int, int]]

    def __post_init__(self) -> None:
        size = len(self.codes)
        self.out = np.zeros((size, size))
        for a, b in self.links:
            self.out[a, b] = 1.0
        self.supplies = self.out.sum(axis=1)
        self.degree = self.out.sum(axis=0) + self.supplies
        self._walks: dict[int, Array] = {}

    def popularity(self, supplier: int, _: int) -> float:
        """Links of the supplier."""
        return float(self.supplies[supplier])

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
        if buyer not in self._walks:
            rows, columns = np.nonzero(np.maximum(self.out, self.out.T))
            self._walks[buyer] = walk(rows.tolist(), columns.tolist(), len(self.codes), [buyer], 0.15)
        return float(self._walks[buyer][supplier])


def blocks(links: Sequence[tuple[int, int]], group: Sequence[frozenset[str]]) -> Array:
    """Best share of possible links that exist between a segment of the supplier and one of the buyer."""
    pairs = Counter((s, t) for a, b in links for s in group[a] for t in group[b])
    sizes = Counter(s for g in group for s in g)
    found = np.zeros((len(group), len(group)))
    for (s, t), number in pairs.items():
        rows = [i for i, g in enumerate(group) if s in g]
        columns = [i for i, g in enumerate(group) if t in g]
        at = np.ix_(rows, columns)
        found[at] = np.maximum(found[at], number / (sizes[s] * sizes[t]))
    return found


_METHODS: Mapping[str, Callable[[Graph, int, int], float]] = {
    "popularity": Graph.popularity,
    "Adamic-Adar": Graph.common,
    "L3": Graph.three,
    "PPR / sqrt(degree)": Graph.ranked_walk,
}
METHODS = ("random", *_METHODS)
LIKELY = "likelihood"


@dataclass(frozen=True, slots=True)
class Split:
    """Links that are known and those that are hidden from the methods."""

    known: list[tuple[int, int]]
    hidden: list[tuple[int, int]]


def splits(pairs: Sequence[tuple[int, int]], by_company: bool) -> list[Split]:
    """Ten splits: a tenth of the links hidden in turn, or (`by_company`) all links of a tenth of the buyers.

    By company every link that touches a hidden supplier or buyer is left out of the known ones as well.
    """
    draw = np.random.default_rng(SEED)
    if not by_company:
        fold = draw.permutation(len(pairs)) % FOLDS
        return [Split(*_parted(pairs, [f == k for f in fold])) for k in range(FOLDS)]
    buyers = sorted({b for _, b in pairs})
    place = {buyers[i]: n % FOLDS for n, i in enumerate(draw.permutation(len(buyers)))}
    found = []
    for k in range(FOLDS):
        rest, hidden = _parted(pairs, [place[b] == k for _, b in pairs])
        touched = {i for pair in hidden for i in pair}
        found.append(Split([p for p in rest if not touched.intersection(p)], hidden))
    return found


def _parted(
    pairs: Sequence[tuple[int, int]], hidden: Sequence[bool]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    both = list(zip(pairs, hidden, strict=True))
    return [p for p, yes in both if not yes], [p for p, yes in both if yes]


def evaluate(
    links: Sequence[Trade],
    groups: Mapping[str, Mapping[str, frozenset[str]]],
    matched: bool,
    by_company: bool = False,
    profile: Callable[[Sequence[str]], Profiles] | None = None,
) -> dict[str, list[Ranked]]:
    """Ranks of every hidden link's supplier among 100 wrong ones of the same buyer, by method.

    `groups` are the segments of each enterprise by one or more sources: each gives a method of its name. Wrong suppliers
    are drawn evenly, or (`matched`) so that their number of links is that of the true one or next to it.
    """
    codes = sorted({c for t in links for c in (t.supplier, t.buyer)})
    at = {c: i for i, c in enumerate(codes)}
    true = {(at[t.supplier], at[t.buyer]) for t in links}
    pairs = sorted(true)
    known = {name: [group.get(c, frozenset()) for c in codes] for name, group in groups.items()}
    learnt = profile(codes) if profile else None
    found: dict[str, list[Ranked]] = {m: [] for m in (*METHODS, *known, *([LIKELY] if learnt else []))}
    for k, split in enumerate(splits(pairs, by_company)):
        graph, tables = Graph(codes, split.known), dict[str, Array]()
        tables |= {name: blocks(split.known, group) for name, group in known.items()}
        if learnt is not None:
            tables[LIKELY] = scores(learnt, split.known)
        for number, (a, b) in enumerate(split.hidden):
            seed = SEED + 1000 * k + number
            wrong = _wrong(graph, true, a, b, matched, seed)
            for method, ranked in found.items() if wrong else ():
                made = (
                    tables[method][[a, *wrong], b] if method in tables else _scores(graph, method, [a, *wrong], b, seed)
                )
                ranked.append(Ranked.among(codes[b], made[0], made[1:]))
    return found


def _scores(graph: Graph, method: str, suppliers: Sequence[int], buyer: int, seed: int) -> Array:
    if method == "random":
        return np.random.default_rng(seed).random(len(suppliers))
    return np.array([_METHODS[method](graph, s, buyer) for s in suppliers])


def _wrong(graph: Graph, true: set[tuple[int, int]], supplier: int, buyer: int, matched: bool, seed: int) -> list[int]:
    open_ = [i for i in range(len(graph.codes)) if i not in (supplier, buyer) and (i, buyer) not in true]
    if matched:
        apart = np.abs(graph.supplies - graph.supplies[supplier])
        open_ = sorted(open_, key=lambda i: (apart[i], i))
        open_ = [i for i in open_ if apart[i] <= 1] or open_[:NEGATIVES]
    draw = np.random.default_rng(seed).permutation(len(open_))[:NEGATIVES]
    return [open_[i] for i in draw]
