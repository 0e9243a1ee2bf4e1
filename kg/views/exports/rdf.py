"""The graph as RDF: things and relations in the vocabulary of the ontology, each fact a statement with its source.

A relation is one plain triple. Each fact is an rdf:Statement about that triple (RDF 1.1 reification), derived from its
document (prov:wasDerivedFrom, W3C PROV-O) with its sentence, place, rule and confidence. Properties of a relation stand
on a kg:Relation, which is such a statement too. The vocabulary itself is part of the file, with labels in two languages.
"""

import json
import re
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.schema.ontology import Label, ontology
from kg.store.base import Row
from kg.views.exports.whole import Whole

if TYPE_CHECKING:
    from rdflib import Graph, Literal, URIRef

FORMS = {"turtle": "ttl", "jsonld": "jsonld", "nt": "nt"}
BASE = "urn:chain-kg:"
PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
_NAMED = {"name": "rdfs:label", "aliases": "skos:altLabel", "alias": "skos:altLabel", "tags": "kg:tag"}
_DOCUMENT = {"title": "dcterms:title", "number": "dcterms:identifier", "issuer": "dcterms:publisher", "date": "dcterms:date",
             "name": "rdfs:label", "source": "dcterms:source", "sha256": "kg:sha256", "index": "kg:index",
             "validity": "kg:validity"}  # fmt: skip
_FACT = ("place", "start", "end", "rule", "confidence", "since", "until")
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\%#?\[\]\x7f-\x9f]")
_DATES = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "date"),
    (re.compile(r"\d{4}-\d\d"), "gYearMonth"),
    (re.compile(r"\d{4}"), "gYear"),
)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")


def serialize(whole: Whole, form: str = "turtle", base: str = BASE) -> str:
    """The graph in Turtle, JSON-LD or N-Triples (`FORMS`), always in the same order; `base` begins every name of its own.

    QueryError where `base` cannot begin an IRI (RFC 3987).
    """
    check_base(base)
    graph = build(whole, base)
    if form == "nt":
        lines = graph.serialize(format="nt", encoding="utf-8").decode("utf-8").split("\n")
        return "".join(f"{line}\n" for line in sorted(lines) if line)
    if form == "turtle":
        return str(graph.serialize(format="turtle"))
    context = {**PREFIXES, "kg": f"{base}schema#"}
    data = json.loads(graph.serialize(format="json-ld", context=context, auto_compact=True))
    return json.dumps(_ordered(data), ensure_ascii=False, indent=1) + "\n"


def check_base(base: str) -> None:
    """QueryError where `base` cannot begin an IRI (RFC 3987)."""
    if not _IRI.fullmatch(base):
        raise QueryError(f"--base {base!r} begins no IRI; write one such as https://example.org/kg/ or {BASE}")


def build(whole: Whole, base: str = BASE) -> "Graph":
    """The graph as an rdflib graph."""
    return _Builder(base).all(whole)


class _Builder:
    def __init__(self, base: str) -> None:
        from rdflib import Graph, Namespace

        self.base = base
        self.graph = Graph(bind_namespaces="none")
        self.prefixes = {**PREFIXES, "kg": f"{base}schema#"}
        for name, iri in self.prefixes.items():
            self.graph.bind(name, Namespace(iri))

    def all(self, whole: Whole) -> "Graph":
        self.vocabulary()
        for row in whole.documents:
            self.document(row)
        for row in whole.entities:
            self.entity(row)
        for row in whole.edges:
            self.edge(row)
        for row in whole.facts:
            self.fact(row)
        return self.graph

    def vocabulary(self) -> None:
        known = ontology()
        for node in known.nodes.values():
            self.term(node.rdf, "rdfs:Class", node.label, node.summary)
            for prop in node.properties.values():
                self.term(property_name(prop.name), "rdf:Property", prop.label)
        for relation in known.relations.values():
            self.term(relation.rdf, "rdf:Property", relation.label, relation.summary)
            for prop in relation.properties.values():
                self.term(property_name(prop.name), "rdf:Property", prop.label)

    def term(self, name: str, kind: str, label: Label, summary: Label | None = None) -> None:
        if not name.startswith(("kg:", "org:", "foaf:")):
            return
        self.add(self.word(name), "rdf:type", self.word(kind))
        for prop, text in (("rdfs:label", label), ("rdfs:comment", summary)):
            if text:
                self.add(self.word(name), prop, self.text(text.zh))
                self.add(self.word(name), prop, self.text(text.en, "en"))

    def document(self, row: Row) -> None:
        one = self.iri(row["id"])
        self.add(one, "rdf:type", self.word("prov:Entity"))
        self.add(one, "rdf:type", self.word("kg:Document"))
        for name, prop in _DOCUMENT.items():
            if name in row:
                self.add(one, prop, self.value(row[name], "date" if name == "date" else "text"))

    def entity(self, row: Row) -> None:
        one, kind = self.iri(row["id"]), ontology().nodes.get(row["type"])
        self.add(one, "rdf:type", self.word(kind.rdf if kind else f"kg:{row['type']}"))
        for name, values in row.items():
            if name in ("id", "type"):
                continue
            prop = kind.properties.get(name) if kind else None
            for value in values if isinstance(values, list) else [values]:
                literal = (
                    self.text(value)
                    if name in ("name", "aliases")
                    else self.value(value, prop.type if prop else "text")
                )
                self.add(one, property_name(name), literal)

    def edge(self, row: Row) -> None:
        kind = ontology().relations.get(row["type"])
        predicate = self.word(kind.rdf if kind else f"kg:{row['type']}")
        source, target, one = self.iri(row["source"]), self.iri(row["target"]), self.iri(row["id"])
        self.graph.add((source, predicate, target))
        self.statement(one, source, predicate, target)
        self.add(one, "rdf:type", self.word("kg:Relation"))
        for name, value in row.items():
            if name not in ("id", "type", "source", "target"):
                prop = kind.properties.get(name) if kind else None
                dated = name in ("since", "until")
                self.add(one, f"kg:{name}", self.value(value, prop.type if prop else "date" if dated else "text"))

    def fact(self, row: Row) -> None:
        one, subject = self.iri(row["id"]), self.iri(row["subject"])
        relation = ontology().relations.get(row["relation"])
        if "object" in row:
            predicate = self.word(relation.rdf if relation else f"kg:{row['relation']}")
            self.statement(one, subject, predicate, self.iri(row["object"]))
            self.add(one, "kg:supports", self.iri(row["edge"]))
        else:
            self.statement(
                one, subject, self.word(property_name(row["relation"])), self.text(row.get("value", ""), None)
            )
        self.add(one, "prov:wasDerivedFrom", self.iri(row["document"]))
        self.add(one, "kg:quote", self.text(row.get("quote", "")))
        for name in _FACT:
            if name in row:
                self.add(one, f"kg:{name}", self.value(row[name], "date" if name in ("since", "until") else "text"))

    def statement(self, one: "URIRef", subject: "URIRef", predicate: "URIRef", object_: "URIRef | Literal") -> None:
        self.add(one, "rdf:type", self.word("rdf:Statement"))
        self.add(one, "rdf:subject", subject)
        self.add(one, "rdf:predicate", predicate)
        self.add(one, "rdf:object", object_)

    def add(self, subject: "URIRef", predicate: str, object_: "URIRef | Literal") -> None:
        self.graph.add((subject, self.word(predicate), object_))

    def word(self, name: str) -> "URIRef":
        from rdflib import URIRef

        prefix, _, rest = name.partition(":")
        return URIRef(self.prefixes[prefix] + _NOT_IN_IRI.sub(_escaped, rest))

    def iri(self, id_: str) -> "URIRef":
        from rdflib import URIRef

        return URIRef(f"{self.base}id:" + _NOT_IN_IRI.sub(_escaped, id_))

    def text(self, value: Any, lang: str | None = "zh") -> "Literal":
        from rdflib import Literal

        return Literal(str(value), lang=lang)

    def value(self, value: Any, kind: str) -> "Literal":
        """A typed literal: dates by their precision, numbers as they are, all else a plain text."""
        from rdflib import Literal, URIRef

        if kind == "date" and isinstance(value, str):
            for pattern, name in _DATES:
                if pattern.fullmatch(value):
                    return Literal(value, datatype=URIRef(PREFIXES["xsd"] + name), normalize=False)
        return Literal(value)


def property_name(name: str) -> str:
    """The RDF property that stands for a property of the ontology."""
    return _NAMED.get(name, f"kg:{name}")


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def _ordered(data: Any) -> Any:
    """The same JSON-LD with keys and unordered arrays sorted."""
    if isinstance(data, dict):
        return {key: _ordered(data[key]) for key in sorted(data)}
    if isinstance(data, list):
        return sorted(
            (_ordered(one) for one in data), key=lambda one: json.dumps(one, ensure_ascii=False, sort_keys=True)
        )
    return data
