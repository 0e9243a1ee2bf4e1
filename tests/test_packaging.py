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


NOT_SHIPPED = frozenset({"loaders/recognise/training"})
"""Folders of the checkout that an installed package has no use for."""


def folder(package: str) -> Path:
    parts = package.split(".")
    return ROOT.joinpath(*(parts[1:] if len(parts) > 1 and parts[1] in ROOMS[1:] else parts))


def data_files(package: str) -> set[Path]:
    """Data files that belong to a package: those below its folder that no sub-package claims."""
    home = folder(package)
    found = set()
    for path in home.rglob("*"):
        inner = [p for p in path.parents if home in p.parents]
        claimed = any((p / "__init__.py").exists() or p.is_symlink() for p in inner) or "__pycache__" in path.parts
        unshipped = any(path.is_relative_to(ROOT / n) for n in NOT_SHIPPED)
        if path.is_file() and path.suffix not in {".py", ".md"} and not claimed and not unshipped:
            found.add(path)
    return found


@pytest.mark.parametrize("package", config()["tool"]["setuptools"]["packages"])
def test_every_data_file_of_a_package_is_shipped(package: str) -> None:
    """A data file that no package-data pattern covers would be missing after `pip install .`."""
    data = config()["tool"]["setuptools"]["package-data"]
    patterns = [*data["*"], *data.get(package, [])]
    shipped = {p for pattern in patterns for p in folder(package).glob(pattern)}
    assert sorted(map(str, data_files(package) - shipped)) == []


def test_nothing_names_a_package_index() -> None:
    for path in (ROOT / "pyproject.toml", ROOT / "README.md", ROOT / ".ci" / "run"):
        text = path.read_text(encoding="utf-8")
        assert "index-url" not in text
        assert "pypi" + ".org" not in text


def test_examples_are_installed() -> None:
    folder = Path(str(files("kg.examples")))
    assert len(list((folder / "documents").rglob("*.*"))) >= 12
    assert len(list((folder / "tables").iterdir())) >= 2
