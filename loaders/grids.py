"""Tables inside a document column by column: what the heading over a column says of the names below it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.document import Document, Span
from kg.loaders.cues import Cues
from kg.loaders.lexicon.fold import fold_chars

CUES = Cues(Path(__file__).with_name("grids.yaml"))
LACKING, OTHERS, OWN, PRODUCT, FIRM, PLACE = "lacking", "others", "own", "product", "firm", "place"
CHIEF, POST = "chief", "post"
_HEADINGS = 3  # rows at most that a heading takes
_HEADING_LENGTH = 16
_BARS = 2  # so many bars make a line of text a row
Rows = tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table below its heading, and what the heading says of each column; `says` is empty where there is none."""

    headings: tuple[str, ...]
    rows: Rows
    marked: bool = True
    """Whether the document's format marks it as a table; else its lines are typed with bars."""

    def says(self, column: int) -> frozenset[str]:
        """What a column holds (`lacking`, `others`, `own`, `product`, `firm`, `place`, `chief`, `post`, `plain`); empty where the heading does not tell."""
        return kinds(self.headings[column]) if column < len(self.headings) else frozenset()

    def has(self, kind: str, but: str = "") -> bool:
        """Whether a heading says that its column is of `kind`, and not of the kind `but`."""
        return any(kind in kinds(heading) and but not in kinds(heading) for heading in self.headings)

    def cells(self, kind: str) -> Iterator[Span]:
        """The cells below the headings of `kind`."""
        wanted = [i for i, heading in enumerate(self.headings) if kind in kinds(heading)]
        yield from (row[i] for row in self.rows for i in wanted if i < len(row))


@cache
def kinds(heading: str) -> frozenset[str]:
    """What a heading says of its column; one of several rows has a line for each. A column of what is lacking or of others' goods is no column of products."""
    rows = [*heading.split("\n"), heading]
    bare = {"".join(fold_chars(words).split()) for words in rows} - {""}
    found = {kind for kind, pattern in _patterns().items() if any(map(pattern.search, bare))}
    return frozenset(found - {PRODUCT} if found & {LACKING, OTHERS} else found)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {kind: CUES.cue(kind) for kind in CUES.names()}


def grids(document: Document) -> Iterator[Grid]:
    """The tables of a document: those that its format marks, and runs of lines typed with bars."""
    marked: set[int] = set()
    for table in document.tables:
        marked.update(row[0].start for row in table.rows)
        yield Grid(*_parted(document.text, table.rows, table.header))
    for rows in _typed(document.text, marked):
        yield Grid(*_parted(document.text, rows, header=False), marked=False)


def _parted(text: str, rows: Rows, header: bool) -> tuple[tuple[str, ...], Rows]:
    """Headings and rows of the body: the rows of known headings after a caption, else the first where it is said to be one."""
    first = next((i for i, row in enumerate(rows) if len({c.text(text) for c in row if c.text(text).strip()}) > 1), 0)
    last = first
    if first + 1 < len(rows) and _is_heading(text, rows[first + 1]) and _known(text, rows[first]):
        last = first + 1  # the upper row of a heading of two (情况 over 主要产品 and 存在问题)
    while last < min(first + _HEADINGS, len(rows)) and _is_heading(text, rows[last]):
        last += 1
    if header and last == first:
        last = first + 1
    words: list[str] = []
    for row in rows[first:last]:
        words += [""] * (len(row) - len(words))
        for i, cell in enumerate(row):
            if cell.text(text) not in words[i].split("\n"):
                words[i] = f"{words[i]}\n{cell.text(text)}".strip()
    return tuple(words), rows[last:]


def _is_heading(text: str, row: tuple[Span, ...]) -> bool:
    """Whether at least two cells of a row, and half of those that are filled, are headings that are known."""
    filled = sum(1 for c in row if c.text(text).strip(" -—|:"))
    return _known(text, row) >= 2 and _known(text, row) * 2 >= filled


def _known(text: str, row: tuple[Span, ...]) -> int:
    """How many cells of a row are headings that are known."""
    return sum(1 for c in row if len(c.text(text)) <= _HEADING_LENGTH and kinds(c.text(text)))


def _typed(text: str, marked: set[int]) -> Iterator[Rows]:
    """Runs of lines with bars that no marked table holds; rules of dashes (|---|---|) are left out."""
    run: list[tuple[Span, ...]] = []
    start = 0
    for line in [*text.split("\n"), ""]:
        bars = fold_chars(line).count("|")
        if bars >= _BARS and start not in marked:
            if line.strip(" |:-—｜"):
                run.append(tuple(_cells(line, start)))
        elif run:
            yield tuple(run)
            run = []
        start += len(line) + 1


def _cells(line: str, start: int) -> Iterator[Span]:
    for cell in re.split(r"[|｜]", line):
        left = start + len(cell) - len(cell.lstrip())
        yield Span(left, max(left, start + len(cell.rstrip())))
        start += len(cell) + 1
