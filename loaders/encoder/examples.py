"""What the encoder learns from: annotated documents, documents written after public reports, and texts written for training."""

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

TRAINING = Path(__file__).parent.parent / "recognise" / "training"
PARTS = ("first", "second", "third")
"""The folders of the texts after public reports, as they were written."""
LETTERS = {
    "A": "Agency",
    "C": "Chain",
    "E": "Enterprise",
    "F": "Fund",
    "H": "Hospital",
    "I": "Industry",
    "J": "Project",
    "K": "Park",
    "L": "Policy",
    "N": "Person",
    "P": "Product",
    "R": "Region",
    "T": "Institution",
    "V": "Event",
}
"""The letter of each type in a mark: `[E1:名称]`."""
_MARK = re.compile(r"\[(?P<type>[A-Z])(?P<number>\d*):(?P<name>[^\]#]+)(?:#[^\]]*)?\]")
_RELATION = re.compile(r"> (?P<source>\w+) (?P<relation>\w+) (?P<target>\w+)")


class Span(NamedTuple):
    """`[start, end)` names a thing of `type`; spans of one document with the same `thing` name the same one."""

    start: int
    end: int
    type: str
    thing: str


class Example(NamedTuple):
    """A document with what it names and, where `related`, all that it says; `real` if it is, or follows, a public document."""

    name: str
    text: str
    spans: tuple[Span, ...]
    relations: tuple[tuple[str, str, str], ...]
    related: bool
    real: bool


def written(folder: Path = TRAINING, without: Collection[str] = ()) -> Iterator[Example]:
    """The texts written for training: sentences in the folder, documents in `documents`, those after public reports in `reports`.

    The parts of the reports (`first`, `second`) that are named in `without` are left out.
    """
    for path in sorted(folder.rglob("*.txt")):
        if path.parent.name in without:
            continue
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]
        for i, marked in enumerate(re.split(r"\n\s*\n", "\n".join(lines))):
            if marked.strip():
                yield unmark(f"{path.stem}.{i}", marked.strip("\n"), real=path.parent.name in PARTS)


def unmark(name: str, marked: str, real: bool = False) -> Example:
    """A text without its marks and its lines `> E1 LOCATED_IN R1`, with the spans and relations they state."""
    body = "\n".join(line for line in marked.split("\n") if not line.startswith("> "))
    text, spans, place = "", [], 0
    for found in _MARK.finditer(body):
        text += body[place : found.start()]
        thing = found["type"] + found["number"] if found["number"] else f"{found['type']}{found['name']}"
        spans.append(Span(len(text), len(text) + len(found["name"]), LETTERS[found["type"]], thing))
        text += found["name"]
        place = found.end()
    relations = tuple((m["source"], m["relation"], m["target"]) for m in _RELATION.finditer(marked))
    return Example(name, text + body[place:], tuple(spans), relations, bool(relations), real)


def annotated(folder: Path) -> Iterator[Example]:
    """The annotated documents of a folder, `NAME.txt` beside `NAME.json`, as `kg score` reads them."""
    for path in sorted(folder.glob("*.json")):
        with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        told = json.loads(path.read_text(encoding="utf-8"))
        spans = [Span(a, b, e["type"], e["id"]) for e in told["entities"] for a, b in e["mentions"]]
        relations = tuple((r["source"], r["type"], r["target"]) for r in told["relations"])
        yield Example(path.stem, text, tuple(sorted(spans)), relations, related=True, real=True)
