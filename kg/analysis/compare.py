"""Two regions side by side: how complete their chains are, and what each has that the other lacks."""

from dataclasses import dataclass

from kg.analysis.area import chains_of
from kg.analysis.gaps import segment_kinds
from kg.analysis.reasons import STRONG
from kg.analysis.source import Source, landscape_of
from kg.analysis.view import chain_view, view_of
from kg.chains import need_template
from kg.errors import QueryError


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One chain in two regions: shares of segments covered in [0, 1], strong segments, and who could give whom what."""

    chain: str
    first: str
    second: str
    first_share: float
    second_share: float
    first_strong: tuple[str, ...]
    second_strong: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    both: int
    neither: int


def compare(source: Source, first: str, second: str, chain: str | None = None) -> list[CompareRow]:
    """One row a chain (those that either region develops by the graph, or all), largest difference first."""
    landscape = landscape_of(source)
    views = [view_of(landscape, first), view_of(landscape, second)]
    if views[0].area == views[1].area:
        raise QueryError(f"{first!r} and {second!r} are the same region; give two different ones")
    chosen = {t.name: t for v in views for t in chains_of(landscape, v.area)}
    if chain:
        chosen = {t.name: t for t in [need_template(chain, landscape.templates)]}
    rows = []
    for template in chosen.values():
        ones = [chain_view(v, template) for v in views]
        here = [v.own[o.chain.at] > 0 for v, o in zip(views, ones, strict=True)]
        names = [s.name for s in template.segments]
        strong = [
            tuple(n for j, n in enumerate(names) if v.graded and STRONG in segment_kinds(o, j))
            for v, o in zip(views, ones, strict=True)
        ]
        rows.append(
            CompareRow(
                chain=template.name,
                first=views[0].area.name,
                second=views[1].area.name,
                first_share=float(here[0].mean()),
                second_share=float(here[1].mean()),
                first_strong=strong[0],
                second_strong=strong[1],
                only_first=tuple(n for j, n in enumerate(names) if here[0][j] and not here[1][j]),
                only_second=tuple(n for j, n in enumerate(names) if here[1][j] and not here[0][j]),
                both=int((here[0] & here[1]).sum()),
                neither=int((~here[0] & ~here[1]).sum()),
            )
        )
    return sorted(rows, key=lambda r: (-abs(r.first_share - r.second_share), r.chain))
