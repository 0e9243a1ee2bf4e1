"""LOCATED_IN by what a document is about: in the text of one place, enterprises, parks and projects are that place's own."""

from collections.abc import Iterator

from kg.identity.regions import related
from kg.loaders.places import divisions_named
from kg.loaders.relate.against.doubt import clients
from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene, bare
from kg.loaders.relate.scene.kinds import EVENT, REGION, STANDING
from kg.loaders.relate.scene.line import Line, Point
from kg.loaders.relate.scene.names import Forms
from kg.loaders.relate.scene.told import Told, tell

_WIDE = ("省", "自治区", "特别行政区")
_NEAR = 16
_NAMED = frozenset({"Institution"})  # bodies that such a text may name from anywhere


def at_home(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """In a document of one place, enterprises, parks and projects are its own, unless they come from outside or stand elsewhere."""
    home = scene.setting.home
    if home is None:
        return
    kinds = STANDING - EVENT
    if scene.by_id[home].type == "Region":
        kinds = kinds - _NAMED if scene.setting.level not in _WIDE else frozenset({"Park", "Project"})
    settled, buyers = _settled(told), clients(scene, told)
    for line in scene.having(kinds):
        for point in line.points:
            if point.echo or point.id in settled or point.id == home or point.type not in kinds:
                continue
            if point.start in buyers or scene.doubt.holds(point.start) or _stranger(scene, line, point):
                continue
            settled.add(point.id)
            yield from tell("LOCATED_IN", [point], [_under(scene, line) or home], line)


def _settled(told: list[Told]) -> set[str]:
    """What needs no home: what stands somewhere already, owners of others, and parts of a wider park or body."""
    found = {t.source for t in told if t.relation in ("LOCATED_IN", "INVESTS_IN", "PART_OF", "SUBSIDIARY_OF")}
    return found | {t.target for t in told if t.relation == "SUBSIDIARY_OF"}


def _stranger(scene: Scene, line: Line, point: Point) -> bool:
    """Whether the words around a name, or the place in it, say that it is from elsewhere."""
    if scene.outside(line, point) or _is_guest(scene, line, point):
        return True
    first = line.list_of(point)[0]
    if cue("far_off").search(scene.text, max(line.start, first.start - 12), first.start):
        return True
    return point.type == "Enterprise" and (_is_seller(scene, line, point) or _named_elsewhere(scene, point.id))


def _is_seller(scene: Scene, line: Line, point: Point) -> bool:
    """Whether others buy from a firm (从甲、乙等企业采购): it may stand anywhere."""
    listed = line.list_of(point)
    start, end = listed[0].start, listed[-1].end
    return scene.text[max(line.start, start - 1) : start] in ("从", "向") and bool(
        cue("so_bought").match(scene.text, end, line.end)
    )


def _is_guest(scene: Scene, line: Line, point: Point) -> bool:
    """Whether a body is the other side of a deal (本县医院与甲大学附属医院签订协议): who comes after 与 may be from anywhere."""
    listed = line.list_of(point)
    left = next((p for p in reversed(listed) if p.end <= point.start), None)
    if left is None or scene.between(left.end, point.start) not in ("与", "同", "跟", "和"):
        return False
    home = scene.setting.home
    if any(form in name for name in scene.forms(point.id) for form in (scene.forms(home) if home else ())):
        return False
    end = listed[-1].end
    return cue("together").search(scene.text, end, min(scene.clause_end(line, end), end + _NEAR)) is not None


def _named_elsewhere(scene: Scene, id_: str) -> bool:
    """Whether a company's name begins with a division that neither holds the document's home nor lies in it."""
    home = scene.setting.home
    own = [d for form in scene.forms(home) for d in divisions_named(form)] if home else []
    found = divisions_named(bare(scene.name(id_)))
    return bool(own and found) and not any(related(a, b) for a in own for b in found)


def _under(scene: Scene, line: Line) -> str | None:
    """The one region that the headings over a line name, if they do."""
    heads = {p.id for p in scene.heads(line, REGION)}
    return heads.pop() if len(heads) == 1 else None


def home_in_name(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """A company or event whose name holds the document's own place (湖南甲材料有限公司, 丹阳眼镜节) is that place's."""
    placed = {t.source for t in told if t.relation == "LOCATED_IN"}
    regions = Forms.of(scene, "Region", stems=True)
    for line, point in scene.firsts("Enterprise", "Event"):
        held = [h for h in regions.in_name_of(point.id) if h.id == scene.setting.home] if point.id not in placed else []
        if held and (point.type == "Event" or (held[0].start == 0 and not scene.outside(line, point))):
            yield from tell("LOCATED_IN", [point], [held[0].id], line)


RULES = ()
LATE = (at_home, home_in_name)
