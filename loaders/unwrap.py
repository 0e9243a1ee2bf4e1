"""Hard-wrapped text (copied out of a PDF, an e-mail, a scan) read as paragraphs, with offsets into the text as it stands."""

from array import array
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar
from unicodedata import east_asian_width

from kg.document import Document
from kg.extraction import Claim, Extraction, Need
from kg.loaders.reading.paragraphs import ENDS, LATIN_END, LATIN_START, MARK, PAGE_NUMBER
from kg.mention import Mention

_NARROWEST, _WIDEST = 30, 150
"""Columns of a wrapped line; a Chinese character takes two. Below stand lists of names, above whole paragraphs."""
_SLACK = 8  # columns by which full lines differ: a mark that may not begin a line, a word or figure not parted
_FEWEST = 4  # full lines that make a wrapped text
_FULL_SHARE = 0.5  # of all columns, so that short headings and items do not count much
_BROKEN_SHARE = 0.6
_WIDER_SHARE = 0.02
_MARKS = frozenset("，。；、：,;")

_Spanned = TypeVar("_Spanned", Mention, Claim, Need)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: the span of its words, the columns before them and at their end."""

    start: int
    end: int
    indent: int
    width: int


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A document as rules shall read it, and where each of its characters stands in the document that it was made of."""

    document: Document
    original: Document
    offsets: "array[int] | None"

    def restored(self, extraction: Extraction) -> Extraction:
        """What was read, with the spans of the original text."""
        if self.offsets is None:
            return extraction
        for referent in extraction.referents:
            referent.mentions = [self._back(m) for m in referent.mentions]
        return replace(
            extraction,
            document=self.original,
            claims=[self._back(c) for c in extraction.claims],
            needs=[self._back(n) for n in extraction.needs],
        )

    def _back(self, one: _Spanned) -> _Spanned:
        assert self.offsets is not None
        start = self.offsets[one.start]
        return replace(one, start=start, end=self.offsets[one.end - 1] + 1 if one.end > one.start else start)


def unwrap(document: Document) -> Unwrapped:
    """`document` with the line ends within its paragraphs taken out, where its lines show that they were broken at a width."""
    lines = [] if document.tables else _lines(document.text)
    full = _full_width(document.text, lines)
    cuts = _cuts(document.text, lines, full) if full else []
    if not cuts:
        return Unwrapped(document, document, None)
    parts, offsets, start = list[str](), array("q"), 0
    for cut_start, cut_end, glue in cuts:
        parts += [document.text[start:cut_start], glue]
        offsets.extend(range(start, cut_start + len(glue)))
        start = cut_end
    parts.append(document.text[start:])
    offsets.extend(range(start, len(document.text) + 1))
    return Unwrapped(replace(document, text="".join(parts)), document, offsets)


def _lines(text: str) -> list[_Line]:
    found, start = [], 0
    for raw in text.split("\n"):
        words = raw.strip()
        if words:
            left = len(raw) - len(raw.lstrip())
            indent = _columns(raw[:left])
            found.append(_Line(start + left, start + left + len(words), indent, indent + _columns(words)))
        start += len(raw) + 1
    return found


def _columns(words: str) -> int:
    return len(words) + sum(east_asian_width(c) in "WFA" for c in words)


def _full_width(text: str, lines: list[_Line]) -> int | None:
    """How many columns a line at least fills before it is broken; None where lines are not broken at a width."""
    if len(lines) < _FEWEST:
        return None
    widths = sorted(line.width for line in lines)
    usual = widths[-1 - int(_WIDER_SHARE * len(widths))]
    full = [line for line in lines if line.width >= usual - _SLACK]
    if not _NARROWEST <= usual <= _WIDEST or len(full) < _FEWEST:
        return None
    if sum(line.width for line in full) < _FULL_SHARE * sum(widths):
        return None
    broken = sum(text[line.end - 1] not in ENDS and not _MARKS.isdisjoint(text[line.start : line.end]) for line in full)
    return usual - _SLACK if broken >= _BROKEN_SHARE * len(full) else None


def _cuts(text: str, lines: list[_Line], full: int) -> list[tuple[int, int, str]]:
    """The spans between a full line and the one that goes on with it, page numbers too, and the blank that Latin words need."""
    margin = min(line.indent for line in lines)
    body = [line for line in lines if not PAGE_NUMBER.fullmatch(text, line.start, line.end)]
    cuts = []
    for one, two in pairwise(body):
        pages = text.count("\n", one.end, two.start) > 1
        if pages and not text[one.end : two.start].strip():
            continue  # a blank line parts paragraphs
        if one.width >= full and two.indent <= margin + 1 and _goes_on(text, one, two):
            latin = LATIN_END.search(text, one.start, one.end) and LATIN_START.match(text, two.start)
            cuts.append((one.end, two.start, " " if latin else ""))
    return cuts


def _goes_on(text: str, one: _Line, two: _Line) -> bool:
    if text[one.end - 1] in ENDS:
        return False
    return "|" not in text[one.start : two.end] and not MARK.match(text, two.start)
