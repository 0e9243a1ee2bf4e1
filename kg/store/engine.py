"""The embedded engine: ArcadeDB inside this process, with a Bolt listener on the loopback address.

One process owns a store folder, by a lock that the operating system lets go when the process ends. While it lives, the
file `listener.json` (readable by its user alone) tells other processes of that user the port and the two passwords that
were made for this run, so that they can join instead of being turned away.
"""

import atexit
import errno
import json
import os
import secrets
import socket
import stat
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.settings import cache_folder
from kg.store.declare import make_database
from kg.store.folder import FolderLock, users_file, write_private
from kg.store.inprocess import NO_ROOM, TimeLimit

DATABASE = "graph"
WRITER = "root"
READER = "reader"
JOIN_SECONDS = 60.0
PORT_TRIES = 5  # a port found free may be another's before the engine listens on it
_PORT_TAKEN = "Unable to listen"  # how the engine's messages on its two ports begin
JOINED = "joined"  # file that tells the owner of a folder that another process writes too

# What a user of the group may do; the engine checks it for each record and each change of the schema.
_GROUPS = {
    "databases": {
        "*": {
            "groups": {
                "admin": {
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                    "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
                    "types": {"*": {"access": ["createRecord", "readRecord", "updateRecord", "deleteRecord"]}},
                },
                "reader": {
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                    "access": [],
                    "types": {"*": {"access": ["readRecord"]}},
                },
            }
        }
    },
    "version": 2,
}


@dataclass(frozen=True, slots=True)
class Listener:
    """Where a running engine listens, and the passwords of this run (never shown)."""

    port: int
    writer: str
    reader: str

    def __repr__(self) -> str:
        return f"Listener(port={self.port})"

    @property
    def url(self) -> str:
        """Bolt URL of the listener."""
        return f"bolt://127.0.0.1:{self.port}"


class Engine:
    """A running engine on one folder; several stores of this process may share it."""

    def __init__(self, folder: Path, lock: FolderLock) -> None:
        self.folder = folder
        self.users = 0
        self.revision = 0
        self.records: dict[str, tuple[str, str]] = {}
        self.writing = threading.Lock()
        self._lock = lock
        self.listener = Listener(0, secrets.token_urlsafe(24), secrets.token_urlsafe(24))
        (folder / JOINED).unlink(missing_ok=True)
        self._server = self._start()
        try:
            self.database: Any = self._server.create_database(DATABASE)  # opens it
            self.limit = TimeLimit(self.database)
            self.database.set_wal_flush("yes_full")  # a commit survives a power cut too
            for reach in ("allowFileUrls", "allowRemoteUrls"):  # a question stays within the graph
                self.database.command("sql", f"ALTER DATABASE `arcadedb.opencypher.loadCsv.{reach}` false").close()
            write_private(folder / "listener.json", json.dumps(_as_json(self.listener)))
        except Exception as error:
            self._server.stop()
            raise _unusable(folder, error) from error

    def _start(self) -> Any:
        arcadedb = engine_module()
        self.native = getattr(arcadedb, "__backend__", "") == "native"
        config = self.folder / "config"
        config.mkdir(mode=0o700, exist_ok=True)
        write_private(config / "server-groups.json", json.dumps(_GROUPS))
        write_private(
            config / "server-users.jsonl",
            users_file({WRITER: (self.listener.writer, "admin"), READER: (self.listener.reader, "reader")}),
        )
        for _ in range(PORT_TRIES):
            bolt, http = free_port(), free_port()
            server = arcadedb.create_server(str(self.folder), self.listener.writer, config=_settings(bolt, http))
            try:
                make_database(arcadedb, self.folder / "databases" / DATABASE)
                server.start()
            except Exception as error:
                failure = error
                with suppress(Exception):  # it may not have come far enough to be stopped
                    server.stop()
                if _PORT_TAKEN not in str(error):
                    break
            else:
                self.listener = replace(self.listener, port=bolt)
                close_listener(http)
                return server
        raise _unusable(self.folder, failure) from failure

    def close(self) -> None:
        """Stop the engine and give the folder back."""
        (self.folder / "listener.json").unlink(missing_ok=True)
        try:
            self._server.stop()
        finally:
            self._lock.release()


_engines: dict[Path, Engine] = {}
_guard = threading.RLock()


def holds_graph(folder: Path) -> bool:
    """Whether a graph is kept in `folder`."""
    return (folder.expanduser() / "databases" / DATABASE).is_dir()


def open_engine(folder: Path, create: bool = True) -> Engine | Listener:
    """The engine on `folder`, started here, or the listener of the process that has it.

    StoreError if the folder does not exist and `create` is off, cannot be written, or is held by a process that
    cannot be joined.
    """
    folder = folder.expanduser().absolute()
    if not create and not holds_graph(folder):
        raise StoreError(f"{folder}: no graph is kept there; load something first (kg load), or name another --store")
    with _guard:
        engine = _engines.get(folder)
        if engine is None:
            held = _start_or_find(folder)
            if isinstance(held, Listener):
                return held
            engine = _engines[folder] = held
        engine.users += 1
        return engine


def release_engine(engine: Engine) -> None:
    """One store less uses `engine`; the last one stops it."""
    with _guard:
        engine.users -= 1
        if engine.users <= 0 and engine.folder in _engines:
            del _engines[engine.folder]
            engine.close()


@atexit.register
def _close_all() -> None:
    with _guard:
        while _engines:
            _engines.popitem()[1].close()


def _start_or_find(folder: Path) -> Engine | Listener:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(folder / "owner.lock")
        end = time.monotonic() + JOIN_SECONDS
        while not lock.acquire():
            found = _running_listener(folder / "listener.json")
            if found is not None:
                return found
            if time.monotonic() > end:
                raise StoreError(
                    f"{folder}: another process has this store open and cannot be reached; end it, or wait, and try again"
                )
            time.sleep(0.05)
        try:
            return Engine(folder, lock)
        except BaseException:
            lock.release()
            raise
    except OSError as error:
        remedy = "make room there" if error.errno == errno.ENOSPC else "name a folder that you may write to"
        raise StoreError(f"{folder}: cannot be used as a store: {error.strerror}; {remedy}") from error


def _running_listener(path: Path) -> Listener | None:
    """The listener that the file tells of, if somebody answers there."""
    try:
        data = json.loads(path.read_text("utf-8"))
        listener = Listener(int(data["port"]), data["writer"], data["reader"])
        socket.create_connection(("127.0.0.1", listener.port), timeout=2).close()
    except (OSError, ValueError, KeyError):
        return None
    return listener


def _as_json(listener: Listener) -> dict[str, Any]:
    return {"port": listener.port, "writer": listener.writer, "reader": listener.reader}


def engine_module() -> Any:
    """The engine's Python package: native where there is a wheel, else the one with its own Java; logs go to the cache."""
    os.environ.setdefault("ARCADEDB_LOG_CONSOLE", "0")
    os.environ.setdefault("ARCADEDB_LOG_DIR", str(cache_folder() / "engine-log"))
    try:
        import arcadedb
    except ImportError:
        try:
            import arcadedb_embedded as arcadedb
        except ImportError as error:
            raise StoreError(
                "the embedded engine is not installed; pip install arcadedb, or set KG_STORE to a Neo4j URL"
            ) from error
    return arcadedb


def _settings(bolt: int, http: int) -> dict[str, Any]:
    return {
        "host": "127.0.0.1",
        "http_port": http,
        "mode": "development",  # other modes hide what was wrong with a statement
        "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "bolt_host": "127.0.0.1",
        "bolt_port": bolt,
        "server_saltIterations": 1000,  # the passwords are random, so a slow hash adds nothing
    }


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def close_listener(port: int) -> None:
    """Take this process' listener off `port`: the engine has no switch for its HTTP port, which nobody here needs.

    The descriptor is put over with the null device, so that the engine may still close it. Where descriptors are no
    small numbers (Windows) the port stays, on the loopback address and with the run's password.
    """
    for descriptor in _descriptors():
        if _listens(descriptor, port):
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, descriptor)
            os.close(null)


def _listens(descriptor: int, port: int) -> bool:
    try:
        if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            return False
        with socket.socket(fileno=os.dup(descriptor)) as one:
            return bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)) and one.getsockname()[1] == port
    except OSError:
        return False


def _descriptors() -> Iterable[int]:
    for folder in ("/proc/self/fd", "/dev/fd"):
        with suppress(OSError):
            return [int(name) for name in os.listdir(folder) if name.isdigit()]
    return []


def _unusable(folder: Path, error: BaseException) -> StoreError:
    reason = (str(error).splitlines() or [type(error).__name__])[0][:300]
    if NO_ROOM in str(error):
        return StoreError(f"{folder}: cannot be used as a store: {NO_ROOM}; make room there")
    if "graal_create_isolate" in reason:
        return StoreError(f"{folder}: the embedded engine gets no memory ({reason}); raise the limit (ulimit -v)")
    return StoreError(
        f"{folder}: the embedded engine cannot open it: {reason}; if it is damaged, restore a backup into another folder (kg restore)"
    )
