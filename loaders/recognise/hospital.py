"""Hospitals and clinical centres: by list, and by form where something singles them out."""

import re
from collections.abc import Iterator

from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import counted, dull, heads, left_edge, place_edge, proper
from kg.mention import Mention
from kg.schema.patterns import pattern

_OWNER = pattern(r".*(?:大学|学院|附属|直属)(?=.{2,}医院\Z)")

_NUMBERED = pattern(r"附?[一二三四五](?:附?院|附院)(?![士长校区])")


def short_forms(name: str) -> Iterator[str]:
    """A hospital's name without the university or college it belongs to (湘雅医院)."""
    owner = _OWNER.match(name)
    if owner and not dull("Hospital", name[owner.end() : -2]) and not counted(name[owner.end() :]):
        yield name[owner.end() :]


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose hospitals by list and by form."""
    for hit in parsed.hits.get("hospital", ()):
        yield Mention(hit.start, hit.end, "Hospital", "hospital.list", 0.93)
    text = parsed.folded
    for hit in (*parsed.hits.get("university", ()), *parsed.hits.get("institution", ())):
        branch = _NUMBERED.match(text, hit.end)
        if branch:
            yield Mention(hit.start, branch.end(), "Hospital", "hospital.numbered", 0.9)
    for head in heads(parsed, "Hospital"):
        edge = left_edge(parsed, head.start, 24)
        start = place_edge(parsed, edge, head.start)
        name = text[start : head.start]
        if dull("Hospital", name) or counted(name):
            if text[head.start : head.end] == "院区" and re.match(r"^[东西南北新老]\Z", name):
                yield Mention(start, head.end, "Hospital", "hospital.branch", 0.6)
            continue
        sure = 0.9 if proper(parsed, start, head.start) else 0.6
        yield Mention(start, head.end, "Hospital", "hospital.form", sure)
