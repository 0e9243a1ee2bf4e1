"""The words of a document with what decides how a noun is read: the common noun that follows it, the verb before it, its list."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

import rjieba

from kg.loaders import lexicon
from kg.loaders.cues import Cues

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
Words = tuple[list[int], list[str], list[str]]

ENDS = frozenset("。！？；;\n!?")
_OPENERS = frozenset(["以", "为", "由", "与", "从", "将", "对", "把"])
_FUNCTION = frozenset("".join(_CUES.words("function")))
_TAIL = _CUES.expression(r"(?P<name>.+?)(?P<tail>{tail})\Z")
_LIST_END = _CUES.expression(r"等(?:[\d一二三四五六七八九十百多几两余]*)(?:{measure})?(?P<head>[一-鿿]{2})")
_SPAN = 60  # words that a list may reach back from its 等


@cache
def generics() -> dict[str, str]:
    """Common nouns that follow a name, with the class of thing they speak of (sector, firm, good, market ...)."""
    return lexicon.entries("generic")


@dataclass(slots=True)
class Phrases:
    """The words of a text in parallel lists: start, word, part of speech, and of each word's noun phrase what surrounds it.

    `right` is the first common noun (价格, 企业 ...) or function word after the word inside or behind its phrase, `left` the
    word before the phrase, `verb` the last verb of the sentence before the word, `listed` what the 等 of its list leads to.
    """

    starts: list[int]
    words: list[str]
    tags: list[str]
    right: list[str]
    left: list[str]
    verb: list[str]
    listed: list[str]
    length: int
    edges: dict[int, int] = field(init=False)
    """Index of the word that begins at an offset; at the end of the text, the number of words."""

    def __post_init__(self) -> None:
        self.edges = {start: i for i, start in enumerate((*self.starts, self.length))}

    def index(self, offset: int) -> int:
        """Index of the word that covers `offset`."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def end(self, i: int) -> int:
        """Where word `i` ends."""
        return self.starts[i + 1] if i + 1 < len(self.starts) else self.length


def phrases(text: str, cuts: frozenset[int] = frozenset()) -> Phrases:
    """Cut `text` into words (rjieba, no guessing of unknown words), also at `cuts`, and see what surrounds each."""
    starts, words, tags = _cut(text)
    if cuts.difference(starts):
        starts, words, tags = _cut_at(cuts.difference(starts), starts, words, tags)
    right, left = _around(words, tags)
    return Phrases(starts, words, tags, right, left, _verbs(words, tags), _listed(text, starts, words), len(text))


def begin(seen: Phrases, end: int, stops: frozenset[str], most: int = 7, across: bool = False) -> int:
    """First word of the noun phrase that ends before word `end`: at most `most` words back, not over `stops`.

    It does not run over a common noun (价格, 企业); with `across` it does over those of goods (设备, 系统).
    """
    first = end
    common = generics()
    while first > 0 and end - first < most:
        word, tag = seen.words[first - 1], seen.tags[first - 1]
        if (
            (word in common and not (across and common[word] == "good"))
            or word in stops
            or word in _FUNCTION
            or word.isspace()
            or _outside(word, tag)
        ):
            break
        first -= 1
    return first


def _outside(word: str, tag: str) -> bool:
    if tag == "eng":
        return False
    return tag[0] in "xupcryeo" or word[0].isdigit() or (tag[0] in "dtf" and len(word) > 1)


@lru_cache(maxsize=1)
def _cut(text: str) -> Words:
    """Starts, words and parts of speech; a word that ends in a common noun is cut before it. Asked twice of each document."""
    tagged = rjieba.tag(text, False)
    words, tags = [word for word, _ in tagged], [tag for _, tag in tagged]
    parts = {i: (word[:k], word[k:]) for i, word in enumerate(words) if len(word) > 2 and (k := _tail(word))}
    return _split(words, tags, parts)


@lru_cache(maxsize=100_000)
def _tail(word: str) -> int:
    """Where the common noun begins that ends a word; 0 if none does."""
    tail = _TAIL.match(word)
    return tail.start("tail") if tail and word not in generics() else 0


def _cut_at(cuts: frozenset[int], starts: list[int], words: list[str], tags: list[str]) -> Words:
    """The words cut also at the offsets `cuts`, at which none begins."""
    inner: dict[int, list[int]] = defaultdict(list)
    for cut in sorted(cuts):
        i = bisect_right(starts, cut) - 1
        if 0 < cut - starts[i] < len(words[i]):
            inner[i].append(cut - starts[i])
    parts = {i: [words[i][a:b] for a, b in pairwise([0, *edges, len(words[i])])] for i, edges in inner.items()}
    return _split(words, tags, parts)


def _split(words: list[str], tags: list[str], parts: Mapping[int, Sequence[str]]) -> Words:
    """The words with those at the indices of `parts` (ascending) replaced by their parts."""
    made: list[str] = []
    own: list[str] = []
    done = 0
    for i, pieces in parts.items():
        made += words[done:i]
        own += tags[done:i]
        made += pieces
        own += [tags[i]] * len(pieces)
        done = i + 1
    made += words[done:]
    own += tags[done:]
    return [0, *accumulate(map(len, made[:-1]))][: len(made)], made, own


@lru_cache(maxsize=100_000)
def _breaks(word: str, tag: str) -> bool:
    return (tag[0] in "xupcdrtfeyo" and tag != "eng") or word in _FUNCTION or word.isspace()


def _around(words: list[str], tags: list[str]) -> tuple[list[str], list[str]]:
    count = len(words)
    right, left = ["^"] * count, ["^"] * count
    common = generics()
    breaks = list(map(_breaks, words, tags))
    before = after = "^"
    for i, word in enumerate(words):
        if breaks[i]:
            before = word
        else:
            left[i] = before
    for i in range(count - 1, -1, -1):
        if breaks[i]:
            after = words[i]
        else:
            right[i] = after
            if words[i] in common:
                after = words[i]
    return right, left


def _verbs(words: list[str], tags: list[str]) -> list[str]:
    verbs, last = [], "^"
    common = generics()
    for word, tag in zip(words, tags, strict=True):
        if word in ENDS:
            last = "^"
        verbs.append(last)
        if (tag in {"v", "vn"} and word not in common) or word in _OPENERS:
            last = word
    return verbs


def _listed(text: str, starts: list[int], words: list[str]) -> list[str]:
    listed = [""] * len(words)
    for found in _LIST_END.finditer(text):
        i = bisect_right(starts, found.start()) - 2
        for k in range(i, max(-1, i - _SPAN), -1):
            if words[k] in ENDS or words[k] in "，,：:":
                break
            listed[k] = found["head"]
    return listed
