"""The back-test as one table (Markdown or rows) and one figure (SVG without any script or font of its own)."""

from collections.abc import Iterable, Sequence
from html import escape

from kg.analysis.backtest.run import Row, Skipped

WIDTH, BAR, GAP, LEFT, SCALE = 900, 16, 6, 360, 420
_INK = {"ours": "#2b8a3e", "base": "#868e96"}
SHOWN = {"T1": "Hits@10", "T2": "Hits@10", "T3": "AUC", "T4": "recovery@10"}
"""The figure drawn of each protocol."""


def markdown(rows: Iterable[Row | Skipped]) -> str:
    """A block a protocol and data set: a line a method, a column a figure, then the difference to the baseline."""
    found = list(rows)
    blocks: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        if isinstance(row, Row):
            blocks.setdefault((row.protocol, row.data), []).append(row)
    lines = [line for (protocol, data), block in blocks.items() for line in _block(f"{protocol} · {data}", block)]
    skipped = [r for r in found if isinstance(r, Skipped)]
    lines += [f"Skipped: {r.protocol}, because {', '.join(r.files) or 'the data folder'} is missing." for r in skipped]
    return "\n".join(lines) + "\n"


def _block(title: str, block: Sequence[Row]) -> list[str]:
    figures = list(dict.fromkeys(r.figure for r in block))
    methods = list(dict.fromkeys(r.method for r in block))
    cells = {(r.method, r.figure): r for r in block}
    lines = [f"| {title}, {block[0].cases} cases | " + " | ".join(figures) + " |", "|---|" + "---:|" * len(figures)]
    for method in methods:
        shown = [f"{r.value:.3f} [{r.low:.3f}, {r.high:.3f}]" for r in (cells[method, f] for f in figures)]
        lines.append(f"| {method} | " + " | ".join(shown) + " |")
    ours = next((m for m in methods if cells[m, figures[0]].gain is not None), None)
    if ours is not None:
        told = [cells[ours, f] for f in figures]
        shown = [f"{r.gain:+.3f} [{r.gain_low:+.3f}, {r.gain_high:+.3f}] {r.verdict}" for r in told]
        lines.append(f"| **{ours} against {told[0].against}** | " + " | ".join(shown) + " |")
    return [*lines, ""]


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
