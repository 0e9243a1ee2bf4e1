"""Delimited text (csv, tsv): the delimiter is found, rows are read one by one."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from kg.loaders.reading.cells import column_title, header_row
from kg.loaders.reading.encoding import decode
from kg.loaders.reading.file import File
from kg.loaders.reading.formula import PLACE, REASON, plain_cell
from kg.loaders.reading.sheet import Row, Sheet, align

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 20
_LONGEST_SPAN = 100


def read_delimited(file: File) -> Iterator[Sheet]:
    """The one sheet of a csv or tsv file."""
    text = decode(file.data)
    if text is None:
        raise file.error("not text in any known encoding; save it as UTF-8")
    if not text.strip():
        raise file.error("there are no rows in it; fetch it again or remove it")
    delimiter = "\t" if file.suffix == ".tsv" else _delimiter(text)
    head = [row.cells for row in islice(_rows(text, delimiter), _SAMPLE) if not row.problem]
    if not head:
        raise file.error(
            "no row of it can be read; check its delimiters and quote marks, and that it is a table at all"
        )
    at = header_row(head)
    header = tuple(column_title(c) for c in head[at])
    corrected = header[-2:] == (REASON, PLACE)

    def load() -> Iterator[Row]:
        for row in islice(_rows(text, delimiter), at + 1, None):
            cells = [*map(plain_cell, row.cells)] if corrected else list(row.cells)
            yield row if row.problem else align(row.number, cells, len(header))

    yield Sheet(file.stem, file.source, file.sha256, header, load)


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
