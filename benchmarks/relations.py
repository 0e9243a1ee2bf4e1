"""How good the relations are on annotated documents: by type and by rule, on gold mentions or the pipeline's own.

    python benchmarks/relations.py GOLD [--split tests/gold/split.toml --part work|exam] [--pipeline] [--rules] [--errors DOC]
"""

import argparse
import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.document import Document
from kg.extraction import Claim, Referent
from kg.loaders.parsed import Parsed
from kg.loaders.relate import relate
from kg.mention import Mention

UNDIRECTED = {"PARTNERS_WITH"}
Key = tuple[str, str, str]


def gold_referents(gold: dict[str, Any]) -> list[Referent]:
    """The annotated entities as a recogniser would hand them on."""
    return [
        Referent(
            id=e["id"], type=e["type"], name=e["name"], aliases=list(e["aliases"]), tags=list(e.get("tags", [])),
            attrs=dict(e.get("attrs", {})), mentions=[Mention(a, b, e["type"], "gold", 1.0) for a, b in e["mentions"]],
        )
        for e in gold["entities"]
    ]  # fmt: skip


def key(relation: str, source: str, target: str) -> Key:
    """A relation as the score compares it."""
    if relation in UNDIRECTED:
        source, target = min(source, target), max(source, target)
    return relation, source, target


def read(folder: Path, name: str) -> tuple[Parsed, dict[str, Any]]:
    """One document's text, parsed, and its annotation."""
    with (folder / f"{name}.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    return Parsed(Document.of_text(text, name)), json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def on_gold(folder: Path, name: str) -> tuple[list[Claim], set[Key]]:
    """Claims made from the annotated mentions, and the annotated relations."""
    parsed, gold = read(folder, name)
    return relate(parsed, gold_referents(gold)), {key(r["type"], r["source"], r["target"]) for r in gold["relations"]}


class Tally:
    """Right, claimed and gold, by whatever one counts by."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.claimed: Counter[str] = Counter()
        self.gold: Counter[str] = Counter()

    def add(self, claims: Iterable[Key], gold: set[Key]) -> None:
        claims = set(claims)
        for k in claims:
            self.claimed[k[0]] += 1
            self.right[k[0]] += k in gold
        for k in gold:
            self.gold[k[0]] += 1

    def rows(self) -> Iterator[tuple[str, float, float, float, int, int, int]]:
        for name in ["ALL", *sorted(self.gold | self.claimed)]:
            names = list(self.gold | self.claimed) if name == "ALL" else [name]
            r, c, g = (sum(x[n] for n in names) for x in (self.right, self.claimed, self.gold))
            p, q = r / c if c else 0.0, r / g if g else 0.0
            yield name, p, q, 2 * p * q / (p + q) if p + q else 0.0, r, c, g


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("gold", type=Path)
    args.add_argument("--split", type=Path, default=Path("tests/gold/split.toml"))
    args.add_argument("--part", default="work")
    args.add_argument("--rules", action="store_true")
    args.add_argument("--errors", nargs="*", default=[])
    options = args.parse_args()
    names = tomllib.loads(options.split.read_text(encoding="utf-8"))[options.part]
    tally, rules = Tally(), defaultdict[tuple[str, str], list[int]](lambda: [0, 0])
    for name in names:
        claims, gold = on_gold(options.gold, name)
        keys = {key(c.relation, c.source, c.target) for c in claims}
        tally.add(keys, gold)
        one = Tally()
        one.add(keys, gold)
        print(f"{name:12s} F1 {next(one.rows())[3]:.3f}  ({sum(one.right.values())} right, {len(keys)} claimed, {len(gold)} gold)")
        for c in claims:
            count = rules[c.relation, c.rule]
            count[0] += key(c.relation, c.source, c.target) in gold
            count[1] += 1
        if name in options.errors:
            assert options.part == "work"
            show(options.gold, name, claims, gold)
    for row in tally.rows():
        print("%-16s %.3f %.3f %.3f %5d %5d %5d" % row)
    if options.rules:
        for (relation, rule), (right, claimed) in sorted(rules.items()):
            print(f"{relation:14s} {rule:22s} {right:4d} of {claimed:4d}  {right / claimed:.2f}")


def show(folder: Path, name: str, claims: list[Claim], gold: set[Key]) -> None:
    parsed, data = read(folder, name)
    names = {e["id"]: e["name"][:14] for e in data["entities"]}
    made = {key(c.relation, c.source, c.target): c for c in claims}
    for k in sorted(set(made) - gold):
        c = made[k]
        print("  WRONG", k[0], names[c.source], ">", names[c.target], c.rule, "|", parsed.text[c.start : c.end].strip()[:50])
    for k in sorted(gold - set(made)):
        print("  MISS ", k[0], names[k[1]], ">", names[k[2]])


if __name__ == "__main__":
    main()
