"""Rows of a table inside a document: what stands in one row belongs together, by the types in its cells."""

from collections.abc import Iterator

from kg.document import Span
from kg.loaders.relate.line import Point
from kg.loaders.relate.scene import Scene
from kg.loaders.relate.told import Told

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
    """Things in different cells of a row stand in the relation that their types suggest (企业 | 主要产品 | 所在地)."""
    for table in scene.parsed.document.tables:
        for row in table.rows[1:] if table.header else table.rows:
            cells = [list(scene.within(cell.start, cell.end)) for cell in row]
            for i, left in enumerate(cells):
                for right in cells[i + 1 :]:
                    yield from _between(left, right, Span(row[0].start, row[-1].end))


def piped_row(scene: Scene) -> Iterator[Told]:
    """The same for a row that is typed with bars (曲轴｜约11%｜E、E): only cells that hold names and little else count.

    What a row with a project makes, the project makes; places in such rows are as often a client's as the thing's own.
    """
    place = 0
    for text in scene.text.split("\n"):
        if text.count("|") > 1:
            cells = list(_cells(scene, text, place))
            for i, left in enumerate(cells):
                for right in cells[i + 1 :]:
                    told = _between(left, right, Span(place, place + len(text)))
                    yield from (t for t in told if _told_by_bars(scene, t, cells))
        place += len(text) + 1


def _told_by_bars(scene: Scene, told: Told, cells: list[list[Point]]) -> bool:
    if told.relation == "PRODUCES" and scene.by_id[told.source].type == "Enterprise":
        return not any(p.type == "Project" for cell in cells for p in cell)
    return told.relation != "LOCATED_IN"


def _cells(scene: Scene, text: str, place: int) -> Iterator[list[Point]]:
    for cell in text.split("|"):
        points = list(scene.within(place, place + len(cell)))
        if sum(p.end - p.start for p in points) * 2 > len(cell.strip()):
            yield points
        place += len(cell) + 1


def _between(left: list[Point], right: list[Point], row: Span) -> Iterator[Told]:
    for a in left:
        for b in right:
            for source, target in ((a, b), (b, a)):
                relation = _SAID.get((source.type, target.type))
                if relation and source.id != target.id:
                    yield Told(relation, source.id, target.id, *row)
                    break


RULES = (table_row, piped_row)
LATE = ()
