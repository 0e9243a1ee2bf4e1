"""T2: hide one enterprise of a segment, rank all enterprises, see where the hidden one lands.

An enterprise is what it makes (main products, trade class) and how large it is; a segment is its name and its other
members. The hidden enterprise is taken out of everything that describes the segment. Weights are learnt on the cases of
other enterprises only (folds by enterprise).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kg.analysis.backtest.metrics import SEED, Array, Ranked
from kg.analysis.landscape import over

FOLDS = 5
SAMPLE = 800
"""Enterprises a case, drawn evenly, that the hidden one is chosen from when the weights are learnt."""


@dataclass(frozen=True, slots=True)
class Maker:
    """One enterprise of the pool: stock code, products, trade class (code and name), number of employees, segments."""

    code: str
    products: tuple[str, ...]
    trade: str
    trade_name: str
    staff: float
    placed: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A segment of the labels: its name and the stock codes of its members."""

    name: str
    members: tuple[str, ...]


class Bench:
    """The pool as vectors: TF-IDF of character pairs of products and trade name, and of the segments it is placed in."""

    def __init__(self, makers: Sequence[Maker]) -> None:
        self.makers = list(makers)
        self.at = {m.code: i for i, m in enumerate(makers)}
        texts = [pairs([*m.products, m.trade_name]) for m in makers]
        self.texts = texts
        self.words = {w: j for j, w in enumerate(sorted({w for t in texts for w in t}))}
        counted = self._counts(texts)
        self.idf = np.log((1 + len(texts)) / (1 + np.asarray((counted > 0).sum(axis=0)).ravel())) + 1.0
        self.text = self._weighted(counted)
        self.placed = _placed(makers)
        self.size = np.log1p([m.staff for m in makers]) / 15.0

    def _counts(self, texts: Sequence[Mapping[str, int]]) -> sparse.csr_array:
        cells = [
            (i, self.words[w], 1 + np.log(n)) for i, t in enumerate(texts) for w, n in t.items() if w in self.words
        ]
        rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
        return sparse.csr_array((values, (rows, columns)), shape=(len(texts), len(self.words)))

    def _weighted(self, counted: sparse.csr_array) -> sparse.csr_array:
        return _unit(sparse.csr_array(counted * self.idf[None, :]))

    def query(self, text: str, others: Sequence[int] = ()) -> Array:
        """Cosine of every enterprise with a text to which the texts of some enterprises are added."""
        whole = pairs([text])
        for i in others:
            whole.update(self.texts[i])
        vector = self._weighted(self._counts([whole]))
        return np.asarray((self.text @ vector.T).todense()).ravel()


def pairs(texts: Sequence[str]) -> Counter[str]:
    """Pairs of neighbouring characters of some texts, blanks left out."""
    plain = ["".join(t.split()) for t in texts]
    return Counter(t[i : i + 2] for t in plain for i in range(len(t) - 1))


def _placed(makers: Sequence[Maker]) -> sparse.csr_array:
    names = {n: j for j, n in enumerate(sorted({n for m in makers for n in m.placed}))}
    cells = [(i, names[n], q) for i, m in enumerate(makers) for n, q in m.placed.items()]
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    found = sparse.csr_array((values, (rows, columns)), shape=(len(makers), max(1, len(names))))
    rare = np.log((1 + len(makers)) / (1 + np.asarray((found > 0).sum(axis=0)).ravel())) + 1.0
    return _unit(sparse.csr_array(found * rare[None, :]))


def _unit(matrix: sparse.csr_array) -> sparse.csr_array:
    norm = np.sqrt(np.asarray((matrix * matrix).sum(axis=1)).ravel())
    return sparse.csr_array(matrix * over(1.0, norm)[:, None])


@dataclass(frozen=True, slots=True)
class Case:
    """One hidden enterprise of one segment: features of all enterprises, which of them may not be ranked, who it is."""

    segment: str
    hidden: int
    features: Array
    others: NDArray[np.int64]


def cases(bench: Bench, labels: Sequence[Labelled]) -> list[Case]:
    """A case for every member of every segment with at least three members in the pool."""
    found = []
    for label in labels:
        members = np.array(sorted({bench.at[c] for c in label.members if c in bench.at}))
        if len(members) < 3:
            continue
        like = np.asarray((bench.text @ bench.text[members].T).todense())
        placed = np.asarray((bench.placed @ bench.placed[members].T).todense())
        named = bench.query(label.name)
        for k, hidden in enumerate(members):
            rest = np.arange(len(members)) != k
            found.append(
                Case(
                    label.name,
                    int(hidden),
                    _features(bench, label.name, named, like[:, rest], placed[:, rest], members[rest]),
                    members[rest],
                )
            )
    return found


def _features(bench: Bench, name: str, named: Array, like: Array, placed: Array, others: NDArray[np.int64]) -> Array:
    trades = [bench.makers[i].trade for i in others]
    same = Counter(trades)
    wider = Counter(t[:4] for t in trades)
    known = [m.trade for m in bench.makers]
    number = len(others)
    return np.column_stack(
        [
            named,
            like.mean(axis=1),
            like.max(axis=1),
            [same[t] / number if t else 0.0 for t in known],
            [wider[t[:4]] / number if t else 0.0 for t in known],
            placed.mean(axis=1),
            bench.size,
            bench.query(name, others.tolist()),
            placed.max(axis=1),
        ]
    )


def methods(bench: Bench, sets: Mapping[str, Sequence[Case]]) -> dict[str, dict[str, list[Ranked]]]:
    """Ranks of the hidden enterprises for each set of labels: baselines, the reference method and the learnt sum.

    The weights of the learnt sum come from the cases of all sets, those of the same enterprise left out.
    """
    every = [case for found in sets.values() for case in found]
    sums = iter(learnt(bench, every))
    draw = np.random.default_rng(SEED)
    made = {}
    for name, found in sets.items():
        scores = {
            "random": [draw.random(len(bench.makers)) for _ in found],
            "size": [c.features[:, 6] for c in found],
            "popularity (trade class)": [_popular(bench)] * len(found),
            "name": [c.features[:, 0] for c in found],
            "name + members (TF-IDF)": [c.features[:, 7] for c in found],
            "learnt": [next(sums) for _ in found],
        }
        made[name] = {m: [_ranked(bench, c, s) for c, s in zip(found, v, strict=True)] for m, v in scores.items()}
    return made


def _popular(bench: Bench) -> Array:
    number = Counter(m.trade for m in bench.makers)
    return np.array([float(number[m.trade]) for m in bench.makers])


def _ranked(bench: Bench, case: Case, scores: Array) -> Ranked:
    rest = np.delete(scores, np.append(case.others, case.hidden))
    return Ranked.among(bench.makers[case.hidden].code, scores[case.hidden], rest)


def learnt(bench: Bench, found: Sequence[Case]) -> list[Array]:
    """Scores of every case with weights fitted on the cases of the enterprises of the other folds."""
    codes = sorted({bench.makers[c.hidden].code for c in found})
    order = np.random.default_rng(SEED).permutation(len(codes))
    fold = {code: int(order[i]) % FOLDS for i, code in enumerate(codes)}
    samples = [_sample(c, i) for i, c in enumerate(found)]
    weights = []
    for k in range(FOLDS):
        used = [s for c, s in zip(found, samples, strict=True) if fold[bench.makers[c.hidden].code] != k]
        weights.append(choice(used))
    return [c.features @ weights[fold[bench.makers[c.hidden].code]] for c in found]


def _sample(case: Case, number: int) -> Array:
    """Features of the hidden enterprise (first row) and of others drawn evenly."""
    open_ = np.setdiff1d(np.arange(len(case.features)), np.append(case.others, case.hidden))
    drawn = np.random.default_rng(SEED + number).choice(open_, min(SAMPLE, len(open_)), replace=False)
    return np.asarray(case.features[np.append(case.hidden, drawn)])


def choice(samples: Sequence[Array], penalty: float = 0.1) -> Array:
    """Weights of a conditional logit (McFadden 1974) with ridge; the first row of each sample is the one chosen."""
    from scipy.optimize import minimize

    def loss(weights: Array) -> tuple[float, Array]:
        total, gradient = penalty * float(weights @ weights) / 2, penalty * weights
        for rows in samples:
            utility = rows @ weights
            top = utility.max()
            chance = np.exp(utility - top)
            total += top + float(np.log(chance.sum())) - utility[0]
            gradient = gradient + chance @ rows / chance.sum() - rows[0]
        return total, gradient

    width = samples[0].shape[1]
    return np.asarray(minimize(loss, np.zeros(width), jac=True, method="L-BFGS-B", options={"maxiter": 60}).x)
