"""`kg links`: link analysis of the graph."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any

import typer

from kg.cli.app import app
from kg.cli.shared import AsOfOption, Format, FormatOption, LangOption, StoreOption, reading

links = typer.Typer(
    no_args_is_help=True, help="Link analysis: what is central, belongs together, is joined, may be next, falls apart."
)
app.add_typer(links, name="links")

RelationOption = Annotated[
    list[str] | None,
    typer.Option("--relation", "-R", help="Only these relations; repeatable. Default: all but those of place."),
]
LeastOption = Annotated[
    float, typer.Option("--least", min=0, max=1, help="Only relations of at least this confidence.")
]
OwnOption = Annotated[bool, typer.Option("--own", help="Leave out what only the shipped reference says.")]
TypeOption = Annotated[str | None, typer.Option("--type", "-t", help="List only things of this type.")]
LimitOption = Annotated[int, typer.Option(min=1, help="At most so many rows.")]
Name = Annotated[str, typer.Argument(help="Id, name or alias.")]


class Measure(StrEnum):
    """How central a thing is."""

    pagerank = "pagerank"
    degree = "degree"
    betweenness = "betweenness"


@links.command("rank")
def rank_(
    by: Annotated[Measure, typer.Option(help="What is measured.")] = Measure.pagerank,
    type_: TypeOption = None,
    relation: RelationOption = None,
    least: LeastOption = 0.0,
    own: OwnOption = False,
    limit: LimitOption = 20,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """List the most central things."""
    from kg.analysis.links import network, rank

    with reading(store, as_of) as opened:
        rows = rank(network(opened, relation or [], least, own), by.value, type_, limit)
    _show(rows, ["rank", "name", "type", "score", "neighbours"], form, lang)


@links.command("communities")
def communities_(
    relation: RelationOption = None,
    least: LeastOption = 0.0,
    own: OwnOption = False,
    limit: LimitOption = 20,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """List groups of things that are linked more with each other than with others."""
    from kg.analysis.links import communities, network

    with reading(store, as_of) as opened:
        rows = communities(network(opened, relation or [], least, own), limit)
    _show(rows, ["rank", "size", "types", "leading", "inside"], form, lang)


@links.command("paths")
def paths_(
    first: Name,
    second: Name,
    relation: RelationOption = None,
    least: LeastOption = 0.0,
    own: OwnOption = False,
    limit: Annotated[int, typer.Option(min=1, max=50, help="At most so many ways.")] = 3,
    steps: Annotated[int, typer.Option(min=1, max=12, help="Ways of at most so many steps.")] = 8,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """List the shortest ways between two things, each step with its sentence."""
    from kg.analysis.links import network, paths

    with reading(store, as_of) as opened:
        rows = paths(opened, network(opened, relation or [], least, own), first, second, limit, steps)
    _show(rows, ["path", "step", "source", "relation", "target", "quote", "document"], form, lang)


@links.command("predict")
def predict_(
    what: Name,
    type_: TypeOption = None,
    relation: RelationOption = None,
    least: LeastOption = 0.0,
    own: OwnOption = False,
    limit: LimitOption = 20,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """List things that share neighbours with one and are not linked with it yet."""
    from kg.analysis.links import network, predict

    with reading(store, as_of) as opened:
        rows = predict(opened, network(opened, relation or [], least, own), what, type_, limit)
    _show(rows, ["rank", "name", "type", "score", "shared"], form, lang)


@links.command("what-if")
def what_if_(
    what: Name,
    relation: RelationOption = None,
    least: LeastOption = 0.0,
    own: OwnOption = False,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """List what is cut off from the rest when a thing goes."""
    from kg.analysis.links import network, what_if

    with reading(store, as_of) as opened:
        rows = what_if(opened, network(opened, relation or [], least, own), what)
    _show(rows, ["size", "members"], form, lang)


def _show(rows: Iterable[Any], columns: list[str], form: Format, lang: str) -> None:
    """Print rows; tables and CSV in words, an empty table as a line."""
    from kg.analysis.wording import say
    from kg.cli.chainrows import echo, show_all

    found = list(rows)
    if not found and form is Format.table:
        echo([say("no_links", lang)])
    else:
        show_all(found, columns, form, lang, _told(lang if form is Format.table else None))


def _told(lang: str | None) -> Callable[[Any], Mapping[str, Any]]:
    """Types and relations in words where there is a language, pairs as 名称 3, long lists with their number."""
    from kg.analysis.wording import roster
    from kg.views.answers import term

    def word(name: str) -> str:
        return term(name, lang) if lang else name

    def told(row: Any) -> Mapping[str, Any]:
        cells = asdict(row)
        for key in ("type", "relation"):
            if key in cells:
                cells[key] = word(cells[key])
        if "types" in cells:
            cells["types"] = [f"{word(t)} {n}" for t, n in cells["types"]]
        if "shared" in cells:
            cells["shared"] = [f"{name} {n}" for name, n in cells["shared"]]
        if lang and "members" in cells:
            cells["members"] = roster(cells["members"][:12], row.size, lang)
        return cells

    return told
