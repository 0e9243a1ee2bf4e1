"""Two loads at once into one server, or one folder, end as if they had come one after the other."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.identity.review import Reviews
from kg.pipeline import forget, load
from kg.store import Store, open_store
from tests.pipeline.graph import export, write

ROOT = Path(__file__).parents[2]
HEAD = "企业名称,地区,主营产品,注册资本\n"


def documents(folder: Path, who: str, count: int) -> list[Path]:
    """Documents that all speak of the same things, each with something of its own."""
    text = "萧山区引入了赛默飞、科百特、{who}{n}医药等企业，落地浙二医院。\n杭州市萧山区投资促进局\n2022年6月29日\n"
    return [write(folder, f"{who}{n}.txt", text.format(who=who, n="甲乙丙丁戊己"[n])) for n in range(count)]


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_two_loads_at_once(neo4j_store: Store, neo4j_url: str, tmp_path: Path) -> None:
    both = documents(tmp_path, "东方", 6), documents(tmp_path, "西方", 6)

    def one(paths: list[Path]) -> bool:
        with open_store(neo4j_url) as store:
            return all(load([path], store, reviews=Reviews()).balanced for path in paths)

    with ThreadPoolExecutor(2) as threads:
        assert all(threads.map(one, both))
    together = export(neo4j_store)
    for path in (*both[0], *both[1]):
        forget(str(path), neo4j_store, Reviews())
    assert export(neo4j_store) == ""
    load([*both[0], *both[1]], neo4j_store, reviews=Reviews())
    assert export(neo4j_store) == together


def tables(folder: Path) -> list[Path]:
    """Two tables that speak of the same companies, places and products, each also of others."""
    return [
        write(
            folder,
            f"{who}.csv",
            HEAD
            + "".join(
                f"杭州{who}{n % 40}科技有限公司,萧山区,产品{n % 50},{n}万元\n杭州丙{n}材料有限公司,杭州市,产品{n},\n"
                for n in range(160)
            ),
        )
        for who in ("甲", "乙")
    ]


def start(url: Path, path: Path) -> "subprocess.Popen[str]":
    """`kg load` of one file in another process, in small transactions."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.pipeline.loader", str(url), str(path)],
        cwd=path.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def first_batch(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None
    assert process.stdout.readline().strip().isdecimal()


def test_a_second_load_joins_the_first_on_its_folder(store_folder: Path, embedded: Store, tmp_path: Path) -> None:
    """The owner stays until both are done: both are whole, and nothing is there twice."""
    one, other = tables(tmp_path)
    load([one, other], embedded, reviews=Reviews())
    with open_store(store_folder) as store:
        with start(store_folder, other) as process:
            first_batch(process)
            assert load([one], store, reviews=Reviews()).balanced
            out, err = process.communicate(timeout=120)
            assert process.returncode == 0, err
        account = json.loads(out[out.index("{") :])
        assert account["balanced"]
        assert export(store) == export(embedded)


HOLD = """
import sys
from kg.store import open_store
with open_store(sys.argv[1]):
    print("0", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("kill", [True, False], ids=["killed", "ended"])
def test_a_load_goes_on_when_the_owner_of_its_folder_ends(
    store_folder: Path, embedded: Store, tmp_path: Path, kill: bool
) -> None:
    _, path = tables(tmp_path)
    load([path], embedded, reviews=Reviews())
    hold = [sys.executable, "-c", HOLD, str(store_folder)]
    with subprocess.Popen(hold, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        first_batch(owner)
        with start(store_folder, path) as process:
            first_batch(process)
            if kill:
                owner.kill()
            else:
                owner.communicate(timeout=60)
            out, err = process.communicate(timeout=120)
            assert process.returncode == 0, err
            assert json.loads(out[out.index("{") :])["balanced"]
    with open_store(store_folder) as store:
        assert export(store) == export(embedded)


def test_two_loads_started_at_once_on_a_folder_are_both_whole(
    store_folder: Path, embedded: Store, tmp_path: Path
) -> None:
    paths = tables(tmp_path)
    load(paths, embedded, reviews=Reviews())
    with start(store_folder, paths[0]) as first, start(store_folder, paths[1]) as second:
        for process in (first, second):
            _, err = process.communicate(timeout=120)
            assert process.returncode == 0, err
    with open_store(store_folder) as store:
        assert export(store) == export(embedded)
