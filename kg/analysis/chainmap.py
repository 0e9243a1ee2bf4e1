"""A chain in a region: who stands where, how complete it is, beside the country and similar regions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kg.analysis.gaps import segment_kinds
from kg.analysis.landscape import Landscape, over
from kg.analysis.projects import projects_for
from kg.analysis.reasons import MIDDLING, MISSING, PRESENT, STRONG, UNSEEN, WEAK, view_blind
from kg.analysis.rows import SegmentRow
from kg.analysis.source import Source, landscape_of
from kg.analysis.view import ChainView, View, chain_view, residents, view_of
from kg.chains import need_template
from kg.chains.template import STAGES
from kg.identity import regions

NAMES = 8
"""So many enterprises are named a segment."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How complete a chain is in a region: shares of segments with at least one enterprise, in [0, 1].

    `weighted` counts a segment by its criticality; `stages` are the shares by stage; `peers` is the mean of the peers.
    """

    region: str
    chain: str
    covered: int
    segments: int
    share: float
    weighted: float
    stages: tuple[tuple[str, float], ...]
    peers: float | None
    peer_names: tuple[str, ...]
    graded: bool


def chain_map(
    source: Source, chain: str, region: str | None = None, *, lang: str = "zh", today: date | None = None
) -> list[SegmentRow]:
    """The segments of a chain with local, expected, national and peer counts; without a region, of the whole country.

    Projects have the state of `today`. QueryError for an unknown chain or region.
    """
    landscape = landscape_of(source)
    template = need_template(chain, landscape.templates)
    view = view_of(landscape, region or "全国", lang)
    one = chain_view(view, template)
    near = peers(landscape, view)
    day = today or date.today()
    return [_row(one, j, near, day) for j in range(len(one.x))]


def coverage(source: Source, region: str, chain: str, *, lang: str = "zh") -> Coverage:
    """How complete a chain is in a region, beside its peers."""
    landscape = landscape_of(source)
    template = need_template(chain, landscape.templates)
    view = view_of(landscape, region, lang)
    one = chain_view(view, template)
    here = view.own[one.chain.at] > 0
    weight = one.critical.total[0]
    near = peers(landscape, view)
    beside = landscape.city_counts[near][:, one.chain.at] > 0
    return Coverage(
        region=view.area.name,
        chain=template.name,
        covered=int(here.sum()),
        segments=len(here),
        share=float(here.mean()),
        weighted=float((weight * here).sum() / weight.sum()) if weight.sum() else 0.0,
        stages=tuple((s, _stage_share(here, [x.stage for x in template.segments], s)) for s in STAGES),
        peers=float(beside.mean()) if len(near) else None,
        peer_names=tuple(regions.name(landscape.cities[i]) for i in near),
        graded=view.graded,
    )


def _stage_share(here: NDArray[np.bool_], stages: Sequence[str], stage: str) -> float:
    at = [i for i, s in enumerate(stages) if s == stage]
    return float(here[at].mean()) if at else 0.0


def peers(landscape: Landscape, view: View, number: int = 5) -> list[int]:
    """Rows of the cities most like a region (cosine of segment counts) with half to twice as many segment links.

    None of them where too little is known of the region: what is like what it lies in is not like itself.
    """
    x, cities = view.counts[0], landscape.city_counts
    total = x.sum()
    if not total or not view.base.code or not view.graded:
        return []
    totals = cities.sum(axis=1)
    norm = np.linalg.norm(cities, axis=1) * np.linalg.norm(x)
    like = over(cities @ x, norm)
    fits = (totals >= total / 2) & (totals <= total * 2) & (like > 0)
    own = np.array([regions.related(c, view.base.code) for c in landscape.cities])
    chosen = np.flatnonzero(fits & ~own)
    return [int(i) for i in chosen[np.argsort(-like[chosen], kind="stable")][:number]]


def _row(one: ChainView, j: int, near: Sequence[int], today: date) -> SegmentRow:
    view, landscape, at = one.view, one.view.landscape, int(one.chain.at[j])
    segment, strength = one.template.segments[j], one.view.strength
    graded, all_here = view.graded, residents(landscape, view.area.code, at)
    here = all_here[:NAMES]
    return SegmentRow(
        chain=one.template.name,
        stage=segment.stage,
        segment=segment.name,
        local=float(view.own[at]),
        expected=float(strength.expected[0, at]),
        national=float(landscape.national[at]),
        peers=float(landscape.city_counts[list(near), at].mean()) if near else None,
        lq=float(strength.lq[0, at]) if graded else None,
        lq_star=float(strength.lq_star[0, at]) if graded else None,
        above=float(strength.above[0, at]) if graded else None,
        balance=float(one.kinds.balance[0, j]) if graded else None,
        grade=_grade(one, j),
        enterprises=tuple(firm.short for firm in here),
        total=len(all_here),
        projects=tuple(projects_for(landscape, view.area, segment.name, today)),
        inputs=tuple(s.name for s in one.template.inputs(segment.id)),
        outputs=tuple(s.name for s in one.template.outputs(segment.id)),
        evidence=tuple(dict.fromkeys(e for firm in here for e in firm.edges(segment.name, view.area.code))),
    )


def _grade(one: ChainView, j: int) -> str:
    """强, 中, 弱 or 缺 where the region can be graded; 有 or 未观察到 where it cannot."""
    if view_blind(one, j):
        return UNSEEN
    if not one.view.graded:
        return PRESENT if one.view.own[one.chain.at[j]] > 0 else UNSEEN
    if not one.view.area.code:
        return PRESENT if one.x[j] > 0 else MISSING
    if one.x[j] == 0:
        return MISSING
    kinds = segment_kinds(one, j)
    return next((k for k in kinds if k in (STRONG, WEAK)), MIDDLING)
