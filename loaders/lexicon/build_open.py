"""What each shipped list of open names (sectors, products, companies) holds, and from which data set: one function a list."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import rjieba

from kg.loaders.lexicon.tables import table

Rows = Iterable[tuple[str, ...]]

_FORM = re.compile(r"[\w\-()（）/.·+&]{2,14}\Z")
_NO_PRODUCT = re.compile(
    r"抵销|抵消|其[他它]|收入|合计|平衡|调整|费用|手续费|业务$|销售$|服务$|租赁|出租|利息|加工费|境[内外]|国[内外]|地区|分部|^自产|^外购"
    r"|内部|租金|劳务|公司|房地?产|物业|贸易|工程$|行业$|产业$|[一二三四五六七八九十\d][、.]|项目$|^[\d.]+$|企业|转让|中心$|工业$|商业$|制造$|生产$|经营$|投资|资产|金融|银[务行]|集团"
)
_SERIES = re.compile(r"(类|系列|等)?(产品|制品类|系列)\Z")
_STATE = re.compile(r"^(\*?ST|S|PT|N|XD|XR|DR)(?=[一-鿿])|[-－]?(UW?|WD?|[AB])$|\s")
_TRAIL = re.compile(r"\s*[（(].*")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


@cache
def _products(folder: Path) -> frozenset[str]:
    found: Counter[str] = Counter()
    for row in _rows(folder / "chain_knowledge_graph" / "company_product.jsonl.gz"):
        name = _SERIES.sub("", str(row["product_name"]).strip())
        if not _NO_PRODUCT.search(str(row["product_name"])):
            found[name] += 1
    for row in table(folder / "industry_chains" / "segments_28_chains.csv.gz"):
        for field in ("segment", "sub_segment"):
            found.update(re.split(r"[、/与和及]", re.sub(r"[（(].*?[)）]", "", row[field]).strip()))
    for line in (folder / "industry_chains" / "atlas_segments.jsonl").read_text(encoding="utf-8").splitlines():
        found[json.loads(line)["name"]] += 1
    return frozenset(n for n in found if _FORM.match(n) and not _NO_PRODUCT.search(n))


def products(folder: Path) -> Rows:
    """Goods, parts, materials and equipment that listed companies sell or that stand in a chain as segments."""
    return [(name,) for name in _products(folder)]


def product_tails(folder: Path) -> Rows:
    """The last two characters that at least eight product names share (薄膜, 轴承, 系统): what a product's name ends in."""
    counted = Counter(name[-2:] for name in _products(folder) if len(name) > 2)
    return [(tail,) for tail, times in counted.items() if times >= 8 and re.fullmatch(r"[一-鿿]{2}", tail)]


def industries(folder: Path) -> Rows:
    """Sectors of GB/T 4754 down to the third level, of Shenwan, of the 28 chains and of the listed companies' directory."""
    found: set[str] = set()
    for row in table(folder / "gbt4754_2017" / "gbt4754_2017.csv"):
        if row["level"] != "小类":
            for part in [row["name"], *re.split("[、和]", row["name"])]:
                found |= {part, re.sub(r"(制造业|业|制造|生产)$", "", part)}
    for row in _rows(folder / "chain_knowledge_graph" / "industry.jsonl.gz"):
        found.add(re.sub("[ⅡⅢ]$", "", str(row["name"])))
    for plain in table(folder / "ashare_companies" / "ashare_company_pool.csv.gz"):
        found.add(plain["industry_tushare"])
    found |= {row["chain"] for row in table(folder / "industry_chains" / "segments_28_chains.csv.gz")}
    return [
        (n,)
        for n in found
        if 2 <= len(n) <= 14
        and not n.startswith("其他")
        and not re.search(r"[（(]|^(工业|商业|服务|综合|专业|专用|设备|材料|产品|机构|组织|技术)$", n)
    ]


@cache
def _companies(folder: Path) -> frozenset[str]:
    found: set[str] = set()
    for row in table(folder / "ashare_companies" / "ashare_company_pool.csv.gz"):
        found |= {
            _STATE.sub("", row["short_name"].replace("Ａ", "").replace("Ｂ", "").replace(" ", "")),
            row["full_name"],
        }
    for row in table(folder / "industry_chains" / "segments_28_chains.csv.gz"):
        found.add(_TRAIL.sub("", row["company_mention"]).strip())
    for file in ("train", "valid", "test"):
        with gzip.open(folder / "corpora" / "finre" / f"{file}.tsv.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                found |= set(line.split("\t")[:2])
    return frozenset(n for n in found if 2 <= len(n) <= 30 and not re.search(r"[<>*,，。、\s]|^\d", n))


def companies(folder: Path) -> Rows:
    """Short and full names of companies; the key is `!` where the name is also an ordinary word or a product."""
    plain = _products(folder) | {row[0] for row in industries(folder)}
    for name in _companies(folder):
        if name in plain or (len(name) <= 3 and rjieba.has_word(name)):
            if len(name) > 2:
                yield name, "!"
        else:
            yield (name,)


CHAINS = "liusai0820/industrychainvisualization (MIT)"
CKG = "product names of listed companies' reports as collected by liuhuanyong/ChainKnowledgeGraph"
BUILDERS: tuple[tuple[str, str, str, str, Callable[[Path], Rows]], ...] = (
    ("products.tsv.gz", "product", f"{CKG}; {CHAINS}; JiMoxiao/industry-chain-atlas (MIT)", "", products),
    ("products_tails.tsv", "product.tail", "derived from products.tsv.gz", "lookup", product_tails),
    (
        "industries.tsv",
        "industry",
        f"GB/T 4754-2017 (MIT copy xiaofengit/industry-of-china-for-laravel); names of Shenwan 2021; {CHAINS}",
        "",
        industries,
    ),
    (
        "companies.tsv.gz",
        "company",
        f"names of listed companies (exchanges); {CHAINS}; thunlp/Chinese_NRE FinRE (MIT)",
        "",
        companies,
    ),
)
