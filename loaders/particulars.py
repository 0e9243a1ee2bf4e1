"""The labels under which a document's header states its particulars, by the field of Meta that they fill."""

from collections.abc import Iterable
from pathlib import Path

from kg.schema.files import read_yaml

_FILE = read_yaml(Path(__file__).with_name("particulars.yaml"))
LABELS = {field: tuple(_FILE.texts(field)) for field in _FILE.names()}
"""`published` serves where there is no date of the act itself; `source` and `other` fill no field."""


def alternatives(fields: Iterable[str]) -> str:
    """A pattern of all labels of `fields`, the longest first; blanks may stand between their characters."""
    labels = (label for field in fields for label in LABELS[field])
    return "|".join(r"\s*".join(label) for label in sorted(labels, key=len, reverse=True))
