"""What `kg load` does and prints."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer

from kg import settings
from kg.cli.shared import show_rows
from kg.identity.review import Reviews
from kg.ledger import Ledger, Line
from kg.pipeline import Options
from kg.pipeline.load import Progress, load_parts
from kg.pipeline.reference import reference_parts
from kg.pipeline.sources import parts
from kg.store import Store, is_there, open_store

_SINGLY = 60
_REASONS = 20
FAILED, NOTHING_NAMED, PARTLY = 1, 2, 3
"""Exit status: nothing could be loaded, or the account does not balance; wrong usage; some files could not be read."""


def run(paths: list[Path], store: str | None, options: Options, *, reference: bool, as_json: bool) -> int:
    """Load and print the ledger; the exit status is 0, FAILED, NOTHING_NAMED or PARTLY."""
    if not paths and not reference:
        typer.echo("kg: nothing to load; name files or folders, or give --reference", err=True)
        return NOTHING_NAMED
    found = parts(paths, mapping=options.mapping, jobs=options.jobs, ocr=options.ocr, fast=options.fast)
    with _graph(store, options.dry_run) as (opened, reviews), progress() as bars:
        both = chain(reference_parts() if reference else (), found)
        ledger = load_parts(both, opened, options, reviews, bars)
    if as_json:
        typer.echo(json.dumps(ledger.as_json(), ensure_ascii=False, indent=1))
    else:
        show(ledger)
    if not (ledger.balanced and ledger.loaded):
        return FAILED
    if ledger.unread:
        typer.echo(
            f"kg: {ledger.unread} of {len(ledger.files())} files could not be read, the others are loaded (exit status {PARTLY})",
            err=True,
        )
        return PARTLY
    return 0


@contextmanager
def _graph(store: str | None, dry_run: bool) -> Iterator[tuple[Store, Reviews]]:
    """The graph to load into, and the judgements; for a dry run only read, and an empty one where there is none yet."""
    url = settings.store_url() if store is None else store
    if not dry_run or is_there(url):
        with open_store(url, read_only=dry_run) as opened:
            yield opened, Reviews.beside(url)
        return
    with TemporaryDirectory(prefix="chain-kg-") as folder, open_store(Path(folder) / "graph") as empty:
        yield empty, Reviews.beside(url)


def show(ledger: Ledger) -> None:
    """The ledger as a table: of one file its types, of some files a line each, of many the sums by type; then the rest."""
    files = ledger.files()
    if len(files) == 1:
        show_rows([_plain(line, "file") for line in ledger.lines.values()])
    elif len(files) <= _SINGLY:
        total = _plain(ledger.totals(), "type") | {"file": "all"}
        show_rows([*(_plain(line, "type") for line in ledger.by_file()), total])
    else:
        typer.echo(f"{len(files)} files; --json gives each by itself")
        show_rows([_plain(line, "file") for line in ledger.by_type()])
    _show_rejections(ledger)
    _show_unused(ledger)
    for note in ledger.notes:
        typer.echo(f"note: {note}")
    for path in ledger.corrections:
        typer.echo(f"rejected rows, to correct and load again: {path}")
    if not ledger.balanced:
        typer.echo("kg: the account does not balance; please report this with the files", err=True)


def _plain(line: Line, *without: str) -> dict[str, Any]:
    return {k: v for k, v in line.as_json().items() if k not in {"reasons", "first", *without}}


def _show_rejections(ledger: Ledger) -> None:
    found = sorted(ledger.rejections(), key=lambda r: -int(r["count"]))
    for row in found[:_REASONS]:
        first = f" ({'first: ' if row['count'] > 1 else ''}{row['first']})" if row["first"] else ""
        typer.echo(f"rejected: {row['count']} {row['type']} of {row['file']}: {row['reason']}{first}")
    if len(found) > _REASONS:
        typer.echo(f"rejected for {len(found) - _REASONS} more reasons; --json lists them")


def _show_unused(ledger: Ledger) -> None:
    """The columns that were not read, a line each sheet."""
    for (file, sheet), titles in list(ledger.unused.items())[:_REASONS]:
        where = file if Path(file).stem == sheet else f"{file} / {sheet}"
        typer.echo(f"columns not used: {where}: {'、'.join(titles)}")
    if len(ledger.unused) > _REASONS:
        typer.echo(f"columns not used of {len(ledger.unused) - _REASONS} more sheets; --json lists them")


@contextmanager
def progress() -> Iterator[Progress | None]:
    """A progress bar on a terminal; nothing in a pipe."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed} rows"), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True) as bars:
        tasks: dict[str, int] = {}

        def advance(file: str, count: int) -> None:
            if file not in tasks:
                tasks[file] = bars.add_task(file, total=None)
            bars.advance(tasks[file], count)  # type: ignore[arg-type]

        yield advance
