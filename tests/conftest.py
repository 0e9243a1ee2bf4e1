"""Engines for everybody's tests.

`store` is an EMPTY graph, once in the embedded engine and once in a real Neo4j: a test that takes it runs on both.
`embedded` and `neo4j_store` are the same for one engine alone. All are emptied by deleting data, so they are quick.

Neo4j: the server of KG_TEST_NEO4J (bolt://user:password@host:port; its data are deleted!), else one that is started for
each worker from Neo4j's own jars (Java and Maven; version KG_TEST_NEO4J_VERSION, Java KG_TEST_JAVA). Without either,
the Neo4j half is skipped; with CI=true in the environment that is an error.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from kg.store import Store, open_store
from tests.neo4j.server import Server, Unavailable

settings.register_profile("untimed", deadline=None)  # how long an example takes is the machine's matter
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests that need Neo4j carry its mark, and run in one worker: one server is enough."""
    for item in items:
        engine = getattr(getattr(item, "callspec", None), "params", {}).get("store")
        if engine == "neo4j_store" or {"neo4j_url", "neo4j_store"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.neo4j)
            item.add_marker(pytest.mark.xdist_group("neo4j"))


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Neo4j server of our own, which a test may stop and start."""
    try:
        server = Server(tmp_path_factory.mktemp("neo4j"))
    except Unavailable as reason:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"Neo4j: {reason}")
    yield server
    server.stop(kill=True)


@pytest.fixture(scope="session")
def neo4j_url(request: pytest.FixtureRequest) -> str:
    """Bolt URL with user and password."""
    given = os.environ.get("KG_TEST_NEO4J")
    return given or str(request.getfixturevalue("neo4j_server").url)


@pytest.fixture(scope="session")
def _embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("embedded") / "store") as store:
        yield store


@pytest.fixture(scope="session")
def _neo4j(neo4j_url: str) -> Iterator[Store]:
    with open_store(neo4j_url) as store:
        yield store


@pytest.fixture
def embedded(_embedded: Store) -> Store:
    """An empty graph in the embedded engine."""
    return empty(_embedded)


@pytest.fixture
def neo4j_store(_neo4j: Store) -> Store:
    """An empty graph in Neo4j."""
    return empty(_neo4j)


@pytest.fixture(params=["embedded", pytest.param("neo4j_store", id="neo4j")])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty graph, on each engine in turn."""
    found: Store = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def store_folder(tmp_path: Path) -> Path:
    """A folder for an embedded store of the test's own."""
    return tmp_path / "store"


def empty(store: Any) -> Store:
    """Delete all data of `store`; constraints and indexes stay."""
    engine = getattr(store, "_engine", None)
    if engine is not None:
        engine.records.clear()
        for kind in ("Fact", "Entity", "Document"):
            engine.database.command("sql", f"DELETE FROM {kind}").close()
    else:
        with store._session() as session:
            session.execute_write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    result: Store = store
    return result
