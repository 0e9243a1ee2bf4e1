"""A private copy of a graph: equal to it, of one moment, and nothing of it reaches the graph or the user."""

import threading
from pathlib import Path
from typing import Any

import pytest

from kg.errors import StoreError
from kg.store import Batch, Store, open_store, scratch
from kg.store.backup import copy
from tests.store.graphs import contents, edge, entity, fact, small


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "cache_folder", lambda: tmp_path / "cache")


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> list[Store]:
    """The graphs that were copied row by row."""
    made: list[Store] = []

    def counted(store: Store, target: Store) -> None:
        made.append(store)
        copy(store, target)

    monkeypatch.setattr(scratch, "copy", counted)
    return made


def test_a_copy_is_equal_and_on_its_own(store: Store) -> None:
    store.apply(small())
    before = contents(store)
    with scratch.scratch(store) as copied:
        assert contents(copied) == before
        copied.apply(Batch(drop_documents=["doc:1"], entities=[entity("enterprise:乙")]))
        assert contents(copied) != before
        place = Path(copied.url)
    assert contents(store) == before
    assert not place.exists()


def test_the_engine_that_copies_its_files_says_nothing(embedded: Store, capfd: pytest.CaptureFixture[str]) -> None:
    with scratch.scratch(embedded):
        pass
    assert capfd.readouterr() == ("", "")


def test_files_are_copied_and_not_left_behind(embedded: Store, copies: list[Store], tmp_path: Path) -> None:
    with scratch.scratch(embedded):
        pass
    assert copies == []
    assert not list(Path(embedded.url, "backups").iterdir())
    assert not (tmp_path / "cache").exists()


def test_a_copy_is_of_one_moment(store_folder: Path) -> None:
    """Each batch brings a document with two facts; a copy has all of a batch or nothing."""
    stop = threading.Event()

    def write(store: Store) -> None:
        for number in range(10_000):
            if stop.is_set():
                return
            document = f"doc:{number}"
            facts = [fact(f"fact:{number}/{i}", document, subject="enterprise:甲", relation="name") for i in range(2)]
            store.apply(Batch(documents=[{"id": document, "name": "文件"}], facts=facts))

    with open_store(store_folder) as store:
        writer = threading.Thread(target=write, args=(store,))
        writer.start()
        try:
            for _ in range(3):
                with scratch.scratch(store) as copied:
                    found = contents(copied)
                    assert len(found["facts"]) == 2 * len(found["documents"])
        finally:
            stop.set()
            writer.join()


def test_a_copy_by_rows_is_kept_until_somebody_writes(neo4j_store: Store, copies: list[Store], tmp_path: Path) -> None:
    neo4j_store.apply(small())
    for _ in range(2):
        with scratch.scratch(neo4j_store) as copied:
            assert contents(copied) == contents(neo4j_store)
            copied.apply(Batch(drop_documents=["doc:1"]))  # the kept one stays as it is
    assert len(copies) == 1
    neo4j_store.apply(Batch(entities=[entity("enterprise:乙")]))
    with scratch.scratch(neo4j_store) as copied:
        assert contents(copied) == contents(neo4j_store)
    assert len(copies) == 2
    (of_graph,) = (tmp_path / "cache" / "copies").iterdir()
    assert len(list(of_graph.iterdir())) == 1
    assert of_graph.stat().st_mode & 0o077 == 0


def test_a_cache_that_cannot_be_written_is_done_without(
    neo4j_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(scratch, "cache_folder", lambda: tmp_path / "file")
    neo4j_store.apply(small())
    with scratch.scratch(neo4j_store) as copied:
        assert contents(copied) == contents(neo4j_store)


def test_a_graph_of_another_process_is_copied_by_rows(
    embedded: Store, copies: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded.apply(small())
    monkeypatch.setattr(type(embedded), "clone", lambda self, folder: False)
    with scratch.scratch(embedded) as copied:
        assert contents(copied) == contents(embedded)
    assert copies == [embedded]


class Growing:
    """A graph into which somebody writes while it is read: between any two questions."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._number = 0

    def read(self, text: str, parameters: Any = None, **more: Any) -> list[dict[str, Any]]:
        """The rows, and one document more that tells of an edge."""
        rows = self._store.read(text, parameters, **more)
        self._number += 1
        name = f"{self._number}"
        firm, product = entity(f"enterprise:{name}"), entity(f"product:{name}", "Product")
        joined = edge(f"edge:{name}", firm, "PRODUCES", product)
        told = fact(f"fact:{name}", f"doc:{name}", subject=firm["id"], relation="PRODUCES", edge=joined["id"])
        batch = Batch([{"id": f"doc:{name}", "name": name}], [firm, product], [joined], [told])
        self._store.apply(batch)
        return rows


def test_what_is_written_meanwhile_breaks_no_copy(embedded: Store, store_folder: Path) -> None:
    growing: Any = Growing(embedded)
    embedded.apply(small())
    with open_store(store_folder) as target:
        copy(growing, target)
        found = contents(target)
    assert len(found["facts"]) >= 2
    assert {row["row"]["edge"] for row in found["facts"]} <= {row["row"]["id"] for row in found["edges"]}


def test_a_disk_without_room_is_named(embedded: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zipfile.ZipFile.extractall", full)
    with pytest.raises(StoreError, match="cannot be copied.*room"):
        embedded.clone(tmp_path / "copy")
    assert not list(Path(embedded.url, "backups").iterdir())
