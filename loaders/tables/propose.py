"""A first mapping for a table that no shipped one fits: from its titles and its first rows, to be edited."""

from functools import cache

from kg.errors import DocumentError
from kg.loaders.places import divisions_named
from kg.loaders.reading.heading import known_titles
from kg.loaders.reading.sheet import Sheet
from kg.loaders.tables.columns import plain_title
from kg.loaders.tables.draft import Draft, as_yaml, relation_of
from kg.loaders.tables.mapping import TEXTS
from kg.loaders.tables.shelf import shipped_mappings
from kg.schema.ontology import ontology
from kg.schema.values import VALUE_TYPES

_ENDINGS = {
    "Enterprise": ("公司", "集团", "厂", "企业", "合作社", "(有限合伙)", "（有限合伙）"),
    "Hospital": ("医院", "卫生院", "诊所", "卫生服务中心", "保健院"),
    "Park": ("园区", "开发区", "产业园", "科技园", "孵化器", "小镇", "高新区", "工业园"),
    "Institution": ("大学", "学院", "研究院", "研究所", "实验室", "协会", "联盟"),
    "Agency": ("局", "委员会", "办公室", "人民政府", "厅", "管委会"),
    "Policy": ("办法", "意见", "通知", "方案", "规划", "条例", "政策", "措施", "》"),
    "Project": ("项目", "工程"),
    "Industry": ("产业", "行业", "制造业", "服务业"),
    "Chain": ("产业链", "创新链", "智造链"),
}
_ABOUT = ("Enterprise", "Park", "Hospital", "Project", "Policy", "Institution", "Fund", "Event")
"""What rows are about rather than name besides, the likeliest first; types that stand in no list follow."""
_BESIDE = frozenset({"Agency", "Chain", "Industry", "Person", "Product", "Region"})
_LISTED = "、，,;；/"
_TOLD = ("credit_code", "document_number", "date", "money", "area")
_OTHER = "号司园院楼室局厅会部"
_MOST = 0.6
_SHOWN = 30


def propose_mapping(sheet: Sheet) -> str:
    """The YAML of a mapping for `sheet`, ready to be loaded and meant to be edited.

    Titles are compared with the ontology's; where they say nothing the values do (credit codes, document numbers, dates,
    money, areas, regions, endings of names). Columns that nothing is known of stand at the end as comments.
    DocumentError where no column holds names.
    """
    rows = sheet.sample(50)
    cells = [[row[i].strip() for row in rows if i < len(row) and row[i].strip()] for i in range(len(sheet.header))]
    draft = Draft()
    main = _main_column(sheet.header, cells)
    if main is None:
        titles = "、".join(filter(None, sheet.header))
        raise DocumentError(
            f"{sheet.source}: no column of names found in {sheet.name!r} ({titles}); "
            "its rows need one such as 企业名称 that says what each is about"
        )
    draft.kind = _kind_of(sheet.header[main], cells[main])
    for i, title in enumerate(sheet.header):
        if not title.strip():
            continue
        if i == main:
            draft.columns["name"] = (title, "")
        else:
            _place(draft, title, cells[i])
    return as_yaml(sheet, draft)


def _main_column(header: tuple[str, ...], cells: list[list[str]]) -> int | None:
    """The column that names what the rows are about: its title is one of a name, or most of its values end like names.

    Else the first of which nothing is known. None where there is no such column; one of bare numbers never is.
    """
    titles = [plain_title(t) for t in header]
    for kind in (k for k in (*_ABOUT, *ontology().nodes) if k not in _BESIDE):
        for i, title in enumerate(titles):
            if title in _titles(kind, "name") and _have_letters(cells[i]) and not _are_regions(cells[i]):
                return i
    rows = max(map(len, cells), default=0)
    ended = [(_ended(c)[1] * len(set(c)) / max(rows, 1), -i) for i, c in enumerate(cells)]
    share, place = max(ended, default=(0.0, 0))
    if share >= _MOST:
        return -place
    free = [i for i, title in enumerate(titles) if title and _have_letters(cells[i])]
    named = [i for i in free if titles[i].endswith(("名称", "name", "名"))]
    told = {plain_title(title) for title in known_titles()}
    return next(iter(named or [i for i in free if titles[i] not in told and not _are_regions(cells[i])]), None)


def _have_letters(cells: list[str]) -> bool:
    """Whether the cells can be names: not all are bare numbers; a column without any can be."""
    return not cells or any(c.isalpha() for cell in cells for c in cell)


def _kind_of(title: str, cells: list[str]) -> str:
    for kind in ontology().nodes:
        if plain_title(title) in _titles(kind, "name"):
            return kind
    kind, share = _ended(cells)
    return kind if share >= _MOST else "Enterprise"


def _ended(cells: list[str]) -> tuple[str, float]:
    """The type whose names most of the cells end like, and how many of them do."""
    best = max(_ENDINGS, key=lambda kind: sum(c.endswith(_ENDINGS[kind]) for c in cells))
    return best, sum(c.endswith(_ENDINGS[best]) for c in cells) / max(len(cells), 1)


def _place(draft: Draft, title: str, cells: list[str]) -> None:
    """Make a column a property of the main thing, a thing of its own, or leave it."""
    types = ontology().node(draft.kind).properties
    if (
        _are_regions(cells) or plain_title(title) in _titles("Region", "name") - _titles(draft.kind, "address")
    ) and relation_of(draft.kind, "Region"):
        key = f"region{len(draft.regions) + 1}"
        draft.columns[key] = (title, "")
        draft.regions.append(key)
        return
    for name, one in types.items():
        if name != "name" and plain_title(title) in _titles(draft.kind, name) and _free(draft, name):
            _take(draft, name, title, cells, one.many)
            return
    for kind in ontology().nodes:
        if (
            kind not in (draft.kind, "Region")
            and plain_title(title) in _titles(kind, "name")
            and relation_of(draft.kind, kind)
            and _free(draft, kind.lower())
        ):
            draft.columns[kind.lower()] = (title, _split(cells))
            draft.things[kind.lower()] = kind
            return
    if (other := _others(draft.kind).get(plain_title(title))) and _free(draft, other[0]):
        draft.columns[other[0]] = (title, _split(cells))
        draft.things[other[0]], draft.links[other[0]] = draft.kind, other[1:]
        return
    told = next((t for t in _TOLD if _share(cells, t) >= _MOST), None)
    free = [n for n, p in types.items() if p.type == told and _free(draft, n)]
    if told and len(free) == 1:
        _take(draft, free[0], title, cells, False)
    else:
        draft.left.append(f"{title}: {told or 'text'}, such as {cells[0][:_SHOWN] if cells else '(blank)'}")


def _take(draft: Draft, name: str, title: str, cells: list[str], many: bool) -> None:
    draft.columns[name] = (title, _split(cells) if many else "")
    unit = _unit(draft.kind, name, title)
    if unit:
        draft.units[name] = unit
    if name == "aliases":
        draft.aliases.append(name)
    elif name == "tags":
        draft.tags.append(name)
    else:
        draft.properties[name] = name


def _free(draft: Draft, key: str) -> bool:
    return key not in draft.columns


def _split(cells: list[str]) -> str:
    """The characters that part several names in one cell, where some cell has one."""
    return _LISTED if any(set(c) & set(_LISTED) for c in cells) else ""


def _share(cells: list[str], kind: str) -> float:
    """How many of the cells are values of a type; bare digits say nothing of money and areas."""
    if kind in ("money", "area"):
        cells = [c for c in cells if not c.replace(".", "").replace(",", "").isdecimal()] if cells else []
    return sum(VALUE_TYPES[kind].clean(c) is not None for c in cells) / max(len(cells), 1)


def _are_regions(cells: list[str]) -> bool:
    """Whether most cells are a place and nothing besides."""
    return bool(cells) and sum(
        1 for c in cells if len(c) <= 15 and c[-1] not in _OTHER and divisions_named(c)
    ) >= _MOST * len(cells)


@cache
def _others(kind: str) -> dict[str, tuple[str, str, bool]]:
    """Titles of shipped mappings for another thing of the same type: key, relation, whether it runs to the main one."""
    found: dict[str, tuple[str, str, bool]] = {}
    for mapping in (m for m in shipped_mappings() if not m.files and m.things[0].type == kind):
        main, others = mapping.things[0].key, {t.key: t for t in mapping.things[1:] if t.type == kind}
        for link in (k for k in mapping.links if main in (k.source, k.target)):
            key = link.target if link.source == main else link.source
            if key in others:
                told = (key, link.type, link.target == main)
                found |= dict.fromkeys(map(plain_title, mapping.columns[others[key].name].headers), told)
    return found


@cache
def _titles(kind: str, name: str) -> frozenset[str]:
    """Titles that mean a property of a type: those of the ontology, and the columns that shipped mappings take for it."""
    one = ontology().node(kind).properties.get(name)
    if one is None:
        return frozenset()
    found = {*one.headers, one.label.zh, one.label.en, *([] if name in TEXTS else [name])}
    if name == "name":
        found |= {kind, f"{kind}_name", f"{kind}s"}
    for mapping in (m for m in shipped_mappings() if not m.files):
        for thing in (t for t in mapping.things if t.type == kind):
            roles = {"name": (thing.name,), "aliases": thing.aliases, "tags": thing.tags}
            for key in roles.get(name, tuple(c for p, c in thing.properties if p == name)):
                column = mapping.columns[key]
                found |= {h for part in (key, *column.join) for h in (part, *mapping.columns[part].headers)}
    return frozenset(map(plain_title, found)) - {"name", "code", "level"}


def _unit(kind: str, name: str, title: str) -> str:
    """The unit that a shipped mapping gives to a column of this title."""
    for mapping in shipped_mappings():
        for thing in (t for t in mapping.things if t.type == kind):
            for column in (mapping.columns[c] for p, c in thing.properties if p == name):
                if plain_title(title) in map(plain_title, column.headers) and column.unit:
                    return column.unit
    return ""
