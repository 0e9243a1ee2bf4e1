"""Builds a document's text line by line, and remembers where each table cell came to stand."""

from kg.document import Span, Table


class TextWriter:
    """Collects lines and table rows; `text` and `tables` are what a Document takes."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._rows: list[tuple[Span, ...]] = []
        self.tables: list[Table] = []

    @property
    def length(self) -> int:
        """Characters so far: the offset at which the next line starts."""
        return self._length

    @property
    def text(self) -> str:
        """All lines, each with its line end."""
        return "".join(self._parts)

    def line(self, words: str) -> None:
        """Add one line; blank ones are left out."""
        words = words.strip()
        if words:
            self._add(words + "\n")

    def row(self, cells: list[str]) -> None:
        """Add a table row as one line, cells parted by ` | `; a row of blank cells is left out."""
        cells = [" ".join(c.split()) for c in cells]
        if not any(cells):
            return
        spans, start = [], self._length
        for cell in cells:
            spans.append(Span(start, start + len(cell)))
            start += len(cell) + 3
        self._add(" | ".join(cells) + "\n")
        self._rows.append(tuple(spans))

    def end_table(self) -> None:
        """Close the table that the rows since the last one make up; one row of cells is a table too."""
        if self._rows:
            self.tables.append(Table(tuple(self._rows)))
            self._rows = []

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)
