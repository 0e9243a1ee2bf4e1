"""`kg learn`: corrections become word lists that are applied from then on."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app


@app.command()
def learn(
    corrections: Annotated[
        list[Path], typer.Argument(help="Corrected JSON of kg extract, or tables of name, type, verdict.")
    ],
    document: Annotated[
        Path | None, typer.Option("--document", help="The document that a corrected JSON is about.")
    ] = None,
) -> None:
    """Learn names and vetoes from corrections; they are kept in the folder KG_WORDS (default kg-words)."""
    from kg import settings
    from kg.loaders.extract import extract
    from kg.loaders.learn import learn as learn_from
    from kg.loaders.local import read_words, write_words
    from kg.loaders.reading import read_document

    folder = settings.words_folder()
    for path in corrections:
        learnt = learn_from(path, lambda p: extract(read_document(p)), document)
        write_words(folder, learnt.onto(read_words(folder)))
        typer.echo(f"{path}: {len(learnt.names)} names, {len(learnt.veto)} vetoes learnt; kept in {folder}")
