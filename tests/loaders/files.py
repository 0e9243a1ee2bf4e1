"""Real files of every format, made for the tests that read them."""

import io
import re
from pathlib import Path

LINES = (
    "关于加快生物医药产业链发展的若干意见",
    "萧山区以生物医药为重点，推动上游原料药、中游制剂和下游流通协同发展。",
    "一、引进龙头企业。",
)
ROWS = (
    ("企业名称", "统一社会信用代码", "注册资本（万元）"),
    ("杭州甲有限公司", "91330000712560751D", "5000"),
    ("乙股份公司", "", "1,200.5"),
)


def docx(path: Path, lines: tuple[str, ...] = LINES, rows: tuple[tuple[str, ...], ...] = ROWS) -> Path:
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                table.cell(i, j).text = cell
    document.add_paragraph("表后一段。")
    document.save(str(path))
    return path


def pdf(path: Path, paragraphs: tuple[str, ...] = LINES, *, password: str | None = None, footer: str = "") -> Path:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")

    def foot(canvas: object, document: object) -> None:
        canvas.setFont("STSong-Light", 9)  # type: ignore[attr-defined]
        canvas.drawCentredString(297, 30, footer.format(page=document.page))  # type: ignore[attr-defined]

    buffer = io.BytesIO()
    built = SimpleDocTemplate(buffer, pagesize=A4, encrypt=password)
    built.build([Paragraph(p, style) for p in paragraphs], onFirstPage=foot, onLaterPages=foot)
    path.write_bytes(buffer.getvalue())
    return path


def quoted_pdf(path: Path, line: str) -> Path:
    """A line whose quotation marks are of another font and written behind all the rest, as office programs do."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path))
    body = canvas.beginText(60, 700)
    body.setFont("STSong-Light", 14)
    gap = pdfmetrics.stringWidth("“", "Times-Roman", 14)
    parts = ("".join(f"<{run.encode('utf-16-be').hex()}>" for run in [part] if run) for part in re.split("[“”]", line))
    body._code.append("[" + f" {-1000 * gap / 14:.0f} ".join(parts) + "] TJ")
    canvas.drawText(body)
    canvas.setFont("Times-Roman", 14)
    x = 60.0
    for c in line:
        if c in "“”":
            canvas.drawString(x, 700, c)
        x += gap if c in "“”" else 14
    canvas.save()
    return path


def official_pdf(path: Path) -> Path:
    """An official document of three pages: running head, number, wrapped title, table, signature, Latin text."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def style(size: int, alignment: int = 0, indent: int = 0) -> ParagraphStyle:
        return ParagraphStyle(
            "s",
            fontName="STSong-Light",
            wordWrap="CJK",
            fontSize=size,
            leading=size * 1.7,
            alignment=alignment,
            firstLineIndent=indent,
        )

    def head(canvas: object, document: object) -> None:
        canvas.setFont("STSong-Light", 12)  # type: ignore[attr-defined]
        canvas.drawCentredString(297, 30, f"— {document.page} —")  # type: ignore[attr-defined]
        canvas.drawString(60, 810, "萧山区人民政府公报")  # type: ignore[attr-defined]

    title = "杭州市萧山区人民政府办公室关于印发萧山区加快生物医药产业高质量发展若干政策的通知"
    receivers = (
        "各镇人民政府、各街道办事处，区政府各部门、各直属单位，各有关企业、科研院所和行业协会，各产业平台管委会："
    )
    latin = " ".join(["Words of another language wrap over lines and are joined with blanks between them."] * 4)
    story = [
        Paragraph("萧政办发〔2022〕16号", style(16, 1)),
        Paragraph(title, style(22, 1)),
        Paragraph(receivers, style(16)),
        *[
            Paragraph(
                f"{i}.对获得1类新药批件的，每个品种给予最高3000万元奖励，对国际多中心临床再给予奖励。",
                style(16, indent=32),
            )
            for i in range(1, 12)
        ],
        Table([["序号", "企业", "产品"]], style=[("FONT", (0, 0), (-1, -1), "STSong-Light", 12)]),
        Paragraph("杭州市萧山区人民政府办公室", style(16, 2)),
        Paragraph("2022年6月29日", style(16, 2)),
        PageBreak(),
        Paragraph(latin, ParagraphStyle("latin", fontName="Times-Roman", fontSize=12, leading=16)),
        PageBreak(),
    ]
    SimpleDocTemplate(str(path)).build(story, onFirstPage=head, onLaterPages=head)
    return path


def scan(path: Path, *, with_text: bool = False) -> Path:
    """A PDF whose first page is one image; a second page has a text layer if asked for."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, 595, 842)
    canvas.showPage()
    if with_text:
        canvas.drawString(72, 700, "A page with words")
        canvas.showPage()
    canvas.save()
    return path


def xlsx(path: Path, rows: tuple[tuple[object, ...], ...] = ROWS, *, title: str = "") -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if title:
        sheet.append([title])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def picture(path: Path, words: str) -> Path:
    """A clean image of a printed page with `words` on it, made from a PDF that is removed again."""
    import pypdfium2

    source = pdf(path.with_suffix(".source.pdf"), (words,))
    opened = pypdfium2.PdfDocument(source)
    opened[0].render(scale=2).to_pil().save(path)
    opened.close()
    source.unlink()
    return path
