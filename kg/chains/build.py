"""Makes `enterprises.csv.gz` and `gbt4754.csv.gz` from folders of public data; run once a release, by hand.

python -m kg.chains.build DATA [OUT]
"""

import csv
import gzip
import io
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kg.chains.wordlist import words

HEAD = """\
# source: A-share companies: wp19991/gp and yhhe2004/QuantSandbox (name, place, dates, capital, staff, trade), bare facts
# source: main products with share of revenue, trade class: liuhuanyong/ChainKnowledgeGraph (late 2021), bare facts
# source: division codes: modood/Administrative-divisions-of-China (WTFPL), state of 2023-06-30
# date: 2026-11-23
"""
COLUMNS = [
    "code",
    "short_name",
    "full_name",
    "division",
    "place",
    "founded",
    "listed",
    "staff",
    "capital",
    "trade",
    "industry",
    "products",
]
FILLER = 0.001
"""Products that a company's profile names without a share carry this share in the source."""
_MISSING_CODES = {
    "278": "药用辅料及包装材料",
    "2780": "药用辅料及包装材料",
    "283": "生物基材料制造",
    "2831": "生物基化学纤维制造",
    "2832": "生物基、淀粉基新材料制造",
    "367": "汽车零部件及配件制造",
    "3670": "汽车零部件及配件制造",
}
_WRONG_NAMES = {"37": "铁路、船舶、航空航天和其他运输设备制造业"}
"""The source has the name of 371 here."""
_WHOLE = {"北京": "11", "天津": "12", "上海": "31", "重庆": "50"}
_OTHER = {"香港": "81", "香港特别行政区": "81", "深圳": "4403", "内蒙": "15"}


def main(arguments: Sequence[str]) -> None:
    """Write both files into the second argument (default: beside this module)."""
    data = Path(arguments[0])
    out = Path(arguments[1]) if len(arguments) > 1 else Path(__file__).parent
    pack(out / "enterprises.csv.gz", HEAD, COLUMNS, enterprises(data))
    head = "# source: GB/T 4754-2017, through xiaofengit/industry-of-china-for-laravel (MIT); {} added, 37 corrected\n# date: 2026-11-23\n"
    pack(out / "gbt4754.csv.gz", head.format(" ".join(_MISSING_CODES)), ["code", "name"], trades(data))


def pack(path: Path, head: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A gzip CSV with comment lines on top; the same rows give the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as file:
        file.write((head + text.getvalue()).encode())


def trades(data: Path) -> list[tuple[str, str]]:
    """Codes and names of GB/T 4754-2017, with those that the source lacks or calls by another."""
    with (data / "gbt4754_2017" / "gbt4754_2017.csv").open(encoding="utf-8") as file:
        found = {row["code"]: row["name"] for row in csv.DictReader(file)} | _MISSING_CODES | _WRONG_NAMES
    return sorted(found.items(), key=lambda item: (not item[0].isalpha(), item[0]))


def enterprises(data: Path) -> Iterator[list[object]]:
    """One row a listed enterprise, by stock code."""
    products = _products(data / "chain_knowledge_graph" / "company_product.jsonl.gz")
    divisions = _divisions(data / "admin_divisions")
    names = {code: name for (_, name), code in divisions.items()} | {"81": "香港特别行政区"}
    with gzip.open(data / "ashare_companies" / "ashare_company_pool.csv.gz", "rt", encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["ts_code"])
    for row in rows:
        code = row["ts_code"][:6]
        if not row["full_name"] and not row["short_name"]:
            continue
        listed = "|".join(name if share is None else f"{name}:{share:g}" for name, share in products.get(code, ()))
        yield [
            code,
            row["short_name"],
            row["full_name"],
            division := _division(row, divisions),
            names.get(division, ""),
            _day(row["setup_date"]),
            _day(row["list_date"]),
            _number(row["employees"]),
            _number(row["reg_capital_10k_cny"]),
            row["sw_industry_name"],
            row["industry_tushare"],
            listed,
        ]


def _products(path: Path) -> dict[str, list[tuple[str, float | None]]]:
    dropped = words("dropped.txt")
    found: dict[str, dict[str, float | None]] = defaultdict(dict)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            name, share = " ".join(str(row["product_name"]).split()), float(row["rel_weight"] or 0)
            if name in dropped or "�" in name or "|" in name or ":" in name or not 0 < share <= 1 or len(name) < 2:
                continue
            known = None if math.isclose(share, FILLER) else round(share, 4) or None
            best = found[str(row["company_code"])[:6]]
            if name not in best or (known or 0) > (best[name] or 0):
                best[name] = known
    return {code: sorted(best.items(), key=lambda item: -(item[1] or 0)) for code, best in found.items()}


def _divisions(folder: Path) -> dict[tuple[str, str], str]:
    """Codes by (first two digits, name) for cities and counties, and ("", short name) for provinces."""
    found: dict[tuple[str, str], str] = {}
    for file_name, width in (("areas.csv", 6), ("cities.csv", 4), ("provinces.csv", 2)):
        with (folder / file_name).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found[("" if width == 2 else row["code"][:2], row["name"])] = row["code"]
    return found


def _division(row: Mapping[str, str], divisions: Mapping[tuple[str, str], str]) -> str:
    province = _WHOLE.get(row["province"]) or _OTHER.get(row["province"]) or _province(row["province"], divisions)
    if province in _WHOLE.values():
        return province
    return divisions.get((province, row["city"]), province)


def _province(name: str, divisions: Mapping[tuple[str, str], str]) -> str:
    return next((code for (above, full), code in divisions.items() if not above and name and full.startswith(name)), "")


def _day(text: str) -> str:
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if len(text) == 8 and text.isdigit() else ""


def _number(text: str) -> str:
    return f"{float(text):.0f}" if text and float(text) > 0 else ""


if __name__ == "__main__":
    main(sys.argv[1:])
