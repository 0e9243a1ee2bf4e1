"""A chain as a picture: three columns of segments, coloured by grade, with lines for what feeds what. Plain SVG."""

from collections.abc import Sequence
from html import escape

from kg.analysis.rows import SegmentRow
from kg.views.report.words import count

STAGES = ("上游", "中游", "下游")
COLORS = {
    "强": ("#2b8a3e", "#d3f9d8"),
    "中": ("#5c940d", "#f4fce3"),
    "弱": ("#e67700", "#fff3bf"),
    "缺": ("#c92a2a", "#ffe3e3"),
}
"""Line and fill by grade; whatever else there is (未观察到) is grey."""
PLAIN = ("#868e96", "#f8f9fa")
_WIDTH, _HEIGHT, _STEP, _GAP, _TOP = 214, 34, 44, 96, 40


def picture(segments: Sequence[SegmentRow]) -> str:
    """The SVG of a chain; every segment of every stage is in it."""
    columns = [[s for s in segments if s.stage == stage] for stage in STAGES]
    tallest = max((len(c) for c in columns), default=0)
    height = _TOP + max(tallest, 1) * _STEP
    width = len(STAGES) * _WIDTH + (len(STAGES) - 1) * _GAP
    places = {
        s.segment: (x * (_WIDTH + _GAP), _TOP + (tallest - len(column)) * _STEP / 2 + y * _STEP)
        for x, column in enumerate(columns)
        for y, s in enumerate(column)
    }
    lines = [
        _line(places[s.segment], places[t]) for s in segments for t in s.outputs if t in places and s.segment in places
    ]
    boxes = [_box(s, *places[s.segment]) for s in segments if s.segment in places]
    heads = [
        f'<text x="{x * (_WIDTH + _GAP) + _WIDTH / 2}" y="20" class="stage" text-anchor="middle">{stage}</text>'
        for x, stage in enumerate(STAGES)
    ]
    return (
        f'<svg class="map" viewBox="0 0 {width} {height:.0f}" role="img" xmlns="http://www.w3.org/2000/svg">'
        + "".join(lines + boxes + heads)
        + "</svg>"
    )


def _line(a: tuple[float, float], b: tuple[float, float]) -> str:
    y1, y2 = a[1] + _HEIGHT / 2, b[1] + _HEIGHT / 2
    if a[0] == b[0]:
        x, bow = a[0] + _WIDTH, a[0] + _WIDTH + 26
        path = f"M{x} {y1:.0f}C{bow} {y1:.0f} {bow} {y2:.0f} {x} {y2:.0f}"
    else:
        x1, x2 = (a[0] + _WIDTH, b[0]) if a[0] < b[0] else (a[0], b[0] + _WIDTH)
        middle = (x1 + x2) / 2
        path = f"M{x1} {y1:.0f}C{middle} {y1:.0f} {middle} {y2:.0f} {x2} {y2:.0f}"
    return f'<path d="{path}" fill="none" stroke="#ced4da" stroke-width="1"/>'


def _box(row: SegmentRow, x: float, y: float) -> str:
    line, fill = COLORS.get(row.grade, PLAIN)
    dash = "" if row.local else ' stroke-dasharray="4 3"'
    size = 13 if len(row.segment) <= 12 else max(9, 13 * 12 // len(row.segment))
    title = escape(f"{row.segment}：{row.grade}" + ("；" + "、".join(row.enterprises) if row.enterprises else ""))
    return (
        f"<g><title>{title}</title>"
        f'<rect x="{x}" y="{y:.0f}" width="{_WIDTH}" height="{_HEIGHT}" rx="5" fill="{fill}" stroke="{line}"{dash}/>'
        f'<text x="{x + 10}" y="{y + 22:.0f}" font-size="{size}">{escape(row.segment)}</text>'
        f'<text x="{x + _WIDTH - 10}" y="{y + 22:.0f}" font-size="13" text-anchor="end" fill="{line}">{count(row.local)}</text></g>'
    )
