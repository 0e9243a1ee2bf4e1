"""`kg map`: a first mapping for a table."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app


@app.command("map")
def map_table(
    file: Annotated[Path, typer.Argument(help="A table: csv, xlsx, json or jsonl.")],
    sheet: Annotated[str | None, typer.Option("--sheet", help="Worksheet to map; default is the first.")] = None,
) -> None:
    """Propose a mapping for a table, as YAML to be edited and given to kg load --mapping."""
    from kg.loaders.reading import read_sheet
    from kg.loaders.tables import propose_mapping

    typer.echo(propose_mapping(read_sheet(file, sheet)), nl=False)
