"""Values of the engines as plain Python, equal on both.

A node is its properties and `labels` (sorted); a relationship its properties and `type`; a path is `nodes` and
`relationships`, and there each relationship also has `source` and `target`, the ids of its ends. Dates, times and
durations are ISO 8601 text; a point is its coordinates.
"""

from collections.abc import Callable, Mapping
from typing import Any

from kg.store.base import Row


def from_bolt(value: Any) -> Any:
    """What the driver returned, as plain Python."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list):
        return [from_bolt(v) for v in value]
    if isinstance(value, dict):
        return {k: from_bolt(v) for k, v in value.items()}
    return _graph_value(value)


def _graph_value(value: Any) -> Any:
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        return {**_properties(value), "labels": sorted(value.labels)}
    if isinstance(value, Relationship):
        return {**_properties(value), "type": value.type}
    if isinstance(value, Path):
        return {"nodes": [from_bolt(n) for n in value.nodes], "relationships": [_step(r) for r in value.relationships]}
    if hasattr(value, "iso_format"):
        return _iso(value.iso_format())
    if isinstance(value, tuple):  # points
        return list(value)
    return value


def _properties(thing: Mapping[str, Any]) -> Row:
    return {k: from_bolt(v) for k, v in thing.items()}


def _step(relationship: Any) -> Row:
    ends = relationship.nodes
    return {**from_bolt(relationship), "source": ends[0].get("id"), "target": ends[1].get("id")}


def _iso(text: str) -> str:
    """Fractions of a second in threes and only if there are any, Z for UTC: as the embedded engine writes it."""
    head, dot, rest = text.partition(".")
    if dot:
        digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
        while digits.endswith("000"):
            digits = digits[:-3]
        text = head + ("." + digits if digits else "") + rest.lstrip("0123456789")
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def from_engine(value: Any, labels: Callable[[str], list[str] | None]) -> Any:
    """What the embedded engine returned in process, as plain Python; `labels` gives those of a node type.

    A dictionary with a record id is a node if its type has labels, else a relationship.
    """
    if isinstance(value, list):
        return [from_engine(v, labels) for v in value]
    if not isinstance(value, dict):
        return value
    plain = {k: from_engine(v, labels) for k, v in value.items() if k not in ("@rid", "@type")}
    if "@rid" not in value:
        return plain
    of_type = labels(value["@type"])
    return {**plain, "type": value["@type"]} if of_type is None else {**plain, "labels": of_type}
