"""The back-test as one table (Markdown or rows) and one figure (SVG without any script or font of its own)."""

from collections.abc import Iterable, Sequence
from html import escape

from kg.analysis.backtest.run import Row, Skipped

WIDTH, BAR, GAP, LEFT, SCALE = 900, 16, 6, 360, 420
_INK = {"ours": "#2b8a3e", "base": "#868e96"}
SHOWN = {"T1": "Hits@10", "T2": "Hits@10", "T3": "AUC", "T4": "recovery@10"}
"""The figure drawn of each protocol."""


def markdown(rows: Iterable[Row | Skipped]) -> str:
    """One table, a line a method and figure; skipped protocols follow with what they lack."""
    found = list(rows)
    lines = [
        "| protocol | data | method | figure | cases | value [95 %] | against | difference [95 %] | says |",
        "|---|---|---|---|---:|---|---|---|---|",
    ]
    for r in found:
        if isinstance(r, Row):
            gain = "" if r.gain is None else f"{r.gain:+.3f} [{r.gain_low:+.3f}, {r.gain_high:+.3f}]"
            against = r.against if r.gain is not None else ""
            says = f"{r.verdict} than {r.against}" if r.verdict else ""
            value = f"{r.value:.3f} [{r.low:.3f}, {r.high:.3f}]"
            lines.append(
                f"| {r.protocol} | {r.data} | {r.method} | {r.figure} | {r.cases} | {value} | {against} | {gain} | {says} |"
            )
    skipped = [r for r in found if isinstance(r, Skipped)]
    lines += [f"\nSkipped: {r.protocol}, because {', '.join(r.files) or 'no data folder'} is missing." for r in skipped]
    return "\n".join(lines) + "\n"


def figure(rows: Iterable[Row | Skipped]) -> str:
    """Bars with intervals of the main figure of each protocol, by data set and method."""
    chosen = [r for r in rows if isinstance(r, Row) and SHOWN[r.protocol] == r.figure]
    body: list[str] = []
    y, head = 10, ""
    for row in chosen:
        title = f"{row.protocol} · {row.data} · {row.figure}"
        if title != head:
            y, head = y + 22, title
            body.append(f'<text x="10" y="{y}" font-weight="bold">{escape(title)}</text>')
            y += GAP
        body += _bar(row, y)
        y += BAR + GAP
    style = 'font-family="sans-serif" font-size="12"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + 20}" {style}>'
        f'<rect width="100%" height="100%" fill="white"/>{"".join(body)}</svg>\n'
    )


def _bar(row: Row, y: int) -> Sequence[str]:
    ink = _INK["ours" if row.gain is not None else "base"]
    length, low, high = (SCALE * min(1.0, max(0.0, v)) for v in (row.value, row.low, row.high))
    middle = y + BAR / 2
    return [
        f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end">{escape(row.method)}</text>',
        f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" fill="{ink}" opacity="0.75"/>',
        f'<line x1="{LEFT + low:.1f}" x2="{LEFT + high:.1f}" y1="{middle}" y2="{middle}" stroke="black"/>',
        f'<text x="{LEFT + high + 6:.1f}" y="{y + 12}">{row.value:.3f} {escape(row.verdict)}</text>',
    ]
