"""The ontology as SHACL shapes (W3C Recommendation 2017) for the graph that `kg export rdf` writes, in Turtle.

Types: what is required, how often a property may stand and of what kind, which relation may go to which type. Relations: a
fact behind each, both ends different, beginning before end. Facts: one document, a sentence, a confidence between 0 and 1.
"""

import json
from collections.abc import Iterable, Iterator

from kg.schema.ontology import Label, NodeType, Property, RelationType, ontology
from kg.views.exports.rdf import BASE, PREFIXES, check_base, property_name

_ANY_DATE = "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYearMonth ] [ sh:datatype xsd:gYear ] )"
_NUMBER = "sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:double ] [ sh:datatype xsd:decimal ] )"
_SHARE = "sh:minInclusive 0 ; sh:maxInclusive 1 ; sh:maxCount 1"
_KINDS = {
    "name": "sh:minLength 1",
    "date": _ANY_DATE,
    "number": _NUMBER,
    "money": _NUMBER,
    "area": _NUMBER,
    "credit_code": 'sh:pattern "^[0-9A-HJ-NPQRTUWXY]{18}$"',
    "stage": 'sh:in ( "上游" "中游" "下游" )',
}


def shapes(base: str = BASE) -> str:
    """All shapes, in the order of the ontology; `base` as in the RDF that is to be checked."""
    check_base(base)
    prefixes = {**PREFIXES, "sh": "http://www.w3.org/ns/shacl#", "kg": f"{base}schema#"}
    known = ontology()
    blocks = [
        "\n".join(f"@prefix {name}: <{iri}> ." for name, iri in prefixes.items()),
        *(_thing(node, known.relations.values()) for node in known.nodes.values()),
        _relation(),
        _fact(),
    ]
    return "\n\n".join(blocks) + "\n"


def _thing(node: NodeType, relations: Iterable[RelationType]) -> str:
    parts = [_property(p) for p in node.properties.values()]
    parts += [_end(node, r) for r in relations]
    return _shape(f"kg:{node.name}Shape", f"sh:targetClass {node.rdf}", parts)


def _property(prop: Property) -> str:
    rules = [_KINDS.get(prop.type, "sh:minLength 1")]
    rules += ["sh:minCount 1"] if prop.required else []
    rules += [] if prop.many else ["sh:maxCount 1"]
    said = Label(
        f"“{prop.label.zh}”缺少、重复或不合规范", f"{prop.label.en!r} is missing, repeated or none of its kind"
    )
    return _path(property_name(prop.name), rules, said)


def _end(node: NodeType, relation: RelationType) -> str:
    known = ontology().nodes
    allowed = [known[target] for target in known if relation.allows(node.name, target)]
    if not allowed:
        said = Label(f"{node.label.zh}不应有关系“{relation.label.zh}”", f"{node.label.en} has no {relation.label.en!r}")
        return _path(relation.rdf, ["sh:maxCount 0"], said)
    classes = " ".join(f"[ sh:class {n.rdf} ]" for n in allowed)
    said = Label(
        f"{node.label.zh}的“{relation.label.zh}”只能指向：{'、'.join(n.label.zh for n in allowed)}",
        f"{node.label.en}: {relation.label.en!r} only {', '.join(n.label.en for n in allowed)}",
    )
    return _path(relation.rdf, [f"sh:or ( {classes} )"], said)


def _relation() -> str:
    unstated = Label("没有任何事实支持此关系", "no fact supports this relation")
    parts = [
        _path("[ sh:inversePath kg:supports ]", ["sh:minCount 1"], unstated),
        _path("kg:facts", ["sh:minInclusive 1", "sh:minCount 1", "sh:maxCount 1"], unstated),
        _path("kg:confidence", [_SHARE], Label("置信度不在0与1之间", "the confidence is not between 0 and 1")),
        _path("rdf:subject", ["sh:disjoint rdf:object"], Label("两端是同一事物", "both ends are the same thing")),
        _path("kg:since", ["sh:lessThanOrEquals kg:until"], Label("终止早于起始", "it ends before it begins")),
    ]
    owned = {p.name: p for r in ontology().relations.values() for p in r.properties.values()}
    parts += [_property(p) for p in owned.values()]
    return _shape("kg:RelationShape", "sh:targetClass kg:Relation", parts)


def _fact() -> str:
    """Every fact has a rule that read it."""
    document = Label("事实没有出处文件", "the fact has no document")
    parts = [
        _path("prov:wasDerivedFrom", ["sh:class kg:Document", "sh:minCount 1", "sh:maxCount 1"], document),
        _path("kg:quote", ["sh:minLength 1", "sh:minCount 1"], Label("事实没有原文", "the fact has no quote")),
        _path("kg:confidence", [_SHARE, "sh:minCount 1"], Label("置信度不在0与1之间", "no confidence between 0 and 1")),
    ]
    return _shape("kg:FactShape", "sh:targetSubjectsOf kg:rule", parts)


def _shape(name: str, target: str, parts: Iterable[str]) -> str:
    return f"{name} a sh:NodeShape ;\n  {target} ;\n" + " ;\n".join(parts) + " ."


def _path(path: str, rules: Iterable[str], said: Label) -> str:
    return f"  sh:property [ sh:path {path} ; {' ; '.join((*rules, *_messages(said)))} ]"


def _messages(said: Label) -> Iterator[str]:
    for lang in ("zh", "en"):
        yield f"sh:message {json.dumps(said.of(lang), ensure_ascii=False)}@{lang}"
