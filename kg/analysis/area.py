"""A region as the analysis takes it: a division by name or code, or a park of the graph, with what it lies in."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.analysis.landscape import Landscape
from kg.analysis.local import Thing
from kg.analysis.wording import listing, say
from kg.chains import Template, find_template
from kg.errors import QueryError
from kg.identity import regions
from kg.identity.zones import zone_of


@dataclass(frozen=True, slots=True)
class Area:
    """A division by its short code ("" is the whole country) and full name, or a park.

    `parks` are the ids of that park and of those that it lies in; its `code` is that of its division with the park behind it.
    """

    code: str
    name: str
    parks: tuple[str, ...] = ()

    @property
    def division(self) -> str:
        """Short code of the division that the area is or lies in."""
        return regions.short_code(self.code)

    def holds(self, thing: Thing) -> bool:
        """Whether a thing stands in the area or is the park itself."""
        return thing.stands_in(self.code) or thing.id in self.parks[:1]


def level(code: str) -> str:
    """district, city, province or nation, by the length of a short code (a municipality is a province)."""
    return {0: "nation", 2: "province", 4: "city"}.get(len(code), "district")


def find_area(name: str, landscape: Landscape | None = None) -> Area:
    """The division that a name (萧山区, 浙江省杭州市) or code (330109) means, else the park of the graph that it names.

    QueryError says what to type instead.
    """
    text = name.strip()
    if text in {"全国", "中国", ""}:
        return Area("", say("nation"))
    if text.isdigit():
        code = regions.short_code(text)
        if code in regions.division_names():
            return Area(code, regions.division_names()[code])
        raise QueryError(f"no division has the code {name!r}; give a code of 2, 4 or 6 digits of GB/T 2260, or a name")
    found = regions.find(text)
    if found is not None:
        return Area(found, regions.division_names()[found])
    if regions.ambiguous(text):
        raise QueryError(
            f"several divisions are called {name!r}; put the city before it (杭州市{name}) or give its code"
        )
    park = _park(text, landscape) if landscape is not None else None
    if park is not None:
        return park
    raise QueryError(
        f"no division is called {name!r}, and no park of the graph; give a province, city or district of China (萧山区, 杭州市), "
        "a code, or a park that a document or table names"
    )


def _park(name: str, landscape: Landscape) -> Area | None:
    """The park of that id, name or alias, else the one zone that the name is another form of; None if there is none."""
    parks = landscape.local.of("Park")
    found = [p for p in parks if name in (p.id, p.name, *(p.properties.get("aliases") or ()))]
    zone = zone_of(name, None) if not found else None
    if zone is not None and zone.place is not None:
        same = (p for p in parks if (one := zone_of(p.name, zone.place)) is not None and one.name == zone.name)
        found = [p for p in same if any(regions.related(place.division, zone.place or "") for place in p.places)]
    if not found:
        return None
    if len(found) > 1:
        raise QueryError(f"several parks are called {name!r}; give an id: {'、'.join(p.id for p in found[:6])}")
    places = sorted(found[0].places, key=lambda place: (-len(place.division), place.division))
    if not places:
        raise QueryError(f"nothing says where {found[0].name} lies; load a document or table that does")
    outer = dict.fromkeys(place.park for place in found[0].places if place.park)
    return Area(f"{places[0].division}{regions.PARK}{found[0].id}", found[0].name, (found[0].id, *outer))


def around(area: Area) -> list[Area]:
    """What the area lies in, nearest first, the country last."""
    found: list[Area] = []
    code = area.division if area.parks else regions.parent(area.code) if area.code else None
    while code:
        found.append(Area(code, regions.division_names()[code]))
        code = regions.parent(code)
    return [*found, Area("", say("nation"))] if area.code else []


def known_area(landscape: Landscape, area: Area) -> Area:
    """The area itself, or the nearest wider one of which enough is known for a grade."""
    for one in (area, *around(area)):
        if not one.code or not landscape.thin(one.code):
            return one
    return area


def which(landscape: Landscape, area: Area, lang: str = "zh") -> str | None:
    """One line on why only some chains are looked at; None where all are."""
    home, chosen = _chosen(landscape, area)
    if home is None:
        return None
    names = [template.name for template in chosen]
    return say("which", lang, number=len(names), region=home.name, names=listing(names[:6], lang))


def chains_of(landscape: Landscape, area: Area) -> list[Template]:
    """The templates of the chains that an area develops by the graph, else those that what it lies in develops.

    Where nobody names any: those that its enterprises are said to be in, else all of them.
    """
    return _chosen(landscape, area)[1]


def _chosen(landscape: Landscape, area: Area) -> tuple[Area | None, list[Template]]:
    """The templates to look at and the area whose they are; None where they are all of them."""
    for one in (area, *around(area)):
        aims = landscape.local.things[one.parks[0]].aims if one.parks else landscape.local.develops.get(one.code, ())
        found = _named(landscape, (aim.name for aim in aims if aim.type != "Product"))
        if found:
            return one, found
    firms = [thing for thing in landscape.local.of("Enterprise") if thing.stands_in(area.code)]
    found = _named(landscape, (aim.name for firm in firms for aim in firm.aims if aim.type == "Chain"))
    return (area, found) if found and area.code else (None, list(landscape.templates.values()))


def _named(landscape: Landscape, names: Iterable[str]) -> list[Template]:
    """The templates that go by the names, each once, in their order."""
    found = (find_template(name, landscape.templates) for name in names)
    return list({t.name: t for t in found if t is not None}.values())
