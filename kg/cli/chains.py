"""Commands on chains: what they consist of, what a region lacks, whom to invite, and how well that is known to work."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app
from kg.cli.shared import AsOfOption, Format, FormatOption, LangOption, StoreOption, day_of, reading

if TYPE_CHECKING:
    from kg.store.base import Store

RegionArgument = Annotated[str, typer.Argument(help="Province, city or district by name or division code.")]
ChainOption = Annotated[str | None, typer.Option("--chain", "-c", help="One chain, by any of its names.")]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Show how each score adds up.")]
MoveOption = Annotated[bool, typer.Option("--sensitivity", help="Show how ranks move when each weight moves by half.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="At most so many rows.")]

match = typer.Typer(no_args_is_help=True, help="Match policies, parks and hospitals with enterprises.")
app.add_typer(match, name="match")


@contextmanager
def graph(store: str | None, as_of: str | None = None) -> "Iterator[Store | None]":
    """The graph to ask, or None where none is named and the default folder holds none: then the shipped reference answers."""
    from kg.store import is_there

    if store is None and not is_there():
        typer.echo("kg: no graph yet, so the shipped reference answers alone; kg load adds documents", err=True)
        yield None
        return
    with reading(store, as_of) as opened:
        yield opened


@app.command()
def chain(
    words: Annotated[
        list[str] | None, typer.Argument(help="A chain; or: check FILE...; or: diff OLD NEW. Nothing: list all.")
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(
            "--region", "-r", help="Count the enterprises of a region; with diff, show what changes of its gaps."
        ),
    ] = None,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """Show a chain by stage with who is there; list, check or compare chain templates."""
    from kg.cli import chaining, templating

    head, *rest = words or [""]
    if head == "diff" and region is not None:
        with graph(store, as_of) as opened:
            raise typer.Exit(templating.differ_in(opened, region, rest, form, lang, day_of(as_of)))
    if head in templating.WORDS:
        raise typer.Exit(templating.WORDS[head](rest, form, lang))
    with graph(store, as_of) as opened:
        chaining.show_chain(opened, head, region, form, lang, day_of(as_of))


@app.command()
def gaps(
    region: RegionArgument,
    chain: ChainOption = None,
    explain: ExplainOption = False,
    sensitivity: MoveOption = False,
    limit: LimitOption = 30,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """List what the chains of a region lack, most urgent first, with reasons."""
    from kg.cli import chaining

    way = chaining.way_of(explain, sensitivity, form)
    with graph(store, as_of) as opened:
        chaining.show_gaps(opened, region, chain, way, limit, form, lang, day_of(as_of))


@app.command()
def targets(
    region: RegionArgument,
    segment: Annotated[str, typer.Argument(help="A segment of a chain, or a product of it.")],
    chain: ChainOption = None,
    explain: ExplainOption = False,
    sensitivity: MoveOption = False,
    limit: LimitOption = 20,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """List enterprises that would fill a segment of a region, each score in its parts."""
    from kg.cli import chaining

    way = chaining.way_of(explain, sensitivity, form)
    with graph(store, as_of) as opened:
        chaining.show_targets(opened, (region, segment, chain), way, limit, form, lang, day_of(as_of))


@match.command("policy")
def match_policy(
    what: Annotated[str, typer.Argument(help="An enterprise, a segment or a region.")],
    region: Annotated[
        str | None, typer.Option("--region", "-r", help="Policies of this region, for one that is to come there.")
    ] = None,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """List the policies in force for an enterprise, a segment or a region, with what they ask."""
    from kg.analysis.match import match_policies
    from kg.cli import chaining

    with graph(store, as_of) as opened:
        rows = match_policies(opened, what, region=region, lang=lang, today=day_of(as_of))
        chaining.show_matches(rows, form, lang, "no_policies")


@match.command("clause")
def match_clause(
    what: Annotated[str, typer.Argument(help="An enterprise, a segment or a region.")],
    region: Annotated[
        str | None, typer.Option("--region", "-r", help="Only policies that hold in this region.")
    ] = None,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """List the clauses of policies in force that support a segment: what they give and ask, from when to when."""
    from kg.analysis.clauses import match_clauses
    from kg.cli import chaining

    with graph(store, as_of) as opened:
        rows = match_clauses(opened, what, region=region, today=day_of(as_of))
        chaining.show_clauses(rows, form, lang)


@match.command("park")
def match_park(
    what: Annotated[str, typer.Argument(help="An enterprise by name or stock code, or a region: then its parks.")],
    region: Annotated[str | None, typer.Option("--region", "-r", help="Only parks of this region.")] = None,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """List the parks that host what an enterprise makes, or all parks of a region."""
    from kg.analysis.match import match_parks
    from kg.cli import chaining

    with graph(store, as_of) as opened:
        chaining.show_matches(match_parks(opened, what, region=region, lang=lang), form, lang, "no_parks")


@match.command("hospital")
def match_hospital(
    region: RegionArgument,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """List the hospitals of a region with the local makers of what hospitals buy."""
    from kg.analysis.match import match_hospitals
    from kg.cli import chaining

    with graph(store, as_of) as opened:
        chaining.show_matches(match_hospitals(opened, region, lang=lang), form, lang, "no_hospitals")


@app.command()
def risk(
    region: RegionArgument,
    chain: Annotated[str, typer.Option("--chain", "-c", help="The chain, by any of its names.")],
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """Show on how few enterprises a chain of a region rests, and what breaks if one leaves."""
    from kg.cli import chaining

    with graph(store, as_of) as opened:
        chaining.show_risk(opened, region, chain, form, lang)


@app.command()
def compare(
    first: RegionArgument,
    second: RegionArgument,
    chain: ChainOption = None,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """Compare the chains of two regions, and what each has that the other lacks."""
    from kg.cli import chaining

    with graph(store, as_of) as opened:
        chaining.show_compare(opened, first, second, chain, form, lang)


@app.command()
def timeline(
    entity: Annotated[
        str | None, typer.Argument(help="Id, name or alias of anything in the graph; nothing: all, with --since.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="First day, month or year of what all documents say.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, month or year; default: today.")] = None,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """List the dated facts of an entity, or of all things between two days, oldest first.

    \b
    Example, the news of a week: kg timeline --since 2025-06-02 --until 2025-06-08
    """
    from kg.cli.chaining import show_timeline, timed

    with reading(store, as_of) as opened:
        show_timeline(timed(opened, entity, since, until, lang), entity, form, lang)


@app.command()
def backtest(
    data: Annotated[
        Path | None, typer.Option("--data", envvar="KG_BACKTEST_DATA", help="Folder of public data (docs/data.md).")
    ] = None,
    only: Annotated[list[str] | None, typer.Option("--only", help="T1, T2, T3 or T4; repeatable.")] = None,
    table: Annotated[Path | None, typer.Option("--table", help="Write the table (Markdown) there.")] = None,
    figure: Annotated[Path | None, typer.Option("--figure", help="Write the figure (SVG) there.")] = None,
    form: FormatOption = Format.table,
) -> None:
    """Measure how well gaps and targets find what is known, against the baselines (minutes)."""
    from kg.cli import chaining

    chaining.run_backtest(data, only or [], table, figure, form)
