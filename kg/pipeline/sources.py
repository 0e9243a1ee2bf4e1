"""From paths to what is to be loaded, file by file: units of statements, and the rows that could not be taken."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg import __version__, settings
from kg.document import Document
from kg.errors import DocumentError, SchemaError
from kg.extraction import Claim, Extraction, Record
from kg.loaders.reading import Sheet, Unreadable, read_sources
from kg.pipeline.statements import Reader
from kg.pipeline.units import Unit
from kg.store.base import Row

if TYPE_CHECKING:
    from kg.loaders.tables import Mapping


@dataclass(slots=True)
class Part:
    """One file to load: its document's node, a mark that changes when the file or how it is read changes, and its units.

    `units` is read once; `notes`, `rejected` (place and reasons of rows), `refused` (why sheets were), `remarks`
    (names of sheets that hold nothing else) and `unused` (columns by sheet) fill while it is read.
    """

    id: str
    file: str
    node: Row
    mark: str
    units: Callable[[], Iterator[Unit]]
    notes: list[str] = field(default_factory=list)
    rejected: list[Record] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unused: dict[str, list[str]] = field(default_factory=dict)


def parts(
    paths: Iterable[Path],
    *,
    mapping: Path | None = None,
    jobs: int = 1,
    ocr: bool = False,
    fast: bool | None = None,
) -> Iterator[Part | Unreadable]:
    """Every file below `paths` in their order; a file that cannot be read is an Unreadable. `jobs` processes extract, without
    the encoder where `fast` (default: what the environment says).

    SchemaError at once, before the first is read, where `mapping` does not hold together.
    """
    from kg.loaders.tables import load_mapping

    chosen = None if mapping is None else load_mapping(mapping)
    return _parts(read_sources(paths, ocr=ocr), chosen, jobs, settings.fast() if fast is None else fast)


def _parts(
    sources: Iterator[Document | Sheet | Unreadable], mapping: "Mapping | None", jobs: int, fast: bool
) -> Iterator[Part | Unreadable]:
    with _Extractor(jobs, fast) as extractor:
        for key, group in groupby(extractor.ahead(sources), key=_source):
            found = list(group)
            yield from (replace(s, part=len(found) > 1) for s in found if isinstance(s, Unreadable))
            sheets = [s for s in found if isinstance(s, Sheet)]
            if sheets:
                yield _tables(key, sheets, mapping)
            yield from (_text(s, extractor) for s in found if isinstance(s, Document))


def _source(source: Document | Sheet | Unreadable) -> str:
    return str(source.path) if isinstance(source, Unreadable) else source.source


class Extracted(NamedTuple):
    """What a document says; the short codes of the region that it is about and of what 区 means in it; its own policy."""

    extraction: Extraction
    home: str | None
    county: str | None
    policy: str | None


class _Extractor:
    """Extracts documents in this process, or ahead of time in others."""

    def __init__(self, jobs: int, fast: bool) -> None:
        self.fast = fast
        self._pool = ProcessPoolExecutor(jobs, get_context("spawn")) if jobs > 1 else None
        self._jobs = jobs
        self._running: dict[str, Future[Extracted]] = {}

    def __enter__(self) -> "_Extractor":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def ahead(self, sources: Iterator[Document | Sheet | Unreadable]) -> Iterator[Document | Sheet | Unreadable]:
        """`sources`, unchanged; documents among the next few are handed to the pool meanwhile."""
        waiting: list[Document | Sheet | Unreadable] = []
        for source in sources:
            if self._pool is not None and isinstance(source, Document):
                self._running[source.id] = self._pool.submit(extract_at_home, source, self.fast)
            waiting.append(source)
            if len(waiting) > 4 * self._jobs or self._pool is None:
                yield waiting.pop(0)
        yield from waiting

    def extract(self, document: Document) -> Extracted:
        """What the document says, and what it is about."""
        running = self._running.pop(document.id, None)
        return running.result() if running is not None else extract_at_home(document, self.fast)


def extract_at_home(document: Document, fast: bool) -> Extracted:
    """What a document says and what it is about, None where nothing settles that."""
    from kg.loaders.extract import extract_parsed
    from kg.loaders.parsed import Parsed
    from kg.loaders.relate.policies.lifecycle import own_policy
    from kg.loaders.unwrap import unwrap

    read = unwrap(document)
    parsed = Parsed(read.document)
    extraction = read.restored(extract_parsed(parsed, fast=fast))
    extraction.claims = in_clauses(document.text, extraction.claims)
    policy = own_policy(parsed, extraction.referents)
    home = parsed.home
    county = home.of("区") if home.of("区") in home.regions else None
    return Extracted(extraction, home.code, county, policy.id if policy else None)


def in_clauses(text: str, claims: list[Claim]) -> list[Claim]:
    """The claims of support with the clause that makes them (第三条（二）) and the largest sum that it gives, where they say neither."""
    from kg.analysis.clause import clause_reader

    lent = clause_reader(text)
    return [
        replace(c, attrs=tuple({**lent(c.start), **dict(c.attrs)}.items())) if c.relation == "SUPPORTS" else c
        for c in claims
    ]


def _text(document: Document, extractor: _Extractor) -> Part:
    from kg.loaders import corrections, local

    meta = document.meta
    node = {
        "id": document.id,
        "name": document.name,
        "source": document.source,
        "sha256": document.sha256,
        "title": meta.title,
        "number": meta.number,
        "issuer": meta.issuer,
        "date": meta.date,
        "index": meta.index,
        "validity": meta.validity,
        "text": document.text,
    }

    def units() -> Iterator[Unit]:
        found = extractor.extract(document)
        part.notes += found.extraction.notes
        reader = Reader(document.id, document.name, found.home, document, found.county)
        unit = reader.extraction(found.extraction, found.policy)
        part.node["policy"] = unit.policy
        yield unit

    how = [document.text.encode(), str(extractor.fast).encode(), *local.contents()]
    how += [judged] if (judged := corrections.contents()) else []
    part = Part(document.id, document.name, node, mark(document.sha256, *how), units)
    return part


def _tables(source: str, sheets: list[Sheet], given: "Mapping | None") -> Part | Unreadable:
    """The part of a file's sheets, read by the `given` mapping and the one beside the file where these fit."""
    from kg.loaders.tables import lacking

    first = sheets[0]
    node = {"id": first.id, "name": first.file, "source": source, "sha256": first.sha256}
    try:
        own = _own(source, given)
    except SchemaError as error:
        return Unreadable(Path(source), str(error))
    fitting = [m for m in own if not all(lacking(m, sheet) for sheet in sheets)]

    def units() -> Iterator[Unit]:
        reader = Reader(first.id, first.file)
        for sheet in sheets:
            for record in _rows(sheet, fitting, part):
                if record.rejected:
                    part.rejected.append(Record(record.place, "", rejected=record.rejected))
                yield reader.record(record)

    how = [m.path.read_bytes() for m in fitting]
    part = Part(first.id, first.file, node, mark(first.sha256, *how), units, sheets=sheets)
    part.notes += [
        f"the mapping {m.path.name} does not fit it (no column {', '.join(lacking(m, first))}); read as without it"
        for m in own
        if m not in fitting
    ]
    return part


def _own(source: str, given: "Mapping | None") -> list["Mapping"]:
    """The user's mappings for a file: the given one, and the one beside it."""
    from kg.loaders.tables import load_mapping, mapping_beside

    beside = mapping_beside(source)
    return [*([given] if given else []), *([load_mapping(beside)] if beside.is_file() else [])]


def _rows(sheet: Sheet, own: "list[Mapping]", part: Part) -> Iterator[Record]:
    """The records of a sheet; none of one that no mapping reads, which is refused, or passed over if it is but a remark."""
    from kg.loaders.tables import find_mapping, records, unused_columns

    if len(part.sheets) > 1 and sheet.is_remark():
        part.remarks.append(sheet.name)
        return
    try:
        chosen = find_mapping(sheet, own)
    except DocumentError as error:
        part.refused.append(str(error))
        return
    left = unused_columns(sheet, chosen)
    if left:
        part.unused[sheet.name] = left
    yield from records(sheet, chosen)


def write_corrections(part: Part, folder: Path) -> list[Path]:
    """The rows that were rejected, whole or in part, as csv files in `folder` that can be corrected and loaded again."""
    from kg.loaders.tables import write_rejected

    made = []
    for sheet in part.sheets:
        head = f"{sheet.file} / {sheet.name} / "
        refused = [r for r in part.rejected if r.place.startswith(head)]
        if refused:
            source = Path(part.node["source"])
            place = "-".join(filter(None, (source.parent.name, source.name)))  # two folders may hold a 名录.csv each
            middle = f".{sheet.name}" if len(part.sheets) > 1 else ""
            path = folder / f"{place}{middle.replace('/', '-')}.rejected.csv"
            write_rejected(path, sheet, refused)
            made.append(path)
    return made


def mark(sha256: str, *how: bytes) -> str:
    """What a file says can only have changed if this has: its bytes, the version of the project, and `how` it is read.

    That is a table's mapping; a document's text (scanned pages may have been read since), whether the encoder reads it, and
    the user's own words.
    """
    return hashlib.sha256(b"\x1f".join((sha256.encode(), __version__.encode(), *how))).hexdigest()[:20]
