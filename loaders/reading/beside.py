"""Tables that stand beside each other in one sheet: told by a blank column between them, or by titles said again."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from kg.loaders.reading.cells import column_title
from kg.loaders.reading.heading import heading

Grid = list[tuple[int, list[str]]]
_LONG_NAME = 4
_FEWEST_TITLES = 2


def beside(grid: Grid) -> Iterator[Grid]:
    """The tables of a grid from left to right, each with the lines above it; the grid itself where it is one table.

    Each has a title of what its rows are about (企业名称, 医院名称). A line above that stands over none but the first table is of all.
    """
    head = heading([cells for _, cells in grid])
    borders = cuts([cells for _, cells in grid], head.first)
    if len(borders) == 2:
        yield grid
        return
    for left, right in pairwise(borders):
        above = [(number, line_over(cells, left, right)) for number, cells in grid[: head.first]]
        below = [(number, cells[left:right]) for number, cells in grid[head.first :]]
        yield [(number, cells) for number, cells in (*above, *below) if any(c.strip() for c in cells)]


def cuts(rows: Sequence[Sequence[str]], first: int) -> list[int]:
    """The columns at which the tables of `rows` begin, and the width of all; `first` is the row with the titles."""
    width = max(len(cells) for cells in rows)
    return [0, *_cuts(rows, first, width), width]


def line_over(cells: Sequence[str], left: int, right: int) -> list[str]:
    """The part of a line above a table that stands over it, else its first text."""
    part = list(cells[left:right])
    return part if any(c.strip() for c in part) else [next(c for c in cells if c.strip())]


def _cuts(rows: Sequence[Sequence[str]], first: int, width: int) -> list[int]:
    """The columns at which a further table begins."""
    titles = [column_title(c) for c in rows[first]] + [""] * (width - len(rows[first]))
    again = _repeated(titles)
    if again:
        return [i for i in range(again, width, again) if any(titles[i : i + again])]
    blank = [not any(i < len(c) and c[i].strip() for c in rows[first:]) for i in range(width)]
    cuts: list[int] = []
    for i in range(1, width):
        if blank[i - 1] and not blank[i] and _named(titles[(cuts or [0])[-1] : i]) and _named(_block(titles, blank, i)):
            cuts.append(i)
    return cuts


def _repeated(titles: Sequence[str]) -> int:
    """After how many columns the same titles stand again, all through the line; 0 where they do not."""
    told = len(titles) - next((i for i, t in enumerate(reversed(titles)) if t), 0)
    for size in range(_FEWEST_TITLES, told // 2 + 1):
        one = list(titles[:size])
        if (
            _named(one)
            and all(t == one[i % size] for i, t in enumerate(titles[:told]))
            and told % size in (0, size - 1)
        ):
            return size
    return 0


def _block(titles: Sequence[str], blank: Sequence[bool], start: int) -> Sequence[str]:
    end = next((i for i in range(start, len(titles)) if blank[i]), len(titles))
    return titles[start:end]


def _named(titles: Sequence[str]) -> bool:
    """Whether some titles are those of a table: two, one of which says what its rows are about."""
    return sum(map(bool, titles)) >= _FEWEST_TITLES and not _naming_titles().isdisjoint(titles)


@cache
def _naming_titles() -> frozenset[str]:
    """Titles of the columns without which a shipped mapping of one such column does not fit; short ones mean other things too."""
    from kg.loaders.tables.shelf import shipped_mappings

    needed = (m.columns[m.needs[0]] for m in shipped_mappings() if len(m.needs) == 1)
    return frozenset(h for column in needed for h in column.headers if len(h) >= _LONG_NAME)
