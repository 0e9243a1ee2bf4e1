"""The gaps of a region as marks on the segments of a chain's page."""

from typing import Any

from kg.analysis.gaps import gaps
from kg.chains.shelf import find_template
from kg.store.base import Store


def gap_marks(store: Store, chain: str, region: str, lang: str = "zh") -> list[dict[str, Any]]:
    """Rows of segment, grade and reason, most urgent first; none for a chain that has no template to compare with."""
    template = find_template(chain)
    if template is None:
        return []
    rows = gaps(store, region, template.name, lang=lang)
    stop = "; " if lang == "en" else "；"
    return [{"segment": r.segment, "grade": " ".join(r.kinds), "reason": stop.join(r.reasons)} for r in rows if r.kinds]
