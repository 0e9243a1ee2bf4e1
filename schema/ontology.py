"""Reads the YAML of the ontology, validates it once, and hands it on as frozen objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg.errors import SchemaError
from kg.schema.files import Located, read_yaml
from kg.schema.patterns import pattern
from kg.schema.values import VALUE_TYPES

HERE = Path(__file__).parent
# Names stand in Cypher and SQL as they are, so nothing may be a name that either would read as something else.
_TYPE = pattern(r"[A-Za-z_]+")
_PROPERTY = pattern(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Label:
    """A Chinese and an English text for the same thing."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """The English text for `en`, else the Chinese one."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a type: `type` names a value type, `headers` are the column titles that mean it.

    `past`: a date that cannot lie in the future.
    """

    name: str
    type: str
    label: Label
    many: bool = False
    required: bool = False
    headers: tuple[str, ...] = ()
    past: bool = False


@dataclass(frozen=True, slots=True)
class NodeType:
    """A type of thing; `keys` are properties whose value alone settles identity, strongest first."""

    name: str
    label: Label
    summary: Label
    caption: str
    rdf: str
    color: str
    properties: Mapping[str, Property]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationType:
    """A type of relation; `ends` are the pairs of types that it may join."""

    name: str
    label: Label
    summary: Label
    rdf: str
    ends: frozenset[tuple[str, str]]
    symmetric: bool = False
    properties: Mapping[str, Property] = field(default_factory=dict)

    def allows(self, source: str, target: str) -> bool:
        """Whether a thing of type `source` may stand in this relation to one of type `target`."""
        return (source, target) in self.ends


@dataclass(frozen=True, slots=True)
class Ontology:
    """All types, by name, in the order of their files."""

    nodes: Mapping[str, NodeType]
    relations: Mapping[str, RelationType]

    def node(self, name: str) -> NodeType:
        """The type of thing with that name; SchemaError names the known ones."""
        if name not in self.nodes:
            raise SchemaError(f"unknown type {name!r}; known types: {', '.join(self.nodes)}")
        return self.nodes[name]

    def relation(self, name: str) -> RelationType:
        """The type of relation with that name; SchemaError names the known ones."""
        if name not in self.relations:
            raise SchemaError(f"unknown relation {name!r}; known relations: {', '.join(self.relations)}")
        return self.relations[name]

    def relations_between(self, source: str, target: str) -> list[RelationType]:
        """The relations that may join a thing of type `source` to one of type `target`."""
        return [r for r in self.relations.values() if r.allows(source, target)]


@cache
def ontology() -> Ontology:
    """The ontology that ships with the project."""
    return load_ontology(HERE)


def load_ontology(folder: Path) -> Ontology:
    """Read and validate `folder/nodes/*.yaml` and `folder/relations/*.yaml`; SchemaError names file and line."""
    nodes = {n.name: n for n in (_node(read_yaml(p)) for p in sorted((folder / "nodes").glob("*.yaml")))}
    if not nodes:
        raise SchemaError(f"{folder / 'nodes'}: no types found; an ontology needs at least one YAML file there")
    files = sorted((folder / "relations").glob("*.yaml"))
    relations = {r.name: r for r in (_relation(read_yaml(p), nodes) for p in files)}
    return Ontology(MappingProxyType(nodes), MappingProxyType(relations))


def _node(data: Located) -> NodeType:
    data.only("name", "label", "summary", "caption", "rdf", "color", "keys", "properties")
    properties = _properties(data.map("properties"))
    caption = data.text("caption")
    if caption not in properties:
        data.fail("caption", f"caption {caption!r} is no property of the type; known: {', '.join(properties)}")
    keys = tuple(data.texts("keys"))
    for key in keys:
        if key not in properties:
            data.fail("keys", f"key {key!r} is no property of the type; known: {', '.join(properties)}")
    return NodeType(
        name=_name(data),
        label=_label(data, "label"),
        summary=_label(data, "summary"),
        caption=caption,
        rdf=data.text("rdf"),
        color=data.text("color"),
        keys=keys,
        properties=MappingProxyType(properties),
    )


def _relation(data: Located, nodes: Mapping[str, NodeType]) -> RelationType:
    data.only("name", "label", "summary", "rdf", "symmetric", "ends", "properties")
    ends = set()
    for pair in data.maps("ends"):
        pair.only("from", "to")
        for side in ("from", "to"):
            for name in pair.texts(side):
                if name not in nodes:
                    pair.fail(side, f"unknown type {name!r}; known types: {', '.join(nodes)}")
        ends |= {(s, t) for s in pair.texts("from") for t in pair.texts("to")}
    if not ends:
        data.fail("ends", "'ends' must hold a pair of types, or the relation could join nothing")
    return RelationType(
        name=_name(data),
        label=_label(data, "label"),
        summary=_label(data, "summary"),
        rdf=data.text("rdf"),
        ends=frozenset(ends),
        symmetric=data.flag("symmetric"),
        properties=MappingProxyType(_properties(data.map("properties"))),
    )


def _name(data: Located) -> str:
    """The name of a type: letters and `_`, the file's own name in whatever case, so that no two files can share one."""
    name = data.text("name")
    if not _TYPE.fullmatch(name):
        data.fail("name", f"name {name!r} must be made of the letters A-Z, a-z and of _ alone")
    if name.lower() != data.path.stem:
        data.fail("name", f"name {name!r} belongs in a file {name.lower()}.yaml; rename the one or the other")
    return name


def _label(data: Located, key: str) -> Label:
    both = data.map(key)
    both.only("zh", "en")
    return Label(both.text("zh"), both.text("en"))


def _properties(data: Located) -> dict[str, Property]:
    found: dict[str, Property] = {}
    for name in data.names():
        if not _PROPERTY.fullmatch(name):
            data.fail(name, f"property {name!r} must be made of the letters A-Z, a-z, of digits behind one, and of _")
        one = data.map(name)
        one.only("type", "label", "many", "required", "headers", "past")
        kind = one.text("type")
        if kind not in VALUE_TYPES:
            one.fail("type", f"unknown value type {kind!r}; known: {', '.join(VALUE_TYPES)}")
        found[name] = Property(
            name,
            kind,
            _label(one, "label"),
            one.flag("many"),
            one.flag("required"),
            tuple(one.texts("headers")),
            one.flag("past"),
        )
    return found
