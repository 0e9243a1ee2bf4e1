"""ENGAGED_IN: what works in which sector."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import CUES, cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import BODIES, FIELDS, FIRM, PARK, PLACES, REGION, WORKERS
from kg.loaders.relate.scene.line import Line, Point
from kg.loaders.relate.scene.names import Forms
from kg.loaders.relate.scene.readings import is_said_of, named_after, objects
from kg.loaders.relate.scene.told import Told, tell
from kg.loaders.relate.sectors.headed import lends, opening_of

_FIRMS = CUES.expression("(?:{trade})(?:{lead_in})")


def trade_before_name(scene: Scene) -> Iterator[Told]:
    """X 企业 E、E; X 巨头 E: the sector stands before the word for its companies."""
    for line in scene.having(FIELDS, BODIES):
        for point in line.points:
            if point.type not in FIELDS:
                continue
            firms = named_after(scene, line, point, _FIRMS)
            yield from tell("ENGAGED_IN", firms.of(BODIES) if firms else [], [point], line)


def trade_said(scene: Scene) -> Iterator[Told]:
    """E 是 X 行业的 … 企业: the copula between, a word for companies after."""
    for line in scene.having(FIELDS, BODIES):
        for group in line.groups:
            fields = group.of(FIELDS)
            if not fields or not cue("trade").match(scene.text, group.end, group.end + 20):
                continue
            firms = next((g for g in line.before(group.start, BODIES) if not scene.oblique(g.start)), None)
            gap = scene.between(firms.end, group.start) if firms else ""
            if firms and is_said_of(gap):
                yield from tell("ENGAGED_IN", firms.of(BODIES), fields, line)


def enters(scene: Scene) -> Iterator[Told]:
    """E 从事 / 涉足 / 转型为 X."""
    for line in scene.having(FIELDS):
        for found in scene.said("enter", line.start, line.end):
            fields = objects(scene, line, found.end(), FIELDS)
            said = cue("specialist").match(scene.text, fields[-1].end) if fields else None
            named = next(line.after(said.end(), BODIES, said.end() + 1), None) if said else None
            if named:
                yield from tell("ENGAGED_IN", named.of(BODIES), fields, line)
            elif fields:
                yield from tell(
                    "ENGAGED_IN", scene.subject(line, found.start(), BODIES | {"Project", "Fund"}, back=1), fields, line
                )


def firm_by_name(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """An enterprise or fund whose name holds a sector (… 制药有限公司, 制药), for want of a sector said in the text."""
    busy = {t.source for t in told if t.relation == "ENGAGED_IN"}
    yield from _named_after_field(
        scene, [pair for pair in scene.firsts("Enterprise", "Fund") if pair[1].id not in busy]
    )


def park_by_name(scene: Scene) -> Iterator[Told]:
    """A park whose name holds a sector works in it (海洋生物产业基地)."""
    yield from _named_after_field(scene, scene.firsts("Park"))


def _named_after_field(scene: Scene, things: list[tuple[Line, Point]]) -> Iterator[Told]:
    fields = Forms.of(scene, "Industry")
    for line, point in things:
        holds = fields.in_name_of(point.id)
        aligned = re.search(
            r"(?:对接|衔接|接轨|融入)[^，。；]{0,12}$", scene.text[max(0, point.start - 16) : point.start]
        )
        if holds and not aligned:
            yield from tell("ENGAGED_IN", [point], [max(holds).id], line)


def park_of_field(scene: Scene) -> Iterator[Told]:
    """P 定位为 a 聚集区、b 产业基地; 以 a 为主导的 P: sectors in a sentence whose subject is a park."""
    for line in scene.having(FIELDS):
        for group in line.groups:
            fields = group.of(FIELDS)
            if not fields or not re.match(
                r"(?:产业|行业)?(?:集聚区|聚集区|集群|基地|特色|为主|为主导|领域的聚集|产业园)",
                scene.text[group.end : group.end + 8],
            ):
                continue
            parks = [g for g in line.before(group.start, PLACES) if not scene.oblique(g.start)]
            subject = parks[-1].of(PLACES) if parks else scene.subject(line, line.start, PARK, back=1)
            yield from tell("ENGAGED_IN", [p for p in subject if p.type == "Park"], fields, line)


def under_heading(scene: Scene) -> Iterator[Told]:
    """In a section on X, or after 在 X 产业,: the enterprises and hospitals that its sentences lead with or list."""
    if scene.titled(BODIES):  # such a text is about that body's own work
        return
    for line in scene.having(WORKERS):
        workers = [p for p in line.points if p.type in WORKERS and not scene.outside(line, p)]
        opening = opening_of(scene, line)
        if opening:
            yield from tell("ENGAGED_IN", workers, opening, line)
            continue
        heads = {p.id: p for p in scene.heads(line, FIELDS)}
        if len(heads) == 1 and _leading_field(scene, line) is None:
            yield from tell("ENGAGED_IN", [p for p in workers if p.type == "Enterprise"], heads.values(), line)


def nearest_field(scene: Scene) -> Iterator[Told]:
    """An enterprise works in the sector named last before it in its sentence or, in a document of one place, its paragraph."""
    for line in scene.having(FIRM):
        for point in line.points:
            if point.type == "Enterprise" and not point.echo and not scene.outside(line, point):
                field = _field_before(scene, line, point)
                if field and not lends(scene, point, field):
                    yield from tell("ENGAGED_IN", [point], [field], line)


def _field_before(scene: Scene, line: Line, point: Point) -> Point | None:
    group = next(line.before(point.start, FIELDS), None)
    if group and len(group.of(FIELDS)) > 1:
        return None
    return group.of(FIELDS)[0] if group else _leading_field(scene, line)


def _leading_field(scene: Scene, line: Line) -> Point | None:
    """The sector that a sentence, or the one before it in a document of one place, is about: named first, bar the place."""
    for pool in [line, *scene.earlier(line, 1 if scene.setting.home else 0)]:
        lead = next((g for g in pool.groups if g.points[0].type != "Region"), None)
        if lead and lead.of(FIELDS) and not scene.oblique(lead.start):
            if _of_places(pool):
                return None
            return lead.of(FIELDS)[-1] if pool is line or len(lead.of(FIELDS)) == 1 else None
        if lead and lead.points[0].type in ("Agency", "Person"):
            return None
    return None


def _of_places(line: Line) -> bool:
    """Whether a sentence gives several places a sector each (甲县化工、乙县纺织), and so is about none of them."""
    pairs = zip(line.groups, line.groups[1:], strict=False)
    return sum(1 for place, field in pairs if place.end == field.start and place.of(REGION) and field.of(FIELDS)) > 1


def projects_of_park(scene: Scene) -> Iterator[Told]:
    """这些项目涵盖 a、b 产业: the sectors of what settles in a park are the park's."""
    home = scene.setting.home
    if home is None or scene.by_id[home].type != "Park":
        return
    for line in scene.having(FIELDS):
        found = re.search(r"项目[^，。；]{0,8}(?:涵盖|涉及|分布|集中|覆盖)", scene.text[line.start : line.end])
        if found:
            yield from tell("ENGAGED_IN", [home], objects(scene, line, line.start + found.end(), FIELDS), line)


def park_and_field(scene: Scene) -> Iterator[Told]:
    """A park that a sentence leads with works in the sectors that the sentence names."""
    if scene.setting.policy is not None:
        return
    for line in scene.having(FIELDS, PARK):
        lead = next((g for g in line.groups if g.of(WORKERS | {"Region"}) and not scene.oblique(g.start)), None)
        parks = lead.of(PARK) if lead else []
        fields = [p for p in line.points if p.type in FIELDS]
        if parks and fields:
            yield from tell("ENGAGED_IN", parks, fields, line)


RULES = (
    trade_before_name,
    trade_said,
    enters,
    park_by_name,
    park_and_field,
    park_of_field,
    under_heading,
    nearest_field,
    projects_of_park,
)
LATE = (firm_by_name,)
