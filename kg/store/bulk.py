"""Writing a batch to the embedded engine in process: several times faster there than Cypher over its listener.

Records are looked up by id once, then made or rewritten in place, all in one transaction of the engine.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import Any

from kg.batched import batched
from kg.errors import KgError
from kg.store.base import Batch, Row
from kg.store.cypher import EDGE_ENDS, missing_document, missing_end, properties, wrong_type
from kg.store.inprocess import conflict, write_error

SIZE = 1_000  # of a list in a statement: the engine compares each row with the whole list
ATTEMPTS = 10
MANY = 1_000  # rows a call: more cost the engine more each
KEPT = 500_000  # records of entities that are remembered from one batch to the next


Found = dict[str, tuple[str, str]]  # id -> record and type


def run_write(database: Any, batch: Batch, alone: bool, kept: Found) -> None:
    """`batch` in a transaction, again where another process got in between; StoreError if it is refused.

    Unless `alone`, what the batch takes for new is looked up, and so is what is `kept` of entities from one batch to the
    next.
    """
    tries = itertools.count(0 if alone else 1)
    found: Found = {}

    def work() -> None:
        careful = next(tries) > 0
        if careful:
            kept.clear()
        found.clear()
        found.update(write_in_process(database, batch, frozenset() if careful else batch.new, kept))

    for attempt in range(ATTEMPTS):
        try:
            database.run_in_transaction(work)
        except KgError:
            raise
        except Exception as error:
            if attempt == ATTEMPTS - 1 or not conflict(error):
                raise write_error(error) from None
        else:
            if len(kept) > KEPT:
                kept.clear()
            kept.update(found)
            return


def write_in_process(database: Any, batch: Batch, new: Set[str], kept: Found) -> Found:
    """All of `batch` inside the open transaction of `database`, drops first; the records of its entities.

    What is `new` is not looked up: the unique index refuses the transaction if a node is there after all. Nor is what is
    `kept`, where drops are taken out. StoreError as `write_batch` raises it.
    """
    for id_ in batch.drop_entities:
        kept.pop(id_, None)
    _drop(database, batch)
    documents = _put_nodes(database, "Document", {r["id"]: r for r in batch.documents}, new)
    entities = _put_entities(database, batch.entities, new, kept)
    _put_edges(database, list({r["id"]: r for r in batch.edges}.values()), entities, kept, new)
    _put_facts(database, {r["id"]: r for r in batch.facts}, documents, new)
    return entities


def _drop(database: Any, batch: Batch) -> None:
    for ids in batched(batch.drop_facts, SIZE):
        database.command("sql", "DELETE FROM Fact WHERE id IN :ids", {"ids": ids}).close()
    for ids in batched(batch.drop_edges, SIZE):
        database.command("sql", "DELETE FROM Relation WHERE id IN :ids", {"ids": ids}).close()
    for ids in batched(batch.drop_entities, SIZE):
        database.command("sql", "DELETE FROM Entity WHERE id IN :ids", {"ids": ids}).close()
    for ids in batched(batch.drop_documents, SIZE):
        facts = "MATCH (d:Document)<-[:STATED_IN]-(f:Fact) WHERE d.id IN $ids DETACH DELETE f"
        database.command("opencypher", facts, {"ids": ids}).close()
        database.command("sql", "DELETE FROM Document WHERE id IN :ids", {"ids": ids}).close()


def _find(database: Any, kind: str, ids: Iterable[str]) -> Found:
    """Id -> (record, type) of those that there are."""
    query = f"SELECT id, @rid AS record, @type AS type FROM `{kind}` WHERE id IN :ids"
    found = {}
    for some in batched(ids, SIZE):
        for row in database.query("sql", query, {"ids": some}).to_list():
            found[row["id"]] = (str(row["record"]), row["type"])
    return found


def _put_entities(database: Any, rows: list[Row], new: Set[str], kept: Found) -> Found:
    groups: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        groups[row["type"]][row["id"]] = row
    records: Found = {}
    for kind, group in groups.items():
        there = {id_: kept[id_] for id_ in group if id_ in kept}
        there |= _find(database, "Entity", group.keys() - new - kept.keys())
        records |= _put_nodes(database, kind, group, new, there)
    return records


def _put_nodes(database: Any, kind: str, rows: Mapping[str, Row], new: Set[str], known: Found | None = None) -> Found:
    """Make or rewrite the nodes; the records of all of them."""
    known = _find(database, kind, rows.keys() - new) if known is None else known
    for id_, (_, is_kind) in known.items():
        if is_kind != kind:
            raise wrong_type(id_, kind)
    return known | _write_nodes(database, kind, {id_: properties(row) for id_, row in rows.items()}, known)


def _write_nodes(database: Any, kind: str, rows: Mapping[str, Row], known: Found) -> Found:
    """Rewrite the nodes that are `known`, make the others; the records of those that were made."""
    old = [{"record": record, "row": rows[id_]} for id_, (record, _) in known.items()]
    _run_many(database, "UPDATE :record CONTENT :row", old)
    found: Found = {}
    for new in batched([id_ for id_ in rows if id_ not in known], MANY):
        insert = f"INSERT INTO `{kind}` CONTENT :rows RETURN @rid"
        made = database.command("sql", insert, {"rows": [rows[id_] for id_ in new]}).to_list()
        found |= {id_: (str(row["@rid"]), kind) for id_, row in zip(new, made, strict=True)}
    return found


def _put_edges(database: Any, rows: list[Row], entities: Found, kept: Found, new: Set[str]) -> None:
    nodes = entities | {end: kept[end] for row in rows for end in (row["source"], row["target"]) if end in kept}
    nodes = nodes | _find_ends(database, rows, nodes)
    known = _find_each(database, ((r["type"], r["id"]) for r in rows if r["id"] not in new))
    fresh: dict[str, list[Row]] = defaultdict(list)
    old = []
    for row in rows:
        for end in ("source", "target"):
            if nodes.get(row[end], ("", ""))[1] != row[f"{end}_type"]:
                raise missing_end(row, end)
        put = properties(row, EDGE_ENDS)
        if row["id"] in known:
            old.append({"record": known[row["id"]][0], "row": put})
        else:
            fresh[row["type"]].append({"a": nodes[row["source"]][0], "b": nodes[row["target"]][0], "row": put})
    for kind, group in fresh.items():
        _run_many(database, f"CREATE EDGE `{kind}` FROM :a TO :b CONTENT :row", group)
    _run_many(database, "UPDATE :record CONTENT :row", old)


def _find_ends(database: Any, rows: list[Row], known: Found) -> Found:
    """The nodes at the ends of edges that are not `known` yet."""
    ends = ((r[f"{end}_type"], r[end]) for r in rows for end in ("source", "target"))
    return _find_each(database, ((kind, id_) for kind, id_ in ends if id_ not in known))


def _find_each(database: Any, things: Iterable[tuple[str, str]]) -> Found:
    """As `_find`, for types and ids: an index of one type is much quicker than that of all."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, id_ in things:
        wanted[kind].add(id_)
    found: Found = {}
    for kind, ids in wanted.items():
        found |= _find(database, kind, ids)
    return found


def _put_facts(database: Any, rows: Mapping[str, Row], documents: Found, new: Set[str]) -> None:
    stated: dict[str, list[str]] = defaultdict(list)
    for row in rows.values():
        stated[row["document"]].append(row["id"])
    documents = documents | _find(database, "Document", set(stated).difference(documents))
    for document, ids in stated.items():
        if document not in documents:
            raise missing_document(rows[ids[0]])
    known = _find(database, "Fact", rows.keys() - new)
    skip = frozenset({"document"})
    made = _write_nodes(database, "Fact", {id_: properties(row, skip) for id_, row in rows.items()}, known)
    for document, ids in stated.items():
        for some in batched([made[i][0] for i in ids if i in made], SIZE):
            statement = "CREATE EDGE STATED_IN FROM :facts TO :document"
            database.command("sql", statement, {"facts": some, "document": documents[document][0]}).close()


def _run_many(database: Any, statement: str, rows: list[Row]) -> None:
    """The statement once for each row; the native engine takes many rows in one call."""
    many = getattr(database, "_command_many", None)
    for some in batched(rows, MANY):
        if many is not None:
            many("sql", statement, some)
        else:
            for row in some:
                database.command("sql", statement, row).close()
