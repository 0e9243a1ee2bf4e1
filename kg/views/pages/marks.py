"""The gaps of a region as marks on the segments of a chain's page."""

from typing import Any

from kg.analysis.gaps import gaps
from kg.chains.shelf import find_template
from kg.store.base import Store


def gap_marks(store: Store, region: str, chain: str | None = None, lang: str = "zh") -> list[dict[str, Any]]:
    """Rows of chain, segment, grade and reason, most urgent first; none for a chain that has no template to compare with.

    Without `chain`, of all chains that the region develops.
    """
    template = find_template(chain) if chain else None
    if chain and template is None:
        return []
    stop = "; " if lang == "en" else "；"
    return [
        {"chain": r.chain, "segment": r.segment, "grade": " ".join(r.kinds), "reason": stop.join(r.reasons)}
        for r in gaps(store, region, template.name if template else None, lang=lang)
        if r.kinds
    ]
