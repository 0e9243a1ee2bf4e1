"""Files to documents and sheets: every file below the given paths is read, or answered for in one line."""

from kg.loaders.reading.sheet import Row, Sheet, Unreadable
from kg.loaders.reading.sources import Source, read_document, read_sheet, read_sources

__all__ = ["Row", "Sheet", "Source", "Unreadable", "read_document", "read_sheet", "read_sources"]
