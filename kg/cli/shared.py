"""Options and output that commands share."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

PIPE_WIDTH = 200
"""Columns of a table that is not printed on a terminal."""

StoreOption = Annotated[
    str | None, typer.Option("--store", help="Folder or bolt:// / neo4j:// URL of the graph; overrides KG_STORE.")
]
LangOption = Annotated[str, typer.Option("--lang", help="Language of what is shown of the domain: zh or en.")]
OcrOption = Annotated[bool, typer.Option("--ocr", help="Read pages without a text layer by OCR (needs the extra ocr).")]
ProposerOption = Annotated[
    list[str] | None, typer.Option("--with", help="Let a model propose beside the rules: ner, llm (extras); repeatable.")
]
ModelOption = Annotated[
    str | None, typer.Option("--llm-model", help="Model that --with llm asks, at OPENAI_BASE_URL with OPENAI_API_KEY.")
]
BudgetOption = Annotated[int, typer.Option("--llm-budget", help="Most tokens that --with llm may use in this run.")]


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="How rows are printed.")]


def show_rows(rows: Iterable[Mapping[str, Any]], form: Format = Format.table, columns: Sequence[str] | None = None) -> None:
    """Print rows to standard output as a table, JSON or CSV; `columns` gives their order (default: of the first row)."""
    found = list(rows)
    names = list(columns or (found[0] if found else ()))
    if form is Format.json:
        typer.echo(json.dumps([{n: row.get(n) for n in names} for row in found], ensure_ascii=False, indent=1, default=str))
    elif form is Format.csv:
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_cell(row.get(n)) for n in names] for row in found)
        typer.echo(buffer.getvalue(), nl=False)
    else:
        _table(found, names)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1 else f"{value:,.6g}".replace(",", "")
    if isinstance(value, list | tuple):
        return "、".join(_cell(v) for v in value)
    return str(value)


def _table(rows: list[Mapping[str, Any]], names: list[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(row.get(n))) for n in names))
    # A pipe has no width of its own; rich would fold everything into 80 columns.
    Console(width=None if sys.stdout.isatty() else PIPE_WIDTH).print(table)
