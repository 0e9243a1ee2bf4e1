"""The command line: each command parses, the library works."""

import gc
import sys

from kg.cli import backup, chains, demo, draw, export, extract, learn, load, map, query, report
from kg.cli.app import app
from kg.errors import KgError

__all__ = ["MODULES", "app", "main"]

MODULES = (demo, load, extract, learn, map, chains, report, query, draw, export, backup)
"""Importing a module registers its commands, in this order."""


def main() -> None:
    """Run a command; an error of the project is one line on stderr and exit status 1."""
    gc.set_threshold(
        100_000, 50, 100
    )  # word lists are many objects and no cycles: looking through them again is in vain
    try:
        app()
    except KgError as error:
        sys.stderr.write(f"kg: {error}\n")
        raise SystemExit(1) from None
