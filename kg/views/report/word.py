"""The report as a Word document: headings, tables, and the chain map as a drawing."""

from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kg.analysis.report import ChainPart, Hunted, Report
from kg.views.report import content
from kg.views.report.content import Table
from kg.views.report.drawing import drawing
from kg.views.report.picture import legend
from kg.views.report.words import Say, common, findings, grown, known, lacking_head, state, words
from kg.views.xml import storable

WIDTH, MAP_HEIGHT = 178, 118
"""Millimetres between the margins, and at most for a map, so that it stands on a page with its heading."""
BODY, HEADS = "宋体", "黑体"
"""Fonts that every Chinese office has."""


def document(report: Report, lang: str = "zh") -> Any:
    """The document, ready to be saved: A4, chains below each other, each heading with what follows it."""
    say, report = words(lang), storable(report)
    made: Any = Document()
    _page(made)
    title = made.add_heading(say("title", region=report.region), 0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_paragraph(say("made", day=report.made.isoformat())).alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_heading(say("findings"), 1)
    _table(made, content.overview(report, say), say)
    for line in findings(report, say):
        made.add_paragraph(line, style="List Bullet")
    made.add_paragraph(known(report, say))
    for number, part in enumerate(report.chains, 1):
        _chain(made, report, part, number, say)
    _offers(made, report, say)
    made.add_heading(say("method"), 1)
    made.add_paragraph(say("method_text"))
    made.add_paragraph(say("limits_text"))
    made.add_heading(say("sources"), 1)
    _table(made, content.sources(report, say), say, nothing="no_source")
    made.core_properties.title = say("title", region=report.region)
    made.core_properties.author = made.core_properties.comments = ""
    _fonts(made)
    return made


def _page(made: Any) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(18)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _chain(made: Any, report: Report, part: ChainPart, number: int, say: Say) -> None:
    made.add_heading(part.coverage.chain, 1)
    made.add_paragraph(state(part, say) + common(part, say)).paragraph_format.keep_with_next = True
    made.add_heading(say("map"), 2)
    _map(made, part, number, say)
    made.add_heading(say("strengths"), 2)
    _table(made, content.strengths(report, part, say), say, nothing="no_strength")
    for title, table in (
        (lacking_head(part, say), content.gaps(report, part, part.lacking, say)),
        (say("extensions"), content.gaps(report, part, part.possible, say)),
        (say("others"), content.others(report, part.others, say)),
    ):
        if table.rows:
            made.add_heading(title, 2)
            _table(made, table, say)
    for hunted in part.hunted:
        _hunted(made, report, hunted, say)


def _map(made: Any, part: ChainPart, number: int, say: Say) -> None:
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph._p.append(drawing(part.segments, number, part.coverage.chain, WIDTH, MAP_HEIGHT))
    key = made.add_paragraph()
    for grade, (line, _) in legend(say):
        run = key.add_run("■ ")
        run.font.color.rgb = RGBColor.from_string(line[1:].upper())
        key.add_run(f"{grade}　")
    key.add_run(say("legend"))
    for run in key.runs:
        run.font.size = Pt(9)


def _hunted(made: Any, report: Report, hunted: Hunted, say: Say) -> None:
    made.add_heading(f"{say('targets')}：{say('for_segment', segment=hunted.gap.segment)}", 3)
    _table(made, content.targets(report, hunted, say), say)
    if hunted.grow:
        made.add_paragraph(grown(hunted, say))


def _offers(made: Any, report: Report, say: Say) -> None:
    made.add_heading(say("offers"), 1)
    for title, table in (("parks", content.parks(report, say)), ("policies", content.policies(report, say))):
        made.add_heading(say(title), 2)
        _table(made, table, say)
    hospitals = content.hospitals(report, say)
    if hospitals.rows:
        made.add_heading(say("hospitals"), 2)
        _table(made, hospitals, say)


def _table(made: Any, table: Table, say: Say, *, nothing: str = "nothing") -> None:
    if not table.rows:
        made.add_paragraph(say(nothing))
        return
    grid = made.add_table(rows=1, cols=len(table.heads))
    grid.style = "Table Grid"
    grid.autofit = False
    _pad(grid)
    for cell, head in zip(grid.rows[0].cells, table.heads, strict=True):
        _write(cell, head, bold=True)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        _shade(cell, "#e7f1fa")
    _mark(grid.rows[0], "w:tblHeader")
    for row in table.rows:
        line = grid.add_row()
        _mark(line, "w:cantSplit")
        for i, (cell, held) in enumerate(zip(line.cells, row, strict=True)):
            _write(cell, held.text + held.cites, right=i in table.numbers)
            if held.small:
                _small(cell, held.small)
    # Word reads the widths of the cells, others those of the grid.
    for column, share in zip(grid.columns, table.widths, strict=True):
        column.width = Mm((WIDTH - 2) * share / 100)
        for cell in column.cells:
            cell.width = Mm((WIDTH - 2) * share / 100)
    made.add_paragraph().paragraph_format.space_after = Pt(0)


def _pad(grid: Any) -> None:
    """Room between text and lines, in twentieths of a point, and grey lines."""
    room, lines = OxmlElement("w:tblCellMar"), OxmlElement("w:tblBorders")
    for side, width in (("top", 50), ("left", 90), ("bottom", 50), ("right", 90)):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), str(width))
        one.set(qn("w:type"), "dxa")
        room.append(one)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        one = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "ADB5BD")):
            one.set(qn(f"w:{key}"), value)
        lines.append(one)
    shift = OxmlElement("w:tblInd")
    shift.set(qn("w:w"), "90")
    shift.set(qn("w:type"), "dxa")
    look = grid._tbl.tblPr.find(qn("w:tblLook"))
    for part in (shift, lines, grid._tbl.tblPr.find(qn("w:tblLayout")), room):
        look.addprevious(part)


def _write(cell: Any, text: str, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(text)
    run.font.size = Pt(9)
    run.bold = bold


def _shade(cell: Any, color: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", color.lstrip("#"))):
        shade.set(qn(key), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _small(cell: Any, text: str) -> None:
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size = Pt(8)
    run.font.color.rgb = RGBColor(0x49, 0x50, 0x57)


def _mark(row: Any, name: str) -> None:
    """Set a property of a row: w:tblHeader repeats it on every page, w:cantSplit keeps it on one page."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _fonts(made: Any) -> None:
    for name in ("Normal", "List Bullet", "Title", "Heading 1", "Heading 2", "Heading 3"):
        style = made.styles[name]
        face = HEADS if name.startswith(("Heading", "Title")) else BODY
        style.font.name = "Times New Roman"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
        style.font.color.rgb = RGBColor(0x21, 0x25, 0x29)
