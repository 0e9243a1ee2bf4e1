"""`kg query`, `kg stats` and `kg why`: ask the graph."""

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app
from kg.cli.shared import AsOfOption, Format, FormatOption, LangOption, StoreOption, reading, show_rows

if TYPE_CHECKING:
    from kg.views.answers import Answer


@app.command()
def query(
    name: Annotated[str | None, typer.Argument(help="A named query; without one, they are listed.")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="A parameter as key=value; repeatable.")
    ] = None,
    cypher: Annotated[str | None, typer.Option(help="A read-only question in Cypher instead of a named one.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows.")] = 1000,
    timeout: Annotated[float, typer.Option(min=0.1, max=86_400, help="Give up after so many seconds.")] = 30.0,
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """List the named queries, run one, or ask in Cypher.

    \b
    Example: kg query upstream --param product=整车 --param steps=2
    """
    from kg.views.answers import asked, listed, missed, parameters

    if name is None and cypher is None:
        show_rows(listed(lang, form is Format.table), form)
        return
    given = parameters(param or [])
    with reading(store, as_of) as opened:
        answer = asked(opened, name, cypher, given, timeout=timeout, limit=limit)
        hints = missed(opened, name, cypher, given, answer)
    _show(answer, form, lang)
    for hint in hints:
        typer.echo(f"kg: {hint}", err=True)
    if len(answer.rows) == limit:
        typer.echo(f"kg: only the first {limit} rows are shown; --limit shows more", err=True)


@app.command()
def stats(
    form: FormatOption = Format.table, lang: LangOption = "zh", as_of: AsOfOption = None, store: StoreOption = None
) -> None:
    """Count what is in the graph: documents, entities, relations and facts by type."""
    from kg.views.answers import counted

    with reading(store, as_of) as opened:
        show_rows(counted(opened, lang if form is Format.table else None), form)


@app.command()
def why(
    what: Annotated[str, typer.Argument(help="Id, name or alias of an entity, or the id of a relation.")],
    form: FormatOption = Format.table,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """Show the facts behind an entity or a relation: sentence, document, rule and confidence."""
    from kg.views.answers import reasoned, reasons

    with reading(store, as_of) as opened:
        answer = reasons(opened, what)
    if form is Format.table:
        show_rows(reasoned(answer.rows, lang), form)
    else:
        _show(answer, form, lang)


def _show(answer: "Answer", form: Format, lang: str) -> None:
    from kg.views.answers import plain, titled

    rows, names = titled(answer, lang) if form is Format.table else plain(answer)
    show_rows(rows, form, names)
