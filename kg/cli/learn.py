"""`kg learn`: corrections become lists that are applied from then on."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app


@app.command()
def learn(
    corrections: Annotated[
        list[Path],
        typer.Argument(
            help="Corrected JSON of kg extract, or tables of name, type, verdict or source, relation, target, verdict."
        ),
    ],
    document: Annotated[
        Path | None, typer.Option("--document", help="The document that a corrected JSON is about.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who corrected (default: your user name).")] = None,
) -> None:
    """Learn names, relations and vetoes from corrections; they are kept in the folder KG_WORDS (default kg-words)."""
    import getpass

    from kg import settings
    from kg.loaders.corrections import read_relations, write_relations
    from kg.loaders.extract import extract
    from kg.loaders.learn import learn as learn_from
    from kg.loaders.local import read_words, write_words
    from kg.loaders.reading import read_document

    folder = settings.words_folder()
    for path in corrections:
        learnt = learn_from(path, lambda p: extract(read_document(p)), document)
        write_words(folder, learnt.onto(read_words(folder)))
        told = f"{len(learnt.names)} names, {len(learnt.veto)} vetoes"
        if learnt.right or learnt.wrong:
            write_relations(folder, learnt.judged(by or getpass.getuser()).onto(read_relations(folder)))
            told += f", {len(learnt.right)} relations, {len(learnt.wrong)} vetoes of relations"
        typer.echo(f"{path}: {told} learnt; kept in {folder}")
