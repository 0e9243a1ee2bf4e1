"""Reading the public tables that the lists are built from."""

import csv
import gzip
from io import StringIO
from pathlib import Path


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, packed or not."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(StringIO(raw.decode("utf-8-sig"))))
