"""What a page's or a government header says of a document: 索引号, 文号, 成文日期, 发布机构, 有效性, title."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from kg.document import Document, Meta
from kg.loaders.layout import layout
from kg.schema.folding import absent, fold
from kg.schema.values import VALUE_TYPES

LABELS = {
    "index": ("索引号", "索取号", "公开索引号", "信息索引号", "公文索引号"),
    "number": ("文号", "发文字号", "文件编号", "文件字号", "发文文号", "统一编号"),
    "issuer": (
        "发布机构",
        "发文机关",
        "发文机构",
        "制发机关",
        "发布单位",
        "公开机构",
        "公开主体",
        "发布部门",
        "发文单位",
        "制定机关",
        "责任部门",
    ),
    "date": ("成文日期", "成文时间", "发文日期", "印发日期", "生成日期", "制发日期", "发文时间"),
    "published": ("发布日期", "发布时间", "公开日期", "公开时间", "公布日期", "公示时间"),
    "validity": ("有效性", "时效性", "时效", "是否有效", "效力状态", "有效状态"),
    "title": ("标题", "名称", "信息名称", "文件名称", "文件标题", "公文名称"),
    "other": (
        "主题分类",
        "主题词",
        "体裁分类",
        "组配分类",
        "公开方式",
        "公开范围",
        "公开形式",
        "关键词",
        "发布人",
        "作者",
        "来源",
    )
    + (
        "信息来源",
        "浏览次数",
        "访问量",
        "字体",
        "主题类别",
        "信息分类",
        "内容概述",
        "有效期",
        "生效日期",
        "废止日期",
        "服务对象",
        "分类",
    ),
}
"""Labels of a header by the field of Meta that they fill; `published` serves where there is no date of the act itself."""

_FIELD = {label: field for field, labels in LABELS.items() for label in labels}
_STRONG = ("index", "number", "issuer", "date", "published", "validity")
_LABEL = "|".join(r"\s*".join(label) for label in sorted(_FIELD, key=len, reverse=True))
_PAIR = re.compile(rf"[【\[](?P<marked>{_LABEL})[】\]]\s*[:：]?|(?P<label>{_LABEL})\s*[:：]")
_BEFORE = frozenset(" \t\u3000|【[（(")
_DATED = re.compile(
    r"[（(]?(?P<date>(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2}))(?:\s*\d{1,2}:\d\d(?::\d\d)?)?[）)]?"
    r"(?:[\s|]+(?:信息来源|来源|作者|编辑|责任编辑|浏览|阅读|点击|字体|发布)[^。]*)?"
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
        if field and field != "other" and not absent(fold(value)):
            found.setdefault(field, value)
    if not {"index", "number", "issuer"} & set(found):
        found.pop("title", None)  # 名称：… alone is a line of the text, not of a header
    return Meta(
        title=title or found.get("title") or _first_title(text),
        number=found.get("number") or _number_line(lines),
        issuer=found.get("issuer"),
        date=found.get("date") or found.get("published") or _date_line(lines),
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
    found = (_DATED.fullmatch(line.strip()) for line in lines[1:_DATED_LINES])
    return next((m["date"] for m in found if m), None)


def _first_title(text: str) -> str | None:
    span = layout(Document.of_text(text[:_TITLE_SAMPLE])).title
    lines = [line.strip() for line in span.text(text).split("\n")] if span else []
    return "".join(lines) or None
