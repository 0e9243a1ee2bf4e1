"""What a page's or a government header says of a document: 索引号, 文号, 成文日期, 发布机构, 有效性, title."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from kg.document import Document, Meta
from kg.loaders.layout import layout
from kg.loaders.particulars import LABELS, alternatives
from kg.schema.folding import absent, fold
from kg.schema.patterns import pattern
from kg.schema.values import VALUE_TYPES

_FIELD = {label: field for field, labels in LABELS.items() for label in labels}
_STRONG = ("index", "number", "issuer", "date", "published", "validity")
_LABEL = alternatives(LABELS)
_PAIR = pattern(rf"[【\[](?P<marked>{_LABEL})[】\]]\s*[:：]?|(?P<label>{_LABEL})\s*[:：]")
_BEFORE = frozenset(" \t\u3000|【[（(")
_DATED = pattern(
    r"[（(]?(?P<date>(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2}))(?:\s*\d{1,2}:\d\d(?::\d\d)?)?[）)]?"
    r"(?:[\s|]+(?:信息来源|来源|作者|编辑|责任编辑|浏览|阅读|点击|字体|发布)[^。]*)?"
)
_DAY = r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?|二[〇○零]..年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
_SAID = pattern(
    rf"[—–\- ]*(?P<date>{_DAY})在.{{4,60}}(?:会|会议|大会)上?|[一-鿿、（）]{{3,30}}[局委办府室院会部心司][ \t　]+(?P<by>{_DAY})"
)
_SIGNED = pattern(
    rf"(?<=\n)[ \t　]*[^\s，。、；：《》|][^\n，。、；：《》|]{{1,60}}[府局委办室会厅部院心司处团社组校][ \t　]*\n\s*(?P<date>{_DAY})[ \t　]*(?=\n|\Z)"
    rf"|(?<=\n)[ \t　]*(?P<last>{_DAY})\s*\Z"
)
_DATED_LINES = 6
_HEADER_LINES = 16
_HEADER_LINE = 300
_TITLE_SAMPLE = 3000


def read_meta(text: str, *, title: str | None = None, page: Iterable[tuple[str, str]] = ()) -> Meta:
    """The particulars of a document: those of its page (pairs of label and value) and those of its first lines.

    Values are as printed; a label without a value gives None. `title` is what the format itself marks as one; else the
    layout's title line is taken, None where there is none.
    """
    found: dict[str, str] = {}
    lines = text[: _HEADER_LINES * _HEADER_LINE].split("\n")[:_HEADER_LINES]
    for label, value in (*page, *(pair for line in lines for pair in _pairs(line))):
        field = _FIELD.get("".join(label.split()))
        value = " ".join(value.split()).strip("-—|")
        if field and field not in ("source", "other") and not absent(fold(value)):
            found.setdefault(field, value)
    if not {"index", "number", "issuer"} & set(found):
        found.pop("title", None)  # 名称：… alone is a line of the text, not of a header
    return Meta(
        title=title or found.get("title") or _first_title(text),
        number=found.get("number") or _number_line(lines),
        issuer=found.get("issuer"),
        date=found.get("date") or found.get("published") or _date_line(lines) or _signed_date(text),
        index=found.get("index"),
        validity=found.get("validity"),
    )


def with_meta(document: Document, *, title: str | None = None, page: Iterable[tuple[str, str]] = ()) -> Document:
    """`document` with what its header says of it."""
    return replace(document, meta=read_meta(document.text, title=title, page=page))


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    """Label and value from `label | value | label | value |` (also parted by tabs or blanks), and from `label：value`."""
    if len(line) > _HEADER_LINE:
        return
    cells = [c.strip() for c in re.split(r"[|\t]", line)]
    if len(cells) == 1 and _FIELD.get(line.split(maxsplit=1)[0] if line.strip() else "") in _STRONG:
        cells = line.split()
    for label, value in pairwise([*cells, ""]):
        bare = "".join(label.split()).rstrip(":：")
        if bare in _FIELD and "".join(value.split()).rstrip(":：") not in _FIELD:
            yield bare, value
    marks = list(_PAIR.finditer(line))
    if not (marks and marks[0].start() == len(line) - len(line.lstrip())):
        marks = [m for m in marks if m.start() == 0 or line[m.start() - 1] in _BEFORE]
    for i, mark in enumerate(marks):
        value = line[mark.end() : marks[i + 1].start() if i + 1 < len(marks) else len(line)]
        yield mark["label"] or mark["marked"], value.split("|")[0].strip(" \t　【[")


def _number_line(lines: list[str]) -> str | None:
    """A line of the head that is a document number and nothing else."""
    for line in lines:
        if 5 <= len(line.strip()) <= 40 and "号" in line and VALUE_TYPES["document_number"].clean(line):
            return line.strip()
    return None


def _date_line(lines: list[str]) -> str | None:
    """The date on a line of its own, or before the source, under the title of a news page."""
    head = [line.strip() for line in lines[1:_DATED_LINES]]
    found = (_DATED.fullmatch(line) for line in head)
    said = (m for line in head if (m := _SAID.fullmatch(line)))
    return next((m["date"] for m in found if m), None) or next((m["date"] or m["by"] for m in said), None)


def _signed_date(text: str) -> str | None:
    """The date of the first signature: on a line of its own below an organ, or as the last line."""
    found = _SIGNED.search(text)
    return next(filter(None, (found["date"], found["last"])), None) if found else None


def _first_title(text: str) -> str | None:
    span = layout(Document.of_text(text[:_TITLE_SAMPLE])).title
    lines = [line.strip() for line in span.text(text).split("\n")] if span else []
    return "".join(lines) or None
