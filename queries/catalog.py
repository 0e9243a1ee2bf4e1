"""Reads the named questions, checks what they are given, and asks a store.

A file is Cypher with a front matter of comments, so that it stays valid in any console::

    // name: upstream
    // zh: 一种产品的全部上游
    // en: Everything upstream of a product
    // param product: str - 产品 | product
    // param steps: int 1..6 = 3 - 步数 | steps
    // column product: str - 上游产品 | upstream product
    MATCH ...

Types of parameters: str, int, float, bool, list (texts); `= null` makes one optional. Types of columns: the same, and
money (yuan), date, type and relation (names of the ontology, shown by their label).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from kg.errors import QueryError, SchemaError
from kg.queries.values import COLUMN_TYPES, PARAMETER_TYPES, Bounds, convert
from kg.schema.ontology import Label

HERE = Path(__file__).parent

_PARAM = re.compile(r"(\w+): (\w+)(?: (-?\d+)\.\.(-?\d+))?(?: = (.*?))? - (.+?) \| (.+)")
_COLUMN = re.compile(r"(\w+): (\w+) - (.+?) \| (.+)")


class Reader(Protocol):
    """What can answer a read-only question; every store can."""

    def read(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 30.0, limit: int | None = None
    ) -> list[dict[str, Any]]:
        """Rows of the question as plain values."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query; `required` if it has no default."""

    name: str
    type: str
    label: Label
    required: bool = True
    default: Any = None
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the rows, in the order of the file."""

    name: str
    type: str
    label: Label


@dataclass(slots=True)
class Query:
    """A named question with its parameters, columns and Cypher."""

    path: Path
    name: str = ""
    zh: str = ""
    en: str = ""
    parameters: dict[str, Parameter] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    text: str = ""

    @property
    def summary(self) -> Label:
        """What is asked, in Chinese and English."""
        return Label(self.zh, self.en)

    def usage(self) -> str:
        """The parameters as one would type them."""
        parts = []
        for one in self.parameters.values():
            shown = f"--param {one.name}={one.type.upper() if one.default is None else _shown(one.default)}"
            parts.append(shown if one.required else f"[{shown}]")
        return " ".join(parts)


@cache
def catalog() -> Mapping[str, Query]:
    """The queries that ship with the project, by name."""
    return MappingProxyType(load_catalog(HERE))


def load_catalog(folder: Path) -> dict[str, Query]:
    """Read and validate `folder/*.cypher`; SchemaError names file and line of what does not hold together."""
    return {q.name: q for q in map(read_query, sorted(folder.glob("*.cypher")))}


def read_query(path: Path) -> Query:
    """Read one query file; SchemaError names file and line."""
    query = Query(path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError(f"{path}: cannot be read: {error}; save it as UTF-8") from error
    body = next((n for n, line in enumerate(lines) if not line.startswith("//")), len(lines))
    for number, line in enumerate(lines[:body], 1):
        _front(query, line.removeprefix("//").strip(), number)
    query.text = "\n".join(lines[body:]).strip()
    _validate(query, body)
    return query


def get_query(name: str) -> Query:
    """The query of that name; QueryError names the nearest ones."""
    if name not in catalog():
        from difflib import get_close_matches

        near = get_close_matches(name, list(catalog()), n=3, cutoff=0.4)
        hint = f"did you mean {', '.join(near)}? " if near else ""
        raise QueryError(f"no query is named {name!r}; {hint}`kg query` lists them all")
    return catalog()[name]


def check(query: Query, given: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters of `query` with values of their types; QueryError for unknown, missing or ill-typed ones."""
    for name in given:
        if name not in query.parameters:
            known = ", ".join(query.parameters) or "none"
            raise QueryError(f"query {query.name}: no parameter {name!r}; its parameters: {known}")
    missing = [p.name for p in query.parameters.values() if p.required and given.get(p.name) in (None, "")]
    if missing:
        raise QueryError(f"query {query.name}: {missing[0]!r} is missing; usage: kg query {query.name} {query.usage()}")
    values = {}
    for one in query.parameters.values():
        raw = given.get(one.name, one.default)
        try:
            values[one.name] = convert(raw, one.type, one.bounds)
        except ValueError as error:
            raise QueryError(f"query {query.name}: parameter {one.name!r} {error}") from None
    return values


def run(
    store: Reader,
    name: str,
    params: Mapping[str, Any] | None = None,
    *,
    timeout: float = 30.0,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """Rows of a named query, their keys in the order of its columns. QueryError for a wrong name or parameter."""
    query = get_query(name)
    rows = store.read(query.text, check(query, params or {}), timeout=timeout, limit=limit)
    return [{c.name: row.get(c.name) for c in query.columns} for row in rows]


def _front(query: Query, line: str, number: int) -> None:
    where = f"{query.path}, line {number}"
    if not line:
        return
    key, _, rest = line.partition(":")
    if key in ("name", "zh", "en"):
        if not rest.strip() or getattr(query, key):
            raise SchemaError(f"{where}: {key!r} must stand once, with a text")
        setattr(query, key, rest.strip())
    elif line.startswith("param "):
        _add_parameter(query, line.removeprefix("param "), where)
    elif line.startswith("column "):
        _add_column(query, line.removeprefix("column "), where)
    else:
        raise SchemaError(
            f"{where}: neither name, zh, en, param nor column; write other comments below the front matter"
        )


def _add_parameter(query: Query, line: str, where: str) -> None:
    match = _PARAM.fullmatch(line)
    if not match:
        raise SchemaError(f"{where}: not of the form `param name: type = default - 中文 | English`")
    name, kind, low, high, default, zh, en = match.groups()
    if kind not in PARAMETER_TYPES:
        raise SchemaError(f"{where}: unknown type {kind!r}; known: {', '.join(PARAMETER_TYPES)}")
    if name in query.parameters:
        raise SchemaError(f"{where}: parameter {name!r} stands twice; keep one")
    bounds = (int(low), int(high)) if low is not None else None
    try:
        value = None if default in (None, "null") else convert(default, kind, bounds)
    except ValueError as error:
        raise SchemaError(f"{where}: the default of {name!r} {error}") from None
    query.parameters[name] = Parameter(name, kind, Label(zh, en), default is None, value, bounds)


def _add_column(query: Query, line: str, where: str) -> None:
    match = _COLUMN.fullmatch(line)
    if not match:
        raise SchemaError(f"{where}: not of the form `column name: type - 中文 | English`")
    name, kind, zh, en = match.groups()
    if kind not in COLUMN_TYPES:
        raise SchemaError(f"{where}: unknown type {kind!r}; known: {', '.join(COLUMN_TYPES)}")
    query.columns.append(Column(name, kind, Label(zh, en)))


def _validate(query: Query, body: int) -> None:
    where = f"{query.path}, line {body + 1}"
    if query.name != query.path.stem:
        raise SchemaError(f"{query.path}, line 1: `// name: {query.path.stem}` must stand here, as the file is named")
    for key in ("zh", "en"):
        if not getattr(query, key):
            raise SchemaError(f"{query.path}, line 1: the summary `// {key}: ...` is missing")
    if not query.text or not query.columns:
        raise SchemaError(f"{where}: the Cypher or its columns are missing")
    used = set(re.findall(r"\$(\w+)", query.text))
    for name in sorted(used ^ set(query.parameters)):
        state = "used but not declared" if name in used else "declared but not used"
        raise SchemaError(f"{where}: parameter {name!r} is {state}")
    for column in query.columns:
        if not re.search(rf"\bAS {column.name}\b", query.text):
            raise SchemaError(f"{where}: column {column.name!r} is not returned (`AS {column.name}`)")


def _shown(value: Any) -> str:
    return ",".join(value) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)
