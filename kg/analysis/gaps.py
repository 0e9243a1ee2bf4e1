"""Which segments of its chains a region lacks, how much that matters, and why: the gap types and priorities of the model."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from kg.analysis import support
from kg.analysis.area import chains_of
from kg.analysis.kinds import factors
from kg.analysis.projects import projects_for, under_way
from kg.analysis.reasons import (
    ALARMS,
    BROKEN,
    BUILDING,
    EXTEND,
    MISSING,
    STATED,
    STRONG,
    UNLINKED,
    UNSEEN,
    WEAK,
    beside,
    reasons_of,
    unlinked,
    view_blind,
)
from kg.analysis.rows import GapRow, Offer, Part
from kg.analysis.source import Source, landscape_of
from kg.analysis.stated import NEED, stated_for
from kg.analysis.view import ChainView, View, chain_view, residents, view_of
from kg.analysis.wording import say
from kg.chains import need_template
from kg.errors import QueryError


def gaps(
    source: Source, region: str, chain: str | None = None, *, lang: str = "zh", today: date | None = None
) -> list[GapRow]:
    """What the chains of a region lack, most urgent first; of a region little known what its own papers name first.

    `source` is a graph, a landscape or None (shipped reference alone); `chain` one chain by any of its names, default the
    chains that the region develops by the graph, else all. Without enough knowledge of the region rows are 未观察到 and
    not graded; a segment with a project under way is 在建. QueryError for an unknown region or chain.
    """
    landscape = landscape_of(source)
    view = view_of(landscape, region, lang)
    if not view.area.code:
        raise QueryError(
            "gaps are measured against the country; give a province, city or district (kg chain NAME shows the country)"
        )
    chosen = [need_template(chain, landscape.templates)] if chain else chains_of(landscape, view.area)
    day = today or date.today()
    rows = [row for template in chosen for row in chain_gaps(chain_view(view, template), day)]
    return sorted(
        rows, key=lambda r: (r.graded or not r.own, r.priority is None, -(r.priority or 0.0), r.chain, r.segment)
    )


def chain_gaps(one: ChainView, today: date) -> list[GapRow]:
    """The gap rows of one chain, in the order of the template."""
    return [row for j in range(len(one.x)) if (row := _row(one, j, today)) is not None]


def segment_kinds(one: ChainView, j: int) -> list[str]:
    """The gap kinds of segment `j` by counts alone."""
    kinds = one.kinds
    flags = {
        MISSING: kinds.missing[0, j],
        BROKEN: kinds.broken[0, j] > 0,
        EXTEND: kinds.extend[0, j],
        STRONG: kinds.strong[0, j],
        WEAK: kinds.weak[0, j],
        UNLINKED: bool(unlinked(one, j)),
    }
    return [kind for kind, yes in flags.items() if yes]


def _row(one: ChainView, j: int, today: date) -> GapRow | None:
    view, landscape = one.view, one.view.landscape
    segment = one.template.segments[j]
    kinds = segment_kinds(one, j)
    own = float(view.own[one.chain.at[j]])
    if not view.graded:
        kinds = [UNSEEN] if own == 0 and not view_blind(one, j) else []
    projects = projects_for(landscape, view.area, segment.name, today) if own == 0 else []
    coming = [p for p in projects if under_way(p)]
    if any(p.value >= landscape.weights.present for p in coming):
        kinds = [BUILDING]
    elif coming and kinds:
        kinds = [*kinds, BUILDING]
    said = stated_for(landscape, view.area, one.template, segment.name, today, view.lang)
    if any(offer.own for offer in said) and kinds != [BUILDING]:
        kinds = [*kinds, STATED]
    if not kinds:
        return None
    offers = [*_offers(one, segment.name, today), *said]
    named = any(offer.own for offer in offers)
    parts, factor = _priority(one, j, offers)
    priority = None
    if not ALARMS.intersection(kinds) and not {EXTEND, UNSEEN, STATED}.intersection(kinds):
        priority = 0.0
    elif view.graded or named or one.x[j] == 0:
        priority = round(factor * sum(p.contribution for p in parts), 4)
    return _made(one, j, kinds, priority, factor, parts, [*offers, *projects])


def _made(
    one: ChainView,
    j: int,
    kinds: list[str],
    priority: float | None,
    factor: float,
    parts: tuple[Part, ...],
    offers: list[Offer],
) -> GapRow:
    view, at, segment = one.view, one.chain.at[j], one.template.segments[j]
    strength, feasibility = view.strength, view.feasibility[at]
    return GapRow(
        region=view.area.name,
        chain=one.template.name,
        stage=segment.stage,
        segment=segment.name,
        kinds=tuple(kinds),
        priority=priority,
        graded=view.graded,
        basis=view.base.name,
        local=float(view.own[at]),
        wider=float(one.x[j]),
        expected=float(strength.expected[0, at]),
        surprise=float(strength.surprise[0, at]),
        national=float(view.landscape.national[at]),
        lq_star=float(strength.lq_star[0, at]),
        above=float(strength.above[0, at]),
        balance=float(one.kinds.balance[0, j]),
        broken=float(one.kinds.broken[0, j]),
        feasibility=0.0 if np.isnan(feasibility) else float(feasibility),
        reward=_reward(view, at),
        factor=factor,
        parts=parts,
        criticality=_critical_parts(one, j),
        reasons=tuple(reasons_of(one, j, kinds, offers)),
        offers=tuple(offers),
        own=any(offer.own for offer in offers),
        evidence=_neighbours(one, j),
    )


def _neighbours(one: ChainView, j: int) -> tuple[str, ...]:
    """Edges behind the enterprises of the region in the segments that feed this one or are fed by it."""
    landscape, area, found = one.view.landscape, one.view.area, dict[str, None]()
    for k in beside(one, j) if landscape.by_thing else ():
        for firm in residents(landscape, area.code, int(one.chain.at[k]))[:CITED]:
            found |= dict.fromkeys(firm.edges(one.template.segments[k].name, area.code))
    return tuple(found)


CITED = 3
"""Enterprises of a neighbouring segment whose evidence a gap names."""


def _reward(view: View, at: int) -> float:
    """Percentile of the segment's complexity among all: the value axis of 延, apart from feasibility."""
    complexity = view.feasible.complexity
    return float((complexity <= complexity[at]).mean())


def _offers(one: ChainView, segment: str, today: date) -> list[Offer]:
    view = one.view
    policies = support.policies_for(view.landscape, view.area, one.template, segment, today, view.lang)
    return policies + support.parks_for(view.landscape, view.area, one.template, segment, view.lang)


def _priority(one: ChainView, j: int, offers: Sequence[Offer]) -> tuple[tuple[Part, ...], float]:
    """The five parts, each contributing 100 * weight * value, and the factor (of 弱 and of 延 without a neighbour, else 1).

    Feasibility of a present segment is of no use and counts 1: it has been done there. Policy unknown counts 0. Where
    figures are those of a wider region, the factor of what that region has is 1: it is lacking in the region itself. What
    the region says that it lacks has the whole factor where nobody is seen, else at least `contested`.
    """
    view, at, weight = one.view, one.chain.at[j], one.view.landscape.weights.priority
    feasibility = view.feasibility[at]
    policy, stated = (max((o.value for o in offers if o.type == t), default=0.0) for t in ("Policy", NEED))
    values = {
        "criticality": float(one.critical.total[0, j]),
        "feasibility": 1.0 if np.isnan(feasibility) else float(feasibility),
        "surprise": float(view.strength.surprise[0, at]),
        "policy": policy,
        "stated": stated,
    }
    parts = tuple(Part(t, say(t, view.lang), v, weight[t], 100 * weight[t] * v) for t, v in values.items())
    if not view.graded and one.x[j] > 0:
        return parts, 1.0
    factor = float(factors(one.view.landscape, one.kinds, one.x[None, :])[0, j])
    if any(offer.own and offer.type == NEED for offer in offers):
        factor = max(factor, 1.0 if one.x[j] == 0 else one.view.landscape.weights.contested)
    return parts, factor


def _critical_parts(one: ChainView, j: int) -> tuple[Part, ...]:
    weight, critical, lang = one.view.landscape.weights.criticality, one.critical, one.view.lang
    scarce = float(critical.scarce[j])
    values = {
        "need": float(critical.need[0, j]),
        "dependence": float(critical.dependence[0, j]),
        "between": float(critical.between[0, j]),
        "scarce": scarce,
    }
    return tuple(Part(t, say(t, lang), v, weight[t], weight[t] * v) for t, v in values.items())
