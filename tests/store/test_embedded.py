"""The embedded engine as a neighbour: one owner, others join; loopback only; no secrets shown; bad folders named."""

import itertools
import json
import socket
import stat
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import QueryError, StoreError
from kg.store import Store, engine, open_store
from tests.store.graphs import contents, small

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from kg.store import Store, open_store
from tests.store.graphs import small
store = open_store(sys.argv[1])
store.apply(small())
print("open", flush=True)
sys.stdin.read()
"""
JOIN = """
import sys
from kg.errors import QueryError
from kg.store import Batch, open_store
from tests.store.graphs import contents, entity
with open_store(sys.argv[1]) as store:
    assert len(contents(store)["facts"]) == 2
    for text in ("CREATE (n:Region {id: 'x'})", "MATCH (n) DETACH DELETE n", "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l"):
        try:
            store.read(text)
        except QueryError as error:
            pass
        else:
            sys.exit(f"went through: {text}")
    try:
        store.read("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(a) AS n", timeout=0.3)
    except QueryError as error:
        assert "time limit" in str(error), error
    else:
        sys.exit("no time limit")
    store.apply(Batch(entities=[entity("enterprise:joined")], drop_edges=["edge:1"]))
    assert len(contents(store)["edges"]) == 1
"""


def run(script: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", script, str(folder)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def holder(store_folder: Path) -> "Iterator[subprocess.Popen[str]]":
    """Another process that has the store open."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store_folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def test_the_owner_knows_that_another_process_joined_to_write(store_folder: Path) -> None:
    with open_store(store_folder) as store:
        store.apply(small())
        known = [store.revision() is None]
        assert run(JOIN, store_folder).returncode == 0
        known.append(store.revision() is None)
    with open_store(store_folder) as store:
        known.append(store.revision() is None)
    assert known == [False, True, False]


def test_a_second_process_joins(store_folder: Path) -> None:
    with open_store(store_folder) as store:
        store.apply(small())
        done = run(JOIN, store_folder)
        assert (done.returncode, done.stderr) == (0, "")
        assert store.read("MATCH (n:Enterprise {id: 'enterprise:joined'}) RETURN n.name AS name") == [
            {"name": "enterprise:joined"}
        ]


def test_who_joined_takes_over_when_the_owner_has_gone(holder: "subprocess.Popen[str]", store_folder: Path) -> None:
    with open_store(store_folder) as store, open_store(store_folder, read_only=True) as reader:
        assert len(contents(store)["facts"]) == len(contents(reader)["facts"]) == 2
        holder.kill()
        holder.wait(30)
        assert len(contents(reader)["facts"]) == len(contents(store)["facts"]) == 2
        store.apply(small())
        assert run(JOIN, store_folder).returncode == 0


def test_the_listener_is_on_the_loopback_address_alone_and_goes_with_a_killed_process(
    holder: "subprocess.Popen[str]", store_folder: Path
) -> None:
    port = json.loads((store_folder / "listener.json").read_text())["port"]
    assert listening(holder.pid) == {("127.0.0.1", port)}
    holder.kill()
    holder.wait(30)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_stale_listener_file_is_no_hindrance(holder: "subprocess.Popen[str]", store_folder: Path) -> None:
    holder.kill()
    holder.wait(30)
    assert (store_folder / "listener.json").exists()
    with open_store(store_folder) as store:
        assert len(contents(store)["facts"]) == 2
    assert not (store_folder / "listener.json").exists()


def listening(pid: int) -> set[tuple[str, int]]:
    """Addresses that a process listens on, from /proc."""
    if not Path("/proc/net/tcp").exists():
        pytest.skip("needs /proc to list listeners")
    sockets = {
        link.readlink().name for link in Path(f"/proc/{pid}/fd").iterdir() if link.readlink().name.startswith("socket:")
    }
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            parts = line.split()
            if parts[3] == "0A" and f"socket:[{parts[9]}]" in sockets:
                address, port = parts[1].split(":")
                raw = b"".join(bytes.fromhex(address[i : i + 8])[::-1] for i in range(0, len(address), 8))
                family = socket.AF_INET if len(raw) == 4 else socket.AF_INET6
                found.add((socket.inet_ntop(family, raw).removeprefix("::ffff:"), int(port, 16)))
    return found


def test_the_same_folder_opened_twice_in_a_process_is_one_engine(store_folder: Path) -> None:
    with open_store(store_folder) as one, open_store(store_folder) as two:
        one.apply(small())
        assert contents(one) == contents(two)
    with pytest.raises(StoreError, match="closed"):
        one.read("RETURN 1 AS one")
    with pytest.raises(StoreError, match="closed"):
        one.apply(small())
    one.close()


def test_a_question_of_one_store_does_not_shorten_the_time_of_another(store_folder: Path) -> None:
    def seconds(store: Store) -> float:
        settings = vars(store)["_engine"].database.query("sql", "SELECT FROM schema:database").to_list()[0]["settings"]
        return next(float(s["value"]) for s in settings if s["key"] == "arcadedb.command.timeout") / 1000

    with open_store(store_folder) as one, open_store(store_folder) as two, one.busy():
        before = seconds(one)
        two.read("RETURN 1 AS one", timeout=1)
        assert seconds(one) == before > 30


def test_secrets_are_not_shown(store_folder: Path) -> None:
    with open_store(store_folder) as store:
        path = store_folder / "listener.json"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        secrets = [v for v in json.loads(path.read_text()).values() if isinstance(v, str)]
        for name in ("server-users.jsonl", "server-groups.json"):
            assert stat.S_IMODE((store_folder / "config" / name).stat().st_mode) == 0o600
        engine = vars(store)["_engine"]
        shown = repr(store) + store.url + repr(engine) + repr(engine.listener)
        try:
            store.read("CREATE (n)")
        except QueryError:
            shown += traceback.format_exc()
        logs = [p for p in store_folder.rglob("*") if p.is_file() and p.name != "listener.json"]
        shown += "".join(p.read_bytes().decode("latin-1") for p in logs)
        assert len(secrets) == 2
        assert not any(secret in shown for secret in secrets)


def test_a_password_in_a_url_is_not_shown() -> None:
    url = "bolt://someone:geheim-" + "wort@127.0.0.1:9"
    with pytest.raises(StoreError, match="cannot be reached") as error:
        open_store(url)
    text = "".join(traceback.format_exception(error.value))
    assert "geheim-wort" not in text
    assert "\n" not in str(error.value)


@pytest.mark.neo4j
def test_a_wrong_password_is_one_line_with_the_way_out(neo4j_url: str) -> None:
    address = neo4j_url.rpartition("@")[2]
    password = "geheim-" + "wort"
    with pytest.raises(StoreError, match="KG_USER and KG_PASSWORD") as error:
        open_store(f"bolt://{address}", user="neo4j", password=password)
    assert "geheim-wort" not in "".join(traceback.format_exception(error.value))


@pytest.mark.neo4j
def test_a_wrong_database_is_one_line_with_the_way_out(neo4j_url: str) -> None:
    with pytest.raises(StoreError, match=r"bolt://[^ ]+: .*nowhere.*; name one that the server has"):
        open_store(f"{neo4j_url}/nowhere")


@pytest.mark.parametrize("url", ["http://127.0.0.1:7474", "bolt://", "ftp://x", "bolt://host:port"])
def test_urls_that_are_none_are_refused(url: str) -> None:
    with pytest.raises(StoreError, match="bolt://"):
        open_store(url)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="folder"):
        open_store(tmp_path / "file")


def test_a_broken_store_is_named(store_folder: Path) -> None:
    with open_store(store_folder) as store:
        store.apply(small())
    for path in (store_folder / "databases" / "graph").iterdir():
        path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(StoreError, match="store.*backup"):
        open_store(store_folder)


@pytest.mark.parametrize("nth", [1, 2], ids=["bolt", "http"])
def test_a_port_that_another_takes_meanwhile_is_replaced(
    nth: int, store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        turn, free = itertools.count(1), engine.free_port
        monkeypatch.setattr(engine, "free_port", lambda: taken if next(turn) == nth else free())
        with open_store(store_folder) as store:
            assert store.read("RETURN 1 AS one") == [{"one": 1}]
        assert next(turn) == 5  # two ports chosen twice


def test_an_engine_without_a_free_port_says_so(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setattr(engine, "free_port", lambda: other.getsockname()[1])
        with pytest.raises(StoreError, match="Unable to listen"):
            open_store(store_folder)
    monkeypatch.undo()
    with open_store(store_folder) as store:
        assert store.read("RETURN 1 AS one") == [{"one": 1}]


def test_opening_is_quick(store_folder: Path) -> None:
    open_store(store_folder).close()
    script = "import time,sys; t=time.perf_counter(); from kg.store import open_store; open_store(sys.argv[1]); print(time.perf_counter()-t)"
    times = [float(run(script, store_folder).stdout) for _ in range(3)]
    assert min(times) < 3  # 0.35 s on an idle machine; a busy one may take several times as long
