"""Why a question may have found nothing: a word in it that names nothing in the graph or in the ontology."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from kg.queries.catalog import Query, Reader, run
from kg.schema import ontology
from kg.schema.ontology import NodeType, RelationType

_THINGS = {"region": "Region", "chain": "Chain", "product": "Product"}
_NAMED = "name, alias or id of"
_NEAR = 3
_STRING = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|//[^\n]*")
_LABELS = re.compile(r"\(\s*\w*\s*:([\w:|&\s]+)")
_RELATIONS = re.compile(r"\[\s*\w*\s*:([\w:|\s]+)")
_PROPERTY = re.compile(r"\b[A-Za-z_]\w*\.([A-Za-z_]\w*)\b(?!\s*[(.])")
_KEPT = {"Entity", "Fact", "Document"}
_PROPERTIES = (
    "id", "type", "name", "aliases", "tags", "sources", "facts", "confidence", "since", "until", "subject", "relation",
    "object", "value", "edge", "quote", "start", "end", "place", "rule", "attrs", "subject_key", "object_key", "form", "loose",
    "source", "sha256", "title", "number", "issuer", "date", "index", "validity", "text", "policy", "mark", "account",
)  # fmt: skip


def of_query(store: Reader, query: Query, given: Mapping[str, str]) -> Iterator[str]:
    """A line for each given parameter of a named question that names no thing, type or relation."""
    for one in query.parameters.values():
        value = given.get(one.name, "").strip()
        if not value:
            continue
        if one.name == "type":
            yield from _unknown("type", value, _types(ontology().nodes))
        elif one.name == "relation":
            yield from _unknown("relation", value, _types(ontology().relations))
        elif one.name == "region" or one.label.en.startswith(_NAMED):
            yield from _nothing(store, value, _THINGS.get(one.name))


def of_cypher(text: str) -> Iterator[str]:
    """A line for each label, relation and property in a free question that no graph of this ontology has."""
    bare, known = _STRING.sub("''", text), ontology()
    labels = _types(known.nodes) | {name: name for name in _KEPT}
    relations = _types(known.relations) | {"STATED_IN": "STATED_IN"}
    for kind, pattern, names in (("label", _LABELS, labels), ("relation", _RELATIONS, relations)):
        for word in dict.fromkeys(w for m in pattern.finditer(bare) for w in re.findall(r"\w+", m[1])):
            yield from _unknown(kind, word, names)
    types: list[NodeType | RelationType] = [*known.nodes.values(), *known.relations.values()]
    own = {name: name for name in _PROPERTIES}
    own |= {label: p.name for t in types for p in t.properties.values() for label in (p.label.zh, p.name)}
    for word in dict.fromkeys(_PROPERTY.findall(bare)):
        yield from _unknown("property", word, own)


def _types(types: Mapping[str, NodeType] | Mapping[str, RelationType]) -> dict[str, str]:
    """Names by themselves and by their Chinese label."""
    return {label: name for name, one in types.items() for label in (one.label.zh, name)}


def _unknown(kind: str, word: str, known: Mapping[str, str]) -> Iterator[str]:
    if word in known.values():
        return
    folded = {name.casefold(): meant for name, meant in known.items()}
    same = folded.get(word.casefold())
    close = [same] if same else [folded[name] for name in get_close_matches(word.casefold(), folded, n=_NEAR)]
    yield f"no {kind} is called {word!r}{_near(close)}"


def _nothing(store: Reader, value: str, type_: str | None) -> Iterator[str]:
    label = type_ or "Entity"
    known: dict[str, Any] = {"what": value}
    text = f"MATCH (n:{label}) WHERE n.id = $what OR n.name = $what OR $what IN n.aliases RETURN n.id AS id"
    if store.read(text, known, limit=1):
        return
    close = [row["name"] for row in run(store, "find", {"text": value, "type": type_}, limit=_NEAR)]
    if not close and type_:
        names = [row["name"] for row in store.read(f"MATCH (n:{label}) RETURN DISTINCT n.name AS name")]
        close = get_close_matches(value, names, n=_NEAR)
    yield f"no {type_ or 'thing'} is called {value!r}{_near(close)}"


def _near(names: list[str]) -> str:
    return f"; near: {', '.join(dict.fromkeys(names))}" if names else ""
