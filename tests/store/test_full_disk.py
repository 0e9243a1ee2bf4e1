"""A full disk: one line that says so, the error itself and not the one that follows it, and nothing left half made."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from kg.errors import StoreError
from kg.store import engine, open_store
from kg.store.declare import make_database
from kg.store.inprocess import NO_ROOM, TimeLimit, write_error

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def fail(*_: Any, **__: Any) -> Any:
    raise FULL


class Fake:
    """A database that keeps nothing any more once it is `full`."""

    full = False

    def command(self, *_: Any) -> "Fake":
        if self.full:
            raise RuntimeError(f"Error on saving the configuration: {NO_ROOM}")
        return self

    def close(self) -> None:
        """As the engine's result has it."""


def test_a_store_that_cannot_be_opened_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "write_private", fail)
    with pytest.raises(StoreError, match=f"{NO_ROOM}; make room there"):
        open_store(tmp_path / "graph")
    monkeypatch.undo()
    open_store(tmp_path / "graph").close()


def test_the_engines_own_word_for_it_does_not_speak_of_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "make_database", fail)
    with pytest.raises(StoreError, match="make room there") as caught:
        open_store(tmp_path / "graph")
    assert "damaged" not in str(caught.value)


def test_what_was_half_made_is_taken_away(tmp_path: Path) -> None:
    class Engine:
        def create_database(self, path: str) -> Any:
            Path(path).mkdir(parents=True)
            (Path(path) / "part").write_bytes(b"x")
            raise FULL

    folder = tmp_path / "store" / "databases" / "graph"
    folder.parent.parent.mkdir()
    with pytest.raises(OSError, match=NO_ROOM):
        make_database(Engine(), folder)
    assert list((tmp_path / "store").iterdir()) == []


def test_the_first_error_is_told_and_not_the_one_that_follows_it() -> None:
    database = Fake()
    limit = TimeLimit(database)

    def work() -> None:
        with limit.of(600):
            database.full = True
            raise StoreError("the first")

    with pytest.raises(StoreError, match="the first"):
        work()


def test_a_batch_that_finds_no_room_says_so() -> None:
    error = RuntimeError(f"Transaction error on commit (caused by java.io.IOException: {NO_ROOM})")
    error.native = {"error": "Transaction error on commit"}  # type: ignore[attr-defined]
    assert "make room" in str(write_error(error))


def test_a_limit_that_cannot_be_kept_is_one_line() -> None:
    database = Fake()
    database.full = True
    with pytest.raises(StoreError, match="disk of the graph is full"), TimeLimit(database).of(600):
        pass
