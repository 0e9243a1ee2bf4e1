"""What is lacking or sought, in lists: under a label or heading (短板环节：, 目标企业名单), and in columns of tables."""

import re
from collections.abc import Iterator

from kg.document import Span
from kg.fact import LACKS, SEEKS
from kg.loaders.grids import FIRM as FIRM_COLUMN
from kg.loaders.grids import LACKING, PLACE, Grid
from kg.loaders.relate.against.doubt import listed
from kg.loaders.relate.against.labels import label_spans, labelled
from kg.loaders.relate.needs.said import WANTED, Said, is_itself
from kg.loaders.relate.scene.codes import inside
from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import FIRM, GOODS, PLACES
from kg.loaders.relate.scene.line import Point

_ITEM = re.compile(r"[、，,;；/\n]|以及")
_LONGEST = 16  # characters of an item of a cell that no recogniser knows
_WORD = re.compile(r"[A-Za-z0-9\-+·]*[一-鿿][A-Za-z0-9一-鿿\-+·（）]+|[A-Z]{2,}[A-Za-z0-9\-]*")


def lists_firms(scene: Scene) -> Iterator[Said]:
    """Firms under 目标企业：, or under such a heading."""
    for point in labelled(scene):
        line = next(iter(scene.lines_at(point.start)), None)
        if point.type in FIRM and line is not None:
            yield Said(SEEKS, point, line.start, line.end)


def lists_goods(scene: Scene) -> Iterator[Said]:
    """a、b under 短板环节：, 补链方向： or 招引方向：, as a label or a heading."""
    for name, kind in (("need_label", LACKS), ("sought_label", SEEKS)):
        for span, whole in label_spans(scene, name):
            for line in scene.lines_at(span.start, span.end):
                group = next((g for g in line.groups if g.start >= span.start and g.of(GOODS)), None)
                if group is None or not _leads(scene, max(line.start, span.start), group.start):
                    continue
                start = span.start if whole else line.start
                points = listed(scene, line, max(line.start, start), GOODS) if whole else group.of(GOODS)
                yield from (Said(kind, p, line.start, line.end) for p in points if is_itself(scene, line, p))


def _leads(scene: Scene, start: int, end: int) -> bool:
    """Whether nothing but the mark of a list, or a few words, stand between."""
    gap = scene.between(start, end).strip()
    return len(cue("list_mark").sub("", gap)) <= 2


def columns(scene: Scene) -> Iterator[Said]:
    """What stands below the headings 短板, 缺失环节, 招引方向 or 拟招引企业 of a table inside the document."""
    for grid in scene.parsed.grids:
        for column in (i for i, heading in enumerate(grid.headings) if LACKING in grid.says(i) and heading.strip()):
            kind = kind_of_heading(grid.headings[column])
            for row in grid.rows:
                if kind is not None and column < len(row) and row[column].end > row[column].start:
                    yield from _cell(scene, grid, row, column, kind)


def kind_of_heading(heading: str) -> str | None:
    """Whether a column lists what is lacking or what is sought; None where it tells of problems in words."""
    if cue("heading_sought").search(heading):
        return SEEKS
    return None if cue("heading_troubles").search(heading) else LACKS


def _cell(scene: Scene, grid: Grid, row: tuple[Span, ...], column: int, kind: str) -> Iterator[Said]:
    cell, start, end = row[column], row[0].start, row[-1].end
    others = [p for i, c in enumerate(row) if LACKING not in grid.says(i) for p in scene.within(c.start, c.end)]
    places = [p for i, c in enumerate(row) if PLACE in grid.says(i) for p in scene.within(c.start, c.end)]
    holder = next((p.id for p in places if p.type in PLACES and _is_here(scene, p)), None)
    chain = next((scene.name(p.id) for p in others if p.type == "Chain" and not p.echo), None)
    points = [p for p in scene.within(cell.start, cell.end) if p.type in WANTED and not p.echo]
    themselves = (p for p in points if cue("need_not").match(scene.text, p.end) is None)
    yield from (Said(kind, p, start, end, holder, chain) for p in themselves)
    if FIRM_COLUMN in grid.says(column) or any(p.type in FIRM for p in points):
        return
    for word in goods_told(cell.text(scene.parsed.text)):
        if not any(scene.parsed.text[p.start : p.end] in word for p in points):
            yield Said(kind, None, start, end, holder, chain, word)


def _is_here(scene: Scene, place: Point) -> bool:
    """Whether a place is the document's own or lies in it: others are where those to be invited stand."""
    home = scene.setting.home
    return home is None or place.type != "Region" or inside(scene, place.id, home)


def goods_told(text: str) -> list[str]:
    """The items of a cell that may be names of goods: short, without verbs of a sentence, what no recogniser knows too."""
    parts = (re.sub("等(?:环节|产品|领域|企业)?$|(?:环节|领域|方面)$", "", p.strip(" 。.")) for p in _ITEM.split(text))
    return [
        p
        for p in parts
        if 2 <= len(p) <= _LONGEST
        and _WORD.fullmatch(p)
        and not (cue("need_not").search(p) or cue("no_goods").fullmatch(p))
    ]
