"""What a text only wishes for, misses, denies or keeps out: whom to invite, what is lacking, who has left, what is not supported.

Such a mention gives nothing a place, a product or a sector: 建议招引甲、乙 says that they are not here.
"""

from collections.abc import Iterable, Iterator

from kg.extraction import Claim
from kg.loaders.grids import LACKING
from kg.loaders.relate.against.labels import labelled
from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.judged import Doubt
from kg.loaders.relate.scene.kinds import BODIES, FIELDS, FIRM, GOODS, PLACES, PRODUCT, PROJECT, Types
from kg.loaders.relate.scene.line import Group, Line, Point, clause_start, led_from
from kg.loaders.relate.scene.projects import GONE, SOUGHT, given_up
from kg.loaders.relate.scene.told import Told

_THINGS = BODIES | PROJECT | PRODUCT
# Relations that a wish does not state of who is wished for, nor a denial of whom it denies.
_WISHED = frozenset({"LOCATED_IN", "PRODUCES", "ENGAGED_IN", "OPERATES"})
_DENIED = _WISHED | {"INVESTS_IN", "PARTNERS_WITH", "SUPPLIES", "ORGANIZES"}
_MADE = frozenset({"PRODUCES", "OPERATES", "INVESTS_IN"})  # of what is wished for as the object
_WORKED = frozenset({"DEVELOPS", "ENGAGED_IN"})  # of what is lacking as the object
_SHUNNED = _WORKED | {"SUPPORTS"}


def doubt(scene: Scene) -> Doubt:
    """Where the text names a thing that it only wishes for or misses, and where one of which it denies what it tells."""
    lines = scene.having(_THINGS)
    wished = {p.start for line in lines for p in _wished(scene, line)}
    wished |= {p.start for line in scene.having(FIRM) for p in _aimed(scene, line)}
    wished |= {p.start for g in scene.parsed.grids for c in g.cells(LACKING) for p in scene.within(c.start, c.end)}
    wished |= {p.start for p in labelled(scene)}
    denied = {p.start for line in lines for p in _denied(scene, line)}
    sought = [r for r in scene.of_type("Project") if r.attrs.get("stage") == SOUGHT]
    wished |= {m.start for r in sought for m in r.mentions}
    return Doubt(
        frozenset(wished),
        frozenset(denied),
        given_up(scene),
        frozenset(pair for line in scene.having(BODIES) for pair in _left(scene, line)),
        frozenset(p.start for line in scene.having(GOODS) for p in _shunned(scene, line)),
        frozenset(p.start for line in scene.having(FIELDS) for p in _lacking(scene, line)),
    )


def _wished(scene: Scene, line: Line) -> Iterator[Point]:
    for verb in scene.said("wished", line.start, line.end):
        before = scene.text[max(line.start, verb.start() - 8) : verb.start()]
        if cue("wish_done").search(before) is None:
            yield from listed(scene, line, verb.end(), _THINGS)
    for group in line.groups:
        if cue("wished_after").match(scene.text, group.end):
            yield from group.of(BODIES | PROJECT)
        elif cue("missed_after").match(scene.text, group.end):
            clause = clause_start(line, group.end - 1)
            yield from (p for p in group.of(PRODUCT) if p.start >= clause)


def listed(scene: Scene, line: Line, offset: int, types: Types) -> Iterator[Point]:
    """The list that begins close after a wish, and those that go on with it over further clauses."""
    led = "wish_led"
    for group in line.after(offset, types, line.end):
        gap = scene.between(offset, group.start)
        if cue(led).fullmatch(gap) is None or cue("wish_met").search(gap):
            return
        yield from group.of(types)
        offset, led = group.end, "wish_goes_on"


def _aimed(scene: Scene, line: Line) -> Iterator[Point]:
    """瞄准甲、乙; 聚焦甲、乙等企业开展招商: firms that somebody is after."""
    for verb in scene.said("aimed_firms", line.start, line.end):
        yield from listed(scene, line, verb.end(), FIRM)
    for verb in scene.said("aimed_if_invited", line.start, line.end):
        found = list(listed(scene, line, verb.end(), FIRM))
        if found and cue("invited_after").match(scene.text, line.list_of(found[-1])[-1].end):
            yield from found


def _denied(scene: Scene, line: Line) -> Iterator[Point]:
    for group in line.groups:
        start = led_from(line, group)
        if group.of(_THINGS) and (
            cue("denied_after").match(scene.text, group.end)
            or cue("denied_before").search(scene.text, max(line.start, start - 16), start)
        ):
            yield from group.of(_THINGS)


def _left(scene: Scene, line: Line) -> Iterator[tuple[int, str]]:
    """原本落户甲区的乙公司已搬迁至丙市: who has gone, and where; a move to the document's own place or a park is no leaving."""
    for group in line.groups:
        gone = cue("left_after").match(scene.text, group.end) if group.of(BODIES) else None
        place = next(line.after(gone.end(), PLACES, gone.end() + 4), None) if gone else None
        start = led_from(line, group)
        before = cue("left_before").search(scene.text, max(line.start, start - 32), start)
        if before or (place and place.points[-1].type == "Region" and place.points[-1].id != scene.setting.home):
            yield from ((p.start, place.points[-1].id if place else "") for p in group.of(BODIES))


def _shunned(scene: Scene, line: Line) -> Iterator[Point]:
    """不支持 a 项目; 严禁新建 a、b; a 等行业予以限制: goods and sectors that are kept out."""
    for verb in scene.said("shunned", line.start, line.end):
        group = next(line.after(verb.end(), GOODS, scene.clause_end(line, verb.end())), None)
        if group and cue("shun_led").fullmatch(scene.between(verb.end(), group.start)):
            yield from group.of(GOODS)
    yield from (p for g in line.groups if cue("shunned_after").match(scene.text, g.end) for p in g.of(GOODS))


def _lacking(scene: Scene, line: Line) -> Iterator[Point]:
    """没有 a 企业; a 产业空白: sectors that nobody works in."""
    for verb in scene.said("lacked", line.start, line.end):
        group = next(line.after(verb.end(), FIELDS, scene.clause_end(line, verb.end())), None)
        if group and _is_missing(scene, verb.end(), group):
            yield from group.of(FIELDS)
    yield from (p for g in line.groups if cue("missed_after").match(scene.text, g.end) for p in g.of(FIELDS))


def _is_missing(scene: Scene, offset: int, group: Group) -> bool:
    led = cue("lack_led").fullmatch(scene.between(offset, group.start))
    return led is not None and cue("lacks_what").match(scene.text, group.end) is not None


def clients(scene: Scene, told: Iterable[Told | Claim]) -> frozenset[int]:
    """Where firms are named as customers only: what buys from a firm here may stand anywhere."""
    found = {
        p.start for t in told if t.relation == "SUPPLIES" for p in scene.within(t.start, t.end) if p.id == t.target
    }
    for line in scene.having(FIRM):
        for group in line.groups:
            if cue("clients_are").search(scene.text, max(line.start, group.start - 10), group.start):
                found |= {p.start for p in group.of(FIRM)}
    return frozenset(found)


def doubted(scene: Scene, relation: str, ends: tuple[str, str], start: int, end: int) -> bool:
    """Whether what `[start, end)` tells is only wished for or denied: where all that it names of one end is."""
    source, target = ends
    wished, denied, gone, left, shunned, lacking = scene.doubt
    if relation in GONE and (source in gone or target in gone):
        return True
    points = scene.within(start, end)
    elsewhere = frozenset(at for at, place in left if place != target and relation == "LOCATED_IN")
    return (
        (relation in _WISHED and all_in(points, source, wished | elsewhere))
        or (relation in _MADE and all_in(points, target, wished))
        or (relation in _DENIED and (all_in(points, source, denied) or all_in(points, target, denied)))
        or (relation in _WORKED and all_in(points, target, lacking))
        or (relation in _SHUNNED and all_in(points, target, shunned))
    )


def all_in(points: Iterable[Point], id_: str, places: frozenset[int]) -> bool:
    """Whether a thing is named among `points`, and at `places` only."""
    if not places:
        return False
    named = [p.start for p in points if p.id == id_]
    return bool(named) and places.issuperset(named)
