"""What a region offers a segment: policies that support it, parks that host its chain."""

from datetime import date

from kg.analysis.area import Area
from kg.analysis.firms import segments_of_aim
from kg.analysis.landscape import Landscape
from kg.analysis.local import Aim, Thing
from kg.analysis.rows import Offer
from kg.analysis.wording import say
from kg.chains.shelf import core
from kg.chains.template import Template

_LEVEL = {0: "nation", 2: "province", 4: "city", 6: "district"}


def policies_for(
    landscape: Landscape, area: Area, chain: Template, segment: str, today: date, lang: str = "zh"
) -> list[Offer]:
    """Policies in force in the area (or what it lies in) that support the segment, its chain or its industry; best first."""
    numbers, found = landscape.weights, []
    for policy in policies_of(landscape, area, today):
        level = level_of(policy, area)
        hits = [(aim, kind) for aim in policy.aims if (kind := aimed(landscape, aim, chain, segment))]
        if not hits:
            continue
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
                own=kind == "segment" and any(place.division == area.code for place in policy.places),
            )
        )
    return sorted(found, key=lambda offer: (-offer.value, offer.name))


def policies_of(landscape: Landscape, area: Area, today: date) -> list[Thing]:
    """Policies that hold in the area today: of the area, of what it lies in, or of no place (the nation's)."""
    day = today.isoformat()
    return [
        p
        for p in landscape.local.of("Policy")
        if (p.text("expires") or "9999") >= day
        and (not p.places or any(area.code.startswith(place.division) for place in p.places))
    ]


def level_of(policy: Thing, area: Area) -> str:
    """The level of the nearest place that a policy is of; without one it is the nation's."""
    here = [len(p.division) for p in policy.places if area.code.startswith(p.division)]
    return _LEVEL.get(max(here, default=0), "district")


def aimed(landscape: Landscape, aim: Aim, chain: Template, segment: str) -> str | None:
    """segment, chain or industry if an aim (of a policy or park) means this segment, this chain or its industry."""
    if aim.type == "Product":
        names = dict(segments_of_aim(aim, landscape.segments, landscape.local))
        return "segment" if segment in names else None
    wanted = core(aim.name)
    if segment in dict(landscape.segments.of_product(aim.name)):
        return "segment"
    if wanted in {core(n) for n in (chain.name, *chain.aliases)}:
        return "chain"
    industries = {core(i) for n in (chain.name, *chain.aliases) for i in landscape.local.chain_industries.get(n, ())}
    return "industry" if wanted in industries else None


def parks_for(landscape: Landscape, area: Area, chain: Template, segment: str, lang: str = "zh") -> list[Offer]:
    """Parks of the area that host the segment, its chain or its industry, best first (以园聚链)."""
    found = []
    for park in parks_of(landscape, area):
        hits = [(aim, kind) for aim in park.aims if (kind := aimed(landscape, aim, chain, segment))]
        if hits:
            aim, kind = max(hits, key=lambda hit: landscape.weights.park_host[hit[1]])
            basis = say("park_basis", lang, name=park.name, target=aim.word)
            edges = tuple(a.edge for a, _ in hits if a.edge)
            value, own = landscape.weights.park_host[kind], kind == "segment"
            found.append(Offer("Park", park.id, park.name, basis, value, evidence=edges, own=own))
    return sorted(found, key=lambda offer: (-offer.value, offer.name))


def parks_of(landscape: Landscape, area: Area) -> list[Thing]:
    """Parks that stand in the area."""
    return [p for p in landscape.local.of("Park") if any(place.division.startswith(area.code) for place in p.places)]
