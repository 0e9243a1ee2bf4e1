"""`kg export`: the graph as files for other tools."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.shared import StoreOption

export = typer.Typer(no_args_is_help=True, help="Write the graph for other tools; the same graph gives the same bytes.")
app.add_typer(export, name="export")

FileOption = Annotated[Path | None, typer.Option("--out", "-o", help="File to write; standard output without it.")]
FolderOption = Annotated[Path, typer.Option("--out", "-o", help="Folder to write to.")]


class Form(StrEnum):
    """Writing of RDF."""

    turtle = "turtle"
    jsonld = "jsonld"
    nt = "nt"


@export.command()
def rdf(
    form: Annotated[Form, typer.Option(help="Turtle, JSON-LD or N-Triples.")] = Form.turtle,
    base: Annotated[str, typer.Option(help="What every name of the graph's own begins with.")] = "urn:chain-kg:",
    out: FileOption = None,
    store: StoreOption = None,
) -> None:
    """RDF with PROV-O: each fact a statement with its sentence and document."""
    from kg.store import open_store
    from kg.views.exports.rdf import serialize
    from kg.views.exports.whole import read_whole

    with open_store(store, read_only=True) as opened:
        _put(out, serialize(read_whole(opened), form.value, base))


@export.command()
def shacl(
    base: Annotated[str, typer.Option(help="What every name of the graph's own begins with.")] = "urn:chain-kg:",
    out: FileOption = None,
) -> None:
    """SHACL shapes of the ontology, in Turtle, for what `kg export rdf` writes."""
    from kg.views.exports.shacl import shapes

    _put(out, shapes(base))


@export.command()
def graphml(out: FileOption = None, store: StoreOption = None) -> None:
    """GraphML for Gephi, yEd, Cytoscape or networkx: entities and relations."""
    from kg.store import open_store
    from kg.views.exports.graphml import graphml as lines
    from kg.views.exports.whole import read_whole

    with open_store(store, read_only=True) as opened:
        _put(out, "".join(lines(read_whole(opened))))


@export.command()
def csv(out: FolderOption = Path("csv"), store: StoreOption = None) -> None:
    """Tables of entities, relations, facts and documents."""
    from kg.store import open_store
    from kg.views.exports.tables import write_tables
    from kg.views.exports.whole import read_whole

    with open_store(store, read_only=True) as opened:
        _name(write_tables(read_whole(opened), out))


@export.command()
def neo4j(out: FolderOption = Path("neo4j"), store: StoreOption = None) -> None:
    """Files for Neo4j's bulk import, and the command that reads them."""
    from kg.store import open_store
    from kg.views.exports.tables import import_command, write_neo4j
    from kg.views.exports.whole import read_whole

    with open_store(store, read_only=True) as opened:
        _name(write_neo4j(read_whole(opened), out))
    typer.echo(f"cd {out} && {import_command()}", nl=False)


def _put(out: Path | None, text: str) -> None:
    from kg.files import write_file

    if out is None:
        typer.echo(text, nl=False)
    else:
        write_file(out, text)
        typer.echo(str(out))


def _name(paths: list[Path]) -> None:
    for path in paths:
        typer.echo(str(path))
