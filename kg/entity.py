"""Entities and edges as projections of facts: the same facts always give the same row, in whatever order they come."""

import json
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from kg.fact import edge_id
from kg.schema import ontology
from kg.schema.values import VALUE_TYPES

Row = dict[str, Any]
_EARLIEST = frozenset({"expires"})  # a policy that is repealed ends then, whatever it said itself
_MANY = 40  # aliases and tags kept on the node; all of them stay facts


class Told(NamedTuple):
    """What one fact says of an entity: a property and its value, in which document, how surely, of which key."""

    relation: str
    value: str
    document: str
    confidence: float
    key: str


class Window(NamedTuple):
    """First and last day (ISO) on which something holds; None is open."""

    since: str | None = None
    until: str | None = None

    @classmethod
    def of(cls, since: str | None, until: str | None) -> "Window":
        """From dates of any precision: a year or month counts from its first to its last day."""
        return cls(since and _day(since, first=True), until and _day(until, first=False))

    def within(self, other: "Window") -> "Window":
        """The time that both cover."""
        since = max((s for s in (self.since, other.since) if s), default=None)
        until = min((u for u in (self.until, other.until) if u), default=None)
        return Window(since, until)

    def holds(self, day: str) -> bool:
        """Whether the day (ISO) lies in it; in Cypher: `coalesce(r.since, $day) <= $day <= coalesce(r.until, $day)`."""
        return (self.since or day) <= day <= (self.until or day)


def _day(date: str, *, first: bool) -> str:
    parts = [int(p) for p in date.split("-")]
    if len(parts) == 1:
        parts.append(1 if first else 12)
    if len(parts) == 2:
        parts.append(1 if first else monthrange(*parts)[1])
    return "-".join((f"{parts[0]:04d}", f"{parts[1]:02d}", f"{parts[2]:02d}"))


class Support(NamedTuple):
    """What one fact lends an edge: how surely, for which time, with which attributes (JSON)."""

    confidence: float
    window: Window
    attrs: str


def assemble_entity(id_: str, kind: str, told: Iterable[Told], shown: Callable[[str], str] = str) -> Row | None:
    """The node of an entity by all that is told of it; None where nothing names it.

    Its name is the surest of the key that gave the id (a register's row before a mention), then the one that most
    documents use, then the longest; a property with several values is chosen alike, and the facts keep all of them.
    `shown` completes a name that leaves its place to the document (区科技局).
    """
    values: dict[str, dict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
    documents = set()
    for one in told:
        values[one.relation][one.value].append(one)
        documents.add(one.document)
    if not values.get("name"):
        return None
    name = _choose(_merged(values["name"], shown), id_)
    others = {*values["name"], *values.get("alias", {})} - {name}
    row: Row = {"id": id_, "type": kind, "name": name, "sources": len(documents)}
    if others:
        row["aliases"] = sorted(others, key=lambda v: (-len(v), v))[:_MANY]
    if "tag" in values:
        row["tags"] = sorted(values["tag"])[:_MANY]
    known = ontology().node(kind).properties
    for relation, found in values.items():
        if relation in known and relation not in {"name", "aliases", "tags"}:
            value = min(found) if relation in _EARLIEST else _choose(found, id_)
            row[relation] = _typed(known[relation].type, value)
    return row


def _merged(names: dict[str, list[Told]], shown: Callable[[str], str]) -> dict[str, list[Told]]:
    merged: dict[str, list[Told]] = defaultdict(list)
    for name, told in names.items():
        merged[shown(name)] += told
    return merged


def _choose(found: dict[str, list[Told]], id_: str) -> str:
    def weight(value: str) -> tuple[bool, float, int, int, str]:
        told = found[value]
        own = any(t.key == id_ for t in told)
        return own, max(t.confidence for t in told), len({t.document for t in told}), len(value), value

    return max(found, key=weight)


def _typed(kind: str, value: str) -> str | float:
    clean = VALUE_TYPES[kind].clean(value)
    return value if clean is None else clean


class Ends(NamedTuple):
    """An edge: canonical ids of its ends and its relation."""

    source: str
    relation: str
    target: str

    @property
    def id(self) -> str:
        """Id of the edge."""
        return edge_id(self.source, self.relation, self.target)


def ends(source: str, relation: str, target: str) -> Ends:
    """The edge that a fact supports; one that holds both ways goes from the smaller id to the greater."""
    if ontology().relations[relation].symmetric and target < source:
        source, target = target, source
    return Ends(source, relation, target)


def assemble_edge(edge: Ends, kinds: tuple[str, str], supports: Sequence[Support]) -> Row | None:
    """The edge by all its facts: their number, best confidence, the time they span together, the attributes most give."""
    if not supports or edge.source == edge.target:
        return None
    since, until = [s.window.since for s in supports], [s.window.until for s in supports]
    row: Row = {
        "id": edge.id,
        "type": edge.relation,
        "source": edge.source,
        "target": edge.target,
        "source_type": kinds[0],
        "target_type": kinds[1],
        "facts": len(supports),
        "confidence": max(s.confidence for s in supports),
    }
    if all(since):
        row["since"] = min(s for s in since if s)
    if all(until):
        row["until"] = max(u for u in until if u)
    return row | _attributes(edge.relation, supports)


def _attributes(relation: str, supports: Sequence[Support]) -> Row:
    known = ontology().relations[relation].properties
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for support in supports:
        if support.attrs:
            for name, value in json.loads(support.attrs).items():
                counts[name][value] += 1
    chosen = {n: max(c, key=lambda v: (c[v], v)) for n, c in counts.items() if n in known}
    return {n: _typed(known[n].type, v) for n, v in chosen.items()}
