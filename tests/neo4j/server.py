"""A Neo4j server for the tests, from Neo4j's own jars: resolved once with Maven, started with Java, gone with the tests."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import time
from pathlib import Path

from kg.settings import cache_folder
from kg.store.folder import FolderLock

HERE = Path(__file__).parent
VERSION = os.environ.get("KG_TEST_NEO4J_VERSION", "5.26.12")
OPENS = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
NEEDS = "install Java 17 or later (21 for Neo4j 2025 and later) and Maven, or set KG_TEST_NEO4J to bolt://user:password@host:port"


class Unavailable(Exception):
    """There is no way to start a server here."""


class Server:
    """A running server; `url` holds user and password."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._java, self._jars = find_java(), jars()
        self.port = _free_port()
        self.password = secrets.token_urlsafe(16)
        self.address = f"bolt://127.0.0.1:{self.port}"
        self.start()

    @property
    def url(self) -> str:
        return f"bolt://neo4j:{self.password}@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start on the same home and port, and come back when it answers; it ends when our end of its input closes."""
        log = open(self._home / "server.log", "ab")  # noqa: SIM115
        opens = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENS]
        command = [
            self._java,
            "-Xmx768m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            f"{self._jars}/*",
            *opens,
            str(HERE / "Start.java"),
        ]
        self._process = subprocess.Popen(
            [*command, str(self._home), str(self.port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
        )
        log.close()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(self.password.encode() + b"\n")
        self._process.stdin.flush()
        if self._process.stdout.readline().strip() != b"ready":
            raise Unavailable(f"Neo4j {VERSION} did not start; see {self._home / 'server.log'}")

    def stop(self, kill: bool = False) -> None:
        """Let it end by itself, or kill it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if kill:
            self._process.kill()
            self._process.wait(60)
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(60)


def find_java() -> str:
    """A Java that is new enough: KG_TEST_JAVA, JAVA_HOME, the path, /usr/lib/jvm."""
    least = 17 if VERSION.startswith("5.") else 21
    homes = [
        os.environ.get("KG_TEST_JAVA"),
        os.environ.get("JAVA_HOME"),
        *sorted(map(str, Path("/usr/lib/jvm").glob("*"))),
    ]
    found = [str(Path(home) / "bin" / "java") for home in homes if home] + [shutil.which("java") or ""]
    for java in found:
        if os.access(java, os.X_OK) and _release(java) >= least:
            return java
    raise Unavailable(f"no Java {least} or later found; {NEEDS}")


def _release(java: str) -> int:
    text = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    number = re.search(r'version "(\d+)', text)
    return int(number[1]) if number else 0


def jars() -> Path:
    """Folder with the server's jars, in the user's cache; one process resolves them, the others wait."""
    folder = cache_folder() / "neo4j" / VERSION
    folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder / "lock")
    while not lock.acquire():
        time.sleep(0.2)
    try:
        if not (folder / "complete").exists():
            _resolve(folder / "jars")
            (folder / "complete").touch()
    finally:
        lock.release()
    return folder / "jars"


def _resolve(target: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable(f"no Maven found; {NEEDS}")
    command = [maven, "-q", "-B", "-f", str(HERE / "pom.xml"), f"-Dneo4j.version={VERSION}", "-DincludeScope=runtime"]
    done = subprocess.run(
        [*command, f"-DoutputDirectory={target}", "dependency:copy-dependencies"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unavailable(f"Maven could not fetch Neo4j {VERSION}: {(done.stdout + done.stderr).strip()[-300:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
