"""Workbooks (xlsx, xls, ods): every visible worksheet with rows is a sheet."""

import io
from collections.abc import Iterator
from typing import Any

from kg.loaders.reading.beside import Grid, beside
from kg.loaders.reading.cells import cell_text
from kg.loaders.reading.delimited import read_delimited
from kg.loaders.reading.encoding import decode
from kg.loaders.reading.extent import check_extent
from kg.loaders.reading.file import File, archive_names
from kg.loaders.reading.heading import heading, repeats, tables
from kg.loaders.reading.sheet import Row, Sheet, Unreadable, align


def read_workbook(file: File) -> Iterator[Sheet | Unreadable]:
    """The sheets of a workbook; hidden worksheets and charts are answered for, blank worksheets are passed over."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    archive_names(file)
    try:
        check_extent(file)
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.data))
        found = False
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            grid = _grid(book.get_sheet_by_name(meta.name))
            if not grid:
                continue
            found = True
            if meta.visible == SheetVisibleEnum.Visible:
                yield from _sheets(file, meta.name, grid)
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
        names = (file.stem if i == 0 else f"{file.stem} {i + 1}" for i in range(len(grids)))
        found = (_sheets(file, name, grid) for name, grid in zip(names, grids, strict=True) if grid)
        return [sheet for several in found for sheet in several] or None
    return [sheet for sheet in read_delimited(file) if len(sheet.header) > 1] or None if text.strip() else None


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


def _sheets(file: File, name: str, grid: Grid) -> Iterator[Sheet]:
    """The tables of a worksheet that stand beside or below each other; all but the first have their number in the name."""
    parts = [part for one in beside(grid) for part in _below(one)]
    for i, part in enumerate(parts):
        yield _sheet(file, name if i == 0 else f"{name} {i + 1}", part)


def _below(grid: Grid) -> Iterator[Grid]:
    """The tables of a grid that stand below each other."""
    first = heading([cells for _, cells in grid])
    after = first.last + 1
    starts = [0, *(after + i for i in tables((cells for _, cells in grid[after:]), first.titles))]
    for i, start in enumerate(starts):
        yield grid[start : starts[i + 1] if i + 1 < len(starts) else None]


def _sheet(file: File, name: str, grid: Grid) -> Sheet:
    head = heading([cells for _, cells in grid])

    def load() -> Iterator[Row]:
        rows = ((number, cells) for number, cells in grid[head.last + 1 :] if not repeats(cells, head.titles))
        return (align(number, cells, len(head.titles)) for number, cells in rows)

    return Sheet(name, file.source, file.sha256, head.titles, load, head.units, head.above)
