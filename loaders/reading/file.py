"""The bytes of one file, with what every reader needs to know of it."""

import gzip
import hashlib
import io
import os
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import DocumentError

LARGEST_FILE = 500_000_000
"""Bytes; also the most that a compressed file may unpack to."""

LONGEST_LINE = 1_000_000
"""Characters of one paragraph of a document: longer ones are data, not prose."""


@dataclass(frozen=True)
class File:
    """A file that is being read; `path` is absolute (see `named`), `data` unpacked if the name ends in .gz."""

    path: Path
    data: bytes
    ocr: bool = False

    @property
    def source(self) -> str:
        """The absolute path with forward slashes: the source of what is read from it."""
        return self.path.as_posix()

    @property
    def stem(self) -> str:
        """The name without its endings (company.jsonl.gz is company)."""
        name = self.path.name
        return name.removesuffix(".gz").rsplit(".", 1)[0] or name

    @property
    def suffix(self) -> str:
        """The ending that tells the format, in small letters, .gz left out."""
        return Path(self.path.name.lower().removesuffix(".gz")).suffix

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def error(self, what: str) -> DocumentError:
        """A DocumentError of one line on this file; `what` ends in what to do."""
        return DocumentError(f"{self.path}: {' '.join(what.split())}")


def open_file(path: Path, *, ocr: bool = False) -> File:
    """Read a file's bytes; DocumentError where it is missing, not a file, too large, empty or not to be unpacked."""
    given, path = path, named(path)
    try:
        if not given.is_file():
            raise DocumentError(
                f"{path}: {'is not a regular file' if given.exists() else 'no such file'}; check the path"
            )
        if given.stat().st_size > LARGEST_FILE:
            raise DocumentError(f"{path}: larger than {LARGEST_FILE // 1_000_000} MB; split it")
        data = given.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    if path.name.lower().endswith(".gz"):
        data = _unpacked(path, data)
    if not data:
        raise DocumentError(f"{path}: the file is empty; fetch it again or remove it")
    return File(path, data, ocr)


def named(path: Path) -> Path:
    """The path from the root without `..`; what is no UTF-8 in it (unpacked from a foreign archive) read as GB18030."""
    path = (path.parent.resolve() / path.name if ".." in path.parts else path).absolute()
    return Path(*map(_decoded, path.parts))


def _decoded(name: str) -> str:
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _unpacked(path: Path, data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            unpacked = packed.read(LARGEST_FILE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DocumentError(f"{path}: not a whole gzip file ({error}); fetch it again") from error
    if len(unpacked) > LARGEST_FILE:
        raise DocumentError(f"{path}: unpacks to more than {LARGEST_FILE // 1_000_000} MB; split it")
    return unpacked


def archive_names(file: File) -> frozenset[str]:
    """Names of the parts of a zip archive; empty where it is none. DocumentError where it would unpack to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as packed:
            sizes = {info.filename: info.file_size for info in packed.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return frozenset()
    if sum(sizes.values()) > LARGEST_FILE:
        raise file.error(f"unpacks to more than {LARGEST_FILE // 1_000_000} MB; split it")
    return frozenset(sizes)


def check_text(file: File, text: str) -> str:
    """`text` itself; DocumentError where it is blank or has a paragraph that nobody wrote."""
    if not text.strip():
        raise file.error("there is no text in it; fetch it again or remove it")
    if len(text) > LONGEST_LINE:
        longest = max(map(len, text.split("\n")))
        if longest > LONGEST_LINE:
            raise file.error(f"a line of {longest:,} characters is no prose; if it is data, give it as .csv or .jsonl")
    return text
