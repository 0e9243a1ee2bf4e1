"""One portable file of a whole graph: written from either engine, restored into either.

The file is a zip archive of `manifest.json` (format, and of each part its rows and SHA-256) and of one JSON line a row:
documents.jsonl, entities.jsonl, edges.jsonl, facts.jsonl. Equal graphs make equal files, byte for byte.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kg.batched import batched
from kg.errors import StoreError
from kg.store.base import Batch, Row, Store

FORMAT = "chain-kg backup 1"
ROWS = 10_000
SECONDS = 600.0
_IDS = {
    "documents": "MATCH (n:Document) RETURN n.id AS id",
    "entities": "MATCH (n:Entity) RETURN n.id AS id",
    "edges": "MATCH (n:Entity) RETURN n.id AS id",
    "facts": "MATCH (n:Fact) RETURN n.id AS id",
}
_ROWS = {
    "documents": "UNWIND $ids AS id MATCH (n:Document {id: id}) RETURN properties(n) AS row",
    "entities": "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN properties(n) AS row",
    "edges": "UNWIND $ids AS id MATCH (a:Entity {id: id})-[r]->(b:Entity) RETURN properties(r) AS row, type(r) AS type, "
    "a.id AS source, b.id AS target, a.type AS source_type, b.type AS target_type",
    "facts": "UNWIND $ids AS id MATCH (n:Fact {id: id})-[:STATED_IN]->(d:Document) RETURN properties(n) AS row, d.id AS document",
}
_COUNTS = {
    "documents": "MATCH (n:Document) RETURN count(n) AS n",
    "entities": "MATCH (n:Entity) RETURN count(n) AS n",
    "edges": "MATCH (:Entity)-[r]->(:Entity) RETURN count(r) AS n",
    "facts": "MATCH (:Fact)-[r:STATED_IN]->(:Document) RETURN count(r) AS n",
}


def backup(store: Store, path: Path) -> dict[str, int]:
    """Write all of `store` to the file `path`, which is there only when it is whole; the number of rows of each part.

    StoreError if the file cannot be written.
    """
    new = path.parent / f"{path.name}.part"
    try:
        with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
            parts = {name: _write_part(archive, name, _rows(store, name)) for name in _ROWS}
            manifest = json.dumps({"format": FORMAT, "parts": parts}, indent=1)
            archive.writestr(zipfile.ZipInfo("manifest.json"), manifest)
        os.replace(new, path)
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written: {error.strerror}; name a file in a folder that you may write to"
        ) from error
    finally:
        with suppress(OSError):
            new.unlink()
    return {name: part["rows"] for name, part in parts.items()}


def copy(store: Store, target: Store) -> None:
    """Put all of `store` into the empty `target`.

    What somebody else writes meanwhile may come along or not: facts before what is made of them, no edge without its ends.
    """
    there: set[str] = set()
    for name, needed in (
        ("documents", ()),
        ("facts", ("document",)),
        ("entities", ()),
        ("edges", ("source", "target")),
    ):
        for some in batched(_rows(store, name), ROWS):
            whole = [row for row in some if all(row[one] in there for one in needed)]
            _put(target, name, whole)
            there.update(row["id"] for row in whole)


def _put(store: Store, part: str, rows: list[Row]) -> None:
    """Rows of one part that are not in `store`."""
    batch = Batch(new={row["id"] for row in rows}, revision=store.revision())
    setattr(batch, part, rows)
    store.apply(batch)


def _rows(store: Store, name: str) -> Iterator[Row]:
    ids = sorted(row["id"] for row in store.read(_IDS[name], timeout=SECONDS))
    for some in batched(ids, ROWS):
        found = store.read(_ROWS[name], {"ids": some}, timeout=SECONDS)
        rows = [{**row.pop("row"), **row} for row in found]
        yield from sorted(rows, key=lambda row: (row.get("source", ""), row["id"]))


def _write_part(archive: zipfile.ZipFile, name: str, rows: Iterable[Row]) -> dict[str, Any]:
    digest, count = hashlib.sha256(), 0
    info = zipfile.ZipInfo(f"{name}.jsonl")
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as file:
        for row in rows:
            line = json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"
            file.write(line)
            digest.update(line)
            count += 1
    return {"rows": count, "sha256": digest.hexdigest()}


def restore(store: Store, path: Path) -> dict[str, int]:
    """Put all of the file `path` into the empty `store`; the number of rows of each part.

    Checksums are verified before the first row is written, counts after the last. StoreError if the file is not whole,
    or if something is in the store already.
    """
    if any(_counts(store).values()):
        raise StoreError(f"{store.url}: a backup is restored into an empty graph only; name another --store")
    with _opened(path) as archive:
        parts = _verified(archive, path)
        for name in _ROWS:
            for some in batched(_lines(archive, name), ROWS):
                _put(store, name, some)
    if _counts(store) != parts:
        raise StoreError(
            f"{store.url}: holds {_counts(store)} after restoring {parts}; restore again into an empty graph"
        )
    return parts


def verify(path: Path) -> dict[str, int]:
    """The number of rows of each part of the file `path`; StoreError if it is no whole backup."""
    with _opened(path) as archive:
        return _verified(archive, path)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}; name a file that kg backup wrote") from error
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, TypeError) as error:
        raise _not_whole(path, "it is no archive of a graph") from error


def _verified(archive: zipfile.ZipFile, path: Path) -> dict[str, int]:
    manifest = json.loads(archive.read("manifest.json"))
    if manifest["format"] != FORMAT:
        raise _not_whole(path, f"its format is {manifest['format']!r}, not {FORMAT!r}")
    for name in _ROWS:
        with archive.open(f"{name}.jsonl") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        if digest != manifest["parts"][name]["sha256"]:
            raise _not_whole(path, f"the checksum of {name} is wrong")
    return {name: manifest["parts"][name]["rows"] for name in _ROWS}


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[Row]:
    with archive.open(f"{name}.jsonl") as file:
        for line in file:
            yield json.loads(line)


def _counts(store: Store) -> dict[str, int]:
    return {name: store.read(text, timeout=SECONDS)[0]["n"] for name, text in _COUNTS.items()}


def _not_whole(path: Path, reason: str) -> StoreError:
    return StoreError(f"{path}: cannot be restored: {reason}; make the backup again with kg backup")
