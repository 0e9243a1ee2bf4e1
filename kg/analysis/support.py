"""What a region offers a segment: policies that support it, parks that host its chain."""

from datetime import date

from kg.analysis.area import Area, level
from kg.analysis.ended import out_of_force
from kg.analysis.firms import Firm, segments_of_aim
from kg.analysis.landscape import Landscape
from kg.analysis.local import Aim, Thing
from kg.analysis.rows import Offer
from kg.analysis.wording import listing, say
from kg.chains.shelf import core
from kg.chains.template import Template
from kg.identity import regions


def policies_for(
    landscape: Landscape, area: Area, chain: Template, segment: str, today: date, lang: str = "zh"
) -> list[Offer]:
    """Policies in force in the area (or what it lies in) that support the segment, its chain or its industry; best first."""
    numbers, found = landscape.weights, []
    for policy in _aiming(landscape, "Policy", chain, segment):
        hits = [(aim, kind) for aim in policy.aims if (kind := aimed(landscape, aim, chain, segment))]
        if not hits or not _holds(policy, area, today):
            continue
        level = level_of(policy, area)
        aim, kind = max(hits, key=lambda hit: numbers.policy_target[hit[1]])
        value = numbers.policy_level[level] * numbers.policy_target[kind]
        number = policy.text("number")
        basis = say(
            "policy_basis", lang, name=policy.name, number=say("numbered", lang, number=number) if number else "", target=aim.word,
            level=say(f"{level}_level", lang),
        )  # fmt: skip
        edges = tuple(a.edge for a, _ in hits if a.edge)
        found.append(
            Offer(
                "Policy",
                policy.id,
                policy.name,
                basis,
                value,
                number,
                policy.text("date") or policy.text("effective"),
                edges,
                own=kind == "segment" and _is_own(policy, area),
            )
        )
    return sorted(found, key=lambda offer: (-offer.value, offer.name))


def policies_of(landscape: Landscape, area: Area, today: date) -> list[Thing]:
    """Policies that hold in the area today: of the area, of what it lies in (the nation last), or of no known place."""
    return [p for p in landscape.local.of("Policy") if _holds(p, area, today)]


def _holds(policy: Thing, area: Area, today: date) -> bool:
    if out_of_force(policy.text("expires"), policy.tags, today.isoformat()):
        return False
    parks = {place.park for place in policy.places if place.park}
    if area.parks and parks:
        return not parks.isdisjoint(area.parks)
    return not policy.places or any(area.code.startswith(place.division) for place in policy.places)


def _is_own(policy: Thing, area: Area) -> bool:
    """Whether a policy is of the area itself, not of what it lies in or of what lies in it."""
    if area.parks:
        return any(place.park == area.parks[0] for place in policy.places)
    return any(place.division == area.code for place in policy.places)


def _aiming(landscape: Landscape, type_: str, chain: Template, segment: str) -> list[Thing]:
    """Policies or parks of which an aim may mean the segment, its chain or its industry (see `aimed`), by id."""
    known = landscape.kept(f"aims/{type_}", lambda: _by_aim(landscape, type_))
    found = {t.id: t for word in {segment}.union(*_cores(landscape, chain)) for t in known.get(word, ())}
    return [found[identity] for identity in sorted(found)]


def _by_aim(landscape: Landscape, type_: str) -> dict[str, list[Thing]]:
    """Things of a type by the segments that their aims name, and by the core of the chain or industry."""
    found: dict[str, list[Thing]] = {}
    for thing in landscape.local.of(type_):
        for word in {word for aim in thing.aims for word in (core(aim.name), *_segments(landscape, aim))}:
            found.setdefault(word, []).append(thing)
    return found


def _cores(landscape: Landscape, chain: Template) -> tuple[set[str], set[str]]:
    """Names of a chain, and of the industries that it is of, as they are compared; made once a landscape."""

    def make() -> tuple[set[str], set[str]]:
        names, industries = (chain.name, *chain.aliases), landscape.local.chain_industries
        return {core(n) for n in names}, {core(i) for n in names for i in industries.get(n, ())}

    return landscape.kept(f"cores/{chain.name}", make)


def level_of(policy: Thing, area: Area) -> str:
    """The level of the nearest place that a policy is of; unknown where the graph knows none. A park's is as near as a district's."""
    if any(place.park in area.parks for place in policy.places):
        return "district"
    here = [p.division for p in policy.places if regions.within(area.code, p.division)]
    return level(max(here, key=len)) if here else "unknown"


def aimed(landscape: Landscape, aim: Aim, chain: Template, segment: str) -> str | None:
    """segment, chain or industry if an aim (of a policy or park) means this segment, this chain or its industry."""
    if segment in _segments(landscape, aim):
        return "segment"
    if aim.type == "Product":
        return None
    wanted, (names, industries) = core(aim.name), _cores(landscape, chain)
    if wanted in names:
        return "chain"
    return "industry" if wanted in industries else None


def _segments(landscape: Landscape, aim: Aim) -> dict[str, float]:
    if aim.type == "Product":
        return dict(segments_of_aim(aim, landscape.segments, landscape.local))
    return dict(landscape.segments.of_product(aim.name))


def parks_for(landscape: Landscape, area: Area, chain: Template, segment: str, lang: str = "zh") -> list[Offer]:
    """Parks of the area that host the segment, its chain or its industry, best first (以园聚链)."""
    found = []
    for park in _aiming(landscape, "Park", chain, segment):
        hits = [(aim, kind) for aim in park.aims if (kind := aimed(landscape, aim, chain, segment))]
        if hits and area.holds(park):
            aim, kind = max(hits, key=lambda hit: landscape.weights.park_host[hit[1]])
            basis = say("park_basis", lang, name=park.name, target=aim.word)
            edges = tuple(a.edge for a, _ in hits if a.edge)
            value, own = landscape.weights.park_host[kind], kind == "segment"
            found.append(Offer("Park", park.id, park.name, basis, value, evidence=edges, own=own))
    return sorted(found, key=lambda offer: (-offer.value, offer.name))


def parks_with(landscape: Landscape, area: Area, chain: Template, lang: str = "zh") -> list[Offer]:
    """Parks of the area in which enterprises of the chain stand, whatever they are said to be for; as one of the industry."""
    names, found = {s.name for s in chain.segments}, []
    inside = settled(landscape)
    for park in parks_of(landscape, area):
        firms = [f for f in inside.get(park.id, ()) if not names.isdisjoint(f.placements)]
        if not firms:
            continue
        near = [f.short for f in firms]
        basis = say(
            "park_inside", lang, name=park.name, chain=chain.name, number=len(near), names=listing(near[:3], lang)
        )
        edges = [p.edge for f in firms for p in f.places if p.park == park.id and p.edge]
        value = landscape.weights.park_host["industry"]
        found.append(Offer("Park", park.id, park.name, basis, value, evidence=tuple(dict.fromkeys(edges))))
    return found


def settled(landscape: Landscape) -> dict[str, list[Firm]]:
    """By park, the enterprises that stand in it and are at work; made once a landscape."""

    def make() -> dict[str, list[Firm]]:
        found: dict[str, list[Firm]] = {}
        for firm in (f for f in landscape.firms if f.out is None):
            for park in {p.park for p in firm.places if p.park}:
                found.setdefault(park, []).append(firm)
        return found

    return landscape.kept("settled", make)


def parks_of(landscape: Landscape, area: Area) -> list[Thing]:
    """Parks that stand in the area."""
    return [p for p in landscape.local.of("Park") if area.holds(p)]
