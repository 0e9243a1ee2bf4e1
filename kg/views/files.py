"""Writing results to files: UTF-8, line feeds, whole or not at all."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from kg.errors import QueryError


def write_text(path: Path, text: str | Iterable[str]) -> None:
    """Write `text` to `path`, replacing it only when all is written; QueryError if the folder cannot be written to."""
    part = path.with_name(path.name + f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines([text] if isinstance(text, str) else text)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise QueryError(f"{path}: cannot be written: {error.strerror}; name another --out") from error
