"""Which enterprises would fill a gap: a score of seven parts that add up, each with what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kg.analysis import support
from kg.analysis.candidate import Hunt, parts_of
from kg.analysis.firms import Firm
from kg.analysis.landscape import Array, Landscape
from kg.analysis.rows import Left, Part, TargetRow
from kg.analysis.source import Source, landscape_of
from kg.analysis.stated import named_as_target, named_beside
from kg.analysis.view import View, view_of
from kg.analysis.weights import Weights
from kg.analysis.wording import say
from kg.chains.template import Segment, Template
from kg.errors import QueryError
from kg.identity import regions


@dataclass(frozen=True, slots=True)
class Answer:
    """Candidates, best first; those not proposed with the reason; local enterprises to grow, in the segment or beside it.

    `wanted` are those that documents of the region want for the segment, but that are not known to stand in it.
    """

    rows: list[TargetRow]
    dropped: list[Left]
    nurture: list[Left]
    wanted: list[Left] = field(default_factory=list)


def targets(
    source: Source,
    region: str,
    segment: str,
    *,
    chain: str | None = None,
    limit: int | None = 20,
    lang: str = "zh",
    today: date | None = None,
) -> list[TargetRow]:
    """Enterprises proposed for a segment of a region, best first (see `seek` for those left out).

    `segment` is a segment's name, synonym or a product of it. QueryError for an unknown region, chain or segment.
    """
    return seek(source, region, segment, chain=chain, lang=lang, today=today).rows[:limit]


def seek(
    source: Source, region: str, segment: str, *, chain: str | None = None, lang: str = "zh", today: date | None = None
) -> Answer:
    """Candidates, dropped ones and local ones to nurture for a segment of a region."""
    landscape = landscape_of(source)
    return answer(hunt(landscape, view_of(landscape, region, lang), segment, chain, today or date.today()))


def hunt(landscape: Landscape, view: View, segment: str, chain: str | None, today: date) -> Hunt:
    """The question made exact; QueryError names the nearest segments where `segment` is none."""
    template, found = find_segment(landscape, segment, chain)
    policies = support.policies_for(landscape, view.area, template, found.name, today, view.lang)
    parks = support.parks_for(landscape, view.area, template, found.name, view.lang)
    return Hunt(view, template, found, landscape.segments.index[found.name], today, policies, parks)


def find_segment(landscape: Landscape, name: str, chain: str | None = None) -> tuple[Template, Segment]:
    """The segment that a name, a synonym or a product means, in the chain asked for or the first that has it.

    `fitting` gives all of them.
    """
    return fitting(landscape, name, chain)[0]


def fitting(landscape: Landscape, name: str, chain: str | None = None) -> list[tuple[Template, Segment]]:
    """All segments that a word means: those of that name, else those with it as a synonym, then as a product.

    QueryError names the nearest segments where there is none.
    """
    from difflib import get_close_matches

    from kg.chains import need_template

    templates = [need_template(chain, landscape.templates)] if chain else list(landscape.templates.values())
    every = [(t, s) for t in templates for s in t.segments]
    named = [(t, s) for t, s in every if name == s.name]
    found = [(t, s) for t, s in every if name in s.synonyms]
    found += [(t, s) for t, s in every if name in s.products and name not in s.synonyms]
    if named or found:
        return named or found
    known = [s.name for _, s in every]
    near = get_close_matches(name, known, 5, 0.3) or known[:5]
    raise QueryError(
        f"no segment is called {name!r}; near ones: {'、'.join(near)} (kg chain NAME lists a chain's segments)"
    )


def heading(source: Source, name: str, chain: str | None = None, lang: str = "zh") -> list[str]:
    """ "chain · segment" that a word is taken for and, where it means others too, a line that names them."""
    found = [f"{template.name} · {segment.name}" for template, segment in fitting(landscape_of(source), name, chain)]
    others = say("and", lang).join(found[1:])
    return found[:1] + ([say("also_fits", lang, name=name, others=others)] if others else [])


def answer(question: Hunt, numbers: Weights | None = None) -> Answer:
    """Score and rank the candidates of a question, with other weights if given."""
    landscape, inside = question.landscape, question.landscape.inside(question.area.code)
    column = landscape.q[:, [question.at]].toarray().ravel()
    at_home = {int(i) for i in np.flatnonzero(column) if landscape.firms[i].based_in(question.area.code)}
    pool = [int(i) for i in np.flatnonzero(column) if int(i) not in at_home]
    dropped = [
        _left(firm, say("gone", question.lang, reason=firm.out))
        for firm in landscape.firms
        if firm.out and question.segment.name in firm.placements
    ]
    grown = [_left(landscape.firms[i], say("grow", question.lang), question.segment.name) for i in sorted(at_home)]
    used = numbers or landscape.weights
    made = rank(parts_of(question, pool), pool, used)
    rest = {term: [_total(parts, used, term) for _, parts in made] for term in used.candidate}
    rows = [_row(question, i, parts, place, rest, used) for place, (i, parts) in enumerate(made, 1)]
    return Answer(
        rows, dropped, grown + _nurture(question, inside, column), _wanted(question, rows, [*dropped, *grown])
    )


def rank(parts: Mapping[int, Sequence[Part]], pool: Sequence[int], numbers: Weights) -> list[tuple[int, list[Part]]]:
    """Candidates with their parts weighted and scaled, best first; ties by index."""
    usual = cautious([parts[i] for i in pool], numbers.unknown)
    done = [(i, weigh([_filled(p, usual) for p in parts[i]], numbers)) for i in pool]
    return sorted(done, key=lambda pair: (-sum(p.contribution for p in pair[1]), pair[0]))


def cautious(every: Sequence[Sequence[Part]], quantile: float) -> dict[str, float]:
    """What an unknown part counts: by term, a low quantile of all candidates, the unknown taken as 0.

    So whoever is less known neither gains by it nor falls behind those known to be among the least. Terms known of nobody
    are left out.
    """
    found = {}
    for column in zip(*every, strict=True):
        if any(part.value is not None for part in column):
            values = sorted(part.value or 0.0 for part in column)
            found[column[0].term] = values[int(quantile * (len(values) - 1))]
    return found


def _filled(part: Part, usual: Mapping[str, float]) -> Part:
    return replace(part, assumed=usual.get(part.term)) if part.value is None else part


def weigh(parts: Sequence[Part], numbers: Weights, without: str | None = None) -> list[Part]:
    """Parts with weight and contribution: 100 * weight * counted value / (sum of the weights of what counts)."""
    weight = numbers.candidate
    whole = scale_of(parts, numbers, without)
    return [
        replace(
            p,
            weight=weight[p.term],
            contribution=100 * weight[p.term] * (p.counted or 0.0) / whole if whole and p.term != without else 0.0,
        )
        for p in parts
    ]


def scale_of(parts: Sequence[Part], numbers: Weights, without: str | None = None) -> float:
    """Sum of the weights of the parts that count; the same for all candidates of a segment."""
    return sum(numbers.candidate[p.term] for p in parts if p.counted is not None and p.term != without)


def _row(
    question: Hunt, i: int, parts: list[Part], place: int, rest: Mapping[str, Sequence[float]], numbers: Weights
) -> TargetRow:
    firm = question.landscape.firms[i]
    complete = completeness(parts)
    return TargetRow(
        rank=place,
        chain=question.template.name,
        segment=question.segment.name,
        id=firm.identity,
        name=firm.name,
        short=firm.short,
        place=place_name(firm, question.lang),
        score=round(sum(p.contribution for p in parts), 4),
        known=round(sum(p.contribution for p in parts if p.value is not None), 4),
        scale=round(scale_of(parts, numbers), 4),
        completeness=round(complete, 4),
        verify=complete < numbers.complete,
        parts=tuple(parts),
        against=against(question, firm, parts, complete, numbers),
        without=moved(place, parts, rest) if place <= SHOWN else {},
        products=firm.placements[question.segment.name].why,
        path=tuple(question.landscape.firms[j].short for j in question.way(i)),
        role=say("substitute" if question.view.own[question.at] > 0 else "supplier", question.lang),
        stock_code=firm.listed.code if firm.listed is not None else None,
        tags=(*firm.tags, *([ODD] if odd(question, firm) else [])),
        named=named_as_target(question.landscape, question.area, firm, question.today, question.lang),
    )


def completeness(parts: Sequence[Part]) -> float:
    """Known share of the weights of the parts on the enterprise itself; policies and parks are the region's."""
    mine = [p for p in parts if p.term not in REGIONAL]
    whole = sum(p.weight for p in mine)
    return sum(p.weight for p in mine if p.value is not None) / whole if whole else 0.0


REGIONAL = frozenset({"policy", "park"})
"""Parts that tell of the region, not of the candidate."""
SHOWN = 50
"""For so many candidates the effect of leaving out a part is worked out."""


def moved(place: int, parts: Sequence[Part], rest: Mapping[str, Sequence[float]]) -> dict[str, tuple[int, int]]:
    """For each known part: rank with it, and rank if it counted for nobody.

    `rest` are the scores of all candidates, best first, with the part left out.
    """
    found = {}
    for term in (p.term for p in parts if p.value is not None):
        mine = rest[term][place - 1]
        found[term] = (place, 1 + sum(other > mine + 1e-9 for other in rest[term]))
    return found


def _total(parts: Sequence[Part], numbers: Weights, without: str) -> float:
    whole = scale_of(parts, numbers, without)
    rest = (p for p in parts if p.term != without)
    return 100 * sum(numbers.candidate[p.term] * (p.counted or 0.0) for p in rest) / whole if whole else 0.0


def against(question: Hunt, firm: Firm, parts: Sequence[Part], complete: float, numbers: Weights) -> str:
    """The best reason against a candidate, in one line."""
    lang, by_term = question.lang, {p.term: p for p in parts}
    placement = firm.placements[question.segment.name]
    if firm.listed is not None and firm.listed.warned:
        return say("against_warned", lang)
    if any(question.area.code.startswith(d) for d in firm.divisions if d):
        return say("against_near", lang, place=place_name(firm, lang), region=question.area.name)
    if odd(question, firm):
        return say("against_odd", lang, industry=firm.listed.industry if firm.listed else "")
    if not placement.why:
        return say("against_trade", lang)
    if placement.share is not None and placement.share < 0.1:
        return say("against_minor", lang, share=placement.share)
    if question.view.own[question.at] > 0 and by_term["network"].value:
        return say("against_competitor", lang)
    if complete < numbers.complete:
        return say("against_verify", lang, completeness=complete)
    if by_term["network"].value == 0:
        return say("against_far", lang)
    return say("against_old" if firm.listed is not None else "against_head", lang)


ODD = "行业存疑"
PEERS = 5
"""With so many others in a segment, an industry that none of them has is worth a doubt."""


def odd(question: Hunt, firm: Firm) -> bool:
    """Whether the exchange puts a listed candidate in an industry that no other of the segment is in (changed business?)."""
    if firm.listed is None or not firm.listed.industry:
        return False
    return question.industries.total() > PEERS and question.industries[firm.listed.industry] == 1


def place_name(firm: Firm, lang: str = "zh") -> str:
    """Where an enterprise stands: full names of its divisions."""
    names = [regions.name(d) for d in firm.divisions]
    return say("and", lang).join(dict.fromkeys(names)) or say("unknown_place", lang)


def _nurture(question: Hunt, inside: NDArray[np.bool_], column: Array) -> list[Left]:
    """Local enterprises in a segment next to the wanted one that are not in it (本地培育)."""
    landscape, template = question.landscape, question.template
    beside = template.inputs(question.segment.id) + template.outputs(question.segment.id)
    columns = [landscape.segments.index[s.name] for s in beside]
    rows = [int(i) for i in np.unique(landscape.q[:, columns].nonzero()[0])] if columns else []
    chosen = [landscape.firms[i] for i in rows if inside[i] and column[i] == 0]
    wanted = {s.name for s in beside}
    join = say("and", question.lang)
    return [_left(f, say("nurture", question.lang), join.join(n for n in f.placements if n in wanted)) for f in chosen]


def _wanted(question: Hunt, rows: Sequence[TargetRow], others: Sequence[Left]) -> list[Left]:
    """Whom documents name for the segment and no list of the answer has."""
    known = {n for row in rows for n in (row.name, row.short)} | {left.name for left in others}
    named = {row.named.name for row in rows if row.named is not None}
    found = named_beside(question.landscape, question.area, question.segment.name, question.today, question.lang)
    return [
        Left(o.id, o.name, o.basis, say("named_unplaced", question.lang)) for o in found if o.name not in known | named
    ]


def _left(firm: Firm, reason: str, detail: str = "") -> Left:
    return Left(firm.identity, firm.name, reason, detail)
