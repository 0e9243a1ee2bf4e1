"""Where policies hold whose title alone names a region: no rule of the text tells, as a name inside a title is no mention."""

from collections.abc import Iterator
from dataclasses import replace

from kg.extraction import Claim, Extraction, Referent
from kg.identity import regions

_RULE = "place_in_title"
_MARKS = "《》〈〉“”"


def placed(extraction: Extraction, home: str | None) -> Extraction:
    """The extraction with the place of each policy that no claim places and whose title begins with a division's full name.

    《旌阳区氢能产业发展规划》 holds in 旌阳区. `home` (a short code) settles a name of several places.
    """
    from kg.loaders.relate.confidence import rate

    told = {c.source for c in extraction.claims if c.relation == "APPLIES_TO"}
    referents, claims = list(extraction.referents), list(extraction.claims)
    for policy, region in _untold(extraction, told, home):
        known = next((r for r in referents if r.type == "Region" and region in (r.name, *r.aliases)), None)
        mention = min(policy.mentions, key=lambda m: m.start)
        if known is None:
            known = Referent(f"title:{region}", "Region", region, mentions=[replace(mention, type="Region", attrs=())])
            referents.append(known)
        sure = rate("APPLIES_TO", _RULE) * mention.confidence
        claims.append(Claim("APPLIES_TO", policy.id, known.id, mention.start, mention.end, _RULE, sure))
    return replace(extraction, referents=referents, claims=claims)


def _untold(extraction: Extraction, told: set[str], home: str | None) -> Iterator[tuple[Referent, str]]:
    """Policies without a place, with the division that their title begins with."""
    for policy in extraction.referents:
        if policy.type != "Policy" or policy.id in told or not policy.mentions:
            continue
        title = policy.name.strip(_MARKS)
        found = regions.prefix(title, home)
        if found is not None:
            region = regions.name(found.code)
            if title.removesuffix(found.rest).endswith(region):
                yield policy, region
