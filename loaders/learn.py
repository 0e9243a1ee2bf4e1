"""Corrections by a person become word lists: what was missed is a name, what was wrong is a veto."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.annotation import read_annotation
from kg.document import Document
from kg.errors import DocumentError
from kg.extraction import Extraction
from kg.loaders.local import Word, Words
from kg.schema import ontology

RIGHT = frozenset({"right", "yes", "y", "true", "1", "对", "是", "正确"})
WRONG = frozenset({"wrong", "no", "n", "false", "0", "错", "否", "错误"})
COLUMNS = {"name": ("name", "名称"), "type": ("type", "类型"), "verdict": ("verdict", "判断", "结论")}


@dataclass(frozen=True, slots=True)
class Learnt:
    """What one file of corrections adds."""

    names: frozenset[Word]
    veto: frozenset[Word]

    def onto(self, words: Words) -> Words:
        """The lists with this added; the newer judgement wins where the two contradict each other."""
        return Words((words.names - self.veto) | self.names, (words.veto - self.names) | self.veto)


def learn(path: Path, extract: Callable[[Path], Extraction], document: Path | None = None) -> Learnt:
    """Read corrections: an extraction in JSON that a person has corrected, or a table of name, type, verdict.

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
    return Learnt(frozenset(wanted - said), frozenset(said - wanted))


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
    names, veto = set[Word](), set[Word]()
    for place, row in _rows(path):
        cells = {key: next((row[t].strip() for t in titles if row.get(t)), "") for key, titles in COLUMNS.items()}
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


def _rows(path: Path) -> Iterable[tuple[str, Mapping[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    lines = text.splitlines()
    reader = csv.DictReader(lines, delimiter="\t" if lines and "\t" in lines[0] else ",")
    titles = set(reader.fieldnames or ())
    for key, known in COLUMNS.items():
        if not titles & set(known):
            raise DocumentError(f"{path}, line 1: no column {key!r} (or {known[1]}); needed: name, type, verdict")
    for row in reader:
        yield f"{path}, line {reader.line_num}", {k: v or "" for k, v in row.items() if k is not None}


def _known_type(name: str, place: str) -> str:
    """The type by its name or its Chinese label."""
    for node in ontology().nodes.values():
        if name in (node.name, node.label.zh):
            return node.name
    known = "、".join(f"{n.name}（{n.label.zh}）" for n in ontology().nodes.values())
    raise DocumentError(f"{place}: {name!r} is neither a type nor a verdict (right, wrong); types: {known}")
