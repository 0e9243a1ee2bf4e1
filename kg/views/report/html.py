"""The report as one HTML page that prints well: no script, nothing fetched."""

from collections.abc import Sequence
from html import escape

from kg.analysis.report import ChainPart, Hunted, Report
from kg.views.report import content
from kg.views.report.content import Cell, Table
from kg.views.report.picture import legend, picture
from kg.views.report.words import Say, common, findings, grown, known, lacking_head, state, words
from kg.views.xml import storable

STYLE = """
@page { size: A4; margin: 18mm 16mm; }
:root { color-scheme: light; }
body { font: 15px/1.75 "Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  color: #212529; max-width: 62rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.9rem; margin: 0 0 .25rem; } h2 { font-size: 1.35rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem;
  border-bottom: 2px solid #1864ab; } h3 { font-size: 1.08rem; margin: 1.5rem 0 .4rem; } h4 { margin: 1.1rem 0 .3rem; }
.made, .note { color: #495057; font-size: .9rem; } li { margin: .3rem 0; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; font-size: .87rem; margin: .5rem 0 1rem; }
th { text-align: left; background: #e7f1fa; font-weight: 600; }
th, td { border: 1px solid #ced4da; padding: .35rem .55rem; vertical-align: top; line-height: 1.55; overflow-wrap: anywhere; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
tr { break-inside: avoid; } h2, h3, h4 { break-after: avoid; }
.map { display: block; width: 100%; height: auto; margin: .5rem 0; } .map text { font-family: inherit; fill: #212529; }
.map .stage { font-size: 15px; font-weight: 600; }
.chip { display: inline-block; width: 1em; height: 1em; border: 1px solid; border-radius: 3px; vertical-align: -.15em;
  margin: 0 .3em 0 .8em; }
.chip:first-child { margin-left: 0; } .cite { color: #1864ab; text-decoration: none; font-size: .85em; }
.small { color: #495057; font-size: .82rem; display: block; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; line-height: 1.6; }
  h2 { margin-top: 1.6rem; } .map { max-height: 200mm; break-inside: avoid; } a { color: inherit; } }
"""


def page(report: Report, lang: str = "zh") -> str:
    """The whole page."""
    say, report = words(lang), storable(report)
    title = escape(say("title", region=report.region))
    body = [
        f"<h1>{title}</h1>",
        f'<p class="made">{escape(say("made", day=report.made.isoformat()))}</p>',
        _first_page(report, say),
        *(_chain(report, part, say) for part in report.chains),
        _offers(report, say),
        '<section class="flow">'
        + _heading(say("method"))
        + _texts(say("method_text"), say("limits_text"))
        + "</section>",
        '<section class="flow">'
        + _heading(say("sources"))
        + _table(content.sources(report, say), say, anchors=True, nothing="no_source")
        + "</section>",
    ]
    language = "en" if lang == "en" else "zh-CN"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}<style>{STYLE}</style></head>\n<body>\n'
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _first_page(report: Report, say: Say) -> str:
    return (
        '<section class="first">'
        + _heading(say("findings"))
        + _table(content.overview(report, say), say)
        + _list(findings(report, say))
        + _note(known(report, say))
        + "</section>"
    )


def _chain(report: Report, part: ChainPart, say: Say) -> str:
    return (
        "<section>"
        + _heading(part.coverage.chain)
        + _texts(state(part, say))
        + _note(common(part, say))
        + _titled(say("map"), picture(part.segments) + _legend(say))
        + _titled(say("strengths"), _table(content.strengths(report, part, say), say, nothing="no_strength"))
        + (
            _titled(lacking_head(part, say), _table(content.gaps(report, part, part.lacking, say), say))
            if part.lacking
            else ""
        )
        + (
            _titled(say("extensions"), _table(content.gaps(report, part, part.possible, say), say))
            if part.possible
            else ""
        )
        + (_titled(say("others"), _table(content.others(report, part.others, say), say)) if part.others else "")
        + "".join(_hunted(report, h, say) for h in part.hunted)
        + "</section>"
    )


def _titled(title: str, inner: str) -> str:
    return f"<h3>{escape(title)}</h3>{inner}"


def _legend(say: Say) -> str:
    shown = "".join(
        f'<span class="chip" style="background:{fill};border-color:{line}"></span>{escape(grade)} '
        for grade, (line, fill) in legend(say)
    )
    return f'<p class="note">{shown}<br>{escape(say("legend"))}</p>'


def _hunted(report: Report, hunted: Hunted, say: Say) -> str:
    title = f"{say('targets')}：{say('for_segment', segment=hunted.gap.segment)}"
    return f"<h4>{escape(title)}</h4>" + _table(content.targets(report, hunted, say), say) + _note(grown(hunted, say))


def _offers(report: Report, say: Say) -> str:
    hospitals = content.hospitals(report, say)
    return (
        "<section>"
        + _heading(say("offers"))
        + _titled(say("parks"), _table(content.parks(report, say), say))
        + _titled(say("policies"), _table(content.policies(report, say), say))
        + (_titled(say("hospitals"), _table(hospitals, say)) if hospitals.rows else "")
        + "</section>"
    )


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>' if text else ""


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _texts(*paragraphs: str) -> str:
    return "".join(f"<p>{escape(p)}</p>" for p in paragraphs)


def _list(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(i)}</li>" for i in items) + "</ul>"


def _table(table: Table, say: Say, *, anchors: bool = False, nothing: str = "nothing") -> str:
    """A table; with `anchors` the first cell of each row ([3]) is where references lead."""
    if not table.rows:
        return f'<p class="note">{escape(say(nothing))}</p>'
    mark = dict.fromkeys(table.numbers, ' class="n"')
    columns = "".join(f'<col style="width:{w}%">' for w in table.widths)
    head = "".join(f"<th{mark.get(i, '')}>{escape(h)}</th>" for i, h in enumerate(table.heads))
    body = "".join(
        (f'<tr id="c{row[0].text.strip("[]")}">' if anchors else "<tr>")
        + "".join(f"<td{mark.get(i, '')}>{_cell(c)}</td>" for i, c in enumerate(row))
        + "</tr>"
        for row in table.rows
    )
    return f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: Cell) -> str:
    links = (f'<a class="cite" href="#c{m}">[{m}]</a>' for m in cell.cites.strip("[]").split("][") if m)
    small = f'<span class="small">{escape(cell.small)}</span>' if cell.small else ""
    return escape(cell.text) + (" " + "".join(links) if cell.cites else "") + small
