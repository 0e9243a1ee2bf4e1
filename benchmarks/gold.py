"""Score the extraction against a gold folder: `python benchmarks/gold.py FOLDER [--set work|exam|all] [--errors TYPE]`.

FOLDER holds `NAME.txt` and `NAME.json`, and `score.py` beside or above it. `--errors` lists misses and false finds of
one type (or `all`) in the work documents only: the exam documents are scored and never shown.
"""

import argparse
import importlib.util
import json
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.document import Document
from kg.loaders.extract import extract

SPLIT = Path(__file__).parent.parent / "tests" / "gold" / "split.toml"


def scorer(folder: Path) -> ModuleType:
    """The module score.py that stands in `folder` or above it."""
    path = next(p / "score.py" for p in (folder, *folder.parents) if (p / "score.py").exists())
    spec = importlib.util.spec_from_file_location("gold_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(folder: Path, name: str) -> tuple[str, dict[str, Any]]:
    """Text and gold annotation of one document."""
    with (folder / f"{name}.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    return text, json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def main() -> None:
    """Print the table, or the errors."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--set", default="work", choices=["work", "exam", "all"])
    ask.add_argument("--errors")
    ask.add_argument("--docs", action="store_true", help="also each work document's figures")
    told = ask.parse_args()
    split = tomllib.loads(SPLIT.read_text())
    names = split["work"] if told.errors else split["work"] + split["exam"] if told.set == "all" else split[told.set]
    score, total = scorer(told.folder.resolve()), None
    for name in names:
        text, gold = read(told.folder, name)
        found = extract(Document.of_text(text, f"{name}.txt")).as_json()
        one = score.score(gold, found)
        if told.errors:
            show(name, text, gold, found, told.errors, score)
        if told.docs and told.set == "work":
            print(f"{name:14}", *(f"{k} {c.out()['f1']:.3f}" for k, c in one.total.items()))
        if total is None:
            total = score.Scores()
        total.merge(one)
    if not told.errors and total:
        report(total.out(), told.set, len(names))


def report(out: dict[str, Any], which: str, documents: int) -> None:
    """Print precision, recall, F1 and counts, in all and by type."""
    print(f"{which}: {documents} documents")
    for kind in ("mention", "entity", "relation"):
        print(f"{kind:16}", row(out[kind]))
    for kind in ("mention", "entity", "relation"):
        print(f"\n{kind} by type")
        for name, counted in out["per_type"][kind].items():
            print(f"{name:16}", row(counted))


def row(counted: dict[str, Any]) -> str:
    """One line of figures."""
    return "P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  right {tp:4d}  found {pred:4d}  gold {gold:4d}".format(
        **counted
    )


def show(name: str, text: str, gold: dict[str, Any], found: dict[str, Any], kind: str, score: ModuleType) -> None:
    """Print what was missed (-) and what was found wrongly (+), with context."""
    right = {(*s, e["type"]) for e in gold["entities"] for s in score.spans(e)}
    ours = {(*s, e["type"]): r for e in found["entities"] for s, r in zip(score.spans(e), e["rules"], strict=True)}
    for start, end, type_ in sorted(right ^ ours.keys()):
        if kind in ("all", type_):
            sign = "-" if (start, end, type_) in right else "+"
            before, after = text[max(0, start - 12) : start], text[end : end + 12]
            line = f"{sign} {name} {type_:11} {before}[{text[start:end]}]{after}".replace("\n", "⏎")
            print(line, "" if sign == "-" else ours[start, end, type_])
    pairs, _ = score.match_entities(gold["entities"], found["entities"])
    for i, e in enumerate(found["entities"]):
        if kind in ("all", e["type"]) and i not in pairs:
            print(f"  + {name} entity {e['type']} {e['name']} {e['aliases']}")
    for j, e in enumerate(gold["entities"]):
        if kind in ("all", e["type"]) and j not in pairs.values():
            print(f"  - {name} entity {e['type']} {e['name']} {e['aliases']}")


if __name__ == "__main__":
    main()
