"""ENGAGED_IN by what a paragraph is headed with (纺织方面。…; 一、纺织。…), and by the sector in the title."""

from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene, bare
from kg.loaders.relate.scene.kinds import BODIES, FIELDS, FIRM
from kg.loaders.relate.scene.line import Line, Point
from kg.loaders.relate.scene.names import Forms
from kg.loaders.relate.scene.told import Told, tell

_LEAD = 14
_IN = 6
_TOLD = 2
_FEW = 9


def head_of(scene: Scene, line: Line) -> list[Point]:
    """The sectors that a line opens with as its head: after a number or dash, before a stop (一、甲。 乙方面：)."""
    first = next(iter(line.groups), None)
    if first is None or first.start - line.start > _LEAD or not first.of(FIELDS):
        return []
    opening = scene.text[line.start : first.start]
    closed = cue("head_end").match(scene.text, first.end) or first.end == line.end
    return first.of(FIELDS) if closed and cue("head_start").fullmatch(opening) else []


def own_work(scene: Scene) -> Iterator[Told]:
    """（1）X 业务。…; 在 X 领域，…: the sectors that head the paragraphs of a body's own profile are its."""
    for line in scene.having(FIELDS) if scene.titled(BODIES) else ():
        yield from tell("ENGAGED_IN", scene.titled(BODIES), head_of(scene, line) or opening_of(scene, line), line)


def opening_of(scene: Scene, line: Line) -> list[Point]:
    """Sectors that a sentence opens with: 在 X 产业(方面),"""
    first = next(iter(line.groups), None)
    if (
        first is None
        or first.start - line.start > _IN
        or not cue("in_field").fullmatch(scene.text, line.start, first.start)
    ):
        return []
    return first.of(FIELDS) if cue("field_said").match(scene.text, first.end) else []


def lends(scene: Scene, firm: Point, field: Point | str) -> bool:
    """Whether a bank or insurer is named with a sector that is none of finance: then it serves it and does not work in it."""
    name = scene.name(field if isinstance(field, str) else field.id)
    return cue("lender").search(scene.name(firm.id)) is not None and "金" not in name and "银行" not in name


def under_head(scene: Scene) -> Iterator[Told]:
    """The enterprises of a paragraph headed with one sector, or with a list of them, work in it."""
    if scene.titled(BODIES):  # such a text is about that body's own work
        return
    head: list[Point] = []
    for line in scene.prose:
        fresh = line.start == 0 or scene.text[line.start - 1] == "\n"
        found = head_of(scene, line) if fresh else []
        if found or fresh:
            head = found
        if len(head) == 1 or (head and scene.text[head[-1].end : head[-1].end + 1] == "\n"):
            firms = [p for p in line.points if p.type == "Enterprise" and not scene.outside(line, p)]
            firms = [p for p in firms if not lends(scene, p, head[0])]
            yield from tell("ENGAGED_IN", firms, head, line)


def title_field(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """Where the title names one sector, firms that have none yet work in it, if the text is about few or tells of them twice.

    In a policy's own text it is those at home. A firm whose goods the text tells counts only at home, among few.
    """
    fields = _in_title(scene)
    if len(fields) != 1:
        return
    busy = {t.source for t in told if t.relation == "ENGAGED_IN"}
    makers = {t.source for t in told if t.relation == "PRODUCES"}
    busy |= {t.target for t in told if t.relation == "SUPPLIES"}
    home = {t.source for t in told if t.relation == "LOCATED_IN" and t.target == scene.setting.home}
    few = len(scene.of_type("Enterprise")) <= _FEW
    for line in scene.having(FIRM):
        for point in line.points:
            if point.type != "Enterprise" or point.echo or point.id in busy or scene.outside(line, point):
                continue
            if lends(scene, point, next(iter(fields))):
                continue
            if point.id in makers and not (few and point.id in home):
                continue
            often = few or len(scene.by_id[point.id].mentions) >= _TOLD
            if (point.id in home and (often or scene.setting.policy)) or (often and not scene.setting.policy):
                busy.add(point.id)
                yield from tell("ENGAGED_IN", [point], fields, line)


def _in_title(scene: Scene) -> set[str]:
    title, own = scene.parsed.layout.title, scene.setting.policy
    found = {p.id for p in scene.within(*title) if p.type in FIELDS} if title else set()
    if own is not None:
        found |= {h.id for h in Forms.of(scene, *FIELDS).inside(bare(scene.name(own)))}
    return found


RULES = (own_work, under_head)
LATE = (title_field,)
