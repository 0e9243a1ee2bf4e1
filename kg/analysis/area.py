"""A region as the analysis takes it: found by name or code, with what it lies in."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.analysis.landscape import Landscape
from kg.analysis.wording import listing, say
from kg.chains import Template, find_template
from kg.errors import QueryError
from kg.identity import regions


@dataclass(frozen=True, slots=True)
class Area:
    """A division by its short code ("" is the whole country) and full name."""

    code: str
    name: str


def level(code: str) -> str:
    """district, city, province or nation, by the length of a short code (a municipality is a province)."""
    return {0: "nation", 2: "province", 4: "city"}.get(len(code), "district")


def find_area(name: str) -> Area:
    """The division that a name (萧山区, 浙江省杭州市) or code (330109) means; QueryError says what to type instead."""
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
    raise QueryError(
        f"no division is called {name!r}; give a province, city or district of China (萧山区, 杭州市) or a code"
    )


def around(area: Area) -> list[Area]:
    """What the area lies in, nearest first, the country last."""
    found, code = [], regions.parent(area.code) if area.code else None
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
        found = _named(landscape, (aim.name for aim in landscape.local.develops.get(one.code, ())))
        if found:
            return one, found
    firms = [thing for thing in landscape.local.of("Enterprise") if thing.stands_in(area.code)]
    found = _named(landscape, (aim.name for firm in firms for aim in firm.aims if aim.type == "Chain"))
    return (area, found) if found and area.code else (None, list(landscape.templates.values()))


def _named(landscape: Landscape, names: Iterable[str]) -> list[Template]:
    """The templates that go by the names, each once, in their order."""
    found = (find_template(name, landscape.templates) for name in names)
    return list({t.name: t for t in found if t is not None}.values())
