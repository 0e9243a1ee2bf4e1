"""The clauses of policies: which clause supports which segment, with what it gives, what it asks and from when to when.

The words of a segment are those of its chain's template.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.analysis import support
from kg.analysis.area import Area, find_area
from kg.analysis.clause import Grant, clauses, grants, most, supporting
from kg.analysis.conditions import Condition, Judged, conditions, judged
from kg.analysis.firms import Firm
from kg.analysis.landscape import Landscape
from kg.analysis.local import Thing
from kg.analysis.match import cases_of, find_firm, home_of, place_of
from kg.analysis.source import Source, landscape_of
from kg.analysis.targets import find_segment
from kg.analysis.view import residents
from kg.errors import QueryError


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause of a policy in force that supports `segments`, under the words of the text.

    `grants` is what it gives, `most` the largest sum in yuan; `conditions` what it asks, judged where an enterprise is asked
    for; `since` and `until` bound the policy; `local` counts the enterprises of the region in these segments, so 0 is a
    policy without an enterprise. None where no region is asked for.
    """

    policy: str
    id: str
    number: str | None
    clause: str
    words: tuple[str, ...]
    segments: tuple[str, ...]
    grants: tuple[Grant, ...]
    most: float | None
    conditions: tuple[Judged, ...]
    since: str | None
    until: str | None
    local: int | None
    sentence: str
    start: int
    end: int


def match_clauses(
    source: Source, what: str, *, region: str | None = None, today: date | None = None
) -> list[ClauseRow]:
    """Clauses of policies in force that support a segment, the segments of an enterprise, or anything in a region.

    In the order of value of what they give, policy and text. With `region` only policies that hold there. QueryError where
    `what` is none of the three.
    """
    landscape, day = landscape_of(source), today or date.today()
    firm = find_firm(landscape, what)
    wanted: set[str] | None = None
    area: Area | None = find_area(region, landscape) if region else None
    if firm is not None:
        wanted, area = {name for _, name in cases_of(landscape, firm) if name}, area or home_of(firm)
    else:
        try:
            wanted = {find_segment(landscape, what)[1].name}
        except QueryError:
            area = place_of(landscape, what, "an enterprise, a segment or a region")
    holding = support.policies_of(landscape, area, day) if area else _in_force(landscape, day)
    rows = [row for policy in holding for row in _rows(landscape, policy, wanted, area)]
    if firm is not None:
        coming = area.code if region and area else ""
        rows = [replace(r, conditions=_judged(r, firm, coming)) for r in rows]
    return sorted(rows, key=lambda r: (-(r.most or 0), r.policy, r.start))


def _in_force(landscape: Landscape, today: date) -> list[Thing]:
    areas = {p.division for policy in landscape.local.of("Policy") for p in policy.places}
    found = {p.id: p for code in sorted(areas) for p in support.policies_of(landscape, find_area(code), today)}
    return list(found.values()) or support.policies_of(landscape, find_area("全国"), today)


def _rows(landscape: Landscape, policy: Thing, wanted: set[str] | None, area: Area | None) -> Iterator[ClauseRow]:
    home = max((p.division for p in policy.places), key=len, default="")
    for clause in clauses(landscape.local.texts.get(policy.id, "")):
        named = dict(landscape.segments.found_in(supporting(clause.text)))
        held = {w: n for w, n in named.items() if wanted is None or wanted.intersection(n)}
        segments = tuple(dict.fromkeys(s for names in held.values() for s in names if wanted is None or s in wanted))
        if not segments:
            continue
        given = tuple(grants(clause.text))
        yield ClauseRow(
            policy.name, policy.id, policy.text("number"), clause.mark, tuple(held), segments, given, most(given),
            tuple(Judged(c, None) for c in _asked(clause.text, home)), policy.text("effective") or policy.text("date"),
            policy.text("expires"), _local(landscape, area, segments), " ".join(clause.text.split()), clause.start, clause.end,
        )  # fmt: skip


def _asked(text: str, home: str) -> list[Condition]:
    found = {
        (c.kind, c.words): c for s in re.split("(?<=[。；])|\n", text) for c in conditions("".join(s.split()), home)
    }
    return list(found.values())


def _judged(row: ClauseRow, firm: Firm, coming: str) -> tuple[Judged, ...]:
    return judged([j.condition for j in row.conditions], firm, coming)


def _local(landscape: Landscape, area: Area | None, segments: Sequence[str]) -> int | None:
    if area is None:
        return None
    index = landscape.segments.index
    return len({f.id for s in segments for f in residents(landscape, area.code, index[s])})
