"""The ontology as data: one YAML file a type of thing or relation; everything else reads it."""

from kg.schema.ontology import NodeType, Ontology, Property, RelationType, load_ontology, ontology

__all__ = ["NodeType", "Ontology", "Property", "RelationType", "load_ontology", "ontology"]
