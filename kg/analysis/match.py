"""Who fits whom: policies for an enterprise, a segment or a region; parks for an enterprise; hospitals and local makers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.analysis import support
from kg.analysis.area import Area, find_area
from kg.analysis.conditions import Condition, Judged, judged, of_policy, share_met
from kg.analysis.firms import Firm
from kg.analysis.landscape import Landscape
from kg.analysis.local import Thing
from kg.analysis.rows import Offer
from kg.analysis.source import Source, landscape_of
from kg.analysis.targets import find_segment
from kg.analysis.view import residents
from kg.analysis.wording import say
from kg.chains import Template, find_template
from kg.errors import QueryError

MEDICAL = ("27", "358", "4014")
"""GB/T 4754 codes of what hospitals buy: medicines, medical instruments, laboratory instruments."""


@dataclass(frozen=True, slots=True)
class MatchRow:
    """`what` (a policy, park or hospital) fits `whom` with `value` in [0, 1], for the reason in `basis`.

    `conditions` are what a policy asks, judged where `whom` is an enterprise; `facts` what is known of a park.
    """

    what: str
    id: str
    number: str | None
    date: str | None
    whom: str
    segment: str
    value: float
    basis: str
    evidence: tuple[str, ...] = ()
    conditions: tuple[Judged, ...] = ()
    facts: tuple[str, ...] = ()


def match_policies(
    source: Source, what: str, *, region: str | None = None, lang: str = "zh", today: date | None = None
) -> list[MatchRow]:
    """Policies in force for an enterprise (where it stands, or in `region`), a segment or a region; best first.

    For an enterprise the value is times the share of the decided conditions that it meets. QueryError where `what` is
    none of the three.
    """
    landscape, day = landscape_of(source), today or date.today()
    firm = find_firm(landscape, what)
    if firm is not None:
        place = find_area(region, landscape) if region else home_of(firm)
        rows = _policy_rows(landscape, [(place, t, s) for t, s in cases_of(landscape, firm)], firm.short, day, lang)
        coming = place.code if region else ""
        return sorted((_judged(landscape, row, firm, coming) for row in rows), key=lambda r: (-r.value, r.what))
    try:
        template, segment = find_segment(landscape, what)
    except QueryError:
        area = place_of(landscape, what, "an enterprise, a segment or a region")
        return _region_policies(landscape, area, day, lang)
    homes = [find_area(p.division) for policy in landscape.local.of("Policy") for p in policy.places]
    areas = [find_area(region, landscape)] if region else dict.fromkeys([*homes, find_area("全国")])
    cases = [(area, template, segment.name) for area in areas]
    return [_judged(landscape, row, None) for row in _policy_rows(landscape, cases, segment.name, day, lang)]


def _policy_rows(
    landscape: Landscape, cases: list[tuple[Area, Template, str]], whom: str, today: date, lang: str
) -> list[MatchRow]:
    best: dict[str, MatchRow] = {}
    for area, template, segment in cases:
        for offer in support.policies_for(landscape, area, template, segment, today, lang):
            if offer.id not in best or best[offer.id].value < offer.value:
                best[offer.id] = _row(offer, whom, segment)
    return sorted(best.values(), key=lambda r: (-r.value, r.what))


def _row(offer: Offer, whom: str, segment: str) -> MatchRow:
    return MatchRow(
        offer.name, offer.id, offer.number, offer.date, whom, segment, offer.value, offer.basis, offer.evidence
    )


def _judged(landscape: Landscape, row: MatchRow, firm: Firm | None, coming: str = "") -> MatchRow:
    """The row with the conditions of the policy's own document that bear on the segment or on everybody."""
    uses = landscape.segments.chains.get(row.segment, ())
    asked = _asked(landscape, landscape.local.things[row.id], [w for _, segment in uses for w in segment.words])
    made = judged(asked, firm, coming) if firm is not None else tuple(Judged(c, None) for c in asked)
    return replace(row, value=row.value * share_met(made), conditions=made)


def _region_policies(landscape: Landscape, area: Area, today: date, lang: str) -> list[MatchRow]:
    """One row a policy, with all that it supports and what it asks of everybody."""
    found = []
    for policy in support.policies_of(landscape, area, today):
        if not policy.aims:
            continue
        level = support.level_of(policy, area)
        names = say("and", lang).join(dict.fromkeys(aim.word for aim in policy.aims))
        edges = tuple(dict.fromkeys(aim.edge for aim in policy.aims if aim.edge))
        found.append(
            MatchRow(
                policy.name, policy.id, policy.text("number"), policy.text("date") or policy.text("effective"),
                area.name, names, landscape.weights.policy_level[level], say(f"{level}_level", lang), edges,
                tuple(Judged(c, None) for c in _asked(landscape, policy, ())),
            )
        )  # fmt: skip
    return sorted(found, key=lambda r: (-r.value, r.what))


def _asked(landscape: Landscape, policy: Thing, words: Sequence[str]) -> list[Condition]:
    home = max((p.division for p in policy.places), key=len, default="")
    return of_policy(landscape.local.texts.get(policy.id, ""), home, words)


def match_parks(source: Source, what: str, *, region: str | None = None, lang: str = "zh") -> list[MatchRow]:
    """Parks (of a region, or all the graph knows) that host what an enterprise makes or its chain, or are home to others of it.

    Best first, nearer first.

    Where `what` is a region: all its parks with what they are for. QueryError where it is neither.
    """
    landscape = landscape_of(source)
    firm = find_firm(landscape, what)
    if firm is None:
        return _region_parks(landscape, place_of(landscape, what, "an enterprise or a region"), lang)
    area = find_area(region, landscape) if region else find_area("全国")
    best: dict[str, MatchRow] = {}
    for template, segment in cases_of(landscape, firm):
        offers = support.parks_for(landscape, area, template, segment, lang)
        for offer in (*offers, *support.parks_with(landscape, area, template, lang)):
            if offer.id not in best or best[offer.id].value < offer.value:
                made = _row(offer, firm.short, segment)
                best[offer.id] = replace(made, facts=park_facts(landscape, offer.id, template, lang))
    near = {p.id for p in support.parks_of(landscape, home_of(firm))}
    return sorted(best.values(), key=lambda r: (-r.value, r.id not in near, r.what))


def _region_parks(landscape: Landscape, area: Area, lang: str) -> list[MatchRow]:
    found = []
    for park in support.parks_of(landscape, area):
        names = say("and", lang).join(dict.fromkeys(aim.word for aim in park.aims))
        edges = tuple(dict.fromkeys(e for e in (*(a.edge for a in park.aims), *(p.edge for p in park.places)) if e))
        facts = park_facts(landscape, park.id, None, lang)
        value = 1.0 if park.aims else 0.0
        basis = say("park_in", lang, region=area.name)
        found.append(MatchRow(park.name, park.id, None, None, area.name, names, value, basis, edges, facts=facts))
    return sorted(found, key=lambda r: (-r.value, r.what))


def place_of(landscape: Landscape, what: str, asked: str) -> Area:
    """The region called so; QueryError says what is asked for."""
    try:
        return find_area(what, landscape)
    except QueryError as error:
        raise QueryError(
            f"{what!r} is neither known as an enterprise nor as a region; give {asked} ({error})"
        ) from error


def park_row(landscape: Landscape, offer: Offer, lang: str = "zh") -> MatchRow:
    """A park that a gap was offered, with what is known of it."""
    return replace(_row(offer, "", ""), facts=park_facts(landscape, offer.id, None, lang))


def park_facts(landscape: Landscape, park: str, template: Template | None, lang: str = "zh") -> tuple[str, ...]:
    """What is known of a park: its level, area, leading sectors, and who (of a chain) stands in it."""
    thing = landscape.local.things[park]
    names = {s.name for s in template.segments} if template is not None else set()
    near = [f.short for f in support.settled(landscape).get(park, ()) if names.intersection(f.placements)]
    leading = list(dict.fromkeys(aim.word for aim in thing.aims))
    level, area = thing.text("level"), thing.text("area")
    found = [level] if level else []
    found += [say("park_area", lang, hectares=float(area) / 10_000)] if area else []
    for key in ("free_land", "free_plant"):
        size = thing.text(key)
        found += [say(f"park_{key}", lang, hectares=float(size) / 10_000)] if size else []
    found += [say("park_leading", lang, names="、".join(leading))] if leading else []
    found += [say("park_residents", lang, number=len(near), names="、".join(near[:5]))] if near else []
    return tuple(found)


def match_hospitals(source: Source, region: str, *, lang: str = "zh") -> list[MatchRow]:
    """Hospitals of a region and the local makers of what hospitals buy (优先选择), by segment; hospitals alone without any.

    QueryError where `region` is none.
    """
    landscape = landscape_of(source)
    if find_firm(landscape, region) is not None:
        raise QueryError(
            f"{region!r} is an enterprise; hospitals are matched with the makers of a region: give a region"
        )
    area = find_area(region, landscape)
    hospitals = [h for h in landscape.local.of("Hospital") if h.stands_in(area.code)]
    found = []
    for name, uses in landscape.segments.chains.items():
        if not any(code.startswith(MEDICAL) for _, segment in uses for code in segment.gbt):
            continue
        for maker in residents(landscape, area.code, landscape.segments.index[name]):
            found += [_hospital_row(h, maker.short, name, lang) for h in hospitals]
    alone = say("no_makers", lang, region=area.name)
    return found or [replace(_hospital_row(h, "", "", lang), value=0.0, basis=alone) for h in hospitals]


def _hospital_row(hospital: Thing, maker: str, segment: str, lang: str) -> MatchRow:
    edges = tuple(p.edge for p in hospital.places if p.edge)
    return MatchRow(hospital.name, hospital.id, None, None, maker, segment, 1.0, say("same_region", lang), edges)


def find_firm(landscape: Landscape, name: str) -> Firm | None:
    """The enterprise with that id, stock code, full or short name, else the first with that alias; None if there is none."""
    known_as = None
    for firm in landscape.firms:
        if name in (firm.id, firm.name, firm.short, firm.listed.code if firm.listed is not None else None):
            return firm
        if known_as is None and name in firm.aliases:
            known_as = firm
    return known_as


def cases_of(landscape: Landscape, firm: Firm) -> list[tuple[Template, str]]:
    """Chains and segments that an enterprise stands in, and with "" for the segment the chains that documents give it."""
    found = [(template, name) for name in firm.placements for template, _ in landscape.segments.chains.get(name, ())]
    aims = firm.thing.aims if firm.thing is not None else ()
    named = (find_template(aim.name, landscape.templates) for aim in aims if aim.type != "Product")
    return found + [(template, "") for template in named if template is not None]


def home_of(firm: Firm) -> Area:
    """Where an enterprise stands; the whole country where that is not known."""
    return find_area(firm.divisions[0]) if firm.divisions else find_area("全国")
