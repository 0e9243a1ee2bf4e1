"""What `kg chain` does with templates: list them, check files, compare two versions."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.cli.chainrows import show
from kg.cli.shared import Format
from kg.store.base import Store

if TYPE_CHECKING:
    from kg.chains import Change, Template


def show_list(_: Sequence[str], form: Format, lang: str) -> int:
    """Print the shipped chains with their size."""
    from kg.chains import templates

    rows = [
        {
            "chain": t.name,
            "version": t.version,
            "segments": len(t.segments),
            "feeds": len(t.feeds),
            "aliases": list(t.aliases),
        }
        for t in templates().values()
    ]
    show(rows, ["chain", "version", "segments", "feeds", "aliases"], form, lang)
    return 0


def check(files: Sequence[str], _form: Format, _lang: str) -> int:
    """Check template files; the first fault of each is one line; exit status 1 if there is any."""
    from kg.chains import load_template
    from kg.errors import SchemaError

    if not files:
        raise SchemaError("nothing to check; give one or more template files (kg chain check FILE)")
    faults = 0
    for name in files:
        try:
            template = load_template(Path(name))
            typer.echo(
                f"{name}: {template.name} {template.version}, {len(template.segments)} segments, {len(template.feeds)} feeds"
            )
        except SchemaError as error:
            faults += 1
            typer.echo(f"kg: {error}", err=True)
    return 1 if faults else 0


def differ(files: Sequence[str], form: Format, lang: str) -> int:
    """Print what changed between two versions of a template."""
    return _differ(files, form, lang, lambda old, new: [])


def differ_in(
    store: Store | None, region: str, files: Sequence[str], form: Format, lang: str, today: date | None
) -> int:
    """Print what changed between two versions of a template, and what that does to the gaps of a region."""
    from kg.analysis.versions import gap_changes

    return _differ(files, form, lang, lambda old, new: gap_changes(store, region, old, new, lang=lang, today=today))


def _differ(
    files: Sequence[str], form: Format, lang: str, more: Callable[["Template", "Template"], list["Change"]]
) -> int:
    from kg.chains import diff, load_template
    from kg.errors import SchemaError

    if len(files) != 2:
        raise SchemaError("two template files are needed (kg chain diff OLD NEW)")
    old, new = (load_template(Path(name)) for name in files)
    changes = [*diff(old, new), *more(old, new)]
    show([asdict(c) for c in changes], ["what", "kind", "name", "before", "after"], form, lang)
    return 0


WORDS: dict[str, Callable[[Sequence[str], Format, str], int]] = {"": show_list, "check": check, "diff": differ}
