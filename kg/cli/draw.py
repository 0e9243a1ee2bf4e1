"""`kg draw`: interactive pages, one HTML file each, that need no network."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.shared import AsOfOption, LangOption, StoreOption, day_of, reading

draw = typer.Typer(
    no_args_is_help=True, help="Draw a chain, a region, an entity's surroundings or a document as an HTML page."
)
app.add_typer(draw, name="draw")

OutOption = Annotated[Path, typer.Option("--out", "-o", help="The HTML file to write.")]
Name = Annotated[str, typer.Argument(help="Id, name or alias.")]


@draw.command()
def chain(
    name: Name,
    region: Annotated[str | None, typer.Option(help="Show what is in this region first, and what it lacks.")] = None,
    gaps: Annotated[bool, typer.Option(help="Mark the gaps of the region.")] = True,
    limit: Annotated[int, typer.Option(min=1, help="At most so many entities.")] = 160,
    out: OutOption = Path("chain.html"),
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """Draw a chain left to right by stage, with who is in each segment."""
    from kg.views.pages import chain_page
    from kg.views.pages.marks import gap_marks, makers

    with reading(store, as_of) as opened:
        marks = gap_marks(opened, region, name, lang, day_of(as_of)) if region and gaps else []
        _write(
            out, chain_page(opened, name, region, marks, limit, lang, makers(opened, region, name) if region else {})
        )


@draw.command()
def around(
    name: Name,
    steps: Annotated[int, typer.Option(min=1, max=4, help="How many relations away.")] = 1,
    limit: Annotated[int, typer.Option(min=1, help="At most so many entities.")] = 300,
    out: OutOption = Path("around.html"),
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """Draw an entity with what is related to it."""
    from kg.views.pages import around_page

    with reading(store, as_of) as opened:
        _write(out, around_page(opened, name, steps, limit, lang))


@draw.command()
def document(
    name: Annotated[str, typer.Argument(help="Id, file name or path, title or number of a document.")],
    limit: Annotated[int, typer.Option(min=1, help="At most so many entities.")] = 400,
    out: OutOption = Path("document.html"),
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """Draw what a document says, beside its text."""
    from kg.views.pages import document_page

    with reading(store, as_of) as opened:
        _write(out, document_page(opened, name, limit, lang))


@draw.command()
def region(
    name: Name,
    gaps: Annotated[bool, typer.Option(help="List what its chains lack.")] = True,
    limit: Annotated[int, typer.Option(min=1, help="At most so many entities.")] = 160,
    out: OutOption = Path("region.html"),
    lang: LangOption = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """Draw a region: its chains and what they lack, enterprises, parks, hospitals, policies and projects."""
    from kg.views.pages import region_page
    from kg.views.pages.marks import gap_marks

    with reading(store, as_of) as opened:
        marks = gap_marks(opened, name, lang=lang, today=day_of(as_of)) if gaps else []
        _write(out, region_page(opened, name, marks, limit, lang))


def _write(out: Path, page: str) -> None:
    from kg.files import write_file

    write_file(out, page)
    typer.echo(str(out))
