"""What a load writes beside its store, and copies of graphs that are kept, go to the test's own folder."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kg.store.scratch.cache_folder", lambda: tmp_path / "cache")
