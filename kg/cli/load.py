"""`kg load`, `kg forget` and `kg review`: what goes into the graph, what leaves it, and who is who."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.shared import FastOption, Format, FormatOption, OcrOption, StoreOption, reading, show_rows

review = typer.Typer(no_args_is_help=True, help="Pairs of things that may be one: list them, judge them, undo that.")
app.add_typer(review, name="review")

_By = Annotated[str | None, typer.Option("--by", help="Who judges; default: the user of this computer.")]
_Why = Annotated[str, typer.Option("--why", help="The reason, kept with the judgement.")]


def _named(path: str) -> Path:
    """An empty path would be the current folder."""
    if not path.strip():
        raise typer.BadParameter("the name of a file or folder is empty; . is the current folder")
    return Path(path)


_Pair = Annotated[str, typer.Argument(help="Id or key of a thing, as kg review list shows it.")]


@app.command()
def load(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(parser=_named, metavar="PATHS", help="Documents and tables, or folders of them."),
    ] = None,
    store: StoreOption = None,
    mapping: Annotated[Path | None, typer.Option("--mapping", help="Mapping file for the tables (see kg map).")] = None,
    reference: Annotated[
        bool, typer.Option("--reference", help="Load the shipped chains and listed enterprises.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and account, change nothing.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes that extract documents.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print the ledger as JSON.")] = False,
    ocr: OcrOption = False,
    fast: FastOption = False,
) -> None:
    """Load documents and tables into the graph and account for every row."""
    from kg.cli.loading import run
    from kg.pipeline import Options

    options = Options(mapping=mapping, dry_run=dry_run, jobs=jobs, ocr=ocr, fast=fast or None)
    raise typer.Exit(run(paths or [], store, options, reference=reference, as_json=as_json))


@app.command()
def forget(
    document: Annotated[str, typer.Argument(help="Id, path, file name, title or number.")], store: StoreOption = None
) -> None:
    """Withdraw a document and what only it said."""
    from kg.pipeline import forget as withdraw
    from kg.store import open_store

    with open_store(store, create=False) as opened:
        show_rows([withdraw(document, opened)])


@review.command(name="list")
def list_pairs(
    store: StoreOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Judged pairs too.")] = False,
    form: FormatOption = Format.table,
) -> None:
    """Pairs that wait for a judgement, with what is known of both."""
    from kg.pipeline.judge import pairs

    with reading(store) as opened:
        show_rows(pairs(opened, everything=everything), form)


def _judge(verdict: str, a: str, b: str, store: str | None, by: str | None, why: str) -> None:
    from kg.pipeline.judge import judge
    from kg.store import open_store

    with open_store(store, create=False) as opened:
        show_rows([judge(verdict, a, b, opened, by=by, why=why)])


@review.command()
def same(a: _Pair, b: _Pair, store: StoreOption = None, by: _By = None, why: _Why = "") -> None:
    """These two are one thing: join them, now and on every load."""
    _judge("same", a, b, store, by, why)


@review.command(name="not-same")
def not_same(a: _Pair, b: _Pair, store: StoreOption = None, by: _By = None, why: _Why = "") -> None:
    """These two are different: part them, now and on every load."""
    _judge("not-same", a, b, store, by, why)


@review.command()
def unsure(a: _Pair, b: _Pair, store: StoreOption = None, by: _By = None, why: _Why = "") -> None:
    """Nobody can tell: leave them as they are and do not ask again."""
    _judge("unsure", a, b, store, by, why)


@review.command()
def undo(a: _Pair, b: _Pair, store: StoreOption = None, by: _By = None, why: _Why = "") -> None:
    """Take the last judgement on these two back; the graph is as if it had never been made."""
    _judge("undone", a, b, store, by, why)
