"""What is installed is what stands in the checkout."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.paths import ROOT

ROOMS = ("kg", "schema", "loaders", "queries", "examples")


def config() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_package_is_declared() -> None:
    found = set()
    for name in ROOMS:
        for init in (ROOT / name).rglob("__init__.py"):
            if any(p.is_symlink() for p in init.parents):
                continue
            dotted = ".".join(init.parent.relative_to(ROOT).parts)
            found.add(dotted if name == "kg" else f"kg.{dotted}")
    assert found == set(config()["tool"]["setuptools"]["packages"])


@pytest.mark.parametrize("room", ["schema", "loaders", "queries", "examples"])
def test_rooms_are_links_into_the_package(room: str) -> None:
    link = ROOT / "kg" / room
    assert link.is_symlink()
    assert link.resolve() == (ROOT / room).resolve()


def patterns(package: str) -> list[str]:
    return list(config()["tool"]["setuptools"]["package-data"].get(package, []))


def test_every_data_file_of_a_package_is_shipped() -> None:
    """A data file that no package-data pattern covers would be missing after `pip install .`."""
    roots = {"kg.schema": "schema", "kg.loaders": "loaders", "kg.queries": "queries", "kg.examples": "examples"}
    roots |= {f"kg.{n}": f"kg/{n}" for n in ("chains", "views", "analysis", "identity", "store")}
    missing = []
    for package, folder in roots.items():
        shipped = {p for pattern in patterns(package) for p in (ROOT / folder).glob(pattern)}
        missing += [
            str(p.relative_to(ROOT))
            for p in (ROOT / folder).rglob("*")
            if p.is_file() and p.suffix not in {".py", ".pyc", ".md"} and "__pycache__" not in p.parts and p not in shipped
        ]
    assert missing == []


def test_nothing_names_a_package_index() -> None:
    for path in (ROOT / "pyproject.toml", ROOT / "README.md", ROOT / ".ci" / "run"):
        text = path.read_text(encoding="utf-8")
        assert "index-url" not in text
        assert "pypi" + ".org" not in text


def test_examples_are_installed() -> None:
    folder = Path(str(files("kg.examples")))
    assert len(list((folder / "documents").rglob("*.*"))) >= 12
    assert len(list((folder / "tables").iterdir())) >= 2
