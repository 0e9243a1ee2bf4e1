"""Rows that stand among those of a table but are none of its own: totals, headings between rows, notes below."""

import re
from collections.abc import Sequence

from kg.schema.folding import fold

_TOTAL = re.compile(
    r"(?:其中:?|.{0,10}(?:省|市|区|县|镇|乡|街道|园区|产业|链|环节|[上中下]游))?(?:合计|总计|小计|共计)(?:数|[(:].*)?"
)
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|填表说明|填报说明|编制说明|指标解释|数据来源|资料来源)\d*[:.、].*"
    r"|(?:填报|填表|制表|审核|经办|联系|统计|复核|报送|单位|分管)(?:人|单位|电话|日期|时间|负责人|领导)+[:].*"
)
_NOTE_MARK = re.compile(r"(?:注|备注|附注|说明|填表说明|填报说明|编制说明|数据来源|资料来源)\d*[:.、]?")
_SECTION = re.compile(r"(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、.]).+")
_ORDINAL = re.compile(r"\(?[一二三四五六七八九十]{1,3}\)?[、.]?")
_FIRM = ("公司", "厂", "集团", "合作社")
_COUNTED = tuple("个家户项条")
_COUNT = re.compile(r"共?\d+[个家户项条]")
_HEADING = "a heading between rows, not a row of the table"
_NUMBER = re.compile(r"栏次|[甲乙丙丁戊己庚辛壬癸a-z]|\(?\d{1,2}\)?|[①-⑳]", re.IGNORECASE)
_MARKED = re.compile("[:：.．、）)。]|^(?:备?注|说明)$")
_FEWEST, _SHORT, _LINES_OF_NOTE, _BLANKS = 3, 5, 1, 2


def aside(cells: Sequence[str], name: str) -> str | None:
    """What a row is that does not belong to the table, in words; None for one that does. `name` is the cell of its name."""
    first = next((c for c in cells if c), "")
    if any("计" in c and _means(_TOTAL, c) for c in (first, name)) or (
        name.endswith(_COUNTED) and _means(_COUNT, name)
    ):
        return "a total, not a row of its own"
    if len(first) < _SHORT:
        told = {c for c in cells if c}
        if len(told) >= _FEWEST and all(len(c) < _SHORT and _means(_NUMBER, c) for c in told):
            return "the numbers of the columns, not a row of the table"
        if _heads(cells, first, name):
            return _HEADING
    return _words(cells, first) if _MARKED.search(first) else None


def _words(cells: Sequence[str], first: str) -> str | None:
    """What a row is that begins like a note or a heading."""
    told = {c for c in cells if c}
    marked = _means(_NOTE_MARK, first) and 1 < len(told) <= 1 + _LINES_OF_NOTE < len(cells)
    if marked or all(_means(_NOTE, c) for c in told) or (len(told) == 1 and first.endswith("。")):
        return "a note, not a row of the table"
    if len(told) == 1 and len(cells) >= _FEWEST and _means(_SECTION, first):
        return _HEADING
    return None


def _heads(cells: Sequence[str], first: str, name: str) -> bool:
    """Whether a row is a heading whose number stands in a cell of its own: 一 | 高端装备, and nothing beside."""
    rest = [c for c in cells if c][1:]
    return rest == [name] and len(cells) >= 2 + _BLANKS and _means(_ORDINAL, first) and not name.endswith(_FIRM)


def _means(pattern: re.Pattern[str], cell: str) -> bool:
    return bool(cell) and pattern.fullmatch(fold(cell).replace(" ", "")) is not None
