"""CSV for spreadsheet programs: a cell that one would run is written behind an apostrophe, and read back without it.

Source: OWASP, CSV injection: cells that begin with = + - @, a tab, a carriage return or a line feed.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

REASON = "拒绝原因"
PLACE = "出处"
"""Titles of the two columns behind those of the table in a file of refused rows."""

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(cell: str) -> str:
    """`cell`, behind an apostrophe where a spreadsheet program would run it; a plain number stays."""
    return "'" + cell if cell.startswith(_RUN) and not _is_number(cell) else cell


def plain_cell(cell: str) -> str:
    """What `safe_cell` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUN) else cell


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[Any]], end: str = "\r\n") -> Iterator[str]:
    """`heads` and each of `rows` as a line of CSV (RFC 4180); a lone line feed or return in a cell is quoted, whatever the `end`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in chain([heads], rows):
        writer.writerow(row)
        yield buffer.getvalue().removesuffix("\r\n") + end
        buffer.seek(0)
        buffer.truncate()


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
