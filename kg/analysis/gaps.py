"""Which segments of its chains a region lacks, how much that matters, and why: the gap types and priorities of the model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from kg.analysis import support
from kg.analysis.area import Area, chains_of, find_area, known_area
from kg.analysis.criticality import Criticality, Structure
from kg.analysis.feasible import Feasibility
from kg.analysis.kinds import Kinds
from kg.analysis.kinds import kinds_of as all_kinds
from kg.analysis.landscape import Array, ChainArrays, Landscape, Strength
from kg.analysis.rows import GapRow, Offer, Part
from kg.analysis.source import Source, landscape_of
from kg.analysis.wording import say
from kg.chains import Template, need_template

MISSING, WEAK, BROKEN, UNLINKED, EXTEND, STRONG = "缺", "弱", "断", "断-配套", "延", "强"
BUILDING, UNSEEN = "在建", "未观察到"
ALARMS = frozenset({MISSING, WEAK, BROKEN})
TRADES = ("SUPPLIES", "PARTNERS_WITH")
LEADER = ("链主", "龙头", "头部", "上市公司", "单项冠军")


@dataclass
class View:
    """All figures of one region, of one chain after the other: the arrays that gaps, maps and comparisons read.

    `area` is the region asked for, `base` the region that the figures are of (a wider one where too little is known).
    """

    landscape: Landscape
    area: Area
    base: Area
    feasible: Feasibility
    lang: str = "zh"

    @property
    def graded(self) -> bool:
        """Whether enough is known of the region itself."""
        return self.area == self.base

    @cached_property
    def own(self) -> Array:
        """Counts of the region itself over all segments."""
        return self.landscape.counts(self.area.code)

    @cached_property
    def counts(self) -> Array:
        """Counts of the base over all segments, one row."""
        return self.own[None, :] if self.graded else self.landscape.counts(self.base.code)[None, :]

    @cached_property
    def strength(self) -> Strength:
        """Strength of the base over all segments."""
        return self.landscape.strength(self.counts)

    @cached_property
    def linked(self) -> frozenset[frozenset[int]]:
        """Pairs of segments whose enterprises in the region are known to supply or work with each other."""
        firms, q = self.landscape.by_thing, self.landscape.q
        inside = self.landscape.inside(self.area.code)
        ends = ((firms.get(e.source), firms.get(e.target)) for e in self.landscape.local.links if e.relation in TRADES)
        local = [(a, b) for a, b in ends if a is not None and b is not None and inside[a] and inside[b]]
        return frozenset(frozenset((int(s), int(t))) for a, b in local for s in q[[a]].indices for t in q[[b]].indices)

    @cached_property
    def feasibility(self) -> Array:
        """F of the base over all segments (NaN where present)."""
        return np.asarray(self.feasible.score(self.counts)[0])


@dataclass
class ChainView:
    """One chain in one region: everything that a row of a gap is made of."""

    view: View
    structure: Structure
    kinds: Kinds
    x: Array

    @property
    def chain(self) -> ChainArrays:
        """The chain as arrays."""
        return self.structure.chain

    @property
    def critical(self) -> Criticality:
        """Criticality of its segments."""
        return self.kinds.critical

    @property
    def template(self) -> Template:
        """The chain."""
        return self.chain.template


def view_of(landscape: Landscape, region: str | Area, lang: str = "zh") -> View:
    """The figures of a region given by name, code or Area."""
    area = region if isinstance(region, Area) else find_area(region)
    return View(landscape, area, known_area(landscape, area), feasibility_of(landscape), lang)


def feasibility_of(landscape: Landscape) -> Feasibility:
    """Feasibility arrays, made once a landscape."""
    held = landscape.__dict__.get("_feasible")
    if held is None:
        held = landscape.__dict__["_feasible"] = Feasibility(landscape)
    return held if isinstance(held, Feasibility) else Feasibility(landscape)


def structure_of(landscape: Landscape, template: Template) -> Structure:
    """Structure of a chain, made once a landscape."""
    kept: dict[str, Structure] = landscape.__dict__.setdefault("_structures", {})
    if template.name not in kept:
        kept[template.name] = Structure(landscape.chain(template), landscape.weights)
    return kept[template.name]


def chain_view(view: View, template: Template) -> ChainView:
    """A chain in the region of a view."""
    structure = structure_of(view.landscape, template)
    kinds = all_kinds(view.landscape, structure, view.counts, view.strength, view.feasibility[None, :])
    return ChainView(view, structure, kinds, view.counts[0, structure.chain.at])


def gaps(
    source: Source, region: str, chain: str | None = None, *, lang: str = "zh", today: date | None = None
) -> list[GapRow]:
    """What the chains of a region lack, most urgent first.

    `source` is a graph, a landscape or None (shipped reference alone); `chain` one chain by any of its names, default the
    chains that the region develops by the graph, else all. Without enough knowledge of the region rows are 未观察到 and
    not graded; a segment with a project under way is 在建. QueryError for an unknown region or chain.
    """
    landscape = landscape_of(source)
    view = view_of(landscape, region, lang)
    chosen = [need_template(chain, landscape.templates)] if chain else chains_of(landscape, view.area)
    day = today or date.today()
    rows = [row for template in chosen for row in chain_gaps(chain_view(view, template), day)]
    return sorted(rows, key=lambda r: (r.priority is None, -(r.priority or 0.0), r.chain, r.segment))


def chain_gaps(one: ChainView, today: date) -> list[GapRow]:
    """The gap rows of one chain, in the order of the template."""
    return [row for j in range(len(one.x)) if (row := _row(one, j, today)) is not None]


def kinds_of(one: ChainView, j: int) -> list[str]:
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


def view_blind(one: ChainView, j: int) -> bool:
    """Whether no enterprise of the whole country is known in segment `j`: then its absence here says nothing."""
    return bool(one.view.landscape.national[one.chain.at[j]] == 0)


def unlinked(one: ChainView, j: int) -> list[int]:
    """Present inputs of a present segment with no known supply or cooperation between local enterprises (断-配套).

    Empty where the graph knows of no such link in the region at all: then nothing was observed.
    """
    pairs = one.view.linked
    if one.x[j] == 0 or not pairs or not one.view.graded:
        return []
    inputs = [int(u) for u in np.flatnonzero(one.chain.feed[:, j]) if one.x[u] > 0]
    return [u for u in inputs if frozenset((int(one.chain.at[u]), int(one.chain.at[j]))) not in pairs]


def strong_neighbours(one: ChainView, j: int) -> list[int]:
    """Strong segments next to `j` if they all stand on one side of it (upstream only, or downstream only)."""
    before = [int(u) for u in np.flatnonzero(one.chain.feed[:, j]) if one.kinds.strong[0, u]]
    after = [int(d) for d in np.flatnonzero(one.chain.feed[j]) if one.kinds.strong[0, d]]
    return [] if before and after else before + after


def _row(one: ChainView, j: int, today: date) -> GapRow | None:
    view, landscape = one.view, one.view.landscape
    segment = one.template.segments[j]
    kinds = kinds_of(one, j)
    own = float(view.own[one.chain.at[j]])
    if not view.graded and own == 0 and not view_blind(one, j):
        kinds = [UNSEEN]
    elif not view.graded:
        return None
    if not kinds:
        return None
    projects = support.projects_for(landscape, view.area, segment.name)
    under_way = [p for p in projects if not support.finished(p)]
    if under_way and own == 0:
        kinds = [BUILDING]
    offers = _offers(one, segment.name, today)
    parts, factor = _priority(one, j, offers)
    priority = None
    if not ALARMS.intersection(kinds) and not {EXTEND, UNSEEN}.intersection(kinds):
        priority = 0.0
    elif view.graded or one.x[j] == 0:
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
        reasons=tuple(_reasons(one, j, kinds, offers)),
        offers=tuple(offers),
    )


def _reward(view: View, at: int) -> float:
    """Percentile of the segment's complexity among all: the value axis of 延, apart from feasibility."""
    complexity = view.feasible.complexity
    return float((complexity <= complexity[at]).mean())


def _offers(one: ChainView, segment: str, today: date) -> list[Offer]:
    view = one.view
    policies = support.policies_for(view.landscape, view.area, one.template, segment, today, view.lang)
    return policies + support.parks_for(view.landscape, view.area, one.template, segment, view.lang)


def _priority(one: ChainView, j: int, offers: Sequence[Offer]) -> tuple[tuple[Part, ...], float]:
    """The four parts, each contributing 100 * weight * value, and the factor for 弱 (1 - min(1, B), else 1).

    Feasibility of a present segment is of no use and counts 1: it has been done there. Policy unknown counts 0.
    """
    view, at, weight = one.view, one.chain.at[j], one.view.landscape.weights.priority
    feasibility = view.feasibility[at]
    policy = max((o.value for o in offers if o.type == "Policy"), default=0.0)
    values = {
        "criticality": float(one.critical.total[0, j]),
        "feasibility": 1.0 if np.isnan(feasibility) else float(feasibility),
        "surprise": float(view.strength.surprise[0, at]),
        "policy": policy,
    }
    parts = tuple(Part(t, say(t, view.lang), v, weight[t], 100 * weight[t] * v) for t, v in values.items())
    factor = 1.0 if one.x[j] == 0 else 1.0 - min(1.0, float(one.kinds.balance[0, j]))
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


def _reasons(one: ChainView, j: int, kinds: list[str], offers: list[Offer]) -> list[str]:
    view, at, lang = one.view, one.chain.at[j], one.view.lang
    names = [s.name for s in one.template.segments]
    strength, nation = view.strength, float(view.landscape.national[at])
    figures = {
        "local": one.x[j],
        "expected": strength.expected[0, at],
        "above": strength.above[0, at],
        "national": nation,
    }
    found = []
    if UNSEEN in kinds:
        found += _unseen(one, j)
    if MISSING in kinds:
        found.append(say("missing", lang, **figures))
    if WEAK in kinds:
        found.append(say("weak", lang, balance=one.kinds.balance[0, j], **figures))
    if STRONG in kinds:
        found.append(say("strong", lang, **figures))
        lacking = [names[u] for u in np.flatnonzero(one.chain.feed[:, j]) if one.x[u] == 0]
        if lacking and leaders(view, at):
            found.append(say("around", lang, missing="、".join(lacking)))
    before = [names[u] for u in np.flatnonzero(one.chain.feed[:, j]) if one.x[u] > 0]
    after = [names[d] for d in np.flatnonzero(one.chain.feed[j]) if one.x[d] > 0]
    if BROKEN in kinds:
        found.append(
            say("broken", lang, before="、".join(before), after="、".join(after), broken=float(one.kinds.broken[0, j]))
        )
    elif after and MISSING in kinds:
        found.append(say("fed", lang, after="、".join(after)))
    if EXTEND in kinds:
        strong = strong_neighbours(one, j)
        near = [names[i] for i in strong] or before + after
        found.append(
            say("extend" if strong else "extend_fit", lang, strong="、".join(near), value=view.feasibility[at])
        )
    if UNLINKED in kinds:
        found += [say("unlinked", lang, source=names[u], target=names[j]) for u in unlinked(one, j)]
    return found + [say("building", lang, name=o.name, state=o.basis) for o in offers if o.type == "Project"]


def _unseen(one: ChainView, j: int) -> list[str]:
    """What the wider region tells of a segment not observed in the region itself."""
    view, lang, names = one.view, one.view.lang, [s.name for s in one.template.segments]
    if one.x[j] > 0:
        return [say("seen_wider", lang, wider=view.base.name, count=one.x[j])]
    nation = view.landscape.national[one.chain.at[j]]
    found = [say("unseen_wider", lang, wider=view.base.name, national=nation)]
    after = [names[d] for d in np.flatnonzero(one.chain.feed[j]) if one.x[d] > 0]
    return found + ([say("fed", lang, after="、".join(after[:5]))] if after else [])


def note(view: View) -> str | None:
    """One line on why nothing is graded, where too little is known of the region."""
    if view.graded:
        return None
    links = view.landscape.observed(view.area.code)[0]
    return say("unseen", view.lang, region=view.area.name, links=links, wider=view.base.name)


def leaders(view: View, at: int) -> list[int]:
    """Enterprises of the base region in a segment that documents or the exchange mark as leading."""
    inside = view.landscape.inside(view.base.code)
    rows = [int(i) for i in view.landscape.q[:, [at]].nonzero()[0] if inside[i]]
    return [i for i in rows if any(word in tag for tag in view.landscape.firms[i].tags for word in LEADER)]
