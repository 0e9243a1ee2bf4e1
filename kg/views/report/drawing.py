"""The picture of a chain as shapes of a Word document: drawn by the reader's own program with its own fonts, no image.

DrawingML of ECMA-376 (part 1, 20 and 21) with the shapes and groups of Word 2010 (MS-DOCX 2.5), which LibreOffice and
WPS read too.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

from docx.oxml import parse_xml

from kg.analysis.rows import SegmentRow
from kg.views.grades import colors
from kg.views.report.picture import HIGH, WIDE, ends, letters, plan
from kg.views.report.words import count

_PIXEL = 9525
"""English metric units (EMU) in a pixel of the picture; a millimetre is 36000."""
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"


def drawing(segments: Sequence[SegmentRow], number: int, title: str, width: float, most: float) -> Any:
    """A run with the picture of a chain, at most `width` by `most` millimetres; `number` is its id in the document."""
    made = plan(segments)
    scale = min(width * 36000 / made.width, most * 36000 / made.height)
    point = scale / 12700
    shapes = [_line(ends(a, b)) for a, b in made.lines]
    shapes += [_box(row, x, y, point) for row, x, y in made.boxes]
    shapes += [_text(stage, x - WIDE / 2, 0, WIDE, 30, 15 * point, "center", bold=True) for stage, x in made.heads]
    size = f'cx="{round(made.width * scale)}" cy="{round(made.height * scale)}"'
    inner = f'cx="{round(made.width * _PIXEL)}" cy="{round(made.height * _PIXEL)}"'
    return parse_xml(
        f'<w:r {_NAMES}><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="map {number}" descr="{escape(title)}"/><a:graphic><a:graphicData uri="{_GROUP}">'
        f'<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
        f'<a:chOff x="0" y="0"/><a:chExt {inner}/></a:xfrm></wpg:grpSpPr>{"".join(shapes)}</wpg:wgp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def _place(x: float, y: float, width: float, height: float) -> str:
    x, y, width, height = (round(v * _PIXEL) for v in (x, y, width, height))
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _line(points: Sequence[tuple[float, float]]) -> str:
    left, top = min(x for x, _ in points), min(y for _, y in points)
    width, height = (max(1.0, max(p[i] for p in points) - (left, top)[i]) for i in (0, 1))
    first, *rest = (f'<a:pt x="{round((x - left) * _PIXEL)}" y="{round((y - top) * _PIXEL)}"/>' for x, y in points)
    path = f"<a:moveTo>{first}</a:moveTo><a:cubicBezTo>{''.join(rest)}</a:cubicBezTo>"
    return (
        f"<wps:wsp><wps:cNvSpPr/><wps:spPr>{_place(left, top, width, height)}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/>"
        f'<a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{round(width * _PIXEL)}" '
        f'h="{round(height * _PIXEL)}" fill="none">{path}</a:path></a:pathLst></a:custGeom><a:noFill/>{_stroke("#ced4da")}'
        "</wps:spPr><wps:bodyPr/></wps:wsp>"
    )


def _box(row: SegmentRow, x: float, y: float, point: float) -> str:
    line, fill = colors(row.grade)
    box = (
        f'<wps:wsp><wps:cNvSpPr/><wps:spPr>{_place(x, y, WIDE, HIGH)}<a:prstGeom prst="roundRect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{fill[1:]}"/></a:solidFill>{_stroke(line, dashed=not row.local)}</wps:spPr>'
        "<wps:bodyPr/></wps:wsp>"
    )
    name = _text(row.segment, x + 8, y, WIDE - 40, HIGH, letters(row.segment) * point, "left")
    return box + name + _text(count(row.local), x + WIDE - 44, y, 36, HIGH, 13 * point, "right", color=line)


def _text(
    text: str, x: float, y: float, width: float, height: float, points: float, side: str,
    *, bold: bool = False, color: str = "#212529",
) -> str:  # fmt: skip
    half = max(2, round(points * 2))
    style = (
        f'<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="黑体"/>{"<w:b/>" if bold else ""}'
        f'<w:color w:val="{color[1:]}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
    )
    return (
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>{_place(x, y, width, height)}<a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent><w:p><w:pPr>"
        f'<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:txbxContent></wps:txbx>'
        '<wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/></wps:wsp>'
    )


def _stroke(color: str, *, dashed: bool = False) -> str:
    dash = '<a:prstDash val="dash"/>' if dashed else ""
    return f'<a:ln w="6350"><a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill>{dash}</a:ln>'
