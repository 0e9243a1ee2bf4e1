"""A document: the text of one source with half-open character offsets, and what its header says of it."""

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open range of characters (code points) of a document's text."""

    start: int
    end: int

    def text(self, whole: str) -> str:
        """The slice of `whole` that this span covers."""
        return whole[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Meta:
    """What a page's header, a government header table or the file itself says of a document.

    All values are as printed there (dates too); None where nothing was found.
    """

    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    date: str | None = None
    index: str | None = None
    validity: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table inside a document's text: spans of the cells, row by row; the first row is the header if `header`."""

    rows: tuple[tuple[Span, ...], ...]
    header: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one source. All offsets anywhere in the project refer to `text`.

    `source` is the path or URL it came from; `sha256` is of the file's bytes.
    """

    source: str
    text: str
    sha256: str
    meta: Meta = field(default_factory=Meta)
    tables: tuple[Table, ...] = ()

    @property
    def id(self) -> str:
        """Stable id of the source: a new version of the same file keeps it."""
        return document_id(self.source)

    @property
    def name(self) -> str:
        """Last part of the source: the file's name."""
        return self.source.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]

    @classmethod
    def of_text(cls, text: str, source: str = "text") -> "Document":
        """A document from a string, for tests and for callers that have read the text themselves."""
        return cls(source=source, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


def document_id(source: str) -> str:
    """Id of a document, table or shipped list by its path, URL or name."""
    return "doc:" + hashlib.sha256(source.encode()).hexdigest()[:16]
