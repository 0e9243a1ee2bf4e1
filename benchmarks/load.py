"""How fast a graph is stored, beside the bare driver: ChainKnowledgeGraph with a fact for each row.

    python benchmarks/load.py FOLDER [--neo4j bolt://user:password@host:port] [--rows N] [--out FILE]

FOLDER holds the files of ChainKnowledgeGraph (company, industry, product, company_industry, industry_industry, company_product
and product_product as .jsonl.gz). The same nodes, edges and facts are written twice into an empty graph with the same
indexes: by the official driver alone (UNWIND and MERGE, 2,000 rows a transaction) and by `Store.apply`. Last, the files
themselves are loaded (`kg load`: reading, identity, ledger and all). Processor time is of this process and, for Neo4j, of the
server (--server PID).
"""

import argparse
import gzip
import itertools
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kg.fact import Fact
from kg.identity.review import Reviews
from kg.pipeline import load
from kg.store import Batch, open_store
from kg.store.client import BoltStore
from kg.store.cypher import chunks

DOCUMENT = {"id": "doc:chain-knowledge-graph", "name": "ChainKnowledgeGraph", "source": "chain_knowledge_graph"}
RELATIONS = {"上游材料": ("UPSTREAM_OF", True), "下游产品": ("UPSTREAM_OF", False), "产品小类": ("PART_OF", True)}


def read(folder: Path, name: str, limit: int | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of one file, numbered from 1, at most `limit` of them."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, line in enumerate(itertools.islice(file, limit), 1):
            yield number, json.loads(line)


class Rows:
    """The graph as the rows of a batch; an entity is named by a fact, an edge supported by one a row."""

    def __init__(self, folder: Path, limit: int | None = None) -> None:
        self.entities: dict[str, dict[str, Any]] = {}
        self.edges: dict[str, dict[str, Any]] = {}
        self.facts: dict[str, dict[str, Any]] = {}
        for name, kind, key in (
            ("company", "Enterprise", "code"),
            ("industry", "Industry", "code"),
            ("product", "Product", "name"),
        ):
            for number, row in read(folder, name, limit):
                id_ = f"{kind.lower()}:{row[key].partition('.')[0]}"
                self.entity(id_, kind, row.get("fullname") or row["name"], f"{name} / row {number}", row)
        for number, row in read(folder, "company_industry", limit):
            ends = f"enterprise:{row['company_code'][:6]}", f"industry:{row['industry_code']}"
            self.edge("ENGAGED_IN", *ends, f"company_industry / row {number}", row)
        for number, row in read(folder, "industry_industry", limit):
            self.edge(
                "PART_OF",
                f"industry:{row['from_code']}",
                f"industry:{row['to_code']}",
                f"industry_industry / row {number}",
                row,
            )
        for number, row in read(folder, "company_product", limit):
            ends = f"enterprise:{row['company_code'][:6]}", f"product:{row['product_name']}"
            self.edge("PRODUCES", *ends, f"company_product / row {number}", row)
        for number, row in read(folder, "product_product", limit):
            kind, backwards = RELATIONS[row["rel"]]
            ends = f"product:{row['from_entity']}", f"product:{row['to_entity']}"
            self.edge(kind, *(reversed(ends) if backwards else ends), f"product_product / row {number}", row)

    def entity(self, id_: str, kind: str, name: str, place: str, row: dict[str, Any]) -> None:
        """Add a node, and the fact that names it."""
        self.entities[id_] = {"id": id_, "type": kind, "name": name, "sources": 1}
        self.fact(
            Fact(
                id_, "name", DOCUMENT["id"], json.dumps(row, ensure_ascii=False), "table", 1.0, value=name, place=place
            )
        )

    def edge(self, kind: str, source: str, target: str, place: str, row: dict[str, Any]) -> None:
        """Add an edge and the fact that supports it; none where an end is not among the nodes."""
        if source not in self.entities or target not in self.entities:
            return
        fact = Fact(
            source, kind, DOCUMENT["id"], json.dumps(row, ensure_ascii=False), "table", 1.0, object=target, place=place
        )
        types = {"source_type": self.entities[source]["type"], "target_type": self.entities[target]["type"]}
        self.fact(fact)
        edge = {
            "id": fact.edge,
            "type": kind,
            "source": source,
            "target": target,
            **types,
            "facts": 1,
            "confidence": 1.0,
        }
        self.edges[str(fact.edge)] = edge

    def fact(self, fact: Fact) -> None:
        """Add a fact as the row that a batch takes, without what is absent."""
        row = {
            "id": fact.id,
            "document": fact.document,
            "subject": fact.subject,
            "relation": fact.relation,
            "object": fact.object,
        }
        row |= {"value": fact.value, "edge": fact.edge, "quote": fact.quote, "place": fact.place, "rule": fact.rule}
        self.facts[fact.id] = {k: v for k, v in {**row, "confidence": fact.confidence}.items() if v is not None}


def bare(store: BoltStore, rows: Rows, merge: Callable[[str], str]) -> None:
    """What one writes with the driver alone."""
    with store._session() as session:

        def send(text: str, some: list[Any]) -> None:
            for part in chunks(some, 2_000):
                session.execute_write(lambda tx, part=part: tx.run(text, rows=part).consume())

        send("UNWIND $rows AS row MERGE (n:Document {id: row.id}) SET n += row", [DOCUMENT])
        for kind in {r["type"] for r in rows.entities.values()}:
            some = [r for r in rows.entities.values() if r["type"] == kind]
            send(f"UNWIND $rows AS row MERGE {merge(kind)} SET n += row", some)
        for ends in {(r["type"], r["source_type"], r["target_type"]) for r in rows.edges.values()}:
            some = [r for r in rows.edges.values() if (r["type"], r["source_type"], r["target_type"]) == ends]
            send(
                f"UNWIND $rows AS row MATCH (a:{ends[1]} {{id: row.source}}) MATCH (b:{ends[2]} {{id: row.target}}) "
                f"MERGE (a)-[r:{ends[0]} {{id: row.id}}]->(b) SET r.facts = row.facts, r.confidence = row.confidence",
                some,
            )
        send(
            "UNWIND $rows AS row MATCH (d:Document {id: row.document}) MERGE (f:Fact {id: row.id}) SET f += row MERGE (f)-[:STATED_IN]->(d)",
            list(rows.facts.values()),
        )


def applied(store: BoltStore, rows: Rows, new: bool = True) -> None:
    """The same by the store: entities first, then edges and facts; `new` as a load knows it of what it has not found."""
    with store.busy():
        store.apply(Batch(documents=[DOCUMENT]))
        for part, found in (("entities", rows.entities), ("edges", rows.edges), ("facts", rows.facts)):
            for some in chunks(list(found.values()), 4_000):
                batch = Batch(new={r["id"] for r in some} if new else set(), revision=store.revision())
                setattr(batch, part, some)
                store.apply(batch)


def loaded(store: BoltStore, folder: Path, limit: int | None) -> None:
    """The files themselves, or the first rows of each."""
    with tempfile.TemporaryDirectory() as cut:
        if limit is not None:
            for path in sorted(folder.glob("*.jsonl.gz")):
                with (
                    gzip.open(path, "rt", encoding="utf-8") as file,
                    gzip.open(Path(cut, path.name), "wt", encoding="utf-8") as some,
                ):
                    some.writelines(itertools.islice(file, limit))
        ledger = load([folder if limit is None else Path(cut)], store, reviews=Reviews())
    assert ledger.balanced


def counts(store: BoltStore) -> tuple[int, ...]:
    """Nodes, edges and facts that the graph holds."""
    questions = (
        "MATCH (n:Entity) RETURN count(n) AS n",
        "MATCH (:Entity)-[r]->(:Entity) RETURN count(r) AS n",
        "MATCH (:Fact)-[r:STATED_IN]->() RETURN count(r) AS n",
    )
    return tuple(store.read(q, timeout=120)[0]["n"] for q in questions)


def clear(store: BoltStore) -> None:
    """Delete all that the graph holds, in transactions of bounded size."""
    with store._session() as session:
        while session.run("MATCH (n) WITH n LIMIT 20000 DETACH DELETE n RETURN count(n) AS n").single(strict=True)["n"]:
            pass


def spent(server: int | None) -> float:
    """Seconds of processor time so far: of this process and of the server's."""
    mine = resource.getrusage(resource.RUSAGE_SELF)
    seconds = mine.ru_utime + mine.ru_stime
    if server is not None:
        fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def measure(
    engine: str, opener: Callable[[], Any], rows: Rows, load_files: Callable[[Any], None], server: int | None = None
) -> list[dict[str, Any]]:
    """A row of figures for each way of writing the same graph into the store that `opener` opens; each is printed at once."""
    found = []
    ways: list[tuple[str, Callable[[Any], None]]] = [
        ("bare driver", lambda store: bare(store, rows, store._entity)),
        ("Store.apply", lambda store: applied(store, rows)),
        ("Store.apply again", lambda store: applied(store, rows, new=False)),
        ("kg load", load_files),
    ]
    for way, write in ways:
        with opener() as store:
            if not way.endswith("again"):
                clear(store)
            before, start = spent(server), time.perf_counter()
            write(store)
            seconds, processor = time.perf_counter() - start, spent(server) - before
            there = counts(store)
            assert way == "kg load" or there == (len(rows.entities), len(rows.edges), len(rows.facts)), there
        row = {"engine": engine, "way": way, "rows": sum(there), "seconds": round(seconds, 1)}
        row |= {"processor_seconds": round(processor, 1), "rows_per_second": round(sum(there) / seconds)}
        found.append(row)
        print(row, flush=True)
    return found


def main() -> None:
    """Measure the engines that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--neo4j", help="bolt://user:password@host:port; its data are deleted")
    parser.add_argument("--server", type=int, help="process id of that server, to count its processor time too")
    parser.add_argument("--rows", type=int, help="only the first rows of each file")
    parser.add_argument("--no-embedded", action="store_true")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    rows = Rows(options.folder, options.rows)

    def files(store: Any) -> None:
        loaded(store, options.folder, options.rows)

    print(f"{len(rows.entities)} nodes, {len(rows.edges)} edges, {len(rows.facts)} facts")
    found = []
    if not options.no_embedded:
        with tempfile.TemporaryDirectory() as folder:
            places = iter([Path(folder, name) for name in ("bare", "store", "store", "load")])
            found += measure("embedded", lambda: open_store(next(places)), rows, files)
    if options.neo4j:
        found += measure("neo4j", lambda: open_store(options.neo4j), rows, files, options.server)
    if options.out:
        options.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
