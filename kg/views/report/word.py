"""The report as a Word document: headings, tables, and the chain map as a table of shaded cells."""

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kg.analysis.report import ChainPart, Hunted, Report
from kg.views.report.picture import COLORS, PLAIN, STAGES
from kg.views.report.words import Say, cited, count, edges_of, findings, points, reasons, state, sum_of, words

BODY, HEADS = "宋体", "黑体"
"""Fonts that every Chinese office has."""


def document(report: Report, lang: str = "zh") -> Any:
    """The document, ready to be saved: A4, landscape so that the tables stay readable."""
    say = words(lang)
    made = Document()
    _page(made)
    title = made.add_heading(say("title", region=report.region), 0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_paragraph(say("made", day=report.made.isoformat())).alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_heading(say("findings"), 1)
    for line in findings(report, say):
        made.add_paragraph(line, style="List Bullet")
    for part in report.chains:
        _chain(made, report, part, say)
    _offers(made, report, say)
    made.add_heading(say("sources"), 1)
    rows = [
        (f"[{c.number}]", c.sentence, " ".join(filter(None, (c.document, c.document_number, c.place))), c.date or "")
        for c in report.citations
    ]
    _table(made, [say(k) for k in ("number", "sentence", "document", "date")], rows, say, (14, 140, 80, 30))
    made.add_heading(say("method"), 1)
    made.add_paragraph(say("method_text"))
    made.add_paragraph(say("limits_text"))
    _fonts(made)
    return made


def _page(made: Any) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(16)


def _chain(made: Any, report: Report, part: ChainPart, say: Say) -> None:
    made.add_page_break()
    made.add_heading(part.coverage.chain, 1)
    made.add_paragraph(state(part, say))
    made.add_heading(say("map"), 2)
    _map(made, part)
    made.add_paragraph(say("legend"))
    made.add_heading(say("strengths"), 2)
    strong = [
        (s.segment, s.stage, s.grade, count(s.local), count(s.expected), count(s.national), "、".join(s.enterprises))
        for s in part.strong
    ]
    heads = [say(k) for k in ("segment", "stage", "grade", "local", "expected", "national", "enterprises")]
    _table(made, heads, strong, say, (48, 20, 16, 20, 20, 22, 118))
    made.add_heading(say("gaps"), 2)
    gaps = [
        (
            g.segment,
            "、".join(g.kinds),
            points(g.priority),
            sum_of(g.parts) + ("" if g.factor == 1 else f"（× {g.factor:.2f}）"),
            "；".join(reasons(g)) + cited(report, edges_of(g)),
        )
        for g in part.gaps
    ]
    _table(
        made, [say(k) for k in ("segment", "kinds", "priority", "parts", "reasons")], gaps, say, (44, 24, 18, 70, 108)
    )
    for hunted in part.hunted:
        _hunted(made, report, hunted, say)


def _map(made: Any, part: ChainPart) -> None:
    columns = [[s for s in part.segments if s.stage == stage] for stage in STAGES]
    table = made.add_table(rows=1 + max((len(c) for c in columns), default=0), cols=len(STAGES))
    table.style = "Table Grid"
    for x, (stage, column) in enumerate(zip(STAGES, columns, strict=True)):
        _write(table.cell(0, x), stage, bold=True)
        for y, segment in enumerate(column, 1):
            cell = table.cell(y, x)
            _write(cell, f"{segment.segment}（{segment.grade} {count(segment.local)}）")
            _shade(cell, COLORS.get(segment.grade, PLAIN)[1])


def _hunted(made: Any, report: Report, hunted: Hunted, say: Say) -> None:
    made.add_heading(f"{say('targets')}：{say('for_segment', segment=hunted.gap.segment)}", 3)
    rows = [
        (
            str(r.rank),
            f"{r.name}" + (f"（{r.stock_code}）" if r.stock_code else "") + (f" {say('verify')}" if r.verify else ""),
            r.place,
            points(r.score),
            sum_of(r.parts) + "。" + "；".join(p.basis for p in r.parts if p.value) + cited(report, edges_of(r)),
            r.against,
        )
        for r in hunted.rows
    ]
    heads = [say(k) for k in ("rank", "name", "place", "score", "parts", "against")]
    _table(made, heads, rows, say, (12, 50, 22, 16, 110, 54))


def _offers(made: Any, report: Report, say: Say) -> None:
    made.add_heading(say("offers"), 1)
    made.add_heading(say("parks"), 2)
    parks = [(o.name, o.basis, cited(report, list(o.evidence))) for o in report.parks]
    _table(made, [say(k) for k in ("parks", "basis", "evidence")], parks, say, (60, 170, 34))
    made.add_heading(say("policies"), 2)
    policies = [
        (m.what, m.number or "", m.date or "", m.whom, m.basis + cited(report, list(m.evidence)))
        for m in report.policies
    ]
    heads = [say(k) for k in ("policies", "number", "date", "whom", "basis")]
    _table(made, heads, policies, say, (80, 40, 24, 40, 80))
    made.add_heading(say("hospitals"), 2)
    hospitals = [(m.what, m.whom, m.segment, cited(report, list(m.evidence))) for m in report.hospitals]
    heads = [say(k) for k in ("hospitals", "enterprises", "segment", "evidence")]
    _table(made, heads, hospitals, say, (80, 80, 70, 34))


def _table(made: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], say: Say, widths: Sequence[int]) -> None:
    if not rows:
        made.add_paragraph(say("nothing"))
        return
    table = made.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _write(cell, head, bold=True)
        _shade(cell, "#e7f1fa")
    _repeat(table.rows[0])
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _write(cell, text)
    # Word reads the widths of the cells, others those of the grid.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _write(cell: Any, text: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size = Pt(9)
    run.bold = bold


def _shade(cell: Any, color: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", color.lstrip("#"))):
        shade.set(qn(key), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeat(row: Any) -> None:
    """Repeat the head of a table on every page it runs over."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _fonts(made: Any) -> None:
    for name in ("Normal", "List Bullet", "Title", "Heading 1", "Heading 2", "Heading 3"):
        style = made.styles[name]
        face = HEADS if name.startswith(("Heading", "Title")) else BODY
        style.font.name = "Times New Roman"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
        style.font.color.rgb = RGBColor(0x21, 0x25, 0x29)
