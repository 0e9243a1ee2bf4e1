"""Corrections by a person become lists: what was missed is a name, what was wrong is a veto, of relations both as well."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.annotation import read_annotation
from kg.document import Document
from kg.errors import DocumentError
from kg.extraction import Extraction
from kg.identity.names import name_form
from kg.loaders.corrections import Judged, Link
from kg.loaders.local import Word, Words
from kg.schema import ontology
from kg.schema.ontology import NodeType, RelationType

RIGHT = frozenset({"right", "yes", "y", "true", "1", "对", "是", "正确"})
WRONG = frozenset({"wrong", "no", "n", "false", "0", "错", "否", "错误"})
JOINED = {
    "source": ("source", "主体", "起点"),
    "relation": ("relation", "关系"),
    "target": ("target", "对象", "终点"),
    "verdict": ("verdict", "判断", "结论"),
}
COLUMNS = {"name": ("name", "名称"), "type": ("type", "类型"), "verdict": ("verdict", "判断", "结论")}


@dataclass(frozen=True, slots=True)
class Learnt:
    """What one file of corrections adds."""

    names: frozenset[Word] = frozenset()
    veto: frozenset[Word] = frozenset()
    right: frozenset[Link] = frozenset()
    wrong: frozenset[Link] = frozenset()

    def judged(self, by: str) -> Judged:
        """The relations, judged by a person."""
        return Judged(dict.fromkeys(self.right, by), dict.fromkeys(self.wrong, by))

    def onto(self, words: Words) -> Words:
        """The lists with this added; the newer judgement wins where the two contradict each other."""
        return Words((words.names - self.veto) | self.names, (words.veto - self.names) | self.veto)


def learn(path: Path, extract: Callable[[Path], Extraction], document: Path | None = None) -> Learnt:
    """Read corrections: an extraction in JSON that a person has corrected, or a table of verdicts.

    A table has the columns name, type, verdict, or source, relation, target, verdict.

    `extract` gives what the pipeline itself says of a document: `document`, else the one the JSON names as its source.
    """
    if path.suffix.lower() == ".json":
        return _from_extraction(path, extract, document)
    return _from_table(path)


def _from_extraction(path: Path, extract: Callable[[Path], Extraction], document: Path | None) -> Learnt:
    data = read_annotation(path)
    source = document or Path(str(data.get("source", "")))
    if not source.is_file():
        raise DocumentError(f"{path}: its document {str(source)!r} is not there; name it with --document FILE")
    own = extract(source)
    wanted = {w for e in data.get("entities") or [] for w in _corrected(path, e, own.document)}
    said = {(m.type, own.document.text[m.start : m.end]) for r in own.referents for m in r.mentions if m.name is None}
    right, wrong = _relations(data, own)
    return Learnt(frozenset(wanted - said), frozenset(said - wanted), right, wrong)


def _relations(data: Mapping[str, Any], own: Extraction) -> tuple[frozenset[Link], frozenset[Link]]:
    """Relations that the correction adds, and takes away though it keeps both things; none of one that lists no relations."""
    if "relations" not in data:
        return frozenset(), frozenset()
    theirs = {str(e.get("id")): [e.get("name") or "", *(e.get("aliases") or [])] for e in data.get("entities") or []}
    ours = {r.id: [r.name, *r.aliases] for r in own.referents}
    ends = ((r["type"], theirs.get(r["source"]), theirs.get(r["target"])) for r in data["relations"] or [])
    kept = [(t, s, o) for t, s, o in ends if s and o and t in ontology().relations]
    said = [(c.relation, ours[c.source], ours[c.target]) for c in own.claims]
    wanted, known = _forms(kept), _forms(said)
    left = {name_form(n) for names in theirs.values() for n in names if n}
    right = {Link(t, s[0], o[0]) for t, s, o in kept if known.isdisjoint(_forms([(t, s, o)]))}
    wrong = {
        Link(t, s[0], o[0])
        for t, s, o in said
        if wanted.isdisjoint(_forms([(t, s, o)])) and all(any(name_form(n) in left for n in names) for names in (s, o))
    }
    return frozenset(right), frozenset(wrong)


def _forms(relations: Iterable[tuple[str, list[str], list[str]]]) -> set[Link]:
    return {Link(t, s, o).forms() for t, sources, targets in relations for s in sources for o in targets if s and o}


def _corrected(path: Path, entity: Mapping[str, Any], document: Document) -> Iterable[Word]:
    """The texts of an entity's mentions; its name and aliases where the correction has no offsets."""
    kind = _known_type(str(entity.get("type", "")), str(path))
    spans = entity.get("mentions") or []
    if not spans:
        yield from (
            (kind, str(n)) for n in [entity.get("name", ""), *(entity.get("aliases") or [])] if n in document.text
        )
    for start, end in spans:
        yield kind, document.text[start:end]


def _from_table(path: Path) -> Learnt:
    titles, rows = _rows(path)
    if titles & set(JOINED["relation"]):
        return _joined(path, titles, rows)
    _check(path, titles, COLUMNS)
    names, veto = set[Word](), set[Word]()
    for place, row in rows:
        cells = _cells(row, COLUMNS)
        word = (_known_type(cells["type"], place), cells["name"])
        if not cells["name"]:
            raise DocumentError(f"{place}: no name; fill the column name")
        verdict = cells["verdict"].lower()
        if verdict in RIGHT:
            names.add(word)
        elif verdict in WRONG:
            veto.add(word)
        else:
            veto.add(word)
            names.add((_known_type(cells["verdict"], place), cells["name"]))
    return Learnt(frozenset(names), frozenset(veto - names))


def _joined(path: Path, titles: set[str], rows: Iterable[tuple[str, Mapping[str, str]]]) -> Learnt:
    """Verdicts on relations; one that names another relation says that this one holds instead."""
    _check(path, titles, JOINED)
    right, wrong = set[Link](), set[Link]()
    for place, row in rows:
        cells = _cells(row, JOINED)
        if not (cells["source"] and cells["target"]):
            raise DocumentError(f"{place}: a relation has two ends; fill the columns source and target")
        link = Link(_known_relation(cells["relation"], place), cells["source"], cells["target"])
        verdict = cells["verdict"].lower()
        if verdict in RIGHT:
            right.add(link)
            continue
        wrong.add(link)
        if verdict not in WRONG:
            right.add(link._replace(relation=_known_relation(cells["verdict"], place)))
    return Learnt(right=frozenset(right), wrong=frozenset(wrong - right))


def _cells(row: Mapping[str, str], columns: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {key: next((row[t].strip() for t in titles if row.get(t)), "") for key, titles in columns.items()}


def _check(path: Path, titles: set[str], columns: Mapping[str, tuple[str, ...]]) -> None:
    for key, known in columns.items():
        if not titles & set(known):
            raise DocumentError(f"{path}, line 1: no column {key!r} (or {known[1]}); needed: {', '.join(columns)}")


def _rows(path: Path) -> tuple[set[str], Iterable[tuple[str, Mapping[str, str]]]]:
    """The titles of a table, and its rows each behind its place."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    lines = text.splitlines()
    reader = csv.DictReader(lines, delimiter="\t" if lines and "\t" in lines[0] else ",")
    rows = (
        (f"{path}, line {reader.line_num}", {k: v or "" for k, v in row.items() if k is not None}) for row in reader
    )
    return set(reader.fieldnames or ()), rows


def _known_relation(name: str, place: str) -> str:
    return _known(name, place, "relation", ontology().relations)


def _known_type(name: str, place: str) -> str:
    return _known(name, place, "type", ontology().nodes)


def _known(name: str, place: str, kind: str, defined: Mapping[str, NodeType] | Mapping[str, RelationType]) -> str:
    """The type or relation by its name or its Chinese label."""
    for known in defined.values():
        if name in (known.name, known.label.zh):
            return known.name
    listed = "、".join(f"{d.name}（{d.label.zh}）" for d in defined.values())
    raise DocumentError(f"{place}: {name!r} is neither a {kind} nor a verdict (right, wrong); {kind}s: {listed}")
