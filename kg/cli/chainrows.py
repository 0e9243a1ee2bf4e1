"""Rows of the analysis as rows to print: chosen columns under Chinese or English heads."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from shutil import get_terminal_size
from typing import Any

import typer

from kg.analysis.chainmap import Coverage
from kg.analysis.clauses import ClauseRow
from kg.analysis.compare import CompareRow
from kg.analysis.conditions import Judged
from kg.analysis.match import MatchRow
from kg.analysis.rows import GapRow, Left, SegmentRow, TargetRow
from kg.analysis.wording import kind_words, roster, say, state_words
from kg.cli.shared import Format, show_rows, shown_text

HEADS: Mapping[str, tuple[str, str]] = {
    "stage": ("环节位置", "stage"),
    "segment": ("环节", "segment"),
    "chain": ("产业链", "chain"),
    "local": ("本地", "local"),
    "expected": ("预期", "expected"),
    "peers": ("同类", "peers"),
    "national": ("全国（库内）", "nation (known)"),
    "grade": ("等级", "grade"),
    "enterprises": ("企业", "enterprises"),
    "kinds": ("类型", "kinds"),
    "priority": ("优先度", "priority"),
    "reasons": ("理由", "reasons"),
    "offers": ("政策、园区、项目", "offers"),
    "rank": ("名次", "rank"),
    "name": ("名称", "name"),
    "place": ("所在地", "place"),
    "score": ("得分", "score"),
    "known": ("已知部分", "known part"),
    "completeness": ("完备度", "completeness"),
    "verify": ("待核实", "verify"),
    "parts": ("得分构成", "parts"),
    "against": ("反面理由", "against"),
    "named": ("文件点名", "named in"),
    "what": ("事项", "what"),
    "whom": ("对象", "whom"),
    "number": ("文号", "number"),
    "date": ("日期", "date"),
    "until": ("截止", "until"),
    "value": ("匹配度", "value"),
    "basis": ("依据", "basis"),
    "other": ("相关方", "other"),
    "document": ("文件", "document"),
    "quote": ("原文", "quote"),
    "groups": ("集团数", "groups"),
    "places": ("城市数", "cities"),
    "index": ("集中度", "concentration"),
    "subject": ("主体", "subject"),
    "sure": ("把握", "sure"),
    "alone": ("唯一企业", "alone"),
    "nation": ("全国（库内）", "nation (known)"),
    "lost": ("失去的环节", "lost"),
    "cut": ("断开的衔接", "cut"),
    "stranded": ("失去全部本地投入", "stranded"),
    "aliases": ("别名", "aliases"),
    "segments": ("环节数", "segments"),
    "feeds": ("衔接数", "feeds"),
    "version": ("版本", "version"),
    "kind": ("变动", "kind"),
    "before": ("原", "before"),
    "after": ("新", "after"),
    "table": ("权重表", "table"),
    "weight": ("权重", "weight"),
    "factor": ("倍数", "factor"),
    "tau": ("前20名秩相关", "tau"),
    "leave": ("离开前20名", "leave"),
    "first": ("第一名", "first"),
    "first_share": ("甲地完整度", "first share"),
    "second_share": ("乙地完整度", "second share"),
    "first_strong": ("甲地强项", "first strong"),
    "second_strong": ("乙地强项", "second strong"),
    "only_first": ("仅甲地有", "only first"),
    "only_second": ("仅乙地有", "only second"),
    "conditions": ("条件", "conditions"),
    "facts": ("园区情况", "of the park"),
    "type": ("类型", "type"),
    "neighbours": ("相邻", "neighbours"),
    "size": ("规模", "size"),
    "types": ("构成", "made of"),
    "leading": ("核心", "leading"),
    "inside": ("内部占比", "inside"),
    "path": ("路径", "way"),
    "step": ("步", "step"),
    "source": ("主体", "from"),
    "relation": ("关系", "relation"),
    "target": ("客体", "to"),
    "shared": ("共同相邻（及其相邻数）", "shared neighbours (and how many each has)"),
    "members": ("成员", "members"),
    "policy": ("政策", "policy"),
    "clause": ("条款", "clause"),
    "grants": ("支持标准", "what it gives"),
    "since": ("施行", "in force from"),
    "sentence": ("原文", "text"),
    "detail": ("问题", "what is wrong"),
    "rule": ("规则", "rule"),
}


LONG = frozenset(
    {
        "reasons",
        "offers",
        "parts",
        "against",
        "named",
        "basis",
        "conditions",
        "facts",
        "enterprises",
        "quote",
        "shared",
        "members",
        "grants",
        "sentence",
    }
)
"""Columns of sentences or lists: on a narrow terminal they stand on lines of their own."""
NARROW = 160
"""Fewer columns than these are too few for sentences side by side."""


def show(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], form: Format, lang: str) -> None:
    """Print the chosen columns; a table has heads in the language, JSON and CSV have the names of the fields."""
    plain = form is not Format.table
    heads = {c: c if plain else HEADS[c][lang == "en"] for c in columns}
    if not plain and LONG.intersection(columns) and sys.stdout.isatty() and get_terminal_size().columns < NARROW:
        echo(line for row in rows for line in block(row, heads, lang))
        return
    show_rows([{heads[c]: row[c] for c in columns} for row in rows], form, list(heads.values()))


def block(row: Mapping[str, Any], heads: Mapping[str, str], lang: str = "zh") -> list[str]:
    """A row as lines: what is short on the first, each sentence or list below under its head."""
    told = {c: shown_text(row[c]) for c in heads}
    short = "  ".join(f"{heads[c]} {text}" for c, text in told.items() if text and c not in LONG)
    long = {heads[c]: text for c, text in told.items() if text and c in LONG}
    return [short, *("    " + say("labelled", lang, label=head, text=text) for head, text in long.items())]


def show_all(
    rows: Iterable[Any],
    columns: Sequence[str],
    form: Format,
    lang: str,
    told: Callable[[Any], Mapping[str, Any]] = asdict,
) -> None:
    """Print dataclass rows: the chosen columns as a table or CSV, as `told` words them, every field as JSON."""
    if form is Format.json:
        show_rows([asdict(row) for row in rows], form)
    else:
        show([told(row) for row in rows], columns, form, lang)


def segment_row(row: SegmentRow, lang: str) -> dict[str, Any]:
    """A row of the chain map with figures rounded for reading."""
    return asdict(row) | {
        "local": round(row.local, 1),
        "expected": round(row.expected, 1),
        "peers": None if row.peers is None else round(row.peers, 1),
        "national": round(row.national, 1),
        "grade": kind_words([row.grade], lang)[0],
        "enterprises": [
            *roster(row.enterprises, row.total, lang),
            *(p.name + say("aside", lang, text=state_words(p.basis, lang)) for p in row.projects),
        ],
    }


def gap_row(row: GapRow, lang: str) -> dict[str, Any]:
    """A gap with its reasons and offers as lists of texts, joined as the language joins sentences."""
    join = say("semicolon", lang)
    return asdict(row) | {
        "priority": None if row.priority is None else round(row.priority, 1),
        "local": round(row.local, 1),
        "national": round(row.national, 1),
        "kinds": say("and", lang).join(kind_words(row.kinds, lang)),
        "reasons": join.join(row.reasons),
        "offers": join.join(offer.basis for offer in row.backing),
    }


def target_row(row: TargetRow, lang: str) -> dict[str, Any]:
    """A candidate with its parts as label and contribution; what is assumed has a ? behind the label."""
    english = lang == "en"
    counted = [p for p in row.parts if p.value is not None or round(p.contribution, 1)]
    parts = [(p.label + ("" if p.value is not None else "?"), p.contribution) for p in counted]
    return asdict(row) | {
        "score": round(row.score, 1),
        "known": round(row.known, 1),
        "completeness": f"{row.completeness:.0%}",
        "verify": ("yes" if english else "是") if row.verify else "",
        "named": row.named.basis if row.named is not None else "",
        "parts": (" + " if english else "＋").join(f"{label} {value:.1f}" for label, value in parts),
    }


def compare_row(row: CompareRow) -> dict[str, Any]:
    """Two regions in a chain, with shares as percentages."""
    return asdict(row) | {"first_share": f"{row.first_share:.0%}", "second_share": f"{row.second_share:.0%}"}


def match_row(row: MatchRow, lang: str) -> dict[str, Any]:
    """A match with each condition as its words and, where it is of an enterprise, whether it is met."""
    judged = _conditions(row.conditions, row.whom != row.segment, lang)
    return asdict(row) | {"value": round(row.value, 2), "conditions": judged, "facts": list(row.facts)}


def clause_row(row: ClauseRow, lang: str) -> dict[str, Any]:
    """A clause with what it gives and asks in its own words, and whether that is met where anything is known of it."""
    known = any(j.met is not None or j.coming for j in row.conditions)
    given = [grant.words for grant in row.grants]
    return asdict(row) | {
        "segment": row.segments,
        "grants": given,
        "conditions": _conditions(row.conditions, known, lang),
    }


def _conditions(judged: Sequence[Judged], told: bool, lang: str) -> list[str]:
    """Conditions as their words, with `told` also whether each is met."""
    keys = ["met_coming" if j.coming else f"met_{j.met}" for j in judged]
    states = [say("aside", lang, text=say(key, lang)) if told else "" for key in keys]
    return [j.condition.words + state for j, state in zip(judged, states, strict=True)]


def coverage_line(one: Coverage, lang: str) -> str:
    """How complete a chain is in a region, beside its peers, as one line."""
    join = say("and", lang)
    stages = join.join(f"{stage} {share:.0%}" for stage, share in one.stages)
    told = say(
        "covered", lang, region=one.region, chain=one.chain, covered=one.covered, segments=one.segments,
        share=one.share, stages=stages,
    )  # fmt: skip
    near = say("covered_peers", lang, names=join.join(one.peer_names), share=one.peers) if one.peers is not None else ""
    return told + near + ("" if one.graded else say("covered_thin", lang))


def left_line(left: Left, lang: str) -> str:
    """An enterprise that is not proposed, with why and, if there is any, the detail, as one line."""
    detail = say("aside", lang, text=left.detail) if left.detail else ""
    return say("labelled", lang, label=left.name, text=left.reason + detail)


def echo(lines: Iterable[str]) -> None:
    """Print lines of text."""
    for line in lines:
        typer.echo(line)
