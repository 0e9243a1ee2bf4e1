"""Examples as arrays: windows of pieces with their labels, the rules' evidence, and pairs of mentions with their relations."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.document import Document
from kg.loaders.encoder.examples import Example
from kg.loaders.encoder.linking import Spot, allowed_relations, closest
from kg.loaders.encoder.pieces import FIRST, LAST, pieces, windows
from kg.loaders.encoder.reading import evidence
from kg.loaders.encoder.weights import Array
from kg.loaders.parsed import Parsed
from kg.schema import ontology

SIZES = (96, 160, 256)
"""Windows are filled up to the least of these lengths that holds them."""
_MENTIONS, _PAIRS = 64, 4096


@dataclass(frozen=True)
class Schema:
    """What the model knows by number."""

    pieces: dict[str, int]
    types: list[str]
    relations: list[str]

    @property
    def labels(self) -> list[str]:
        """O, and B- and I- of each type."""
        return ["O", *(mark + kind for kind in self.types for mark in "BI")]


class Lesson(NamedTuple):
    """One window: pieces with their marks and lower hidden states, clues, labels; spots, pairs of them by number, and the relations
    of each pair.
    """

    numbers: list[int]
    hidden: NDArray[np.float16]
    clues: Array
    labels: NDArray[np.int64]
    spots: list[Spot]
    pairs: list[tuple[int, int]]
    relations: list[set[int]]


def lessons(example: Example, schema: Schema, lower: Callable[[list[int]], Array]) -> Iterator[Lesson]:
    """The windows of one document; `lower` gives the hidden states (pieces, D) of the layers that are not trained."""
    from kg.loaders.recognise import propose

    parsed = Parsed(Document.of_text(example.text, example.name))
    clues = evidence(example.text, propose(parsed), schema.types)
    clues[:, -1] = example.real
    labels = np.zeros(len(example.text), np.int64)
    for span in example.spans:
        first = schema.labels.index("B" + span.type)
        labels[span.start : span.end] = first + 1
        labels[span.start] = first
    allowed = allowed_relations(schema.types, schema.relations)
    stated = _stated(example, schema.relations)
    for start, end in windows(example.text):
        spots = [
            Spot(s.start - start, s.end - start, s.thing, schema.types.index(s.type))
            for s in example.spans
            if start <= s.start and s.end <= end
        ][:_MENTIONS]
        number = {spot: i for i, spot in enumerate(spots)}
        pairs = list(closest(spots, allowed)) if example.related else []
        numbers = [schema.pieces[FIRST], *pieces(example.text[start:end], schema.pieces), schema.pieces[LAST]]
        yield Lesson(
            numbers,
            lower(numbers).astype(np.float16),
            clues[start:end],
            labels[start:end],
            spots,
            [(number[a], number[b]) for a, b in pairs],
            [stated.get((a.thing, b.thing), set()) for a, b in pairs],
        )


def _stated(example: Example, relations: list[str]) -> dict[tuple[str, str], set[int]]:
    """The relations of each ordered pair of things."""
    stated: dict[tuple[str, str], set[int]] = {}
    for source, relation, target in example.relations:
        stated.setdefault((source, target), set()).add(relations.index(relation))
        if ontology().relation(relation).symmetric:
            stated.setdefault((target, source), set()).add(relations.index(relation))
    return stated


def batches(given: Sequence[Lesson], budget: int, chance: random.Random) -> list[list[Lesson]]:
    """The lessons in random batches of one size each, of about `budget` pieces; the last of a size is filled up at random."""
    by_size: dict[int, list[Lesson]] = {size: [] for size in SIZES}
    for lesson in given:
        by_size[next(size for size in SIZES if len(lesson.numbers) <= size)].append(lesson)
    found = []
    for size, group in by_size.items():
        chance.shuffle(group)
        count = budget // size
        for start in range(0, len(group), count):
            batch = group[start : start + count]
            found.append(batch + chance.choices(group, k=count - len(batch)))
    chance.shuffle(found)
    return found


def arrays(batch: Sequence[Lesson], schema: Schema, chance: random.Random) -> dict[str, NDArray[Any]]:
    """One batch as arrays of fixed shapes. Of too many pairs, those that state something stay and others by lot."""
    rows, size = len(batch), next(s for s in SIZES if max(len(x.numbers) for x in batch) <= s)
    kinds = batch[0].clues.shape[1]
    made: dict[str, NDArray[Any]] = {
        "pieces": np.zeros((rows, size), np.int32),
        "hidden": np.zeros((rows, size, batch[0].hidden.shape[1]), np.float32),
        "clues": np.zeros((rows, size, kinds), np.float32),
        "labels": np.zeros((rows, size), np.int32),
        "counts": np.zeros((rows, size), np.float32),
        "first": np.zeros((rows, _MENTIONS), np.int32),
        "last": np.zeros((rows, _MENTIONS), np.int32),
        "kind": np.zeros((rows, _MENTIONS), np.int32),
        "row": np.zeros(_PAIRS, np.int32),
        "source": np.zeros(_PAIRS, np.int32),
        "target": np.zeros(_PAIRS, np.int32),
        "stated": np.zeros((_PAIRS, len(schema.relations)), np.float32),
        "asked": np.zeros((_PAIRS, len(schema.relations)), np.float32),
    }
    for i, lesson in enumerate(batch):
        inner = slice(1, len(lesson.numbers) - 1)
        made["pieces"][i, : len(lesson.numbers)] = lesson.numbers
        made["hidden"][i, : len(lesson.numbers)] = lesson.hidden
        made["clues"][i, inner], made["labels"][i, inner], made["counts"][i, inner] = lesson.clues, lesson.labels, 1
        for j, spot in enumerate(lesson.spots):
            made["first"][i, j], made["last"][i, j], made["kind"][i, j] = spot.start + 1, spot.end, spot.kind
    allowed = allowed_relations(schema.types, schema.relations)
    for k, (i, n) in enumerate(_chosen(batch, chance)):
        a, b = batch[i].pairs[n]
        made["row"][k], made["source"][k], made["target"][k] = i, a, b
        made["stated"][k, list(batch[i].relations[n])] = 1
        made["asked"][k, allowed[batch[i].spots[a].kind, batch[i].spots[b].kind]] = 1
    return made


def _chosen(batch: Sequence[Lesson], chance: random.Random) -> Iterable[tuple[int, int]]:
    every = [(i, n) for i, lesson in enumerate(batch) for n in range(len(lesson.pairs))]
    if len(every) <= _PAIRS:
        return every
    chance.shuffle(every)
    return sorted(every, key=lambda p: not batch[p[0]].relations[p[1]])[:_PAIRS]
