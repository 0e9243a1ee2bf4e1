"""Public data for the back-test, read from a folder that the user names; what is missing is skipped and said so.

The layout is that of docs/data.md: `chain_knowledge_graph/`, `industry_chains/`. None of it is shipped.
"""

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.analysis.backtest.enterprise import Labelled, Maker
from kg.analysis.backtest.regionsegment import Settled
from kg.analysis.backtest.supply import Trade
from kg.chains.place import Segments
from kg.chains.pool import Listed
from kg.identity import regions

COMPANIES = "chain_knowledge_graph/company.jsonl.gz"
TRADES = "chain_knowledge_graph/company_industry.jsonl.gz"
PRODUCTS = "chain_knowledge_graph/company_product.jsonl.gz"
CHAINS = "industry_chains/segments_28_chains.csv.gz"
ATLAS = "industry_chains/atlas_segments.jsonl"
ATLAS_COMPANIES = "industry_chains/atlas_segment_companies.csv"
ATLAS_SUPPLY = "industry_chains/atlas_supply_relationships.jsonl"
_ROWS = ("平衡项目", "分部间抵销", "调整项目", "其他", "其他业务")


def missing(folder: Path | None, *names: str) -> list[str]:
    """Which of the files are not there."""
    return list(names) if folder is None else [n for n in names if not (folder / n).exists()]


def by_name(folder: Path, level: str) -> list[Settled]:
    """Enterprises with Shenwan level-3 class, listing date and the region in their legal name (the reference's window)."""
    trade = {r["company_code"][:6]: r["industry_code"] for r in _lines(folder / TRADES)}
    found: dict[str, Settled] = {}
    for row in _lines(folder / COMPANIES):
        code, day = row["code"][:6], str(row["time"])
        place = regions.prefix(row["fullname"])
        at = region_of(place.code if place else "", level)
        if at and code in trade and day[:2] in {"19", "20"}:
            found.setdefault(code, Settled(trade[code], trade[code][:4], at, day))
    return list(found.values())


def by_place(pool: Sequence[Listed], level: str) -> list[Settled]:
    """Enterprises of the shipped pool with exchange industry, listing date and true place (the fresh window)."""
    return [
        Settled(one.industry, one.industry, at, one.listed)
        for one in pool
        if one.industry and one.listed and (at := region_of(one.division, level))
    ]


def region_of(division: str, level: str) -> str:
    """The province (two digits) or prefecture (four digits) of a division; "" where it is wider than that."""
    width = 2 if level == "province" else 4
    return division[:width] if len(division) >= width else ""


def makers(folder: Path, pool: Sequence[Listed], segments: Segments) -> list[Maker]:
    """All enterprises with main products."""
    made: dict[str, list[str]] = defaultdict(list)
    for row in _lines(folder / PRODUCTS):
        if row["product_name"] not in _ROWS:
            made[row["company_code"][:6]].append(row["product_name"])
    trade = {r["company_code"][:6]: (r["industry_code"], r["industry_name"]) for r in _lines(folder / TRADES)}
    known = {one.code: one for one in pool}
    found = []
    for code in sorted(made):
        kind, name = trade.get(code, ("", ""))
        one = known.get(code)
        placed = {p.segment: p.confidence for p in segments.place_listed(one)} if one else {}
        found.append(Maker(code, tuple(made[code]), kind, name, float(one.staff or 0) if one else 0.0, placed))
    return found


def chain_labels(folder: Path) -> list[Labelled]:
    """Segments of the 28-chain file with the stock codes it matched."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    with gzip.open(folder / CHAINS, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["stock_code_matched"]:
                key = (row["chain"], row["stage"], row["segment"], row["sub_segment"])
                found[key].add(row["stock_code_matched"][:6])
    return [Labelled(key[2] + key[3], tuple(sorted(codes))) for key, codes in sorted(found.items())]


def atlas_labels(folder: Path) -> list[Labelled]:
    """Segments of the atlas by name and description, with their stock codes."""
    text = {(r["chain"], r["id"]): f"{r['name']} {r.get('description') or ''}" for r in _lines(folder / ATLAS)}
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in _atlas_rows(folder):
        found[(row["chain"], row["segment_id"])].add(row["code"][:6])
    return [Labelled(text.get(key, key[1]), tuple(sorted(codes))) for key, codes in sorted(found.items())]


def atlas_supply(folder: Path) -> tuple[list[Trade], dict[str, frozenset[str]]]:
    """Supply links with both codes, and the segments of each enterprise."""
    links = [
        Trade(r["supplier_code"][:6], r["buyer_code"][:6])
        for r in _lines(folder / ATLAS_SUPPLY)
        if r.get("supplier_code") and r.get("buyer_code")
    ]
    groups: dict[str, set[str]] = defaultdict(set)
    for row in _atlas_rows(folder):
        groups[row["code"][:6]].add(row["segment_id"])
    return links, {code: frozenset(names) for code, names in groups.items()}


def _atlas_rows(folder: Path) -> Iterator[Mapping[str, str]]:
    with (folder / ATLAS_COMPANIES).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    yield from (json.loads(line) for line in text.splitlines() if line.strip())
