"""The tables of the report, the same for the page and the Word document."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.analysis.match import MatchRow
from kg.analysis.report import ChainPart, Citation, Hunted, Report
from kg.analysis.rows import GapRow, TargetRow
from kg.analysis.wording import kind_words, roster
from kg.chains.records import POOL, REFERENCE
from kg.views.report.words import Say, cited, count, edges_of, first_choice, percent, points, reasons, shared, sum_of

LONGEST = 160
"""Characters of a source sentence that are shown."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: text, below it something smaller, and the numbers of sources ([1][2])."""

    text: str
    small: str = ""
    cites: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, rows, widths of the columns as shares of 100, and which columns hold numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    numbers: frozenset[int] = frozenset()


def _table(
    say: Say, heads: str, widths: Sequence[int], rows: Iterable[Sequence[Cell | str]], numbers: Iterable[int] = ()
) -> Table:
    made = (tuple(c if isinstance(c, Cell) else Cell(c) for c in row) for row in rows)
    return Table(tuple(say(k) for k in heads.split()), tuple(made), tuple(widths), frozenset(numbers))


def overview(report: Report, say: Say) -> Table:
    """One line a chain: how complete, against comparable regions, its first gap and whom to approach.

    What is said only of regions that can be graded is left out where no chain is.
    """
    compared = any(part.coverage.graded or part.coverage.peers is not None for part in report.chains)
    rows: list[tuple[Cell | str, ...]] = [
        (
            part.coverage.chain,
            f"{part.coverage.covered}/{part.coverage.segments}",
            *(_against(part) if compared else ()),
            Cell(part.gaps[0].segment, _kinds(part.gaps[0], say)) if part.gaps else "—",
            _first(part),
        )
        for part in report.chains
    ]
    if not compared:
        return _table(say, "chain_name covered_head first_gap first_target", (30, 14, 29, 27), rows, (1,))
    return _table(
        say, "chain_name covered_head share peers first_gap first_target", (23, 12, 10, 12, 22, 21), rows, (1, 2, 3)
    )


def _against(part: ChainPart) -> tuple[str, str]:
    share, peers = part.coverage.share if part.coverage.graded else None, part.coverage.peers
    return "—" if share is None else percent(share), "—" if peers is None else percent(peers)


def _first(part: ChainPart) -> Cell:
    row = first_choice(part.hunted[0].rows) if part.hunted else None
    return Cell(row.short, row.place) if row else Cell("—")


def strengths(report: Report, part: ChainPart, say: Say) -> Table:
    """Segments that the region has, with who stands there."""
    rows = [
        (
            s.segment,
            s.stage,
            kind_words([s.grade], say("language"))[0],
            count(s.local),
            count(s.expected) if part.coverage.graded else "—",
            count(s.national),
            Cell(
                say("and").join(roster(s.enterprises, s.total, say("language"))), cites=cited(report, list(s.evidence))
            ),
        )
        for s in part.strong
    ]
    return _table(
        say, "segment stage grade local expected national enterprises", (20, 9, 7, 9, 9, 10, 36), rows, (3, 4, 5)
    )


def gaps(report: Report, part: ChainPart, found: Sequence[GapRow], say: Say) -> Table:
    """Some gaps of a chain with kind, priority as a sum, and reasons."""
    said = shared(part)
    rows = [
        (
            gap.segment,
            _kinds(gap, say),
            Cell(points(gap.priority), sum_of(gap.parts, gap.factor)),
            Cell(say("then").join(reasons(gap, said)), cites=cited(report, edges_of(gap))),
        )
        for gap in found
    ]
    return _table(say, "segment kinds priority reasons", (19, 9, 26, 46), rows)


def _kinds(gap: GapRow, say: Say) -> str:
    return say("and").join(kind_words(gap.kinds, say("language")))


def others(report: Report, found: Sequence[GapRow], say: Say) -> Table:
    """What is being built, and what is here without known supply between the local enterprises."""
    rows = [
        (gap.segment, _kinds(gap, say), Cell(say("then").join(gap.reasons), cites=cited(report, edges_of(gap))))
        for gap in found
    ]
    return _table(say, "segment kinds reasons", (22, 14, 64), rows)


def targets(report: Report, hunted: Hunted, say: Say) -> Table:
    """Candidates with their score as a sum, what it rests on, and what speaks against them."""
    rows = [
        (
            str(row.rank),
            Cell(row.short + (f"（{say('verify')}）" if row.verify else ""), _who(row)),
            Cell(points(row.score), _known(row, say)),
            Cell(_basis(row, say), sum_of(row.parts), cited(report, edges_of(row))),
            row.against,
        )
        for row in hunted.rows
    ]
    return _table(say, "rank name score parts against", (7, 22, 8, 44, 19), rows, (0, 2))


def _known(row: TargetRow, say: Say) -> str:
    """The sum of the known parts, where some are assumed."""
    return f"{say('known_sum')} {points(row.known)}" if round(row.known, 1) != round(row.score, 1) else ""


def _who(row: TargetRow) -> str:
    named = row.named.basis if row.named is not None else None
    return "，".join(filter(None, (row.name, row.stock_code, row.place, named)))


def _basis(row: TargetRow, say: Say) -> str:
    """What the parts rest on, without what is the same for every candidate of a gap."""
    return say("then").join(p.basis for p in row.parts if p.value and p.term not in ("policy", "park"))


def parks(report: Report, say: Say) -> Table:
    """Parks of the region that host what is lacking."""
    rows = [(m.what, Cell(m.basis, "、".join(m.facts), cited(report, list(m.evidence)))) for m in report.parks]
    return _table(say, "parks basis", (34, 66), rows)


def policies(report: Report, say: Say) -> Table:
    """Policies in force with what they support and what they ask."""
    rows = [
        (
            m.what,
            Cell(m.number or "—", m.date or ""),
            Cell(m.segment, m.basis, cited(report, list(m.evidence))),
            _asked(m, say) or say("none_read"),
        )
        for m in report.policies
    ]
    return _table(say, "policies paper supported asked", (30, 18, 30, 22), rows)


def _asked(row: MatchRow, say: Say) -> str:
    return say("then").join(dict.fromkeys(j.condition.words for j in row.conditions))


def hospitals(report: Report, say: Say) -> Table:
    """Hospitals of the region and the makers of what they buy."""
    rows = [(m.what, m.whom, Cell(m.segment, cites=cited(report, list(m.evidence)))) for m in report.hospitals]
    return _table(say, "hospitals enterprises segment", (40, 30, 30), rows)


def sources(report: Report, say: Say) -> Table:
    """Every sentence that something rests on, with its document."""
    rows = [(f"[{c.number}]", _sentence(c), _document(c, say), c.date or "") for c in report.citations]
    return _table(say, "number sentence document date", (7, 55, 26, 12), rows)


def _sentence(one: Citation) -> str:
    return one.sentence if len(one.sentence) <= LONGEST else one.sentence[:LONGEST].rstrip() + "…"


def _document(one: Citation, say: Say) -> Cell:
    shipped = one.document.startswith(REFERENCE)
    name = say("pool" if one.document == POOL else "template") if shipped else one.document
    place = one.place or ""
    place = place.rpartition(" / ")[2] if shipped else place.removeprefix(f"{one.document} / ")
    place = re.sub(r"\brow (\d+)", lambda m: say("row", number=m[1]), place)
    return Cell(" ".join(filter(None, (name, one.document_number))), place)
