"""A document read by the encoder: the names it finds, and how likely each relation between two mentions is."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from kg.loaders.encoder import net
from kg.loaders.encoder.pieces import FIRST, LAST, pieces, windows
from kg.loaders.encoder.weights import Array, Weights, read
from kg.mention import Mention

MODEL = Path(__file__).parent / "encoder.model"
RULE = "encoder"
_BATCH = 256  # pieces that a thread reads at once: what they need stays in the processor's cache
_SURE = 0.7  # evidence is told apart by whether the rule was this sure


class Window(NamedTuple):
    """`[start, end)` of the text, its hidden states (characters, D) in 16 bits, and the chances (characters, labels)."""

    start: int
    end: int
    hidden: NDArray[np.float16]
    chances: Array


@dataclass(frozen=True)
class Reading:
    """What the encoder made of a text."""

    weights: Weights
    windows: list[Window]
    mentions: list[Mention]

    @property
    def chances(self) -> Array:
        """The chance of each label at each character (characters, labels): windows tile the text."""
        empty = np.zeros((0, len(self.weights.meta["labels"])), np.float32)
        return np.concatenate([empty, *(window.chances for window in self.windows)])


@cache
def weights(path: Path) -> Weights:
    """The weights of a file, read once a process."""
    return read(path)


@cache
def _pool() -> ThreadPoolExecutor:
    """The threads that read windows, the same for all texts: each new one would keep memory of its own."""
    return ThreadPoolExecutor(os.cpu_count())


def read_text(text: str, proposed: Iterable[Mention]) -> Reading:
    """Read a text; `proposed` is what the rules propose, which the encoder weighs as evidence."""
    known = weights(MODEL)
    told = evidence(text, proposed, known.meta["types"])
    with threadpool_limits(1):
        parts = list(_pool().map(lambda ranges: list(_read(known, text, told, ranges)), _batches(text)))
    found = sorted((both for part in parts for both in part), key=lambda both: both[0].start)
    return Reading(known, [window for window, _ in found], [m for _, mentions in found for m in mentions])


def evidence(text: str, proposed: Iterable[Mention], types: Sequence[str]) -> Array:
    """(characters, 4 for each type and 1): begins or goes on with a proposal of the type, a doubtful or a sure one.

    The last column says that the text is, or follows, a public document; a text written for training alone does not.
    """
    at = {kind: 4 * i for i, kind in enumerate(types)}
    told = np.zeros((len(text), 4 * len(types) + 1), np.float32)
    told[:, -1] = 1
    for m in proposed:
        if m.type in at:
            kind = at[m.type] + (2 if m.confidence >= _SURE else 0)
            told[m.start, kind] = 1
            told[m.start + 1 : m.end, kind + 1] = 1
    return told


def _batches(text: str) -> Iterator[list[tuple[int, int]]]:
    """The windows of a text in groups of about the same length."""
    ordered = sorted(windows(text), key=lambda w: w[0] - w[1])
    while ordered:
        count = max(1, _BATCH // (ordered[0][1] - ordered[0][0] + 2))
        yield ordered[:count]
        ordered = ordered[count:]


def _read(
    known: Weights, text: str, told: Array, ranges: list[tuple[int, int]]
) -> Iterator[tuple[Window, list[Mention]]]:
    """The windows of a batch, each with its mentions."""
    size, of = max(end - start for start, end in ranges) + 2, known.meta["pieces"]
    numbers = np.zeros((len(ranges), size), np.int64)
    clues = np.zeros((len(ranges), size, told.shape[1]), np.float32)
    for row, (start, end) in enumerate(ranges):
        numbers[row, : end - start + 2] = [of[FIRST], *pieces(text[start:end], of), of[LAST]]
        clues[row, 1 : end - start + 1] = told[start:end]
    hidden = net.encode(known, numbers, clues)
    scores = net.names(known, hidden, clues)
    for row, (start, end) in enumerate(ranges):
        inner = slice(1, end - start + 1)
        own = scores[row, inner]
        mentions = list(decode(own, known.meta["labels"], start))
        yield Window(start, end, hidden[row, inner].astype(np.float16), _chances(own)), mentions


def decode(scores: Array, labels: Sequence[str], offset: int) -> Iterator[Mention]:
    """The mentions of the best path of labels (Viterbi 1967; I- only after its own type), each as sure as its least sure character."""
    path, chance = best_path(scores, labels), _chances(scores)
    start = 0
    while start < len(path):
        label = labels[path[start]]
        end = start + 1
        if label != "O":
            inner = labels.index("I" + label[1:])
            while end < len(path) and path[end] == inner:
                end += 1
            sure = min(chance[i, path[i]] for i in range(start, end))
            if end < len(path):
                sure = min(sure, 1 - chance[end, inner])
            yield Mention(offset + start, offset + end, label[1:], RULE, float(sure))
        start = end


def _chances(scores: Array) -> Array:
    high = np.exp(scores - scores.max(-1, keepdims=True))
    chances: Array = high / high.sum(-1, keepdims=True)
    return chances


def best_path(scores: Array, labels: Sequence[str]) -> list[int]:
    """The labels, by number, of the best path that the labels allow."""
    allowed = _steps(tuple(labels))
    total = np.where([label[0] == "I" for label in labels], -np.inf, scores[0])
    back = []
    for row in scores[1:]:
        steps = total[:, None] + allowed
        back.append(steps.argmax(0))
        total = steps.max(0) + row
    path = [int(total.argmax())]
    for origin in reversed(back):
        path.append(int(origin[path[-1]]))
    return path[::-1]


@cache
def _steps(labels: tuple[str, ...]) -> Array:
    return np.array([[-np.inf if b[0] == "I" and a[1:] != b[1:] else 0 for b in labels] for a in labels], np.float32)
