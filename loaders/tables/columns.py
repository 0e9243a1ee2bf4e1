"""Columns of a mapping bound to the header of one sheet: from the cells of a row to the texts that the mapping asks for."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from kg.chains.trades import trade_names
from kg.identity.regions import full_name
from kg.loaders.tables.mapping import Column
from kg.loaders.tables.places import division_of
from kg.loaders.tables.zones import zone_before
from kg.schema.amounts import bare_figure
from kg.schema.folding import LONGEST_ABSENT, absent, fold, fold_letters, shown
from kg.schema.values import VALUE_TYPES, Refused

Cells = Sequence[str]

_NOTE = re.compile(r"[（(【\[]([^（()）】\]]*)[）)】\]]\s*$")
_MARKS = " *＊:：?？"
_TRADE_CODE = re.compile(r"^[(（]?[A-T]?\d{2,4}[)）]?[\s.、:：-]*(?=[\u4e00-\u9fff])")
_AND = re.compile("(?<=[\u4e00-\u9fff])(?:以及|[/、,，及和与或])(?=[\u4e00-\u9fff])")
_LONGEST_LIST = 5000
_PLACE_PARTS = frozenset(
    (
        "省",
        "省份",
        "市",
        "城市",
        "地市",
        "区",
        "县",
        "区县",
        "县区",
        "镇",
        "乡",
        "乡镇",
        "街道",
        "镇街",
        "province",
        "city",
    )
    + ("district", "county", "town", "street")
)
_MEASURED = ("money", "area", "number")
_USUAL_UNIT = {"money": "万元", "area": "平方米"}
_YEAR_BEFORE = re.compile(r"^(?:(\d{4})|([今本当上去前](?=年)))(?:年度?)?")
_YEAR_BEHIND = re.compile(r"(?:(\d{4})|([今本当上去前](?=年)))(?:年度?)?(?=$|[,，、;；])")
_PARTS = re.compile("[,，、;；]")
_AGO = {"今": 0, "本": 0, "当": 0, "上": 1, "去": 1, "前": 2}
_ORDER = re.compile(r"^[（(]?\d{1,2}(?:[)）]|[.、．](?!\d))\s*")
_ETC = re.compile(r"等(?:产品|系列产品|系列|领域|行业)?$")


def plain_title(header: str) -> str:
    """A column title as mappings are compared with it: small letters, no blanks, stars, colons or note in brackets.

    产品及服务, 产品和服务, 产品、服务 and 产品/服务 are one title.
    """
    text = fold(header).lower().replace(" ", "").strip(_MARKS)
    return _AND.sub("/", (_NOTE.sub("", text) or text).strip(_MARKS))


def without_year(header: str) -> tuple[str, int] | None:
    """A title without the year that it names, and that year, by which several are ordered; None for one still to come.

    2024年营业收入（万元）, 营业收入（2024年） and 上年营收 name one; a title that names none tells of now.
    """
    note, text, this = title_note(header), plain_title(header), date.today().year
    told = _YEAR_BEFORE.match(text) or _YEAR_BEHIND.search(text) or _YEAR_BEHIND.search(note)
    if told is None:
        return text, this + 1
    year = int(told[1]) if told[1] else this - _AGO[told[2]]
    return (text.replace(told[0], "", 1) or text, year) if year <= this else None


def title_note(header: str) -> str:
    """What stands in brackets at the end of a title: 万元 in 注册资本（万元）."""
    found = _NOTE.search(fold(header).strip(_MARKS))
    return found[1].strip().removeprefix("单位:").removeprefix("单位") if found else ""


@dataclass(frozen=True)
class Bound:
    """A column and where it stands in a sheet; `index` is None where the sheet lacks it."""

    column: Column
    index: int | None
    title: str
    joined: tuple["Bound", ...] = ()
    otherwise: "Bound | None" = None
    find: "Bound | None" = None
    units: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The column's key in the mapping."""
        return self.column.key

    @property
    def present(self) -> bool:
        """Whether cells can be had at all: from the sheet, a constant, or columns joined."""
        return (
            self.index is not None
            or self.column.constant is not None
            or bool(self.joined or self.otherwise or self.find)
        )

    def indices(self, *, picked: bool = False) -> set[int]:
        """The columns of the sheet that are read for it; with `picked` those of which only some words are."""
        others = (*self.joined, *(b for b in (self.otherwise, self.find) if b))
        found = {i for other in others for i in other.indices(picked=picked)}
        return found | ({self.index} if self.index is not None and picked == bool(self.column.pick) else set())

    def text(self, cells: Cells) -> str:
        """The text of the cell after `extract`, `values`, `width`; '' for an absent one. Refused where it does not fit."""
        raw = self.raw(cells)
        if len(raw) <= LONGEST_ABSENT and (not raw or absent(raw if raw.isalnum() else fold(raw))):
            return self.otherwise.text(cells) if self.otherwise else self._found(cells)
        if self._plain:
            return raw
        column = self.column
        if column.values:
            raw = self._listed(raw)
        if column.pick is not None:
            picked = column.pick.search(fold(raw))
            return picked[1] if picked else ""
        if column.extract is not None:
            found = column.extract.search(fold(raw))
            if found is None:
                raise Refused(f"{shown(raw)} does not have the form {column.extract.pattern}")
            raw = found[1]
        return raw.zfill(column.width) if column.width and raw.isdecimal() else raw

    def texts(self, cells: Cells) -> list[str]:
        """The texts of a cell that may hold several, parted by the characters of `split` or as a JSON list."""
        text = self.text(cells)
        if not text:
            return []
        if self.column.trades:
            text = _TRADE_CODE.sub("", text)
            if fold_letters(text) in _trades():
                return [text]
        if not self.column.split:
            return [text]
        if text[0] in "[{" and (items := _json_items(text)) is not None:
            return items
        if len(text) > _LONGEST_LIST:
            raise Refused(f"{len(text):,} characters are too many for a list of names (at most {_LONGEST_LIST:,})")
        parts = (_ORDER.sub("", part.strip()) for part in self._splitter.split(text))
        return [piece for part in parts if (piece := _ETC.sub("", part).strip())]

    def short_enough(self, name: str) -> str:
        """`name` itself; Refused where it is longer than the column's names are."""
        longest = self.column.longest
        if longest and len(name) > longest:
            raise Refused(f"{len(name)} characters are too many for a name here (at most {longest})")
        return name

    def measured(self, cells: Cells, kind: str) -> str:
        """The text with the column's unit after a bare figure; Refused where money or an area has no unit at all."""
        text = self.text(cells)
        figure = bare_figure(text) if text and kind in _MEASURED else None
        if figure is None:
            return text
        unit = self._units[kind]
        if not unit and kind != "number":
            raise Refused(
                f"{shown(text)} has no unit; put one into the column's title, such as （{_USUAL_UNIT[kind]}）, or into the cell"
            )
        return figure + unit

    @cached_property
    def _plain(self) -> bool:
        column = self.column
        return not (column.values or column.extract or column.pick or column.width)

    @cached_property
    def _splitter(self) -> re.Pattern[str]:
        """Any of the characters, or ① and the like, not inside brackets: 钢材（板材、型材）is one, and so is 1,4-丁二醇."""
        return re.compile(f"(?:(?!(?<=\\d),\\d)[{re.escape(self.column.split)}\n①-⑳])+(?![^（(]*[）)])")

    def raw(self, cells: Cells) -> str:
        """The cell as it stands, the joined cells, or the constant."""
        if self.index is not None:
            return cells[self.index].strip()
        if self.joined:
            return "".join(dict.fromkeys(part.text(cells) for part in self.joined))
        return self.column.constant or ""

    def _found(self, cells: Cells) -> str:
        """The zone that the address of another column begins with, or the division in which it lies; '' where it names none, or several would do."""
        address = self.find.text(cells) if self.find else ""
        zone, found = zone_before(address), division_of(address)
        return zone[0] if zone else full_name(found[0]) if found else ""

    def _listed(self, raw: str) -> str:
        known = dict(self.column.values)
        if raw not in known:
            raise Refused(f"{shown(raw)} is none of {', '.join(known)}")
        return known[raw]

    @cached_property
    def _units(self) -> dict[str, str]:
        """Unit of bare figures by value type: that of the title, else one above the whole table, else the column's own."""
        return {kind: self._unit(kind) for kind in _MEASURED}

    def _unit(self, kind: str) -> str:
        stated = (*_PARTS.split(title_note(self.title)), *(self.units if kind != "number" else ()))
        stated = tuple(unit.removeprefix("人民币") for unit in stated)
        fitting = (unit for unit in stated if unit and VALUE_TYPES[kind].clean("1" + unit) is not None)
        return next(fitting, self.column.unit)


def bind(
    columns: dict[str, Column], header: Sequence[str], sample: Sequence[Cells] = (), units: tuple[str, ...] = ()
) -> dict[str, Bound]:
    """Every column of a mapping, bound to the first title of the sheet that is one of its headers and free still.

    Columns are bound in the order of the mapping. `sample` are some rows, by which columns that must hold values of a
    type (`holds`) are told; `units` are those that hold for the whole table.
    """
    at: dict[str, int] = {}
    for i, title in enumerate(header):
        at.setdefault(plain_title(title), i)
    bound: dict[str, Bound] = {}
    for key, column in columns.items():
        titles = [at[t] for t in map(plain_title, column.headers) if t in at and _holds(column, at[t], sample)]
        index = _latest(column, header, bound) if column.years else next(iter(titles), None)
        bound[key] = Bound(column, index, header[index] if index is not None else "", units=units)
        if index is not None:
            at = {title: i for title, i in at.items() if i != index}
    for key, column in columns.items():
        joined = tuple(bound[other] for other in column.join if bound[other].present)
        otherwise, find = (bound[k] if k and bound[k].present else None for k in (column.otherwise, column.find))
        if joined or otherwise or find:
            title = bound[key].title or "、".join(part.title for part in joined)
            bound[key] = Bound(column, bound[key].index, title, joined, otherwise, find, units)
    return bound


def _latest(column: Column, header: Sequence[str], bound: Mapping[str, Bound]) -> int | None:
    """The free column whose title means `column` in the latest year; of several in one year that of the first header."""
    taken = {b.index for b in bound.values()}
    order = {title: -i for i, title in enumerate(map(plain_title, column.headers))}
    dated = ((i, without_year(title)) for i, title in enumerate(header) if i not in taken)
    found = [(told[1], order[told[0]], -i) for i, told in dated if told and told[0] in order]
    return -max(found)[2] if found else None


def _holds(column: Column, index: int, sample: Sequence[Cells]) -> bool:
    """Whether at least half of the cells that are not blank are values of the type that the column must hold."""
    if not column.holds:
        return True
    cells = [row[index] for row in sample if index < len(row) and row[index].strip()]
    return sum(VALUE_TYPES[column.holds].clean(c) is not None for c in cells) * 2 >= max(len(cells), 1)


@cache
def _trades() -> frozenset[str]:
    """Names of GB/T 4754: many hold the very characters that part names (农、林、牧、渔业)."""
    return frozenset(trade_names().values())


def _json_items(text: str) -> list[str] | None:
    """The items of a JSON list, the keys of a JSON object; None where the text is neither.

    An object of the parts of a place ({"市": …, "镇": …}) is that place.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict) and value and {plain_title(k) for k in value} <= _PLACE_PARTS:
        return ["".join(part for part in value.values() if isinstance(part, str))]
    return [str(item) for item in value if isinstance(item, str | int | float)]
