"""Region cells settled by the table of divisions: the place's own name and code, and once a sheet what it lies in."""

import re
from functools import lru_cache
from itertools import pairwise

from kg.extraction import Claim, Record, Referent
from kg.identity import regions
from kg.identity.zones import zone_of
from kg.loaders import lexicon
from kg.loaders.lexicon.fold import fold_chars
from kg.loaders.places import divisions_named
from kg.loaders.tables.setting import Setting
from kg.loaders.tables.zones import park_of, regions_to_parks
from kg.schema.ontology import ontology

RULE = "table.divisions"
_TOWN = re.compile(r"(?:镇|乡|街道|苏木)$")
_COUNTY = 6
_FULL = re.compile(r"(?<!城)[省市县旗州]$")
_BARE = re.compile("[㐀-鿿]{2,5}(?<![省市县区旗州村场])")
_COMMAS = re.compile("[，,/]")


@lru_cache(maxsize=50_000)
def division_of(text: str) -> tuple[str, bool] | None:
    """Code of the division that `text` is, or lies in (False); None if it names none or may mean several.

    A text is a division if it says no more than that, up to one character (杭州市区); 苏州工业园区 lies in one.
    """
    folded = fold_chars(text)
    code = regions.find(folded)
    if code is not None:
        return code, True
    head = regions.prefix(folded)
    if head is not None:
        return head.code, len(head.rest) < 2
    within = divisions_named(text)
    return (within[0], False) if len(within) == 1 else None


def is_no_division(text: str) -> bool:
    """Whether a text has the form of a division's full name and is none, now or formerly: 火星县, 全市."""
    return (
        _FULL.search(text) is not None
        and not regions.ambiguous(text)
        and division_of(text) is None
        and not divisions_named(text)
        and text not in lexicon.entries("division.old")
    )


def in_county(town: str, county: str) -> str:
    """A bare name from a column of towns with its county before it: 枝江市江口; what has the form of a town, a division
    or a zone is left as it is, and so is all where `county` is a wider division."""
    found = division_of(town)
    full = found is not None and (not found[1] or town.endswith(regions.division_names()[found[0]]))
    bare = len(regions.short_code(county)) == _COUNTY and _BARE.fullmatch(town) is not None
    return town if full or not bare or _TOWN.search(town) or park_of(town) else regions.division_names()[county] + town


def parted_places(text: str) -> list[str]:
    """The places of a cell that parts them by commas or strokes; of those that lie in each other (来安县，滁州市) the inmost."""
    parts = [part for p in _COMMAS.split(text) if (part := p.strip())]
    found = {part: division_of(part) for part in parts}
    codes = sorted({one[0] for one in found.values() if one and one[1]}, key=len)
    if len(parts) < 2 or not codes:
        return parts if len(parts) == 1 else [text]
    towns = [part for part in parts if found[part] is None and _TOWN.search(part)]
    nested = all(regions.within(inner, outer) for outer, inner in pairwise(codes))
    return (
        [regions.full_name(codes[-1]) + "".join(towns)] if nested and len(codes) + len(towns) == len(parts) else parts
    )


class Places:
    """Settles the regions of a sheet's records; remembers what it has stated of which place."""

    def __init__(self, setting: Setting) -> None:
        self._home, self._zone = setting
        self._stated: set[str] = set()

    def place(self, record: Record) -> None:
        """Give each Region of `record` that is a division its name and code; state the first time what it lies in.

        A place that only begins with one (杭州市萧山区北干街道) keeps its name and lies in that one. A zone is a park, and
        it and a bare town lie in the division that the row or the sheet settles.
        """
        parks = regions_to_parks(record)
        record.home = self._home_of(record)
        for region in [r for r in record.referents if r.type == "Region"]:
            told = region.attrs.get("division_code")
            found = division_of(region.name) if told is None else _listed(told)
            if found is None:
                if _TOWN.search(region.name):
                    self._lies_in(record, region, f"{region.name}@{record.home}", record.home)
                continue
            code, is_it = found
            if not is_it:
                inner = self._home is not None and regions.within(self._home, code)
                self._lies_in(record, region, region.name, self._home if inner else code)
                continue
            if told is None:
                _settle(region, code)
            self._lies_in(record, region, code, regions.parent(code))
        for park in parks:
            within = division_of(park.name)
            self.locate(record, park, within[0] if within else record.home, 1.0)

    def locate(self, record: Record, thing: Referent, code: str | None, confidence: float) -> None:
        """State that `thing` is located in the division `code`, and the first time what that lies in."""
        if code is not None:
            region = _division(record, code)
            record.claims.append(Claim("LOCATED_IN", thing.id, region.id, 0, 0, RULE, confidence))
            self._lies_in(record, region, code, regions.parent(code))

    def stand(self, record: Record, thing: Referent, confidence: float) -> None:
        """State where the sheet's own words put a thing: in their zone unless it lies elsewhere, else, if nowhere yet, in their division."""
        told = {c.target for c in record.claims if c.relation == "LOCATED_IN" and c.source == thing.id}
        codes = [code for r in record.referents if r.id in told and (code := r.attrs.get("division_code"))]
        if self._zone is None or not ontology().relation("LOCATED_IN").allows(thing.type, "Park"):
            if not told:
                self.locate(record, thing, record.home, confidence)
            return
        home = self._home or ""
        if self._is_zone(thing) or (codes and not any(regions.related(code, home) for code in codes)):
            return
        park = next((r for r in record.referents if self._is_zone(r)), None)
        if park is None:
            park = Referent("zone", "Park", self._zone)
            record.referents.append(park)
            if self._zone not in self._stated:
                self._stated.add(self._zone)
                self.locate(record, park, home, 1.0)
        if park.id not in told:
            record.claims.append(Claim("LOCATED_IN", thing.id, park.id, 0, 0, RULE, confidence))

    def _is_zone(self, thing: Referent) -> bool:
        """Whether a thing is the zone that the sheet is of, by whichever of its names."""
        if thing.type != "Park" or self._zone is None:
            return False
        a, b = (zone_of(name, self._home) for name in (thing.name, self._zone))
        return thing.name == self._zone or (a is not None and b is not None and a.name == b.name)

    def _home_of(self, record: Record) -> str | None:
        """The division that the row is about: its only place, else the sheet's.

        That of a bare town is the county at the head of a name beside it, if that lies in the sheet's.
        """
        places = {c.target for c in record.claims if c.relation == "LOCATED_IN"}
        told = {found[0] for r in record.referents if r.id in places if (found := division_of(r.name))}
        if told:
            return told.pop() if len(told) == 1 else None
        if any(r.type == "Region" and _TOWN.search(r.name) for r in record.referents):
            heads = (head for r in record.referents if r.type != "Region" and (head := regions.prefix(r.name)))
            counties = {h.code for h in heads if len(h.code) == _COUNTY}
            if len(counties) == 1 and (self._home is None or regions.within(min(counties), self._home)):
                return counties.pop()
        return self._home

    def _lies_in(self, record: Record, region: Referent, key: str, wider: str | None) -> None:
        """State that `region` lies in the division `wider`, and so on upwards, unless this sheet has said so of `key`."""
        while wider is not None and key not in self._stated:
            self._stated.add(key)
            parent = _division(record, wider)
            record.claims.append(Claim("PART_OF", region.id, parent.id, 0, 0, RULE, 1.0))
            region, key, wider = parent, wider, regions.parent(wider)


def _listed(code: str) -> tuple[str, bool] | None:
    """The division of a code with or without the zeros that only fill, if there is one."""
    while code not in regions.division_names() and code.endswith("00") and len(code) > 2:
        code = code[:-2]
    return (code, True) if code in regions.division_names() else None


def _division(record: Record, code: str) -> Referent:
    """The division `code` among the things of `record`, put there if it is not."""
    name = regions.division_names()[code]
    found = next((r for r in record.referents if r.type == "Region" and r.name == name), None)
    if found is None:
        found = Referent(f"region:{code}", "Region", name)
        record.referents.append(found)
    _settle(found, code)
    return found


def _settle(region: Referent, code: str) -> None:
    region.name = regions.division_names()[code]
    region.attrs["division_code"] = regions.full_code(code)
    region.attrs.setdefault("level", regions.level(code))
