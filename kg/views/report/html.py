"""The report as one HTML page that prints well: no script, nothing fetched."""

from collections.abc import Iterable, Sequence
from html import escape

from kg.analysis.report import ChainPart, Hunted, Report
from kg.analysis.rows import GapRow, TargetRow
from kg.views.report.picture import COLORS, PLAIN, picture
from kg.views.report.words import Say, cited, count, edges_of, findings, points, reasons, state, sum_of, words

STYLE = """
@page { size: A4; margin: 18mm 16mm; }
:root { color-scheme: light; }
body { font: 15px/1.75 "Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  color: #212529; max-width: 62rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.9rem; margin: 0 0 .25rem; } h2 { font-size: 1.35rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem;
  border-bottom: 2px solid #1864ab; } h3 { font-size: 1.08rem; margin: 1.5rem 0 .4rem; } h4 { margin: 1.1rem 0 .3rem; }
.made, .note { color: #495057; font-size: .9rem; } li { margin: .3rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .87rem; margin: .5rem 0 1rem; }
th { text-align: left; background: #e7f1fa; font-weight: 600; white-space: nowrap; }
th, td { border: 1px solid #ced4da; padding: .35rem .55rem; vertical-align: top; line-height: 1.55; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr { break-inside: avoid; } h2, h3, h4 { break-after: avoid; }
.map { width: 100%; height: auto; margin: .5rem 0; } .map text { font-family: inherit; fill: #212529; }
.map .stage { font-size: 15px; font-weight: 600; }
.chip { display: inline-block; width: 1em; height: 1em; border: 1px solid; border-radius: 3px; vertical-align: -.15em;
  margin: 0 .3em 0 .8em; }
.kind { white-space: nowrap; } .cite { color: #1864ab; text-decoration: none; font-size: .85em; }
.sum { color: #495057; font-size: .82rem; } .against { color: #862e2e; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; } section { break-before: page; }
  section.first { break-before: auto; } a { color: inherit; } }
"""


def page(report: Report, lang: str = "zh") -> str:
    """The whole page."""
    say = words(lang)
    title = escape(say("title", region=report.region))
    body = [
        f"<h1>{title}</h1>",
        f'<p class="made">{escape(say("made", day=report.made.isoformat()))}</p>',
        '<section class="first">' + _heading(say("findings")) + _list(findings(report, say)) + "</section>",
        *(_chain(report, part, say) for part in report.chains),
        _offers(report, say),
        _sources(report, say),
        "<section>" + _heading(say("method")) + _texts(say("method_text"), say("limits_text")) + "</section>",
    ]
    language = "en" if lang == "en" else "zh-CN"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}<style>{STYLE}</style></head>\n<body>\n'
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _chain(report: Report, part: ChainPart, say: Say) -> str:
    strong = [
        (s.segment, s.stage, s.grade, count(s.local), count(s.expected), count(s.national), "、".join(s.enterprises))
        for s in part.strong
    ]
    heads = [say(k) for k in ("segment", "stage", "grade", "local", "expected", "national", "enterprises")]
    return (
        "<section>"
        + _heading(part.coverage.chain)
        + _texts(state(part, say))
        + f"<h3>{escape(say('map'))}</h3>"
        + picture(part.segments)
        + _legend(say)
        + f"<h3>{escape(say('strengths'))}</h3>"
        + _table(heads, strong, say, numbers={3, 4, 5})
        + f"<h3>{escape(say('gaps'))}</h3>"
        + _gaps(report, part.gaps, say)
        + "".join(_hunted(report, h, say) for h in part.hunted)
        + "</section>"
    )


def _legend(say: Say) -> str:
    chips = [*COLORS.items(), (say("unseen"), PLAIN)]
    shown = "".join(
        f'<span class="chip" style="background:{fill};border-color:{line}"></span>{escape(grade)} '
        for grade, (line, fill) in chips
    )
    return f'<p class="note">{shown}　{escape(say("legend"))}</p>'


def _gaps(report: Report, gaps: Sequence[GapRow], say: Say) -> str:
    heads = [say(k) for k in ("segment", "kinds", "priority", "parts", "reasons")]
    rows = []
    for gap in gaps:
        factor = "" if gap.factor == 1 else f"{gap.factor:.2f} × ({{}})"
        total = sum_of(gap.parts)
        why = "；".join(reasons(gap))
        rows.append(
            (
                escape(gap.segment),
                f'<span class="kind">{escape("、".join(gap.kinds))}</span>',
                points(gap.priority),
                f'<span class="sum">{escape(factor.format(total) if factor else total)}</span>',
                escape(why) + _cite(cited(report, edges_of(gap))),
            )
        )
    return _raw_table(heads, rows, say, numbers={2})


def _hunted(report: Report, hunted: Hunted, say: Say) -> str:
    heads = [say(k) for k in ("rank", "name", "place", "score", "parts", "against")]
    rows = [_target(report, row, say) for row in hunted.rows]
    title = f"{say('targets')}：{say('for_segment', segment=hunted.gap.segment)}"
    return f"<h4>{escape(title)}</h4>" + _raw_table(heads, rows, say, numbers={0, 3})


def _target(report: Report, row: TargetRow, say: Say) -> tuple[str, ...]:
    verify = f" <em>{escape(say('verify'))}</em>" if row.verify else ""
    basis = "；".join(p.basis for p in row.parts if p.value)
    code = f"（{escape(row.stock_code)}）" if row.stock_code else ""
    return (
        str(row.rank),
        f"<strong>{escape(row.short)}</strong>{verify}<br><span class=sum>{escape(row.name)}{code}</span>",
        escape(row.place),
        points(row.score),
        f'<span class="sum">{escape(sum_of(row.parts))}</span><br>{escape(basis)}'
        + _cite(cited(report, edges_of(row))),
        f'<span class="against">{escape(row.against)}</span>',
    )


def _offers(report: Report, say: Say) -> str:
    parks = [(o.name, o.basis, cited(report, list(o.evidence))) for o in report.parks]
    policies = [
        (m.what, m.number or "", m.date or "", m.whom, m.basis, cited(report, list(m.evidence)))
        for m in report.policies
    ]
    hospitals = [(m.what, m.whom, m.segment, cited(report, list(m.evidence))) for m in report.hospitals]
    return (
        "<section>"
        + _heading(say("offers"))
        + f"<h3>{escape(say('parks'))}</h3>"
        + _table([say("parks"), say("basis"), say("evidence")], parks, say)
        + f"<h3>{escape(say('policies'))}</h3>"
        + _table([say(k) for k in ("policies", "number", "date", "whom", "basis", "evidence")], policies, say)
        + f"<h3>{escape(say('hospitals'))}</h3>"
        + _table([say(k) for k in ("hospitals", "enterprises", "segment", "evidence")], hospitals, say)
        + "</section>"
    )


def _sources(report: Report, say: Say) -> str:
    heads = [say(k) for k in ("number", "sentence", "document", "date")]
    rows = [
        (
            f'<a id="c{c.number}"></a>[{c.number}]',
            escape(c.sentence),
            escape(" ".join(filter(None, (c.document, c.document_number))))
            + (f"<br>{escape(c.place)}" if c.place else ""),
            escape(c.date or ""),
        )
        for c in report.citations
    ]
    return "<section>" + _heading(say("sources")) + _raw_table(heads, rows, say) + "</section>"


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _texts(*paragraphs: str) -> str:
    return "".join(f"<p>{escape(p)}</p>" for p in paragraphs)


def _list(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(i)}</li>" for i in items) + "</ul>"


def _cite(marks: str) -> str:
    links = (f'<a class="cite" href="#c{m}">[{m}]</a>' for m in marks.strip("[]").split("][") if m)
    return " " + "".join(links) if marks else ""


def _table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], say: Say, numbers: frozenset[int] | set[int] = frozenset()
) -> str:
    return _raw_table(heads, [[escape(c) for c in row] for row in rows], say, numbers)


def _raw_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], say: Say, numbers: frozenset[int] | set[int] = frozenset()
) -> str:
    if not rows:
        return f'<p class="note">{escape(say("nothing"))}</p>'
    mark = dict.fromkeys(numbers, ' class="n"')
    head = "".join(f"<th{mark.get(i, '')}>{escape(h)}</th>" for i, h in enumerate(heads))
    body = "".join(
        "<tr>" + "".join(f"<td{mark.get(i, '')}>{c}</td>" for i, c in enumerate(row)) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
