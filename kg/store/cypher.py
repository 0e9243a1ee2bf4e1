"""The Cypher that writes a batch: the same for both engines, but for how a node is merged and an edge is found by its id."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Set

from kg.batched import batched
from kg.errors import GoneError, StoreError
from kg.schema.ontology import ontology
from kg.store.base import Batch, Row

ROWS = 5_000
FACT_KEYS = ("subject", "object", "edge", "form", "loose")  # what facts are looked up by, beside their id
Run = Callable[..., list[Row]]
_BY_ID = "{id: row.id}"
_DOCUMENT = frozenset({"document"})
EDGE_ENDS = frozenset({"type", "source", "target", "source_type", "target_type"})


def write_batch(batch: Batch, run: Run, node: Callable[[str], str], new: Set[str] = frozenset()) -> None:
    """Run the statements of `batch`, drops first; `run(text, rows=...)` gives their rows, `node(type)` an entity's pattern.

    What is `new` (ids that are certainly not in the graph) is made without looking for it first. StoreError if an edge
    misses an end or a fact its document; whoever runs this rolls back then.
    """
    _drop(batch, run)
    for rows in batched(batch.documents, ROWS):
        run(f"UNWIND $rows AS row MERGE (n:Document {_BY_ID}) SET n = row.put", rows=[_put(r) for r in rows])
    for (kind,), group in _grouped(batch.entities, "type"):
        _entities(run, node(kind), group, new)
    for kinds, group in _grouped(batch.edges, "type", "source_type", "target_type"):
        for verb, some in _parted(group, new):
            for rows in batched(some, ROWS):
                _edges(run, rows, verb, *kinds)
    for (document,), group in _grouped(batch.facts, "document"):
        for verb, some in _parted(group, new):
            for rows in batched(some, ROWS):
                _facts(run, rows, verb, document)


def _parted(rows: list[Row], new: Set[str]) -> Iterator[tuple[str, list[Row]]]:
    """The rows to CREATE, each once, and those to MERGE."""
    yield "CREATE", list({r["id"]: r for r in rows if r["id"] in new}.values()) if new else []
    yield "MERGE", [r for r in rows if r["id"] not in new]


def _entities(run: Run, pattern: str, group: list[Row], new: Set[str]) -> None:
    for verb, some in _parted(group, new):
        for rows in batched(some, ROWS):
            run(f"UNWIND $rows AS row {verb} {pattern} SET n = row.put", rows=[_put(r) for r in rows])


def _drop(batch: Batch, run: Run) -> None:
    for ids in batched(batch.drop_facts, ROWS):
        run("UNWIND $rows AS row MATCH (n:Fact {id: row}) DETACH DELETE n", rows=ids)
    for ids in batched(batch.drop_edges, ROWS):
        for relation in ontology().relations:
            run(f"MATCH ()-[r:{relation}]->() WHERE r.id IN $rows DELETE r", rows=ids)
    for ids in batched(batch.drop_entities, ROWS):
        run("UNWIND $rows AS row MATCH (n:Entity {id: row}) DETACH DELETE n", rows=ids)
    for ids in batched(batch.drop_documents, ROWS):
        run("UNWIND $rows AS row MATCH (:Document {id: row})<-[:STATED_IN]-(f:Fact) DETACH DELETE f", rows=ids)
        run("UNWIND $rows AS row MATCH (n:Document {id: row}) DETACH DELETE n", rows=ids)


def _edges(run: Run, rows: list[Row], verb: str, relation: str, source: str, target: str) -> None:
    found = run(
        f"UNWIND $rows AS row MATCH (a:{source} {{id: row.source}}) MATCH (b:{target} {{id: row.target}}) "
        f"{verb} (a)-[r:{relation} {_BY_ID}]->(b) SET r = row.put RETURN count(r) AS found",
        rows=[{**_put(r, EDGE_ENDS), "source": r["source"], "target": r["target"]} for r in rows],
    )
    if found[0]["found"] == len(rows):
        return
    for end, kind in (("source", source), ("target", target)):
        ids = [r[end] for r in rows]
        there = {r["id"] for r in run(f"UNWIND $rows AS row MATCH (n:{kind} {{id: row}}) RETURN n.id AS id", rows=ids)}
        for row in rows:
            if row[end] not in there:
                raise missing_end(row, end)
    raise StoreError(
        f"edges of {relation} between {source} and {target} came out {found[0]['found']} of {len(rows)}; put them again"
    )


def _facts(run: Run, rows: list[Row], verb: str, document: str) -> None:
    found = run(
        f"MATCH (d:Document {{id: $document}}) UNWIND $rows AS row {verb} (f:Fact {_BY_ID}) SET f = row.put "
        f"{verb} (f)-[:STATED_IN]->(d) RETURN count(f) AS found",
        rows=[_put(r, _DOCUMENT) for r in rows],
        document=document,
    )
    if found[0]["found"] != len(rows):
        raise missing_document(rows[0])


def missing_end(row: Row, end: str) -> GoneError:
    """The error for an edge whose `end` (source or target) is not in the graph."""
    kind = row[f"{end}_type"]
    return GoneError(
        f"edge {row['id']!r}: no {kind} {row[end]!r} to be its {end}; put the entity in the same batch or before"
    )


def wrong_type(id_: str, kind: str) -> StoreError:
    """The error for an entity whose id belongs to a thing of another type."""
    return StoreError(
        f"entity {id_!r}: cannot be put as {kind}, the id belongs to a thing of another type; drop that in the same batch"
    )


def missing_document(row: Row) -> StoreError:
    """The error for a fact whose document is not in the graph."""
    return StoreError(
        f"fact {row['id']!r}: no document {row['document']!r}; put the document in the same batch or before"
    )


def _put(row: Row, skip: frozenset[str] = frozenset()) -> Row:
    return {"id": row["id"], "put": properties(row, skip)}


def properties(row: Row, skip: frozenset[str] = frozenset()) -> Row:
    """What is kept of a row: all that has a value and is not in `skip`."""
    return {k: v for k, v in row.items() if v is not None and k not in skip}


def _grouped(rows: Iterable[Row], *keys: str) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[k] for k in keys)].append(row)
    yield from groups.items()
