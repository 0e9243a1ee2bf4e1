"""What an official hands on about a region: its chains, strengths, gaps, targets, what to offer, and the sentences behind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.analysis.area import chains_of, find_area
from kg.analysis.chainmap import Coverage, chain_map, coverage
from kg.analysis.gaps import gaps
from kg.analysis.landscape import Landscape
from kg.analysis.match import MatchRow, match_hospitals, match_policies, park_row
from kg.analysis.reasons import ALARMS, BUILDING, EXTEND, STATED, STRONG, UNLINKED
from kg.analysis.rows import GapRow, Left, Offer, SegmentRow, TargetRow
from kg.analysis.source import landscape_of
from kg.analysis.targets import seek
from kg.chains import need_template
from kg.chains.records import REFERENCE
from kg.store.base import Row, Store

GAPS, EXTENSIONS, OTHERS = 8, 4, 6
"""Rows shown a chain: what is lacking, what could be added, what is being built or only needs matchmaking."""
HUNTED = (2, 1)
"""Gaps of a chain for which targets are proposed: of those lacking, of those that could be added."""
GROWN = 6
"""Local enterprises to grow that are named for a gap."""
PROPOSED = 5
"""Targets shown a gap."""
CHAINS = 14
"""Chains shown: those that the region has a part of first, the most urgent gap first."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The sentence or row behind something in the report; `number` stands in brackets where it is used."""

    number: int
    sentence: str
    document: str
    document_number: str | None
    date: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Hunted:
    """The enterprises proposed for one gap, and the local ones to grow instead."""

    gap: GapRow
    rows: tuple[TargetRow, ...]
    grow: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainPart:
    """One chain of the region: how complete it is, its segments, what is strong, what is lacking, whom to invite.

    `gaps` are the lacking first, then those that could be added; `others` are being built or need only matchmaking.
    """

    coverage: Coverage
    segments: tuple[SegmentRow, ...]
    gaps: tuple[GapRow, ...]
    hunted: tuple[Hunted, ...]
    others: tuple[GapRow, ...] = ()

    @property
    def lacking(self) -> list[GapRow]:
        """Gaps proper: 缺, 断, 弱, 自述, 未观察到."""
        return [g for g in self.gaps if not only_possible(g)]

    @property
    def possible(self) -> list[GapRow]:
        """Segments that could be added (延)."""
        return [g for g in self.gaps if only_possible(g)]

    @property
    def strong(self) -> list[SegmentRow]:
        """Segments graded 强, else those where anybody stands; most enterprises first."""
        here = sorted((s for s in self.segments if s.local > 0), key=lambda s: -s.local)
        return [s for s in here if s.grade == STRONG] or here


def only_possible(gap: GapRow) -> bool:
    """Whether a segment is no gap but could be added: 延 and nothing else; what the region itself says it lacks is a gap."""
    return EXTEND in gap.kinds and not {*ALARMS, STATED}.intersection(gap.kinds)


@dataclass(frozen=True, slots=True)
class Report:
    """All that is printed; `cites` gives the numbers of the citations for the id of an edge.

    `placed` enterprises of the region stand in segments.
    """

    region: str
    made: date
    chains: tuple[ChainPart, ...]
    parks: tuple[MatchRow, ...]
    policies: tuple[MatchRow, ...]
    hospitals: tuple[MatchRow, ...]
    citations: tuple[Citation, ...]
    cites: Mapping[str, int]
    omitted: int = 0
    placed: int = 0

    def numbers(self, edges: Iterable[str]) -> list[int]:
        """The numbers of the citations behind edges, each once, in order."""
        return sorted({self.cites[e] for e in edges if e in self.cites})


def report(
    store: Store, region: str, chain: str | None = None, *, lang: str = "zh", today: date | None = None
) -> Report:
    """The report of a region, of one chain or of all that it develops. QueryError for an unknown region or chain."""
    landscape, day = landscape_of(store), today or date.today()
    area = find_area(region, landscape)
    chosen = [need_template(chain, landscape.templates)] if chain else chains_of(landscape, area)
    parts = [_part(landscape, area.name, t.name, lang, day) for t in chosen]
    parts = [p for p in parts if p.gaps or p.coverage.covered] or parts
    parts.sort(key=lambda p: (p.coverage.covered == 0, -(p.gaps[0].priority or 0.0) if p.gaps else 0.0))
    shown = parts[:CHAINS]
    policies = tuple(match_policies(landscape, area.name, lang=lang, today=day))
    hospitals = tuple(match_hospitals(landscape, area.name, lang=lang))
    parks = _parks(landscape, shown, lang)
    citations, cites = _cited(store, _edges(shown, [*policies, *hospitals]), _standing(shown))
    return Report(
        area.name, day, tuple(shown), parks, policies, hospitals, citations, cites,
        len(parts) - len(shown), landscape.observed(area.code)[0],
    )  # fmt: skip


def _part(source: Landscape, region: str, chain: str, lang: str, today: date) -> ChainPart:
    rows = gaps(source, region, chain, lang=lang, today=today)
    found = [g for g in rows if g.priority]
    lacking = [g for g in found if not only_possible(g)][:GAPS]
    possible = [g for g in found if only_possible(g)][:EXTENSIONS]
    hunted = []
    for gap in [*lacking[: HUNTED[0]], *possible[: HUNTED[1]]]:
        answer = seek(source, region, gap.segment, chain=chain, lang=lang, today=today)
        hunted.append(Hunted(gap, tuple(answer.rows[:PROPOSED]), tuple(answer.nurture[:GROWN])))
    others = [g for g in rows if g.priority == 0.0 and {BUILDING, UNLINKED}.intersection(g.kinds)][:OTHERS]
    segments = tuple(chain_map(source, chain, region, lang=lang, today=today))
    whole = coverage(source, region, chain, lang=lang)
    return ChainPart(whole, segments, (*lacking, *possible), tuple(hunted), tuple(others))


def _parks(landscape: Landscape, parts: Sequence[ChainPart], lang: str) -> tuple[MatchRow, ...]:
    best: dict[str, Offer] = {}
    for offer in (o for p in parts for g in p.gaps for o in g.offers if o.type == "Park"):
        if offer.id not in best or best[offer.id].value < offer.value:
            best[offer.id] = offer
    chosen = sorted(best.values(), key=lambda o: (-o.value, o.name))
    return tuple(park_row(landscape, offer, lang) for offer in chosen)


def _edges(parts: Sequence[ChainPart], matches: Sequence[MatchRow]) -> list[str]:
    """Edges in the order in which the report uses them."""
    found: dict[str, None] = {}
    for part in parts:
        offers = [o for g in (*part.gaps, *part.others) for o in g.offers] + [
            o for s in part.segments for o in s.projects
        ]
        found |= dict.fromkeys(e for o in offers for e in o.evidence)
        rows = [r for h in part.hunted for r in h.rows]
        found |= dict.fromkeys(e for r in rows for p in r.parts for e in p.evidence)
        found |= dict.fromkeys(e for r in rows if r.named is not None for e in r.named.evidence)
    found |= dict.fromkeys(e for m in matches for e in m.evidence)
    return list(found)


def _standing(parts: Sequence[ChainPart]) -> list[str]:
    """Edges by which enterprises of the region stand in segments: in the segments shown as strong, and beside gaps."""
    found: dict[str, None] = {}
    for part in parts:
        found |= dict.fromkeys(e for row in part.strong for e in row.evidence)
        found |= dict.fromkeys(e for gap in (*part.gaps, *part.others) for e in gap.evidence)
    return list(found)


def _facts(store: Store, edges: Sequence[str]) -> list[Row]:
    """The facts of edges, worst first: what was loaded stands above the shipped reference. A fact of its own stands for itself."""
    said = (
        "AS edge, f.quote AS quote, f.place AS place, f.confidence AS confidence, d.name AS name, "
        "coalesce(d.title, d.name) AS document, d.number AS number, d.date AS date"
    )
    found = "MATCH (f:Fact)-[:STATED_IN]->(d:Document) WHERE f.edge IN $ids RETURN f.edge "
    alone = "UNWIND $ids AS id MATCH (f:Fact {id: id}) MATCH (f)-[:STATED_IN]->(d:Document) RETURN f.id "
    own = [edge for edge in edges if edge.startswith("fact:")]
    rows = store.read(found + said, {"ids": list(edges)}) + (store.read(alone + said, {"ids": own}) if own else [])
    return sorted(
        rows,
        key=lambda r: (_loaded(r), r["confidence"] or 0.0, str(r["document"]), str(r["quote"])),
    )


def _loaded(row: Row) -> bool:
    return not str(row["name"]).startswith(REFERENCE)


def _cited(store: Store, edges: list[str], standing: list[str]) -> tuple[tuple[Citation, ...], dict[str, int]]:
    """The best fact of each edge; edges that rest on the same sentence share its number.

    Who stands where is cited by what was loaded alone: the pool is told of once, as a whole.
    """
    best = {row["edge"]: row for row in _facts(store, edges)}
    best |= {row["edge"]: row for row in _facts(store, standing) if row["edge"] not in best and _loaded(row)}
    edges = list(dict.fromkeys([*edges, *standing]))
    numbers: dict[tuple[str, str], int] = {}
    citations, cites = [], {}
    for edge in edges:
        if edge not in best:
            continue
        row = best[edge]
        key = (str(row["document"]), str(row["quote"]))
        if key not in numbers:
            numbers[key] = len(numbers) + 1
            sentence = " ".join(str(row["quote"]).split())
            citations.append(Citation(numbers[key], sentence, key[0], row["number"], row["date"], row["place"]))
        cites[edge] = numbers[key]
    return tuple(citations), cites
