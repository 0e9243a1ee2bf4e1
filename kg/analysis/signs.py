"""Words by which documents and registers tell how an enterprise or a project stands, from one file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kg.schema.files import read_yaml

FILE = Path(__file__).parent / "signs.yaml"


def sign(name: str, text: str | None) -> str | None:
    """The first word of a list of the file (gone, ended ...) that stands in `text`; None if none does."""
    return next((word for word in _signs()[name] if word in (text or "")), None)


@cache
def _signs() -> Mapping[str, list[str]]:
    data = read_yaml(FILE)
    return {name: data.words(name) for name in data.names()}
