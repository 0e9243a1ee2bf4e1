"""A region as the analysis takes it: found by name or code, with what it lies in."""

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

    @property
    def level(self) -> str:
        """district, city, province or nation (a municipality is a province)."""
        return {0: "nation", 2: "province", 4: "city"}.get(len(self.code), "district")


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
    names = [template.name for template in chains_of(landscape, area)]
    if len(names) == len(landscape.templates):
        return None
    home = next(one for one in (area, *around(area)) if one.code in landscape.local.develops)
    return say("which", lang, number=len(names), region=home.name, names=listing(names[:6], lang))


def chains_of(landscape: Landscape, area: Area) -> list[Template]:
    """The templates of the chains that an area develops by the graph (else those of what it lies in), or all of them."""
    for one in (area, *around(area)):
        named = [find_template(aim.name, landscape.templates) for aim in landscape.local.develops.get(one.code, ())]
        found = {t.name: t for t in named if t is not None}
        if found:
            return list(found.values())
    return list(landscape.templates.values())
