"""WORKS_FOR, PARTNERS_WITH and ORGANIZES: who serves where, who works together, who holds an event."""

import re
from collections.abc import Iterator
from itertools import combinations

from kg.loaders.relate.cues import cue
from kg.loaders.relate.scene import Line, Point, Scene
from kg.loaders.relate.told import Told, beside, cues_in, objects, tell

EMPLOYERS = frozenset({"Agency", "Enterprise", "Institution", "Hospital", "Park", "Fund", "Region"})
PARTNERS = frozenset({"Enterprise", "Institution", "Hospital", "Agency", "Park"})
HOSTS = frozenset({"Agency", "Institution", "Enterprise", "Hospital", "Park", "Region"})
_EVENT = frozenset({"Event"})
_TITLE_LENGTH = 24


def office_before_name(scene: Scene) -> Iterator[Told]:
    """市委常委、高新区党工委书记 + name: each body whose office stands in the run of titles before the person."""
    for line in scene.lines:
        right: Point | None = None
        for point in reversed(line.points):
            if point.type == "Person":
                right = person = point
                continue
            if right is None:
                continue
            title = scene.between(point.end, right.start)
            if point.type not in EMPLOYERS or len(title) > _TITLE_LENGTH or not _is_office(title):
                right = None
                continue
            yield from tell("WORKS_FOR", [person], [point], line, (("position", title.strip("的、，“”\" ")),))
            right = point


def _is_office(title: str) -> bool:
    return re.fullmatch(rf"的?[^，。；：]*(?:{cue('position').pattern})[^，。；：、]{{0,2}}(?:、[^，。；：]*)?", title) is not None


def office_after_name(scene: Scene) -> Iterator[Told]:
    """N(是 / 任 / 担任 / ,)B 的总经理."""
    for line in scene.lines:
        for person, body in beside(line):
            if person.type != "Person" or body.type not in EMPLOYERS:
                continue
            gap = scene.between(person.end, body.start)
            title = re.match(rf"的?[^，。；：]{{0,10}}?(?:{cue('position').pattern})", scene.text[body.end : body.end + 20])
            if title and re.fullmatch(r"[，,（(]?(?:现任|现为|曾任|任|担任|是|为|系|出任|当选|作为)?", gap):
                yield from tell("WORKS_FOR", [person], [body], line, (("position", title[0].strip("的")),))


def leader_with_body(scene: Scene) -> Iterator[Told]:
    """总理 N 率国务院 …: a person of office who leads people of a body."""
    for line in scene.lines:
        for person, body in beside(line):
            if person.type == "Person" and body.type == "Agency":
                gap = scene.between(person.end, body.start)
                if re.fullmatch(rf"(?:{cue('position').pattern})?(?:率|率领|带领)", gap):
                    yield from tell("WORKS_FOR", [person], [body], line)


def joint_work(scene: Scene) -> Iterator[Told]:
    """A 联合 / 会同 B; 联动 B with the document's issuer as the other side."""
    for line in scene.lines:
        for found in cues_in(scene, line, "joint"):
            right = next(line.after(found.end(), PARTNERS, found.end() + 1), None)
            if right is None:
                continue
            left = next((g for g in line.before(found.start(), PARTNERS) if found.start() - g.end <= 4), None)
            if left:
                for a, b in combinations([*left.of(PARTNERS), *right.of(PARTNERS)], 2):
                    yield from tell("PARTNERS_WITH", [a], [b], line)
            elif _opens_clause(scene, found.start()):
                yield from tell("PARTNERS_WITH", scene.setting.issuers, right.of(PARTNERS), line)


def _opens_clause(scene: Scene, offset: int) -> bool:
    return re.search(r"(?:^|[，,。；\n ]|月|日|年)$", scene.text[max(0, offset - 1) : offset]) is not None


def together(scene: Scene) -> Iterator[Told]:
    """A 与 B 合作 / 签约 / 合资: a preposition of company between, a verb of common work after."""
    for line in scene.lines:
        for group in line.groups:
            bodies = group.of(PARTNERS)
            if not bodies or not cue("together").search(scene.text, group.end, min(scene.clause_end(line, group.end), group.end + 16)):
                continue
            if len(bodies) > 1 and re.search(r"[与和同]", scene.between(bodies[-2].end, bodies[-1].start)):
                for a, b in combinations(bodies, 2):
                    yield from tell("PARTNERS_WITH", [a], [b], line)
            elif re.search(r"[与和同跟]$", scene.text[max(line.start, group.start - 1) : group.start]):
                yield from tell("PARTNERS_WITH", scene.subject(line, group.start, PARTNERS, back=1)[-1:], bodies, line)


def organizes(scene: Scene) -> Iterator[Told]:
    """A 举办 / 筹备 event; event 由 A 主办; the document's issuer where a sentence names no other host."""
    for line in scene.lines:
        for found in cues_in(scene, line, "hold"):
            events = [p for p in objects(scene, line, found.end(), _EVENT) if p.start - found.end() < 16]
            by = next((g for g in line.before(found.start(), HOSTS) if scene.text[max(0, g.start - 1) : g.start] == "由" and found.start() - g.end < 3), None)
            if by:
                events = events or [p for g in line.before(by.start, _EVENT) for p in g.of(_EVENT)][:1]
                yield from tell("ORGANIZES", by.of(HOSTS), events, line)
            elif events and not re.search(r"在[^，。；]{0,12}$", scene.text[max(line.start, found.start() - 14) : found.start()]):
                yield from tell("ORGANIZES", _host(scene, line, found.start()), events, line)


def _host(scene: Scene, line: Line, offset: int) -> list[Point | str]:
    clause = max((line.start, *(c.start for c in line.sentence.clauses if c.start <= offset)))
    for group in line.before(offset, HOSTS):
        if group.start >= clause and not scene.oblique(group.start):
            return list(group.of(HOSTS))
    return list(scene.setting.issuers)


RULES = (office_before_name, office_after_name, leader_with_body, joint_work, together, organizes)
LATE = ()
