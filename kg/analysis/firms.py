"""Enterprises as the model sees them: the shipped pool and the graph's enterprises, each in its segments and places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.analysis.ended import arriving, departed
from kg.analysis.local import Aim, Local, Place, Thing
from kg.chains.place import Placement, Segments
from kg.chains.pool import Listed
from kg.identity import regions

WARNED = "风险警示"
NAMED_PRODUCT = 0.9
"""Confidence that a document which names a product of an enterprise is right (times the match of the product)."""


@dataclass(slots=True)
class Firm:
    """One enterprise: `places` are where it stands, `placements` the segments it makes things for, by segment name.

    `products` are its main products with revenue share where known; `observed` says whether anything is known of its
    activity; `out` why it is not to be counted or proposed (struck off, moved away, still being built, dishonest,
    delisted), None if nothing speaks against it. `listed` is set for an enterprise of the pool, `thing` for one of the graph.
    """

    id: str
    name: str
    short: str
    places: tuple[Place, ...]
    placements: Mapping[str, Placement]
    products: tuple[tuple[str, float | None], ...] = ()
    observed: bool = True
    out: str | None = None
    listed: Listed | None = None
    thing: Thing | None = None
    kind: str = "enterprise"

    @property
    def identity(self) -> str:
        """Id in the graph, where it is in one."""
        return self.thing.id if self.thing is not None else self.id

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names that the graph gives it."""
        return tuple(map(str, (self.thing.properties.get("aliases") or ()) if self.thing is not None else ()))

    @property
    def divisions(self) -> tuple[str, ...]:
        """Division codes of its places."""
        return tuple(place.division for place in self.places)

    def stands_in(self, division: str) -> bool:
        """Whether one of its places lies in a division."""
        return any(place.within(division) for place in self.places)

    def based_in(self, division: str) -> bool:
        """Whether one of its places, or the place that its legal name starts with, lies in a division (in a park: a place alone)."""
        named = regions.prefix(self.name) if regions.PARK not in division else None
        return self.stands_in(division) or (named is not None and regions.within(named.code, division))

    def edges(self, segment: str, division: str) -> tuple[str, ...]:
        """Edges of the graph by which it makes what a segment stands for, and stands in a division."""
        if self.thing is None or segment not in self.placements:
            return ()
        why = self.placements[segment].why
        made = [a.edge for a in self.thing.aims if a.type == "Product" and (a.word in why or a.name == segment)]
        stands = [p.edge for p in self.thing.places if p.within(division)]
        return tuple(dict.fromkeys(edge for edge in (*made, *stands) if edge))

    @property
    def staff(self) -> float | None:
        """Number of employees, where known."""
        if self.thing is not None and self.thing.text("employees"):
            return float(self.thing.properties["employees"])
        return float(self.listed.staff) if self.listed is not None and self.listed.staff else None

    @property
    def capital(self) -> float | None:
        """Registered capital in yuan, where known."""
        if self.thing is not None and self.thing.text("capital"):
            return float(self.thing.properties["capital"])
        return self.listed.capital * 10_000.0 if self.listed is not None and self.listed.capital else None

    def turnover(self, key: str) -> float | None:
        """`revenue` or `output` of the latest year that is known, in yuan."""
        told = self.thing.text(key) if self.thing is not None else None
        return None if told is None else float(told)

    @property
    def tags(self) -> tuple[str, ...]:
        """Words of documents on it, and 上市公司 for one of the pool (with 风险警示 where the exchange warns of it)."""
        tags = [
            *(self.thing.tags if self.thing is not None else ()),
            *(["上市公司"] if self.listed is not None else []),
        ]
        return tuple(dict.fromkeys([*tags, *([WARNED] if self.listed is not None and self.listed.warned else [])]))


@dataclass(slots=True)
class Census:
    """All enterprises, and where they stand in the list by their id of the graph."""

    firms: list[Firm]
    by_thing: dict[str, int] = field(default_factory=dict)


def listed_firms(pool: Iterable[Listed], segments: Segments) -> list[Firm]:
    """The enterprises of the pool that are listed now, placed in segments."""
    return [
        Firm(
            id=f"enterprise:{one.code}",
            name=one.name,
            short=one.short,
            places=(Place(one.division),) if one.division else (),
            placements={p.segment: p for p in segments.place_listed(one)},
            products=one.products,
            observed=bool(one.products or one.trade),
            listed=one,
        )
        for one in pool
        if one.active
    ]


def census(pool: Sequence[Listed], local: Local, segments: Segments) -> Census:
    """Pool and graph together; an enterprise of both (same stock code or same full name) is one."""
    firms = listed_firms(pool, segments)
    codes = {f.listed.code: i for i, f in enumerate(firms) if f.listed is not None}
    names = {f.name: i for i, f in enumerate(firms)}
    found = Census(firms)
    left = {key for one in pool if not one.active for key in (one.code, one.name)}
    for thing in local.of("Enterprise"):
        code = (thing.text("stock_code") or "")[:6]
        at = codes.get(code, names.get(thing.name))
        if at is None:
            found.by_thing[thing.id] = len(firms)
            firms.append(_of_graph(thing, segments, local))
            if left.intersection((code, thing.name)):
                firms[-1].out = firms[-1].out or "已退市"
        else:
            found.by_thing[thing.id] = at
            _join(firms[at], thing, segments, local)
    return found


def _of_graph(thing: Thing, segments: Segments, local: Local) -> Firm:
    placements = placements_of(thing.aims, segments, local)
    return Firm(
        id=thing.id,
        name=thing.name,
        short=thing.name,
        places=tuple(thing.places),
        placements=placements,
        products=_products(thing.aims),
        observed=bool(thing.aims),
        out=gone(thing) or coming(thing),
        thing=thing,
    )


def _join(firm: Firm, thing: Thing, segments: Segments, local: Local) -> None:
    """Add what the graph says; segments that the pool gave (and a loaded reference repeats) are known already."""
    firm.thing = thing
    known = set(firm.divisions)
    finer = [p for p in thing.places if p.division not in known]
    wide = {d for d in known if any(p.division.startswith(d) for p in finer)}
    firm.places = tuple(p for p in firm.places if p.division not in wide) + tuple(finer)
    fresh = [aim for aim in thing.aims if aim.name not in firm.placements]
    held = dict(firm.placements)
    for name, placement in placements_of(fresh, segments, local).items():
        if name not in held or held[name].confidence < placement.confidence:
            held[name] = placement
    firm.placements = held
    firm.products = tuple((dict(_products(fresh)) | dict(firm.products)).items())
    firm.observed = firm.observed or bool(thing.aims)
    firm.out = firm.out or gone(thing)


def _products(aims: Iterable[Aim]) -> tuple[tuple[str, float | None], ...]:
    return tuple((a.word, a.share) for a in aims if a.type == "Product")


def placements_of(aims: Iterable[Aim], segments: Segments, local: Local) -> dict[str, Placement]:
    """Segments of a thing of the graph by the products that its aims name."""
    found: dict[str, Placement] = {}
    for aim in aims:
        if aim.type != "Product":
            continue
        for name, match in segments_of_aim(aim, segments, local):
            sure = round(match * NAMED_PRODUCT, 4)
            held = found.get(name)
            why = (*(held.why if held else ()), aim.word)
            found[name] = Placement(name, max(sure, held.confidence if held else 0.0), aim.share, why)
    return found


def segments_of_aim(aim: Aim, segments: Segments, local: Local) -> list[tuple[str, float]]:
    """Segments of the word that a document uses, else of the name that the graph has for it."""
    words = dict.fromkeys((aim.word, aim.name))
    return next((found for word in words if (found := segments_of_product(word, segments, local))), [])


def segments_of_product(product: str, segments: Segments, local: Local) -> list[tuple[str, float]]:
    """Segments of a product by its name, else by what the graph says it is part of."""
    direct = list(segments.of_product(product))
    if direct:
        return direct
    wider = (aim.name for aim in local.parts.get(product, ()) if aim.type == "Product")
    return [(name, match * NAMED_PRODUCT) for other in wider for name, match in segments.of_product(other)]


def gone(thing: Thing) -> str | None:
    """Why an enterprise of the graph is out: its status, or a tag such as 失信; None if nothing speaks against it."""
    return departed(thing.text("status"), thing.tags)


def coming(thing: Thing) -> str | None:
    """在建 or 拟建 if an enterprise of the graph is not at work yet by its status, else None."""
    return arriving(thing.text("status"))
