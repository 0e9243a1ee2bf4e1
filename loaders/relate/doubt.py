"""What a text only wishes for, misses or denies: whom to invite, what is lacking, who is not among those told of.

Such a mention gives nothing a place, a product or a sector: 建议招引甲、乙 says that they are not here.
"""

from collections.abc import Iterator

from kg.loaders.grids import LACKING
from kg.loaders.relate.cues import cue
from kg.loaders.relate.kinds import BODIES, PRODUCT, PROJECT
from kg.loaders.relate.line import Line, Point, clause_start, led_from
from kg.loaders.relate.projects import GONE, SOUGHT, given_up
from kg.loaders.relate.scene import Doubt, Scene

_THINGS = BODIES | PROJECT | PRODUCT
# Relations that a wish does not state of who is wished for, nor a denial of whom it denies.
_WISHED = frozenset({"LOCATED_IN", "PRODUCES", "ENGAGED_IN", "OPERATES"})
_DENIED = _WISHED | {"INVESTS_IN", "PARTNERS_WITH", "SUPPLIES", "ORGANIZES"}
_MADE = frozenset({"PRODUCES", "OPERATES", "INVESTS_IN"})  # of what is wished for as the object


def doubt(scene: Scene) -> Doubt:
    """Where the text names a thing that it only wishes for or misses, and where one of which it denies what it tells."""
    wished = {p.start for line in scene.having(_THINGS) for p in _wished(scene, line)}
    wished |= {p.start for g in scene.grids for c in g.cells(LACKING) for p in scene.within(c.start, c.end)}
    denied = {p.start for line in scene.having(_THINGS) for p in _denied(scene, line)}
    sought = [r for r in scene.of_type("Project") if r.attrs.get("stage") == SOUGHT]
    wished |= {m.start for r in sought for m in r.mentions}
    return Doubt(frozenset(wished), frozenset(denied), given_up(scene))


def _wished(scene: Scene, line: Line) -> Iterator[Point]:
    for verb in scene.said("wished", line.start, line.end):
        before = scene.text[max(line.start, verb.start() - 8) : verb.start()]
        if cue("wish_done").search(before):
            continue
        offset, led = verb.end(), "wish_led"
        for group in line.after(offset, _THINGS, line.end):
            gap = scene.between(offset, group.start)
            if cue(led).fullmatch(gap) is None or cue("wish_met").search(gap):
                break
            yield from group.of(_THINGS)
            offset, led = group.end, "wish_goes_on"
    for group in line.groups:
        if cue("wished_after").match(scene.text, group.end):
            yield from group.of(BODIES | PROJECT)
        elif cue("missed_after").match(scene.text, group.end):
            clause = clause_start(line, group.end - 1)
            yield from (p for p in group.of(PRODUCT) if p.start >= clause)


def _denied(scene: Scene, line: Line) -> Iterator[Point]:
    for group in line.groups:
        start = led_from(line, group)
        if group.of(_THINGS) and (
            cue("denied_after").match(scene.text, group.end)
            or cue("denied_before").search(scene.text, max(line.start, start - 16), start)
        ):
            yield from group.of(_THINGS)


def doubted(scene: Scene, relation: str, ends: tuple[str, str], start: int, end: int) -> bool:
    """Whether what `[start, end)` tells is only wished for or denied: where all that it names of one end is."""
    source, target = ends
    wished, denied, gone = scene.doubt
    if relation in GONE and (source in gone or target in gone):
        return True
    points = scene.within(start, end)
    return (
        (relation in _WISHED and _all(points, source, wished))
        or (relation in _MADE and _all(points, target, wished))
        or (relation in _DENIED and (_all(points, source, denied) or _all(points, target, denied)))
    )


def _all(points: tuple[Point, ...], id_: str, places: frozenset[int]) -> bool:
    named = [p.start for p in points if p.id == id_]
    return bool(named) and places.issuperset(named)
