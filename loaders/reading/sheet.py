"""A table as a file gives it: a header and numbered rows of text cells. And the account of a file that was not read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kg.document import document_id

_PROSE = "。；;：:，,"


class Row(NamedTuple):
    """One row: its number as the file's own program shows it, its cells under the header's columns.

    `problem` says in words why the row cannot be read (broken JSON, more cells than columns); its cells are then what there is.
    """

    number: int
    cells: tuple[str, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file. `source` is the file, `name` the worksheet (or the file's stem), `load` gives the rows anew each time.

    `units` are those that a line above the header states for the whole table (单位：万元), `above` the texts of all such lines.
    A cell that holds a list or an object (JSON) is its JSON text. Merged cells repeat their value; blank rows are left out.
    """

    name: str
    source: str
    sha256: str
    header: tuple[str, ...]
    load: Callable[[], Iterator[Row]]
    units: tuple[str, ...] = ()
    above: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Stable id of the file, as a Document of the same source has it."""
        return document_id(self.source)

    @property
    def file(self) -> str:
        """The file's name without its folders."""
        return self.source.rsplit("/", 1)[-1]

    def rows(self) -> Iterator[Row]:
        """The rows below the header, in order."""
        return self.load()

    def sample(self, rows: int = 30) -> list[tuple[str, ...]]:
        """The cells of the first rows that can be read."""
        return [row.cells for row in islice((r for r in self.rows() if not r.problem), rows)]

    def is_remark(self) -> bool:
        """Whether no row, nor the first, has more than one cell, and these are lines of prose: a sheet of explanations."""
        rows = [self.header, *self.sample()]
        told = [[c for c in row if c.strip()] for row in rows]
        return all(len(set(cells)) <= 1 for cells in told) and (
            len(told) == 1 or any(mark in c for cells in told for c in cells for mark in _PROSE)
        )

    def place(self, number: int) -> str:
        """Where row `number` stands, for a reader: file, sheet and row."""
        return f"{self.file} / {self.name} / row {number}"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a part of it (`part`), that was not read: `reason` is one line that names it and says what to do."""

    path: Path
    reason: str
    part: bool = False


def align(number: int, cells: list[str], width: int) -> Row:
    """A row of exactly `width` cells; a surplus cell that is not empty is a problem of the row."""
    if len(cells) == width:
        return Row(number, tuple(cells))
    if len(cells) < width:
        return Row(number, (*cells, *[""] * (width - len(cells))))
    surplus = [c for c in cells[width:] if c.strip()]
    problem = f"has {len(cells)} cells, the header {width}; check its delimiters and quote marks" if surplus else None
    return Row(number, tuple(cells if surplus else cells[:width]), problem)
