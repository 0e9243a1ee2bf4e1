"""The graph as CSV: tables for people, and files for Neo4j's bulk import."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kg.files import write_file
from kg.loaders.reading.formula import csv_lines, safe_cell
from kg.store.base import Row
from kg.views.exports.whole import Whole, columns

_UNIT = "\x1f"
"""Parts the values of a list in import files: no text has it."""


def write_tables(whole: Whole, folder: Path) -> list[Path]:
    """Write entities.csv, relations.csv, facts.csv and documents.csv, UTF-8 with a mark that spreadsheets look for.

    A text that a spreadsheet would run as a formula has an apostrophe put before it. Lists are joined by 、. The texts of
    documents are left out.
    """
    names = {e["id"]: e["name"] for e in whole.entities}
    relations = [
        {**e, "source_name": names.get(e["source"]), "target_name": names.get(e["target"])} for e in whole.edges
    ]
    documents = [{k: v for k, v in d.items() if k != "text"} for d in whole.documents]
    ends = ("id", "source", "source_name", "type", "target", "target_name", "facts", "confidence")
    tables = {
        "entities": (whole.entities, columns(whole.entities, ("id", "type", "name"))),
        "relations": (relations, columns(relations, ends)),
        "facts": (
            whole.facts,
            columns(whole.facts, ("id", "subject", "relation", "object", "value", "quote", "document")),
        ),
        "documents": (documents, columns(documents, ("id", "name", "title", "number", "issuer", "date"))),
    }
    paths = []
    for name, (rows, heads) in tables.items():
        paths.append(folder / f"{name}.csv")
        write_file(paths[-1], ["\ufeff", *csv_lines(heads, ([safe(row.get(h)) for h in heads] for row in rows))])
    return paths


def write_neo4j(whole: Whole, folder: Path) -> list[Path]:
    """Write the files of `neo4j-admin database import full` and, in import.txt, the command that reads them."""
    stated = [{"f": f["id"], "d": f["document"]} for f in whole.facts]
    facts = [{k: v for k, v in f.items() if k != "document"} for f in whole.facts]
    paths = [
        _nodes(folder / "entities.csv", whole.entities, lambda row: f"Entity{_UNIT}{row['type']}"),
        _nodes(folder / "documents.csv", whole.documents, lambda _: "Document"),
        _nodes(folder / "facts.csv", facts, lambda _: "Fact"),
        _relations(folder / "relations.csv", whole.edges),
        folder / "stated_in.csv",
        folder / "import.txt",
    ]
    write_file(paths[4], csv_lines([":START_ID", ":END_ID", ":TYPE"], ([r["f"], r["d"], "STATED_IN"] for r in stated)))
    write_file(paths[5], import_command())
    return paths


def import_command() -> str:
    """The command that reads the files of `write_neo4j`, to be run by a shell in their folder on a stopped Neo4j 5 or later.

    Paths are whole: newer versions look for relative ones in a folder of their own.
    """
    nodes = " ".join(f'"--nodes=$PWD/{name}.csv"' for name in ("entities", "documents", "facts"))
    relations = " ".join(f'"--relationships=$PWD/{name}.csv"' for name in ("relations", "stated_in"))
    return (
        f"neo4j-admin database import full {nodes} {relations} --array-delimiter=U+001F --multiline-fields=true "
        "--overwrite-destination neo4j\n"
    )


def safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers are left as they are."""
    if isinstance(value, list):
        value = "、".join(map(str, value))
    return safe_cell(value) if isinstance(value, str) else value


def _nodes(path: Path, rows: Sequence[Row], label: Callable[[Row], str]) -> Path:
    names = columns(rows, ("id",))
    heads = ["id:ID", *(f"{n}:{_type(rows, n)}" for n in names[1:]), ":LABEL"]
    write_file(path, csv_lines(heads, ([*(_joined(row.get(n)) for n in names), label(row)] for row in rows)))
    return path


def _relations(path: Path, rows: Sequence[Row]) -> Path:
    ends = ("source", "target", "type")
    names = [n for n in columns(rows, ends) if n not in ends]
    heads = [":START_ID", ":END_ID", ":TYPE", *(f"{n}:{_type(rows, n)}" for n in names)]
    write_file(
        path, csv_lines(heads, ([*(row[e] for e in ends), *(_joined(row.get(n)) for n in names)] for row in rows))
    )
    return path


def _type(rows: Sequence[Row], name: str) -> str:
    """The import type that holds every value of a property."""
    kinds = {type(row[name]) for row in rows if name in row}
    if list in kinds:
        return "string[]"
    if kinds <= {bool}:
        return "boolean"
    if kinds <= {int}:
        return "long"
    return "double" if kinds <= {int, float} else "string"


def _joined(value: Any) -> Any:
    if isinstance(value, list):
        return _UNIT.join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else value
