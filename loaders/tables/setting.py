"""The region, or the zone, that a whole sheet is about: by its title, by who filled it in, by the worksheet's or the file's name."""

import re
from pathlib import Path
from typing import NamedTuple

from kg.identity import regions
from kg.loaders.reading.sheet import Sheet
from kg.loaders.tables.zones import zone_before
from kg.schema.folding import fold

_NUMBERED = re.compile(r"(?:附件|附表|表)[\d一二三四五六七八九十]*[:.、-]?|(?:关于|\d{4}年?度?|\(.*?\))")
_FILLED = re.compile(r"(?:填报|填表|制表|报送|编制|上报)(?:单位|部门):(.+)")
_ELSEWHERE = re.compile(
    r"招商|目标企业|意向|拟引|对接|拜访|走访|考察|供应商|供货|采购|客户|合作|协作|帮扶|外地|[市县区省]外|域外|参展|参会"
    r"|上市公司|标杆|对标"
)
_LISTED = re.compile(
    r"(?:\d{4}年?度?)?[省市县区]?(?:企业|规上|规下|规模以[上下]|限上|四上|重点|主要|骨干|龙头|亿元|工业|制造业|服务业|产业"
    r"|项目|医院|园区|医疗机构|高企|高新技术|专精特新|链上|招引|招商|短板|缺失|补链|拟引|拟招|目标|在建|停产|名录|名单|台账|清单)"
)
_FIRM = re.compile("公司|集团")
_LONGEST = 40


class Setting(NamedTuple):
    """What all rows of a sheet are of: the short code of a division, and the zone in it that the sheet names, if any."""

    division: str | None = None
    zone: str | None = None


def setting_of(sheet: Sheet, *, wanted: bool = False) -> Setting:
    """The division that all rows of `sheet` are of: 来安县 of 来安县规上工业企业台账; the empty Setting where nothing says so.

    A list of those to be won, visited or bought from lies elsewhere, but `wanted` asks who wants them. A place in short (来安企业台账) counts only before
    a word of such lists, since it may be the head of a name; a zone (芜湖经开区企业名录) too.
    """
    told = [fold(text).replace(" ", "") for text in (*sheet.above, sheet.name, Path(sheet.source).name.split(".")[0])]
    filled = [found[1] for text in told if (found := _FILLED.search(text)) and (wanted or not _ELSEWHERE.search(text))]
    titles = [text for t in told if ":" not in (text := _unnumbered(t)) and len(text) <= _LONGEST]
    if not wanted and any(map(_ELSEWHERE.search, titles)):
        return Setting()
    for text in (*titles, *filled):
        setting = _zone(text, text in titles) or _region(text)
        if setting is not None:
            return setting
    return Setting()


def _unnumbered(text: str) -> str:
    """A title without what stands before its own words: 附件1：, 2025年."""
    while found := _NUMBERED.match(text):
        text = text[found.end() :]
    return text


def _zone(text: str, titled: bool) -> Setting | None:
    """The zone that a title, before words of such lists, or who filled the sheet in begins with."""
    found = zone_before(text)
    head = regions.prefix(text)
    if found is None or head is None or (titled and (not _LISTED.search(found[1]) or _FIRM.search(found[1]))):
        return None
    return Setting(head.code, found[0])


def _region(title: str) -> Setting | None:
    head = regions.prefix(title)
    if head is None:
        return None
    full = title.removesuffix(head.rest).endswith(regions.division_names()[head.code])
    return Setting(head.code) if full or _LISTED.match(head.rest) else None
