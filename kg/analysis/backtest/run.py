"""The whole back-test: every protocol on every data set that is there, as rows of one table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.analysis.backtest import alarm, data, enterprise, likelihood, regionsegment, supply
from kg.analysis.backtest.metrics import Interval, Ranked, difference, interval, values_of, verdict
from kg.analysis.landscape import Landscape
from kg.chains import templates
from kg.chains.place import Segments
from kg.chains.pool import pool

REFERENCE = ("2012-12-31", "2016-12-31", "2021-12-31")
"""Window of the reference figures: weights learnt on the first two years given, tested on the last two."""
FRESH = ("2016-12-31", "2021-12-31", "2026-12-31")
"""Window that no choice was made on."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of one method: value with 95 % interval; against the named baseline the difference and what it allows.

    `verdict` is better, worse or not better; empty for a baseline itself.
    """

    protocol: str
    data: str
    method: str
    figure: str
    cases: int
    value: float
    low: float
    high: float
    against: str = ""
    gain: float | None = None
    gain_low: float | None = None
    gain_high: float | None = None
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A protocol that could not run: the files that are missing."""

    protocol: str
    files: tuple[str, ...]


def backtest(folder: Path | None, only: Sequence[str] = ()) -> Iterator[Row | Skipped]:
    """Rows of T1 to T4 (or `only` some of these); T4 and the fresh window of T1 need no folder."""
    parts: Mapping[str, Callable[[Path | None], Iterator[Row | Skipped]]] = {"T1": _t1, "T2": _t2, "T3": _t3, "T4": _t4}
    for name, part in parts.items():
        if not only or name in only:
            yield from part(folder)


def _t1(folder: Path | None) -> Iterator[Row | Skipped]:
    lacking = data.missing(folder, data.COMPANIES, data.TRADES)
    for level in ("province", "city"):
        if folder is None or lacking:
            yield Skipped(f"T1 reference window, {level}", tuple(lacking))
        else:
            yield from _window(data.by_name(folder, level), REFERENCE, f"{level}, 2017-2021")
        yield from _window(data.by_place(pool(), level), FRESH, f"{level}, 2022-2026 (fresh)")


def _window(firms: Sequence[regionsegment.Settled], days: tuple[str, str, str], name: str) -> Iterator[Row]:
    early = regionsegment.window(firms, days[0], days[1])
    late = regionsegment.window(firms, days[1], days[2])
    scores = regionsegment.scores(late)
    scores["logit"] = regionsegment.predict(late, scores, regionsegment.fit(early))
    found = regionsegment.evaluate(late, scores)
    yield from _rows("T1", name, found, "logit", "popularity (enterprises)", ("AUC", "Hits@10", "MRR", "NDCG@10"))


def _t2(folder: Path | None) -> Iterator[Row | Skipped]:
    lacking = data.missing(folder, data.PRODUCTS, data.TRADES, data.CHAINS, data.ATLAS, data.ATLAS_COMPANIES)
    if folder is None or lacking:
        yield Skipped("T2", tuple(lacking))
        return
    bench = enterprise.Bench(data.makers(folder, pool(), Segments(templates().values())))
    sets = {"28 chains": data.chain_labels(folder), "atlas": data.atlas_labels(folder)}
    cases = {name: enterprise.cases(bench, labels) for name, labels in sets.items()}
    for name, found in enterprise.methods(bench, cases).items():
        yield from _rows("T2", name, found, "learnt", "name + members (TF-IDF)", ("Hits@10", "MRR", "AUC"))


def _t3(folder: Path | None) -> Iterator[Row | Skipped]:
    lacking = data.missing(folder, data.ATLAS_SUPPLY, data.ATLAS_COMPANIES)
    if folder is None or lacking:
        yield Skipped("T3", tuple(lacking))
        return
    links, groups = data.atlas_supply(folder)
    segments = Segments(templates().values())
    placed = {one.code: frozenset(p.segment for p in segments.place_listed(one)) for one in pool()}
    known = {"segment pairs (atlas)": groups, "segment pairs": placed}

    def profile(codes: Sequence[str]) -> likelihood.Profiles:
        return likelihood.profiles(codes, pool(), templates())

    for by_company, hidden in ((False, "links hidden"), (True, "companies hidden")):
        for matched, how in ((False, "uniform"), (True, "degree-matched")):
            found = supply.evaluate(links, known, matched, by_company, profile)
            name = f"atlas supply, {how}, {hidden}"
            yield from _rows("T3", name, found, supply.LIKELY, "popularity", ("AUC", "Hits@10", "MRR"))


def _t4(_folder: Path | None) -> Iterator[Row]:
    landscape = Landscape(templates(), pool())
    provinces = sorted({c[:2] for c in landscape.cities})
    for name, regions in (("cities", [c for c in landscape.cities if len(c) == 4]), ("provinces", provinces)):
        development, kept = alarm.halves([r for r in regions if not landscape.thin(r)])
        for part, use in ((development, "development"), (kept, "kept aside")):
            found = alarm.alarms(landscape, alarm.strong_cells(landscape, part))
            yield from _recoveries(f"{len(part)} {name}, {use}", found)


def _recoveries(name: str, found: Sequence[alarm.Alarm]) -> Iterator[Row]:
    groups = [a.region for a in found]
    for method in alarm.METHODS:
        for k in (1, 3, 10):
            values, base = (alarm.recovery(found, m, k) for m in (method, "popularity"))
            gain = interval(values - base, groups) if method == "model" else None
            yield _row("T4", name, method, f"recovery@{k}", len(found), interval(values, groups), "popularity", gain)


def _rows(
    protocol: str, name: str, found: Mapping[str, list[Ranked]], ours: str, baseline: str, figures: Sequence[str]
) -> Iterator[Row]:
    for method, ranked in found.items():
        for figure in figures:
            made = interval(values_of(ranked, figure), [r.group for r in ranked])
            gain = difference(ranked, found[baseline], figure) if method == ours else None
            yield _row(protocol, name, method, figure, len(ranked), made, baseline, gain)


def _row(
    protocol: str, name: str, method: str, figure: str, cases: int, made: Interval, against: str, gain: Interval | None
) -> Row:
    if gain is None:
        return Row(protocol, name, method, figure, cases, made.value, made.low, made.high)
    return Row(
        protocol, name, method, figure, cases, made.value, made.low, made.high,
        against, gain.value, gain.low, gain.high, verdict(gain),
    )  # fmt: skip
