"""The gap kinds of every segment of a chain, for many regions at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.analysis.criticality import Criticality, Structure, criticality
from kg.analysis.feasible import Feasibility
from kg.analysis.landscape import Array, Landscape, Strength

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Kinds:
    """Arrays of regions x segments of a chain; `broken` and `balance` are values, the rest says yes or no.

    missing 缺, weak 弱, strong 强; extend 延: beside a strong segment, or, where not missing, beside a present one or of
    high feasibility (lone: without a present neighbour); broken 断 where above 0. Where no enterprise of the whole country is known in a segment nothing is said of it.
    """

    missing: Flags
    weak: Flags
    strong: Flags
    extend: Flags
    lone: Flags
    broken: Array
    balance: Array
    critical: Criticality


def kinds_of(landscape: Landscape, structure: Structure, x: Array, strength: Strength, feasibility: Array) -> Kinds:
    """Gap kinds of a chain; `x`, `strength` and `feasibility` (NaN or 1 where present) are regions x all segments."""
    chain, numbers = structure.chain, landscape.weights
    here = x[:, chain.at]
    absent = (here == 0) & (landscape.national[chain.at] > 0)[None, :]
    surprise, above = strength.surprise[:, chain.at], strength.above[:, chain.at]
    critical = criticality(landscape, structure, here)
    balance = landscape.balance(chain, here)
    strong = (above >= numbers.strong) & (here >= numbers.strong_count)
    broken = np.where(absent, breaks(structure, here), 0.0)
    links = (chain.feed > 0).astype(float)
    missing = absent & ((surprise >= numbers.missing_surprise) | critical.pulled)
    near, solid = ((flags @ (links + links.T)) > 0 for flags in ((here > 0).astype(float), strong.astype(float)))
    fits = np.nan_to_num(feasibility[:, chain.at], nan=1.0) >= numbers.extend_feasible
    extend = absent & (broken == 0) & (solid | (~missing & (near | fits)))
    return Kinds(
        missing=missing,
        weak=(here > 0) & ~strong & ((above <= numbers.weak) | (balance < numbers.weak_balance)),
        strong=strong,
        extend=extend,
        lone=extend & ~missing & ~near,
        broken=broken,
        balance=balance,
        critical=critical,
    )


def factors(landscape: Landscape, kinds: Kinds, here: Array) -> Array:
    """What a priority is multiplied with: 弱 by what is lacking of the balance, 延 without a present neighbour by `lone`."""
    short = np.where(here == 0, 1.0, 1.0 - np.minimum(1.0, kinds.balance))
    return np.asarray(np.where(kinds.lone, landscape.weights.lone, short))


def breaks(structure: Structure, here: Array) -> Array:
    """Sum over inputs u and outputs d of min(X_u, X_d) * a_us * a_sd, regions x segments."""
    pairs = np.minimum(here[:, :, None], here[:, None, :]).reshape(len(here), -1)
    return np.asarray(pairs @ structure.between_weight)


@dataclass(frozen=True, slots=True)
class Sweep:
    """One chain in many regions: kinds and priorities (0 where there is no gap; policy counts 0)."""

    kinds: Kinds
    priority: Array


def sweep(landscape: Landscape, feasible: Feasibility, structures: list[Structure], x: Array) -> list[Sweep]:
    """All chains in all regions: `x` is regions x all segments (Landscape.city_counts for all cities)."""
    strength, feasibility = landscape.strength(x), np.nan_to_num(feasible.score(x), nan=1.0)
    weight, found = landscape.weights.priority, []
    for structure in structures:
        kinds, at = kinds_of(landscape, structure, x, strength, feasibility), structure.chain.at
        parts = weight["criticality"] * kinds.critical.total + weight["feasibility"] * feasibility[:, at]
        parts = 100 * (parts + weight["surprise"] * strength.surprise[:, at])
        gap = kinds.missing | kinds.weak | kinds.extend | (kinds.broken > 0)
        found.append(Sweep(kinds, np.where(gap, factors(landscape, kinds, x[:, at]) * parts, 0.0)))
    return found
