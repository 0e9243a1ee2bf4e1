"""Identity measured: merges of distinct codes, short and full names, traps, a million names, and a similarity for comparison.

Run: `python benchmarks/identity.py DATA`, where DATA holds `chain_knowledge_graph` and `ashare_companies` as docs/identity.md
names them. The comparison with RapidFuzz is left out where that package is not installed.
"""

import argparse
import csv
import gzip
import json
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from kg.identity.classes import Evidence, settle
from kg.identity.keys import Context, code_form, code_key, name_key

TRAPS = Path(__file__).parents[1] / "tests" / "identity" / "traps.tsv"
Company = tuple[str, str, str]  # stock code, full name, short name


def chain_knowledge_graph(folder: Path) -> Iterator[Company]:
    """Listed companies of ChainKnowledgeGraph: 4,654 rows, 4,586 codes."""
    with gzip.open(folder / "chain_knowledge_graph" / "company.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["code"][:6], row["fullname"], row["name"]


def ashare_companies(folder: Path) -> Iterator[Company]:
    """The A-share pool of 2024 and 2026: 5,892 companies."""
    with gzip.open(folder / "ashare_companies" / "ashare_company_pool.csv.gz", "rt", encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            yield row["ts_code"][:6], row["full_name"], row["short_name"]


def registers(companies: Iterable[Company]) -> Iterator[Evidence]:
    """What a register's rows say: a code, its full name, its short name."""
    for code, full, short in companies:
        key = code_key("Enterprise", {"stock_code": code})
        assert key is not None
        yield Evidence(key.id, "stock_code", code_form("Enterprise", "stock_code", code))
        for relation, name in (("name", full or short), ("alias", short)):
            if name:
                found = name_key("Enterprise", name, Context("doc:0"))
                yield Evidence(key.id, relation, found.form, found.loose)


def mention(name: str) -> Evidence:
    """What a document says that only mentions a name."""
    key = name_key("Enterprise", name, Context("doc:1"))
    return Evidence(key.id, "name", key.form, key.loose)


def companies_measured(name: str, companies: list[Company]) -> None:
    """Merges of distinct codes, and how many short and full names find their company, on one set."""
    codes = {code for code, _, _ in companies}
    mentions = {n: mention(n) for _, full, short in companies for n in (full, short) if n}
    begun = time.perf_counter()
    settled = settle([*registers(companies), *mentions.values()])
    seconds = time.perf_counter() - begun
    owners: dict[str, set[str]] = defaultdict(set)
    for code in codes:
        owners[settled.canon[f"enterprise:{code}"]].add(code)
    merged = sum(len(c) - 1 for c in owners.values())
    print(f"{name}: {len(companies)} rows, {len(codes)} codes, {seconds:.1f} s")
    print(f"  merges of distinct codes: {merged}")
    for kind, place in (("full", 1), ("short", 2)):
        asked = [(row[0], row[place]) for row in companies if row[place]]
        found = sum(settled.canon[mentions[n].key] == settled.canon[f"enterprise:{code}"] for code, n in asked)
        print(f"  {kind} name alone finds its company: {found} of {len(asked)} ({found / len(asked):.4f})")
    print(f"  pairs that wait for a judgement: {len(settled.waiting)}")


def traps_measured() -> None:
    """False merges among pairs of names that are different things."""
    rows = [line.split("\t") for line in TRAPS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    false = 0
    for kind, a, b, home_a, home_b, _ in rows:
        pair = [name_key(kind, n, Context(d, h or None)) for n, h, d in ((a, home_a, "doc:aa"), (b, home_b, "doc:bb"))]
        canon = settle(Evidence(k.id, "name", k.form, k.loose) for k in pair).canon
        false += canon[pair[0].id] == canon[pair[1].id]
    print(f"traps: {len(rows)} pairs, {false} false merges")


def million_measured(count: int) -> None:
    """So many names, full and short, resolved in one go: seconds, and peak memory of the process."""
    begun, worked = time.perf_counter(), time.process_time()
    settled = settle(_made(count))
    seconds, work = time.perf_counter() - begun, time.process_time() - worked
    things = len(set(settled.canon.values()))
    peak = _peak_gigabytes()
    print(f"{count} names: {seconds:.1f} s ({work:.1f} s of processor), {things} things, peak memory {peak:.2f} GB")


def _made(count: int) -> Iterator[Evidence]:
    """Registered names of made-up brands in real cities and trades, every tenth one as a short name only."""
    dice = random.Random(20261123)
    brands = ["".join(b) for b in product("恒华金天东海中新瑞盛", "达泰源诚信隆康宏远德", "杰凯明峰博锐晟腾航宇")]
    cities = ("杭州", "宁波", "苏州", "合肥", "深圳", "武汉", "成都", "青岛", "长沙", "佛山")
    trades = ("科技", "实业", "机械", "电子", "生物科技", "新材料", "汽车配件", "智能装备", "食品", "贸易")
    for number in range(count):
        brand, city = dice.choice(brands), dice.choice(cities)
        if number % 10 == 0:
            yield mention(brand)
        else:
            serial = f"{number % 97:02d}" if number % 3 == 0 else ""
            yield mention(f"{city}{brand}{serial}{dice.choice(trades)}有限公司")


def similarity_measured(companies: list[Company]) -> None:
    """What merging by RapidFuzz's WRatio of at least 0.8 would do to the same full names."""
    try:
        from rapidfuzz import fuzz, process
    except ModuleNotFoundError:
        print("RapidFuzz is not installed; comparison left out")
        return
    names = sorted({code: full for code, full, _ in companies if full}.values())
    pairs = 0
    for start in range(0, len(names), 500):
        scores = process.cdist(names[start : start + 500], names, scorer=fuzz.WRatio, score_cutoff=80)
        pairs += sum(int((row[start + i + 1 :] >= 80).sum()) for i, row in enumerate(scores))
    print(f"RapidFuzz WRatio >= 0.8, all pairs of {len(names)} companies' full names: {pairs} wrong pairs")


def _peak_gigabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024**3 if sys.platform == "darwin" else 1024**2)


def main() -> None:
    """Print every measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--names", type=int, default=1_000_000)
    options = parser.parse_args()
    million_measured(options.names)
    first, second = list(chain_knowledge_graph(options.data)), list(ashare_companies(options.data))
    companies_measured("chain_knowledge_graph", first)
    companies_measured("ashare_companies", second)
    companies_measured("both together", first + second)
    traps_measured()
    similarity_measured(first)


if __name__ == "__main__":
    main()
