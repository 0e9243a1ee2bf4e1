"""Projects of a region that will make what a segment stands for: by their products or else their name, with their state."""

import re
from datetime import date

from kg.analysis.area import Area
from kg.analysis.firms import NAMED_PRODUCT, placements_of
from kg.analysis.landscape import Landscape
from kg.analysis.local import Thing
from kg.analysis.rows import Offer

_DONE = ("投产", "竣工", "运营", "建成", "达产", "投运", "交付使用")
_ENDED = ("终止", "取消", "停建", "撤销", "撤资", "中止", "搁置", "解约", "清退", "叫停", "退出", "流产", "停工")
_PLANNED = ("规划", "谋划", "储备", "拟建", "意向", "洽谈", "前期", "论证", "招标", "未开工")
ENDED, PLANNED, OPENED, UNDER_WAY, UNTOLD = "终止", "谋划", "投产", "在建", "状态不详"
_STEPS = (("opened", OPENED), ("started", UNDER_WAY), ("signed", "签约"))
_TAIL = re.compile(
    r"(?:(?:建设|扩建|改扩建|技改|技术改造|产业化|一期|二期|三期|生产|制造)*"
    r"(?:项目|工程|基地|生产线|产线|产业园|工厂|厂房))+(?:[（(].*)?$"
)
_WASTE = re.compile("废旧|退役|报废|废弃")


def projects_for(landscape: Landscape, area: Area, segment: str, today: date | None = None) -> list[Offer]:
    """Projects of the area that make what the segment stands for, newest first; the basis is the state (签约, 在建, 投产).

    `value` is the confidence that the project stands in the area and makes that.
    """
    found, day = [], today or date.today()
    for project in landscape.local.of("Project"):
        inside = [place for place in project.places if place.division.startswith(area.code)]
        sure = _makes(landscape, project).get(segment, 0.0)
        if not inside or not sure:
            continue
        where = max(inside, key=lambda place: place.confidence)
        state, since = state_of(project, day)
        edges = tuple(dict.fromkeys(e for e in (*(a.edge for a in project.aims), where.edge) if e))
        value = min(where.confidence, sure)
        found.append(Offer("Project", project.id, project.name, state, value, date=since, evidence=edges))
    return sorted(found, key=lambda offer: (offer.date or "", offer.name), reverse=True)


def _makes(landscape: Landscape, project: Thing) -> dict[str, float]:
    """Segments of a project with confidence: by the products that documents give it, else by its name."""
    found: dict[str, float] = {}
    for aim in project.aims:
        for name, placement in placements_of([aim], landscape.segments, landscape.local).items():
            found[name] = max(found.get(name, 0.0), min(placement.confidence, aim.confidence))
    if found:
        return found
    named = landscape.segments.of_product(subject_of(project.name))
    return {name: round(match * NAMED_PRODUCT, 4) for name, match in named}


def subject_of(name: str) -> str:
    """What a project is about, by its name: 年产5万吨正极材料项目 is 年产5万吨正极材料; what treats waste recycles it."""
    text = _TAIL.sub("", name.strip())
    if _WASTE.search(text) and not re.search("回收|利用|再生", text):
        return f"{text}回收"
    return text


def state_of(project: Thing, today: date) -> tuple[str, str | None]:
    """(state, date) of a project by its stage and its last step that is not still to come."""
    stage = project.text("stage") or ""
    if any(word in stage for word in _ENDED):
        return ENDED, None
    steps = [(word, day) for key, word in _STEPS if (day := project.text(key)) and day <= today.isoformat()]
    if steps:
        return steps[0]
    coming = (project.text("opened") or "") > today.isoformat() or re.search("预计|计划|拟", stage)
    if any(word in stage for word in _DONE) and not coming:
        return OPENED, None
    if any(word in stage for word in _PLANNED):
        return PLANNED, None
    return UNDER_WAY if coming else stage or UNTOLD, None


def under_way(offer: Offer) -> bool:
    """Whether a project is signed or under construction: neither ended, nor only planned, nor in production."""
    return offer.basis not in (ENDED, PLANNED, OPENED)
