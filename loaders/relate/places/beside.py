"""LOCATED_IN by how names stand together: a place that a whole list shares, a plant named by its place, a place in brackets."""

from collections.abc import Iterator

from kg.loaders.places import divisions_named
from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import BUILT, FIRM, PLACES, STANDING
from kg.loaders.relate.scene.line import Line, Point
from kg.loaders.relate.scene.readings import beside
from kg.loaders.relate.scene.told import Told, tell

_OUTER = ("71", "81", "82")  # divisions whose companies are spoken of as from abroad
_LOCAL = "省市区县州旗镇乡村道"


def shared_place(scene: Scene) -> Iterator[Told]:
    """日本甲、乙: the place before the first of a list is that of those after it, up to one that has its own."""
    for line in scene.having(PLACES, FIRM):
        owned = {thing.start for place, thing in beside(line) if place.type in PLACES and place.end == thing.start}
        for place, thing in beside(line):
            if place.end == thing.start and thing.type == "Enterprise" and _abroad(scene, place):
                yield from tell("LOCATED_IN", _sharing(scene, line, thing, owned), [place], line)


def _abroad(scene: Scene, place: Point) -> bool:
    """Whether a place is no division of the mainland: its name says whose the companies are, not where they stand."""
    name = scene.name(place.id)
    if place.type != "Region" or name[-1] in _LOCAL:
        return False
    return all(code[:2] in _OUTER for code in divisions_named(name))


def _sharing(scene: Scene, line: Line, first: Point, owned: set[int]) -> Iterator[Point]:
    end = first.end
    for point in line.list_of(first):
        if point.start > first.start:
            if point.start in owned or point.type != "Enterprise" or scene.between(end, point.start)[-1:] != "、":
                return
            if divisions_named(scene.name(point.id)):
                return
            yield point
            end = point.end


def inside_place(scene: Scene) -> Iterator[Told]:
    """P 内的 / 境内 / 当地的 E: who is said to be inside a place stands there, with those listed after it."""
    for line in scene.having(PLACES, STANDING):
        for place, thing in beside(line):
            if place.type not in PLACES or thing.type not in STANDING or thing.type == place.type:
                continue
            if cue("inside").fullmatch(scene.between(place.end, thing.start)):
                things = [p for p in line.list_of(thing) if p.type in STANDING and p.start >= thing.start]
                yield from tell("LOCATED_IN", things, [place], line)


def counted_in(scene: Scene) -> Iterator[Told]:
    """E、E 三家 P 企业; P 厂商: E、E: a list called companies of one place."""
    for line in scene.having(PLACES, FIRM):
        for group in line.groups:
            firms = group.of(FIRM)
            if not firms:
                continue
            said = cue("counted").match(scene.text, group.end)
            place = next((p for p in line.points if said and p.start == said.end() and p.type in PLACES), None)
            if place and cue("local_firms").match(scene.text, place.end):
                yield from tell("LOCATED_IN", firms, [place], line)


def side_of_place(scene: Scene) -> Iterator[Told]:
    """P 方面,E、E; P 厂商 …:E、E: the list that follows when a place's companies are spoken of."""
    for line in scene.having(PLACES, FIRM):
        for place in line.points:
            said = cue("place_side").match(scene.text, place.end) if place.type in PLACES and not place.echo else None
            firms = next(line.after(said.end(), FIRM, said.end() + 1), None) if said else None
            yield from tell("LOCATED_IN", firms.of(FIRM) if firms else [], [place], line)


def place_in_brackets(scene: Scene) -> Iterator[Told]:
    """E(P): a place alone in brackets after a name is where it stands."""
    for line in scene.having(PLACES, STANDING):
        for thing, place in beside(line):
            if thing.type not in STANDING or place.type not in PLACES or thing.type == place.type:
                continue
            if scene.between(thing.end, place.start) == "（":
                places = run_of_places(scene, line, place)
                closed = places and scene.text[places[-1].end : places[-1].end + 1] in ("）", "，")
                yield from tell("LOCATED_IN", [thing], places if closed else [], line)


def plain_at(scene: Scene) -> Iterator[Told]:
    """E 在 P 扩产: a company right before the place clause stands there, unless it only sells, meets or speaks there."""
    for line in scene.having(PLACES, FIRM):
        for place in line.points:
            if place.type not in PLACES or place.echo:
                continue
            group = next(line.before(place.start, FIRM), None)
            gap = scene.between(group.end, place.start) if group else ""
            if group is None or not cue("plain_at").fullmatch(gap):
                continue
            firms, places = group.of(FIRM), run_of_places(scene, line, place)
            until = scene.clause_end(line, places[-1].end)
            made = next(line.after(places[-1].end, BUILT, until), None)
            if made or cue("passing").search(scene.text, places[-1].end, until):
                continue
            if "分别" in gap and len(firms) == len(places):
                for firm, its in zip(firms, places, strict=True):
                    yield from tell("LOCATED_IN", [firm], [its], line)
            else:
                yield from tell("LOCATED_IN", firms, places, line)


def own_site(scene: Scene) -> Iterator[Told]:
    """E + P + 工厂 / 基地 / 一期: a company's plant named by its place, the places of several sites joined."""
    for line in scene.having(PLACES, FIRM):
        for firm, place in beside(line):
            if firm.type != "Enterprise" or place.type not in PLACES:
                continue
            if scene.between(firm.end, place.start) not in ("", "的", "在"):
                continue
            places = run_of_places(scene, line, place)
            if cue("own_site").match(scene.text, places[-1].end):
                yield from tell("LOCATED_IN", [firm], places, line)


def run_of_places(scene: Scene, line: Line, first: Point) -> list[Point]:
    """The places of a list that begins with `first`; of places that follow each other directly only the narrowest."""
    found = [first]
    for other in line.points:
        if other.start <= first.start:
            continue
        gap = scene.between(found[-1].end, other.start)
        if other.type not in PLACES or other.echo or len(gap) > 2:
            break
        if gap in ("", "的", "市", "省"):
            found[-1] = other
        elif gap in ("、", "和", "与", "及", "以及", "，"):
            found.append(other)
        else:
            break
    return found


RULES = (shared_place, inside_place, counted_in, side_of_place, place_in_brackets, plain_at, own_site)
LATE = ()
