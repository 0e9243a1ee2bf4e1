"""What the files of an ontology must hold: each fault is one message with file and line."""

import shutil
from pathlib import Path

import pytest

from kg.errors import SchemaError
from kg.schema.ontology import HERE, load_ontology, ontology


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped ontology."""
    for part in ("nodes", "relations"):
        shutil.copytree(HERE / part, tmp_path / part)
    return tmp_path


def test_the_shipped_files_are_all_there(folder: Path) -> None:
    files = [p.stem for part in ("nodes", "relations") for p in sorted((folder / part).glob("*.yaml"))]
    assert load_ontology(folder) == ontology()
    assert [n.lower() for n in (*ontology().nodes, *ontology().relations)] == files
    assert all(r.ends for r in ontology().relations.values())


@pytest.mark.parametrize("part", ["nodes/park", "relations/supplies"])
def test_two_files_cannot_bear_one_name(folder: Path, part: str) -> None:
    shutil.copy(folder / f"{part}.yaml", folder / f"{part}_again.yaml")
    with pytest.raises(SchemaError, match=r"_again\.yaml, line 1: name '\w+' belongs in a file (park|supplies)\.yaml"):
        load_ontology(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("nodes/park", "name: Park", "name: Site", "line 1: name 'Site' belongs in a file site.yaml"),
        ("nodes/park", "name: Park", "name: 'Park {id: 1}) DETACH DELETE (n'", "line 1: name 'Park {id"),
        ("nodes/park", "name: Park", "name: 'Park`'", "line 1: name 'Park`' must be made of the letters"),
        ("nodes/park", "name: Park", "name: 园区", "line 1: name '园区' must be made of the letters"),
        ("nodes/park", "name: Park", "name: ''", "line 1: 'name' must be a text"),
        ("nodes/park", "properties:", "properties:\n  'a b': {type: text}", "property 'a b' must be made of"),
    ],
)
def test_what_goes_into_queries_is_an_identifier(folder: Path, file: str, old: str, new: str, said: str) -> None:
    path = folder / f"{file}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemaError) as raised:
        load_ontology(folder)
    assert str(raised.value).startswith(f"{path}, ")
    assert said in str(raised.value)


@pytest.mark.parametrize("ends", ["ends: []", "ends: [{from: [], to: [Product]}]", ""])
def test_a_relation_joins_something(folder: Path, ends: str) -> None:
    path = folder / "relations" / "supplies.yaml"
    head, _, _ = path.read_text(encoding="utf-8").partition("ends:")
    path.write_text(f"{head}{ends}\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="'ends' must hold a pair of types"):
        load_ontology(folder)
