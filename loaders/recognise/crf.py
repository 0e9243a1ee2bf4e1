"""A trained linear-chain CRF read with numpy: many sentences at once, the best labels and each label's marginal probability.

Viterbi (1967) and the forward-backward recursions of Rabiner (1989), scaled. CRFsuite trains; its weights are kept in one
zip of arrays, in half precision.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Column = tuple[Callable[..., Iterable[str]], Sequence[Hashable]]

_BATCH = 128  # sentences of like length that are read at once
_TRANSITION = re.compile(r"\s*\(\d+\) (\S+) --> (\S+): (\S+)\Z")
_STATE = re.compile(r"\s*\(\d+\) (.*) --> (\S+): (\S+)\Z", re.DOTALL)


@dataclass(slots=True)
class Crf:
    """Labels, the row of each feature in `weights` (features x labels; the last row is zero), and `moves` (from x to)."""

    labels: list[str]
    rows: dict[str, int]
    weights: Floats
    moves: Floats

    @classmethod
    def read(cls, path: Path) -> "Crf":
        """A model as `write` left it."""
        with np.load(path) as held:
            names = bytes(held["names"]).decode().split("\n")
            labels = bytes(held["labels"]).decode().split("\n")
            weights, moves = held["weights"].astype(np.float32), held["moves"].astype(np.float32)
        return cls(labels, dict(zip(names, range(len(names)), strict=True)), weights, moves)

    def write(self, path: Path) -> None:
        """Keep the model in one compressed file."""
        names = np.frombuffer("\n".join(self.rows).encode(), dtype=np.uint8)
        labels = np.frombuffer("\n".join(self.labels).encode(), dtype=np.uint8)
        with path.open("wb") as file:
            np.savez_compressed(
                file, names=names, labels=labels, weights=self.weights.astype(np.float16), moves=self.moves
            )

    @classmethod
    def from_dump(cls, dump: str) -> "Crf":
        """The weights out of what CRFsuite's `dump` prints."""
        states: dict[str, dict[str, float]] = {}
        moves: dict[tuple[str, str], float] = {}
        labels: dict[str, None] = {}
        for line in dump.split("\n"):
            moved = _TRANSITION.match(line) if "=" not in line else None
            state = None if moved else _STATE.match(line)
            if moved:
                moves[moved[1], moved[2]] = float(moved[3])
            elif state:
                states.setdefault(state[1], {})[state[2]] = float(state[3])
                labels[state[2]] = None
        ordered = sorted({*labels, *(label for move in moves for label in move)})
        weights = np.zeros((len(states) + 1, len(ordered)), np.float32)
        for row, held in enumerate(states.values()):
            for label, weight in held.items():
                weights[row, ordered.index(label)] = weight
        table = np.array([[moves.get((a, b), 0.0) for b in ordered] for a in ordered], np.float32)
        return cls(ordered, {name: row for row, name in enumerate(states)}, weights, table)

    def score(self, columns: Iterable[Column], count: int) -> Floats:
        """Words x labels: the sum of the weights of each word's features. A column is a key a word and what it expands to."""
        total = np.zeros((count, len(self.labels)), np.float32)
        known = self.rows
        for expand, keys in columns:
            distinct = dict.fromkeys(keys)
            index = dict(zip(distinct, range(len(distinct)), strict=True))
            ids = np.fromiter(map(index.__getitem__, keys), np.int64, count)
            sums = np.zeros((len(index), len(self.labels)), np.float32)
            for i, key in enumerate(index):
                rows = [known[name] for name in expand(key) if name in known]
                if rows:
                    sums[i] = self.weights[rows[0]] if len(rows) == 1 else self.weights[rows].sum(axis=0)
            total += sums[ids]
        return total

    def tag(self, scores: Floats, ranges: Sequence[tuple[int, int]]) -> tuple[NDArray[np.int64], Floats]:
        """The best label of each word, and words x labels marginal probabilities; `ranges` are the sentences."""
        best = np.zeros(len(scores), np.int64)
        marginal = np.zeros_like(scores)
        ordered = sorted(ranges, key=lambda r: r[1] - r[0])
        for first in range(0, len(ordered), _BATCH):
            self._batch(scores, ordered[first : first + _BATCH], best, marginal)
        return best, marginal

    def _batch(self, scores: Floats, ranges: Sequence[tuple[int, int]], best: Any, marginal: Floats) -> None:
        lengths = np.array([b - a for a, b in ranges])
        padded = np.zeros((int(lengths.max()), len(ranges), len(self.labels)), np.float32)
        for k, (a, b) in enumerate(ranges):
            padded[: b - a, k] = scores[a:b]
        path = _viterbi(padded, self.moves, lengths)
        chances = _marginals(padded, self.moves, lengths)
        for k, (a, b) in enumerate(ranges):
            best[a:b] = path[: b - a, k]
            marginal[a:b] = chances[: b - a, k]


def _viterbi(scores: Floats, moves: Floats, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Best label sequences (time x sentence) of padded scores (time x sentence x label)."""
    steps, count, labels = scores.shape
    back = np.zeros((steps, count, labels), np.int64)
    reach = scores[0].copy()
    for t in range(1, steps):
        ways = reach[:, :, None] + moves[None]
        back[t] = ways.argmax(axis=1)
        live = (t < lengths)[:, None]
        reach = np.where(live, ways.max(axis=1) + scores[t], reach)
    path = np.zeros((steps, count), np.int64)
    last = reach.argmax(axis=1)
    each = np.arange(count)
    for t in range(steps - 1, -1, -1):
        path[t] = last
        if t:
            last = np.where(t < lengths, back[t, each, last], last)
    return path


def _marginals(scores: Floats, moves: Floats, lengths: NDArray[np.int64]) -> Floats:
    """Marginal probabilities (time x sentence x label), by the scaled forward-backward recursions."""
    local = np.exp(scores - scores.max(axis=2, keepdims=True))
    step = np.exp(moves - moves.max())
    steps = len(scores)
    ahead = np.empty_like(local)
    ahead[0] = local[0] / local[0].sum(axis=1, keepdims=True)
    for t in range(1, steps):
        here = (ahead[t - 1] @ step) * local[t]
        ahead[t] = np.where((t < lengths)[:, None], here / here.sum(axis=1, keepdims=True), ahead[t - 1])
    behind = np.ones_like(local)
    for t in range(steps - 2, -1, -1):
        here = (local[t + 1] * behind[t + 1]) @ step.T
        behind[t] = np.where((t + 1 < lengths)[:, None], here / here.sum(axis=1, keepdims=True), 1.0)
    joint = ahead * behind
    total: Floats = joint / joint.sum(axis=2, keepdims=True)
    return total
