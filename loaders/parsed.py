"""A document ready to be read by rules: its text folded for matching, its layout, its words. Lazily, once each."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import rjieba

from kg.document import Document
from kg.loaders import lexicon
from kg.loaders.grids import Grid, grids
from kg.loaders.home import Home, settle_home
from kg.loaders.layout import Layout, layout
from kg.loaders.lexicon import Hit
from kg.loaders.lexicon.fold import fold_chars
from kg.loaders.places import Place, find_places

if TYPE_CHECKING:
    from kg.loaders.encoder.reading import Reading


class Token(NamedTuple):
    """A word of the folded text and its part of speech (jieba's tags: n, ns, nr, v, vn, p ...)."""

    start: int
    word: str
    tag: str

    @property
    def end(self) -> int:
        """Offset after the word."""
        return self.start + len(self.word)


@dataclass
class Parsed:
    """What every recogniser and relation rule is given. `folded` has the length of the text, so offsets agree."""

    document: Document
    reading: "Reading | None" = field(default=None, repr=False)
    """What the encoder made of it, once it has read it."""

    @cached_property
    def text(self) -> str:
        """The document's text as it stands."""
        return self.document.text

    @cached_property
    def folded(self) -> str:
        """The text with widths, dashes, quotation marks and traditional characters folded, one character for one."""
        return fold_chars(self.text)

    @cached_property
    def layout(self) -> Layout:
        """Sections, sentences and clauses."""
        return layout(self.document)

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """The tables of the document, those typed with bars too."""
        return tuple(grids(self.document))

    @cached_property
    def hits(self) -> dict[str, list[Hit]]:
        """What the word lists find, by kind of list; within a kind in the order of the ends."""
        return lexicon.hits(self.folded)

    @cached_property
    def places(self) -> list[Place]:
        """Every standing of a place's name, also inside longer names, in text order."""
        return find_places(self)

    @cached_property
    def place_ends(self) -> dict[int, int]:
        """Where a place that ends at an offset begins."""
        return {p.end: p.start for p in self.places}

    @cached_property
    def place_starts(self) -> dict[int, int]:
        """Where a place that begins at an offset ends."""
        return {p.start: p.end for p in self.places}

    @cached_property
    def offices(self) -> dict[int, int]:
        """Where the longest listed national agency that begins at an offset ends."""
        ends: dict[int, int] = {}
        for hit in self.hits.get("agency", ()):
            ends[hit.start] = max(hit.end, ends.get(hit.start, 0))
        return ends

    @cached_property
    def zone_ends(self) -> dict[int, int]:
        """Where the last word of a park's name that ends at an offset begins (高新区 of 苏州高新区)."""
        ends: dict[int, int] = {}
        for hit in self.hits.get("head.Park", ()):
            ends[hit.end] = min(hit.start, ends.get(hit.end, hit.start))
        return ends

    @cached_property
    def goods(self) -> dict[int, int]:
        """Where the longest listed product or sector that begins at an offset ends."""
        ends: dict[int, int] = {}
        for kind in ("product", "industry", "sector"):
            for hit in self.hits.get(kind, ()):
                ends[hit.start] = max(hit.end, ends.get(hit.start, 0))
        return ends

    @cached_property
    def home(self) -> Home:
        """The document's own region and issuer, as its header, title, number, signature and text settle them."""
        return settle_home(self)

    @cached_property
    def _words(self) -> tuple[list[str], list[int]]:
        """The words of the folded text (rjieba) and where each begins; one offset more, the end of the text."""
        words = rjieba.cut(self.folded)
        return words, list(accumulate(map(len, words), initial=0))

    @cached_property
    def word_starts(self) -> frozenset[int]:
        """Offsets at which a word begins, and the end of the text."""
        return frozenset(self._words[1])

    def words(self, start: int, end: int) -> Iterator[Token]:
        """The words that share a character with `[start, end)`, in text order."""
        words, offsets = self._words
        index = max(0, bisect_right(offsets, start) - 1)
        while index < len(words) and offsets[index] < end:
            yield Token(offsets[index], words[index], part_of_speech(words[index]))
            index += 1

    def word_at(self, offset: int) -> Token | None:
        """The word that covers `offset`; None outside the text."""
        words, offsets = self._words
        index = bisect_right(offsets, offset) - 1
        if not 0 <= index < len(words):
            return None
        return Token(offsets[index], words[index], part_of_speech(words[index]))


@lru_cache(maxsize=200_000)
def part_of_speech(word: str) -> str:
    """A word's part of speech in the dictionary; `x` for marks and for what it does not know as one word."""
    tagged = rjieba.tag(word)
    return str(tagged[0][1]) if len(tagged) == 1 else "x"
