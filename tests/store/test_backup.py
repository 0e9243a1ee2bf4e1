"""A backup is whole, equal for equal graphs, and goes from engine to engine."""

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import StoreError
from kg.store import Batch, Store, open_store
from kg.store.backup import backup, restore
from tests.conftest import empty
from tests.store.graphs import contents, entity, small

COUNTS = {"documents": 1, "entities": 4, "edges": 2, "facts": 2}


def fill(store: Store) -> None:
    batch = small()
    batch.entities.append(entity("enterprise:`'\"\n𠮷", capital=1.5e7, employees=3, tags=["链主"], listed=True))
    store.apply(batch)


def test_what_is_restored_is_what_was_there(store: Store, tmp_path: Path) -> None:
    fill(store)
    before = contents(store)
    assert backup(store, tmp_path / "a.zip") == COUNTS
    assert restore(empty(store), tmp_path / "a.zip") == COUNTS
    assert contents(store) == before
    backup(store, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix != "" or p.is_file()) == ["a.zip", "b.zip"]


def test_from_engine_to_engine_and_back(embedded: Store, neo4j_store: Store, tmp_path: Path) -> None:
    fill(embedded)
    before = contents(embedded)
    backup(embedded, tmp_path / "a.zip")
    restore(neo4j_store, tmp_path / "a.zip")
    assert contents(neo4j_store) == before
    backup(neo4j_store, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    restore(empty(embedded), tmp_path / "b.zip")
    assert contents(embedded) == before


def test_only_an_empty_graph_is_restored_into(store: Store, tmp_path: Path) -> None:
    fill(store)
    backup(store, tmp_path / "a.zip")
    before = contents(store)
    with pytest.raises(StoreError, match="empty graph"):
        restore(store, tmp_path / "a.zip")
    assert contents(store) == before


def damaged(path: Path, part: str, change: bytes) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    old_bytes, new_bytes = change.split(b"->")
    parts[part] = parts[part].replace(old_bytes, new_bytes)
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("facts.jsonl", b"fact:1->fact:9", "checksum of facts"),
        ("entities.jsonl", b"region:1->region:2", "checksum of entities"),
        ("manifest.json", b"backup 1->backup 9", "format"),
        ("manifest.json", b"{->[", "no archive"),
        ("manifest.json", b'"parts"->"lost"', "no archive"),
    ],
)
def test_a_damaged_backup_writes_nothing(embedded: Store, tmp_path: Path, part: str, change: bytes, said: str) -> None:
    fill(embedded)
    path = tmp_path / "a.zip"
    backup(embedded, path)
    damaged(path, part, change)
    with pytest.raises(StoreError, match=f"a.zip.*{said}.*kg backup"):
        restore(empty(embedded), path)
    assert embedded.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip at all", b"\x00" * 5000])
def test_what_is_no_backup_is_named(embedded: Store, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(StoreError, match="a.zip"):
        restore(embedded, tmp_path / "a.zip")


def test_a_truncated_backup_writes_nothing(embedded: Store, tmp_path: Path) -> None:
    fill(embedded)
    path = tmp_path / "a.zip"
    backup(embedded, path)
    empty(embedded)
    whole = path.read_bytes()
    for size in range(0, len(whole), 97):
        path.write_bytes(whole[:size])
        with pytest.raises(StoreError, match="a.zip"):
            restore(embedded, path)
    assert embedded.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


def test_missing_and_unwritable_files_are_named(embedded: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="none.zip"):
        restore(embedded, tmp_path / "none.zip")
    with pytest.raises(StoreError, match="nowhere"):
        backup(embedded, tmp_path / "nowhere" / "a.zip")


def test_many_pages(embedded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.backup.ROWS", 7)
    embedded.apply(Batch(entities=[entity(f"enterprise:{i:03}") for i in range(50)]))
    before = contents(embedded)
    backup(embedded, tmp_path / "a.zip")
    restore(empty(embedded), tmp_path / "a.zip")
    assert contents(embedded) == before


def test_the_commands(tmp_path: Path) -> None:
    one, two, file = str(tmp_path / "one"), str(tmp_path / "two"), str(tmp_path / "graph.zip")
    with open_store(one) as store:
        fill(store)
    run = CliRunner().invoke
    assert run(app, ["backup", file, "--store", one]).exit_code == 0
    done = run(app, ["restore", file, "--store", two])
    assert done.exit_code == 0
    assert "entities" in done.output
    with open_store(one) as store, open_store(two) as other:
        assert contents(store) == contents(other)
    assert isinstance(run(app, ["backup", file, "--store", str(tmp_path / "three")]).exception, StoreError)
