"""`kg report`: what an official hands on about a region."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.shared import AsOfOption, LangOption, StoreOption, day_of, reading


@app.command()
def report(
    region: Annotated[str, typer.Argument(help="Region by name (萧山区, 杭州市) or division code.")],
    out: Annotated[Path, typer.Option("--out", help="File to write: .html, .docx or .xlsx.")],
    chain: Annotated[
        str | None, typer.Option("--chain", help="One chain only; default: those that the region develops.")
    ] = None,
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """Write a report on a region's chains: findings, maps, strengths, gaps, targets, offers, sources."""
    from kg.analysis.report import report as make_report
    from kg.views.report import write_report

    with reading(store, as_of) as graph:
        write_report(make_report(graph, region, chain, lang=lang, today=day_of(as_of)), out, lang)
    typer.echo(str(out))
