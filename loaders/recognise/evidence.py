"""What a document does with a doubtful name decides whether it is one: it defines it, puts it in its title, repeats it."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from kg.loaders.cues import Cues
from kg.loaders.parsed import Parsed
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_DEFINES = pattern(r"[”》]?\s?[(](?:以下|下文|下)?(?:统称|合称|简称|称)|[”》]?\s?[,]?是指")
# 该项目 or a bare 项目 with its money, place or time soon after: the name before was of one project.
_TAKEN_UP = _CUES.expression(r"[该此]项目|这一项目|(?<=[,。;])项目(?:{of_project})")
_CLOSED = {"Fund", "Institution", "Park", "Project", "Event", "Hospital", "Agency"}
_DOUBT, _RAISED, _OFTEN = 0.5, 0.7, 3
_SURE = 0.8
_NO_FIRM = _CUES.expression(r"^(?:[A-Z]|(?:股份|有限|责任|母|子)*公司)\Z|(?:{no_firm})\Z")


def weigh(parsed: Parsed, proposed: list[Mention]) -> list[Mention]:
    """Raise doubtful proposals of the closed types that the text defines, names in its title, or repeats three times.

    Enterprises that are none are dropped.
    """
    proposed = without_false_firms(parsed, proposed)
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
        if (m.type == "Project" and _TAKEN_UP.search(text, m.end, m.end + 150))
        or (times[form] >= _OFTEN and m.type == "Fund")
        or (len(form) >= 4 and form in head)
        or _DEFINES.match(text, m.end)
    }
    return [
        replace(m, confidence=_RAISED)
        if m.type in _CLOSED and m.confidence <= _DOUBT and text[m.start : m.end] in raised
        else m
        for m in proposed
    ]


def without_false_firms(parsed: Parsed, proposed: list[Mention]) -> list[Mention]:
    """`proposed` without enterprises that cross a sure person's name, or end as universities and associations do."""
    ends: dict[int, int] = {}  # of people, the furthest end by start
    starts: dict[int, int] = {}  # of people, the first start by end
    for m in proposed:
        if m.type == "Person" and m.confidence >= _SURE:
            ends[m.start] = max(m.end, ends.get(m.start, m.end))
            starts[m.end] = min(m.start, starts.get(m.end, m.start))
    return [
        m
        for m in proposed
        if m.type != "Enterprise" or not (_NO_FIRM.search(parsed.folded[m.start : m.end]) or _crosses(m, ends, starts))
    ]


def _crosses(mention: Mention, ends: dict[int, int], starts: dict[int, int]) -> bool:
    """Whether a person's name begins inside the mention and ends behind it, or begins before it and ends inside."""
    inside = range(mention.start + 1, mention.end)
    return any(ends.get(i, 0) > mention.end or starts.get(i, mention.start) < mention.start for i in inside)
