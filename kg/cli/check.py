"""`kg check`: whether the graph keeps to its ontology and its sources."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from kg.cli.app import app
from kg.cli.shared import Format, FormatOption, LangOption, StoreOption, reading

if TYPE_CHECKING:
    from kg.analysis.integrity import Checked

COLUMNS = ["what", "detail", "document", "number", "place", "quote", "rule"]


@app.command()
def check(form: FormatOption = Format.table, lang: LangOption = "zh", store: StoreOption = None) -> None:
    """List what breaks a rule of the ontology or lacks its source, by document and sentence; status 1 if there is any.

    \b
    The same rules as SHACL shapes, for other tools: kg export shacl
    """
    from kg.analysis.integrity import Checked, breaches
    from kg.cli.chainrows import show

    with reading(store) as opened:
        graph = Checked(opened, lang)
    rows = [asdict(breach) for breach in breaches(graph)]
    if rows or form is not Format.table:
        show(rows, ["id", *COLUMNS] if form is not Format.table else COLUMNS, form, lang)
    typer.echo(_summary(graph, len(rows), lang), err=True)
    raise typer.Exit(1 if rows else 0)


def _summary(graph: "Checked", number: int, lang: str) -> str:
    from kg.analysis.wording import say

    return say(
        "checked", lang, documents=len(graph.documents), things=len(graph.entities), relations=len(graph.edges),
        facts=len(graph.facts), breaches=number,
    )  # fmt: skip
