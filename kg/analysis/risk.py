"""How a region's chain hangs on few enterprises: concentration of each segment, and what breaks if one of them leaves."""

from collections import defaultdict
from dataclasses import dataclass
from math import prod

import numpy as np

from kg.analysis.area import find_area
from kg.analysis.landscape import ChainArrays, Landscape
from kg.analysis.local import Link
from kg.analysis.source import Source, landscape_of
from kg.chains import need_template
from kg.identity import regions


@dataclass(frozen=True, slots=True)
class RiskRow:
    """Concentration of one segment: enterprises, groups and places that carry it; `index` is the sum of squared shares.

    Shares are of employees where all are known, else equal. `alone` is set where one enterprise carries the segment.
    `sure` is how sure it is that anybody does, 1 − Π(1 − confidence of each), as if their evidence were independent.
    """

    stage: str
    segment: str
    enterprises: int
    groups: int
    places: int
    index: float | None
    alone: str | None
    nation: int
    sure: float


@dataclass(frozen=True, slots=True)
class Departure:
    """What the leaving of one enterprise does: segments lost, feeds between segments cut, segments left without input.

    `sure` is the least confidence with which it stands in a segment that is lost: a doubtful one may not be there to lose.
    """

    id: str
    name: str
    lost: tuple[str, ...]
    cut: tuple[tuple[str, str], ...]
    stranded: tuple[str, ...]
    sure: float


def risk(source: Source, region: str, chain: str) -> tuple[list[RiskRow], list[Departure]]:
    """Concentration of every present segment, and the enterprises whose leaving would break something, worst first."""
    landscape = landscape_of(source)
    area, template = find_area(region, landscape), need_template(chain, landscape.templates)
    arrays = landscape.chain(template)
    inside = landscape.inside(area.code)
    holders = [[int(i) for i in landscape.q[:, [int(a)]].nonzero()[0] if inside[i]] for a in arrays.at]
    rows = [_row(landscape, arrays, j, holders[j]) for j in range(len(holders)) if holders[j]]
    return rows, departures(landscape, arrays, holders)


def departures(landscape: Landscape, chain: ChainArrays, holders: list[list[int]]) -> list[Departure]:
    """For each enterprise that alone carries a segment: the segments lost with it and what follows one step on."""
    present = np.array([bool(h) for h in holders])
    alone: dict[int, list[int]] = defaultdict(list)
    for j, who in enumerate(holders):
        if len(who) == 1:
            alone[who[0]].append(j)
    names = [s.name for s in chain.template.segments]
    found = []
    for firm, lost in alone.items():
        left = present.copy()
        left[lost] = False
        links = chain.feed > 0
        before, after = links & np.outer(present, present), links & np.outer(left, left)
        cut = [(names[u], names[d]) for u, d in zip(*np.nonzero(before & ~after), strict=True)]
        stranded = [names[d] for d in np.flatnonzero(left & before.any(axis=0) & ~after.any(axis=0))]
        one, gone = landscape.firms[firm], tuple(names[j] for j in lost)
        sure = min(one.placements[name].confidence for name in gone)
        found.append(Departure(one.id, one.name, gone, tuple(cut), tuple(stranded), sure))
    return sorted(found, key=lambda d: (-len(d.stranded), -len(d.cut), -len(d.lost), d.name))


def _row(landscape: Landscape, chain: ChainArrays, j: int, holders: list[int]) -> RiskRow:
    segment = chain.template.segments[j]
    firms = [landscape.firms[i] for i in holders]
    sizes = [f.staff for f in firms]
    weight = [float(s) for s in sizes if s] if all(sizes) else [1.0] * len(firms)
    places = {regions.city(d) for f in firms for d in f.divisions}
    return RiskRow(
        stage=segment.stage,
        segment=segment.name,
        enterprises=len(firms),
        groups=len({groups(landscape)[i] for i in holders}),
        places=len(places),
        index=sum((w / sum(weight)) ** 2 for w in weight),
        alone=firms[0].name if len(firms) == 1 else None,
        sure=1 - prod(1 - f.placements[segment.name].confidence for f in firms),
        nation=int((landscape.q[:, [int(chain.at[j])]] > 0).sum()),
    )


def groups(landscape: Landscape) -> list[int]:
    """The group of each enterprise: the top of its chain of owners by SUBSIDIARY_OF, itself where none is known."""
    return landscape.kept("groups", lambda: _tops(len(landscape.firms), landscape.by_thing, landscape.local.links))


def _tops(size: int, index: dict[str, int], links: list[Link]) -> list[int]:
    owner = {
        index[e.source]: index[e.target]
        for e in links
        if e.relation == "SUBSIDIARY_OF" and {e.source, e.target} <= index.keys()
    }
    found = []
    for i in range(size):
        seen = {i}
        while i in owner and owner[i] not in seen:
            i = owner[i]
            seen.add(i)
        found.append(i)
    return found
