"""The style file for Neo4j Browser is the ontology's, and current; the document on Neo4j tells what is made there."""

import re
from pathlib import Path

from kg.schema.ontology import ontology
from kg.store import neo4j
from kg.store.style import browser_style

DOCS = Path(__file__).parents[2] / "docs"


def test_the_file_in_docs_is_current() -> None:
    assert (DOCS / "neo4j-style.grass").read_text("utf-8") == browser_style(), (
        'write it again: python -c "from kg.store.style import browser_style; print(browser_style(), end=str())" > docs/neo4j-style.grass'
    )


def test_each_type_has_its_colour_and_caption_and_each_relation_its_name() -> None:
    rules = dict(re.findall(r"^(\S+) \{\n(.*?)^\}", browser_style(), re.M | re.S))
    for kind in ontology().nodes.values():
        assert f"  color: {kind.color};" in rules[f"node.{kind.name}"]
        assert f'  caption: "{{{kind.caption}}}";' in rules[f"node.{kind.name}"]
    for relation in ontology().relations.values():
        assert f'  caption: "{relation.label.zh}";' in rules[f"relationship.{relation.name}"]


def test_text_is_legible_on_every_colour() -> None:
    for rule in re.findall(r"^node\.\S+ \{\n(.*?)^\}", browser_style(), re.M | re.S):
        color, text = re.findall(r"(?<![a-z]-)color: #(\w{6})|text-color-internal: #(\w{6})", rule)
        assert contrast(color[0], text[1]) >= 2.5, rule


def contrast(one: str, two: str) -> float:
    """Contrast ratio as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_document_names_what_is_made_in_neo4j() -> None:
    text = (DOCS / "neo4j.md").read_text("utf-8")
    for name in neo4j.declarations():
        kind, _, key = name.removeprefix("kg_").rpartition("_")
        known = {k.lower() for k in ontology().nodes} | {r.lower() for r in ontology().relations}
        assert (
            f"`{name}`" in text
            or (kind in known and f"`kg_<type>_{key}`" in text)
            or (kind in known and "`kg_<relation>_id`" in text)
        )
