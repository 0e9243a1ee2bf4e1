"""The seven parts of a candidate's score, each in [0, 1] with what it rests on; None where nothing is known."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from kg.analysis import expansion, support
from kg.analysis.area import Area
from kg.analysis.firms import Firm
from kg.analysis.landscape import Landscape
from kg.analysis.network import Network
from kg.analysis.rows import Offer, Part
from kg.analysis.signs import sign
from kg.analysis.view import View, feasibility_of
from kg.analysis.wording import listing, say
from kg.chains.template import Segment, Template

TRADE_SHARE = 0.5
"""Share assumed where only the trade class of an enterprise is known."""


@dataclass
class Hunt:
    """One question: who could fill `segment` (column `at`) of `template` in the region of `view`."""

    view: View
    template: Template
    segment: Segment
    at: int
    today: date
    policies: list[Offer]
    parks: list[Offer]
    _ways: dict[int, list[int]] = field(default_factory=dict)

    @property
    def landscape(self) -> Landscape:
        """The landscape of the view."""
        return self.view.landscape

    @property
    def area(self) -> Area:
        """The region asked for."""
        return self.view.area

    @property
    def lang(self) -> str:
        """Language of the wording."""
        return self.view.lang

    @cached_property
    def makers(self) -> list[Firm]:
        """All enterprises of the country that make what the segment stands for."""
        return [self.landscape.firms[i] for i, _ in self.landscape.makers(self.at)]

    @cached_property
    def industries(self) -> Counter[str]:
        """How many listed enterprises of the segment the exchange puts in which industry."""
        return Counter(f.listed.industry for f in self.makers if f.listed is not None and f.listed.industry)

    @cached_property
    def starts(self) -> list[int]:
        """Local enterprises whose segments the wanted one feeds, else local leaders: where the walk restarts."""
        landscape, inside = self.landscape, self.landscape.inside(self.area.code)
        fed = [landscape.segments.index[s.name] for s in self.template.outputs(self.segment.id)]
        found = sorted({i for at in fed for i, _ in landscape.makers(at) if inside[i]})
        return found or [
            int(i)
            for i in np.flatnonzero(inside)
            if any(sign("leading", tag) for tag in landscape.firms[i].tags if tag != "上市公司")
        ]

    def way(self, i: int) -> list[int]:
        """The shortest path from an enterprise to a local one that needs the segment; empty if there is none."""
        if i not in self._ways:
            graph = network_of(self.landscape)
            self._ways[i] = graph.path(i, self.starts) if i in graph.neighbours else []
        return self._ways[i]


def parts_of(question: Hunt, pool: Sequence[int]) -> dict[int, list[Part]]:
    """The seven parts of every candidate, not yet weighted."""
    makers: list[Callable[[Hunt, Sequence[int]], list[Part]]] = [
        fit,
        network,
        related,
        expansion_of,
        size,
        policy,
        park,
    ]
    columns = [make(question, pool) for make in makers]
    return {i: [column[n] for column in columns] for n, i in enumerate(pool)}


def _part(
    question: Hunt, term: str, value: float | None, basis: str, evidence: tuple[str, ...] = (), day: str | None = None
) -> Part:
    shown = None if value is None else round(float(min(1.0, max(0.0, value))), 4)
    return Part(term, say(term, question.lang), shown, 0.0, 0.0, basis, evidence, day)


def fit(question: Hunt, pool: Sequence[int]) -> list[Part]:
    """f1: confidence that it makes the product, times the product's share of its revenue, else of its products.

    Of k among n products known the share is (k + 1) / (n + 2), so that one product alone does not count as all (Laplace's
    rule of succession).
    """
    found = []
    for i in pool:
        firm = question.landscape.firms[i]
        placement = firm.placements[question.segment.name]
        products, share = placement.why, placement.share
        if not products:
            trade = placement.trade
            found.append(
                _part(
                    question, "fit", placement.confidence * TRADE_SHARE, say("trade_only", question.lang, trade=trade)
                )
            )
            continue
        number = max(len(firm.products), len(products))
        counted = (len(products) + 1) / (number + 2) if share is None else share
        key = "fit_unknown_share" if share is None else "fit_basis"
        basis = say(
            key, question.lang, products=listing(products[:3], question.lang), share=counted,
            confidence=placement.confidence, count=len(products), number=number,
        )  # fmt: skip
        edges = tuple(a.edge for a in (firm.thing.aims if firm.thing else ()) if a.edge and a.word in products)
        found.append(_part(question, "fit", placement.confidence * counted, basis, edges))
    return found


def network_of(landscape: Landscape) -> Network:
    """The network of a landscape, made once."""
    return landscape.kept("network", lambda: Network(landscape))


def network(question: Hunt, pool: Sequence[int]) -> list[Part]:
    """f2: percentile among the candidates of the degree-normalised walk from local enterprises; unknown off the graph."""
    graph, begin, firms = network_of(question.landscape), question.starts, question.landscape.firms
    near = graph.walk(begin, question.landscape.weights.restart)
    inside = [i for i in pool if i in graph.neighbours]
    found = []
    for i in pool:
        if i not in graph.neighbours or not begin:
            found.append(_part(question, "network", None, say("no_network", question.lang)))
            continue
        way = question.way(i)
        if not way or near[i] <= 0:
            found.append(_part(question, "network", 0.0, say("network_far", question.lang)))
            continue
        value = sum(near[j] <= near[i] for j in inside) / len(inside)
        shown = " — ".join(firms[j].short for j in way)
        edges = tuple(graph.relation[pair][1] for pair in zip(way, way[1:], strict=False))
        basis = say("network_basis", question.lang, steps=len(way) - 1, path=shown)
        found.append(_part(question, "network", value, basis, edges))
    return found


def related(question: Hunt, pool: Sequence[int]) -> list[Part]:
    """f3: mean over the enterprise's other segments of the largest proximity to a segment present in the region."""
    landscape, names = question.landscape, question.landscape.segments.names
    proximity = feasibility_of(landscape).proximity
    here = np.flatnonzero(question.view.counts[0] > 0)
    found = []
    for i in pool:
        own = [int(s) for s in landscape.q[[i]].indices if s != question.at] or [question.at]
        if not len(here):
            found.append(_part(question, "related", None, say("related_none", question.lang)))
            continue
        block = np.where(np.array(own)[:, None] == here[None, :], 1.0, proximity[np.ix_(np.array(own), here)])
        best = block.max(axis=1)
        top = int(best.argmax())
        other = int(here[int(block[top].argmax())])
        key = "related_same" if own[top] == other else "related_basis"
        home = say("here", question.lang) if question.view.graded else question.view.base.name
        basis = say(key, question.lang, own=names[own[top]], here=names[other], value=best[top], home=home)
        found.append(_part(question, "related", float(best.mean()), basis))
    return found


def expansion_of(question: Hunt, pool: Sequence[int]) -> list[Part]:
    """f4: 1 - exp(-sum of faded events); unknown where no event of the last years is on record."""
    numbers, found = question.landscape.weights, []
    for i in pool:
        events = expansion.events_of(question.landscape, i, question.area.code, question.today, question.lang)
        if not events:
            found.append(
                _part(question, "expansion", None, say("no_event", question.lang, months=numbers.event_months))
            )
            continue
        value = expansion.will(events, question.today, numbers)
        shown = say("semicolon", question.lang).join(
            say("event_basis", question.lang, what=e.what, date=e.date) for e in events[:3]
        )
        found.append(
            _part(question, "expansion", value, shown, tuple(e.edge for e in events if e.edge), events[0].date)
        )
    return found


def size(question: Hunt, pool: Sequence[int]) -> list[Part]:
    """f5: percentile of the number of employees among all enterprises of the segment."""
    known = [s for firm in question.makers if (s := firm.staff)]
    found = []
    for i in pool:
        staff = question.landscape.firms[i].staff
        if not staff:
            found.append(_part(question, "size", None, say("no_size", question.lang)))
            continue
        value = sum(s <= staff for s in known) / len(known)
        found.append(
            _part(
                question, "size", value, say("size_basis", question.lang, staff=staff, number=len(known), value=value)
            )
        )
    return found


def policy(question: Hunt, pool: Sequence[int]) -> list[Part]:
    """f6: best policy of the region for the segment; 0 if none supports it, unknown if no policy of the region is known."""
    any_known = bool(support.policies_of(question.landscape, question.area, question.today))
    return [_offered(question, "policy", question.policies, any_known)] * len(pool)


def park(question: Hunt, pool: Sequence[int]) -> list[Part]:
    """f7: best park of the region for the segment; 0 if none hosts it, unknown if no park of the region is known."""
    any_known = bool(support.parks_of(question.landscape, question.area))
    return [_offered(question, "park", question.parks, any_known)] * len(pool)


def _offered(question: Hunt, term: str, offers: Sequence[Offer], any_known: bool) -> Part:
    if offers:
        return _part(question, term, offers[0].value, offers[0].basis, offers[0].evidence, offers[0].date)
    key = f"no_such_{term}" if any_known else f"no_{term}"
    return _part(question, term, 0.0 if any_known else None, say(key, question.lang))
