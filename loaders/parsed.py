"""A document ready to be read by rules: its text folded for matching, its layout, its words. Lazily, once each."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import rjieba

from kg.document import Document
from kg.loaders import lexicon
from kg.loaders.home import Home, settle_home
from kg.loaders.layout import Layout, layout
from kg.loaders.lexicon import Hit
from kg.loaders.lexicon.fold import fold
from kg.loaders.places import Place, find_places

_BLOCK = 60  # characters; a place is cut into words together with the blocks before and after its own


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
    _blocks: dict[int, list[Token]] = field(default_factory=dict, repr=False)

    @cached_property
    def text(self) -> str:
        """The document's text as it stands."""
        return self.document.text

    @cached_property
    def folded(self) -> str:
        """The text with widths, dashes, quotation marks and traditional characters folded, one character for one."""
        return fold(self.text)

    @cached_property
    def layout(self) -> Layout:
        """Sections, sentences and clauses."""
        return layout(self.document)

    @cached_property
    def hits(self) -> dict[str, list[Hit]]:
        """What the word lists find, by kind of list; within a kind in the order of the ends."""
        found: dict[str, list[Hit]] = defaultdict(list)
        for hit in lexicon.hits(self.folded):
            found[hit.kind].append(hit)
        return found

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
    def home(self) -> Home:
        """The document's own region and issuer, as its header, title, number, signature and text settle them."""
        return settle_home(self)

    @cached_property
    def word_starts(self) -> frozenset[int]:
        """Offsets at which a word begins (rjieba), over the whole text."""
        return frozenset(accumulate(map(len, rjieba.cut(self.folded)), initial=0))

    def tokens(self, offset: int) -> list[Token]:
        """The words, with their parts of speech, of the block of text around `offset` (180 characters), in text order.

        Blocks are cut once and kept, so that asking often costs little; text far from any candidate is never cut.
        """
        block = offset // _BLOCK
        if block not in self._blocks:
            place = max(0, (block - 1) * _BLOCK)
            made = []
            for word, tag in rjieba.tag(self.folded[place : (block + 2) * _BLOCK]):
                made.append(Token(place, word, tag))
                place += len(word)
            self._blocks[block] = made
        return self._blocks[block]

    def token_at(self, offset: int) -> int:
        """Index in `tokens(offset)` of the word that covers `offset`."""
        return max(0, bisect_right(self.tokens(offset), offset, key=lambda t: t.start) - 1)
