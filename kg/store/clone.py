"""The files of a running embedded graph, copied by the engine itself: in no time beside copying row by row."""

import os
import shutil
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.errors import StoreError

_one = threading.Lock()


def clone_database(database: Any, root: Path, target: Path) -> None:
    """Put the database of the native engine that runs in `root` into the new folder `target`, as it is now, whoever writes.

    StoreError where the disk or the engine refuses.
    """
    with _one:
        try:
            with _unsaid():
                said = database.command("sql", "BACKUP DATABASE WITH compressionLevel = 0").to_list()
            made = root / "backups" / target.name / said[0]["backupFile"]
            with zipfile.ZipFile(made) as archive:
                archive.extractall(target)
        except Exception as error:
            raise StoreError(f"{root}: cannot be copied to {target}: {error}; is there room on the disk?") from error
        finally:
            shutil.rmtree(root / "backups" / target.name, ignore_errors=True)


@contextmanager
def _unsaid() -> Iterator[None]:
    """Standard output goes nowhere meanwhile: the engine announces its backups there and has no switch for that."""
    try:
        kept = os.dup(1)
    except OSError:  # there is none
        yield
        return
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(null)
