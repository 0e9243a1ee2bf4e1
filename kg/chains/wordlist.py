"""Lists and packed tables of this room; `#` lines name source and date."""

import csv
import gzip
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kg.schema.lists import read_rows

HERE = Path(__file__).parent


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a list, one a line, in the order of the file."""
    return tuple(row[0] for row in read_rows(HERE / name))


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table (csv.gz) by the names of its columns."""
    text = gzip.decompress((HERE / name).read_bytes()).decode()
    yield from csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#"))
