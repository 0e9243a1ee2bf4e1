"""A load that is killed is completed by the next one, to the same graph as if nothing had happened."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.identity.review import Reviews
from kg.pipeline import load
from kg.store import Store, open_store
from tests.pipeline.graph import export, write

LOADER = """
import sys
from pathlib import Path
from importlib import import_module
from kg.identity.review import Reviews
from kg.store import open_store

loading = import_module("kg.pipeline.load")
loading.UNITS = 40
with open_store(sys.argv[1]) as store:
    loading.load([Path(p) for p in sys.argv[2:]], store, reviews=Reviews(), progress=lambda *_: print("batch", flush=True))
print("done", flush=True)
"""
ROWS = [f"杭州甲{n % 60}科技有限公司,萧山区,产品{n % 90},{n}万元" for n in range(200)]
TABLE = "\n".join(["企业名称,地区,主营产品,注册资本", *ROWS]) + "\n"
NEXT = TABLE.replace("产品7", "部件7").replace("甲5", "乙5")


def killed(url: str, path: Path, batches: int) -> None:
    """Load in another process and kill it after so many batches."""
    command = [sys.executable, "-c", LOADER, url, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(batches):
            assert process.stdout.readline() == "batch\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL


@pytest.mark.parametrize("batches", [1, 3, 5])
def test_a_killed_load_is_completed_by_the_next(
    store_folder: Path, embedded: Store, tmp_path: Path, batches: int
) -> None:
    path = write(tmp_path, "a.csv", TABLE)
    load([path], embedded, reviews=Reviews())
    killed(str(store_folder), path, batches)
    with open_store(store_folder) as store:
        ledger = load([path], store, reviews=Reviews())
        assert ledger.balanced
        assert export(store) == export(embedded)


@pytest.mark.parametrize("batches", [2, 4])
def test_a_new_version_whose_load_was_killed_is_completed(
    store_folder: Path, embedded: Store, tmp_path: Path, batches: int
) -> None:
    path = write(tmp_path, "a.csv", NEXT)
    load([path], embedded, reviews=Reviews())
    path.write_text(TABLE, encoding="utf-8")
    with open_store(store_folder) as store:
        load([path], store, reviews=Reviews())
    path.write_text(NEXT, encoding="utf-8")
    killed(str(store_folder), path, batches)
    with open_store(store_folder) as store:
        load([path], store, reviews=Reviews())
        assert export(store) == export(embedded)
