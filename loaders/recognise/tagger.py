"""The small learned model: a linear-chain CRF over words that weighs what the rules propose for the open names.

Lafferty, McCallum and Pereira (2001), as in CRFsuite. It reads only the open types; what the closed types' rules propose is
evidence to it. A mention's confidence is the lowest marginal probability of its words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.loaders.parsed import Parsed
from kg.loaders.recognise.agree import agree
from kg.loaders.recognise.enterprise import with_tags
from kg.loaders.recognise.features import Column, features
from kg.loaders.recognise.phrases import ENDS, Phrases
from kg.mention import Mention

if TYPE_CHECKING:
    from kg.loaders.recognise.crf import Crf

MODEL = Path(__file__).parent / "open_names.crf"
OPEN = frozenset({"Enterprise", "Industry", "Product", "Chain"})
# The least probability at which a reading is more often right than not, on held-out documents.
_LEAST = {"Enterprise": 0.35, "Chain": 0.5, "Industry": 0.6, "Product": 0.6}
_KEEP = 0.85  # a rule this sure stands beside the model
_OVERSURE = {"industry.trade": 0.7, "product.spelled": 0.7}
_PERSON = 0.8  # a company's name that begins or ends where a person's does must be this sure
_MOST = 400  # words of a sentence that are read at once: longer ones are cut


@cache
def tagger(path: Path) -> "Crf":
    """A trained model, opened once a process."""
    from kg.loaders.recognise.crf import Crf  # numpy is slow to import: only a text that is read needs it

    return Crf.read(path)


def adjust(parsed: Parsed, proposed: list[Mention]) -> list[Mention]:
    """The proposals of the closed types and the surest of the open ones, and what the model reads."""
    kept = [m for m in proposed if m.type not in OPEN]
    sure = [m for m in proposed if m.type in OPEN and m.confidence >= _KEEP]
    if not parsed.text.strip():
        return kept
    seen, columns = features(parsed, proposed)
    tags = {(m.start, m.end): m.tags for m in proposed if m.tags}
    read = [
        Mention(start, end, kind, "model", probability, tags=tags.get((start, end), ()))
        for start, end, kind, probability in _read(tagger(MODEL), seen, columns)
        if probability >= _LEAST[kind]
    ]
    people = {m.start for m in kept if m.type == "Person"} | {m.end for m in kept if m.type == "Person"}
    read = [m for m in read if m.type != "Enterprise" or m.confidence >= _PERSON or not {m.start, m.end} & people]
    found = [_sober(m) for m in agree(parsed, seen, sure + read)]
    return kept + [with_tags(parsed, m) if m.type == "Enterprise" else m for m in found]


def _sober(mention: Mention) -> Mention:
    """The mention with the confidence that held-out documents bear out: the model and two rules are surer than they are right."""
    if mention.rule in _OVERSURE:
        return replace(mention, confidence=_OVERSURE[mention.rule])
    if mention.rule == "model" and mention.type in {"Industry", "Product"}:
        return replace(mention, confidence=mention.confidence**1.5)
    return mention


def sentences(words: list[str]) -> Iterator[tuple[int, int]]:
    """Ranges of words that form a sentence, none longer than `_MOST`."""
    start = 0
    for i, word in enumerate(words):
        if word in ENDS or i + 1 - start == _MOST or i + 1 == len(words):
            yield start, i + 1
            start = i + 1


def _read(model: "Crf", seen: Phrases, columns: Iterable[Column]) -> Iterator[tuple[int, int, str, float]]:
    ranges = list(sentences(seen.words))
    scores = model.score(columns, len(seen.words))
    best = model.tag(scores, ranges)
    names = best != model.labels.index("O")
    named = [(begin, stop) for begin, stop in ranges if names[begin:stop].any()]
    marginal = model.chances(scores, named)
    for begin, stop in named:
        labels = [model.labels[k] for k in best[begin:stop]]
        for first, last in spans(labels):
            kind = labels[first][2:]
            sure = min(marginal[begin + k, best[begin + k]] for k in range(first, last))
            if last < len(labels):
                sure = min(sure, 1 - marginal[begin + last, model.labels.index("I-" + kind)])
            yield seen.starts[begin + first], seen.end(begin + last - 1), kind, float(sure)


def spans(labels: list[str]) -> Iterator[tuple[int, int]]:
    """Ranges of labels that form one mention: B- and the I- of its type that follow."""
    start = None
    for i, label in enumerate([*labels, "O"]):
        if start is not None and (label[0] != "I" or label[2:] != labels[start][2:]):
            yield start, i
            start = None
        if label[0] == "B" or (label[0] == "I" and start is None):
            start = i
