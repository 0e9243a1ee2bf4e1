"""DEVELOPS: what a place is the seat of, by its title, its fame, its own policy and the heads of its report."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import BODIES, FIELDS, GOODS, PLACES, REGION
from kg.loaders.relate.scene.line import Group, Line, Point, clause_start
from kg.loaders.relate.scene.told import Told, tell
from kg.loaders.relate.sectors.headed import head_of

_REACH = 14


def policy_fields(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """What a place's own policy names of sectors, and does not merge with others or check, is what it is there for."""
    home = scene.home
    if home is None or scene.setting.policy is None or home.type != "Region":
        return
    busy = {t.target for t in told if t.relation == "DEVELOPS"}
    for line in scene.having(FIELDS):
        for group in line.groups:
            end = scene.clause_end(line, group.end)
            start = clause_start(line, group.start)
            aimed = cue("aimed_at").search(scene.text, start, min(line.end, end + _REACH))
            if aimed and cue("not_aimed").search(scene.text, start, end) is None:
                yield from tell("DEVELOPS", [home], [p for p in group.of(FIELDS) if p.id not in busy], line)


def title_trade(scene: Scene) -> Iterator[Told]:
    """R 市 X 产业发展汇报: the sector in the title of a place's own text that speaks of its growth."""
    title, home = scene.parsed.layout.title, scene.home
    if title is None or home is None or home.type != "Region":
        return
    for line in scene.having(FIELDS):
        if line.start < title.end:
            for group in line.groups:
                if group.end <= title.end and cue("grown_in_title").match(scene.text, group.end, title.end):
                    yield from tell("DEVELOPS", [home], group.of(FIELDS), line)


def trade_of_place(scene: Scene) -> Iterator[Told]:
    """R 现有 X 企业 n 家; R 的 X 产业: the sector right after the place, and a word for its trade after."""
    for line in scene.having(FIELDS, REGION):
        for group in line.groups:
            fields = group.of(FIELDS)
            place = next(line.before(group.start, PLACES), None)
            if (
                fields
                and place
                and place.points[-1].type == "Region"
                and cue("has_trade").fullmatch(scene.text, place.end, group.start)
                and cue("as_trade").match(scene.text, group.end)
                and not scene.oblique(place.start)
            ):
                yield from tell("DEVELOPS", place.of(REGION), fields, line)


def trades_of_places(scene: Scene) -> Iterator[Told]:
    """甲县化工、乙县纺织、丙市玻璃产业加快发展: of places that each have goods or sectors right after them, each its own."""
    for line in scene.having(FIELDS, REGION):
        run: list[tuple[Group, Group]] = []
        for place, goods in zip(line.groups, line.groups[1:], strict=False):
            if not (place.of(REGION) and goods.of(GOODS) and scene.between(place.end, goods.start) in ("", "的")):
                continue
            if run and cue("join").fullmatch(scene.text, run[-1][1].end, place.start) is None:
                run = []
            run.append((place, goods))
            if len(run) > 1 and cue("trades_after").match(scene.text, goods.end):
                for its, theirs in run:
                    yield from tell("DEVELOPS", its.of(REGION)[-1:], theirs.of(FIELDS), line)


def famous_for(scene: Scene) -> Iterator[Told]:
    """R 是 … X 之都 / 基地 / 大省 / 产区: the copula between, a word for a place known for it after."""
    for line in scene.having(FIELDS, REGION):
        for group in line.groups:
            fields = group.of(FIELDS)
            if not fields or not cue("known_for").match(scene.text, group.end):
                continue
            places = [g for g in line.before(group.start, REGION) if cue("is_place").match(scene.text, g.end)]
            if places and not re.search("[。；]", scene.between(places[0].end, group.start)):
                yield from tell("DEVELOPS", places[0].of(REGION), fields, line)


def put_first(scene: Scene) -> Iterator[Told]:
    """把 X 列为 / 打造成 / 摆在 …: a sector that the place of the sentence, else the home, raises to something."""
    for line in scene.having(FIELDS):
        for group in line.groups:
            fields = group.of(FIELDS)
            before = scene.text[max(line.start, group.start - 2) : group.start]
            if fields and re.search("[把将]“?$", before) and cue("made_into").match(scene.text, group.end):
                yield from _raised(scene, line, group.start, fields)


def heads_of_report(scene: Scene) -> Iterator[Told]:
    """一、X 产业。… 二、Y 产业。…: two numbered heads or more that are sectors and nothing else are the home's."""
    home = scene.home
    if home is None or _of_firm(scene):
        return
    found = [(line, p) for line in scene.having(FIELDS) for p in head_of(scene, line)]
    if len({p.id for _, p in found}) > 1:
        relation = "DEVELOPS" if home.type == "Region" else "ENGAGED_IN"
        for line, point in found:
            yield from tell(relation, [home], [point], line)


def _of_firm(scene: Scene) -> bool:
    """Whether the title names an enterprise or institution: then the heads are its own."""
    title = scene.parsed.layout.title
    return title is not None and any(p.type in BODIES for p in scene.within(title.start, title.end))


def _raised(scene: Scene, line: Line, offset: int, fields: list[Point]) -> Iterator[Told]:
    place = next((g for g in line.before(offset, PLACES) if not scene.oblique(g.start)), None)
    home = scene.home
    points = [place.points[-1]] if place else [home] if home else []
    yield from tell("DEVELOPS", [p for p in points if p.type == "Region"], fields, line)
    yield from tell("ENGAGED_IN", [p for p in points if p.type == "Park"], fields, line)


RULES = (title_trade, trade_of_place, trades_of_places, famous_for, put_first, heads_of_report)
LATE = (policy_fields,)
