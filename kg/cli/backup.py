"""`kg backup` and `kg restore`: the whole graph as one file, from one engine to another."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.shared import StoreOption, show_rows


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="File to write.")], store: StoreOption = None) -> None:
    """Write the whole graph to one file, for any engine."""
    from kg.store import backup as portable
    from kg.store import open_store

    with open_store(store, read_only=True) as opened:
        show_rows([portable.backup(opened, file)])


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="File that kg backup wrote.")], store: StoreOption = None
) -> None:
    """Put a backup into an empty graph, of any engine."""
    from kg.store import backup as portable
    from kg.store import open_store

    portable.verify(file)
    with open_store(store) as opened:
        show_rows([portable.restore(opened, file)])
