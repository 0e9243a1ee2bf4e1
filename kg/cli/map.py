"""`kg map`: a first mapping for a table."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app


@app.command("map")
def map_table(
    file: Annotated[Path, typer.Argument(help="A table: csv, xlsx, json or jsonl.")],
    sheet: Annotated[str | None, typer.Option("--sheet", help="Worksheet to map; default is the first.")] = None,
    save: Annotated[
        bool, typer.Option("--save", help="Write it beside the table, where kg load finds it by itself.")
    ] = False,
) -> None:
    """Propose a mapping for a table, as YAML to be edited; kg load takes it by --mapping or, saved, by itself."""
    from kg.loaders.reading import read_sheet
    from kg.loaders.tables import propose_mapping, save_mapping

    table = read_sheet(file, sheet)
    words = propose_mapping(table)
    typer.echo(save_mapping(table, words) if save else words, nl=save)
