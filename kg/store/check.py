"""What a batch must hold before it reaches an engine: known types, allowed ends, ids, plain values."""

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from kg.errors import StoreError
from kg.schema.ontology import Ontology, ontology
from kg.store.base import Batch, Row

_ENDS = ("source", "target", "source_type", "target_type")
_INT64 = 2**63
_SURROGATE = re.compile("[\ud800-\udfff]")


def check_batch(batch: Batch) -> None:
    """StoreError names the first row that no engine shall see; types and relations are those of the ontology."""
    known = ontology()
    for row in batch.documents:
        _properties("document", row, ("id",))
    for row in batch.entities:
        _properties("entity", row, ("id", "type"))
        _one_of("entity", row, "type", known.nodes)
    for row in batch.edges:
        _properties("edge", row, ("id", "type", *_ENDS))
        _edge_types(row, known)
    for row in batch.facts:
        _properties("fact", row, ("id", "document"))
    for ids in (batch.drop_facts, batch.drop_edges, batch.drop_entities, batch.drop_documents):
        if any(not isinstance(one, str) or not one for one in ids):
            raise StoreError("a drop without an id; give the id of what is to go")


def _edge_types(row: Row, known: Ontology) -> None:
    _one_of("edge", row, "type", known.relations)
    _one_of("edge", row, "source_type", known.nodes)
    _one_of("edge", row, "target_type", known.nodes)
    if not known.relations[row["type"]].allows(row["source_type"], row["target_type"]):
        raise StoreError(
            f"edge {row['id']!r}: {row['type']} does not join {row['source_type']} to {row['target_type']}; "
            f"its ends are listed in the ontology's file of {row['type']}"
        )


def _one_of(what: str, row: Row, key: str, known: Iterable[str]) -> None:
    if row[key] not in known:
        raise StoreError(f"{what} {row['id']!r}: {key} {row[key]!r} is not in the ontology; known: {', '.join(known)}")


def _properties(what: str, row: Row, needed: tuple[str, ...]) -> None:
    for key in needed:
        if not isinstance(row.get(key), str) or not row[key]:
            raise StoreError(f"{what} {row.get('id')!r}: {key!r} must be a text that is not empty")
    for key, value in row.items():
        if not _is_name(key):
            raise StoreError(
                f"{what} {row['id']!r}: {key!r} is no name of a property; give it a name that starts with a letter"
            )
        if not _storable(value):
            raise StoreError(
                f"{what} {row['id']!r}: property {key!r} holds {type(value).__name__} {str(value)[:40]!r}, which no engine keeps; "
                "give str, int (64 bits), finite float, bool, or a list of one of these"
            )


@lru_cache(maxsize=1_000)
def _is_name(key: Any) -> bool:
    return isinstance(key, str) and key != "" and not key.startswith("@")


def _storable(value: Any) -> bool:
    if isinstance(value, str):
        return value.isascii() or _SURROGATE.search(value) is None
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return -_INT64 <= value < _INT64
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, list):
        kinds = {type(v) for v in value}
        return len(kinds) <= 1 and not kinds & {list, type(None)} and all(_storable(v) for v in value)
    return False
