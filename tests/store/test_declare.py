"""Types and indexes of the embedded engine: all of them, also after a process was killed while it made them."""

import json
import random
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.schema.ontology import ontology
from kg.store.declare import declarations, declare
from kg.store.engine import engine_module

ROOT = Path(__file__).parents[2]
GROW = """
import sys
from kg.store.declare import declare
from kg.store.engine import engine_module
database = engine_module().open_database(sys.argv[1])
print("open", flush=True)
declare(database)
"""


@pytest.mark.parametrize("seed", range(6))
def test_a_type_whose_making_was_killed_is_made_again(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "graph"
    with closing(engine_module().create_database(str(folder))) as database:
        for name in ("Entity", "Entity[id]", "Entity[name]", "Relation", "Relation[id]"):
            for statement in declarations()[name]:
                database.command("sql", statement).close()
    with subprocess.Popen([sys.executable, "-c", GROW, str(folder)], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        with suppress(subprocess.TimeoutExpired):
            process.wait(random.Random(seed).uniform(0, 0.06))
        process.kill()
    with closing(engine_module().open_database(str(folder))) as database:
        declare(database)
        indexes = [
            row["name"].rpartition("_")[0] for row in database.query("sql", "SELECT FROM schema:indexes").to_list()
        ]
    assert {kind: indexes.count(f"{kind}_0") for kind in ontology().nodes} == dict.fromkeys(ontology().nodes, 2)
    assert {kind: indexes.count(f"{kind}_0") for kind in ontology().relations} == dict.fromkeys(ontology().relations, 1)


def test_files_of_indexes_that_no_type_knows_are_dropped(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    with closing(engine_module().create_database(str(folder))) as database:
        declare(database)
        whole = len(database.query("sql", "SELECT FROM schema:indexes").to_list())
    kept = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
    parents = kept["types"]["Entity"]  # it holds the entries of its children's indexes; as a killed process leaves them
    parents["indexes"] = {k: v for k, v in parents["indexes"].items() if not k.startswith("Agency_")}
    kept["types"]["Agency"]["parents"] = []
    (folder / "schema.json").write_text(json.dumps(kept), encoding="utf-8")
    with closing(engine_module().open_database(str(folder))) as database:
        assert any(not row.get("typeName") for row in database.query("sql", "SELECT FROM schema:indexes").to_list())
        declare(database)
        indexes = database.query("sql", "SELECT FROM schema:indexes").to_list()
        assert len(indexes) == whole
        assert all(row["typeName"] for row in indexes)


def test_a_type_that_was_not_tied_to_its_parent_is_made_again(tmp_path: Path) -> None:
    with closing(engine_module().create_database(str(tmp_path / "graph"))) as database:
        for name in ("Entity", "Entity[id]", "Entity[name]"):
            for statement in declarations()[name]:
                database.command("sql", statement).close()
        database.command("sql", "CREATE VERTEX TYPE Agency BUCKETS 1").close()  # where a killed process left it
        declare(database)
        row = {"id": "agency:1", "name": "甲局"}
        with database.transaction():
            database.command("sql", "INSERT INTO Agency SET id = :id, name = :name", row).close()
        with pytest.raises(Exception, match="Duplicated key"), database.transaction():
            database.command("sql", "INSERT INTO Agency SET id = :id, name = :name", row).close()


def test_a_type_that_lost_its_index_with_records_in_it_is_named(tmp_path: Path) -> None:
    with closing(engine_module().create_database(str(tmp_path / "graph"))) as database:
        declare(database)
        names = [row["name"] for row in database.query("sql", "SELECT FROM schema:indexes").to_list()]
        lost = next(name for name in names if name.startswith("Hospital_0_"))
        database.command("sql", f"DROP INDEX `{lost}`").close()
        with database.transaction():
            database.command("sql", "INSERT INTO Hospital SET id = 'hospital:1', name = '甲医院'").close()
        with pytest.raises(StoreError, match="type Hospital has lost an index"):
            declare(database)
