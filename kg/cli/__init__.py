"""The command line: each command parses, the library works."""

import codecs
import gc
import json
import sys
from io import TextIOWrapper

from kg.cli import backup, chains, check, demo, draw, export, extract, learn, links, load, map, query, report
from kg.cli.app import app
from kg.errors import KgError

__all__ = ["MODULES", "app", "main"]

MODULES = (demo, load, extract, learn, map, chains, report, query, links, draw, check, export, backup)
"""Importing a module registers its commands, in this order."""

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it: 128 and the number of the signal."""


def main() -> None:
    """Run a command; an error of the project is one line on stderr and exit status 1, an interruption one and 130."""
    gc.set_threshold(
        100_000, 50, 100
    )  # word lists are many objects and no cycles: looking through them again is in vain
    codecs.register_error("kg.escape", _escaped)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="kg.escape")
    try:
        app()
    except KgError as error:
        sys.stderr.write(f"kg: {error}\n")
        raise SystemExit(1) from None
    except SystemExit as end:
        if end.code == INTERRUPTED:
            sys.stderr.write("kg: interrupted; what was done stays, the same command again does the rest\n")
        raise


def _escaped(error: UnicodeError) -> tuple[str, int]:
    r"""What the output's encoding has no character for, as JSON writes it (\u00b2), so that JSON stays whole."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end
