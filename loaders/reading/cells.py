"""What tables of every format share: a cell's value as text, and which row is the header."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from kg.schema.folding import close_up, visible
from kg.schema.ontology import ontology

_HALF_PAIR = re.compile("[\ud800-\udfff]")
_LOOK_AHEAD = 15
_LONGEST_TITLE = 40
_USUAL = frozenset(
    (
        "序号",
        "编号",
        "名称",
        "备注",
        "类别",
        "类型",
        "代码",
        "省",
        "省份",
        "市",
        "城市",
        "区县",
        "地址",
        "电话",
        "联系人",
        "联系电话",
        "所属行业",
        "主营业务",
        "环节",
        "上游",
        "中游",
        "下游",
    )
)


def cell_text(value: Any) -> str:
    """A cell's value as text: whole numbers without a point, days as ISO dates, lists and objects as JSON, None as ''."""
    if isinstance(value, str):
        return _HALF_PAIR.sub("\ufffd", value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def column_title(raw: str) -> str:
    """A header cell on one line, without blanks between Chinese characters."""
    return close_up(visible(raw))


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """Index of the header among the first rows: titles above it fill less than half of the columns.

    Among rows that could be it the one with most column titles known to the ontology is taken, else the first.
    """
    head = rows[:_LOOK_AHEAD]
    width = max((_filled(r) for r in head), default=0)
    known = known_titles()
    best, most = None, 0
    for i, row in enumerate(head):
        if _filled(row) * 2 < width or any(len(c) > _LONGEST_TITLE for c in row):
            continue
        hits = sum(column_title(c).split("(")[0].split("（")[0] in known for c in row)
        if best is None or hits > most:
            best, most = i, hits
    while best is not None and best + 1 < len(head) and _goes_on(head[best], head[best + 1]):
        best += 1
    return best or 0


def _goes_on(row: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a header has a second line: a title known to the ontology stands in both (merged downwards)."""
    known = known_titles()
    return any(a == b and column_title(a) in known for a, b in zip(row, below, strict=False))


def _filled(row: Sequence[str]) -> int:
    return sum(1 for c in row if c.strip())


@cache
def known_titles() -> frozenset[str]:
    """Every column title that the ontology names, and a few that nearly every table has."""
    types = ontology().nodes.values()
    return _USUAL | {h for t in types for p in t.properties.values() for h in (*p.headers, p.label.zh)}
