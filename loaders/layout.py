"""The shape of a document: header, title, sections with headings, sentences, clauses, signature and date.

Everything is a span of the text. Official documents are laid out after GB/T 9704-2012 (title, addressee, numbered levels
一、（一）1. （1）, signature, date); news has short unnumbered heading lines between its paragraphs.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from kg.document import Document, Span
from kg.loaders.particulars import LABELS, alternatives
from kg.schema.patterns import pattern

_SENTENCE_END = pattern(r"[。！？!?；;\n]+[”’」』）)]*")
_CLAUSE_END = pattern(r"[，,：:。！？!?；;\n]")
_MARK = pattern(
    r"[ \t　]*(?P<mark>第[一二三四五六七八九十百零〇\d]{1,5}[章节条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|[一二三四五六七八九十]{1,3}是|\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[）)])"
)
_LEVELS = ("章", "节", "条")
_STANDARD = pattern(
    r"总则|附则|(?:总体|工作|基本|主要|指导|发展|组织|保障|重点|实施)(?:要求|目标|原则|任务|思想|保障|措施|步骤)(?=\S)"
)
_HEAD_WORD = pattern(
    r"(?:制度|政策|目标|要求|布局|工作|建设|措施|保障|任务|思想|原则|范围|总则|附则|重点|体系|升级|发展|普及率|服务)"
)
_CLAUSE_START = pattern(r"为|到|以|鼓励|支持|加快|推进|推动|对|要|根据|按照|各|在|本|从|通过|坚持|积极")
_HEADER_WORD = pattern(rf"[【\[]?(?:{alternatives(f for f in LABELS if f != 'title')})(?=[\s:：|】\]\d]|$)")
_NUMBER = pattern(r"[〔\[［（(]\s*(?:19|20)\d\d\s*[〕\]］）)]\s*第?\s*\d{1,4}\s*号")
_DATE = pattern(
    r"(?:(?:19|20)\d\d|[二一][〇○零九\d一二三四五六七八]{3})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
)
_TITLE_END = pattern(
    r"的(?:若干|实施|指导)?(?:通知|意见|批复|复函|函|办法|决定|公告|通告|报告|答复|规定|方案)(?=[^\s》）)])"
)
_SENTENCE_MARK = pattern(r"[。！？；;]")
_RUNNING = pattern("[：:]“|[，,][^，,]{4,}[，,]")  # reported speech or a third clause: no title
_HEADING_LENGTH = 40
_TITLE_LENGTH = 80
_HEADER_LINES = 12


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under a heading: the heading (without what runs on after it), the whole span, the depth.

    `parent` is the index of the section around it. Depth 0-2 is 章, 节, 条; 3 is 一、; 4 is （一）; 5 is 1. or （1） or 一是; 6 is a heading line without a number.
    """

    heading: Span
    span: Span
    level: int
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, its clauses, and the index of the innermost section it stands in (None outside all sections)."""

    span: Span
    clauses: tuple[Span, ...]
    section: int | None


@dataclass(frozen=True, slots=True)
class Layout:
    """Sections and sentences in the order of the text; the other parts are None where the document has none.

    `header` is the table or the lines of particulars above the title, `signature` the body that
    signs, `date` the date under it.
    """

    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    title: Span | None = None
    header: Span | None = None
    signature: Span | None = None
    date: Span | None = None

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that covers `offset`, by bisection."""
        place = bisect_right(self.sentences, offset, key=lambda s: s.span.start) - 1
        return self.sentences[place] if place >= 0 and offset < self.sentences[place].span.end else None

    def around(self, sentence: Sentence) -> list[Section]:
        """The sections that `sentence` stands in, innermost first."""
        found, place = [], sentence.section
        while place is not None:
            found.append(self.sections[place])
            place = self.sections[place].parent
        return found


def layout(document: Document) -> Layout:
    """Split a document into header, title, sections, sentences, clauses, signature and date."""
    text = document.text
    lines = _lines(text)
    header, first = _header(text, lines)
    title, after = _title(text, lines, first)
    salutation = _salutation(text, lines[after : after + 4], title)
    body = max((s.end for s in (header, title, salutation) if s), default=0)
    signature, date = _signature(text, body)
    sections = _sections(text, [s for s in lines if s.start >= body and s != signature])
    sentences = tuple(_sentences(text, sections))
    return Layout(tuple(sections), sentences, title, header, signature, date)


def _lines(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        left = start + len(line) - len(line.lstrip())
        right = start + len(line.rstrip())
        if left < right:
            spans.append(Span(left, right))
        start += len(line)
    return spans


def _header(text: str, lines: list[Span]) -> tuple[Span | None, int]:
    """Leading lines of particulars (also with the title above them, as on news pages) and the first line after them."""
    start = last = -1
    for i, line in enumerate(lines[:_HEADER_LINES]):
        words = text[line.start : line.end]
        if _HEADER_WORD.match(words) or (last == i - 1 >= 0 and words.count("|") > 1):
            start, last = (i if start < 0 else start), i
        elif last >= 0 or _SENTENCE_MARK.search(words):
            break
    if last < 0:
        return None, 0
    return Span(lines[start].start, lines[last].end), 0 if start else last + 1


def _title(text: str, lines: list[Span], first: int) -> tuple[Span | None, int]:
    """The first short lines that are neither number nor salutation; a title that runs on ends at 的通知 and the like."""
    start = end = None
    for i, line in enumerate(lines[first : first + 6], first):
        words = text[line.start : line.end]
        if _NUMBER.search(words) and len(words) < 40:
            if start is not None:
                return Span(start, end or line.start), i + 1
            continue
        cut = _TITLE_END.search(words)
        if cut and cut.end() <= 2 * _TITLE_LENGTH and not _SENTENCE_MARK.search(words[: cut.end()]):
            return Span(line.start if start is None else start, line.start + cut.end()), i
        if start is None and len(words) < 20 and words[-1] in "：:" and not first:
            continue
        if (
            len(words) > _TITLE_LENGTH
            or words[-1] in "：:。；，"
            or _RUNNING.search(words)
            or _MARK.match(words)
            or _HEADER_WORD.match(words)
        ):
            return (Span(start, end or line.start), i) if start is not None else (None, i)
        start, end = line.start if start is None else start, line.end
        if not _wrapped(words):
            return Span(start, end), i + 1
    return (Span(start, end), first + 6) if start is not None and end is not None else (None, first)


def _wrapped(words: str) -> bool:
    """Whether a title line goes on in the next one: an organ alone, or 关于… without its noun."""
    return bool(re.search(r"(?:委员会|办公厅|办公室|政府|局|厅|部|国务院)$", words)) or (
        "关于" in words
        and not re.search(r"(?:通知|意见|批复|函|办法|决定|公告|答复|规定|方案|报告|计划|规划|政策)[）)》]?$", words)
    )


def _salutation(text: str, lines: list[Span], title: Span | None) -> Span | None:
    for line in lines:
        start = max(line.start, title.end if title else 0)
        if start >= line.end or _HEADER_WORD.match(text, start):
            continue
        colon = re.search(r"[：:]", text[start : line.end])
        if colon and start + colon.end() == line.end and not _SENTENCE_MARK.search(text[start : line.end]):
            return Span(start, line.end)
    return None


def _signature(text: str, body: int) -> tuple[Span | None, Span | None]:
    """The last dated signature: an organ alone on its line or before its date, then the date."""
    found: tuple[Span | None, Span | None] = (None, None)
    for date in _DATE.finditer(text, body):
        before = text[max(body, date.start() - 60) : date.start()]
        organ = re.search(r"(?:^|\n)[ \t　]*([^\s，。、；：《》（）]{3,40})\s*$", before)
        alone = re.search(r"\n[ \t　]*$", before) or organ
        if alone and (organ or not text[date.end() :].strip()):
            start = date.start() - len(before) + organ.start(1) if organ else None
            name = Span(start, start + len(organ[1])) if organ and start is not None else None
            found = (name, Span(date.start(), date.end()))
    return found


def _sections(text: str, lines: list[Span]) -> list[Section]:
    marks: list[tuple[Span, int]] = []
    for line in lines:
        found = _MARK.match(text, line.start)
        if found:
            marks.append((Span(found.start("mark"), _heading_end(text, found.end(), line.end)), _level(found["mark"])))
        elif _is_heading(text[line.start : line.end]):
            marks.append((line, 6))
    ends, parents = _nest(marks, len(text))
    return [Section(h, Span(h.start, end), level, up) for (h, level), end, up in zip(marks, ends, parents, strict=True)]


def _nest(marks: list[tuple[Span, int]], last: int) -> tuple[list[int], list[int | None]]:
    """Where each section ends (at the next one of the same or a higher level) and which one is around it; with a stack."""
    ends, parents, open_ = [last] * len(marks), list[int | None](), list[int]()
    for i, (heading, level) in enumerate(marks):
        while open_ and marks[open_[-1]][1] >= level:
            ends[open_.pop()] = heading.start
        parents.append(open_[-1] if open_ else None)
        open_.append(i)
    return ends, parents


def _is_heading(words: str) -> bool:
    """A short line without the marks of running text: no full stop, no comma, no colon, no date, no table."""
    return 3 < len(words) <= _HEADING_LENGTH and not re.search(r"[。！？；;，,：:|\t]|\d{4}[-年]|^[^“]*”|[〔〕]", words)


def _heading_end(text: str, start: int, end: int) -> int:
    """Where the heading that follows a number ends: its full stop or colon, its line, or where it runs on into text."""
    standard = _STANDARD.match(text, start, end)
    if standard:
        return standard.end()
    stop = re.compile(r"[。：:；;]").search(text, start, end)
    if stop and stop.end() - start <= _HEADING_LENGTH:
        return stop.end() if text[stop.start()] == "。" else stop.start()
    if end - start <= _HEADING_LENGTH:
        return end
    for word in _HEAD_WORD.finditer(text, start + 2, min(end, start + 28)):
        rest = text[word.end() : word.end() + 4]
        if _CLAUSE_START.match(rest) or rest[:3] in text[start : word.end()]:
            return word.end()
    comma = re.compile(r"[，,]").search(text, start, end)
    return comma.start() if comma and comma.start() - start <= _HEADING_LENGTH else min(end, start + _HEADING_LENGTH)


def _level(mark: str) -> int:
    if mark[0] == "第":
        return _LEVELS.index(mark[-1])
    if mark[-1] == "、" and not mark[0].isdigit():
        return 3
    return 4 if mark[0] in "（(" and not mark[1].isdigit() else 5


def _sentences(text: str, sections: list[Section]) -> list[Sentence]:
    found, start, inner = [], 0, -1
    ends = [m.end() for m in _SENTENCE_END.finditer(text)] + [len(text)]
    for end in ends:
        if text[start:end].strip():
            while inner + 1 < len(sections) and sections[inner + 1].span.start < end:
                inner += 1
            found.append(Sentence(Span(start, end), _clauses(text, start, end), inner if inner >= 0 else None))
        start = end
    return found


def _clauses(text: str, start: int, end: int) -> tuple[Span, ...]:
    cuts = [m.end() for m in _CLAUSE_END.finditer(text, start, end)]
    edges = [start, *cuts] + ([end] if not cuts or cuts[-1] < end else [])
    return tuple(Span(a, b) for a, b in zip(edges, edges[1:], strict=False) if text[a:b].strip())
