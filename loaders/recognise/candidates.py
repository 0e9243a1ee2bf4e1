"""What may be a name: every span that one of two readers proposes, and what each of them says of it.

One is the rules with the small model, the other the encoder, with its best reading and with others that it holds possible.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick
import numpy as np
from numpy.typing import NDArray

from kg.loaders.encoder.reading import Reading
from kg.loaders.encoder.weights import Array
from kg.loaders.parsed import Parsed
from kg.mention import Mention

Span = tuple[int, int, str]
"""`[start, end)` and the type."""
_BEGINS, _GOES_ON, _STOPS = 0.12, 0.25, 0.12  # chances from which another reading of the encoder is looked at
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span, and what the readers say of it: None where they do not propose it.

    `rules` is the mention of the rules and the small model, `proposed` the bare proposal of a rule. `on_path`: it is in the encoder's
    best reading. `least`, `mean`, `first` and `last` are chances: that of its least sure character, the mean log of them, that a
    name begins at its first and that it ends at its last.
    """

    span: Span
    rules: Mention | None
    proposed: Mention | None
    on_path: bool
    least: float
    mean: float
    first: float
    last: float

    @property
    def read(self) -> float:
        """How sure the encoder is of it, as of its least sure part."""
        return min(self.least, self.last)


def candidates(
    ours: Iterable[Mention], proposed: Iterable[Mention], reading: Reading, open_types: frozenset[str]
) -> list[Candidate]:
    """All candidates in text order; bare proposals of open types are too many to be looked at for themselves."""
    known = set(reading.weights.meta["types"])
    by_rules = {(m.start, m.end, m.type): m for m in ours if m.type in known}
    bare = {(m.start, m.end, m.type): m for m in proposed if m.type in known}
    path = {(m.start, m.end, m.type) for m in reading.mentions}
    found = {*by_rules, *path, *(span for span in bare if span[2] not in open_types)}
    chances, labels = reading.chances, reading.weights.meta["labels"]
    found.update(_possible(chances, labels))
    return [
        Candidate(span, by_rules.get(span), bare.get(span), span in path, *_heard(chances, labels, span))
        for span in sorted(found)
    ]


def _possible(chances: Array, labels: Sequence[str]) -> Iterator[Span]:
    """Spans of two characters and more that the encoder holds possible."""
    for begin, label in enumerate(labels):
        if label[0] != "B":
            continue
        goes_on = chances[:, labels.index("I" + label[1:])]
        for start in np.flatnonzero(chances[:, begin] >= _BEGINS).tolist():
            end = start + 1
            while end < min(len(goes_on), start + _LONGEST) and goes_on[end] >= _GOES_ON:
                end += 1
                if end == len(goes_on) or 1 - goes_on[end] >= _STOPS:
                    yield start, end, label[1:]


def _heard(chances: Array, labels: Sequence[str], span: Span) -> tuple[float, float, float, float]:
    start, end, kind = span
    begin, inner = labels.index("B" + kind), labels.index("I" + kind)
    each = np.concatenate([chances[start : start + 1, begin], chances[start + 1 : end, inner]])
    last = 1 - float(chances[end, inner]) if end < len(chances) else 1.0
    return float(each.min()), float(np.log(np.maximum(each, 1e-4)).mean()), float(each[0]), last


class Surroundings:
    """What the document says of each candidate beyond itself."""

    def __init__(self, parsed: Parsed, found: Sequence[Candidate]) -> None:
        self._text, self._found = parsed.folded, found
        self._forms = [self._text[c.span[0] : c.span[1]] for c in found]
        self._times = _times(self._text, set(self._forms))
        # The two surest of each name and type: a name may stand in a text ten thousand times.
        self._surest: dict[tuple[str, str], tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        for form, c in zip(self._forms, found, strict=True):
            first, second = self._surest[form, c.span[2]]
            self._surest[form, c.span[2]] = max(first, c.read), max(second, min(first, c.read))
        self._starts: dict[int, list[Candidate]] = defaultdict(list)
        self._ends: dict[int, list[Candidate]] = defaultdict(list)
        for c in found:
            self._starts[c.span[0]].append(c)
            self._ends[c.span[1]].append(c)

    def times(self, i: int) -> int:
        """How often the document holds its name."""
        return self._times[self._forms[i]]

    def elsewhere(self, i: int) -> float:
        """How sure the encoder is, at best, of the same name and type in another place; 0 where there is none."""
        first, second = self._surest[self._forms[i], self._found[i].span[2]]
        return second if self._found[i].read == first else first

    def listed(self, i: int) -> float:
        """How sure a reader is, at best, of a neighbour of the same type across 、; 0 where there is none."""
        start, end, kind = self._found[i].span
        near = self._ends.get(start - 1, []) if start and self._text[start - 1] == "、" else []
        if end < len(self._text) and self._text[end] == "、":
            near = near + self._starts.get(end + 1, [])
        return max(
            (max(c.read, c.rules.confidence if c.rules else 0.0) for c in near if c.span[2] == kind), default=0.0
        )

    def rivals(self) -> list[float]:
        """Of each candidate, how sure the encoder is, at best, of another that overlaps it."""
        best = [0.0] * len(self._found)
        for i, one in enumerate(self._found):
            for k in range(i + 1, len(self._found)):
                other = self._found[k]
                if other.span[0] >= one.span[1]:
                    break
                best[i], best[k] = max(best[i], other.read), max(best[k], one.read)
        return best


def _times(text: str, forms: set[str]) -> Counter[str]:
    machine = ahocorasick.Automaton()
    for form in forms:
        machine.add_word(form, form)
    if not forms:
        return Counter()
    machine.make_automaton()
    return Counter(form for _, form in machine.iter(text))


def columns(parsed: Parsed, found: Sequence[Candidate]) -> dict[str, NDArray[np.float64]]:
    """What is weighed, by name: one value for each candidate."""
    around, starts = Surroundings(parsed, found), parsed.word_starts
    ends = len(parsed.text)
    return {
        name: np.array(values, float)
        for name, values in {
            "rules": [_odds(c.rules.confidence) if c.rules else 0 for c in found],
            "by rules": [c.rules is not None for c in found],
            "proposed": [_odds(c.proposed.confidence) if c.proposed else 0 for c in found],
            "by proposal": [c.proposed is not None for c in found],
            "on path": [c.on_path for c in found],
            "least": [_odds(c.read) for c in found],
            "mean": [c.mean for c in found],
            "first": [_odds(c.first) for c in found],
            "last": [_odds(c.last) for c in found],
            "rival": around.rivals(),
            "elsewhere": [around.elsewhere(i) for i in range(len(found))],
            "listed": [around.listed(i) for i in range(len(found))],
            "times": [min(around.times(i), 6) for i in range(len(found))],
            "length": [np.log(c.span[1] - c.span[0]) for c in found],
            "starts word": [c.span[0] in starts for c in found],
            "ends word": [c.span[1] in starts or c.span[1] == ends for c in found],
        }.items()
    }


def _odds(chance: float) -> float:
    """The log-odds; no reader is surer than 99.7 %."""
    kept = min(max(chance, 0.003), 0.997)
    return float(np.log(kept / (1 - kept)))
