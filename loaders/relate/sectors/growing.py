"""DEVELOPS: which sectors a region builds up; a park or a company that does so is ENGAGED_IN them."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import FIELDS, GROWERS, PARK, REGION
from kg.loaders.relate.scene.line import Line, Point, clause_start
from kg.loaders.relate.scene.readings import objects
from kg.loaders.relate.scene.told import Told, tell


def grows(scene: Scene) -> Iterator[Told]:
    """R 重点发展 a、b 产业; 把 a 培育成支柱产业: a region DEVELOPS them, a park or an enterprise is ENGAGED_IN them."""
    for line in scene.having(FIELDS):
        for found in scene.said("grow", line.start, line.end):
            fields = objects(scene, line, found.end(), FIELDS)
            if fields:
                inner = _region_of(scene, line, found.end(), fields[0].start)
                yield from _grown(line, inner or _grower(scene, line, found.start()), fields)
        for group in line.groups:
            fields = group.of(FIELDS)
            if fields and cue("grow_after").match(scene.text, group.end):
                yield from _grown(line, _grower(scene, line, group.start), fields)


def grows_itself(scene: Scene) -> Iterator[Told]:
    """a、b 等产业提质升级; X 产业产值达到…: what is told to thrive is what the place of the document builds up."""
    for line in scene.having(FIELDS):
        for group in line.groups:
            fields = group.of(FIELDS)
            if fields and cue("grows_itself").match(scene.text, group.end):
                grown = _grown(line, _grower(scene, line, group.start), fields)
                yield from (told for told in grown if told.relation == "DEVELOPS")


def _region_of(scene: Scene, line: Line, start: int, end: int) -> list[Point]:
    """推动 R 的 X 产业发展: the one region between the verb and what it makes grow."""
    groups = list(line.after(start, REGION, end))
    single = len(groups) == 1 and len(groups[0].points) == 1 and groups[0].start - start <= 2
    return groups[0].of(REGION) if single and not re.search("[”“个]", scene.between(groups[0].end, end)) else []


def _grown(line: Line, subjects: list[Point], fields: list[Point]) -> Iterator[Told]:
    regions = [p for p in subjects if p.type == "Region"]
    yield from tell("DEVELOPS", regions, fields, line)
    yield from tell("ENGAGED_IN", [p for p in subjects if p.type != "Region"], fields, line)


def _grower(scene: Scene, line: Line, offset: int) -> list[Point]:
    """The subject of growing: nearest region, park or enterprise; in the home's own document, the home for want of any."""
    if scene.setting.policy is not None:
        clause = clause_start(line, offset)
        return [
            p
            for g in line.before(offset, GROWERS)
            if g.start >= clause and not scene.oblique(g.start)
            for p in g.of(GROWERS)
        ][-1:]
    clause = clause_start(line, offset)
    turned = [g for g in line.before(offset, PARK) if g.start > clause and scene.text[g.start - 1] in "将把"]
    if turned:
        return turned[0].of(PARK)
    led = any(p.type in ("Agency", "Policy", "Person") and p.start < offset for p in line.points)
    found = [
        p for p in scene.subject(line, offset, GROWERS, back=0 if led else 2) if scene.text[p.end : p.end + 1] != "的"
    ]
    if len(found) > 1 and found[0].type == "Enterprise" and found[0].start < line.start:
        return []
    if not found and scene.home and not any(p.type in ("Agency", "Policy") for p in line.points):
        return [scene.home]
    return found[-1:]


RULES = (grows, grows_itself)
LATE = ()
