"""`kg extract` and `kg score`: what documents say, and how well that agrees with annotations."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.shared import (
    BudgetOption,
    FastOption,
    Format,
    FormatOption,
    ModelOption,
    OcrOption,
    ProposerOption,
    show_rows,
)


@app.command()
def extract(
    paths: Annotated[list[Path], typer.Argument(help="Documents, or folders of them.")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder for one NAME.json a document.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, one object a document.")] = False,
    text: Annotated[
        bool, typer.Option("--text", help="Print the text that all offsets refer to, and nothing else.")
    ] = False,
    ocr: OcrOption = False,
    fast: FastOption = False,
    proposers: ProposerOption = None,
    model: ModelOption = None,
    budget: BudgetOption = 200_000,
) -> None:
    """Show what documents say, without storing it."""
    from kg.cli.extraction import run
    from kg.loaders.propose import get_proposer

    models = [get_proposer(name, model=model, budget=budget) for name in proposers or ()]
    raise typer.Exit(run(paths, out=out, as_json=as_json, text=text, ocr=ocr, proposers=models, fast=fast or None))


@app.command()
def score(
    gold: Annotated[Path, typer.Argument(help="Folder of annotations (NAME.json), or one file.")],
    predicted: Annotated[Path, typer.Argument(help="Folder of predictions with the same names, or one file.")],
    form: FormatOption = Format.table,
) -> None:
    """Compare extractions with annotations: precision, recall and F1."""
    from kg.scoring import score_folders

    scores = score_folders(gold, predicted)
    show_rows(scores.rows(), form)
    if scores.missing:
        typer.echo(f"{scores.documents} documents; no prediction for {', '.join(scores.missing)}", err=True)
