"""LOCATED_IN: what stands, settled or is being built where."""

import re
from collections.abc import Iterator

from kg.loaders.relate.places.beside import run_of_places
from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import BODIES, COMING, EVENT, FIRM, PLACES, PROJECT, STANDING, WORKERS
from kg.loaders.relate.scene.line import Line, Point, clause_start
from kg.loaders.relate.scene.names import Forms
from kg.loaders.relate.scene.readings import beside, is_own
from kg.loaders.relate.scene.told import Told, tell


def place_before_name(scene: Scene) -> Iterator[Told]:
    """A place right before a name: 深圳 + a company's short name, 南京的 + a park."""
    for line in scene.having(PLACES, STANDING):
        for place, thing in beside(line):
            if place.type not in PLACES or thing.type not in STANDING or (place.type == thing.type == "Park"):
                continue
            gap = scene.between(place.end, thing.start)
            listed = (
                re.fullmatch(r"的|的?[^，。；、的和与及在等]{0,8}(?:企业|公司|厂商|巨头|机构|龙头|制造商)", gap)
                and thing.type != "Event"
            )
            if gap and listed:
                things = [p for p in line.list_of(thing) if p.type in STANDING and p.start >= thing.start]
                yield from tell("LOCATED_IN", things, [place], line)
            elif gap in ("", "子公司", "分公司"):
                yield from tell("LOCATED_IN", [thing], [place], line)


def stands_at(scene: Scene) -> Iterator[Told]:
    """E 落户 / 位于 / 总部设在 P, and E 在 P 建设: the verb between, or a place clause with a verb of building after it."""
    for line in scene.having(PLACES):
        for found in scene.said("stand", line.start, line.end):
            yield from tell(
                "LOCATED_IN", _who(scene, line, found.start()), _places_after(scene, line, found.end(), 10), line
            )
        for place in line.points:
            if (
                place.type not in PLACES
                or place.echo
                or not cue("in_place").search(scene.text, max(0, place.start - 6), place.start)
            ):
                continue
            places = run_of_places(scene, line, place)
            until = scene.clause_end(line, places[-1].end)
            who = _who(scene, line, place.start)
            if cue("occasion").search(scene.text, places[-1].end, until):
                yield from tell("LOCATED_IN", [p for p in who if p.type == "Event"], places, line)
                events = [p for g in line.after(places[-1].end, EVENT, until) for p in g.of(EVENT)]
                yield from tell("LOCATED_IN", events, places, line)
            built = cue("build").search(scene.text, places[-1].end, until)
            others = scene.within(places[-1].end, built.start()) if built else ()
            if built and not any(p.type in BODIES and not scene.oblique(p.start) for p in others):
                made = [
                    p for g in line.after(place.end, COMING, until) for p in g.of(COMING) if not scene.outside(line, p)
                ]
                if not any(p.type == "Project" for p in made):
                    made = [*who, *made]
                yield from tell("LOCATED_IN", made, places, line)


def attracted(scene: Scene) -> Iterator[Told]:
    """P 引入了 / 集聚了 E、E 等企业: the place is the subject, or the document's own where none is named."""
    for line in scene.having(COMING):
        for found in scene.said("attract", line.start, line.end):
            until = scene.clause_end(line, found.end())
            things = [p for g in line.after(found.end(), COMING, until) for p in g.of(COMING)]
            owner = scene.leader(line, found.start(), WORKERS | PLACES)
            hoped = cue("hoped").search(scene.text, max(line.start, found.start() - 8), found.start())
            if scene.setting.policy is not None and not cue("done").search(
                scene.text, found.start() - 4, found.end() + 1
            ):
                continue
            if (
                things
                and not (owner and owner[-1].type in BODIES)
                and not hoped
                and not is_own(scene, line, found.start())
            ):
                place = next(iter(scene.subject(line, found.start(), PLACES, back=0)[-1:]), scene.home)
                yield from tell("LOCATED_IN", things, [place] if place else [], line)


def listed_under_place(scene: Scene) -> Iterator[Told]:
    """…P 的 … 企业 … 包括 E、E: the list is of the one place that the sentence is about."""
    for line in scene.having(BODIES):
        places = {p.id for p in line.points if p.type in PLACES}
        pool = line if places else next(scene.earlier(line, 1), line)
        places = {p.id for p in pool.points if p.type in PLACES}
        if len(places) != 1 or not cue("host").search(scene.text, pool.start, pool.end):
            continue
        for found in scene.said("contain", line.start, line.end):
            things = next(line.after(found.end(), BODIES, found.end() + 3), None)
            if things and len(things.points) > 1 and not is_own(scene, line, found.end()):
                yield from tell("LOCATED_IN", things.of(BODIES), places, line)


def said_of(scene: Scene) -> Iterator[Told]:
    """E 是 P 的一家 …: the place whose one it is said to be."""
    for line in scene.having(PLACES, BODIES):
        for thing, place in beside(line):
            said = re.fullmatch(r"[，,]?(?:也)?(?:是|为|系|作为)", scene.between(thing.end, place.start))
            if said and thing.type in BODIES and place.type in PLACES and cue("local_one").match(scene.text, place.end):
                yield from tell("LOCATED_IN", [thing], [place], line)


def plant_at(scene: Scene) -> Iterator[Told]:
    """P 新厂区 / 生产基地: whose plant it is stands there too."""
    for line in scene.having(PLACES):
        for point in line.points:
            site = cue("site").match(scene.text, point.end) if point.type in PLACES and not point.echo else None
            if site and next(line.after(site.end(), FIRM, site.end() + 1), None) is None:
                yield from tell("LOCATED_IN", scene.subject(line, point.start, FIRM, back=1)[-1:], [point], line)


def base_of(scene: Scene) -> Iterator[Told]:
    """P 将成为 E 的生产基地: the place of whose base it is said to be."""
    for line in scene.having(PLACES, FIRM):
        for place, firm in beside(line):
            said = cue("base_of").fullmatch(scene.between(place.end, firm.start))
            base = re.match(
                r"[^，。；]{0,10}(?:生产基地|总部|工厂|厂区|制造基地|研发中心|所在地)",
                scene.text[firm.end : firm.end + 16],
            )
            if said and base and place.type in PLACES and firm.type == "Enterprise":
                yield from tell("LOCATED_IN", [firm], [place], line)


def project_and_place(scene: Scene) -> Iterator[Told]:
    """A project is in the place of its sentence that follows 在 or 落户, else in the nearest one before it, else after it."""
    for line in scene.having(PROJECT, PLACES):
        owned = {p.start for p in line.points if p.type in BODIES}
        places = [p for p in line.points if p.type in PLACES and not p.echo and p.end not in owned]
        held = [p for p in places if cue("in_place").search(scene.text, max(0, p.start - 6), p.start)]
        for point in line.points:
            if point.type == "Project" and not point.echo and (held or places):
                nearest = min(
                    held or places, key=lambda p: abs(p.start - point.start) + (20 if p.start > point.start else 0)
                )
                yield from tell("LOCATED_IN", [point], [_narrowest(scene, line, nearest)], line)


def place_in_name(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """A park, hospital, institution or project whose name begins with a region that the document names.

    An institution or hospital only where that is the document's own place: others are named in passing.
    """
    home = scene.setting.home
    placed = {t.source for t in told if t.relation == "LOCATED_IN"}
    regions = Forms.of(scene, "Region", stems=True)
    for line, point in scene.firsts("Park", "Hospital", "Institution", "Project"):
        owners = [h for h in regions.in_name_of(point.id) if h.start < 4] if point.id not in placed else []
        owner = max(owners, key=lambda h: (h.end, h.length)).id if owners else None
        if owner and (owner == home or point.type in ("Park", "Project")):
            yield from tell("LOCATED_IN", [point], [owner], line)


def _who(scene: Scene, line: Line, offset: int) -> list[Point]:
    """The subject of a place clause: the nearest standing thing to its left that is no oblique, else the one before.

    Where an organ or a person leads the clause, nothing else stands there.
    """
    lead = next(
        (p for p in line.points if clause_start(line, offset) <= p.start < offset and p.type not in PLACES), None
    )
    if lead and lead.type in ("Agency", "Person") and not scene.oblique(lead.start):
        return []
    found = scene.subject(line, offset, STANDING, back=0 if scene.setting.policy is not None else 1)
    here = bool(found) and found[0].start >= line.start
    return found if here or scene.text[max(0, line.start - 1) : line.start] != "；" else []


def _places_after(scene: Scene, line: Line, offset: int, reach: int) -> tuple[Point, ...]:
    """The list of places that begins within `reach` characters, or of places that follow each other the narrowest."""
    group = next(line.after(offset, PLACES, min(offset + reach, line.end)), None)
    if group is None or re.search(r"[，。；]", scene.between(offset, group.start)):
        return ()
    return tuple(run_of_places(scene, line, group.of(PLACES)[0]))


def _narrowest(scene: Scene, line: Line, place: Point) -> Point:
    """Of places that follow each other directly (安徽滁州, P 的 P) the last."""
    for other in line.points:
        if (
            other.start >= place.end
            and other.type in PLACES
            and scene.between(place.end, other.start) in ("", "的", "市", "省")
        ):
            place = other
    return place


RULES = (place_before_name, stands_at, attracted, listed_under_place, said_of, plant_at, base_of, project_and_place)
LATE = (place_in_name,)
