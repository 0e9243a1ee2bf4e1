"""A document ready to be read by rules: its text folded for matching, its layout, its words. Lazily, once each."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

import rjieba

from kg.document import Document
from kg.loaders import lexicon
from kg.loaders.home import Home, settle_home
from kg.loaders.layout import Layout, layout
from kg.loaders.lexicon import Hit
from kg.loaders.lexicon.fold import fold

_WINDOW = 60  # characters each side that decide how a place is cut into words


@dataclass
class Parsed:
    """What every recogniser and relation rule is given. `folded` has the length of the text, so offsets agree."""

    document: Document
    _words: dict[int, tuple[int, ...]] = field(default_factory=dict, repr=False)

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
    def home(self) -> Home:
        """The document's own region and issuer, as its header, title, number, signature and text settle them."""
        return settle_home(self)

    @cached_property
    def word_starts(self) -> frozenset[int]:
        """Offsets at which a word begins (rjieba), over the whole text. Slow on long texts: prefer `words`."""
        starts, offset = set(), 0
        for word in rjieba.cut(self.text):
            starts.add(offset)
            offset += len(word)
        return frozenset(starts)

    def words(self, offset: int) -> tuple[int, ...]:
        """Offsets at which a word begins, in the block of text around `offset` (about 120 characters), ascending.

        Blocks are cut once and kept, so that asking often costs little; the text far from any candidate is never cut.
        """
        block = offset // _WINDOW
        if block not in self._words:
            start = max(0, (block - 1) * _WINDOW)
            starts, place = [], start
            for word in rjieba.cut(self.folded[start : (block + 2) * _WINDOW]):
                starts.append(place)
                place += len(word)
            self._words[block] = tuple(starts)
        return self._words[block]

    def word_at(self, offset: int) -> int:
        """Where the word that covers `offset` begins."""
        starts = self.words(offset)
        return starts[max(0, bisect_right(starts, offset) - 1)]
