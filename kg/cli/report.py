"""`kg report`: what an official hands on about a region."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.shared import LangOption, StoreOption


@app.command()
def report(
    region: Annotated[str, typer.Argument(help="Region by name (萧山区, 杭州市) or division code.")],
    out: Annotated[Path, typer.Option("--out", help="File to write: .html, .docx or .xlsx.")],
    chain: Annotated[
        str | None, typer.Option("--chain", help="One chain only; default: those that the region develops.")
    ] = None,
    lang: LangOption = "zh",
    store: StoreOption = None,
) -> None:
    """Write a report on a region's chains: findings, maps, strengths, gaps, targets, offers, sources."""
    from kg.analysis.report import report as make_report
    from kg.store import open_store
    from kg.views.report import write_report

    with open_store(store, read_only=True) as graph:
        write_report(make_report(graph, region, chain, lang=lang), out, lang)
    typer.echo(str(out))
