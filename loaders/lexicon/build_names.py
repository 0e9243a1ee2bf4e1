"""What each shipped list of the closed types holds, and from which data set: one function a list."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from kg.loaders import lexicon
from kg.loaders.lexicon.tables import table

Rows = Iterable[tuple[str, ...]]

# What ends a division's full name; an autonomous one also carries the names of its peoples.
_LEVEL = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|地区|林区|矿区|特区|新区|省|市|盟|州|区|县|旗)$")
_PEOPLES = re.compile(
    r"(壮|回|满|苗|彝|藏|侗|瑶|白|傣|黎|羌|水|土|畲|佤|京|怒|蒙古|维吾尔|土家|朝鲜|哈萨克|哈尼|傈僳|拉祜|仡佬|布依|纳西|景颇|仫佬|毛南|撒拉"
    r"|布朗|普米|裕固|保安|东乡|锡伯|塔吉克|柯尔克孜|达斡尔|鄂温克|鄂伦春|独龙|德昂|阿昌|基诺|门巴|珞巴|各)族.*$|(蒙古|哈萨克|柯尔克孜|锡伯|塔吉克|各族)(?=$)"
)


# A row that says only what kind of zone it is (高新技术产业开发区).
_ANY_ZONE = re.compile(
    r"^(国家|省级?|市|县|区)?(高新|新|技术|产业|经济|工业|农业|科技|综合|旅游|现代|循环|化工|食品|新材料|材料|电子|信息|医药|生物|汽车|轻工|纺织|服装|家居|机械|装备|制造|光电|特色|示范|创业|物流|度假|生态|管理|开发|园区|园|区)+$"
)


# Autonomous regions whose usual short name keeps, or drops, more than the rule does.
_USUAL_SHORT = {"内蒙古自治区": "内蒙古", "新疆维吾尔自治区": "新疆"}


def short(name: str) -> str | None:
    """A division's name without its level and peoples (萧山区: 萧山; 延边朝鲜族自治州: 延边); None if nothing usable is left."""
    if name in _USUAL_SHORT:
        return _USUAL_SHORT[name]
    stem = _PEOPLES.sub("", _LEVEL.sub("", name))
    return stem if len(stem) >= 2 and stem != name else None


def divisions(folder: Path) -> Rows:
    """Full names of provinces, prefectures and counties; key = code. Same names in several places: codes joined by a blank."""
    codes: dict[str, list[str]] = {}
    for name, code in _divisions(folder):
        codes.setdefault(name, []).append(code)
    return [(name, " ".join(held)) for name, held in codes.items()]


def short_divisions(folder: Path) -> Rows:
    """Short forms; key = codes, widest first, after `!` where the form is also a common word or many places' name."""
    codes: dict[str, list[str]] = {}
    for name, code in _divisions(folder):
        stem = short(name)
        if stem:
            codes.setdefault(stem, []).append(code)
    for stem, held in codes.items():
        held.sort(key=len)
        yield stem, ("!" if _weak(stem, held) else "") + " ".join(held)


def _divisions(folder: Path) -> list[tuple[str, str]]:
    where = folder / "admin_divisions"
    rows = [(r["name"], r["code"]) for r in table(where / "provinces.csv") + table(where / "cities.csv")]
    rows += [(r["name"], r["code"]) for r in table(where / "areas.csv")]
    zones = re.compile(
        r"^(市辖区|县|省直辖|自治区直辖)|(园区|开发区|试验区|示范区|保税区|管理区|产业区|工业区|科技城|新城|合作区|集聚区|聚集区|高新区|经济区|旅游区|度假区|名胜区|林场)$"
    )
    return [(name, code) for name, code in rows if not zones.search(name)]


def _weak(stem: str, codes: list[str]) -> bool:
    widest = min(len(code) for code in codes)
    return stem in lexicon.entries("common.place") or (widest == 6 and len(codes) > 1)


def townships(folder: Path) -> Rows:
    """Streets, towns and townships; key = codes of the counties. Looked up, never matched alone."""
    held: dict[str, list[str]] = {}
    for row in table(folder / "admin_divisions" / "streets.csv.gz"):
        if re.search(r"(街道|镇|乡|苏木)$", row["name"]) and len(row["name"]) >= 3:
            held.setdefault(row["name"], []).append(row["areaCode"])
    return [(name, " ".join(sorted(set(codes)))) for name, codes in held.items()]


def zones(folder: Path) -> Rows:
    """Development zones under their full names; key = code of GB/T 37028, after it the city."""
    for row in table(folder / "parks" / "gbt37028_2018_economic_zones.csv"):
        if not _ANY_ZONE.match(row["name"]):
            yield row["name"], f"{row['code']} {row['city_derived'] or row['province']}"
    for row in table(folder / "parks" / "statistical_division_parks.csv"):
        if (
            re.search(r"(园|区|基地|城|港)$", row["name"])
            and len(row["name"]) >= 5
            and not _ANY_ZONE.match(row["name"])
        ):
            yield row["name"], f"{row['code']} {row['city'] or row['province']}"


def hospitals(folder: Path) -> Rows:
    """Hospitals; a second name in brackets is a name of its own."""
    counted: Counter[str] = Counter()
    for file in ("grade3a_hospitals.csv", "fever_clinic_hospitals_2020.csv"):
        for row in table(folder / "hospitals" / file):
            for name in re.split(r"[（()）/、]", row["name"]):
                counted[name.strip()] += 1
    return [
        (n,)
        for n in counted
        if len(n) >= 4 and re.search(r"(医院|中心|卫生院|保健院|防治院|防治所)$", n) and not re.match(r"[\d原第]", n)
    ]


def universities(folder: Path) -> Rows:
    """Universities and colleges."""
    return [(row["name"],) for row in table(folder / "universities" / "universities.csv") if len(row["name"]) >= 4]


def simplified(_folder: Path) -> Rows:
    """Traditional characters that simplified text does not use, each with its simplified form."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    kept = set("乾著瞭藉徵甯覆夥麽")
    for code in range(0x3400, 0xA000):
        to = convert(chr(code))
        if len(to) == 1 and to != chr(code) and to not in kept and chr(code) not in kept:
            yield chr(code), to


DIVISIONS = "modood/Administrative-divisions-of-China (WTFPL), state of 2023-06-30"
BUILDERS: tuple[tuple[str, str, str, str, Callable[[Path], Rows]], ...] = (
    ("simplified.tsv", "simplified", "OpenCC TSCharacters (Apache-2.0)", "lookup", simplified),
    ("divisions.tsv", "division", DIVISIONS, "", divisions),
    ("divisions_short.tsv", "division.short", "derived from " + DIVISIONS, "", short_divisions),
    ("townships.tsv.gz", "township", DIVISIONS, "lookup", townships),
    ("zones.tsv", "zone", "GB/T 37028-2018 and statistical division codes 2023: names and codes", "", zones),
    ("hospitals.tsv", "hospital", "46319943/3AHospital (Apache-2.0), hhui64/wuhan2020map (MIT)", "", hospitals),
    ("universities.tsv", "university", "lcandy2/Chinese-Universities-with-Website (MIT)", "", universities),
)
