"""A proposed mapping while it is made, and written down as the YAML that is loaded and edited."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.loaders.reading.sheet import Sheet
from kg.schema.ontology import ontology

_PREFERRED = ("LOCATED_IN", "ENGAGED_IN", "PRODUCES", "WORKS_FOR", "ISSUED_BY", "OPERATES", "PART_OF", "SUPPORTS")


@dataclass(slots=True)
class Draft:
    """What is known of the table so far: the type its rows are about, columns by key, things and properties."""

    kind: str = ""
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    links: dict[str, tuple[str, bool]] = field(default_factory=dict)
    regions: list[str] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def as_yaml(sheet: Sheet, draft: Draft) -> str:
    """The mapping that `draft` makes of `sheet`, with what is left out as comments."""
    lines = [
        f"# Proposed for {sheet.file}, sheet {sheet.name}: check types and relations, then load with --mapping.".replace(
            "\n", " "
        ),
        f"name: {_quoted(sheet.name or 'table')}",
        f"summary: {_quoted(f'{ontology().node(draft.kind).label.zh}表 {sheet.name}')}",
        "needs: [name]",
        "columns:",
    ]
    if "name" not in draft.columns:
        draft.columns["name"] = ("name", "")
    for key, (title, split) in draft.columns.items():
        options = [f"headers: [{_quoted(title)}]"]
        options += [f"split: {_quoted(split)}"] if split else []
        options += [f"unit: {draft.units[key]}"] if key in draft.units else []
        lines.append(f"  {key}: {{{', '.join(options)}}}")
    if draft.regions:
        lines.append(f"  region: {{join: [{', '.join(draft.regions)}]}}")
        draft.things["region"] = "Region"
    lines += ["things:", "  main:", f"    type: {draft.kind}", "    name: name"]
    lines += _listed("aliases", draft.aliases) + _listed("tags", draft.tags)
    if draft.properties:
        lines += ["    properties:", *(f"      {name}: {key}" for name, key in draft.properties.items())]
    lines += [f"  {key}: {{type: {kind}, name: {key}, optional: true}}" for key, kind in draft.things.items()]
    lines += _relations(draft)
    if draft.left:
        lines += [
            "# Columns left out (title: kind of value, an example):",
            *(f"#   {_comment(words)}" for words in draft.left),
        ]
    return "\n".join(lines) + "\n"


def relation_of(kind: str, other: str) -> tuple[str, bool] | None:
    """The usual relation of the main thing to another (False), or of the other to it (True)."""
    for turned, pair in ((False, (kind, other)), (True, (other, kind))):
        names = [r.name for r in ontology().relations_between(*pair)]
        for name in _PREFERRED:
            if name in names:
                return name, turned
    return None


def _relations(draft: Draft) -> Iterable[str]:
    made = []
    for key, kind in draft.things.items():
        found = draft.links.get(key) or relation_of(draft.kind, kind)
        if found:
            source, target = (key, "main") if found[1] else ("main", key)
            made.append(f"  - {{type: {found[0]}, from: {source}, to: {target}}}")
    return ["relations:", *made] if made else []


def _listed(name: str, keys: list[str]) -> list[str]:
    return [f"    {name}: [{', '.join(keys)}]"] if keys else []


def _quoted(words: str) -> str:
    """`words` as a YAML text in double quotes (JSON text is YAML)."""
    return json.dumps(words, ensure_ascii=False)


def _comment(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
