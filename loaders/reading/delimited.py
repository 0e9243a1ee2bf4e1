"""Delimited text (csv, tsv): the delimiter is found, rows are read one by one."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from kg.loaders.reading.encoding import decode
from kg.loaders.reading.file import File
from kg.loaders.reading.formula import PLACE, REASON, plain_cell
from kg.loaders.reading.heading import heading, repeats, tables
from kg.loaders.reading.sheet import Row, Sheet, align

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 20
_LONGEST_SPAN = 100


def read_delimited(file: File) -> Iterator[Sheet]:
    """The tables of a csv or tsv file: nearly always one; others that follow it have their number in the name."""
    text = decode(file.data)
    if text is None:
        raise file.error("not text in any known encoding; save it as UTF-8")
    if not text.strip():
        raise file.error("there are no rows in it; fetch it again or remove it")
    delimiter = "\t" if file.suffix == ".tsv" else _delimiter(text)
    head = _head(text, delimiter, 0)
    if not head:
        raise file.error(
            "no row of it can be read; check its delimiters and quote marks, and that it is a table at all"
        )
    first = heading(head)
    after = first.last + 1
    rows = (row.cells for row in islice(_rows(text, delimiter), after, None))
    starts = [0, *(after + i for i in tables(rows, first.titles))]
    for i, start in enumerate(starts):
        name = file.stem if i == 0 else f"{file.stem} {i + 1}"
        yield _sheet(file, name, (text, delimiter), start, starts[i + 1] if i + 1 < len(starts) else None)


def _head(text: str, delimiter: str, start: int) -> list[tuple[str, ...]]:
    return [row.cells for row in islice(_rows(text, delimiter), start, start + _SAMPLE) if not row.problem]


def _sheet(file: File, name: str, text: tuple[str, str], start: int, stop: int | None) -> Sheet:
    """The table in the rows from `start` to `stop`; `text` is the file's text and delimiter."""
    head = heading(_head(*text, start))
    width, corrected = len(head.titles), head.titles[-2:] == (REASON, PLACE)

    def load() -> Iterator[Row]:
        for row in islice(_rows(*text), start + head.last + 1, stop):
            if row.problem:
                yield row
            elif not repeats(row.cells, head.titles):
                yield align(row.number, [*map(plain_cell, row.cells)] if corrected else list(row.cells), width)

    return Sheet(name, file.source, file.sha256, head.titles, load, head.units)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """All rows that are not blank, as wide as they are; what the csv reader refuses is a row with a problem."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    while True:
        before = reader.line_num
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, (), f"cannot be read ({error}); check the quote marks from line {before + 1} on")
            continue
        if reader.line_num - before > _LONGEST_SPAN:
            yield Row(
                number,
                tuple(cells),
                f"spans {reader.line_num - before} lines: a quote mark in line {before + 1} is not closed",
            )
        elif any(c and not c.isspace() for c in cells):
            yield Row(number, tuple(cells))


def _delimiter(text: str) -> str:
    """The delimiter that parts the first rows into most columns, the comma where none does."""
    sample = text[:100_000]
    return max(_DELIMITERS, key=lambda d: _columns(sample, d))


def _columns(sample: str, delimiter: str) -> int:
    counts = sorted(len(row.cells) for row in islice(_rows(sample, delimiter), _SAMPLE) if not row.problem)
    return counts[len(counts) // 2] if counts else 0
