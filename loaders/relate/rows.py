"""Rows of a table inside a document: what stands in one row belongs together, by the types in its cells and their headings."""

from collections.abc import Iterator

from kg.document import Span
from kg.loaders.grids import CHIEF, FIRM, LACKING, OTHERS, OWN, PLACE, POST, PRODUCT, Grid
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import GOODS
from kg.loaders.relate.scene.line import Point
from kg.loaders.relate.scene.told import Told

# What a row says of two things by their types alone; the first pair of types that fits in either order is taken.
_SAID = {
    ("Enterprise", "Product"): "PRODUCES",
    ("Project", "Product"): "PRODUCES",
    ("Enterprise", "Industry"): "ENGAGED_IN",
    ("Enterprise", "Chain"): "ENGAGED_IN",
    ("Park", "Industry"): "ENGAGED_IN",
    ("Park", "Chain"): "ENGAGED_IN",
    ("Enterprise", "Region"): "LOCATED_IN",
    ("Enterprise", "Park"): "LOCATED_IN",
    ("Project", "Region"): "LOCATED_IN",
    ("Project", "Park"): "LOCATED_IN",
    ("Park", "Region"): "LOCATED_IN",
    ("Hospital", "Region"): "LOCATED_IN",
    ("Institution", "Region"): "LOCATED_IN",
    ("Event", "Region"): "LOCATED_IN",
    ("Enterprise", "Project"): "OPERATES",
    ("Agency", "Chain"): "SUPPORTS",
    ("Agency", "Industry"): "SUPPORTS",
    ("Agency", "Project"): "SUPPORTS",
    ("Policy", "Agency"): "ISSUED_BY",
    ("Person", "Agency"): "WORKS_FOR",
    ("Person", "Enterprise"): "WORKS_FOR",
    ("Person", "Institution"): "WORKS_FOR",
    ("Person", "Hospital"): "WORKS_FOR",
    ("Product", "Chain"): "PART_OF",
    ("Agency", "Event"): "ORGANIZES",
}


def table_row(scene: Scene) -> Iterator[Told]:
    """Things in different cells of a row stand in the relation that their types suggest (企业 | 主要产品 | 所在地).

    The headings decide: what stands under 短板, 需求 or 拟招引 is said of nobody, and where there is a column of products
    only what stands in it is made.
    """
    for grid in scene.parsed.grids:
        if grid.marked:
            for row in grid.rows:
                cells = [list(scene.within(cell.start, cell.end)) for cell in row]
                yield from _row(grid, cells, Span(row[0].start, row[-1].end))


def piped_row(scene: Scene) -> Iterator[Told]:
    """The same for a row that is typed with bars (曲轴｜约11%｜E、E): only cells that hold names and little else count.

    What a row with a project makes, the project makes; places in such rows are as often a client's as the thing's own.
    """
    for grid in scene.parsed.grids:
        if not grid.marked:
            for row in grid.rows:
                cells = [_names(scene, cell) for cell in row]
                told = _row(grid, cells, Span(row[0].start, row[-1].end))
                yield from (t for t in told if _told_by_bars(scene, t, cells))


def _told_by_bars(scene: Scene, told: Told, cells: list[list[Point]]) -> bool:
    if told.relation == "PRODUCES" and scene.by_id[told.source].type == "Enterprise":
        return not any(p.type == "Project" for cell in cells for p in cell)
    return told.relation != "LOCATED_IN"


def _names(scene: Scene, cell: Span) -> list[Point]:
    """The names in a cell, none where other words make up half of it."""
    points = list(scene.within(cell.start, cell.end))
    return points if sum(p.end - p.start for p in points) * 2 > cell.end - cell.start else []


def _row(grid: Grid, cells: list[list[Point]], row: Span) -> Iterator[Told]:
    """What each two cells of a row say of each other, as far as the headings over them let them."""
    for i, left in enumerate(cells):
        for j, right in enumerate(cells[i + 1 :], i + 1):
            for a in left:
                for b in right:
                    if not _cross(left, right, a, b):
                        yield from _pair(grid, (a, i), (b, j), row)


def _cross(left: list[Point], right: list[Point], a: Point, b: Point) -> bool:
    """Whether a cell lists several firms and the other several goods or sectors: who makes what is then not said (甲、乙 | 轮对、制动盘)."""
    firms, goods = ((left, a), (right, b)) if a.type == "Enterprise" else ((right, b), (left, a))
    if firms[1].type != "Enterprise" or goods[1].type not in GOODS:
        return False
    several = len({p.id for p in firms[0] if p.type == "Enterprise"}) > 1
    return several and len({p.id for p in goods[0] if p.type == goods[1].type}) > 1


def is_crossed(scene: Scene, ends: tuple[str, str], span: tuple[int, int]) -> bool:
    """Whether two things are named in one row whose cells list several of both."""
    if not {"Enterprise"} & {scene.by_id[e].type for e in ends}:
        return False
    for grid in scene.parsed.grids:
        for row in grid.rows:
            if row[0].start <= span[0] and span[1] <= row[-1].end:
                cells = [list(scene.within(cell.start, cell.end)) for cell in row]
                named = [[p for p in cell if p.id in ends] for cell in cells]
                held = [(cell, points[0]) for cell, points in zip(cells, named, strict=True) if points]
                return len(held) == 2 and _cross(held[0][0], held[1][0], held[0][1], held[1][1])
    return False


def _pair(grid: Grid, one: tuple[Point, int], other: tuple[Point, int], row: Span) -> Iterator[Told]:
    for (a, i), (b, j) in ((one, other), (other, one)):
        relation = _SAID.get((a.type, b.type))
        if relation and a.id != b.id:
            if _lets(grid, relation, i, j):
                yield Told(relation, a.id, b.id, *row)
            return


def _lets(grid: Grid, relation: str, source: int, target: int) -> bool:
    """Whether the headings let the things of two columns stand in `relation`."""
    who, what = grid.says(source), grid.says(target)
    if OTHERS in who | what or LACKING in what:
        return False
    if relation == "WORKS_FOR" and CHIEF in who:  # 链长: serves where his office is, not those whom he looks after
        return POST in what
    if LACKING in who:  # whom to invite: only what is said to be its own, not that of the companies already there
        return FIRM in who and bool(what & {OWN, PLACE}) and not grid.has(FIRM, but=LACKING)
    return relation != "PRODUCES" or PRODUCT in what or not grid.has(PRODUCT)


RULES = (table_row, piped_row)
LATE = ()
