"""A load that is killed, at whatever moment, is completed by the next one, to the same graph as if nothing had happened."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.identity.review import Reviews
from kg.pipeline import forget, load
from kg.store import Store, open_store
from tests.pipeline.graph import export, write

KILLS = int(os.environ.get("KG_TEST_KILLS", "3"))  # 50 for the long run
ROOT = Path(__file__).parents[2]
ROWS = [f"杭州甲{n % 60}科技有限公司,萧山区,产品{n % 90},{n}万元" for n in range(200)]
TABLE = "\n".join(["企业名称,地区,主营产品,注册资本", *ROWS]) + "\n"
NEXT = TABLE.replace("产品7", "部件7").replace("甲5", "乙5")


def start(url: str, path: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.pipeline.loader", url, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=path.parent, env=environment, stdout=subprocess.PIPE, text=True)


def facts(lines: list[str]) -> int:
    """How many facts a load said it had put, before its account if it came so far."""
    return sum(int(line) for line in lines if line.strip().isdecimal() and line.endswith("\n"))


def killed(url: str, path: Path, batches: int) -> None:
    """Load in another process and kill it after so many batches."""
    with start(url, path) as process:
        assert process.stdout is not None
        for _ in range(batches):
            assert process.stdout.readline().strip().isdecimal()
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL


def killed_after(url: str, path: Path, seconds: float) -> int:
    """Load in another process and kill it then; how many facts it said it had put."""
    with start(url, path) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        assert process.stdout is not None
        return facts(process.stdout.readlines())


@pytest.fixture(scope="module")
def duration(tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long an undisturbed load takes, from the start of its process to the end."""
    folder = tmp_path_factory.mktemp("whole")
    begun = time.perf_counter()
    with start(str(folder / "store"), write(folder, "a.csv", TABLE)) as process:
        process.communicate(timeout=120)
        assert process.returncode == 0
    return time.perf_counter() - begun


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


@pytest.mark.parametrize("seed", range(KILLS))
def test_killed_at_any_moment_in_a_folder(store_folder: Path, tmp_path: Path, duration: float, seed: int) -> None:
    with open_store(tmp_path / "whole") as whole:
        expected = undisturbed(whole, tmp_path)
    killed_at_random(str(store_folder), tmp_path, duration, seed)
    with open_store(store_folder) as store:
        completed(store, tmp_path, expected)


@pytest.mark.parametrize("seed", range(KILLS))
def test_killed_at_any_moment_in_neo4j(
    neo4j_store: Store, neo4j_url: str, tmp_path: Path, duration: float, seed: int
) -> None:
    expected = undisturbed(neo4j_store, tmp_path)
    forget("a.csv", neo4j_store, Reviews())
    assert export(neo4j_store) == ""
    killed_at_random(neo4j_url, tmp_path, duration, seed)
    completed(neo4j_store, tmp_path, expected)


def undisturbed(store: Store, folder: Path) -> str:
    """The graph of the table's second version."""
    load([write(folder, "a.csv", NEXT)], store, reviews=Reviews())
    return export(store)


def killed_at_random(url: str, folder: Path, duration: float, seed: int) -> None:
    """Kill the load of the first version, and, where the seed is odd, complete it and kill that of the second one."""
    chance = random.Random(seed)
    path = write(folder, "a.csv", TABLE)
    moment = chance.uniform(0.2, 1.1) * duration
    acknowledged = killed_after(url, path, 120 if seed % 2 else moment)
    with open_store(url) as store:
        there = store.read("MATCH (f:Fact)-[:STATED_IN]->(:Document) RETURN count(f) AS n")[0]["n"]
    assert there >= acknowledged
    if seed % 2:
        assert acknowledged == there
        killed_after(url, write(folder, "a.csv", NEXT), moment)


def completed(store: Store, folder: Path, expected: str) -> None:
    """Load the second version, whatever was there of it."""
    path = write(folder, "a.csv", NEXT)
    assert load([path], store, reviews=Reviews()).balanced
    assert export(store) == expected
    assert load([path], store, reviews=Reviews()).totals().created == 0
