"""What the commands on chains do with rows: choose columns, print sums."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from enum import Enum
from pathlib import Path

import typer

from kg.analysis.clauses import ClauseRow
from kg.analysis.match import MatchRow
from kg.analysis.timeline import TimeRow
from kg.cli.chainrows import (
    clause_row,
    compare_row,
    coverage_line,
    echo,
    gap_row,
    left_line,
    match_row,
    segment_row,
    show,
    show_all,
    target_row,
)
from kg.cli.shared import Format, show_rows
from kg.store.base import Store


def show_chain(
    store: Store | None, name: str, region: str | None, form: Format, lang: str, today: date | None = None
) -> None:
    """Print the map of a chain and, for a region, how complete it is."""
    from kg.analysis.chainmap import chain_map, coverage
    from kg.analysis.source import landscape_of

    landscape = landscape_of(store)
    rows = chain_map(landscape, name, region, lang=lang, today=today)
    columns = ["stage", "segment", "local", "expected", "peers", "national", "grade", "enterprises"]
    if region is None:
        columns = ["stage", "segment", "national", "enterprises"]
    show_all(rows, columns, form, lang, lambda row: segment_row(row, lang))
    if region is not None and form is Format.table:
        echo([coverage_line(coverage(landscape, region, name, lang=lang), lang)])


class Way(Enum):
    """What is shown of a ranking: its rows, how each score adds up, or how ranks move with the weights."""

    rows = "rows"
    sums = "sums"
    moves = "moves"


def way_of(explain: bool, sensitivity: bool, form: Format) -> Way:
    """What --explain and --sensitivity ask for; a usage error for both, or for sums in a form that they do not have."""
    if explain and sensitivity:
        raise typer.BadParameter("--explain and --sensitivity are two answers; give one of them")
    if explain and form is not Format.table:
        raise typer.BadParameter(
            f"--explain prints lines of text; leave --format {form} out, or leave --explain out: "
            "--format json has the parts of every score"
        )
    return Way.sums if explain else Way.moves if sensitivity else Way.rows


def show_gaps(
    store: Store | None,
    region: str,
    chain: str | None,
    way: Way,
    limit: int,
    form: Format,
    lang: str,
    today: date | None = None,
) -> None:
    """Print gaps as rows, as sums, or as what moving the weights does."""
    from kg.analysis import explain
    from kg.analysis.area import which
    from kg.analysis.gaps import gaps
    from kg.analysis.reasons import note
    from kg.analysis.source import landscape_of
    from kg.analysis.view import view_of
    from kg.analysis.wording import say

    landscape = landscape_of(store)
    rows = gaps(landscape, region, chain, lang=lang, today=today)
    view = view_of(landscape, region, lang)
    if form is Format.table:
        told = [
            note(view),
            None if chain else which(landscape, view.area, lang),
            None if rows else say("no_gaps", lang),
        ]
        echo(line for line in told if line)
    if way is Way.sums:
        echo(line for row in rows[:limit] for line in explain.explain_gap(row, lang))
    elif way is Way.moves:
        show_all(explain.gap_sensitivity(rows, landscape.weights), MOVED, form, lang)
    else:
        columns = ["chain", "segment", "kinds", "priority", "local", "national", "reasons", "offers"]
        show_all(rows[:limit], columns, form, lang, lambda row: gap_row(row, lang))


MOVED = ["table", "weight", "factor", "tau", "leave", "first"]


def show_targets(
    store: Store | None,
    what: tuple[str, str, str | None],
    way: Way,
    limit: int,
    form: Format,
    lang: str,
    today: date | None = None,
) -> None:
    """Print candidates as rows, as sums, or as what moving the weights does; then who was left out and who is local."""
    from kg.analysis import explain
    from kg.analysis.source import landscape_of
    from kg.analysis.targets import heading, seek
    from kg.analysis.wording import say

    landscape = landscape_of(store)
    region, segment, chain = what
    found = seek(landscape, region, segment, chain=chain, lang=lang, today=today)
    if form is Format.table:
        echo(heading(landscape, segment, chain, lang))
    if way is Way.moves:
        show_all(explain.sensitivity(landscape, region, segment, chain=chain, today=today), MOVED, form, lang)
        return
    rows = found.rows[:limit]
    if not rows and form is Format.table:
        echo([say("nobody", lang, region=region, segment=segment)])
    elif way is Way.sums:
        echo(line for row in rows for line in explain.explain_target(row, landscape.weights, lang))
    else:
        columns = ["rank", "name", "place", "score", "known", "completeness", "verify", "parts", "against"]
        columns += ["named"] if any(row.named is not None for row in rows) else []
        where = [] if form is Format.table else ["chain", "segment"]
        show_all(rows, where + columns, form, lang, lambda row: target_row(row, lang))
    if form is Format.table:
        echo(left_line(left, lang) for left in (*found.wanted[:10], *found.dropped[:10], *found.nurture[:10]))


def show_matches(rows: Sequence[MatchRow], form: Format, lang: str, why: str) -> None:
    """Print what matches whom, with the conditions of policies and the facts of parks; `why` words an empty answer."""
    if not rows and form is Format.table:
        from kg.analysis.wording import say

        echo([say(why, lang)])
        return
    columns = ["what", "number", "date", "whom", "segment", "value", "basis"]
    columns += [c for c in ("conditions", "facts") if any(getattr(row, c) for row in rows)]
    show_all(rows, columns, form, lang, lambda row: match_row(row, lang))


def show_clauses(rows: Sequence[ClauseRow], form: Format, lang: str) -> None:
    """Print clauses of policies, or that none is known."""
    from kg.analysis.wording import say

    if not rows and form is Format.table:
        echo([say("no_clauses", lang)])
        return
    columns = ["policy", "number", "clause", "segment", "grants", "conditions", "since", "until", "local", "sentence"]
    show_all(rows, columns, form, lang, lambda row: clause_row(row, lang))


def show_risk(store: Store | None, region: str, chain: str, form: Format, lang: str) -> None:
    """Print the concentration of each segment, then the departures that break something."""
    from kg.analysis.risk import risk

    rows, departures = risk(store, region, chain)
    if form is Format.json:
        show_rows([{"segments": [asdict(r) for r in rows], "departures": [asdict(d) for d in departures]}], form)
        return
    show_all(
        rows, ["stage", "segment", "enterprises", "sure", "groups", "places", "index", "nation", "alone"], form, lang
    )
    if form is Format.table:
        shown = [asdict(d) | {"cut": [f"{a}→{b}" for a, b in d.cut]} for d in departures]
        show(shown, ["name", "sure", "lost", "cut", "stranded"], form, lang)


def show_compare(store: Store | None, first: str, second: str, chain: str | None, form: Format, lang: str) -> None:
    """Print two regions chain by chain."""
    from kg.analysis.compare import compare

    columns = ["chain", "first_share", "second_share", "first_strong", "second_strong", "only_first", "only_second"]
    told = compare_row if form is Format.table else asdict
    show_all(compare(store, first, second, chain), columns, form, lang, told)


def timed(store: Store, entity: str | None, since: str | None, until: str | None, lang: str) -> list[TimeRow]:
    """The timeline of an entity, or of all things in a time; a usage error unless exactly one is asked for."""
    from kg.analysis.timeline import digest, timeline

    if (entity is None) == (since is None) or (until is not None and since is None):
        raise typer.BadParameter("give an entity, or --since with or without --until")
    return timeline(store, entity, lang=lang) if entity is not None else digest(store, since or "", until, lang=lang)


def show_timeline(rows: Sequence[TimeRow], entity: str | None, form: Format, lang: str) -> None:
    """Print dated facts, or that there are none."""
    from kg.analysis.wording import say

    if not rows and form is Format.table:
        echo([say("no_dates", lang, name=entity) if entity is not None else say("no_news", lang)])
    else:
        whose = ["subject"] if any(row.subject for row in rows) else []
        show_all(rows, ["date", "until", *whose, "what", "other", "document", "quote"], form, lang)


def run_backtest(data: Path | None, only: Sequence[str], table: Path | None, figure: Path | None, form: Format) -> None:
    """Run the protocols, print the rows and write table and figure where asked."""
    from kg.analysis.backtest.run import Row, backtest
    from kg.analysis.backtest.table import figure as drawn
    from kg.analysis.backtest.table import markdown
    from kg.errors import QueryError
    from kg.files import check_target, write_file

    unknown = sorted(set(only) - {"T1", "T2", "T3", "T4"})
    if unknown:
        raise QueryError(f"unknown protocol {', '.join(unknown)}; known: T1, T2, T3, T4")
    for target in filter(None, (table, figure)):
        check_target(target)
    rows = list(backtest(data, only))
    for path, text in ((table, markdown), (figure, drawn)):
        if path is not None:
            write_file(path, text(rows))
    show_rows([asdict(r) for r in rows if isinstance(r, Row)], form, [f.name for f in fields(Row)])
    for row in rows:
        if not isinstance(row, Row):
            typer.echo(
                f"skipped: {row.protocol}; missing: {', '.join(row.files) or 'no data folder (--data)'}", err=True
            )
