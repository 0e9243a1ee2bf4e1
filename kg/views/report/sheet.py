"""The report as an Excel workbook whose scores are formulas: change a value or a weight and the total follows."""

import math
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from kg.analysis.report import Report
from kg.analysis.rows import Part, SegmentRow
from kg.analysis.wording import kind_words, roster
from kg.loaders.reading.formula import safe_cell
from kg.views.report.words import Say, cited, edges_of, findings, reasons, words
from kg.views.xml import storable

Cell = str | float | int | None


class Formula(str):
    """A formula of ours; every other text is written as text, so that a name that begins with = stays a name."""


def workbook(report: Report, lang: str = "zh") -> Any:
    """Sheets: summary, segments, gaps, targets, offers, sources."""
    say, report = words(lang), storable(report)
    made = Workbook()
    made.remove(made.active)
    lines = [say("title", region=report.region), say("made", day=report.made.isoformat()), *findings(report, say)]
    _sheet(
        made, say("summary"), [say("findings")], [[line] for line in [*lines, say("method_text"), say("limits_text")]]
    )
    _segments(made, report, say)
    _gaps(made, report, say)
    _targets(made, report, say)
    _offers(made, report, say)
    rows = [[c.number, c.sentence, c.document, c.document_number, c.place, c.date] for c in report.citations]
    heads = [say(k) for k in ("number", "sentence", "document", "paper_number", "position", "date")]
    _sheet(made, say("sources"), heads, rows)
    return made


def _segments(made: Any, report: Report, say: Say) -> None:
    heads = ["chain_name", "stage", "segment", "grade", "local", "expected", "national", "enterprises"]

    def who(row: SegmentRow) -> str:
        return say("and").join(roster(row.enterprises, row.total, say("language")))

    rows: list[list[Cell]] = [
        [p.coverage.chain, s.stage, s.segment, s.grade, s.local, s.expected, s.national, who(s)]
        for p in report.chains
        for s in p.segments
    ]
    _sheet(made, say("map"), [say(k) for k in heads], rows)


def _gaps(made: Any, report: Report, say: Say) -> None:
    """Priority = factor * 100 * sum of weight * value, as a formula over the columns beside it."""
    found = [g for p in report.chains for g in p.gaps]
    labels = [p.label for p in found[0].parts] if found else []
    fixed = [say("chain_name"), say("segment"), say("kinds"), say("priority"), say("factor")]
    rows: list[list[Cell]] = []
    for at, gap in enumerate(found, 2):
        total = "+".join(f"{_at(6 + 2 * i, at)}*{_at(7 + 2 * i, at)}" for i in range(len(gap.parts)))
        priority = Formula(f"=ROUND(100*{_at(5, at)}*({total}),4)") if gap.priority is not None else None
        why = say("then").join(reasons(gap)) + cited(report, edges_of(gap))
        rows.append(
            [
                gap.chain,
                gap.segment,
                "、".join(kind_words(gap.kinds, say("language"))),
                priority,
                gap.factor,
                *_pairs(gap.parts),
                why,
            ]
        )
    title = say("gaps" if not found or any(g.graded for g in found) else "unseen_gaps")
    _sheet(made, title, [*fixed, *_pair_heads(labels, say), say("reasons")], rows)


def _targets(made: Any, report: Report, say: Say) -> None:
    """Score = 100 * sum of weight * value over the sum of the weights of values; an empty one is unknown of everybody."""
    found = [(h.gap, r) for p in report.chains for h in p.hunted for r in h.rows]
    labels = [p.label for p in found[0][1].parts] if found else []
    fixed = [say(k) for k in ("chain_name", "segment", "rank", "name", "place", "score", "completeness", "assumed")]
    rows: list[list[Cell]] = []
    for at, (gap, row) in enumerate(found, 2):
        places = [(_at(9 + 2 * i, at), _at(10 + 2 * i, at)) for i in range(len(row.parts))]
        total = "+".join(f"N({value})*{weight}" for value, weight in places)
        known = "+".join(f"ISNUMBER({value})*{weight}" for value, weight in places)
        score = Formula(f"=ROUND(100*({total})/({known}),4)")
        basis = say("then").join(p.basis for p in row.parts if p.value) + cited(report, edges_of(row))
        fields: list[Cell] = [gap.chain, gap.segment, row.rank, row.name, row.place, score, row.completeness]
        fields.append("、".join(p.label for p in row.parts if p.value is None and p.assumed is not None))
        rows.append([*fields, *_pairs(row.parts), basis, row.against])
    heads = [*fixed, *_pair_heads(labels, say), say("basis"), say("against")]
    _sheet(made, say("targets"), heads, rows)


def _offers(made: Any, report: Report, say: Say) -> None:
    rows: list[list[Cell]] = [
        [say("parks"), m.what, None, None, None, None, say("then").join([m.basis, *m.facts])] for m in report.parks
    ]
    rows += [
        [
            say("policies"),
            m.what,
            m.number,
            m.date,
            m.segment,
            say("then").join(j.condition.words for j in m.conditions),
            m.basis,
        ]
        for m in report.policies
    ]
    rows += [[say("hospitals"), m.what, None, None, m.segment, None, m.whom] for m in report.hospitals]
    heads = [say(k) for k in ("kinds", "offered", "paper_number", "date", "supported", "asked", "basis")]
    _sheet(made, say("offers"), heads, rows)


def _pairs(parts: Sequence[Part]) -> list[Cell]:
    return [cell for p in parts for cell in (p.counted, p.weight)]


def _pair_heads(labels: Sequence[str], say: Say) -> list[str]:
    return [head for label in labels for head in (f"{label} {say('value')}", f"{label} {say('weight')}")]


def _at(column: int, row: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _sheet(made: Any, title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    sheet = made.create_sheet(title[:31])
    for y, row in enumerate([list(heads), *rows], 1):
        for x, value in enumerate(row, 1):
            _put(sheet.cell(y, x), value)
    for x in range(1, len(heads) + 1):
        sheet.cell(1, x).font = Font(bold=True)
        sheet.cell(1, x).fill = PatternFill("solid", fgColor="E7F1FA")
    widths = [_width(head, [row[x] for row in rows], 110 if len(heads) == 1 else 60) for x, head in enumerate(heads)]
    for x, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(x)].width = width
    for y, row in enumerate([list(heads), *rows], 1):
        lines = max(math.ceil(_letters(value) / (width - 4)) for value, width in zip(row, widths, strict=True))
        sheet.row_dimensions[y].height = min(400, 6 + 15 * max(1, lines))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr = 0, PageSetupProperties(fitToPage=True)


def _width(head: str, values: Sequence[Cell], most: int) -> float:
    """A column's width in letters: as wide as its longest text, and as half of its title, which may take two lines."""
    return min(most, 5 + max([9, _letters(head) / 2 + 2, *map(_letters, values)]))


def _letters(value: Cell) -> float:
    """The width of a value in Latin letters; a Chinese character takes two, a number is written with few digits."""
    if value is None or isinstance(value, (int, float, Formula)):
        return 0.0 if value is None else 8.0
    return sum(2.0 if ord(char) > 0x2E80 else 1.1 for char in value)


def _put(cell: Any, value: Cell) -> None:
    cell.value = value
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, str) and not isinstance(value, Formula):
        cell.alignment = Alignment(wrap_text=True, vertical="top", indent=1)
        cell.data_type = "s"
        cell.quotePrefix = safe_cell(value) != value
    elif isinstance(value, float):
        cell.number_format = "0.00"
