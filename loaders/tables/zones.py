"""Cells of places that name a zone or a park rather than a division: it is a park, and lies in a division."""

import re
from dataclasses import replace

from kg.extraction import Record, Referent
from kg.identity import regions
from kg.identity.zones import zone_of
from kg.loaders import lexicon
from kg.schema.ontology import ontology

_ZONE = re.compile(
    r"(.*(?:开发区|高新区|经开区|保税区|综保区|园区|工业园|产业园|科技园|物流园|创业园|孵化园|智造园|软件园|电商园|化工园|集中区|集聚区|科技城))"
    r"(?:[（(].*|[^、，]{0,20}(?:[路道街巷号侧内]|地块|片区|[A-Za-z\d东西南北中]区))?"
)
_KIND = re.compile(
    r"(?:经济|高新)?技术(?:产业)?开发区|经济开发区|高新区|经开区|综合保税区|综保区|保税区|自(?:由贸易|贸)(?:试验)?区|工业园区?"
)
_MANY = ("工业园区", "保税区")
_OWN = 8  # characters of a zone's own name


def zone_before(text: str) -> tuple[str, str] | None:
    """The zone of a named place that a text begins with, and what follows: 芜湖经济技术开发区, 企业名录; None if it begins with none.

    One that the catalogue lacks counts in a city or county alone, and an industrial park by a name of its own.
    """
    for found in _KIND.finditer(text):
        name = text[: found.end()]
        zone = zone_of(name, None)
        if zone is None or zone.place is None or len(zone.own) > _OWN:
            continue
        if name in lexicon.entries("zone") or (regions.prefecture(zone.place) and (zone.own or zone.kind not in _MANY)):
            return name, text[found.end() :]
    return None


def park_of(place: str) -> str | None:
    """The zone or park that a place is or lies in: 来安经济开发区 of 来安经济开发区中央大道12号; None if it is none."""
    found = _ZONE.fullmatch(place)
    return found[1] if found else None


def regions_to_parks(record: Record) -> list[Referent]:
    """Make each Region of `record` that is a zone or a park one, where its relations allow that; these parks.

    One that the row names as a park already is that park.
    """
    made = []
    for region in [r for r in record.referents if r.type == "Region" and "division_code" not in r.attrs]:
        name = park_of(region.name)
        if name is None or not _allowed(record, region.id):
            continue
        known = next((r for r in record.referents if r.type == "Park" and r.name == name), None)
        if known is None:
            region.type, region.name = "Park", name
            made.append(region)
        else:
            record.referents.remove(region)
            moved = (replace(c, target=known.id) if c.target == region.id else c for c in record.claims)
            record.claims = list(dict.fromkeys(c for c in moved if c.source != c.target))
            made.append(known)
    return made


def _allowed(record: Record, id_: str) -> bool:
    """Whether all that is claimed of a thing may be claimed of a park."""
    kinds = {r.id: r.type for r in record.referents} | {id_: "Park"}
    return all(
        ontology().relation(c.relation).allows(kinds[c.source], kinds[c.target])
        for c in record.claims
        if id_ in (c.source, c.target)
    )
