"""The words by which relations are told: regular expressions kept as data in cues.yaml, compiled once each."""

import re
from functools import cache
from pathlib import Path

import yaml

from kg.errors import SchemaError

FILE = Path(__file__).with_name("cues.yaml")


@cache
def cues() -> dict[str, list[str]]:
    """All cues: name -> alternatives, each a regular expression; SchemaError where the file is no such mapping."""
    data = yaml.load(FILE.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if not isinstance(data, dict) or not all(isinstance(v, list) and v for v in data.values()):
        raise SchemaError(f"{FILE}: must map names to lists of expressions")
    return {str(name): [str(x) for x in words] for name, words in data.items()}


@cache
def cue(name: str) -> re.Pattern[str]:
    """The cue of that name as one expression; its alternatives are tried in the order of the file."""
    if name not in cues():
        raise SchemaError(f"{FILE}: no cue {name!r}; known: {', '.join(cues())}")
    return re.compile("|".join(cues()[name]))
