"""The words by which relations are told: regular expressions kept as data in cues.yaml, compiled once each."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kg.loaders.cues import Cues

CUES = Cues(Path(__file__).with_name("cues.yaml"))


@cache
def cue(name: str) -> re.Pattern[str]:
    """The cue of that name as one expression; its alternatives are tried in the order of the file."""
    return CUES.cue(name)


def told_in(text: str, said: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Where a cue stands, also right below a heading whose last words begin it: 四、对策建议 above 建议招引甲公司."""
    offset = 0
    while (found := said.search(text, offset)) is not None:
        yield found
        below = text.find("\n", found.start(), found.end()) + 1
        offset = below or max(found.end(), found.start() + 1)
