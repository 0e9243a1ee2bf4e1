"""The Typer application that every command registers with."""

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Industry chains as a knowledge graph: read documents, ask questions, find gaps and whom to invite.",
)
