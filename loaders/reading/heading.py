"""The heading of a table among its rows: which lines are it, the title of each column, the units that a line above states.

Tables of offices begin with a title, a line such as 填报单位：…　单位：万元, and titles on two lines, groups above their
columns; one worksheet may hold several tables below each other, and repeat the heading on every page.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from kg.loaders.reading.cells import column_title
from kg.schema.ontology import ontology
from kg.schema.patterns import pattern

Cells = Sequence[str]

_LOOK_AHEAD = 15
_LINES = 3
_LONGEST_TITLE = 40
_USUAL = frozenset(
    ("序号", "编号", "名称", "备注", "类别", "类型", "代码", "省", "省份", "市", "城市", "区县", "地址", "电话")
    + ("联系人", "联系电话", "所属行业", "主营业务", "环节", "上游", "中游", "下游")
)
_UNIT = pattern(r"单\s*位\s*[:：]?\s*([^\s,，;；:：()（）\d][^\s,，;；:：()（）]*)")
_NOTE = pattern(r"[（(][^（()）]*[）)]$")
_FIGURE = pattern(r"[\d.,%，．\-]+")
_PERIOD = pattern(r"(?:\d{4}年?|[上本去今前]年度?|[上本]期|金额|数量|总额|增速|同比)(?:[（(][^（()）]*[）)])?")
_UNIT_ALONE = pattern(
    r"[（(]?((?:人民币)?[十百千万亿]*(?:元|美元|吨|人|亩|家|个|户|件|套|台|公顷|平方米|平方公里|千瓦时?|%|％))[）)]?"
)
_MEASURE = ("单位", "计量单位")
_DASH = pattern(r"[-—－/]+")
_VALUES = frozenset(("上游", "中游", "下游", "原材料"))  # titles that are cells too, in a column 环节
_HALF, _MOST = 0.5, 0.6


class Heading(NamedTuple):
    """Lines `first` to `last` of some rows are the heading; `titles` by column, `units` as a line above states them.

    `above` are the texts of the lines above it, each once.
    """

    first: int
    last: int
    titles: tuple[str, ...]
    units: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


def heading(rows: Sequence[Cells]) -> Heading:
    """The heading of a table: of the first rows the one with most known titles, and the lines that go with it.

    A line of titles fills at least half of the columns; where no row has a known title it is the first such row.
    """
    head = rows[:_LOOK_AHEAD]
    first = last = _best(head)
    while last + 1 < len(head) and last - first + 1 < _LINES and _goes_on(head[first : last + 1], head[last + 1]):
        last += 1
    while first > 0 and last - first + 1 < _LINES and _stands_above(head[first - 1], head[first]):
        first -= 1
    titles = _titles(head[first : last + 1])
    if last + 1 < len(head) and _is_units(head[last + 1]):
        last += 1
        titles = tuple(map(_with_unit, titles, (*head[last], *[""] * len(titles))))
    above = tuple(dict.fromkeys(text for line in head[:first] for cell in line if (text := cell.strip())))
    return Heading(first, last, titles, _units(head[:first]), above)


def tables(rows: Iterable[Cells], titles: tuple[str, ...]) -> Iterator[int]:
    """Where other tables begin below one with `titles`: at their heading, or at the lines of one cell before it."""
    known, caption = known_titles(), None
    for i, cells in enumerate(rows):
        if not known.isdisjoint(cells) and is_heading(cells) and not repeats(cells, titles):
            yield i if caption is None else caption
            titles, caption = tuple(map(column_title, cells)), None
        elif len(set(filter(None, cells))) == 1:
            caption = i if caption is None else caption
        else:
            caption = None


def is_heading(cells: Cells) -> bool:
    """Whether a row among others can only be a heading: it holds known titles only, or three of them and few cells besides."""
    told = [plain for c in cells if (plain := _plain(c))]
    hits = len((known_titles() - _VALUES) & set(told))
    return len(set(told)) == len(told) and (hits == len(told) >= 2 or (hits >= 3 and hits > _MOST * len(told)))


def repeats(cells: Cells, titles: tuple[str, ...]) -> bool:
    """Whether a row is the heading itself again, as on the next page."""
    return any(titles) and tuple(map(column_title, cells)) == titles


@cache
def known_titles() -> frozenset[str]:
    """Every column title that the ontology and the shipped mappings name, and a few that nearly every table has."""
    from kg.loaders.tables.shelf import shipped_mappings

    types = ontology().nodes.values()
    mapped = {h for m in shipped_mappings() for column in m.columns.values() for h in column.headers}
    return _USUAL | mapped | {h for t in types for p in t.properties.values() for h in (*p.headers, p.label.zh)}


def _best(head: Sequence[Cells]) -> int:
    width = max((_filled(r) for r in head), default=0)
    best, most = None, 0
    for i, row in enumerate(head):
        if _filled(row) < width * _HALF or any(len(c) > _LONGEST_TITLE for c in row):
            continue
        hits = sum(map(_known, row))
        if best is None or hits > most:
            best, most = i, hits
    return best or 0


def _goes_on(lines: Sequence[Cells], below: Cells) -> bool:
    """Whether a heading has a further line: a known title reaches down into it, or it names the columns of a group only."""
    upper = _bottom(lines)
    pairs = list(zip(upper, below, strict=False))
    if any(a == b and _known(a) for a, b in pairs):
        return True
    hits = sum(map(_known, below))
    if not hits or not _may_be_titles(below):
        return False
    if len(set(filter(None, upper))) < _filled(below) and hits >= 2:
        return True
    return any(_known(a) and not b for a, b in pairs) and not any(_known(a) and b for a, b in pairs)


def _is_units(cells: Cells) -> bool:
    """Whether a line below the titles gives their units and nothing else (计量单位, 万元, 人)."""
    told = [c for cell in cells if (c := cell.strip()) and not _DASH.fullmatch(c)]
    return any(map(_UNIT_ALONE.fullmatch, told)) and all(c in _MEASURE or _UNIT_ALONE.fullmatch(c) for c in told)


def _with_unit(title: str, cell: str) -> str:
    unit = _UNIT_ALONE.fullmatch(cell.strip())
    return f"{title}（{unit[1]}）" if unit and not _NOTE.search(title) else title


def _stands_above(above: Cells, line: Cells) -> bool:
    """Whether a line is the upper one of a heading: a known title of it reaches down into `line`, or is one of its groups."""
    if not _may_be_titles(above) or len(set(filter(None, above))) < 2:
        return False
    known = [(a, b) for a, b in zip(above, line, strict=False) if _known(a)]
    groups = len(set(filter(None, above))) < _filled(line)
    return any(not b or a == b for a, b in known) or (groups and bool(known))


def _may_be_titles(cells: Cells) -> bool:
    return not any(len(c) > _LONGEST_TITLE or ":" in c or "：" in c or _FIGURE.fullmatch(c) for c in cells)


def _bottom(lines: Sequence[Cells]) -> list[str]:
    """The lowest text of each column."""
    return [next((c for c in reversed(column) if c.strip()), "") for column in zip(*lines, strict=False)]


def _titles(lines: Sequence[Cells]) -> tuple[str, ...]:
    """The title of each column: its lowest line, with the group above it where that alone tells too little."""
    width = max(map(len, lines))
    plain = [[column_title(line[i]) if i < len(line) else "" for i in range(width)] for line in lines]
    columns = list(zip(*(_spread(line, plain[-1]) for line in plain[:-1]), plain[-1], strict=True))
    parts = [list(dict.fromkeys(filter(None, column))) for column in columns]
    often = Counter(p[-1] for p in parts if p)
    return tuple(_title(p, often[p[-1]] > 1) if p else "" for p in parts)


def _spread(line: list[str], lowest: list[str]) -> list[str]:
    """A line of groups, each over all its columns, where the file has it over the first one only."""
    group, spread = "", []
    for cell, below in zip(line, lowest, strict=True):
        if cell:
            group = cell if below not in ("", cell) else ""
        spread.append(cell or (group if below else ""))
    return spread


def _title(parts: list[str], ambiguous: bool) -> str:
    last = parts[-1]
    if len(parts) == 1:
        return last
    note = next((found[0] for p in reversed(parts) if (found := _NOTE.search(p))), "")
    whole = "".join(_NOTE.sub("", p) for p in parts[-2:])
    joined = whole in known_titles() or ambiguous or _PERIOD.fullmatch(last)
    return (whole if joined else _NOTE.sub("", last)) + note


def _units(lines: Iterable[Cells]) -> tuple[str, ...]:
    """What the lines above a heading give as units: 单位：万元; also what else follows 单位, which is no unit of anything."""
    found = (match for line in lines for cell in line for match in _UNIT.findall(cell))
    return tuple(dict.fromkeys(unit for match in found for unit in match.split("、") if unit))


def _plain(cell: str) -> str:
    return _NOTE.sub("", column_title(cell)).strip(" *＊:：?？")


def _known(cell: str) -> bool:
    return bool(cell) and _plain(cell) in known_titles()


def _filled(row: Cells) -> int:
    return sum(1 for c in row if c.strip())
