"""Printed lines back to paragraphs: a line that fills the column goes on in the next one, unless that is indented."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_PAGE_NUMBER = re.compile(
    r"[\s\-—–－_·•~]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})\s*(?:页)?(?:\s*[/／,，]?\s*(?:共|总)?\s*\d{1,4}\s*页?)?[\s\-—–－_·•~]*", re.IGNORECASE
)
_ENDS = "。！？!?；;：:"
_MARK = re.compile(r"(?:第[一二三四五六七八九十百零〇\d]{1,5}[章节条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．](?!\d))")
_LATIN = re.compile(r"[A-Za-z0-9,;)\]%]\Z")
_LATIN_START = re.compile(r"[A-Za-z0-9(\[]")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line and its box in points, y upwards; `em` is the height of its last character."""

    words: str
    left: float
    right: float
    top: float
    bottom: float
    em: float


def paragraphs(pages: list[list[Line]]) -> tuple[str, tuple[int, ...]]:
    """The text of the pages, one paragraph a line, and the offset at which each page starts."""
    repeated = _repeated(pages)
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    last: Line | None = None
    edges = (0.0, 0.0)
    for lines in pages:
        starts.append(length)
        body = _body(lines, repeated)
        new_edges = (min((b.left for b in body), default=0.0), max((b.right for b in body), default=0.0))
        for line in body:
            glue = "" if last is None else _glue(last, line, edges, new_edges)
            parts += [glue, line.words]
            length += len(glue) + len(line.words)
            last, edges = line, new_edges
    text = "".join(parts) + "\n"
    return text, _settled(text, starts)


def _settled(text: str, starts: list[int]) -> tuple[int, ...]:
    """Page starts moved past the line end that parts them from the page before."""
    return tuple(s + 1 if 0 < s < len(text) and text[s] in "\n " else s for s in starts)


def _body(lines: list[Line], repeated: set[str]) -> list[Line]:
    """The lines of a page without page numbers and running heads at its first and last two lines."""
    edge = {0, 1, len(lines) - 2, len(lines) - 1}
    return [
        line
        for i, line in enumerate(lines)
        if not (i in edge and (line.words in repeated or (i in (0, len(lines) - 1) and _PAGE_NUMBER.fullmatch(line.words))))
    ]


def _repeated(pages: list[list[Line]]) -> set[str]:
    """First and last lines that more than half of at least three pages share."""
    counts = Counter(words for lines in pages for words in {line.words for line in (*lines[:1], *lines[-1:])})
    return {words for words, n in counts.items() if len(pages) >= 3 and n * 2 > len(pages)}


def _glue(last: Line, line: Line, edges: tuple[float, float], new_edges: tuple[float, float]) -> str:
    """What parts two lines: nothing or a blank within a paragraph, else a line end."""
    em = max(last.em, line.em, 1.0)
    indented = line.left > new_edges[0] + 1.2 * em
    same_page = line.top <= last.top
    far = same_page and last.bottom - line.top > 1.6 * em
    other_size = abs(last.em - line.em) > 0.25 * em
    if indented or far or other_size or not _full(last, edges, em):
        return "\n"
    if last.words[-1] in _ENDS and _MARK.match(line.words):
        return "\n"
    return " " if _LATIN.search(last.words) and _LATIN_START.match(line.words) else ""


def _full(line: Line, edges: tuple[float, float], em: float) -> bool:
    """Whether a line reaches the right edge: within two characters, within a quarter of the width for Latin words."""
    width = edges[1] - edges[0]
    slack = 0.25 * width if _LATIN.search(line.words) and line.words[-1] not in _ENDS else 2.1 * em
    return width > 8 * em and line.right >= edges[1] - slack


def page_list(numbers: Iterable[int]) -> str:
    """1, 2, 3, 7 as `1-3, 7`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
