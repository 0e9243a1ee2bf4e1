"""DEVELOPS and SUPPORTS in a policy's own text, where the place is not named again: its sectors are the home's aims."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene, bare
from kg.loaders.relate.scene.kinds import FIELDS, GROWERS, SUPPORTED
from kg.loaders.relate.scene.line import Line, Point, clause_start
from kg.loaders.relate.scene.names import Forms
from kg.loaders.relate.scene.readings import objects
from kg.loaders.relate.scene.told import Told, tell

_REACH = 12


def home_grows(scene: Scene) -> Iterator[Told]:
    """重点发展 a、b 产业; 推进 X 产业发展; 以 a、b 为代表的产业: in the policy of a place, with nobody else as subject."""
    if scene.setting.policy is None or scene.setting.home is None:
        return
    for line in scene.having(FIELDS):
        for found in scene.said("raise", line.start, line.end):
            if not _others(scene, line, found.start()):
                fields = objects(scene, line, found.end(), FIELDS, reach=_REACH)
                if fields and cue("raiser").search(scene.text, found.end(), fields[0].start):
                    continue
                yield from _aimed(scene, line, [p for p in fields if not cue("not_raised").match(scene.text, p.end)])
        for found in scene.said("promote", line.start, line.end):
            group = next(line.after(found.end(), FIELDS, min(found.end() + _REACH, line.end)), None)
            if group and cue("raised_after").match(scene.text, group.end) and not _others(scene, line, found.start()):
                between = scene.between(found.end(), group.start)
                if not any(cue(stop).search(between) for stop in ("raiser", "object_stop")):
                    yield from _aimed(scene, line, group.of(FIELDS))


def home_leads(scene: Scene) -> Iterator[Told]:
    """a、b 等我区重点培育产业; 符合我市产业导向的 a、b; X 等主导产业: the place's sectors, which its policy supports."""
    if scene.setting.policy is None or scene.setting.home is None:
        return
    for line in scene.having(FIELDS):
        for group in line.groups:
            fields = group.of(FIELDS)
            if not fields:
                continue
            before = scene.text[max(line.start, group.start - 16) : group.start]
            if cue("leading_after").match(scene.text, group.end) or cue("leading_before").search(before):
                listed = _listed(scene, line, group.end) if cue("leading_before").search(before) else []
                yield from _aimed(scene, line, [*fields, *listed])
                yield from tell("SUPPORTS", [scene.setting.policy], [*fields, *listed], line)


def _listed(scene: Scene, line: Line, offset: int) -> list[Point]:
    """What goes on with a list of sectors after a project or class between them (a 等项目，b 项目，c 项目)."""
    found: list[Point] = []
    for group in line.after(offset, FIELDS, line.end):
        if group.start - offset > _REACH or re.search("[。；]", scene.between(offset, group.start)):
            break
        found += group.of(FIELDS)
        offset = group.end
    return found


def title_aim(scene: Scene) -> Iterator[Told]:
    """The policy of a place whose own title names a sector's growth (关于加快 X 产业发展的意见) makes it an aim."""
    own = scene.setting.policy
    if own is None or scene.setting.home is None:
        return
    title = bare(scene.name(own))
    parks = Forms.of(scene, "Park").inside(title)
    for line, point in scene.firsts("Policy"):
        if point.id != own:
            continue
        held = Forms.of(scene, "Industry", "Chain").inside(title)
        held = [h for h in held if not any(p.start <= h.start and h.end <= p.end for p in parks)]
        best = max(held, key=lambda h: h.length, default=None)
        if best and cue("raised_in_title").match(title, best.end):
            yield from _aimed(scene, line, [Point(0, 0, scene.by_id[best.id].type, best.id)])


def heading_field(scene: Scene) -> Iterator[Told]:
    """（一）X 产业 over a section of measures: a heading that is a sector and nothing else, in a policy's own text."""
    own = scene.setting.policy
    if own is None:
        return
    for section in scene.parsed.layout.sections:
        inside = scene.within(section.heading.start, section.heading.end)
        words = scene.text[section.heading.start : section.heading.end]
        if (
            len(inside) != 1
            or inside[0].type not in SUPPORTED
            or not cue("give").search(scene.text, section.heading.end, section.span.end)
        ):
            continue
        around = words.replace(scene.text[inside[0].start : inside[0].end], "", 1)
        if cue("bare_heading").fullmatch(around.strip()):
            yield Told("SUPPORTS", own, inside[0].id, section.heading.start, section.heading.end)


def home_of_supported(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """The sectors that a place's own policy supports are the place's aims."""
    own, home = scene.setting.policy, scene.setting.home
    if own is None or home is None or scene.by_id[home].type != "Region":
        return
    for said in told:
        if said.relation == "SUPPORTS" and said.source == own and scene.by_id[said.target].type in FIELDS:
            yield Told("DEVELOPS", home, said.target, said.start, said.end)


def _others(scene: Scene, line: Line, offset: int) -> bool:
    """Whether the clause has a subject of its own, or speaks against what follows."""
    start = clause_start(line, offset)
    named = any(g.start >= start and not scene.oblique(g.start) for g in line.before(offset, GROWERS))
    return named or cue("against").search(scene.text, start, scene.clause_end(line, offset)) is not None


def _aimed(scene: Scene, line: Line, fields: list[Point]) -> Iterator[Told]:
    if scene.home is not None:
        yield from tell("DEVELOPS" if scene.home.type == "Region" else "ENGAGED_IN", [scene.home], fields, line)


RULES = (home_grows, home_leads, title_aim, heading_field)
LATE = (home_of_supported,)
