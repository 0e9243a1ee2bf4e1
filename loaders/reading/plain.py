"""Text and Markdown: the text stays character by character as it was decoded."""

import re
from collections.abc import Iterator

from kg.document import Document
from kg.loaders.reading.encoding import decode
from kg.loaders.reading.file import File, check_text
from kg.loaders.reading.header import with_meta

_HEADING = re.compile(r"\A\s*#\s+(?P<title>[^\n]{1,120}?)\s*#*\s*$", re.MULTILINE)


def read_text(file: File) -> Iterator[Document]:
    """The one document of a text or Markdown file."""
    text = decode(file.data)
    if text is None:
        raise file.error("not text in any known encoding; save it as UTF-8")
    heading = _HEADING.match(text[:1000]) if file.suffix in (".md", ".markdown") else None
    document = Document(file.source, check_text(file, text), file.sha256)
    yield with_meta(document, title=heading["title"] if heading else None)
