"""The command line: each command parses, the library works."""

import sys

import typer

from kg.errors import KgError

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Industry chains as a knowledge graph: read, ask, find gaps.")


def main() -> None:
    """Run a command; an error of the project is one line on stderr and exit status 1."""
    try:
        app()
    except KgError as error:
        sys.stderr.write(f"kg: {error}\n")
        raise SystemExit(1) from None
