"""Names that need a place beside them: 第一人民医院, 区科技局, 高新区; and the place and the rest they are compared by."""

import re
from functools import cache

from kg.identity import regions
from kg.identity.names import DATA
from kg.schema.lists import read_rows

_RELATIVE = re.compile(r"^(?:我|本|该|全)?([省市区县州旗镇乡])(?=.)(?!域|间|内|外|属|级|政策|场|长|民$)")
_RANKS = frozenset({"国家", "省", "市", "区", "县", "州", "旗", "委"})
_ORDINALS = re.compile(r"\d+")


def is_generic(kind: str, rest: str) -> bool:
    """Whether `rest` is made only of words that do not tell one thing of type `kind` from another."""
    words = generic_words().get(kind)
    if words is None:
        return False
    if "*" in words:
        return True
    text = _ORDINALS.sub("", rest)
    reach = {0}
    for start in range(len(text)):
        if start in reach:
            reach.update(start + n for n in range(1, 9) if text[start : start + n] in words)
    return len(text) in reach


def settle_place(kind: str, form: str, home: str | None, county: str | None = None) -> tuple[str | None, str]:
    """Short code of the place that a generic name is of, and the rest of the name; (None, form) where it names none.

    杭州市萧山区第一人民医院 is 330109 and 第一人民医院; 区科技局 in a document of 萧山区 is 330109 and 科技局. A name that
    tells things apart by itself (浙江大学医学院附属第二医院) is not taken apart. `county` is what 区 and 县 mean where
    `home` is wider.
    """
    found = regions.prefix(form, home)
    if found is not None and len(found.rest) >= (1 if kind == "Agency" else 2) and is_generic(kind, found.rest):
        return found.code, found.rest
    relative = _RELATIVE.match(form)
    if relative and kind in {"Agency", "Hospital", "Institution", "Park"} and is_generic(kind, form[relative.end() :]):
        place = of_level(home, relative[1]) or (county if relative[1] in "区县旗" else None)
        if place is not None:
            return place, form[relative.end() :]
    return None, form


def placed_name(kind: str, name: str, place: str | None) -> str:
    """The name with the place that it leaves to its document: 区科技局 of 330109 is 萧山区科技局; other names as they are."""
    if place is None or place not in regions.division_names() or regions.prefix(name, place) is not None:
        return name
    relative = _RELATIVE.match(name)
    if relative and of_level(place, relative[1]) == place:
        return regions.division_names()[place] + name[relative.end() :]
    ordinary = kind in {"Hospital", "Institution"} and is_generic(kind, name)
    return regions.division_names()[place] + name if ordinary else name


def of_level(home: str | None, level: str) -> str | None:
    """The region that 省, 市, 区 or 县 means in a document of `home`; None where `home` says nothing of that level.

    市 is the city itself in a document of a county-level city, the prefecture in one of another county or district.
    """
    if home is None:
        return None
    code = regions.short_code(home)
    if level == "省":
        return code[:2]
    if level == "市":
        own = len(code) == 6 and regions.division_names().get(code, "").endswith("市")
        return code if own else regions.prefecture(code)
    return code if len(code) == 6 else None


@cache
def generic_words() -> dict[str, frozenset[str]]:
    """Type to the words that name its kind only."""
    rows = read_rows(DATA / "generic.tsv")
    return {row[0]: frozenset(row[1].split()) for row in rows}


@cache
def organ_names() -> dict[str, str]:
    """Short name of an organ to its long one (科技局: 科学技术局)."""
    return {row[0]: row[1] for row in read_rows(DATA / "organs.tsv")}


def organ(rest: str) -> str:
    """The long name of an organ, whole or behind its level (国家发展改革委: 国家发展和改革委员会)."""
    for start in range(min(3, len(rest))):
        long = organ_names().get(rest[start:])
        if long is not None and (not start or rest[:start] in _RANKS):
            return rest[:start] + long
    return rest
