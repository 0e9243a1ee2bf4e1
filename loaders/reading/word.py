"""Word documents: paragraphs and tables in the order of the body, inserted text kept, deleted text left out."""

import io
from collections.abc import Iterator
from typing import Any

from kg.document import Document
from kg.loaders.reading.file import File, archive_names, check_text
from kg.loaders.reading.header import with_meta
from kg.loaders.reading.numbering import Numbering
from kg.loaders.reading.writer import TextWriter

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = f"{_W}txbxContent"
_LEFT_OUT = {_BOX, f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}rPr", f"{_W}pPr", _FALLBACK}
_TITLE_STYLES = ("title", "标题")


def read_docx(file: File) -> Iterator[Document]:
    """The one document of a .docx; DocumentError where it is protected, broken or another kind of archive."""
    _check_archive(file)
    import docx

    writer = TextWriter()
    try:
        opened = docx.Document(io.BytesIO(file.data))
        _blocks(opened.element.body, writer, Numbering(opened))
        title = _title(opened)
    except (
        Exception
    ) as error:  # python-docx passes on whatever a broken part raises: KeyError, ValueError, lxml's errors
        raise file.error(f"a broken .docx ({type(error).__name__}: {error}); save it anew in Word or WPS") from error
    document = Document(file.source, check_text(file, writer.text), file.sha256, tables=tuple(writer.tables))
    yield with_meta(document, title=title)


def _check_archive(file: File) -> None:
    if file.data.startswith(_OLE):
        raise file.error(
            "protected by a password, or an old .doc under a new name; save it as .docx without a password"
        )
    names = archive_names(file)
    if not names:
        raise file.error("not a whole .docx; fetch it again or save it anew in Word or WPS")
    if "word/document.xml" not in names:
        raise file.error("a zip archive without a Word document in it; unpack it, or give the real .docx")


def _title(opened: Any) -> str | None:
    """The one paragraph with the style Title, if there is exactly one."""
    found = []
    for paragraph in opened.paragraphs[:20]:
        style = getattr(paragraph.style, "name", "") or ""
        if style.lower() in _TITLE_STYLES and (words := " ".join(_words(paragraph._p).split())):
            found.append(words)
    return found[0] if len(found) == 1 else None


def _blocks(parent: Any, writer: TextWriter, numbers: Numbering) -> None:
    """Paragraphs and tables below `parent`, through the elements that only wrap them (content controls, revisions)."""
    for element in parent:
        if element.tag == f"{_W}p":
            words, mark = _words(element), numbers.mark(element)
            for line in (mark + words if words.strip() else "").split("\n"):
                writer.line(line)
            for box in element.iter(_BOX):
                if next(box.iterancestors(_FALLBACK), None) is None:
                    _blocks(box, writer, numbers)
        elif element.tag == f"{_W}tbl":
            _table(element, writer)
        elif element.tag not in _LEFT_OUT:
            _blocks(element, writer, numbers)


def _table(table: Any, writer: TextWriter) -> None:
    """Rows of a table; merged cells repeat downwards and are followed by blanks to the right. One column is plain text."""
    rows = [list(_cells(row)) for row in table.iter(f"{_W}tr") if _owner(row) is table]
    if max((len(r) for r in rows), default=0) < 2:
        for element in table.iter(f"{_W}p"):
            writer.line(_words(element))
        return
    above: dict[int, str] = {}
    for row in rows:
        cells: list[str] = []
        for words, width, goes_on in row:
            shown = above.get(len(cells), "") if goes_on else words
            above[len(cells)] = shown
            cells += [shown, *[""] * (width - 1)]
        writer.row(cells)
    writer.end_table()


def _owner(row: Any) -> Any:
    parent = row.getparent()
    while parent is not None and parent.tag != f"{_W}tbl":
        parent = parent.getparent()
    return parent


def _cells(row: Any) -> Iterator[tuple[str, int, bool]]:
    """Text, width in columns, and whether the cell goes on from the row above."""
    for cell in row.iter(f"{_W}tc"):
        if next(cell.iterancestors(f"{_W}tr")) is not row:
            continue
        width = cell.find(f"{_W}tcPr/{_W}gridSpan")
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        columns = str(width.get(f"{_W}val", "1")) if width is not None else "1"
        goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
        words = " ".join(_words(p) for p in cell.iter(f"{_W}p"))
        yield words, min(int(columns), 60) if columns.isdecimal() else 1, goes_on


def _words(paragraph: Any) -> str:
    """The text of a paragraph as Word shows it: runs, links, insertions, tabs and line breaks."""
    parts: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag == f"{_W}t":
            parts.append(element.text or "")
        elif tag == f"{_W}tab":
            parts.append("\t")
        elif tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif tag not in _LEFT_OUT:
            stack.extend(reversed(element))
    return "".join(parts)
