"""WORKS_FOR: who serves where, and in what office."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import CUES, cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import BODIES, EMPLOYERS, PERSON
from kg.loaders.relate.scene.line import Line, Point, clause_start
from kg.loaders.relate.scene.readings import beside
from kg.loaders.relate.scene.told import Told, tell

_OFFICE = CUES.expression("的?[^，。；：]*(?:{position})[^，。；：、]{0,2}(?:、[^，。；：]*)?")
_OFFICE_AFTER = CUES.expression("的?[^，。；：]{0,10}?(?:{position})")
_OFFICE_BEFORE = CUES.expression("(?:{position})$")
_LEADS = CUES.expression("(?:{position})?(?:率|率领|带领)")
_TITLE_LENGTH = 24
_BODIES = EMPLOYERS - {"Region", "Park", "Agency"}
_SHORT = 5  # 首席执行官; what is longer names its own body


def office_before_name(scene: Scene) -> Iterator[Told]:
    """市委常委、高新区党工委书记 + name: each body whose office stands in the run of titles before the person."""
    for line in scene.having(PERSON):
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
            yield from tell("WORKS_FOR", [person], [point], line, _position(scene, point.end, right.start))
            right = point


def _position(scene: Scene, start: int, end: int) -> tuple[tuple[str, str], ...]:
    """The office as it stands in `[start, end)`, if it names one."""
    office = scene.parsed.text[start:end].strip('的、，,“”" \n\u3000')
    return (("position", office),) if office else ()


def _is_office(title: str) -> bool:
    return title == "的" or _OFFICE.fullmatch(title) is not None


def office_after_name(scene: Scene) -> Iterator[Told]:
    """N(是 / 任 / 担任 / ,)B 的总经理."""
    for line in scene.having(PERSON):
        for person, body in beside(line):
            if person.type != "Person" or body.type not in EMPLOYERS:
                continue
            gap = scene.between(person.end, body.start)
            title = _OFFICE_AFTER.match(scene.text[body.end : body.end + 20])
            if title and _of_next(line, body.end + title.end()):
                continue
            if title and re.fullmatch(
                r"(?:教授|博士|院士|先生|女士|主任)?[，,（(]?(?:现任|现为|曾任|任|担任|是|为|系|出任|当选|作为)?", gap
            ):
                yield from tell("WORKS_FOR", [person], [body], line, _position(scene, body.end, body.end + title.end()))


def _of_next(line: Line, offset: int) -> bool:
    """Whether the office that ends at `offset` is that of the person named right after it (乙, 县委书记丙)."""
    return any(p.type == "Person" and p.start == offset for p in line.points)


def office_alone(scene: Scene) -> Iterator[Told]:
    """董事长 N 表示 with no body in the sentence: that of the sentence before."""
    for line in scene.having(PERSON):
        lead = line.points[0]
        if lead.type != "Person" or lead.start - line.start > 10 or _governs(scene, line, lead):
            continue
        title = scene.between(line.start, lead.start).strip(" 　“\n")
        if 1 < len(title) <= _SHORT and cue("position").fullmatch(title):
            for earlier in scene.earlier(line, 2):
                group = next((g for g in earlier.groups if g.of(EMPLOYERS - {"Region"})), None)
                if group:
                    yield from tell(
                        "WORKS_FOR", [lead], group.of(EMPLOYERS)[:1], line, _position(scene, line.start, lead.start)
                    )
                    break


def leader_with_body(scene: Scene) -> Iterator[Told]:
    """总理 N 率国务院 …: a person of office who leads people of a body."""
    for line in scene.having(PERSON):
        for person, body in beside(line):
            if person.type == "Person" and body.type == "Agency":
                gap = scene.between(person.end, body.start)
                if _LEADS.fullmatch(gap):
                    yield from tell("WORKS_FOR", [person], [body], line)


def head_of_government(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """县委书记 A、县长 B: a 省长, 市长, 县长 … with no body of his own heads the government, not the party's committee."""
    busy = {t.source for t in told if t.relation == "WORKS_FOR"}
    for line, point in scene.firsts("Person"):
        office = _governs(scene, line, point)
        if office and point.id not in busy:
            held = (("position", office),)
            yield from tell("WORKS_FOR", [point], _government(scene, office[-2]), line, held)


def _governs(scene: Scene, line: Line, point: Point) -> str | None:
    """The office right before a person's name, where it is that of a head of government."""
    clause = max(line.start, point.start - 8)
    found = re.search(
        "(?:^|[、，。；：“\\s和及与])((?:常务)?[代副]?[省市区县州盟旗镇乡]长)$", scene.text[clause : point.start]
    )
    return found[1] if found else None


def _government(scene: Scene, level: str) -> list[str]:
    """The one government of that level that the document names, else the document's own place of that level."""
    organs = [r.id for r in scene.of_type("Agency") if re.search(f"{level}(?:人民)?政府$", scene.name(r.id))]
    home = scene.setting.home
    if len(organs) == 1:
        return organs
    return [home] if home and scene.setting.level == level and scene.by_id[home].type == "Region" else []


def beside_body(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """A person with no office said: of the one body that the sentence names before, if nothing between sets them apart."""
    busy = {t.source for t in told if t.relation == "WORKS_FOR"}
    for line, point in scene.firsts("Person"):
        if point.id in busy or _governs(scene, line, point):
            continue
        bodies = list(line.before(point.start, EMPLOYERS - {"Region"}))
        gap = scene.between(bodies[0].end, point.start) if bodies else "。"
        if (
            len(bodies) == 1
            and len(bodies[0].points) == 1
            and not re.search(r"[。；：:]|[与和向同给]|会见|邀请|宣布", gap)
        ):
            yield from tell("WORKS_FOR", [point], bodies[0].points, line)


def office_without_body(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """其创始人 N, 董事长 N 说: an office right before the name and nobody's; of the body spoken of, else of the title's one."""
    busy = {t.source for t in told if t.relation == "WORKS_FOR"}
    for line, point in scene.firsts("Person"):
        clause = clause_start(line, point.start)
        office = _OFFICE_BEFORE.search(scene.text[max(clause, point.start - 8) : point.start])
        if point.id in busy or office is None or any(clause <= p.start < point.start for p in line.points):
            continue
        group = next((g for g in line.before(clause, _BODIES) if not scene.oblique(g.start)), None)
        yield from tell("WORKS_FOR", [point], group.of(_BODIES)[-1:] if group else scene.titled(BODIES), line)


RULES = (office_before_name, office_after_name, office_alone, leader_with_body)
LATE = (head_of_government, beside_body, office_without_body)
