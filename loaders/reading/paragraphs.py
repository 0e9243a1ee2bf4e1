"""Printed lines back to paragraphs: a line that fills the column goes on in the next one, unless that is indented."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from kg.schema.patterns import pattern

PAGE_NUMBER = re.compile(
    r"[\s\-—–－_·•~]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})\s*(?:页)?(?:\s*[/／,，]?\s*(?:共|总)?\s*\d{1,4}\s*页?)?[\s\-—–－_·•~]*",
    re.IGNORECASE,
)
# What a browser prints around a page: day, hour and title above; address and page below.
_PRINTED = re.compile(
    r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{4}年\d{1,2}月\d{1,2}日),?\s*(?:[上下]午\s*)?\d{1,2}:\d\d(?::\d\d)?(?:\s*[AP]M)?(?:\s.{0,200})?"
    r"|(?:https?|file|about|chrome)://?\S*(?:\s*(?:第\s*)?\d{1,4}\s*[/／]\s*\d{1,4}\s*页?)?",
    re.IGNORECASE,
)
_ROW = 3  # points: lines that begin as high stand in one row
ENDS = "。！？!?；;：:"
MARK = pattern(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,5}[章节条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．](?!\d))"
)
LATIN_END = pattern(r"[A-Za-z0-9,;.!?)\]%]\Z")
_LATIN_WORD = pattern(r"[A-Za-z0-9.,%+()/-]+")
LATIN_START = pattern(r"[A-Za-z0-9(\[]")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line and its box in points, y upwards; `em` is the height of its last character."""

    words: str
    left: float
    right: float
    top: float
    bottom: float
    em: float


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the lines of a page begin and end, and how large most of its characters are."""

    left: float
    right: float
    em: float


def paragraphs(pages: list[list[Line]]) -> str:
    """The text of the pages, one paragraph a line."""
    heads = _running(pages)
    parts: list[str] = []
    last: tuple[Line, _Column] | None = None
    for lines in pages:
        body = [line for i, line in enumerate(lines) if not _is_margin(i, lines, heads)]
        column = _column(body, lines)
        for line in body:
            glue = _glue(*last, line, column) if last else ""
            parts += [glue, line.words]
            last = line, column
    return "".join(parts) + "\n"


def _column(body: list[Line], lines: list[Line]) -> _Column:
    """Edges that two lines share, so that one line that hangs out does not count; where none are shared the only ones.

    On a page of so few lines the row above or below the body, where there is one, tells best how wide it is.
    """
    if not body:
        return _Column(0.0, 0.0, 1.0)
    lefts, rights = sorted(line.left for line in body), sorted((line.right for line in body), reverse=True)
    em = sorted(line.em for line in body)[len(body) // 2]
    left = next((a for a, b in pairwise(lefts) if b - a < 3), lefts[0])
    right = next((a for a, b in pairwise(rights) if a - b < em), max(line.right for line in lines))
    return _Column(left, right, em)


def _margins(lines: list[Line]) -> tuple[list[int], list[int]]:
    """Indices of the two topmost and the two bottommost lines, the outermost first."""
    order = sorted(range(len(lines)), key=lambda i: -lines[i].top)
    return order[:2], order[::-1][:2]


def _is_margin(index: int, lines: list[Line], heads: set[str]) -> bool:
    """Whether a line is a page number, a running head, or in the row that a browser prints above or below a page."""
    top, bottom = _margins(lines)
    if index in top + bottom and lines[index].words in heads:
        return True
    for outermost in (top[0], bottom[0]):
        beside = abs(lines[index].bottom - lines[outermost].bottom) < _ROW
        if beside and any(_PRINTED.fullmatch(x.words) for x in lines if abs(x.bottom - lines[outermost].bottom) < _ROW):
            return True
    return index in (top[0], bottom[0]) and PAGE_NUMBER.fullmatch(lines[index].words) is not None


def _running(pages: list[list[Line]]) -> set[str]:
    """Short lines at the top or bottom that more than half of at least three pages share."""
    counts: Counter[str] = Counter()
    for lines in pages:
        width = max((line.right for line in lines), default=0) - min((line.left for line in lines), default=0)
        outer = [lines[i] for side in _margins(lines) for i in side]
        counts.update({line.words for line in outer if (line.right - line.left) < 0.6 * width})
    return {words for words, n in counts.items() if len(pages) >= 3 and n * 2 > len(pages)}


def _glue(last: Line, old: _Column, line: Line, new: _Column) -> str:
    """What parts two lines: nothing or a blank within a paragraph, else a line end."""
    em = max(last.em, line.em, 1.0)
    far = line.top <= last.top and last.bottom - line.top > 1.6 * em
    if far or abs(last.em - line.em) > 0.25 * em or not _full(last, old, em, line.words):
        return "\n"
    title = min(last.em, line.em) > 1.15 * max(old.em, new.em)
    if not title and line.left > new.left + 1.2 * em:
        return "\n"
    if last.words[-1] in ENDS and MARK.match(line.words):
        return "\n"
    return " " if LATIN_END.search(last.words) and LATIN_START.match(line.words) else ""


def _full(line: Line, column: _Column, em: float, after: str) -> bool:
    """Whether a line fills its column: it begins near the left edge, and ends within two characters of the right one.

    Latin words and figures are not parted: a line may end before it by the length of the word that comes `after`, one
    that itself ends in such a word by a quarter of the width.
    """
    width = column.right - column.left
    latin = LATIN_END.search(line.words) and line.words[-1] not in ENDS
    word = _LATIN_WORD.match(after)
    slack = 0.25 * width if latin else 2.1 * em + (0.6 * em * len(word[0]) if word else 0)
    return width > 8 * em and line.left <= column.left + 6 * em and line.right >= column.right - slack


def page_list(numbers: Iterable[int]) -> str:
    """1, 2, 3, 7 as `1-3, 7`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
