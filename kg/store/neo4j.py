"""The store in a Neo4j server (5.26 LTS or later) by URL."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from kg import settings
from kg.errors import QueryError, StoreError
from kg.schema.ontology import ontology
from kg.store.base import Batch, Row
from kg.store.client import BoltStore, make_driver
from kg.store.cypher import FACT_KEYS, Run

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
# Operators of plans that the server counts as reading, but that reach beyond the graph.
FORBIDDEN = frozenset({"LoadCSV", "TerminateTransactions"})
# The first SET takes the lock; without it, two transactions could read one number.
_COUNT = (
    "MERGE (n:Revision {id: 'graph'}) SET n.id = 'graph' "
    "WITH n SET n.number = coalesce(n.number, 0) + 1 RETURN n.number - 1 AS number"
)


class Neo4jStore(BoltStore):
    """A graph in a Neo4j server; constraints and indexes are made when it is first opened for writing."""

    def __init__(self, url: str, user: str | None = None, password: str | None = None, read_only: bool = False) -> None:
        parts = urlsplit(url)
        plain = _address(parts)
        user = user or unquote(parts.username or "") or settings.user()
        password = password or unquote(parts.password or "") or settings.password()
        super().__init__(plain, make_driver(plain, user, password), parts.path.strip("/") or None, read_only)
        self._safe: set[str] = set()
        try:
            with self._errors(StoreError):
                self._driver.verify_connectivity()
                if not read_only:
                    self._declare()
        except BaseException:
            self._driver.close()
            raise

    def _declare(self) -> None:
        with self._session() as session:
            there = set(
                session.run("SHOW INDEXES YIELD name RETURN collect(name) AS names").single(strict=True)["names"]
            )
            for name, statement in declarations().items():
                if name not in there:
                    session.run(statement).consume()
            session.run("CALL db.awaitIndexes(300)").consume()

    def revision(self) -> int | None:
        """The number that the node of the revision holds; 0 before the first batch."""
        rows = self.read("MATCH (n:Revision {id: 'graph'}) RETURN n.number AS number")
        return int(rows[0]["number"]) if rows else 0

    def stamp(self) -> str | None:
        """The bookmark of a transaction that only read: it names the last one that wrote."""
        with self._errors(StoreError), self._session(default_access_mode="READ") as session:
            session.execute_read(lambda tx: tx.run("RETURN 1").consume())
            return " ".join(sorted(session.last_bookmarks().raw_values))

    def _alone(self, batch: Batch, run: Run) -> bool:
        """Count a batch that has a revision: the lock on that node lets one such be written at a time, and none blocks another."""
        return batch.revision is not None and bool(run(_COUNT)[0]["number"] == batch.revision)

    def _entity(self, kind: str) -> str:
        return f"(n:Entity:{kind} {{id: row.id}})"

    def read(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 30.0, limit: int | None = None
    ) -> list[Row]:
        """Rows of a read-only question: the server says what kind of statement it is, and refuses to write besides."""
        with self._errors(QueryError), self._session(default_access_mode="READ", fetch_size=1000) as session:
            if text not in self._safe:
                self._check_reads(session, text, parameters)
                self._safe.add(text)
            return self._rows(session, text, parameters, timeout, limit)

    def _check_reads(self, session: Any, text: str, parameters: Mapping[str, Any] | None) -> None:
        summary = session.execute_read(lambda tx: tx.run("EXPLAIN " + text, dict(parameters or {})).consume())
        if summary.query_type != "r":
            raise QueryError("this question would write; questions are read-only")
        if FORBIDDEN & set(_operators(summary.plan or {})):
            raise QueryError(
                "this question reaches beyond the graph (files, addresses or other transactions); questions are read-only"
            )


def _address(parts: SplitResult) -> str:
    """The URL without user, password and database."""
    try:
        port = parts.port or 7687
    except ValueError:
        port = 0
    if parts.scheme not in SCHEMES or not parts.hostname or not port:
        raise StoreError(
            f"{parts.scheme}://{parts.hostname or ''}: not a server; write bolt://host:7687 or neo4j://host:7687"
        )
    host = parts.hostname if ":" not in parts.hostname else f"[{parts.hostname}]"
    return f"{parts.scheme}://{host}:{port}"


def _operators(plan: Mapping[str, Any]) -> Iterator[str]:
    """Names of the operators of the plan that the server made of a statement."""
    yield str(plan.get("operatorType", "")).partition("@")[0]
    for child in plan.get("children", ()):
        yield from _operators(child)


def declarations() -> dict[str, str]:
    """Name -> statement of every constraint and index that the graph needs, from the ontology."""
    found = {
        "kg_entity_id": "CREATE CONSTRAINT kg_entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
        "kg_fact_id": "CREATE CONSTRAINT kg_fact_id IF NOT EXISTS FOR (n:Fact) REQUIRE n.id IS UNIQUE",
        "kg_document_id": "CREATE CONSTRAINT kg_document_id IF NOT EXISTS FOR (n:Document) REQUIRE n.id IS UNIQUE",
        "kg_revision_id": "CREATE CONSTRAINT kg_revision_id IF NOT EXISTS FOR (n:Revision) REQUIRE n.id IS UNIQUE",
    }
    found |= _index("Entity", "name")
    for key in FACT_KEYS:
        found |= _index("Fact", key)
    for kind in ontology().nodes:
        found |= _index(kind, "id") | _index(kind, "name")
    for relation in ontology().relations:
        name = f"kg_{relation.lower()}_id"
        found[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR ()-[r:{relation}]-() ON (r.id)"
    return found


def _index(label: str, key: str) -> dict[str, str]:
    name = f"kg_{label.lower()}_{key}"
    return {name: f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{key})"}
