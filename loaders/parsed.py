"""A document ready to be read by rules: its text folded for matching, its layout, its words. Lazily, once each."""

from dataclasses import dataclass
from functools import cached_property

import rjieba

from kg.document import Document
from kg.loaders.layout import Layout, layout


@dataclass
class Parsed:
    """What every recogniser and relation rule is given. `folded` has the length of the text, so offsets agree."""

    document: Document

    @cached_property
    def text(self) -> str:
        """The document's text as it stands."""
        return self.document.text

    @cached_property
    def folded(self) -> str:
        """The text with full-width letters, digits and brackets made half-width, one character for one."""
        return self.text.translate(_FOLD)

    @cached_property
    def layout(self) -> Layout:
        """Sections, sentences and clauses."""
        return layout(self.document)

    @cached_property
    def word_starts(self) -> frozenset[int]:
        """Offsets at which a word begins (rjieba)."""
        starts, offset = set(), 0
        for word in rjieba.cut(self.text):
            starts.add(offset)
            offset += len(word)
        return frozenset(starts)


_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
