"""Refused rows to a file that a spreadsheet program shows harmlessly, and that can be corrected and loaded again."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from kg.extraction import Record
from kg.files import write_file
from kg.loaders.reading.formula import PLACE, REASON, safe_cell
from kg.loaders.reading.sheet import Sheet


def write_rejected(path: Path, sheet: Sheet, records: Iterable[Record]) -> int:
    """Write the rows of `sheet` that `records` refused, whole or in part, to the csv file `path`; how many there were.

    The columns are the sheet's own, then the reason and the place, then cells that had no column. `kg load` reads the
    file as it reads the table: what is corrected there is loaded, the two columns are passed over.
    """
    refused = {record.place: record for record in records if record.rejected}
    width, written = len(sheet.header), 0
    file = io.StringIO(newline="")
    file.write("\ufeff")  # spreadsheet programs know UTF-8 by it
    writer = csv.writer(file)
    writer.writerow(map(safe_cell, (*sheet.header, REASON, PLACE)))
    for row in sheet.rows():
        record = refused.get(sheet.place(row.number))
        if record is not None:
            cells = (*row.cells[:width], *[""] * (width - len(row.cells)))
            writer.writerow(map(safe_cell, (*cells, _reason(record), record.place, *row.cells[width:])))
            written += 1
    write_file(path, file.getvalue())
    return written


def _reason(record: Record) -> str:
    return "; ".join(f"{r.column}: {r.reason}" if r.column else r.reason for r in record.rejected)
