"""What a document does with a doubtful name decides whether it is one: it defines it, puts it in its title, repeats it."""

import re
from collections import Counter
from dataclasses import replace

from kg.loaders.parsed import Parsed
from kg.mention import Mention

_DEFINES = re.compile(r"[”》]?\s?[(](?:以下|下文|下)?(?:统称|合称|简称|称)|[”》]?\s?[,]?是指")
_CLOSED = {"Fund", "Institution", "Park", "Project", "Event", "Hospital", "Agency"}
_DOUBT, _RAISED, _OFTEN = 0.5, 0.7, 3


def weigh(parsed: Parsed, proposed: list[Mention]) -> list[Mention]:
    """Raise doubtful proposals of the closed types that the text defines, names in its title, or repeats three times."""
    text = parsed.folded
    doubtful = [m for m in proposed if m.type in _CLOSED and m.confidence <= _DOUBT]
    if not doubtful:
        return proposed
    times = Counter(text[m.start : m.end] for m in doubtful)
    title = parsed.layout.title
    head = text[title.start : title.end] if title else ""
    raised = {
        form
        for m in doubtful
        for form in [text[m.start : m.end]]
        if (times[form] >= _OFTEN and m.type == "Fund") or (len(form) >= 4 and form in head) or _DEFINES.match(text, m.end)
    }
    return [
        replace(m, confidence=_RAISED) if m.type in _CLOSED and m.confidence <= _DOUBT and text[m.start : m.end] in raised else m
        for m in proposed
    ]
