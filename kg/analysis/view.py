"""The figures of one region, and of one chain in it, made once and read by gaps, maps and comparisons."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from kg.analysis.area import Area, find_area, known_area
from kg.analysis.criticality import Criticality, Structure
from kg.analysis.feasible import Feasibility
from kg.analysis.firms import Firm
from kg.analysis.kinds import Kinds, kinds_of
from kg.analysis.landscape import Array, ChainArrays, Landscape, Strength
from kg.chains import Template

TRADES = ("SUPPLIES", "PARTNERS_WITH")


@dataclass
class View:
    """All figures of one region over all segments: the arrays that gaps, maps and comparisons read.

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
        firms, made = self.landscape.by_thing, self.landscape.q > 0
        inside = self.landscape.inside(self.area.code)
        ends = ((firms.get(e.source), firms.get(e.target)) for e in self.landscape.local.links if e.relation in TRADES)
        local = [(a, b) for a, b in ends if a is not None and b is not None and inside[a] and inside[b]]
        if not local:
            return frozenset()
        trade = sparse.csr_array(
            (np.ones(len(local)), tuple(zip(*local, strict=True))), shape=(len(inside), len(inside))
        )
        return frozenset(frozenset((int(s), int(t))) for s, t in np.argwhere((made.T @ trade @ made).todense() > 0))

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
    """The figures of a region given by name, code or Area, made once a landscape and language."""
    area = region if isinstance(region, Area) else find_area(region, landscape)

    def make() -> View:
        return View(landscape, area, known_area(landscape, area), feasibility_of(landscape), lang)

    return landscape.kept(f"view/{area.code}/{lang}", make)


def feasibility_of(landscape: Landscape) -> Feasibility:
    """Feasibility arrays, made once a landscape."""
    return landscape.kept("feasibility", lambda: Feasibility(landscape))


def structure_of(landscape: Landscape, template: Template) -> Structure:
    """Structure of a chain, made once a landscape."""
    return landscape.kept(f"structure/{template.name}", lambda: Structure(landscape.chain(template), landscape.weights))


def chain_view(view: View, template: Template) -> ChainView:
    """A chain in the region of a view."""
    structure = structure_of(view.landscape, template)
    kinds = kinds_of(view.landscape, structure, view.counts, view.strength, view.feasibility[None, :])
    return ChainView(view, structure, kinds, view.counts[0, structure.chain.at])


def residents(landscape: Landscape, division: str, at: int) -> list[Firm]:
    """The enterprises of a region in a segment (column), surest and largest first."""
    inside, firms = landscape.inside(division), landscape.firms
    found = [(-sure, -(firms[i].staff or 0.0), i) for i, sure in landscape.makers(at) if inside[i]]
    return [firms[i] for _, _, i in sorted(found)]
