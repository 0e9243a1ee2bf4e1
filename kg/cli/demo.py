"""`kg demo`: the whole way, on the examples that ship, in one line."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.shared import LangOption


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Option("--folder", help="Folder to make; a graph that an earlier demo left there goes.")
    ] = Path("kg-demo"),
    lang: LangOption = "zh",
) -> None:
    """Load the examples, then show a chain, the gaps of 萧山区, whom to invite, and write the pages."""
    from kg.cli.showing import run

    run(folder, lang)
