"""The gaps of a region as marks on the segments of a chain's page."""

from datetime import date
from typing import Any

from kg.analysis.area import find_area
from kg.analysis.gaps import gaps
from kg.analysis.source import landscape_of
from kg.analysis.view import residents, structure_of
from kg.chains.shelf import find_template
from kg.store.base import Store


def gap_marks(
    store: Store, region: str, chain: str | None = None, lang: str = "zh", today: date | None = None
) -> list[dict[str, Any]]:
    """Rows of chain, segment, grade and reason, most urgent first; none for a chain that has no template to compare with.

    Without `chain`, of all chains that the region develops.
    """
    template = find_template(chain) if chain else None
    if chain and template is None:
        return []
    stop = "; " if lang == "en" else "；"
    return [
        {"chain": r.chain, "segment": r.segment, "grade": " ".join(r.kinds), "reason": stop.join(r.reasons)}
        for r in gaps(store, region, template.name if template else None, lang=lang, today=today)
        if r.kinds
    ]


def makers(store: Store, region: str, chain: str) -> dict[str, tuple[str, ...]]:
    """Ids of the region's enterprises by the segment in which gaps count them, those of the pool that are not in the graph too.

    Empty for a chain that has no template.
    """
    template = find_template(chain)
    if template is None:
        return {}
    landscape = landscape_of(store)
    area = find_area(region, landscape)
    columns = structure_of(landscape, template).chain.at
    found = (
        (s.name, residents(landscape, area.code, int(at))) for s, at in zip(template.segments, columns, strict=True)
    )
    return {name: tuple(firm.identity for firm in firms) for name, firms in found}
