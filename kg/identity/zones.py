"""Names of development zones: short and full forms of one kind (高新区, 高新技术产业开发区) are one, other kinds are others."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.identity import regions
from kg.schema.lists import read_rows

LIST = Path(__file__).parents[1] / "loaders" / "lexicon" / "data" / "zones.tsv"
"""The catalogue of approved zones (GB/T 37028), which documents are read by too."""

EITHER = "经开区"
"""Short for 经济开发区 (of a province) and for 经济技术开发区 (of the nation), which are two zones in some cities."""
_KINDS = (
    (
        re.compile(r"(?:国家级?)?(?:高新(?:区|技术(?:产业)?(?:开发区|园区))|新技术(?:产业)?开发区)$"),
        "高新技术产业开发区",
    ),
    (re.compile(r"(?:国家级?)?高技术产业开发区$"), "高新技术产业开发区"),
    (re.compile(r"(?:国家级?经开区|(?:国家级?)?经济技术开发区)$"), "经济技术开发区"),
    (re.compile(r"(?:省级)?经济开发区$"), "经济开发区"),
    (re.compile(r"经开区$"), EITHER),
    (re.compile(r"(?:综保区|综合保税区)$"), "综合保税区"),
    (re.compile(r"(?:自由贸易|自贸)(?:试验)?区$"), "自由贸易试验区"),
    (re.compile(r"工业园区?$"), "工业园区"),
    (re.compile(r"保税区$"), "保税区"),
)
_CHINAS = re.compile(r"^中国\(([^()]+)\)(?=自)")
_ECONOMIC = ("经济开发区", "经济技术开发区")


class Zone(NamedTuple):
    """A zone's name taken apart: short code of the place before it (None if none is), its own name, its kind in full."""

    place: str | None
    own: str
    kind: str

    @property
    def name(self) -> str:
        """The name by which zones of one place are compared."""
        return self.own + self.kind


def zone_of(form: str, home: str | None) -> Zone | None:
    """The parts of a zone's name, or None if it is no zone of a known kind.

    经开区 is the one economic zone that the catalogue has there; it stays 经开区 where that has none or both. 湖北枝江 in
    湖北枝江经济开发区 is its place; a place before a name of its own (安徽来安汊河经济开发区) too. What is a place elsewhere may
    be the name of its own that the catalogue has here: 东湖高新区 is one of 武汉, not of 东湖区 in 南昌.
    """
    form = _CHINAS.sub(r"\1", form)
    found = _place(form, home)
    owner = _owner(form.removesuffix(found.rest), found.code, _taken(form)[1], home) if found is not None else None
    rest = form if found is None or owner is not None or len(_taken(found.rest)[0]) == 1 else found.rest
    own, kind = _taken(rest)
    if not kind:
        return None
    place = found.code if found is not None and rest != form else owner
    known = _economic().get((place or home or "", own), ()) if kind == EITHER else ()
    return Zone(place, own, known[0] if len(known) == 1 else kind)


def either(form: str) -> str:
    """The form with 经开区 for what that may be short for, so that both are found with it."""
    for kind in _ECONOMIC:
        if form.endswith(kind):
            return form.removesuffix(kind) + EITHER
    return form


def two_kinds(a: str, b: str) -> bool:
    """Whether two names (without their places) are of different zones that 经开区 may be short for."""
    return a != b and not a.endswith(EITHER) and not b.endswith(EITHER) and either(a) == either(b)


def _place(name: str, home: str | None) -> regions.Prefix | None:
    """The place before a name, also by a short form behind that of its province, which may be a common word elsewhere."""
    found = regions.prefix(name, home)
    inner = regions.prefix(found.rest, found.code) if found is not None and len(found.code) == 2 else None
    return inner if inner is not None and found is not None and regions.within(inner.code, found.code) else found


def _owner(head: str, code: str, kind: str, home: str | None) -> str | None:
    """The city where `head`, also the name of the division `code`, is a zone's own name; None where it is that division.

    It is the division's in its own city, and wherever a zone of that kind bears its name and none here. Else it is the
    one of the document's place (`home`), else of the only city that has the name.
    """
    if home is not None and regions.related(regions.city(code), home):
        return None
    cities = _cities().get(head, {})
    near = [c for c in cities if home is not None and regions.related(c, home)]
    same = [c for c in near if either(kind) in cities[c]]
    if not same and ((code, either(kind)) in _divisions() or not near and len(cities) > 1):
        return None
    chosen = same or near or list(cities)
    return chosen[0] if len(chosen) == 1 else None


@cache
def _cities() -> dict[str, dict[str, set[str]]]:
    """Names that zones of the catalogue have of their own, to the cities of these zones with their kinds."""
    held: dict[str, dict[str, set[str]]] = {}
    for place, own, kind in _zones():
        city = regions.prefecture(place)
        if own and city is not None:
            held.setdefault(own, {}).setdefault(city, set()).add(either(kind))
    return held


@cache
def _divisions() -> frozenset[tuple[str, str]]:
    """Divisions by whose name alone a zone of the catalogue goes, with its kind."""
    return frozenset((place, either(kind)) for place, own, kind in _zones() if not own)


@cache
def _zones() -> tuple[tuple[str, str, str], ...]:
    """Place, own name and kind of each zone of the catalogue."""
    found = ((_place(name, code[:2]), name) for name, code in read_rows(LIST))
    parts = ((p.code, *_taken(p.rest)) for p, _ in found if p is not None)
    return tuple((place, own, kind) for place, own, kind in parts if kind)


def _taken(rest: str) -> tuple[str, str]:
    """Own name and full kind of a zone; an empty kind where it is none."""
    for short, kind in _KINDS:
        match = short.search(rest)
        if match:
            return rest[: match.start()], kind
    return rest, ""


@cache
def _economic() -> dict[tuple[str, str], tuple[str, ...]]:
    """Place and own name to the economic zones that the catalogue has there."""
    held: dict[tuple[str, str], set[str]] = {}
    for name, code, *_ in (row[0].split() + row[1].split() for row in read_rows(LIST) if row[0].endswith(_ECONOMIC)):
        found = _place(name, code[:2])
        own, kind = _taken(found.rest if found is not None else name)
        if found is not None:
            held.setdefault((found.code, own), set()).add(kind)
    return {where: tuple(sorted(kinds)) for where, kinds in held.items()}
