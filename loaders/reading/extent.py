"""How far the cells of a workbook reach, before it is opened: its reader lays out every cell from the first to the last.

Sources: ECMA-376-1, 18.3.1 (`row`, `c`); OpenDocument 1.3 part 3, 9.1 (repeated rows and cells); MS-XLSB 2.1.4 and 2.4
(records: a number and a length of seven bits a byte, then the content).
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import cache

from kg.loaders.reading.file import File

MOST_CELLS = 20_000_000
"""Cells of one worksheet, the blank ones between others counted: some 600 MB in memory."""

_ATTRIBUTES = rb"""((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>"""
_ELEMENT = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])" + _ATTRIBUTES + rb"(\s*</)?")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)(\d+)""")
_ODS_ELEMENT = re.compile(rb"<table:(table-row|table-cell|covered-table-cell)(?=[\s/>])" + _ATTRIBUTES)
_ODS_REPEATED = re.compile(rb"""\stable:number-(?:rows|columns)-repeated\s*=\s*["']\s*(\d+)""")
_ODS_FILLED = re.compile(rb"\s(?:office:value-type|calcext:value-type|table:formula)\s*=")
_BIN_BEGIN = b"\x81\x01"  # BrtBeginSheet
_BIN_ROW, _BIN_CELLS = 0, range(2, 12)  # BrtRowHdr; cells with a value, a formula or an error

Place = tuple[int, int]


def check_extent(file: File) -> None:
    """DocumentError where a worksheet of a zipped workbook (xlsx, xlsb, ods) reaches over more than `MOST_CELLS` cells."""
    if not zipfile.is_zipfile(io.BytesIO(file.data)):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            for part in archive.infolist():
                for places in _worksheets(part.filename, archive.read(part)):
                    _check(file, part.filename, _extent(places))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise file.error(f"not a whole workbook ({error}); fetch it again or save it anew as .xlsx") from error


def _check(file: File, part: str, cells: int) -> None:
    if cells > MOST_CELLS:
        raise file.error(
            f"the cells of {part} reach over {cells:,} places, more than {MOST_CELLS:,}; "
            "delete those that stand far out, or save the table as .csv"
        )


def _extent(places: Iterable[Place]) -> int:
    top = left = 1 << 60
    bottom = right = -1
    for row, column in places:
        if row > bottom:
            bottom = row
        if row < top:
            top = row
        if column > right:
            right = column
        if column < left:
            left = column
    return (bottom - top + 1) * (right - left + 1) if bottom >= 0 else 0


def _worksheets(name: str, data: bytes) -> Iterator[Iterator[Place]]:
    if name.endswith(".bin"):
        if data.startswith(_BIN_BEGIN):
            yield _binary(data)
    elif name == "content.xml":
        yield from map(_ods, data.split(b"<table:table ")[1:])
    else:
        yield _xlsx(data)


def _xlsx(data: bytes) -> Iterator[Place]:
    """Cells that hold something; one without a reference stands behind the one before it."""
    row, column = -1, 0
    for found in _ELEMENT.finditer(data):
        kind, attributes, closed = found.groups()
        reference = _REFERENCE.search(attributes)
        if kind == b"row":
            row, column = int(reference[2]) - 1 if reference else row + 1, 0
            continue
        at = row
        if reference:
            at, column = int(reference[2]) - 1, _column(reference[1])
        if closed is None and not attributes.endswith(b"/"):
            yield at, column
        column += 1


@cache
def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def _ods(data: bytes) -> Iterator[Place]:
    """First and last place of every run of cells that hold something, and the first column, from which rows are read."""
    row, height, column = 0, 0, 0
    for found in _ODS_ELEMENT.finditer(data):
        repeated = _ODS_REPEATED.search(found[2])
        times = int(repeated[1]) if repeated else 1
        if found[1] == b"table-row":
            row, height, column = row + height, times, 0
            continue
        if _ODS_FILLED.search(found[2]):
            yield row, 0
            yield row + height - 1, column + times - 1
        column += times


def _binary(data: bytes) -> Iterator[Place]:
    at, row = 0, 0
    while at < len(data):
        kind, at = _number(data, at, 2)
        length, at = _number(data, at, 4)
        content, at = data[at : at + 4], at + length
        if kind == _BIN_ROW:
            row = int.from_bytes(content, "little")
        elif kind in _BIN_CELLS:
            yield row, int.from_bytes(content, "little")


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    number = 0
    for i in range(most):
        byte = data[at] if at < len(data) else 0
        number |= (byte & 0x7F) << (7 * i)
        at += 1
        if byte < 0x80:
            break
    return number, at
