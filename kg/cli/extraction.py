"""What `kg extract` prints and writes."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from kg.cli.shared import show_rows
from kg.document import Document
from kg.errors import DocumentError
from kg.extraction import Extraction
from kg.files import write_file
from kg.loaders.propose import Proposer
from kg.loaders.reading import Sheet, Unreadable, read_sources


def run(
    paths: list[Path],
    *,
    out: Path | None,
    as_json: bool,
    text: bool,
    ocr: bool,
    proposers: Sequence[Proposer] = (),
    fast: bool | None = None,
) -> int:
    """Extract every document below `paths`; the exit status is 1 where not one could be read."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads take longer to start than they save here
    from kg.loaders.extract import extract

    done, used = 0, dict[str, str]()
    for source in read_sources(paths, ocr=ocr):
        if not isinstance(source, Document):
            typer.echo(f"kg: {_passed_over(source)}", err=True)
            continue
        done += 1
        if text:
            typer.echo(source.text, nl=False)
        elif out is not None:
            _write(extract(source, proposers, fast=fast), out, used)
        elif as_json:
            typer.echo(json.dumps(extract(source, proposers, fast=fast).as_json(), ensure_ascii=False))
        else:
            _show(extract(source, proposers, fast=fast))
    return 0 if done else 1


def _passed_over(source: Sheet | Unreadable) -> str:
    if isinstance(source, Unreadable):
        return source.reason
    return f"{source.source}: a table, not a document; load it with kg load"


def _write(extraction: Extraction, folder: Path, used: dict[str, str]) -> None:
    name, source = Path(extraction.document.name).stem, extraction.document.source
    if used.setdefault(name, source) != source:
        raise DocumentError(
            f"{source}: {used[name]} would be written to {name}.json too; extract the two into two folders"
        )
    body = json.dumps(extraction.as_json(), ensure_ascii=False, indent=1)
    write_file(folder / f"{name}.json", body + "\n")


def _details(values: Mapping[str, str | None]) -> list[str]:
    """What else is told of a thing or a relation: amounts, areas, stage, dates."""
    return [f"{name} {value}" for name, value in values.items() if value]


def _show(extraction: Extraction) -> None:
    names = {r.id: r.name for r in extraction.referents}
    text = extraction.document.text
    typer.echo(extraction.document.source)
    show_rows(
        {
            "type": r.type,
            "name": r.name,
            "aliases": r.aliases,
            "tags": r.tags,
            "details": _details(r.attrs),
            "mentions": len(r.mentions),
        }
        for r in extraction.referents
    )
    show_rows(
        {
            "source": names[c.source],
            "relation": c.relation,
            "target": names[c.target],
            "details": _details(dict(c.attrs) | {"since": c.since, "until": c.until}),
            "confidence": c.confidence,
            "sentence": " ".join(text[c.start : c.end].split()),
        }
        for c in extraction.claims
    )
    for note in extraction.notes:
        typer.echo(f"note: {note}")
