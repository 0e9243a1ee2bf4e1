"""Value types that stay text: names, free text, terms, stages of a chain, regions."""

import re

from kg.schema.folding import Refused, absent, close_up, fold, fold_letters, shown, visible
from kg.schema.patterns import pattern

LONGEST_NAME = 200
"""Longest name taken, in code points: longer cells are descriptions."""

_PLAIN = pattern("[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff（）·、]{2,80}")
_LEVEL_MARK = pattern(r"\s*[-/>|,，·]+\s*|\s+")
_STAGES = {
    "上游": ("上", "上游", "上游环节", "产业链上游", "上游产业", "上游领域", "u", "up", "upstream"),
    "中游": ("中", "中游", "中游环节", "产业链中游", "中游产业", "中游领域", "m", "mid", "middle", "midstream"),
    "下游": ("下", "下游", "下游环节", "产业链下游", "下游产业", "下游领域", "d", "down", "downstream"),
}
_STAGE = {spelling: stage for stage, spellings in _STAGES.items() for spelling in spellings}
# Tiers of divisions: Constitution of the PRC, article 30, and GB/T 2260; 国家级 of new areas.
_TIERS = {
    "国家级": ("国家", "国家级", "national"),
    "省级": ("省", "省级", "直辖市", "自治区", "特别行政区", "省份", "省部级", "一级", "province", "provincial"),
    "地级": (
        "市",
        "市级",
        "地级",
        "地级市",
        "地市",
        "地市级",
        "副省级",
        "副省级市",
        "副省级城市",
        "计划单列市",
        "省会",
        "地区",
        "州",
        "州市",
        "自治州",
    )
    + ("盟", "设区市", "设区的市", "二级", "city", "prefecture"),
    "县级": (
        "县",
        "县级",
        "区",
        "区级",
        "区县",
        "县区",
        "区县级",
        "县区级",
        "县市区",
        "县级市",
        "市辖区",
        "自治县",
        "旗",
        "自治旗",
        "林区",
        "特区",
    )
    + ("三级", "county", "district"),
    "乡级": (
        "乡",
        "乡级",
        "镇",
        "镇级",
        "乡镇",
        "乡镇级",
        "街道",
        "镇街",
        "乡镇街道",
        "民族乡",
        "苏木",
        "四级",
        "town",
        "township",
    ),
    "村级": ("村", "村级", "社区", "行政村", "嘎查", "五级", "village"),
}
_TIER = {spelling: tier for tier, spellings in _TIERS.items() for spelling in spellings}
_STAGE_AND_WHAT = re.compile(r"(?:产业链)?([上中下]游)(?:环节)?\s*[:(\-—_].*", re.DOTALL)


def clean_name(raw: str) -> str | None:
    """The name of a thing: letters and digits half-width, no stray blanks; None if nothing is left."""
    try:
        return read_name(raw)
    except Refused:
        return None


def read_name(raw: str) -> str | None:
    """`clean_name` that raises Refused for a name without letter or digit, or of more than 200 code points."""
    if _PLAIN.fullmatch(raw) and not absent(raw):
        return raw
    name = close_up(visible(fold_letters(raw)))
    if absent(fold(name)):
        return None
    if len(name) > LONGEST_NAME:
        raise Refused(f"{shown(name)} has {len(name)} characters; a name has at most {LONGEST_NAME}")
    if not any(c.isalnum() for c in name):
        raise Refused(f"{shown(name)} has no letter or digit; not a name")
    return name


def read_text(raw: str) -> str | None:
    """Free text on one line, as written but for white space and unseen characters."""
    text = visible(raw)
    return None if absent(fold(text)) else text


def read_stage(raw: str) -> str | None:
    """上游, 中游 or 下游, from its spellings (上, 产业链上游, upstream, 上游：原材料)."""
    text = fold(raw).lower()
    if absent(text):
        return None
    found = _STAGE.get(text)
    if found is None and (match := _STAGE_AND_WHAT.fullmatch(text)):
        found = match[1]
    if found is None:
        raise Refused(f"{shown(raw)} is no stage; known: 上游, 中游, 下游")
    return found


def read_level(raw: str) -> str | None:
    """The tier of a division, 省级, 地级, 县级, 乡级 or 村级, from its spellings (区县, 县级市, 地市, county); 国家级 of a new area."""
    text = fold(raw).lower().replace("行政区", "").removesuffix("行政")
    if absent(text):
        return None
    found = _TIER.get(text)
    if found is None:
        raise Refused(f"{shown(raw)} is no level of a division; known: {', '.join(_TIERS)}")
    return found


def read_region(raw: str) -> str | None:
    """A place as one name without marks between its levels (浙江省/杭州市 is 浙江省杭州市) and without 中国 before them."""
    if absent(fold(raw)):
        return None
    name = read_name(_LEVEL_MARK.sub("", visible(raw)))
    if name is None:
        return None
    for country in ("中华人民共和国", "中国"):
        name = name.removeprefix(country) or name
    if all(c.isascii() and not c.isalpha() for c in name):
        raise Refused(f"{shown(raw)} has no letter; not a place (a division code belongs in a column of its own)")
    return name
