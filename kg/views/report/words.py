"""What all three forms of the report say: titles, findings, and figures as text."""

from collections.abc import Callable, Sequence
from pathlib import Path

from kg.analysis.firms import WARNED
from kg.analysis.report import ChainPart, Hunted, Report
from kg.analysis.rows import GapRow, Part, TargetRow
from kg.analysis.targets import ODD
from kg.analysis.wording import wordings

FILE = Path(__file__).parent / "words.yaml"
Say = Callable[..., str]


def words(lang: str) -> Say:
    """A function that gives the wording of a key in `zh` or `en`, with values filled in."""
    found = wordings(FILE)["en" if lang == "en" else "zh"]

    def say(key: str, **values: object) -> str:
        return found[key].format(**values) if values else found[key]

    return say


def findings(report: Report, say: Say, chains: int = 6) -> list[str]:
    """The first page, a sentence or two a chain: its most urgent gap and why, and the first choice for that."""
    told = [part for part in report.chains if part.coverage.graded or part.gaps]
    found = ["".join(_finding(report, part, say)) for part in told[:chains]]
    if len(told) < len(report.chains):
        found.append(say("unordered", count=len(report.chains) - len(told)))
    if report.omitted:
        found.append(say("omitted", count=report.omitted))
    return found


def _finding(report: Report, part: ChainPart, say: Say) -> list[str]:
    found = [state(part, say)]
    if part.gaps:
        gap = part.gaps[0]
        reason = reasons(gap)[0] + cited(report, edges_of(gap))
        key = "top_unseen" if not gap.graded else "top_gap" if gap in part.lacking else "top_extension"
        found.append(say(key, segment=gap.segment, priority=points(gap.priority), reason=reason))
    row = first_choice(part.hunted[0].rows) if part.hunted else None
    if row is not None:
        found.append(say("top_target", name=row.short, place=row.place, score=points(row.score)))
    return found


def first_choice(rows: Sequence[TargetRow]) -> TargetRow | None:
    """The best candidate without a risk warning on its share, of which enough is known, and whose business is not in doubt."""
    return next((row for row in rows if not row.verify and not {WARNED, ODD}.intersection(row.tags)), None)


def lacking_head(part: ChainPart, say: Say) -> str:
    """What the table of gaps is called: where nothing is graded they are only to be looked into."""
    return say("gaps" if part.coverage.graded else "unseen_gaps")


def known(report: Report, say: Say) -> str:
    """How many enterprises of the region stand behind the figures, and what the kinds of gaps mean."""
    return say("known", region=report.region, placed=report.placed) + say("kinds_note")


def common(part: ChainPart, say: Say) -> str:
    """The policies and parks of a whole chain as one line; empty without any."""
    found = shared(part)
    return say("common", offers=say("then").join(found)) if found else ""


def grown(hunted: Hunted, say: Say) -> str:
    """Local enterprises in or beside the segment, to be grown rather than invited; empty without any."""
    names = say("and").join(say("grown_one", name=one.name, detail=one.detail) for one in hunted.grow)
    return say("grow", names=names) if names else ""


def state(part: ChainPart, say: Say) -> str:
    """How complete a chain is, in one sentence."""
    c = part.coverage
    if not c.graded and not part.gaps:
        return say("ungraded_alone", name=c.chain)
    if not c.graded:
        return say("ungraded", name=c.chain, basis=part.gaps[0].basis)
    values = {"name": c.chain, "segments": c.segments, "covered": c.covered, "share": percent(c.share)}
    if c.peers is None:
        return say("covered_alone", **values)
    return say("covered", **values, peers=percent(c.peers), names=say("and").join(c.peer_names))


def reasons(gap: GapRow, said: Sequence[str] = ()) -> list[str]:
    """Why it is a gap and what speaks for filling it, but for what was `said` of the whole chain already."""
    told = "".join(gap.reasons)
    return [*gap.reasons, *(o.basis for o in gap.backing if o.basis not in said and o.basis not in told)]


def shared(part: ChainPart) -> list[str]:
    """Policies and parks that every gap of a chain was offered: said once, above the tables."""
    offered = [{o.basis for o in gap.backing} for gap in part.gaps]
    both = set.intersection(*offered) if len(offered) > 1 else set()
    return [o.basis for o in part.gaps[0].offers if o.basis in both] if both else []


def percent(value: float) -> str:
    """A share as a whole percentage."""
    return f"{100 * value:.0f}%"


def points(value: float | None) -> str:
    """A score of 0 to 100 with one decimal; a dash where there is none."""
    return "—" if value is None else f"{value:.1f}"


def count(value: float) -> str:
    """A number of enterprises: whole where it is, else one decimal."""
    return f"{value:.0f}" if abs(value - round(value)) < 0.05 else f"{value:.1f}"


def sum_of(parts: tuple[Part, ...], factor: float = 1.0) -> str:
    """The contributions of a score, so that a reader can add them up; what adds nothing is left out, a ? is assumed."""
    shown = " + ".join(
        f"{p.label}{'' if p.value is not None else '?'} {p.contribution:.1f}" for p in parts if round(p.contribution, 1)
    )
    return shown if factor == 1.0 else f"{factor:.2f} × ({shown})"


def edges_of(row: TargetRow | GapRow) -> list[str]:
    """The edges that a target's parts, or a gap's offers and the enterprises beside it, rest on."""
    if isinstance(row, TargetRow):
        named = row.named.evidence if row.named is not None else ()
        return [*(e for p in row.parts for e in p.evidence), *named]
    return [*(e for o in row.offers for e in o.evidence), *row.evidence]


def cited(report: Report, edges: list[str]) -> str:
    """References to the list of sources: [1][3]; empty where nothing is cited."""
    return "".join(f"[{n}]" for n in report.numbers(edges))
