"""How likely a candidate is a name: a logistic regression over what the readers and the document say of it.

Its weights (`weighing.tsv`) are learned from annotated documents that no reader had learned from, so that the chance is what such
documents bear out; `learn_weights` makes them again.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.schema.lists import read_rows

FILE = Path(__file__).with_suffix(".tsv")
_KIND = "type "  # what a type's own weight is called
_PENALTY = 30.0  # of the squares of the weights of standardised columns
_STEPS = 30
Columns = Mapping[str, NDArray[np.float64]]


@cache
def weights() -> dict[str, float]:
    """The weight of each column and type."""
    return {name: float(weight) for name, weight in read_rows(FILE)}


def chances(columns: Columns, types: Sequence[str]) -> NDArray[np.float64]:
    """The chance of each candidate, from its columns and its type."""
    known = weights()
    total = np.array([known.get(_KIND + kind, 0.0) for kind in types]) + known["all"]
    for name, values in columns.items():
        total += known[name] * values
    return np.asarray(1 / (1 + np.exp(-total)))


def fit(columns: Columns, types: Sequence[str], right: NDArray[np.bool_]) -> dict[str, float]:
    """The weights under which `right` is most likely, with a penalty on large ones (Newton's method)."""
    every = dict(columns) | {_KIND + kind: np.array([t == kind for t in types], float) for kind in sorted(set(types))}
    plain = np.stack(list(every.values()), 1)
    centre, spread = plain.mean(0), np.where(plain.std(0) > 0, plain.std(0), 1)
    x = np.column_stack([(plain - centre) / spread, np.ones(len(plain))])
    penalty = np.append(np.full(len(every), _PENALTY), 0.0)
    w = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-(x @ w)))
        slope = x.T @ (chance - right) + penalty * w
        w -= np.linalg.solve((x * (chance * (1 - chance))[:, None]).T @ x + np.diag(penalty), slope)
    raw = w[:-1] / spread
    return dict(zip(every, raw.tolist(), strict=True)) | {"all": float(w[-1] - raw @ centre)}
