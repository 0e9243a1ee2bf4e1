"""Words of the analysis in Chinese and English, from one file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kg.schema.files import read_yaml

FILE = Path(__file__).parent / "wording.yaml"


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    data = read_yaml(FILE)
    return {lang: {key: data.map(lang).text(key) for key in data.map(lang).names()} for lang in data.names()}


def say(key: str, lang: str = "zh", **values: object) -> str:
    """The wording of `key` with values filled in; unknown languages read Chinese."""
    words = _words()
    return words.get(lang, words["zh"])[key].format(**values)
