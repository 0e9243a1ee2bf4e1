"""The summed weights of each word's features, kept for the values met so far and read out by number with numpy."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import repeat, starmap, zip_longest
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from kg.loaders.recognise.features import PAIRS, Column, Part

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Expand = Callable[..., Iterable[str]]

_WORD, _FEW = 31, 20  # bits of a value's number: of words, and of what is of few kinds
_HELD = 300_000  # keys whose summed weights are kept from one text to the next


class Codes(dict[Hashable, int]):
    """A number for each value met, in the order of meeting."""

    def __missing__(self, value: Hashable) -> int:
        number = self[value] = len(self)
        return number


class Sums:
    """The summed weights of what the values of columns expand to, kept for those met so far: words come again and again.

    Values are numbered, so that those of a column's parts make one number together, its key. Who reads a text holds `lock`.
    """

    def __init__(self, rows: dict[str, int], weights: Floats) -> None:
        self.lock = Lock()
        self._rows, self._weights = rows, weights
        self._clear()

    def _clear(self) -> None:
        self._codes = Codes(), Codes()
        self._known: dict[Expand, dict[int, int]] = defaultdict(dict)
        self._lone: dict[Expand, Ints] = {}
        self._count = 0
        self._used = 1
        self.sums = np.zeros((4096, self._weights.shape[1]), np.float32)

    def begin(self) -> None:
        """Make ready for a text: forget those before where they were many."""
        self._coded: dict[tuple[int, bool], tuple[Sequence[Hashable], Ints]] = {}
        if self._count > _HELD:
            self._clear()

    def of(self, column: Column) -> Floats:
        """The summed weights of each word's features of a column (words x labels)."""
        if column[0] in PAIRS:
            return self._weights.take(self._rows_of_pairs(column), axis=0)
        rows = self._rows_of(column)  # may put another array in the place of `sums`
        return self.sums.take(rows, axis=0)

    def _rows_of_pairs(self, column: Column) -> Ints:
        """The row of `weights` of each pair of words; the last, which is zero, of all that the model does not know."""
        opening, (left, right) = PAIRS[column[0]], column[1]
        row, unknown = self._rows.get, len(self._weights) - 1
        pairs = zip(left.listed(), right.listed(), strict=True)
        return np.fromiter((row(f"{opening}{a}|{b}", unknown) for a, b in pairs), np.int64, len(left.values))

    def _rows_of(self, column: Column) -> Ints:
        """The row of `sums` of each word; row 0 is of all values without a weight."""
        expand, parts = column
        keys = self._keys(parts)
        if len(parts) == 1:
            return self._rows_of_one(column, keys)
        held = keys.tolist()
        known = self._known[expand]
        found = np.fromiter(map(known.get, held, repeat(-1)), np.int64, len(held))
        missing = np.flatnonzero(found < 0)
        if len(missing):
            known.update(self._sum(column, keys, missing))
            found[missing] = [known[key] for key in keys[missing].tolist()]
        return found

    def _rows_of_one(self, column: Column, keys: Ints) -> Ints:
        """As `rows_of`, for a column of one part: its keys are the numbers of values, so that a plain array tells their rows."""
        known = self._lone.get(column[0], np.zeros(0, np.int64))
        if len(known) < len(self._codes[0]):
            known = np.concatenate([known, np.full(2 * len(self._codes[0]) - len(known), -1, np.int64)])
            self._lone[column[0]] = known
        found = known[keys]
        missing = np.flatnonzero(found < 0)
        if len(missing):
            new = self._sum(column, keys, missing)
            known[list(new)] = list(new.values())
            found = known[keys]
        return found

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

    def _sum(self, column: Column, keys: Ints, missing: Ints) -> dict[int, int]:
        """Each key of the words `missing` with the row at which its sum is now kept."""
        rows = self._rows
        expand, parts = column
        new = dict(zip(keys[missing].tolist(), missing.tolist(), strict=True))
        values = zip(*([held[i] for i in new.values()] for held in (part.listed() for part in parts)), strict=True)
        named = [[rows[name] for name in names if name in rows] for names in starmap(expand, values)]
        self._count += len(new)
        weighed = [(key, own) for key, own in zip(new, named, strict=True) if own]
        sums = np.zeros((len(weighed), self._weights.shape[1]), np.float32)
        for nth in zip_longest(*(own for _, own in weighed), fillvalue=-1):  # the last row of the weights is zero
            sums += self._weights.take(nth, axis=0)
        first = self._keep(sums)
        return dict.fromkeys(new, 0) | {key: row for row, (key, _) in enumerate(weighed, first)}

    def _keep(self, sums: Floats) -> int:
        """The row at which `sums` are kept."""
        first = self._used
        self._used += len(sums)
        while self._used > len(self.sums):
            self.sums = np.concatenate([self.sums, np.zeros_like(self.sums)])
        self.sums[first : self._used] = sums
        return first
