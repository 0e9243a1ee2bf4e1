"""Region cells settled by the table of divisions: the place's own name and code, and once a sheet what it lies in."""

from functools import lru_cache

from kg.extraction import Claim, Record, Referent
from kg.identity.regions import prefix
from kg.loaders.lexicon.divisions import Division, divisions, find_region
from kg.schema.names import read_level

RULE = "table.divisions"


@lru_cache(maxsize=50_000)
def division_of(text: str) -> Division | None:
    """The division that `text` names or begins with; of several the one wider than all others (河北 is the province), else None.

    Of a place whose name several have, in one that is sure (开化县城关镇), it is the sure one.
    """
    found = find_region(text)
    if len(found) > 1 and len(found[0].code) == len(found[1].code):
        head = prefix(text)
        return divisions().get(head.code) if head else None
    return found[0] if found else None


class Places:
    """Settles the regions of a sheet's records; remembers what it has stated of which place."""

    def __init__(self) -> None:
        self._stated: set[str] = set()

    def place(self, record: Record) -> None:
        """Give each Region of `record` that is a division its name and code; state the first time what it lies in.

        A place that only begins with one (苏州工业园区) keeps its name and lies in that one.
        """
        for region in [r for r in record.referents if r.type == "Region"]:
            code = region.attrs.get("division_code")
            division = division_of(region.name) if code is None else _by_code(code)
            if division is None:
                continue
            if code is None and _is_part(region.name):
                self._lies_in(record, region, region.name, division)
                continue
            if code is None:
                _settle(region, division)
            wider = _wider(division)
            if wider is not None:
                self._lies_in(record, region, division.code, wider)

    def _lies_in(self, record: Record, region: Referent, key: str, wider: Division) -> None:
        """State that `region` lies in `wider`, and so on upwards, unless this sheet has said so of `key`."""
        while key not in self._stated:
            self._stated.add(key)
            parent = next((r for r in record.referents if r.type == "Region" and r.name == wider.name), None)
            if parent is None:
                parent = Referent(f"region:{wider.code}", "Region", wider.name)
                record.referents.append(parent)
            _settle(parent, wider)
            record.claims.append(Claim("PART_OF", region.id, parent.id, 0, 0, RULE, 1.0))
            region, key, above = parent, wider.code, _wider(wider)
            if above is None:
                return
            wider = above


def _is_part(name: str) -> bool:
    """Whether more than a division is named: 杭州市萧山区北干街道."""
    found = prefix(name)
    return found is not None and len(found.rest) > 1


def _wider(division: Division) -> Division | None:
    return next(
        (divisions()[c] for c in (division.code[:4], division.code[:2]) if c != division.code and c in divisions()),
        None,
    )


def _by_code(code: str) -> Division | None:
    """The division of a code with or without the zeros that only fill."""
    while code not in divisions() and code.endswith("00") and len(code) > 2:
        code = code[:-2]
    return divisions().get(code)


def _settle(region: Referent, division: Division) -> None:
    region.name = division.name
    region.attrs["division_code"] = division.code.ljust(6, "0")
    level = read_level(division.level)
    if level:
        region.attrs.setdefault("level", level)
