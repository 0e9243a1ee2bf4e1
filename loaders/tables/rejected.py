"""Refused rows to a file that a spreadsheet program shows harmlessly, and that can be corrected and loaded again."""

import csv
from collections.abc import Iterable
from pathlib import Path

from kg.extraction import Record
from kg.loaders.reading.sheet import Sheet

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
REASON = "拒绝原因"
PLACE = "出处"


def write_rejected(path: Path, sheet: Sheet, records: Iterable[Record]) -> int:
    """Write the rows of `sheet` that `records` refused, whole or in part, to the csv file `path`; how many there were.

    The columns are the sheet's own, then the reason and the place. A cell that a spreadsheet program would take for a
    formula is written behind an apostrophe; reading the file again takes it off.
    """
    refused = {record.place: record for record in records if record.rejected}
    rows = [(row, refused[sheet.place(row.number)]) for row in sheet.rows() if sheet.place(row.number) in refused]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*map(safe_cell, sheet.header), REASON, PLACE])
        for row, record in rows:
            cells = list(row.cells[: len(sheet.header)])
            cells += [""] * (len(sheet.header) - len(cells))
            reason = "; ".join(f"{r.column}: {r.reason}" if r.column else r.reason for r in record.rejected)
            writer.writerow([safe_cell(c) for c in (*cells, reason, record.place)])
    return len(rows)


def safe_cell(cell: str) -> str:
    """`cell`, behind an apostrophe where a spreadsheet program would run it; a plain number stays."""
    if cell.startswith(_FORMULA) and not _is_number(cell):
        return "'" + cell
    return cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
