"""Answers as rows to print: of named and free questions, counts, and the reasons behind a thing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.errors import QueryError
from kg.fact import LACKS, SEEKS
from kg.queries.catalog import Column, catalog, get_query, run
from kg.queries.hints import of_cypher, of_query
from kg.queries.lookup import find_entity
from kg.schema.ontology import ontology
from kg.store.base import Store

_LISTED = {"zh": ("查询", "问什么", "参数"), "en": ("query", "asks", "parameters")}
_COUNTED = {
    "zh": ("类别", "名称", "数量", "事实", "文件", "实体", "关系"),
    "en": ("kind", "name", "count", "facts", "documents", "entities", "relations"),
}
_NEEDS = {
    LACKS: {"zh": "自述短板", "en": "says it lacks"},
    SEEKS: {"zh": "提出招引", "en": "wants to attract"},
}
_MONEY = ((1e8, "亿元"), (1e4, "万元"), (1.0, "元"))


@dataclass(slots=True)
class Answer:
    """Rows with the columns that they were declared to have; None for a free question, which declares none."""

    rows: list[dict[str, Any]]
    columns: Sequence[Column] | None = None


def listed(lang: str = "zh", titles: bool = True) -> list[dict[str, str]]:
    """The named queries: name, what is asked, parameters; keys are titles in `lang`, or plain English words."""
    name, asks, given = _words(_LISTED, lang if titles else "en")
    return [
        {name: q.name, asks: q.summary.of(lang), given: q.usage().replace("--param ", "")} for q in catalog().values()
    ]


def parameters(given: Iterable[str]) -> dict[str, str]:
    """`key=value` texts as a mapping; QueryError for one without `=`, and for a key that stands twice."""
    found: dict[str, str] = {}
    for one in given:
        key, sign, value = one.partition("=")
        if not sign or not key.strip():
            raise QueryError(f"--param {one!r} is not of the form key=value")
        if key.strip() in found:
            raise QueryError(f"--param {key.strip()} stands twice; give it once")
        found[key.strip()] = value
    return found


def asked(
    store: Store, name: str | None, cypher: str | None, given: Mapping[str, str], *, timeout: float, limit: int | None
) -> Answer:
    """Rows of the named query or of `cypher`; QueryError unless exactly one is given."""
    if (name is None) == (cypher is None):
        raise QueryError("give either the name of a query or --cypher, not both; `kg query` lists the names")
    if name is not None:
        return Answer(run(store, name, given, timeout=timeout, limit=limit), get_query(name).columns)
    return Answer(store.read(str(cypher), {k: _typed(v) for k, v in given.items()}, timeout=timeout, limit=limit))


def missed(store: Store, name: str | None, cypher: str | None, given: Mapping[str, str], answer: Answer) -> list[str]:
    """Lines on words of the question that name nothing, where the answer is empty, all absent or nought."""
    if any(value for row in answer.rows for value in row.values()):
        return []
    return list(of_query(store, get_query(name), given) if name is not None else of_cypher(str(cypher)))


def reasons(store: Store, what: str) -> Answer:
    """The facts behind the entity or relation `what` (an id, or a name or alias of one entity); QueryError if there is none."""
    rows = run(store, "why_edge", {"id": what}) if what else []
    if rows:
        return Answer(rows, get_query("why_edge").columns)
    entity = entity_id(store, what)
    return Answer(run(store, "why_entity", {"id": entity}), get_query("why_entity").columns)


def reasoned(rows: Iterable[Mapping[str, Any]], lang: str = "zh") -> list[dict[str, str]]:
    """Facts as a person reads them: what is said, the sentence, where it stands, and how it was read."""
    heads = ("statement", "sentence", "source", "read by") if lang == "en" else ("说法", "原文", "出处", "规则与置信度")
    found = []
    for row in rows:
        said = f"{row['subject']} {term(row['relation'], lang)} {row['object']}"
        where = " · ".join(str(row[k]) for k in ("document", "number", "date", "place") if row[k])
        how = f"{row['rule']} {row['confidence']:.2f}"
        found.append(dict(zip(heads, (said, (row["sentence"] or "").strip(), where, how), strict=True)))
    return found


def entity_id(store: Store, what: str, type_: str | None = None) -> str:
    """Id of the entity with that id, name or alias; QueryError if there is none, or several and no best one."""
    return str(find_entity(store, what, type_)["id"])


def counted(store: Store, lang: str | None = "zh") -> list[dict[str, Any]]:
    """Counts of documents and facts, of entities and relations by type; without `lang`, types and keys for programs."""
    kind, name, count, facts, documents, entities, relations = _words(_COUNTED, lang or "en")
    stated = store.read("MATCH (f:Fact) RETURN count(f) AS n")[0]["n"]
    files = store.read("MATCH (d:Document) RETURN count(d) AS n")[0]["n"]
    rows: list[dict[str, Any]] = [{kind: documents, name: "", count: files, facts: stated}]
    for row in run(store, "entity_counts"):
        rows.append({kind: entities, name: _cell(row["type"], "type", lang), count: row["count"], facts: None})
    for row in run(store, "relation_counts"):
        rows.append(
            {kind: relations, name: _cell(row["relation"], "relation", lang), count: row["count"], facts: row["facts"]}
        )
    return rows


def titled(answer: Answer, lang: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows for people, with the titles of their columns: types, relations and money in words."""
    if answer.columns is None:
        return answer.rows, list(answer.rows[0]) if answer.rows else []
    titles = [c.label.of(lang) for c in answer.columns]
    for n, title in enumerate(titles):
        titles[n] = title if title not in titles[:n] else f"{title} {n + 1}"
    heads = list(zip(titles, answer.columns, strict=True))
    return [{title: _cell(row[c.name], c.type, lang) for title, c in heads} for row in answer.rows], titles


def plain(answer: Answer) -> tuple[list[dict[str, Any]], list[str] | None]:
    """Rows for programs, with the names of their columns."""
    return answer.rows, [c.name for c in answer.columns] if answer.columns is not None else None


def money(yuan: float, lang: str = "zh") -> str:
    """An amount in the unit that suits it: 2亿元, 3500万元; in English plain yuan."""
    if lang == "en":
        return f"{yuan:,.0f} yuan"
    size, unit = next((m for m in _MONEY if abs(yuan) >= m[0]), _MONEY[-1])
    return f"{yuan / size:,.4f}".rstrip("0").rstrip(".") + unit


def term(name: str, lang: str = "zh") -> str:
    """A type, relation or property of the ontology by its label, else as it is."""
    known = ontology()
    if name in known.nodes:
        return known.nodes[name].label.of(lang)
    if name in known.relations:
        return known.relations[name].label.of(lang)
    return (_NEEDS.get(name) or _properties().get(name, {})).get(lang, name)


@cache
def _properties() -> Mapping[str, Mapping[str, str]]:
    """Labels of properties by name; those of the first type that has one."""
    found: dict[str, Mapping[str, str]] = {}
    known = ontology()
    types = [t.properties for t in known.nodes.values()] + [t.properties for t in known.relations.values()]
    for one in (p for properties in types for p in properties.values()):
        found.setdefault(one.name, {"zh": one.label.zh, "en": one.label.en})
        if one.many:
            found.setdefault(one.name.removesuffix("es" if one.name == "aliases" else "s"), found[one.name])
    return found


def _cell(value: Any, kind: str, lang: str | None) -> Any:
    if lang is None:
        return value
    if kind == "str" and isinstance(value, str):
        return " ".join(value.split())
    if kind in ("type", "relation") and isinstance(value, str):
        return term(value, lang)
    if kind == "money" and isinstance(value, int | float):
        return money(value, lang)
    if kind == "bool" and isinstance(value, bool):
        return ("yes" if value else "no") if lang == "en" else ("是" if value else "否")
    return value


def _typed(text: str) -> Any:
    """A parameter of a free question: JSON where it reads as such (3, true, ["a"]), else the text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _words(both: Mapping[str, tuple[str, ...]], lang: str) -> tuple[str, ...]:
    return both["en" if lang == "en" else "zh"]
