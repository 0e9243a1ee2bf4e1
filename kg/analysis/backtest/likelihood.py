"""How likely one enterprise supplies another, from what both make: learnt on known links, without the links asked for.

No name of an enterprise is used. What is known of one is its main products, its trade classes and the segments that these
place it in; what a buyer needs is what feeds its segments in the templates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kg.analysis.backtest.enterprise import Bench, Maker, choice
from kg.analysis.backtest.metrics import SEED, Array
from kg.chains.place import Segments
from kg.chains.pool import Listed
from kg.chains.template import Template

PRIOR = 2.0
"""Pseudo-links that every pair of classes starts with at the mean rate."""
INNER = 5
FEATURES = (
    "rate of links between their classes", "log-odds of their classes", "supplier against inputs of the buyer",
    "likeness of products", "likeness of classes", "links between enterprises like them", "three-step paths",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profiles:
    """What is known of some enterprises without any link: classes (0/1), and likenesses (enterprises x enterprises).

    `inputs[a, b]` is the largest cosine of the products of a with the words of a segment that feeds a segment of b.
    """

    classes: Array
    products: Array
    kinds: Array
    inputs: Array


def profiles(codes: Sequence[str], pool: Sequence[Listed], templates: Mapping[str, Template]) -> Profiles:
    """Profiles of the enterprises with these stock codes; text weights come from the whole pool."""
    segments = Segments(templates.values())
    bench = Bench([_maker(one, segments) for one in pool])
    at = [bench.at[c] for c in codes]
    known = {one.code: one for one in pool}
    classes = _classes([(known[c], bench.makers[i].placed) for c, i in zip(codes, at, strict=True)])
    rare = classes * np.log(len(codes) / np.maximum(classes.sum(axis=0), 1.0))
    rare /= np.maximum(np.linalg.norm(rare, axis=1, keepdims=True), 1e-12)
    text = bench.text[at]
    likeness = np.asarray((text @ text.T).todense())
    return Profiles(classes, likeness, rare @ rare.T, _inputs(bench, at, segments, templates))


def _maker(one: Listed, segments: Segments) -> Maker:
    placed = {p.segment: p.confidence for p in segments.place_listed(one)}
    products = tuple(name for name, _ in one.products)
    return Maker(one.code, products, one.trade, one.trade + one.industry, float(one.staff or 0), placed)


def _classes(rows: Sequence[tuple[Listed, Mapping[str, float]]]) -> Array:
    held = [
        {("trade", one.trade), ("industry", one.industry), *(("segment", s) for s in placed)} for one, placed in rows
    ]
    held = [{pair for pair in group if pair[1]} for group in held]
    names = {name: j for j, name in enumerate(sorted(set[tuple[str, str]]().union(*held)))}
    found = np.zeros((len(rows), len(names)))
    for i, group in enumerate(held):
        found[i, [names[g] for g in group]] = 1.0
    return found


def _inputs(bench: Bench, at: Sequence[int], segments: Segments, templates: Mapping[str, Template]) -> Array:
    feeds: dict[str, dict[str, float]] = {}
    for template in templates.values():
        for one in template.feeds:
            source, target = template.by_id[one.source].name, template.by_id[one.target].name
            feeds.setdefault(target, {})[source] = max(one.weight, feeds.get(target, {}).get(source, 0.0))
    words: dict[str, Array] = {}
    found = np.zeros((len(at), len(at)))
    for b, i in enumerate(at):
        for name, sure in bench.makers[i].placed.items():
            for source, weight in feeds.get(name, {}).items():
                if source not in words:
                    uses = segments.chains[source]
                    words[source] = bench.query(" ".join(w for _, s in uses for w in s.words))[list(at)]
                found[:, b] = np.maximum(found[:, b], min(1.0, sure * weight) * words[source])
    return found


def features(known: Profiles, links: Sequence[tuple[int, int]]) -> Array:
    """FEATURES of all pairs (supplier, buyer) given some links; enterprises x enterprises x features."""
    size = len(known.classes)
    pairs = np.zeros((size, size))
    for a, b in links:
        pairs[a, b] = 1.0
    base = max(len(links), 1) / size**2
    number = known.classes.sum(axis=0)
    rate = (known.classes.T @ pairs @ known.classes + PRIOR * base) / (np.outer(number, number) + PRIOR)
    held = np.maximum(known.classes.sum(axis=1), 1.0)
    root = np.sqrt(np.maximum(pairs.sum(axis=0) + pairs.sum(axis=1), 1.0))
    both = np.outer(held, held)
    stacked = [
        np.log(known.classes @ rate @ known.classes.T / both + 1e-9),
        known.classes @ np.log(rate / base) @ known.classes.T / np.sqrt(both),
        known.inputs,
        known.products,
        known.kinds,
        np.log1p(5 * known.kinds @ pairs @ known.kinds.T),
        np.log1p(10 * (pairs / root) @ pairs.T @ (pairs / root[:, None])),
    ]
    return np.stack(stacked, axis=2)


def scores(known: Profiles, links: Sequence[tuple[int, int]]) -> Array:
    """Utility of every pair; weights of a conditional logit fitted on the links, each seen without its own fold."""
    fold = np.random.default_rng(SEED).permutation(len(links)) % INNER
    everyone, true, samples = set(range(len(known.classes))), set(links), []
    for k in range(INNER):
        made = features(known, [p for p, f in zip(links, fold, strict=True) if f != k])
        for a, b in (p for p, f in zip(links, fold, strict=True) if f == k):
            others = sorted(i for i in everyone - {a, b} if (i, b) not in true)
            samples.append(made[[a, *others], b])
    return np.asarray(features(known, links) @ choice(samples, penalty=1.0))
