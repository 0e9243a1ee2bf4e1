"""How a score comes about, line by line, so that a reader can add it up by hand; and how ranks move with the weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scipy.stats import kendalltau

from kg.analysis.rows import GapRow, Part, TargetRow
from kg.analysis.source import Source, landscape_of
from kg.analysis.targets import answer, hunt
from kg.analysis.view import view_of
from kg.analysis.weights import Weights, weights
from kg.analysis.wording import kind_words, say

MOVES = (0.5, 1.5)
TOP = 20


def explain_gap(row: GapRow, lang: str = "zh") -> list[str]:
    """The sum of a gap's priority: parts of the criticality, parts of the priority, the factor."""
    kinds = say("and", lang).join(kind_words(row.kinds, lang))
    lines = [f"{row.chain} · {row.segment}" + say("aside", lang, text=kinds)]
    lines += [f"  {p.label} {p.value or 0.0:.4f} × {p.weight:g} = {p.contribution:.4f}" for p in row.criticality]
    lines.append(f"  = {row.parts[0].label} {sum(p.contribution for p in row.criticality):.4f}")
    lines += [f"  {p.label} {p.value or 0.0:.4f} × {p.weight:g} × 100 = {p.contribution:.4f}" for p in row.parts]
    total = sum(p.contribution for p in row.parts)
    shown = "—" if row.priority is None else f"{row.priority:.4f}"
    lines.append(f"  ({total:.4f}) × {row.factor:.4f} = {total * row.factor:.4f}  →  {shown}")
    return lines + [f"  · {reason}" for reason in row.reasons] + [f"  + {offer.basis}" for offer in row.backing]


def explain_target(row: TargetRow, numbers: Weights | None = None, lang: str = "zh") -> list[str]:
    """The sum of a candidate's score: value * weight / scale * 100 for each part, what is assumed marked as such.

    `numbers` are the weights that the row was made with.
    """
    quantile = (numbers or weights()).unknown
    lines = [f"{row.rank}. {row.name}{say('aside', lang, text=row.place)}  {row.score:.4f}"]
    for part in row.parts:
        lines.append("  " + _term(part, row.scale, quantile, lang) + (f"  {part.basis}" if part.basis else ""))
    total = sum(p.contribution for p in row.parts)
    told = say("sum_of_parts", lang, total=total, known=row.known, completeness=row.completeness)
    moves = [f"{say(term, lang)} {a}→{b}" for term, (a, b) in row.without.items() if a != b]
    ranks = say("ranks_without", lang, moves=say("and", lang).join(moves) or say("ranks_same", lang))
    named = [row.named.basis] if row.named is not None else []
    return [*lines, *(f"  {line}" for line in (told, *named, ranks, say("said_against", lang, reason=row.against)))]


def _term(part: Part, scale: float, quantile: float, lang: str) -> str:
    if part.counted is None:
        return f"{part.label} —" + say("aside", lang, text=say("unknown_of_all", lang))
    doubt = "" if part.value is not None else say("aside", lang, text=say("assumed", lang, quantile=quantile))
    return f"{part.label} {part.counted:.4f} × {part.weight:g} ÷ {scale:g} × 100 = {part.contribution:.4f}{doubt}"


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What moving one weight by half does to a ranking: Kendall's tau over the first 20, and how many of them leave."""

    table: str
    weight: str
    factor: float
    tau: float
    leave: int
    first: str


def sensitivity(
    source: Source, region: str, segment: str, *, chain: str | None = None, today: date | None = None
) -> list[Sensitivity]:
    """How the candidates of a gap move when each weight is halved or raised by half (the others scaled to keep the sum)."""
    landscape = landscape_of(source)
    question = hunt(landscape, view_of(landscape, region), segment, chain, today or date.today())
    base = answer(question).rows
    moved = []
    for name in landscape.weights.candidate:
        for factor in MOVES:
            rows = answer(question, landscape.weights.moved("candidate", name, factor)).rows
            moved.append(_compared("candidate", name, factor, [r.id for r in base], [(r.id, r.short) for r in rows]))
    return moved


def gap_sensitivity(rows: Sequence[GapRow], numbers: Weights) -> list[Sensitivity]:
    """The same for the priorities of gaps: weights of the priority and of the criticality."""
    base = _names(sorted(rows, key=lambda r: -(r.priority or 0.0)))
    found = []
    for table in ("priority", "criticality"):
        for name in getattr(numbers, table):
            for factor in MOVES:
                other = numbers.moved(table, name, factor)
                ranked = sorted(rows, key=lambda r: -priority_with(r, other))
                found.append(_compared(table, name, factor, base, [(n, n) for n in _names(ranked)]))
    return found


def _names(rows: Sequence[GapRow]) -> list[str]:
    return [f"{r.chain} · {r.segment}" for r in rows if r.priority]


def priority_with(row: GapRow, numbers: Weights) -> float:
    """The priority of a gap under other weights, from its own parts."""
    if not row.priority:
        return 0.0
    critical = sum(numbers.criticality[p.term] * (p.value or 0.0) for p in row.criticality)
    values = {p.term: p.value or 0.0 for p in row.parts} | {"criticality": critical}
    return 100 * row.factor * sum(numbers.priority[t] * v for t, v in values.items())


def _compared(
    table: str, name: str, factor: float, base: Sequence[str], ranked: Sequence[tuple[str, str]]
) -> Sensitivity:
    top = list(base[:TOP])
    place = {identity: i for i, (identity, _) in enumerate(ranked)}
    tau = float(kendalltau(range(len(top)), [place[i] for i in top]).statistic) if len(top) > 1 else 1.0
    leave = sum(place[i] >= TOP for i in top)
    return Sensitivity(table, name, factor, tau, leave, ranked[0][1] if ranked else "")
