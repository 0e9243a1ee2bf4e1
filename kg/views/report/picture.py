"""A chain as a picture: segments by stage, coloured by grade, with lines for what feeds what. Plain SVG, and its plan."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from kg.analysis.rows import SegmentRow
from kg.analysis.wording import kind_words
from kg.chains.template import STAGES
from kg.views.grades import GRADED, UNSEEN, colors
from kg.views.pages.boxes import units
from kg.views.report.words import Say, count

WIDE, HIGH = 190, 34
"""Size of a box, in pixels of the picture."""
_STEP, _GAP, _BETWEEN, _TOP, _MOST = 44, 56, 28, 40, 9


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands: boxes by segment (upper left corner), lines between them, titles (middle), and the size."""

    boxes: tuple[tuple[SegmentRow, float, float], ...]
    lines: tuple[tuple[tuple[float, float], tuple[float, float]], ...]
    heads: tuple[tuple[str, float], ...]
    width: float
    height: float


def plan(segments: Sequence[SegmentRow]) -> Plan:
    """Stages left to right; a stage of more than nine segments stands in columns of about the same height."""
    columns = {stage: _columns([s for s in segments if s.stage == stage]) for stage in STAGES}
    tallest = max((len(c) for some in columns.values() for c in some), default=0)
    boxes, heads, x = [], [], 0.0
    for stage, some in columns.items():
        start = x
        for column in some:
            top = _TOP + (tallest - len(column)) * _STEP / 2
            boxes += [(s, x, top + n * _STEP) for n, s in enumerate(column)]
            x += WIDE + _BETWEEN
        heads.append((stage, (start + x - _BETWEEN) / 2))
        x += _GAP - _BETWEEN
    at = {s.segment: (x, y) for s, x, y in boxes}
    lines = [(at[s.segment], at[t]) for s, _, _ in boxes for t in s.outputs if t in at]
    return Plan(tuple(boxes), tuple(lines), tuple(heads), x - _GAP, _TOP + max(tallest, 1) * _STEP)


def _columns(rows: Sequence[SegmentRow]) -> list[Sequence[SegmentRow]]:
    high = math.ceil(len(rows) / math.ceil(len(rows) / _MOST)) if rows else 1
    return [rows[n : n + high] for n in range(0, max(len(rows), 1), high)]


def picture(segments: Sequence[SegmentRow]) -> str:
    """The SVG of a chain; every segment of every stage is in it."""
    made = plan(segments)
    heads = [f'<text x="{x:.0f}" y="20" class="stage" text-anchor="middle">{stage}</text>' for stage, x in made.heads]
    drawn = [_line(a, b) for a, b in made.lines] + [_box(*box) for box in made.boxes] + heads
    return (
        f'<svg class="map" viewBox="-1 0 {made.width + 2:.0f} {made.height:.0f}" role="img" xmlns="http://www.w3.org/2000/svg">'
        + "".join(drawn)
        + "</svg>"
    )


def ends(a: tuple[float, float], b: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """The four points of the curve from box a to box b: start, two handles, end."""
    y1, y2 = a[1] + HIGH / 2, b[1] + HIGH / 2
    if a[0] == b[0]:
        x, bow = a[0] + WIDE, a[0] + WIDE + 20
        return (x, y1), (bow, y1), (bow, y2), (x, y2)
    x1, x2 = (a[0] + WIDE, b[0]) if a[0] < b[0] else (a[0], b[0] + WIDE)
    middle = (x1 + x2) / 2
    return (x1, y1), (middle, y1), (middle, y2), (x2, y2)


def letters(name: str) -> float:
    """The size at which a segment's name fits into its box beside its number, in pixels."""
    return min(13.0, (WIDE - 50) / max(1.0, units(name)))


def _line(a: tuple[float, float], b: tuple[float, float]) -> str:
    (x1, y1), *rest = ends(a, b)
    curve = " ".join(f"{x:.0f} {y:.0f}" for x, y in rest)
    return f'<path d="M{x1:.0f} {y1:.0f}C{curve}" fill="none" stroke="#ced4da" stroke-width="1"/>'


def _box(row: SegmentRow, x: float, y: float) -> str:
    line, fill = colors(row.grade)
    dash = "" if row.local else ' stroke-dasharray="4 3"'
    size = f"{letters(row.segment):.1f}"
    title = escape(f"{row.segment}：{row.grade}" + ("；" + "、".join(row.enterprises) if row.enterprises else ""))
    return (
        f"<g><title>{title}</title>"
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{WIDE}" height="{HIGH}" rx="5" fill="{fill}" stroke="{line}"{dash}/>'
        f'<text x="{x + 10:.0f}" y="{y + 22:.0f}" font-size="{size}">{escape(row.segment)}</text>'
        f'<text x="{x + WIDE - 10:.0f}" y="{y + 22:.0f}" font-size="13" text-anchor="end" fill="{line}">{count(row.local)}</text></g>'
    )


def legend(say: Say) -> list[tuple[str, tuple[str, str]]]:
    """The grades in words, each with its line and fill; last what was not observed."""
    names = kind_words(GRADED, say("language"))
    return [*zip(names, map(colors, GRADED), strict=True), (say("unseen"), UNSEEN)]
