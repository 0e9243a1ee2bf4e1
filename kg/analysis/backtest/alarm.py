"""T4: take a strong segment away from a region and see whether the gap list shows it, and at which rank."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.analysis.backtest.metrics import SEED, Array
from kg.analysis.feasible import Feasibility
from kg.analysis.kinds import Sweep, sweep
from kg.analysis.landscape import Landscape
from kg.analysis.view import structure_of

METHODS = ("random", "popularity", "model")


@dataclass(frozen=True, slots=True)
class Alarm:
    """A deleted segment: whether it came back as any gap, as 缺 or 断, and its rank in the chain's list by method."""

    region: str
    chain: str
    segment: str
    listed: bool
    missed: bool
    ranks: dict[str, int | None]


def halves(regions: Sequence[str]) -> tuple[list[str], list[str]]:
    """Regions drawn (fixed seed) for choosing rules and weights, and those kept aside for the figure."""
    order = np.random.default_rng(SEED).permutation(len(regions))
    middle = len(regions) // 2
    return [regions[i] for i in sorted(order[:middle])], [regions[i] for i in sorted(order[middle:])]


def strong_cells(landscape: Landscape, regions: Sequence[str]) -> list[tuple[str, str, int]]:
    """(region, chain, place in the chain) of every strong segment of the given regions."""
    found = []
    feasible = Feasibility(landscape)
    structures = [structure_of(landscape, t) for t in landscape.templates.values()]
    x = np.array([landscape.counts(r) for r in regions])
    for template, one in zip(landscape.templates.values(), sweep(landscape, feasible, structures, x), strict=True):
        found += [(regions[i], template.name, int(j)) for i, j in zip(*np.nonzero(one.kinds.strong), strict=True)]
    return sorted(found)


def alarms(landscape: Landscape, cells: Sequence[tuple[str, str, int]], most: int = 200) -> list[Alarm]:
    """Delete each cell in turn (at most so many, drawn with a fixed seed) and look for it in the chain's gap list."""
    chosen = np.random.default_rng(SEED).permutation(len(cells))[:most]
    return [_alarm(landscape, cells[int(i)], SEED + int(i)) for i in sorted(chosen)]


def _alarm(landscape: Landscape, cell: tuple[str, str, int], seed: int) -> Alarm:
    region, chain, j = cell
    template = landscape.templates[chain]
    segment = template.segments[j].name
    other = landscape.without(region, landscape.segments.index[segment])
    structure = structure_of(other, template)
    one = sweep(other, Feasibility(other), [structure], other.counts(region)[None, :])[0]
    missed = bool(one.kinds.missing[0, j] or one.kinds.broken[0, j] > 0)
    alarm = (one.kinds.missing | one.kinds.weak | (one.kinds.broken > 0) | one.kinds.extend)[0]
    listed = bool(alarm[j])
    scores = _scores(one, other.national[structure.chain.at], alarm, seed)
    ranks = {m: int((v > v[j]).sum()) + 1 if listed else None for m, v in scores.items()}
    return Alarm(region, chain, segment, listed, missed, ranks)


def _scores(one: Sweep, national: Array, alarm: Array, seed: int) -> dict[str, Array]:
    """Scores of the listed segments by method; those not listed come last."""
    made = {
        "random": np.random.default_rng(seed).random(len(alarm)),
        "popularity": national,
        "model": one.priority[0],
    }
    return {name: np.where(alarm, value, -1.0) for name, value in made.items()}


def recovery(found: Sequence[Alarm], method: str, k: int) -> Array:
    """1 where the deleted segment is listed among the first k, else 0."""
    return np.array([float(a.ranks[method] is not None and (a.ranks[method] or 0) <= k) for a in found])
