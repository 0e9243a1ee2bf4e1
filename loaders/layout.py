"""The shape of a document: sections with headings, sentences, clauses. Everything as spans of the text."""

import re
from dataclasses import dataclass

from kg.document import Document, Span

_SENTENCE_END = re.compile(r"[。！？!?；;\n]+[”’」』）)]*")
_CLAUSE_END = re.compile(r"[，,：:。！？!?；;\n]")
_HEADING = re.compile(
    r"^[ \t　]*(?P<mark>第[一二三四五六七八九十百零〇\d]+[章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[、.．](?!\d))"
)
_LEVELS = ("章", "节", "条")


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of a document: its heading (without what runs on after it), its whole span and its depth."""

    heading: Span
    span: Span
    level: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, its clauses, and the index of the innermost section it stands in (None outside all sections)."""

    span: Span
    clauses: tuple[Span, ...]
    section: int | None


@dataclass(frozen=True, slots=True)
class Layout:
    """Sections and sentences in the order of the text; `title` is the line that names the document, if there is one."""

    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    title: Span | None = None

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that covers `offset`, by bisection."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].span.end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.sentences) and self.sentences[low].span.start <= offset:
            return self.sentences[low]
        return None


def layout(document: Document) -> Layout:
    """Split a document into sections, sentences and clauses."""
    sections = _sections(document.text)
    return Layout(tuple(sections), tuple(_sentences(document.text, sections)))


def _sections(text: str) -> list[Section]:
    marks: list[tuple[Span, int]] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        found = _HEADING.match(line)
        if found:
            end = min(len(line.rstrip()), (line.find("。") + 1) or len(line))
            marks.append((Span(offset + found.start("mark"), offset + end), _level(found["mark"])))
        offset += len(line)
    sections = []
    for i, (heading, level) in enumerate(marks):
        later = (h.start for h, other in marks[i + 1 :] if other <= level)
        sections.append(Section(heading, Span(heading.start, next(later, len(text))), level))
    return sections


def _level(mark: str) -> int:
    if mark[0] == "第":
        return _LEVELS.index(mark[-1])
    if mark[-1] == "、" and not mark[0].isdigit():
        return 3
    return 4 if mark[0] in "（(" else 5


def _sentences(text: str, sections: list[Section]) -> list[Sentence]:
    found, start = [], 0
    ends = [m.end() for m in _SENTENCE_END.finditer(text)] + [len(text)]
    for end in ends:
        if text[start:end].strip():
            inner = [i for i, s in enumerate(sections) if s.span.start <= start < s.span.end]
            found.append(Sentence(Span(start, end), _clauses(text, start, end), inner[-1] if inner else None))
        start = end
    return found


def _clauses(text: str, start: int, end: int) -> tuple[Span, ...]:
    cuts = [m.end() for m in _CLAUSE_END.finditer(text, start, end)]
    edges = [start, *cuts] + ([end] if not cuts or cuts[-1] < end else [])
    return tuple(Span(a, b) for a, b in zip(edges, edges[1:], strict=False) if text[a:b].strip())
