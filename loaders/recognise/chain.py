"""Chains: by their ending (产业链, 创新链, 智造链), and the bare members of a counted list of chains."""

import re
from collections.abc import Iterator
from pathlib import Path

from kg.loaders.cues import Cues
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.lists import items, number
from kg.loaders.recognise.names import left_edge
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_HEAD = pattern(r"(?:全产业链|产业链|创新链|智造链)(?![条群])")
_DULL = _CUES.expression(r"(?:{dull})*\Z")
_NUMBER = pattern(r"(?:\d|[一二三四五六七八九十])[条大个]\Z")  # 培育6条产业链
_INNER = pattern(r"[、,，:：;；。!！?？\n“”《》|]")
_COUNTED = _CUES.expression(
    r"(?P<count>\d{1,2}|[一二三四五六七八九十]{1,3})[条大个](?:{counted})*产业链[^。;；\n:：、]{0,8}[:：,，(]?(?:分别[为是]|包括|即|为)?(?P<list>[^。;；\n:：)]{6,400})"
)


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose chains by form and by counted list."""
    text = parsed.folded
    for found in _HEAD.finditer(text):
        start = _after_verb(parsed, _edge(parsed, found.start()), found.start())
        stem = text[start : found.start()]
        if stem and not _DULL.match(stem) and not _NUMBER.search(stem):
            yield Mention(start, found.end(), "Chain", "chain.form", 0.85)
    for found in _COUNTED.finditer(text):
        yield from _counted(parsed, found)


def _edge(parsed: Parsed, head: int) -> int:
    text = parsed.folded
    low = max(0, head - 18)
    closed = text.rfind("(", low, head) if text[head - 1] == ")" else head
    marks = [m.end() for m in _INNER.finditer(text, low, head)]
    start = max(marks[-1] if marks else low, left_edge(parsed, closed if closed > low else head, 18, joined=True))
    inner = [m.end() for m in re.finditer(r"(?:产业链|创新链|智造链)(?:以及|[和与及])?", text[start:head])]
    start += inner[-1] if inner else 0
    return parsed.place_starts.get(start, start)


def _after_verb(parsed: Parsed, start: int, head: int) -> int:
    """`start`, moved behind a verb that opens the name and is no part of it (核定石化, 生产LED)."""
    first = parsed.word_at(start)
    return first.end if first and first.start == start and first.tag == "v" and first.end < head else start


def _counted(parsed: Parsed, found: re.Match[str]) -> Iterator[Mention]:
    text = parsed.folded
    begin, end = found.span("list")
    stop = text.find("等", begin, end)
    spans = items(text, begin, stop if stop > 0 else end)
    right = number(found["count"]) == len(spans)
    if len(spans) < 3 or not (right or stop > 0):
        return
    for span in spans:
        if 2 <= span.end - span.start <= 20:
            yield Mention(span.start, span.end, "Chain", "chain.counted", 0.9 if right else 0.45)
