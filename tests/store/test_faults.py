"""What happens when a writer is killed, a server goes away, or two write at once: nothing is lost, doubled or stuck."""

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import Store, client, open_store
from tests.neo4j.server import Server
from tests.store.graphs import Model, contents, small
from tests.store.writer import BATCHES, batch

KILLS = int(os.environ.get("KG_TEST_KILLS", "5"))  # 50 for the long run
ROOT = Path(__file__).parents[2]


def start(url: str, first: int = 0, last: int = BATCHES) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.store.writer", url, str(first), str(last)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(process: "subprocess.Popen[str]") -> None:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert out.splitlines()[-1] == str(BATCHES - 1)


def undisturbed() -> Model:
    model = Model()
    for number in range(BATCHES):
        model.apply(batch(number))
    return model


def kill_at_random(url: str, seed: int) -> list[int]:
    """Start a load, kill it somewhere; the batches that it said were in."""
    chance = random.Random(seed)
    with start(url) as process:
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(chance.randrange(1, BATCHES // 2))]
        time.sleep(chance.random() * 0.02)  # the moment is the matter here
        process.kill()
        said += [int(line) for line in process.stdout if line.endswith("\n")]
    return said


@pytest.mark.parametrize("seed", range(KILLS))
def test_killed_while_writing_into_the_embedded_engine(store_folder: Path, seed: int) -> None:
    said = kill_at_random(str(store_folder), seed)
    check_killed_load(str(store_folder), said)


@pytest.mark.parametrize("seed", range(KILLS))
def test_killed_while_writing_into_neo4j(neo4j_store: Store, neo4j_url: str, seed: int) -> None:
    said = kill_at_random(neo4j_url, seed)
    check_killed_load(neo4j_url, said)


def check_killed_load(url: str, said: list[int]) -> None:
    with open_store(url) as store:
        there = contents(store)
        model = Model()
        for number in range(said[-1] + 1):
            model.apply(batch(number))
        states = [model.contents()]
        model.apply(batch(said[-1] + 1))
        states.append(model.contents())  # the commit may have been under way
        assert there in states
        for number in range(BATCHES):
            store.apply(batch(number))
        assert contents(store) == undisturbed().contents()


def test_two_writers_at_once_into_neo4j(neo4j_store: Store, neo4j_url: str) -> None:
    processes = [start(neo4j_url), start(neo4j_url)]
    for process in processes:
        finished(process)
    check_no_doubles(neo4j_store)


def test_two_processes_write_into_one_folder(store_folder: Path) -> None:
    with open_store(store_folder) as store:
        joined = start(str(store_folder))
        for number in range(BATCHES):
            store.apply(batch(number))
        finished(joined)
        check_no_doubles(store)


def check_no_doubles(store: Store) -> None:
    """Whatever the order of two equal loads, in the end each thing is there once."""
    for what in ("(n:Entity)", "(n:Fact)", "(n:Document)", "()-[n]->(:Region)"):
        assert store.read(f"MATCH {what} WITH n.id AS id, count(*) AS n WHERE n > 1 RETURN id") == []
    for number in range(BATCHES):
        store.apply(batch(number))
    assert contents(store) == undisturbed().contents()


def test_threads_share_a_store(store: Store) -> None:
    failed: list[BaseException] = []

    def work(numbers: range) -> None:
        try:
            for number in numbers:
                store.apply(batch(number))
                store.read("MATCH (n:Entity) RETURN n LIMIT 5")
        except BaseException as error:
            failed.append(error)

    threads = [
        threading.Thread(target=work, args=(range(0, BATCHES, 2),)),
        threading.Thread(target=work, args=(range(1, BATCHES, 2),)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    check_no_doubles(store)


@pytest.fixture
def own_server(neo4j_store: Store, request: pytest.FixtureRequest) -> Server:
    """The server of this run, which may be stopped: not one that was given."""
    server: Server = request.getfixturevalue("neo4j_server")
    return server


def test_a_load_survives_a_restart_of_neo4j(own_server: Server) -> None:
    with start(own_server.url) as process:
        assert process.stdout is not None
        for _ in range(5):
            process.stdout.readline()
        own_server.stop(kill=True)
        own_server.start()
        finished(process)
    with open_store(own_server.url) as store:
        assert contents(store) == undisturbed().contents()


def test_a_server_that_stays_away_is_one_clear_line(own_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "RETRY_SECONDS", 1.0)
    with open_store(own_server.url) as store:
        own_server.stop(kill=True)
        try:
            with pytest.raises(StoreError, match="cannot be reached") as error:
                store.apply(small())
            with pytest.raises(StoreError, match="cannot be reached"):
                open_store(own_server.url)
        finally:
            own_server.start()
        assert "\n" not in str(error.value)
        assert own_server.password not in str(error.value)
        store.apply(small())
        assert len(contents(store)["facts"]) == 2
