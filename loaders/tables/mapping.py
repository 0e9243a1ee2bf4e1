"""A mapping as data: which columns a table has, which things and relations a row states, which rows are refused.

The form of the YAML is described in docs/tables.md; whatever does not hold together is a SchemaError with file and line.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.loaders.tables.wants import Want, read_want
from kg.schema.files import Located, read_yaml
from kg.schema.ontology import ontology
from kg.schema.values import VALUE_TYPES

_KEYS = ("name", "summary", "file", "needs", "columns", "reject", "things", "relations", "wants")
_COLUMN = (
    "headers", "split", "extract", "pick", "unit", "width", "longest", "values", "constant", "join", "or", "find", "holds",
    "trades", "years",
)  # fmt: skip
_THING = ("type", "name", "aliases", "tags", "properties", "optional")
_LINK = ("type", "from", "to", "properties", "when", "is", "since", "until", "confidence")
_RULE = ("column", "pattern", "below", "above", "reason", "cell")
TEXTS = ("name", "aliases", "tags")


@dataclass(frozen=True, slots=True)
class Column:
    """One column by its titles, and how its cells are read: see docs/tables.md for each option."""

    key: str
    headers: tuple[str, ...] = ()
    split: str = ""
    extract: re.Pattern[str] | None = None
    pick: re.Pattern[str] | None = None
    unit: str = ""
    width: int = 0
    longest: int = 0
    values: tuple[tuple[str, str], ...] = ()
    constant: str | None = None
    join: tuple[str, ...] = ()
    otherwise: str | None = None
    find: str | None = None
    holds: str = ""
    trades: bool = False
    years: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that each row names: its type, the columns of its name, other names, tags and properties."""

    key: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two things of a row; `when` names a column whose cell must be one of `values`."""

    type: str
    source: str
    target: str
    properties: tuple[tuple[str, str], ...] = ()
    when: str | None = None
    values: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """Refuses a row (or, with `cell`, one cell) whose cell matches `pattern` or lies outside the bounds."""

    column: str
    reason: str
    pattern: re.Pattern[str] | None = None
    below: float | None = None
    above: float | None = None
    cell: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """How to read a kind of table. `needs` are the columns that tell it; `file` are names that such files have, if fixed."""

    path: Path
    name: str
    summary: str
    columns: dict[str, Column]
    things: tuple[Thing, ...]
    links: tuple[Link, ...] = ()
    rules: tuple[Rule, ...] = ()
    needs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    wants: tuple[Want, ...] = ()

    def stands(self) -> str:
        """Key of what the rows are about, if the mapping says in which region it is located; else ''."""
        main, kinds = self.things[0].key, {t.key: t.type for t in self.things}
        told = ((k.type, k.source, kinds[k.target]) for k in self.links)
        return main if ("LOCATED_IN", main, "Region") in told else ""

    def used(self, present: Callable[[str], bool]) -> set[str]:
        """The columns that things, relations and rules read in a sheet where `present` says which columns can be had."""
        things = {t.key: t for t in self.things if present(t.name)}
        used = {rule.column for rule in self.rules}
        for thing in things.values():
            used |= {thing.name, *thing.aliases, *thing.tags, *(column for _, column in thing.properties)}
        used |= {want.name for want in self.wants}
        for link in (k for k in self.links if {k.source, k.target} <= things.keys()):
            used |= {column for _, column in link.properties} | {c for c in (link.when, link.since, link.until) if c}
        return used


def load_mapping(path: Path) -> Mapping:
    """Read and check a mapping; SchemaError names file and line of what does not hold together."""
    data = read_yaml(path)
    data.only(*_KEYS)
    columns = {key: _column(key, data.map("columns").map(key)) for key in data.map("columns").names()}
    _check_references(data.map("columns"), columns)
    things = tuple(_thing(key, data.map("things").map(key), columns) for key in data.map("things").names())
    if not things:
        data.fail("things", "a mapping needs at least one thing under 'things'")
    links = tuple(_link(one, {t.key: t for t in things}, columns) for one in data.maps("relations"))
    for key in (needs := tuple(data.texts("needs"))):
        _known(data, "needs", key, columns)
    return Mapping(
        path=path,
        name=data.text("name"),
        summary=data.text("summary"),
        columns=columns,
        things=things,
        links=links,
        rules=tuple(_rule(one, columns) for one in data.maps("reject")),
        needs=needs,
        files=tuple(data.texts("file")),
        wants=tuple(read_want(one, [t.key for t in things], columns) for one in data.maps("wants")),
    )


def _column(key: str, data: Located) -> Column:
    data.only(*_COLUMN)
    headers, join, constant = tuple(data.texts("headers")), tuple(data.texts("join")), data.optional("constant")
    if not (headers or join or constant is not None):
        data.fail("headers", f"column {key!r} needs 'headers', 'join' or 'constant'")
    values, holds = data.map("values"), data.optional("holds") or ""
    if holds and holds not in VALUE_TYPES:
        data.fail("holds", f"unknown value type {holds!r}; known: {', '.join(VALUE_TYPES)}")
    unit = data.optional("unit") or ""
    if unit and all(VALUE_TYPES[kind].clean(f"1{unit}") is None for kind in ("money", "area", "number")):
        data.fail("unit", f"unknown unit {unit!r}; give one of money, area or number, such as 万元, 亩 or 人")
    return Column(
        key=key,
        headers=headers,
        split=data.optional("split") or "",
        extract=_pattern(data, "extract", groups=1),
        pick=_pattern(data, "pick", groups=1),
        unit=unit,
        width=int(_number(data, "width") or 0),
        longest=int(_number(data, "longest") or 0),
        values=tuple((name, values.text(name)) for name in values.names()),
        constant=constant,
        join=join,
        otherwise=data.optional("or"),
        find=data.optional("find"),
        holds=holds,
        trades=data.flag("trades"),
        years=data.flag("years"),
    )


def _check_references(data: Located, columns: dict[str, Column]) -> None:
    joined: set[str] = set()
    for key, column in columns.items():
        for other in (*column.join, *(other for other in (column.otherwise, column.find) if other)):
            before = other == column.otherwise and other in joined
            if other not in columns or (columns[other].join and not before):
                data.fail(
                    key, f"column {key!r} refers to {other!r}, which is no plain column; known: {', '.join(columns)}"
                )
        if column.join:
            joined.add(key)


def _thing(key: str, data: Located, columns: dict[str, Column]) -> Thing:
    data.only(*_THING)
    kind = data.text("type")
    if kind not in ontology().nodes:
        data.fail("type", f"unknown type {kind!r}; known types: {', '.join(ontology().nodes)}")
    known = ontology().nodes[kind].properties
    properties = data.map("properties")
    for name in properties.names():
        if name not in known or name in TEXTS:
            properties.fail(
                name, f"{kind} has no property {name!r}; known: {', '.join(p for p in known if p not in TEXTS)}"
            )
        _known(properties, name, properties.text(name), columns)
    for place in ("aliases", "tags"):
        if data.texts(place) and place not in known:
            data.fail(place, f"{kind} has no {place}")
        for column in data.texts(place):
            _known(data, place, column, columns)
    _known(data, "name", data.text("name"), columns)
    return Thing(
        key=key,
        type=kind,
        name=data.text("name"),
        aliases=tuple(data.texts("aliases")),
        tags=tuple(data.texts("tags")),
        properties=tuple((name, properties.text(name)) for name in properties.names()),
        optional=data.flag("optional"),
    )


def _link(data: Located, things: dict[str, Thing], columns: dict[str, Column]) -> Link:
    data.only(*_LINK)
    kind = data.text("type")
    if kind not in ontology().relations:
        data.fail("type", f"unknown relation {kind!r}; known relations: {', '.join(ontology().relations)}")
    for side in ("from", "to"):
        if data.text(side) not in things:
            data.fail(side, f"unknown thing {data.text(side)!r}; known things: {', '.join(things)}")
    source, target = things[data.text("from")], things[data.text("to")]
    if not ontology().relations[kind].allows(source.type, target.type):
        data.fail("type", f"{kind} does not join {source.type} to {target.type}; correct the relation or its ends")
    properties = data.map("properties")
    for name in properties.names():
        if name not in ontology().relations[kind].properties:
            properties.fail(
                name, f"{kind} has no property {name!r}; known: {', '.join(ontology().relations[kind].properties)}"
            )
        _known(properties, name, properties.text(name), columns)
    for place in ("when", "since", "until"):
        if data.optional(place):
            _known(data, place, data.text(place), columns)
    if bool(data.optional("when")) != bool(data.texts("is")):
        data.fail("when", "'when' (a column) and 'is' (the values it must have) go together")
    confidence = _number(data, "confidence")
    if confidence is not None and not 0 < confidence <= 1:
        data.fail("confidence", "'confidence' lies above 0 and is at most 1")
    return Link(
        type=kind,
        source=source.key,
        target=target.key,
        properties=tuple((name, properties.text(name)) for name in properties.names()),
        when=data.optional("when"),
        values=tuple(data.texts("is")),
        since=data.optional("since"),
        until=data.optional("until"),
        confidence=1.0 if confidence is None else confidence,
    )


def _rule(data: Located, columns: dict[str, Column]) -> Rule:
    data.only(*_RULE)
    _known(data, "column", data.text("column"), columns)
    pattern, below, above = _pattern(data, "pattern"), _number(data, "below"), _number(data, "above")
    if pattern is None and below is None and above is None:
        data.fail("column", "a rule needs 'pattern', 'below' or 'above'")
    return Rule(data.text("column"), data.text("reason"), pattern, below, above, data.flag("cell"))


def _known(data: Located, key: str, column: str, columns: dict[str, Column]) -> None:
    if column not in columns:
        data.fail(key, f"unknown column {column!r}; known columns: {', '.join(columns)}")


def _pattern(data: Located, key: str, groups: int | None = None) -> re.Pattern[str] | None:
    text = data.optional(key)
    if text is None:
        return None
    try:
        pattern = re.compile(text)
    except re.error as error:
        data.fail(key, f"not a valid pattern: {error}")
    if groups is not None and pattern.groups != groups:
        data.fail(key, f"{key!r} needs exactly {groups} group in parentheses")
    return pattern


def _number(data: Located, key: str) -> float | None:
    text = data.optional(key)
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        data.fail(key, f"{key!r} must be a number")
