"""Delimited text (csv, tsv): the delimiter is found, rows are read one by one."""

import csv
import io
from array import array
from collections.abc import Iterator
from itertools import count, islice, pairwise
from typing import NamedTuple

from kg.loaders.reading.beside import cuts, line_over
from kg.loaders.reading.encoding import decode
from kg.loaders.reading.file import File
from kg.loaders.reading.formula import PLACE, REASON, plain_cell
from kg.loaders.reading.heading import Heading, heading, repeats, tables
from kg.loaders.reading.sheet import Row, Sheet, align

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 20
_LONGEST_SPAN = 100


def read_delimited(file: File) -> Iterator[Sheet]:
    """The tables of a csv or tsv file: nearly always one; others beside or below it have their number in the name."""
    text = decode(file.data)
    if text is None:
        raise file.error("not text in any known encoding; save it as UTF-8")
    if not text.strip():
        raise file.error("there are no rows in it; fetch it again or remove it")
    whole = _Part(text, "\t" if file.suffix == ".tsv" else _delimiter(text))
    head = _head(whole)
    if not head:
        raise file.error(
            "no row of it can be read; check its delimiters and quote marks, and that it is a table at all"
        )
    parts = [part for one in _beside(whole) for part in _parts(one, heading(_head(one)))]
    for i, part in enumerate(parts):
        yield _sheet(file, file.stem if i == 0 else f"{file.stem} {i + 1}", part)


class _Part(NamedTuple):
    """A piece of a text that holds one table, and the rows and lines before it.

    It takes the columns from `left` up to `right`; the rows up to number `above` stand over tables beside each other.
    """

    text: str
    delimiter: str
    rows: int = 0
    lines: int = 0
    left: int = 0
    right: int | None = None
    above: int = 0

    def cells(self, number: int, cells: list[str]) -> tuple[str, ...]:
        """What a row has in the columns of this piece."""
        if self.right is None:
            return tuple(cells)
        over = number <= self.above and any(c.strip() for c in cells)
        return tuple(line_over(cells, self.left, self.right) if over else cells[self.left : self.right])


def _beside(whole: _Part) -> list[_Part]:
    """The tables that stand beside each other; all rows are looked at only where the first ones look so."""
    head = _head(whole)
    first = heading(head).first
    if len(cuts(head, first)) == 2:
        return [whole]
    rows = [row for row in _rows(whole) if not row.problem]
    borders = cuts([row.cells for row in rows], first)
    above = rows[first].number - 1
    return [whole._replace(left=left, right=right, above=above) for left, right in pairwise(borders)]


def _parts(whole: _Part, first: Heading) -> list[_Part]:
    """The tables that stand below each other, found in one pass; `first` is the heading of the first."""
    offsets, numbers = array("Q"), array("Q")
    after = first.last + 1

    def below() -> Iterator[tuple[str, ...]]:
        for offset, row in islice(_placed(whole), after, None):
            offsets.append(offset)
            numbers.append(row.number)
            yield row.cells

    starts = [(offsets[i], numbers[i] - 1) for i in tables(below(), first.titles)]
    ends = [offset for offset, _ in starts] + [len(whole.text)]
    parts = [whole._replace(text=whole.text[: ends[0]])]
    lines = 0
    for (offset, rows), end in zip(starts, ends[1:], strict=True):
        lines += parts[-1].text.count("\n")
        parts.append(whole._replace(text=whole.text[offset:end], rows=rows, lines=lines))
    return parts


def _head(part: _Part) -> list[tuple[str, ...]]:
    return [row.cells for row in islice(_rows(part), _SAMPLE) if not row.problem]


def _sheet(file: File, name: str, part: _Part) -> Sheet:
    head = heading(_head(part))
    width, corrected = len(head.titles), head.titles[-2:] == (REASON, PLACE)

    def load() -> Iterator[Row]:
        for row in islice(_rows(part), head.last + 1, None):
            if row.problem:
                yield row
            elif not repeats(row.cells, head.titles):
                yield align(row.number, [*map(plain_cell, row.cells)] if corrected else list(row.cells), width)

    return Sheet(name, file.source, file.sha256, head.titles, load, head.units, head.above)


def _rows(part: _Part) -> Iterator[Row]:
    return (row for _, row in _placed(part))


def _placed(part: _Part) -> Iterator[tuple[int, Row]]:
    """All rows that are not blank, as wide as they are, each behind the place in the text where it begins.

    What the csv reader refuses is a row with a problem.
    """
    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        for line in io.StringIO(part.text, newline=""):
            read += len(line)
            yield line

    reader = csv.reader(lines(), delimiter=part.delimiter)
    for number in count(part.rows + 1):
        offset, before = read, reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line = part.lines + before + 1
            yield offset, Row(number, (), f"cannot be read ({error}); check the quote marks from line {line} on")
            continue
        span = reader.line_num - before
        if span > _LONGEST_SPAN:
            problem = f"spans {span} lines: a quote mark in line {part.lines + before + 1} is not closed"
            yield offset, Row(number, tuple(cells), problem)
            continue
        own = part.cells(number, cells)
        if any(c and not c.isspace() for c in own):
            yield offset, Row(number, own)


def _delimiter(text: str) -> str:
    """The delimiter that parts the first rows into most columns, the comma where none does."""
    sample = text[:100_000]
    return max(_DELIMITERS, key=lambda d: _columns(sample, d))


def _columns(sample: str, delimiter: str) -> int:
    counts = sorted(len(row.cells) for row in islice(_rows(_Part(sample, delimiter)), _SAMPLE) if not row.problem)
    return counts[len(counts) // 2] if counts else 0
