"""A trained linear-chain CRF read with numpy: all sentences at once, the best labels and each label's marginal probability.

Viterbi (1967) and the forward-backward recursions of Rabiner (1989), scaled. CRFsuite trains; its weights are kept in one
zip of arrays, in half precision.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat, starmap, zip_longest
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kg.loaders.recognise.features import PAIRS, Column, Part

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Expand = Callable[..., Iterable[str]]

_WORD, _FEW = 31, 20  # bits of a value's number: of words, and of what is of few kinds
_HELD = 300_000  # keys whose summed weights are kept from one text to the next
_TRANSITION = re.compile(r"\s*\(\d+\) (\S+) --> (\S+): (\S+)\Z")
_STATE = re.compile(r"\s*\(\d+\) (.*) --> (\S+): (\S+)\Z", re.DOTALL)


@dataclass(slots=True)
class Crf:
    """Labels, the row of each feature in `weights` (features x labels; the last row is zero), and `moves` (from x to)."""

    labels: list[str]
    rows: dict[str, int]
    weights: Floats
    moves: Floats
    held: "Sums" = field(init=False)

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
        self.held.begin()
        for column in columns:
            rows = self.held.rows_of(column)
            total += self.held.sums.take(rows, axis=0)
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


class Codes(dict[Hashable, int]):
    """A number for each value met, in the order of meeting."""

    def __missing__(self, value: Hashable) -> int:
        number = self[value] = len(self)
        return number


class Sums:
    """The summed weights of what the values of columns expand to, kept for those met so far: words come again and again.

    Values are numbered, so that those of a column's parts make one number together, its key.
    """

    def __init__(self, rows: dict[str, int], weights: Floats) -> None:
        self._rows, self._weights = rows, weights
        self._clear()

    def _clear(self) -> None:
        self._codes = Codes(), Codes()
        self._known: dict[Expand, dict[int, int]] = defaultdict(dict)
        self._count = 0
        self._used = 1
        self.sums = np.zeros((4096, self._weights.shape[1]), np.float32)
        self._pairs = {expand: self._read_pairs(name) for expand, name in PAIRS.items()}

    def _read_pairs(self, opening: str) -> dict[int, int]:
        """The key of each pair of words that a feature names which begins so, with its row in `sums`."""
        code, known = self._codes[0], dict[int, int]()
        own = [(name[len(opening) :], row) for name, row in self._rows.items() if name.startswith(opening)]
        first = self._keep(self._weights[[row for _, row in own]])
        for place, (pair, _) in enumerate(own, first):
            parts = pair.split("|")
            for i in range(1, len(parts)):  # more than one cut where a word is | itself
                known[code["|".join(parts[:i])] << _WORD | code["|".join(parts[i:])]] = place
        return known

    def begin(self) -> None:
        """Make ready for a text: forget those before where they were many."""
        self._coded: dict[tuple[int, bool], tuple[Sequence[Hashable], Ints]] = {}
        if self._count > _HELD:
            self._clear()

    def rows_of(self, column: Column) -> list[int]:
        """The row of `sums` of each word; row 0 is of all values without a weight."""
        expand, parts = column
        keys = self._keys(parts).tolist()
        if expand in self._pairs:
            return list(map(self._pairs[expand].get, keys, repeat(0)))
        known = self._known[expand]
        found = list(map(known.get, keys))
        if None in found:
            missing = {keys[i]: i for i, row in enumerate(found) if row is None}
            self._add(column, known, missing)
            found = list(map(known.get, keys))
        return cast(list[int], found)

    def _keys(self, parts: tuple[Part, ...]) -> Ints:
        """One number for the values of all parts; where there are three, they are of few kinds (parts of speech, marks)."""
        few = len(parts) > 2
        keys = self._code(parts[0], few)
        for part in parts[1:]:
            keys = keys << (_FEW if few else _WORD) | self._code(part, few)
        return keys

    def _code(self, part: Part, few: bool) -> Ints:
        values, shift, edge = part
        own = self._codes[few]
        if (id(values), few) not in self._coded:
            coded = np.fromiter(map(own.__getitem__, values), np.int64, len(values))
            self._coded[id(values), few] = values, coded  # the values are kept, so that no others get their id
        coded = self._coded[id(values), few][1]
        if not shift:
            return coded
        moved = np.full_like(coded, own[edge])
        if shift > 0:
            moved[:-shift] = coded[shift:]
        else:
            moved[-shift:] = coded[:shift]
        return moved

    def _add(self, column: Column, known: dict[int, int], missing: dict[int, int]) -> None:
        """Sum for the keys of `missing`, each with a word that has it."""
        rows = self._rows
        expand, parts = column
        places = list(missing.values())
        values = zip(*([held[i] for i in places] for held in (part.listed() for part in parts)), strict=True)
        named = [[rows[name] for name in names if name in rows] for names in starmap(expand, values)]
        known.update(dict.fromkeys(missing, 0))
        self._count += len(missing)
        weighed = [(key, own) for key, own in zip(missing, named, strict=True) if own]
        sums = np.zeros((len(weighed), self._weights.shape[1]), np.float32)
        for nth in zip_longest(*(own for _, own in weighed), fillvalue=-1):  # the last row of the weights is zero
            sums += self._weights.take(nth, axis=0)
        first = self._keep(sums)
        known.update(zip((key for key, _ in weighed), range(first, self._used), strict=True))

    def _keep(self, sums: Floats) -> int:
        """The row at which `sums` are kept."""
        first = self._used
        self._used += len(sums)
        while self._used > len(self.sums):
            self.sums = np.concatenate([self.sums, np.zeros_like(self.sums)])
        self.sums[first : self._used] = sums
        return first


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
