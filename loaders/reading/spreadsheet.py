"""Workbooks (xlsx, xls, ods): every visible worksheet with rows is a sheet."""

import io
from collections.abc import Iterator
from typing import Any

from kg.loaders.reading.cells import cell_text, column_title, header_row
from kg.loaders.reading.delimited import read_delimited
from kg.loaders.reading.encoding import decode
from kg.loaders.reading.file import File, archive_names
from kg.loaders.reading.sheet import Row, Sheet, Unreadable, align


def read_workbook(file: File) -> Iterator[Sheet | Unreadable]:
    """The sheets of a workbook; hidden worksheets and charts are answered for, blank worksheets are passed over."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    archive_names(file)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.data))
        found = False
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = _sheet(file, meta.name, _grid(book.get_sheet_by_name(meta.name)))
            if sheet is None:
                continue
            found = True
            if meta.visible == SheetVisibleEnum.Visible:
                yield sheet
            else:
                yield Unreadable(file.path, f"{file.path}: worksheet {meta.name!r} is hidden; unhide it to load it")
    except PasswordError as error:
        raise file.error("protected by a password; save it without one") from error
    except (CalamineError, OSError, ValueError) as error:
        disguised = _disguised(file)
        if disguised is None:
            raise file.error(f"not a workbook that can be opened ({error}); save it anew as .xlsx") from error
        yield from disguised
        return
    if not found:
        raise file.error("there are no rows in it; fetch it again or remove it")


def _disguised(file: File) -> list[Sheet] | None:
    """The tables of a page or a delimited text that bears a workbook's name, as many systems export them; None if neither."""
    text = decode(file.data)
    if text is None:
        return None
    if "<table" in text[:100_000].lower():
        from kg.loaders.reading.blocks import page_tables

        grids = [list(enumerate(rows, 1)) for rows in page_tables(text)]
        found = (_sheet(file, file.stem if i == 0 else f"{file.stem} {i + 1}", grid) for i, grid in enumerate(grids))
        return [sheet for sheet in found if sheet is not None] or None
    return [sheet for sheet in read_delimited(file) if len(sheet.header) > 1] or None if text.strip() else None


Grid = list[tuple[int, list[str]]]


def _grid(sheet: Any) -> Grid:
    """Row number and cells of every row that is not blank, merged areas filled with their first cell."""
    start = sheet.start
    if start is None:
        return []
    rows = [[cell_text(v) for v in row] for row in sheet.iter_rows()]
    _fill_merged(rows, sheet.merged_cell_ranges or (), start[1])
    return [(i + 1, cells) for i, cells in enumerate(rows) if any(c.strip() for c in cells)]


def _fill_merged(rows: list[list[str]], areas: Any, first: int) -> None:
    """Repeat the first cell of every merged area, but not of a title over the whole width; `first` is the first column."""
    for (top, left), (bottom, right) in areas:
        left, right = left - first, right - first
        if top >= len(rows) or not 0 <= left < len(rows[top]) or right - left + 1 >= len(rows[top]) > 1:
            continue
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * (min(right + 1, len(row)) - left)


def _sheet(file: File, name: str, grid: Grid) -> Sheet | None:
    if not grid:
        return None
    at = header_row([cells for _, cells in grid])
    header = tuple(column_title(c) for c in grid[at][1])

    def load() -> Iterator[Row]:
        return (align(number, cells, len(header)) for number, cells in grid[at + 1 :])

    return Sheet(name, file.source, file.sha256, header, load)
