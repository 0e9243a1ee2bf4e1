"""Lists that ship as text: a row a line, its fields parted by tabs."""

from pathlib import Path


def read_rows(path: Path) -> list[list[str]]:
    """The rows of a list in the order of the file; blank lines, and those of `#` (source, date), are none."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
