"""Options and output that commands share."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from kg.store.base import Store

PIPE_WIDTH = 200
"""Columns of a table that is not printed on a terminal."""

StoreOption = Annotated[
    str | None, typer.Option("--store", help="Folder or bolt:// / neo4j:// URL of the graph; overrides KG_STORE.")
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", help="Show the graph of a day, as 2024-06-30: what held then, as far as known then."),
]
LANGUAGES = ("zh", "en")


def _known(lang: str) -> str:
    if lang not in LANGUAGES:
        raise typer.BadParameter(f"{lang!r} is not one of {', '.join(LANGUAGES)}")
    return lang


LangOption = Annotated[
    str, typer.Option("--lang", callback=_known, help="Language of what is shown of the domain: zh or en.")
]
OcrOption = Annotated[bool, typer.Option("--ocr", help="Read pages without a text layer by OCR (needs the extra ocr).")]


FastOption = Annotated[
    bool,
    typer.Option("--fast", help="Read without the encoder: some twenty times as fast, and less well."),
]
ProposerOption = Annotated[
    list[str] | None,
    typer.Option("--with", help="Let a model propose beside the rules: ner, llm (extras); repeatable."),
]
ModelOption = Annotated[
    str | None, typer.Option("--llm-model", help="Model that --with llm asks, at OPENAI_BASE_URL with OPENAI_API_KEY.")
]
BudgetOption = Annotated[int, typer.Option("--llm-budget", help="Most tokens that --with llm may use in this run.")]


@contextmanager
def reading(store: str | None, as_of: str | None = None) -> "Iterator[Store]":
    """The graph that `store` names, for reading; the graph of a day where `as_of` gives one."""
    from kg.store import open_store

    with open_store(store, read_only=True) as opened:
        if as_of is None:
            yield opened
            return
        from kg.pipeline.asof import as_of as of_day

        with of_day(opened, as_of) as past:
            yield past


def day_of(as_of: str | None) -> date | None:
    """The day of --as-of, from which policies and events are judged; None is today."""
    if as_of is None:
        return None
    from kg.pipeline.asof import last_day

    return date.fromisoformat(last_day(as_of))


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="How rows are printed.")]


def show_rows(
    rows: Iterable[Mapping[str, Any]], form: Format = Format.table, columns: Sequence[str] | None = None
) -> None:
    """Print rows to standard output as a table, JSON or CSV; `columns` gives their order (default: of the first row)."""
    found = list(rows)
    names = list(columns or (found[0] if found else ()))
    if form is Format.json:
        typer.echo(
            json.dumps([{n: row.get(n) for n in names} for row in found], ensure_ascii=False, indent=1, default=str)
        )
    elif form is Format.csv:
        typer.echo(as_csv(names, found), nl=False)
    else:
        _table(found, names)


def as_csv(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV, a line feed behind each; a cell that a spreadsheet program would run stands behind an apostrophe."""
    from kg.loaders.reading.formula import csv_lines, safe_cell

    cells = ([safe_cell(shown_text(row.get(n))) for n in names] for row in rows)
    return "".join(csv_lines(names, cells, end="\n"))


def shown_text(value: Any) -> str:
    """A value as it stands in a cell: nothing for None, four digits below 1, lists joined."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1 else f"{value:,.6g}".replace(",", "")
    if isinstance(value, list | tuple):
        return "、".join(shown_text(v) for v in value)
    return str(value)


def _table(rows: list[Mapping[str, Any]], names: list[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown_text(row.get(n))) for n in names))
    # A pipe has no width of its own; rich would fold everything into 80 columns.
    Console(width=None if sys.stdout.isatty() else PIPE_WIDTH).print(table)
