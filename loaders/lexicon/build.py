"""Build the shipped word lists from public data: `python -m kg.loaders.lexicon.build FOLDER`.

FOLDER holds the data sets named in the `# source:` line of each list. Lists that have no line here are kept by hand.
"""

import gzip
import sys
from collections.abc import Iterable
from pathlib import Path

from kg.identity import regions
from kg.loaders import lexicon
from kg.loaders.lexicon import build_names, build_open

DATE = "2026-11-23"

Rows = Iterable[tuple[str, ...]]


def render(name: str, kind: str, source: str, rows: Rows, use: str = "") -> bytes:
    """One list with its header; packed if its name ends in `.gz` (without a time stamp: a rebuild gives the same bytes)."""
    head = [f"# kind: {kind}", f"# source: {source}", f"# date: {DATE}"] + ([f"# use: {use}"] if use else [])
    body = sorted({"\t".join(row).rstrip("\t") for row in rows})
    raw = ("\n".join([*head, *body]) + "\n").encode()
    return gzip.compress(raw, 9, mtime=0) if name.endswith(".gz") else raw


def place(name: str) -> Path:
    """Where a list is kept: those of divisions in the room of identity, which reads them too."""
    return next((path for path in (regions.FULL, regions.SHORT) if path.name == name), lexicon.DATA / name)


def sources() -> str:
    """A Markdown table of all word lists that ship, those of `kg/identity/data` too: where each comes from, by its header."""
    rooms = dict.fromkeys(lexicon.lists(), "loaders/lexicon/data")
    rooms |= dict.fromkeys(regions.FULL.parent.glob("*.tsv"), "kg/identity/data")
    rows = [
        f"| `{room}/{path.name}` | {lexicon.read(path)[0]['source']} |"
        for path, room in sorted(rooms.items(), key=lambda of: (of[1], of[0].name))
    ]
    return "\n".join(["| list | source (licence) |", "|---|---|", *rows])


def main(folder: Path) -> None:
    """Write every list that `build_names` and `build_open` declare."""
    for name, kind, source, use, rows in (*build_names.BUILDERS, *build_open.BUILDERS):
        place(name).write_bytes(render(name, kind, source, rows(folder), use))
        print(name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
