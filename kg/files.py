"""Reading and writing files: UTF-8, line feeds, written whole or not at all; what goes wrong is one line."""

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from kg.errors import DocumentError, KgError


def write_file(path: Path, content: str | bytes | Iterable[str]) -> None:
    """Write `content` to `path` and make its folder; a file that is there is replaced only when all is written.

    What is no file, such as /dev/null, is written to. KgError where that is not allowed.
    """
    target = Path(os.path.realpath(path))
    part = target.parent / f"{target.name}.{os.getpid()}.part"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            _write(target, content)
            return
        _write(part, content)
        part.replace(target)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink()


def check_target(path: Path) -> None:
    """KgError where `write_file` could not write `path`; for before long work. Nothing is made."""
    target = Path(os.path.realpath(path))
    special = target.exists() and not target.is_file()
    place = target if special else next(p for p in target.parents if p.exists())
    wrong = errno.EISDIR if target.is_dir() else errno.ENOTDIR if not (special or place.is_dir()) else errno.EACCES
    if target.is_dir() or not (special or place.is_dir()) or not os.access(place, os.W_OK):
        raise _unwritable(path, OSError(wrong, os.strerror(wrong)))


def append_file(path: Path, text: str) -> None:
    """Write `text` behind what the file holds; KgError where that is not allowed."""
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> KgError:
    return KgError(f"{path}: cannot be written: {error.strerror}; name a file that you may write to")


def _write(path: Path, content: str | bytes | Iterable[str]) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
        return
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines([content] if isinstance(content, str) else content)


def read_file(path: Path) -> str:
    """The text of a file of the user's, without a byte order mark; DocumentError where it is missing or no UTF-8 text."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror}; check the path and its permissions") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path}: is no UTF-8 text (byte {error.start}); save it as UTF-8") from error
