"""A trained linear-chain CRF read with numpy: all sentences at once, the best labels and each label's marginal probability.

Viterbi (1967) and the forward-backward recursions of Rabiner (1989), scaled. CRFsuite trains; its weights are kept in one
zip of arrays, in half precision.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.loaders.recognise.features import Column
from kg.loaders.recognise.sums import Floats, Sums
from kg.schema.patterns import pattern

_TRANSITION = pattern(r"\s*\(\d+\) (\S+) --> (\S+): (\S+)\Z")
_STATE = re.compile(r"\s*\(\d+\) (.*) --> (\S+): (\S+)\Z", re.DOTALL)


@dataclass(slots=True)
class Crf:
    """Labels, the row of each feature in `weights` (features x labels; the last row is zero), and `moves` (from x to)."""

    labels: list[str]
    rows: dict[str, int]
    weights: Floats
    moves: Floats
    held: Sums = field(init=False)

    def __post_init__(self) -> None:
        self.held = Sums(self.rows, self.weights)

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
        """Words x labels: the sum of the weights of each word's features."""
        total = np.zeros((count, len(self.labels)), np.float32)
        with self.held.lock:
            self.held.begin()
            for column in columns:
                total += self.held.of(column)
        return total

    def tag(self, scores: Floats, ranges: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
        """The best label of each word; `ranges` are the sentences."""
        best = np.zeros(len(scores), np.int64)
        steps = Steps.of(ranges)
        best[steps.index] = _viterbi(scores[steps.index], self.moves, steps)
        return best

    def chances(self, scores: Floats, ranges: Sequence[tuple[int, int]]) -> Floats:
        """Words x labels marginal probabilities of the sentences `ranges`; zero for all other words."""
        marginal = np.zeros_like(scores)
        steps = Steps.of(ranges)
        marginal[steps.index] = _marginals(scores[steps.index], self.moves, steps)
        return marginal


@dataclass(slots=True)
class Steps:
    """Sentences laid out by step: the first words of all, longest sentence first, then the second words, and so on.

    `index` is the word at each place of the layout, `bounds` where each step begins in it (one more: its end).
    """

    index: NDArray[np.int64]
    bounds: list[int]

    @classmethod
    def of(cls, ranges: Sequence[tuple[int, int]]) -> "Steps":
        """The layout of sentences that are given as ranges of words."""
        spans = np.array(ranges, np.int64).reshape(-1, 2)
        lengths = spans[:, 1] - spans[:, 0]
        order = np.argsort(-lengths, kind="stable")
        starts, lengths = spans[order, 0], lengths[order]
        longest = int(lengths[0]) if len(lengths) else 0
        live = np.searchsorted(-lengths, -np.arange(longest), side="left")
        bounds = [0, *np.cumsum(live).tolist()]
        parts = [starts[:count] + t for t, count in enumerate(live.tolist())]
        return cls(np.concatenate(parts) if parts else starts, bounds)

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        """Of every step but the first: where the step before begins, where it begins itself, how many sentences it has."""
        for before, begin, end in zip(self.bounds, self.bounds[1:], self.bounds[2:], strict=False):
            yield before, begin, end - begin

    def back(self) -> list[tuple[int, int, int]]:
        """The same from the last step back."""
        return list(self)[::-1]


def _viterbi(scores: Floats, moves: Floats, steps: Steps) -> NDArray[np.int64]:
    """Best label sequences of scores that are laid out by step (places x labels)."""
    reach = scores.copy()
    for before, begin, count in steps:
        ways = reach[before : before + count, :, None] + moves
        reach[begin : begin + count] += ways.max(axis=1)
    path: NDArray[np.int64] = reach.argmax(axis=1)
    into = np.ascontiguousarray(moves.T)
    for before, begin, count in steps.back():
        ways = reach[before : before + count] + into[path[begin : begin + count]]
        path[before : before + count] = ways.argmax(axis=1)
    return path


def _marginals(scores: Floats, moves: Floats, steps: Steps) -> Floats:
    """Marginal probabilities of scores laid out by step, by the scaled forward-backward recursions."""
    local = np.exp(scores - scores.max(axis=1, keepdims=True))
    step = np.exp(moves - moves.max())
    ahead = local / local.sum(axis=1, keepdims=True)
    for before, begin, count in steps:
        here = (ahead[before : before + count] @ step) * local[begin : begin + count]
        ahead[begin : begin + count] = here / here.sum(axis=1, keepdims=True)
    behind = np.ones_like(local)
    for before, begin, count in steps.back():
        here = (local[begin : begin + count] * behind[begin : begin + count]) @ step.T
        behind[before : before + count] = here / here.sum(axis=1, keepdims=True)
    joint = ahead * behind
    total: Floats = joint / joint.sum(axis=1, keepdims=True)
    return total
