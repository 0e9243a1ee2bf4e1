"""From paths to sources: folders are walked in order, each file goes to the reader of its format."""

import os
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path

from kg.document import Document
from kg.errors import DocumentError
from kg.loaders.reading.file import File, named, open_file
from kg.loaders.reading.sheet import Sheet, Unreadable

Source = Document | Sheet | Unreadable
Reader = Callable[[File], Iterator[Source]]

_READERS = {
    ("plain", "read_text"): (".txt", ".text", ".md", ".markdown"),
    ("html", "read_html"): (".html", ".htm", ".xhtml", ".shtml"),
    ("word", "read_docx"): (".docx", ".docm"),
    ("pdf", "read_pdf"): (".pdf",),
    ("pdf", "read_image"): (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
    ("spreadsheet", "read_workbook"): (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et"),
    ("delimited", "read_delimited"): (".csv", ".tsv"),
    ("objects", "read_json"): (".json",),
    ("objects", "read_lines"): (".jsonl", ".ndjson"),
}
_READER = {suffix: reader for reader, suffixes in _READERS.items() for suffix in suffixes}
_ADVICE = {
    ".doc": "the old Word format has no reader; open it in Word, WPS or LibreOffice and save it as .docx",
    ".wps": "the WPS format has no reader; open it in WPS and save it as .docx",
    ".rtf": "rich text has no reader; save it as .docx",
    ".odt": "OpenDocument text has no reader; save it as .docx",
    ".ofd": "OFD has no reader; export it as PDF",
    ".ppt": "slides have no reader; export them as PDF",
    ".pptx": "slides have no reader; export them as PDF",
    ".caj": "CAJ has no reader; export it as PDF",
}
_ADVICE |= dict.fromkeys((".zip", ".rar", ".7z", ".tar", ".tgz"), "an archive; unpack it and load the folder")
_BY_SYSTEMS = {"thumbs.db", "desktop.ini", "__macosx"}


def read_document(path: Path, *, ocr: bool = False) -> Document:
    """The document in the file `path`; DocumentError where it holds none or cannot be read. `ocr` reads scanned pages."""
    for source in _read(path, ocr):
        if isinstance(source, Document):
            return source
    raise DocumentError(f"{path}: holds a table, not a document; load it with kg load")


def read_sheet(path: Path, name: str | None = None) -> Sheet:
    """The sheet called `name`, or the first, of the file `path`; DocumentError where there is none."""
    sheets = [s for s in _read(path, False) if isinstance(s, Sheet)]
    for sheet in sheets:
        if name in (None, sheet.name):
            return sheet
    if sheets:
        raise DocumentError(f"{path}: no sheet {name!r}; its sheets are {', '.join(s.name for s in sheets)}")
    raise DocumentError(f"{path}: holds a document, not a table; load it with kg load")


def read_sources(paths: Iterable[Path], *, ocr: bool = False) -> Iterator[Source]:
    """All documents and sheets in the files `paths` and below the folders among them, sorted; no file twice.

    A file that cannot be read gives one Unreadable, and the rest goes on. Hidden files, those that operating systems
    leave in folders, and mappings beside their tables (*.mapping.yaml) are passed over.
    """
    seen: set[Path] = set()
    for path in paths:
        for file in _files(Path(path)):
            if isinstance(file, Unreadable):
                yield file
            elif (real := file.resolve()) not in seen:
                seen.add(real)
                yield from _guarded(file, ocr)


def _files(path: Path) -> Iterator[Path | Unreadable]:
    if not path.is_dir():
        yield path
        return
    found, refused = False, list[Unreadable]()

    def refuse(error: OSError) -> None:
        refused.append(
            Unreadable(
                Path(error.filename), f"{error.filename}: cannot be listed ({error.strerror}); check its permissions"
            )
        )

    for folder, below, names in os.walk(path, onerror=refuse):
        below[:] = sorted(d for d in below if not _hidden(d))
        for name in sorted(n for n in names if not _hidden(n)):
            found = True
            yield Path(folder) / name
    yield from refused
    if not found and not refused:
        yield Unreadable(path, f"{path}: the folder has no files; check the path")


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _BY_SYSTEMS or name.endswith(".mapping.yaml")


def _guarded(path: Path, ocr: bool) -> Iterator[Source]:
    try:
        yield from _read(path, ocr)
    except DocumentError as error:
        yield Unreadable(named(path), str(error))


def _read(path: Path, ocr: bool) -> Iterator[Source]:
    suffix = Path(path.name.lower().removesuffix(".gz")).suffix
    if suffix not in _READER:
        if path.exists():
            raise DocumentError(f"{named(path)}: {_ADVICE.get(suffix, _unknown(suffix))}")
        raise DocumentError(f"{path}: no such file or folder; check the path")
    file = open_file(path, ocr=ocr)
    module, name = _READER[suffix]
    reader: Reader = getattr(import_module(f"kg.loaders.reading.{module}"), name)
    yield from reader(file)


def _unknown(suffix: str) -> str:
    return f"no reader for {suffix or 'a file without an ending'}; known: {' '.join(sorted(_READER))}"
