"""How good the relations are on annotated documents: by document, type and rule, and how far their confidence holds.

    python benchmarks/relations.py GOLD [--part work|exam] [--own] [--rules] [--calibration] [--rates] [--written] [--errors NAME ...]

GOLD is a folder of NAME.txt and NAME.json. Claims are made from the annotated mentions; with --own from those that the
pipeline finds, an end being right when its type is right and it shares a name with the annotated one. --rates counts
every rule's claims, here and in the documents written for training, and writes loaders/relate/rates.tsv; --written shows the figures
on those alone; --calibration leaves each document out in turn.
"""

import argparse
import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.document import Document
from kg.extraction import Claim, Referent
from kg.loaders.encoder.examples import Example, written
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import recognise
from kg.loaders.relate import prepare, relate, tellings
from kg.loaders.relate.confidence import FILE, Counts, expected, rate
from kg.loaders.relate.scene.document import bare
from kg.mention import Mention
from kg.schema import ontology

SPLIT = Path(__file__).parents[1] / "tests" / "gold" / "split.toml"
HEAD = "# source: counted on the annotated development documents (work part) and those written for training, by benchmarks/relations.py --rates\n# date: 2026-11-23\n"
Key = tuple[str, str, str]


@dataclass
class Result:
    """What was claimed of one document, by every rule, and what the annotation says."""

    name: str
    claims: list[Claim]
    all_claims: list[Claim]
    gold: set[Key]
    names: dict[str, str]
    ends: dict[str, str]

    def key(self, claim: Claim) -> Key:
        """A claim as the annotation would write it, by ids of the annotation where its ends are known there."""
        return key(
            claim.relation,
            self.ends.get(claim.source, "?" + claim.source),
            self.ends.get(claim.target, "?" + claim.target),
        )

    def right(self, claim: Claim) -> bool:
        """Whether the annotation has the claim."""
        return self.key(claim) in self.gold


def key(relation: str, source: str, target: str) -> Key:
    """A relation as the score compares it: without direction where it has none."""
    if ontology().relation(relation).symmetric:
        source, target = min(source, target), max(source, target)
    return relation, source, target


def gold_referents(gold: dict[str, Any]) -> list[Referent]:
    """The annotated entities as a recogniser would hand them on."""
    return [
        Referent(
            id=e["id"], type=e["type"], name=e["name"], aliases=list(e["aliases"]), tags=list(e.get("tags", [])),
            attrs=dict(e.get("attrs", {})), mentions=[Mention(a, b, e["type"], "gold", 1.0) for a, b in e["mentions"]],
        )
        for e in gold["entities"]
    ]  # fmt: skip


def run(folder: Path, name: str, own: bool = False) -> Result:
    """Relate one document, from annotated or from recognised mentions."""
    with (folder / f"{name}.txt").open(encoding="utf-8", newline="") as file:
        parsed = Parsed(Document.of_text(file.read(), name))
    gold = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    referents = recognise(parsed) if own else gold_referents(gold)
    wanted = {key(r["type"], r["source"], r["target"]) for r in gold["relations"]}
    names = {e["id"]: e["name"] for e in gold["entities"]} | {"?" + r.id: r.name for r in referents}
    return Result(name, relate(parsed, referents), claims_of(parsed, referents), wanted, names, _ends(gold, referents))


def run_written(example: Example) -> Result:
    """Relate one document written for training, from its marks."""
    held: dict[str, Referent] = {}
    for span in example.spans:
        form = example.text[span.start : span.end]
        thing = held.setdefault(span.thing, Referent(span.thing, span.type, form))
        thing.mentions.append(Mention(span.start, span.end, span.type, "gold", 1.0))
        thing.aliases = sorted({*thing.aliases, thing.name, form} - {max(thing.name, form, key=len)})
        thing.name = max(thing.name, form, key=len)
    parsed, referents = Parsed(Document.of_text(example.text, example.name)), list(held.values())
    wanted = {key(relation, source, target) for source, relation, target in example.relations}
    ends = {r.id: r.id for r in referents}
    names = {r.id: r.name for r in referents}
    return Result(example.name, relate(parsed, referents), claims_of(parsed, referents), wanted, names, ends)


def claims_of(parsed: Parsed, referents: list[Referent]) -> list[Claim]:
    """Every claim of every rule, also where several rules claim the same."""
    return [
        Claim(t.relation, t.source, t.target, t.start, t.end, rule, rate(t.relation, rule))
        for t, rule in tellings(prepare(parsed, referents))
    ]


def _ends(gold: dict[str, Any], referents: list[Referent]) -> dict[str, str]:
    """Referent ids to annotated ids: same type and a shared name."""
    known = {(e["type"], bare(f)): e["id"] for e in gold["entities"] for f in (*e["aliases"], e["name"])}
    found = {
        r.id: known.get((r.type, bare(f)))
        for r in referents
        for f in (*r.aliases, r.name)
        if (r.type, bare(f)) in known
    }
    return {i: g for i, g in found.items() if g is not None}


def by_type(results: Iterable[Result]) -> Iterator[tuple[str, float, float, float, int, int, int]]:
    """Rows of relation, precision, recall, F1, right, claimed, gold; ALL first."""
    right, claimed, gold = Counter[str](), Counter[str](), Counter[str]()
    for result in results:
        keys = {result.key(c) for c in result.claims}
        right.update(k[0] for k in keys & result.gold)
        claimed.update(k[0] for k in keys)
        gold.update(k[0] for k in result.gold)
    for name in ["ALL", *sorted(gold | claimed)]:
        of = list(gold | claimed) if name == "ALL" else [name]
        r, c, g = (sum(x[n] for n in of) for x in (right, claimed, gold))
        p, q = r / c if c else 0.0, r / g if g else 0.0
        yield name, p, q, 2 * p * q / (p + q) if p + q else 0.0, r, c, g


def by_rule(results: Iterable[Result]) -> Counts:
    """(relation, rule) -> right and all of what the rule claims, also where another rule claims the same."""
    found = defaultdict[tuple[str, str], list[int]](lambda: [0, 0])
    for result in results:
        for relation, rule, right in {
            (c.relation, c.rule, (result.key(c), result.right(c))) for c in result.all_claims
        }:
            found[relation, rule][0] += right[1]
            found[relation, rule][1] += 1
    return {k: (r, n) for k, (r, n) in sorted(found.items())}


def calibration(results: list[Result]) -> Iterator[tuple[float, int, int]]:
    """For each threshold: how many claims are at least that sure, and how many of them are right; each document left out."""
    scored: list[tuple[float, bool]] = []
    for result in results:
        seen = by_rule(r for r in results if r is not result)
        best = defaultdict[Key, float](float)
        for c in result.all_claims:
            best[result.key(c)] = max(best[result.key(c)], expected(*seen.get((c.relation, c.rule), (0, 0))))
        scored += [(sure, k in result.gold) for k, sure in best.items()]
    for low in (0.9, 0.8, 0.7, 0.6, 0.5):
        hits = [right for sure, right in scored if sure >= low]
        yield low, len(hits), sum(hits)


def printed(results: list[Result]) -> Iterator[tuple[float, int, int]]:
    """As calibration, with the confidence that the claims carry: for documents that took no part in the counting."""
    for low in (0.9, 0.8, 0.7, 0.6, 0.5):
        hits = [result.right(c) for result in results for c in result.claims if c.confidence >= low]
        yield low, len(hits), sum(hits)


def _errors(result: Result) -> None:
    made = {result.key(c): c for c in result.claims}
    for k in sorted(made.keys() - result.gold):
        print("  wrong", k[0], result.names[k[1]][:16], ">", result.names[k[2]][:16], made[k].rule)
    for k in sorted(result.gold - made.keys()):
        print("  missed", k[0], result.names[k[1]][:16], ">", result.names[k[2]][:16])


def main() -> None:
    """Print what was asked for, and write the rates."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("gold", type=Path)
    args.add_argument("--part", default="work", choices=["work", "exam"])
    for flag in ("own", "rules", "calibration", "rates", "written"):
        args.add_argument(f"--{flag}", action="store_true")
    args.add_argument("--errors", nargs="*", default=[])
    options = args.parse_args()
    names = tomllib.loads(SPLIT.read_text(encoding="utf-8"))[options.part]
    results = [run(options.gold, name, options.own) for name in names]
    for result in results:
        (_, p, q, f, right, claimed, gold), *_ = by_type([result])
        print(
            f"{result.name:14s} P {p:.3f}  R {q:.3f}  F1 {f:.3f}  {right:4d} right {claimed:4d} claimed {gold:4d} gold"
        )
        if result.name in options.errors and options.part == "work":
            _errors(result)
    show_types("annotated documents", results)
    more = [run_written(e) for e in written() if e.related] if options.written or options.rates else []
    if options.written:
        show_types("documents written for training", more)
    if options.rules or options.rates:
        show_rules(results + more, keep=options.rates and options.part == "work")
    if options.calibration:
        print("\nat least   claims  right")
        for low, n, right in calibration(results) if options.part == "work" else printed(results):
            print(f"{low:8.1f} {n:8d} {right / n if n else 0:6.3f}")


def show_types(what: str, results: list[Result]) -> None:
    print(f"\n{what}\n{'':14s} {'P':>6s} {'R':>6s} {'F1':>6s} right claimed gold")
    for name, p, q, f, right, claimed, gold in by_type(results):
        print(f"{name:14s} {p:6.3f} {q:6.3f} {f:6.3f} {right:5d} {claimed:7d} {gold:4d}")


def show_rules(results: list[Result], keep: bool) -> None:
    """Every rule's share of right claims; `keep` writes them down for the confidences."""
    counted = by_rule(results)
    for (relation, rule), (right, claimed) in counted.items():
        print(
            f"{relation:14s} {rule:22s} {right:4d} of {claimed:4d}  {right / claimed:.2f}  {rate(relation, rule):.2f}"
        )
    if keep:
        FILE.write_text(HEAD + "".join(f"{a}\t{b}\t{r}\t{n}\n" for (a, b), (r, n) in counted.items()), encoding="utf-8")


if __name__ == "__main__":
    main()
