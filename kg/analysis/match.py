"""Who fits whom: policies for an enterprise, a segment or a region; parks for an enterprise; hospitals and local makers."""

from dataclasses import dataclass
from datetime import date

from kg.analysis import support
from kg.analysis.area import Area, find_area
from kg.analysis.chainmap import residents
from kg.analysis.firms import Firm
from kg.analysis.landscape import Landscape
from kg.analysis.local import Thing
from kg.analysis.source import Source, landscape_of
from kg.analysis.targets import find_segment
from kg.chains import Template, find_template
from kg.errors import QueryError

MEDICAL = ("27", "358", "4014")
"""GB/T 4754 codes of what hospitals buy: medicines, medical instruments, laboratory instruments."""


@dataclass(frozen=True, slots=True)
class MatchRow:
    """`what` (a policy, park or hospital) fits `whom` with `value` in [0, 1], for the reason in `basis`."""

    what: str
    id: str
    number: str | None
    date: str | None
    whom: str
    segment: str
    value: float
    basis: str
    evidence: tuple[str, ...] = ()


def match_policies(source: Source, what: str, *, lang: str = "zh", today: date | None = None) -> list[MatchRow]:
    """Policies in force for an enterprise (its segments where it stands), a segment or a region; best first.

    QueryError where `what` is none of the three.
    """
    landscape, day = landscape_of(source), today or date.today()
    firm = find_firm(landscape, what)
    if firm is not None:
        cases = [(_home(firm), t, s) for t, s in cases_of(landscape, firm)]
        return _policy_rows(landscape, cases, firm.short, day, lang)
    try:
        template, segment = find_segment(landscape, what)
    except QueryError:
        return _region_policies(landscape, find_area(what), day, lang)
    homes = [find_area(p.division) for policy in landscape.local.of("Policy") for p in policy.places]
    cases = [(home, template, segment.name) for home in dict.fromkeys([*homes, find_area("全国")])]
    return _policy_rows(landscape, cases, segment.name, day, lang)


def _policy_rows(
    landscape: Landscape, cases: list[tuple[Area, Template, str]], whom: str, today: date, lang: str
) -> list[MatchRow]:
    best: dict[str, MatchRow] = {}
    for area, template, segment in cases:
        for offer in support.policies_for(landscape, area, template, segment, today, lang):
            row = MatchRow(
                offer.name,
                offer.id,
                offer.number,
                offer.date,
                whom,
                segment,
                offer.value,
                offer.basis,
                offer.evidence,
            )
            if offer.id not in best or best[offer.id].value < row.value:
                best[offer.id] = row
    return sorted(best.values(), key=lambda r: (-r.value, r.what))


def _region_policies(landscape: Landscape, area: Area, today: date, lang: str) -> list[MatchRow]:
    found = []
    for policy in support.policies_of(landscape, area, today):
        value = landscape.weights.policy_level[support.level_of(policy, area)]
        for aim in policy.aims:
            edges = (aim.edge,) if aim.edge else ()
            found.append(
                MatchRow(
                    policy.name,
                    policy.id,
                    policy.text("number"),
                    policy.text("date"),
                    area.name,
                    aim.name,
                    value,
                    aim.type,
                    edges,
                )
            )
    return sorted(found, key=lambda r: (-r.value, r.what, r.segment))


def match_parks(source: Source, enterprise: str, *, region: str | None = None, lang: str = "zh") -> list[MatchRow]:
    """Parks (of a region, or all the graph knows) that host what an enterprise makes or its chain; best first."""
    landscape = landscape_of(source)
    firm = need_firm(landscape, enterprise)
    area = find_area(region) if region else find_area("全国")
    best: dict[str, MatchRow] = {}
    for template, segment in cases_of(landscape, firm):
        for offer in support.parks_for(landscape, area, template, segment, lang):
            row = MatchRow(
                offer.name, offer.id, None, None, firm.short, segment, offer.value, offer.basis, offer.evidence
            )
            if offer.id not in best or best[offer.id].value < row.value:
                best[offer.id] = row
    return sorted(best.values(), key=lambda r: (-r.value, r.what))


def match_hospitals(source: Source, region: str) -> list[MatchRow]:
    """Hospitals of a region and the local makers of what hospitals buy (优先选择), by segment."""
    landscape, area = landscape_of(source), find_area(region)
    hospitals = [h for h in landscape.local.of("Hospital") if any(p.division.startswith(area.code) for p in h.places)]
    found = []
    for name, uses in landscape.segments.chains.items():
        if not any(code.startswith(MEDICAL) for _, segment in uses for code in segment.gbt):
            continue
        for maker in residents(landscape, area.code, landscape.segments.index[name]):
            found += [_hospital_row(h, maker, name) for h in hospitals]
    return found


def _hospital_row(hospital: Thing, maker: str, segment: str) -> MatchRow:
    edges = tuple(p.edge for p in hospital.places if p.edge)
    return MatchRow(hospital.name, hospital.id, None, None, maker, segment, 1.0, "同一地区", edges)


def find_firm(landscape: Landscape, name: str) -> Firm | None:
    """The enterprise with that id, stock code, full or short name, or alias; None if there is none."""
    for firm in landscape.firms:
        aliases = firm.thing.properties.get("aliases") or () if firm.thing is not None else ()
        code = firm.listed.code if firm.listed is not None else None
        if name in (firm.id, firm.name, firm.short, code, *aliases):
            return firm
    return None


def need_firm(landscape: Landscape, name: str) -> Firm:
    """As find_firm; QueryError if there is none."""
    found = find_firm(landscape, name)
    if found is None:
        raise QueryError(f"no enterprise is called {name!r}; give its full or short name or its stock code")
    return found


def cases_of(landscape: Landscape, firm: Firm) -> list[tuple[Template, str]]:
    """Chains and segments that an enterprise stands in, and with "" for the segment the chains that documents give it."""
    found = [(template, name) for name in firm.placements for template, _ in landscape.segments.chains.get(name, ())]
    aims = firm.thing.aims if firm.thing is not None else ()
    named = (find_template(aim.name, landscape.templates) for aim in aims if aim.type != "Product")
    return found + [(template, "") for template in named if template is not None]


def _home(firm: Firm) -> Area:
    return find_area(firm.divisions[0]) if firm.divisions else find_area("全国")
