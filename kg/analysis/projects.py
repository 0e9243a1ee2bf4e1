"""Projects of a region that will make what a segment stands for: by their products or else their name, with their state."""

import re
from dataclasses import replace
from datetime import date
from math import prod

from kg.analysis.area import Area
from kg.analysis.ended import BUILDING, ENDED, has_ended
from kg.analysis.firms import NAMED_PRODUCT, Firm, placements_of
from kg.analysis.landscape import Landscape
from kg.analysis.local import Link, Thing
from kg.analysis.rows import Offer
from kg.analysis.signs import sign
from kg.identity.names import name_form

PLANNED, OPENED, UNDER_WAY, UNTOLD = "谋划", "投产", BUILDING, "状态不详"
_STEPS = (("opened", OPENED), ("started", UNDER_WAY), ("signed", "签约"))
_TAIL = re.compile(
    r"(?:(?:建设|扩建|改扩建|技改|技术改造|产业化|一期|二期|三期|生产|制造)*"
    r"(?:项目|工程|基地|生产线|产线|产业园|工厂|厂房))+(?:[（(].*)?$"
)
_WASTE = re.compile("废旧|退役|报废|废弃")


def projects_for(landscape: Landscape, area: Area, segment: str, today: date | None = None) -> list[Offer]:
    """Projects of the area that make what the segment stands for, newest first; the basis is the state (签约, 在建, 投产).

    `value` is the confidence that the project makes that and, by all statements on it together, stands in the area. An
    enterprise that is itself still being built is told as a project under way.
    """
    found, day = [], today or date.today()
    for project, sure, links in _indexed(landscape).get(segment, ()):
        stands = _stands(landscape, project, links, area)
        if not stands:
            continue
        state, since = state_of(project, day)
        edges = tuple(dict.fromkeys(e for e in (*(a.edge for a in project.aims), *(edge for edge, _ in stands)) if e))
        value = round(min(1.0 - prod(1.0 - confidence for _, confidence in stands), sure), 4)
        found.append(Offer("Project", project.id, project.name, state, value, date=since, evidence=edges))
    for firm in _being_built(landscape).get(segment, ()):
        if firm.stands_in(area.code):
            sure = firm.placements[segment].confidence
            edges = firm.edges(segment, area.code)
            found.append(Offer("Project", firm.id, firm.name, UNDER_WAY, sure, evidence=edges))
    return sorted(_once(found), key=lambda offer: (offer.date or "", offer.name), reverse=True)


def _being_built(landscape: Landscape) -> dict[str, list[Firm]]:
    """By segment, the enterprises that will make it once they are built; made once a landscape."""

    def make() -> dict[str, list[Firm]]:
        found: dict[str, list[Firm]] = {}
        for firm in (f for f in landscape.firms if f.out == BUILDING):
            for segment in firm.placements:
                found.setdefault(segment, []).append(firm)
        return found

    return landscape.kept("being built", make)


def _once(offers: list[Offer]) -> list[Offer]:
    """One offer a name: a project that a table and a document tell of, both in the area, is one, with the evidence of both.

    Its state is that which has gone furthest; one that has ended has ended.
    """
    best: dict[str, Offer] = {}
    for offer in sorted(offers, key=_progress, reverse=True):
        name = name_form(offer.name)
        held = best.get(name)
        if held is None:
            best[name] = offer
        else:
            edges = tuple(dict.fromkeys((*held.evidence, *offer.evidence)))
            best[name] = replace(held, value=max(held.value, offer.value), evidence=edges)
    return list(best.values())


_ORDER = (UNTOLD, PLANNED, "签约", UNDER_WAY, OPENED, ENDED)


def _progress(offer: Offer) -> tuple[int, str, float]:
    at = _ORDER.index(offer.basis) if offer.basis in _ORDER else _ORDER.index("签约")
    return at, offer.date or "", offer.value


def _indexed(landscape: Landscape) -> dict[str, list[tuple[Thing, float, list[Link]]]]:
    """By segment, the projects that will make it, how sure that is, and who builds or runs them; made once a landscape."""
    return landscape.kept("projects", lambda: _index(landscape))


def _index(landscape: Landscape) -> dict[str, list[tuple[Thing, float, list[Link]]]]:
    links: dict[str, list[Link]] = {}
    for link in landscape.local.operates:
        links.setdefault(link.target, []).append(link)
    found: dict[str, list[tuple[Thing, float, list[Link]]]] = {}
    for project in landscape.local.of("Project"):
        for segment, sure in _makes(landscape, project).items():
            found.setdefault(segment, []).append((project, sure, links.get(project.id, [])))
    return found


def _stands(landscape: Landscape, project: Thing, links: list[Link], area: Area) -> list[tuple[str | None, float]]:
    """By which edges, and how surely, a project stands in the area: its places, and those on its local operators.

    Of an enterprise only the surest link counts; one whose project stands elsewhere says nothing.
    """
    inside = [(p.edge, p.confidence) for p in project.places if p.within(area.code)]
    if project.places and not inside:
        return []
    best: dict[str, Link] = {}
    local = landscape.inside(area.code)
    for link in links:
        at = landscape.by_thing.get(link.source)
        held = best.get(link.source)
        if at is not None and local[at] and (held is None or held.confidence < link.confidence):
            best[link.source] = link
    return list(dict.fromkeys([*inside, *((link.edge, link.confidence) for link in best.values())]))


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
    if has_ended(stage):
        return ENDED, None
    steps = [(word, day) for key, word in _STEPS if (day := project.text(key)) and day <= today.isoformat()]
    if steps:
        return steps[0]
    coming = (project.text("opened") or "") > today.isoformat() or re.search("预计|计划|拟", stage)
    if sign("done", stage) and not coming:
        return OPENED, None
    if sign("planned", stage):
        return PLANNED, None
    return UNDER_WAY if coming else stage or UNTOLD, None


def under_way(offer: Offer) -> bool:
    """Whether a project is signed or under construction: neither ended, nor only planned, nor in production."""
    return offer.basis not in (ENDED, PLANNED, OPENED)
