"""The words by which relations are told: regular expressions kept as data in cues.yaml, compiled once each."""

import re
from functools import cache
from pathlib import Path

from kg.loaders.cues import Cues

CUES = Cues(Path(__file__).with_name("cues.yaml"))


@cache
def cue(name: str) -> re.Pattern[str]:
    """The cue of that name as one expression; its alternatives are tried in the order of the file."""
    return CUES.cue(name)
