"""Questions never write: each engine itself decides, on the statement as it understands it."""

import time
from pathlib import Path

import pytest

from kg.errors import QueryError, StoreError
from kg.store import Batch, Store, open_store
from tests.store.graphs import contents, small

WRITES = (Path(__file__).parent / "writes.txt").read_text("utf-8").partition("\n")[2].split("\n%%\n")
INNOCENT = [
    ("RETURN 'CREATE (n) DELETE n' AS text", [{"text": "CREATE (n) DELETE n"}]),
    ("RETURN 1 AS `CREATE`", [{"CREATE": 1}]),
    ("WITH 1 AS delete RETURN delete AS set", [{"set": 1}]),
    ("RETURN 1 AS one // CREATE (n)", [{"one": 1}]),
    ("RETURN /* MERGE (n) */ 1 AS one", [{"one": 1}]),
    ("MATCH (n:Region {name: 'CREATE (n)'}) RETURN n.id AS id", [{"id": "region:evil"}]),
    ('MATCH (n:Region) WHERE n.id = "region:evil" RETURN {set: n.name} AS merge', [{"merge": {"set": "CREATE (n)"}}]),
    ("MATCH (n:Region) WHERE n.name STARTS WITH 'CREATE' RETURN count(n) AS removed", [{"removed": 1}]),
    ("UNWIND ['DROP', 'LOAD CSV'] AS x RETURN x", [{"x": "DROP"}, {"x": "LOAD CSV"}]),
    ("MATCH (n:Region {id: 'region:evil'}) CALL (n) { RETURN n.name AS name } RETURN name", [{"name": "CREATE (n)"}]),
    ("RETURN EXISTS { MATCH (n:Region {id: 'region:evil'}) } AS there", [{"there": True}]),
    ("RETURN reduce(a = 0, x IN [1, 2] | a + x) AS sum", [{"sum": 3}]),
    ("RETURN 1 AS a UNION RETURN 2 AS a", [{"a": 1}, {"a": 2}]),
]


def test_there_are_enough_ways_to_write() -> None:
    assert len(WRITES) >= 60
    assert len(set(WRITES)) == len(WRITES)


@pytest.mark.parametrize("text", WRITES, ids=range(len(WRITES)))
def test_what_writes_is_refused(store: Store, text: str) -> None:
    store.apply(small())
    before = contents(store)
    with pytest.raises(QueryError):
        store.read(text, {"k": "name"}, timeout=10)
    assert contents(store) == before


@pytest.mark.parametrize(("text", "rows"), INNOCENT, ids=range(len(INNOCENT)))
def test_what_only_looks_like_writing_passes(store: Store, text: str, rows: list[dict[str, object]]) -> None:
    store.apply(Batch(entities=[{"id": "region:evil", "type": "Region", "name": "CREATE (n)"}]))
    assert store.read(text) == rows


def test_no_user_index_or_label_is_left_behind_by_refused_statements(store: Store) -> None:
    for text in WRITES:
        with pytest.raises(QueryError):
            store.read(text, {"k": "name"}, timeout=10)
    names = store.read("SHOW INDEXES YIELD name RETURN collect(name) AS names")[0]["names"]
    assert not any("evil" in n or "other" in n for n in names)
    assert not any("Evil" in r["label"] for r in store.read("CALL db.labels() YIELD label RETURN label"))


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (a:Region), (b:Region), (c:Region) WHERE a.name + b.name + c.name = 'x' RETURN count(*) AS n",
        "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a = b + 1 RETURN count(*) AS n",
        "MATCH (a:Region), (b:Region), (c:Region) RETURN a.id AS id",
    ],
)
def test_a_runaway_question_ends_within_about_a_second_of_its_time(store: Store, text: str) -> None:
    store.apply(Batch(entities=[{"id": f"region:{i}", "type": "Region", "name": str(i)} for i in range(2_000)]))
    start = time.monotonic()
    with pytest.raises(QueryError, match="longer than its time limit"):
        store.read(text, timeout=0.5)
    assert time.monotonic() - start < 0.5 + 4  # a second; the rest is for a machine that is busy
    assert store.read("RETURN 1 AS one") == [{"one": 1}]


def test_time_limits_do_not_leak_into_the_next_question(embedded: Store) -> None:
    with pytest.raises(QueryError, match="time limit"):
        embedded.read("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000) AS b RETURN count(a) AS n", timeout=0.05)
    slow = "UNWIND range(1, 300000) AS a WITH a WHERE a % 7 = 0 RETURN count(a) AS n"
    assert embedded.read(slow, timeout=60) == [{"n": 42857}]


def test_rows_stop_at_the_limit(store: Store) -> None:
    store.apply(Batch(entities=[{"id": f"region:{i}", "type": "Region", "name": str(i)} for i in range(300)]))
    for limit in (0, 1, 299, 300, 301):
        assert len(store.read("MATCH (n:Region) RETURN n.id AS id", limit=limit)) == min(limit, 300)
    start = time.monotonic()
    assert len(store.read("MATCH (a:Region), (b:Region), (c:Region) RETURN a.id AS id", limit=10, timeout=20)) == 10
    assert time.monotonic() - start < 10


def test_a_store_opened_for_reading_writes_nothing(store_folder: Path) -> None:
    with pytest.raises(StoreError, match="no graph is kept there.*kg load"):
        open_store(store_folder, read_only=True)
    assert not store_folder.exists()
    with open_store(store_folder) as store:
        store.apply(small())
    with open_store(store_folder, read_only=True) as store:
        assert len(contents(store)["facts"]) == 2
        with pytest.raises(StoreError, match="reading only"):
            store.apply(small())


@pytest.mark.neo4j
def test_neo4j_opened_for_reading_writes_nothing(neo4j_store: Store, neo4j_url: str) -> None:
    with open_store(neo4j_url, read_only=True) as store:
        assert store.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
        with pytest.raises(StoreError, match="reading only"):
            store.apply(small())
